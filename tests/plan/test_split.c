/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Split: against all divisions on the same grid. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/split.h"
#include "plan/trials_inside.h"
#include "support/planned.h"

#include <stdlib.h>

/* The people of North, where half of the seats are, answer a quarter as often. */
static const lot_planned_texts uneven = {.population = "feature,value,count\n"
                                                       "area,North,4000\n"
                                                       "area,South,4000\n",
                                         .quotas = "feature,value,min,max\n"
                                                   "area,North,5,5\n"
                                                   "area,South,5,5\n",
                                         .strata = "stratum,share,feature,value\n"
                                                   "North,50%,area,North\n"
                                                   "South,50%,area,South\n",
                                         .rates = "feature,value,ratio\n"
                                                  "area,North,0.25\n",
                                         .seats = 10,
                                         .rate = 50000,
                                         .simulations = 400,
                                         .letters = {300}};

static lot_split *find(const lot_planned *planned, uint32_t letters)
{
    lot_split *split;
    lot_error error = {.message = ""};
    const lot_split_wish wish = {&planned->scenario, letters, LOT_POPULATION_PARTS, 2};
    if (lot_split_find(&split, &wish, NULL, &error) != LOT_OK)
        fail_msg("%s", error.message);
    return split;
}

static void no_division_on_the_grid_is_better(void **state)
{
    (void)state;
    lot_planned planned;
    lot_planned_make(&planned, &uneven);
    lot_split *split = find(&planned, 300);
    assert_non_null(split);
    assert_true(split->settled);
    assert_int_equal(split->shares[0] + split->shares[1], LOT_MAILINGS_ONE);
    assert_true(split->shares[0] > 600000);
    assert_true(split->feasible > split->feasible_given);
    uint32_t best = 0;
    for (uint32_t share = 0; share <= LOT_MAILINGS_ONE; share += LOT_SPLIT_STEP) {
        lot_glances sums;
        planned.mailings->list[0].share = share;
        planned.mailings->list[1].share = LOT_MAILINGS_ONE - share;
        assert_int_equal(lot_trials_glance(&sums, &planned.scenario, 2, NULL, NULL), LOT_OK);
        best = sums.panels > best ? sums.panels : best;
    }
    print_message("given %u, best %u of 400\n", split->feasible_given, split->feasible);
    assert_int_equal(split->feasible, best);
    lot_split_free(split);
    lot_planned_clear(&planned);
}

static void no_stratum_gets_more_letters_than_addresses(void **state)
{
    (void)state;
    lot_planned planned;
    lot_planned_make(&planned, &uneven);
    lot_split *split = find(&planned, 7000);
    assert_non_null(split);
    for (uint32_t m = 0; m < 2; m++)
        assert_true(7000ull * split->shares[m] <= 4000ull * LOT_MAILINGS_ONE);
    lot_split_free(split);
    assert_null(find(&planned, 8001));
    lot_planned_clear(&planned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_division_on_the_grid_is_better),
        cmocka_unit_test(no_stratum_gets_more_letters_than_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
