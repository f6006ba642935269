/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fairest lottery of a replacement, against brute force that knows nothing of standing: of all
 * panels of the pool those are left that seat everybody who stays, and nobody who withdrew.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "civiclot/standing.h"
#include "core/array.h"
#include "oracle/fairest.h"
#include "oracle/mix.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

/* What came up, so that nothing is tested in vain. */
static struct {
    uint32_t solved, conflicts, shut_out, decided;
} seen;

/* Somebody who is marked withdraws of the drawn panel, and now and then somebody of the pool. */
static lot_standing *settle(const lot_test_case *made, uint32_t drawn, uint64_t *random)
{
    lot_standing *standing;
    uint32_t count = made->pool->people_count;
    assert_int_equal(lot_standing_new(&standing, count, NULL), LOT_OK);
    uint32_t gone = made->witness[lot_test_random_below(random, made->shape.seats)];
    for (uint32_t p = 0; p < count; p++) {
        bool seated = (drawn >> p & 1) == 1;
        bool leaves = lot_test_random_below(random, seated ? 4 : 8) == 0 || (seated && p == gone);
        standing->places[p] = leaves ? LOT_WITHDRAWN : seated ? LOT_KEPT : LOT_OPEN;
        standing->reasons[p] = leaves ? lot_string_copy("ill") : NULL;
    }
    return standing;
}

/* The panels of the pool that are left. */
static void list_left(lot_brute *out, const lot_brute *all, const lot_standing *standing)
{
    static uint32_t panels[LOT_BRUTE_PANELS_MAX];
    uint32_t count = 0, kept = 0, gone = 0;
    for (uint32_t p = 0; p < standing->people_count; p++) {
        kept |= standing->places[p] == LOT_KEPT ? 1u << p : 0;
        gone |= standing->places[p] == LOT_WITHDRAWN ? 1u << p : 0;
    }
    for (uint32_t i = 0; i < all->panels_count; i++)
        if ((all->panels[i] & kept) == kept && (all->panels[i] & gone) == 0)
            panels[count++] = all->panels[i];
    lot_brute_of_panels(out, standing->people_count, panels, count);
}

/* Looser numbers, as an organiser decides them. */
static void decide(lot_quotas *quotas, uint32_t seats, uint64_t *random)
{
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_quota *row = &quotas->rows[q];
        row->min -= row->min > 0 && lot_test_random_below(random, 2) == 0 ? 1 : 0;
        row->max += row->max < seats && lot_test_random_below(random, 2) == 0 ? 1 : 0;
    }
    seen.decided++;
}

static void compare(const lot_solution *solution, const lot_classes *classes, const lot_brute *left,
                    const lot_standing *standing, uint64_t seed)
{
    mpq_t chance;
    mpq_init(chance);
    mpq_ptr best = lot_fractions_new(left->people_count);
    lot_fairest_leximin(best, left);
    for (uint32_t p = 0; p < left->people_count; p++) {
        uint32_t class = classes->of_person[p];
        const lot_fraction *found = &solution->fraction[class];
        mpq_set_ui(chance, found->numerator, found->denominator);
        bool same = solution->exact ? mpq_equal(chance, best + p)
                                    : fabs(solution->chance[class] - mpq_get_d(best + p)) < 2e-6;
        if (!same || solution->no_panel[class] == left->reached[p])
            fail_msg("seed %llu: person %u has %.9f, brute force says %.9f",
                     (unsigned long long)seed, p, solution->chance[class], mpq_get_d(best + p));
        assert_true(standing->places[p] != LOT_KEPT || solution->chance[class] > 1 - 1e-9);
        seen.shut_out += standing->places[p] == LOT_OPEN && solution->no_panel[class];
    }
    lot_fractions_free(best, left->people_count);
    mpq_clear(chance);
    seen.solved++;
}

static void solve(const lot_test_case *made, const lot_standing *standing, const lot_brute *left,
                  uint32_t per_household)
{
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    lot_solution *solution;
    lot_conflict *conflict;
    uint32_t seats = made->shape.seats;
    const lot_fair_options options = {.objective = LOT_LEXIMIN, .tickets = 1000};
    assert_int_equal(lot_standing_quotas(&quotas, standing, made->quotas, seats, NULL), LOT_OK);
    assert_int_equal(lot_standing_pool(&pool, standing, made->pool, made->quotas, NULL), LOT_OK);
    assert_int_equal(lot_standing_feature(quotas), made->quotas->features_count);
    assert_int_equal(lot_standing_feature(made->quotas), made->quotas->features_count);
    assert_int_equal(lot_classes_new(&classes, pool, per_household, NULL), LOT_OK);
    assert_int_equal(lot_solve(&solution, &conflict, quotas, classes, seats, &options, NULL),
                     LOT_OK);
    assert_int_equal(solution == NULL, left->panels_count == 0);
    if (solution != NULL)
        compare(solution, classes, left, standing, made->shape.seed);
    else
        seen.conflicts++;
    lot_conflict_free(conflict);
    lot_solution_free(solution);
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
}

static void a_replacement_is_as_fair_as_can_be_over_the_panels_that_are_left(void **state)
{
    static lot_brute all, left;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        uint32_t per_household = 1 + (uint32_t)(seed % 5 == 0);
        lot_test_shape shape = {.seed = seed,
                                .people_count = 8 + (uint32_t)(seed % 5),
                                .seats = 3 + (uint32_t)(seed % 3),
                                .features_count = 1 + (uint32_t)(seed % 3),
                                .values_per_feature = 2 + (uint32_t)(seed % 2),
                                .band = (uint32_t)(seed % 2),
                                .skew = 1,
                                .household_percent = 40};
        lot_test_case *made = lot_test_case_make(&shape);
        uint32_t drawn = 0;
        for (uint32_t s = 0; s < shape.seats; s++)
            drawn |= 1u << made->witness[s];
        if (seed % 7 == 0)
            decide(made->quotas, shape.seats, &random);
        lot_brute_list(&all, made->pool, made->quotas, shape.seats, per_household);
        lot_standing *standing = settle(made, drawn, &random);
        list_left(&left, &all, standing);
        solve(made, standing, &left, per_household);
        lot_standing_free(standing);
        lot_test_case_free(made);
    }
    print_message("%u solved, %u without a panel, %u people shut out\n", seen.solved,
                  seen.conflicts, seen.shut_out);
    assert_true(seen.solved > 50 && seen.conflicts > 20 && seen.shut_out > 20);
    assert_true(seen.decided > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replacement_is_as_fair_as_can_be_over_the_panels_that_are_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
