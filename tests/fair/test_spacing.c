/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sum of costs lies in a gap, against all sums. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/wide.h"
#include "fair/spacing.h"
#include "support/generate.h"

enum { COSTS = 3, DENOMINATOR = 13 * 11 * 7 };

/* Costs 1 + 2 / min with min 13, 11 or 7, in parts of DENOMINATOR. */
static const lot_fraction costs[COSTS] = {{15, 13}, {13, 11}, {9, 7}};

static uint64_t parts(uint32_t cost)
{
    return costs[cost].numerator * (DENOMINATOR / costs[cost].denominator);
}

/* Is any sum in [least, most), in parts of DENOMINATOR? */
static bool lies_between(uint64_t least, uint64_t most)
{
    for (uint64_t a = 0; a * parts(0) < most; a++)
        for (uint64_t b = 0; a * parts(0) + b * parts(1) < most; b++)
            for (uint64_t c = 0; a * parts(0) + b * parts(1) + c * parts(2) < most; c++)
                if (a * parts(0) + b * parts(1) + c * parts(2) >= least)
                    return true;
    return false;
}

static void what_is_found_is_what_all_sums_say(void **state)
{
    (void)state;
    uint64_t random = 1;
    uint32_t nones = 0;
    for (int i = 0; i < 400; i++) {
        uint32_t times[COSTS];
        uint64_t most = 0;
        bool none;
        for (uint32_t c = 0; c < COSTS; c++) {
            times[c] = lot_test_random_below(&random, 4);
            most += times[c] * parts(c);
        }
        uint64_t below = lot_test_random_below(&random, 60);
        uint64_t least = most > below ? most - below : 0;
        assert_int_equal(lot_no_cost_between(&none, costs, times, COSTS, least, DENOMINATOR, NULL),
                         LOT_OK);
        assert_int_equal(none, !lies_between(least > 0 ? least : 1, most));
        nones += none;
    }
    assert_true(nones > 50);
    assert_true(nones < 350);
}

static void too_many_sums_prove_nothing(void **state)
{
    (void)state;
    lot_fraction many[40];
    uint32_t times[40] = {30};
    bool none = true;
    for (uint32_t i = 0; i < 40; i++)
        many[i] = (lot_fraction){2 * i + 103, 2 * i + 101};
    assert_int_equal(lot_no_cost_between(&none, many, times, 40, 1, UINT64_C(1) << 60, NULL),
                     LOT_OK);
    assert_false(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_all_sums_say),
        cmocka_unit_test(too_many_sums_prove_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
