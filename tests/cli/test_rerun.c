/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot verify --rerun: a published lottery is made a second time. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/pseudonym.h"
#include "support/run.h"
#include "support/sealed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char people[] = "id,sex,street\n"
                             "a,f,1\nb,f,1\nc,m,2\nd,m,3\ne,f,2\nf,m,4\ng,f,5\nh,m,5\ni,f,6\n"
                             "j,m,7\n";

/* The folder `public`, committed and not drawn, so that its digests can be made anew. */
static void publish(const lot_run_folder *folder, const char *objective, bool full)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,2\nsex,m,1,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "rerun", "--seats", "3");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "street");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "40", "--objective", objective);
    EXPECT(folder, 0, "close", "file");
    if (full)
        EXPECT(folder, 0, "commit", "file", "--publish", "public", "--full", "--accept-disclosure");
    else
        EXPECT(folder, 0, "commit", "file", "--publish", "public");
}

/* Change process.txt and everything that hangs on it. */
static void forge(const lot_run_folder *folder, const char *from, const char *to)
{
    lot_sealed sealed;
    char *path = lot_path_join(folder->path, "public");
    lot_sealed_load(&sealed, path);
    lot_sealed_change(&sealed, "process.txt", from, to);
    lot_sealed_seal(&sealed);
    for (size_t i = 0; i < sealed.count; i++) {
        char *name = lot_path_join("public", sealed.names[i]);
        lot_run_write(folder, name, lot_text_string(&sealed.files[i]));
        free(name);
    }
    lot_sealed_free(&sealed);
    free(path);
}

static void expect(const lot_run_folder *folder, int code, const char *words)
{
    lot_ran ran = RUN(folder, "verify", "public", "--rerun");
    if (ran.code != code || strstr(lot_text_string(&ran.out), words) == NULL)
        fail_msg("code %d, but not %d with '%s':\n%s%s", ran.code, code, words,
                 lot_text_string(&ran.out), lot_text_string(&ran.err));
    lot_ran_free(&ran);
}

static void the_same_version_makes_the_same_bytes(void **state)
{
    publish(*state, "leximin", true);
    expect(*state, 0, "PROVEN       solved again from quotas.csv and openings.csv, the lottery is");
}

static void a_lottery_that_this_version_does_not_make_fails(void **state)
{
    publish(*state, "legacy", true);
    expect(*state, 0, "\nPROVEN       solved again");
    forge(*state, "per-household: 1\n", "per-household: 2\n");
    expect(*state, 5, "FAILED: lottery.csv: solving again gives");
}

static void another_version_may_make_another_lottery(void **state)
{
    publish(*state, "legacy", true);
    forge(*state, "per-household: 1\n", "per-household: 2\n");
    forge(*state, "solver: GLPK ", "solver: GLPK 1.");
    expect(*state, 0, "\nNOT PROVEN   solving again gives");
    expect(*state, 0, "with GLPK 1.");
}

static void at_level_public_nobody_can_solve_again(void **state)
{
    publish(*state, "leximin", false);
    expect(*state, 0, "\nNOT CHECKED  that solving again gives this lottery");
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_version_makes_the_same_bytes),
        TEST(a_lottery_that_this_version_does_not_make_fails),
        TEST(another_version_may_make_another_lottery),
        TEST(at_level_public_nobody_can_solve_again),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
