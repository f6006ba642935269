/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attempts: what was announced and given up is told, in every report after it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <string.h>

static void prepare(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv",
                  "id,sex,age\na,f,old\nb,f,young\nc,m,old\nd,m,young\ne,f,old\nf,m,old\n");
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,old,1,1\nage,young,1,1\n");
    EXPECT(folder, 0, "new", "file", "--title", "Attempts", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
}

static void an_attempt_that_was_never_drawn_is_told_of(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "7");
    EXPECT(folder, 0, "commit", "file", "--publish", "first");
    lot_ran ran = RUN(folder, "report", "file");
    assert_null(strstr(lot_text_string(&ran.out), "never drawn"));
    lot_run_assert_has(&ran.out, "  attempt 1        test, ticket ");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    ran = RUN(folder, "draw", "file", "--seed", "8");
    lot_run_assert_has(&ran.out,
                       "WARNING: 1 real attempt before this one was announced and never drawn");
    lot_run_assert_has(&ran.out, "  attempt 2        real, not drawn, M ");
    lot_run_assert_has(&ran.out, "  attempt 3        real, ticket ");
    assert_null(strstr(lot_text_string(&ran.out), "real draw was made before"));
    lot_ran_free(&ran);
    EXPECT(folder, 0, "commit", "file", "--publish", "third");
    ran = RUN(folder, "report", "file", "--out", "-", "--attempt", "4");
    lot_run_assert_has(&ran.out, "NOT THE FIRST DRAW.</strong> 1 real draw was made before");
    lot_run_assert_has(&ran.out, "NOT THE FIRST ATTEMPT.</strong> 1 attempt before this one was");
    lot_ran_free(&ran);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_attempt_that_was_never_drawn_is_told_of, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
