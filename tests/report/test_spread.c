/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spread: figures worked out by hand, and the same from their definitions. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/figures.h"
#include "report/spread.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 40 };

/* Classes of so many people each: all that a spread looks at. */
static lot_spread spread_of(const double *chance, const bool *no_panel, uint32_t *size,
                            uint32_t count, uint32_t seats)
{
    lot_spread spread;
    lot_classes classes = {.count = count, .size = size};
    assert_int_equal(lot_spread_measure(&spread, chance, no_panel, &classes, seats, NULL), LOT_OK);
    return spread;
}

static void equal_chances_have_no_spread(void **state)
{
    (void)state;
    const double chance[] = {0.25, 0.25, 0.25};
    const bool no_panel[] = {false, false, false};
    uint32_t size[] = {5, 1, 2};
    lot_spread spread = spread_of(chance, no_panel, size, 3, 2);
    assert_int_equal(spread.people_count, 8);
    assert_int_equal(spread.gini, 0);
    assert_int_equal(spread.least, 250000000);
    assert_int_equal(spread.greatest, 250000000);
    assert_int_equal(spread.mean, 2500);
    assert_int_equal(spread.below_half_count, 0);
}

static void figures_are_those_worked_out_by_hand(void **state)
{
    (void)state;
    /* 1/8 twice, 1/4, 1/2 three times, 1: of 3 seats */
    const double chance[] = {0.5, 1, 0.125, 0.25};
    const bool no_panel[] = {false, false, false, false};
    uint32_t size[] = {3, 1, 2, 1};
    lot_spread spread = spread_of(chance, no_panel, size, 4, 3);
    /* (-6 - 4 - 2 2 + 0 + 2 4 + 4 4 + 6 8) / 8 / (7 3) */
    assert_int_equal(spread.gini, (uint64_t)(58.0 / 8 / 21 * LOT_BILLIONTHS + 0.5));
    assert_int_equal(spread.least, 125000000);
    assert_int_equal(spread.greatest, 1000000000);
    /* 2^-11 to the seventh root */
    assert_int_equal(spread.mean, 3365);
    /* half of 3/7 is 0.214 */
    assert_int_equal(spread.below_half_count, 2);
}

static void who_is_in_no_panel_is_counted_and_left_out(void **state)
{
    (void)state;
    const double chance[] = {0, 0.5, 0.5};
    const bool no_panel[] = {true, false, false};
    uint32_t size[] = {4, 3, 1};
    lot_spread spread = spread_of(chance, no_panel, size, 3, 2);
    assert_int_equal(spread.no_panel_count, 4);
    assert_int_equal(spread.people_count, 4);
    assert_int_equal(spread.gini, 0);
    assert_int_equal(spread.least, 500000000);
    assert_int_equal(spread.mean, 5000);
    assert_int_equal(spread.below_half_count, 0);
    const bool all[] = {true, true, true};
    spread = spread_of(chance, all, size, 3, 2);
    assert_int_equal(spread.no_panel_count, 8);
    assert_int_equal(spread.people_count, 0);
    assert_int_equal(spread.gini, 0);
}

static void just_half_is_not_below_half(void **state)
{
    (void)state;
    /* 7 people, 3 seats: half is 3/14, whose nearest double may be on either side */
    const double chance[] = {3.0 / 14, 3.0 / 14 - 1e-8, 0.9};
    const bool no_panel[] = {false, false, false};
    uint32_t size[] = {2, 1, 4};
    assert_int_equal(spread_of(chance, no_panel, size, 3, 3).below_half_count, 1);
}

static void one_chance_of_nothing_makes_the_mean_nothing(void **state)
{
    (void)state;
    const double chance[] = {0, 0.5};
    const bool no_panel[] = {false, false};
    uint32_t size[] = {1, 3};
    lot_spread spread = spread_of(chance, no_panel, size, 2, 1);
    assert_int_equal(spread.least, 0);
    assert_int_equal(spread.mean, 0);
    assert_int_equal(spread.gini, 250000000);
}

/* The mean difference of two people over twice the mean: no sorting, no classes. */
static double gini_of_pairs(const double *chance, const uint32_t *size, uint32_t count)
{
    double differences = 0;
    double sum = 0;
    double people = 0;
    for (uint32_t a = 0; a < count; a++) {
        sum += chance[a] * size[a];
        people += size[a];
        for (uint32_t b = 0; b < count; b++)
            differences += fabs(chance[a] - chance[b]) * size[a] * size[b];
    }
    return differences / (2 * people * sum);
}

static void the_gini_coefficient_is_half_the_relative_mean_difference(void **state)
{
    (void)state;
    uint64_t random = 77;
    for (uint32_t round = 0; round < 200; round++) {
        double chance[MOST];
        bool no_panel[MOST] = {false};
        uint32_t size[MOST];
        uint32_t count = 1 + lot_test_random_below(&random, MOST);
        for (uint32_t t = 0; t < count; t++) {
            chance[t] = (1 + lot_test_random_below(&random, 1000)) / 1000.0;
            size[t] = 1 + lot_test_random_below(&random, 9);
        }
        lot_spread spread = spread_of(chance, no_panel, size, count, 1);
        double expected = gini_of_pairs(chance, size, count);
        assert_true(fabs((double)spread.gini / LOT_BILLIONTHS - expected) < 2e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_chances_have_no_spread),
        cmocka_unit_test(figures_are_those_worked_out_by_hand),
        cmocka_unit_test(who_is_in_no_panel_is_counted_and_left_out),
        cmocka_unit_test(just_half_is_not_below_half),
        cmocka_unit_test(one_chance_of_nothing_makes_the_mean_nothing),
        cmocka_unit_test(the_gini_coefficient_is_half_the_relative_mean_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
