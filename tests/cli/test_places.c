/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where results go: places that cannot hold them are refused before any work. */
#define _XOPEN_SOURCE 700 /* symlink */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An assembly file, ready for a commit. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Places");
}

/* The place must be refused by select and by commit, which uses no attempt up. */
static void refuse_place(const lot_run_folder *folder, const char *place, const char *words)
{
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", place);
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
    ran = RUN(folder, "commit", "file", "--publish", place);
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
    ran = RUN(folder, "export", "file", "--chances", "chances", "--publish", place);
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "chances"));
    ran = RUN(folder, "report", "file", "--json");
    assert_null(strstr(lot_text_string(&ran.out), "\"attempt\""));
    lot_ran_free(&ran);
}

static void a_link_to_nothing_is_refused_before_any_work(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    prepare(folder);
    (void)snprintf(path, sizeof path, "%s/dangling", folder->path);
    assert_int_equal(symlink("nothing", path), 0);
    refuse_place(folder, "dangling", "is a link to something that is not there");
    refuse_place(folder, "dangling/", "is a link to something that is not there");
}

static void a_link_to_an_empty_folder_is_filled(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    prepare(folder);
    (void)snprintf(path, sizeof path, "%s/real", folder->path);
    assert_int_equal(mkdir(path, 0755), 0);
    (void)snprintf(path, sizeof path, "%s/link", folder->path);
    assert_int_equal(symlink("real", path), 0);
    EXPECT(folder, 0, "commit", "file", "--publish", "link");
    assert_true(lot_run_is_there(folder, "real/manifest.txt"));
}

static void a_mount_point_is_refused_with_a_place_to_take(void **state)
{
    const lot_run_folder *folder = *state;
    struct stat inside, outside;
    if (stat("/proc", &inside) != 0 || stat("/", &outside) != 0 ||
        inside.st_dev == outside.st_dev) {
        print_message("skipped: /proc is no mount point here\n");
        skip();
    }
    prepare(folder);
    refuse_place(folder, "/proc", "a mount point): name a new folder inside it");
}

static void a_folder_that_nothing_can_be_made_in_is_refused(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    prepare(folder);
    (void)snprintf(path, sizeof path, "%s/locked", folder->path);
    assert_int_equal(mkdir(path, 0555), 0);
    if (access(path, W_OK) == 0) {
        print_message("skipped: who runs this may write everywhere\n");
        skip();
    }
    lot_ran ran = RUN(folder, "select", "--people", "nobody.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "locked/result");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "locked/result: cannot be made: ");
    lot_ran_free(&ran);
}

/* A limit on the size of files is no reason to die in the middle. */
static void a_full_quota_of_file_size_leaves_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    char command[2048];
    prepare(folder);
    unsigned before = lot_run_count(folder, ".");
    (void)snprintf(command, sizeof command,
                   "ulimit -f 8; exec '%s' select --people people.csv --quotas quotas.csv "
                   "--seats 2 --out result",
                   lot_run_program());
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"sh", "-c", command, NULL});
    assert_int_equal(ran.code, 1);
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "."), before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_link_to_nothing_is_refused_before_any_work),
        TEST(a_link_to_an_empty_folder_is_filled),
        TEST(a_mount_point_is_refused_with_a_place_to_take),
        TEST(a_folder_that_nothing_can_be_made_in_is_refused),
        TEST(a_full_quota_of_file_size_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
