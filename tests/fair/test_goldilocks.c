/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goldilocks: the best band, by hand and against brute force, for many gammas. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "oracle/fairest.h"
#include "support/generate.h"
#include "support/input.h"

#include <math.h>

static lot_solution *solve(const lot_quotas *quotas, const lot_classes *classes, uint32_t seats,
                           uint64_t gamma_millionths)
{
    lot_solution *solution;
    lot_conflict *conflict;
    lot_error error = {{0}, NULL, 0};
    const lot_fair_options options = {
        .objective = LOT_GOLDILOCKS, .tickets = 100, .gamma_millionths = gamma_millionths};
    if (lot_solve(&solution, &conflict, quotas, classes, seats, &options, &error) != LOT_OK)
        fail_msg("%s", error.message);
    assert_non_null(solution);
    return solution;
}

/* How far the value of the chances is from the least there is, as a part of it. */
static double excess_of(const lot_solution *solution, const lot_classes *classes,
                        const lot_brute *brute, uint64_t gamma_millionths)
{
    mpq_t chance[LOT_BRUTE_PEOPLE_MAX];
    lot_goldilocks best;
    mpq_t gamma;
    mpq_t own;
    mpq_inits(gamma, own, best.low, best.high, NULL);
    for (uint32_t p = 0; p < brute->people_count; p++)
        mpq_init(chance[p]);
    mpq_set_ui(gamma, gamma_millionths, LOT_GAMMA_ONE);
    mpq_canonicalize(gamma);
    lot_fairest_goldilocks(chance[0], &best, brute, gamma);
    for (uint32_t p = 0; p < brute->people_count; p++)
        mpq_set_d(chance[p], solution->chance[classes->of_person[p]]);
    lot_goldilocks_value(own, chance[0], brute, gamma);
    double low = mpq_get_d(best.low);
    mpq_sub(own, own, best.low);
    double excess = mpq_get_d(own) / low;
    const lot_fraction *bound = &solution->finding.bound;
    assert_true((double)bound->numerator / (double)bound->denominator <= low * (1 + 1e-15));
    for (uint32_t p = 0; p < brute->people_count; p++)
        mpq_clear(chance[p]);
    mpq_clears(gamma, own, best.low, best.high, NULL);
    return excess;
}

static void the_value_is_that_of_brute_force_for_every_gamma(void **state)
{
    (void)state;
    static const uint64_t gammas[] = {1, 1000, 50000, 400000, 1000000, 3000000, 1000000000};
    static lot_brute brute;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 8 + (uint32_t)(seed % 5),
                                      .seats = 3 + (uint32_t)(seed % 3),
                                      .features_count = 2 + (uint32_t)(seed % 4),
                                      .values_per_feature = 2,
                                      .band = seed % 3 == 0,
                                      .skew = 2,
                                      .household_percent = seed % 2 ? 0 : 40};
        lot_test_case *made = lot_test_case_make(&shape);
        lot_classes *classes;
        assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
        lot_brute_list(&brute, made->pool, made->quotas, shape.seats, 1);
        for (size_t g = 0; g < sizeof gammas / sizeof *gammas; g++) {
            lot_solution *solution = solve(made->quotas, classes, shape.seats, gammas[g]);
            double excess = excess_of(solution, classes, &brute, gammas[g]);
            if (fabs(excess) > 1e-9)
                fail_msg("seed %u, gamma %u: off by %.3g", (unsigned)seed, (unsigned)gammas[g],
                         excess);
            lot_solution_free(solution);
        }
        lot_classes_free(classes);
        lot_test_case_free(made);
    }
}

/*
 * Two women and eight men, two seats, exactly one of each: women have 1/2, men 1/8, whatever gamma.
 * The band is one point: both its lines stand there.
 */
static void where_there_is_no_choice_the_band_is_what_it_is(void **state)
{
    (void)state;
    lot_table *people =
        lot_test_table("people.csv", "id,sex\n1,f\n2,f\n3,m\n4,m\n5,m\n6,m\n7,m\n8,m\n"
                                     "9,m\n10,m\n");
    lot_table *rows = lot_test_table("quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    lot_problems *problems = lot_problems_new();
    const lot_pool_columns columns = {0};
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    assert_int_equal(lot_quotas_read(&quotas, rows, 2, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    for (uint64_t gamma = 10; gamma <= 100000000; gamma *= 10) {
        lot_solution *solution = solve(quotas, classes, 2, gamma);
        for (uint32_t p = 0; p < 10; p++) {
            lot_fraction chance = solution->fraction[classes->of_person[p]];
            assert_int_equal(chance.numerator, 1);
            assert_int_equal(chance.denominator, p < 2 ? 2 : 8);
        }
        assert_true(solution->exact);
        lot_solution_free(solution);
    }
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_value_is_that_of_brute_force_for_every_gamma),
        cmocka_unit_test(where_there_is_no_choice_the_band_is_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
