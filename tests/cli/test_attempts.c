/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attempts: what was announced and given up is told, in every report after it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"

#include <string.h>

static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Attempts");
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
