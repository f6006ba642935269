/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fairest chances of random pools, held against what each objective means. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "oracle/fairest.h"
#include "oracle/mix.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

static lot_brute brute;

/* Everybody's chance under each objective, on one pool. */
enum { LEXIMIN, MAXIMIN, MINIMAX, GOLDILOCKS, OBJECTIVES };

typedef struct answers {
    uint32_t count; /* people */
    mpq_ptr chance[OBJECTIVES];
    mpq_t gamma;
    lot_goldilocks best;
    double nash[LOT_BRUTE_PEOPLE_MAX];
} answers;

static void answers_find(answers *a, uint64_t seed)
{
    a->count = brute.people_count;
    for (uint32_t i = 0; i < OBJECTIVES; i++)
        a->chance[i] = lot_fractions_new(a->count);
    mpq_inits(a->gamma, a->best.low, a->best.high, NULL);
    mpq_set_ui(a->gamma, 1, 1 + seed % 20 * 2); /* small ones are best inside a piece */
    lot_fairest_leximin(a->chance[LEXIMIN], &brute);
    lot_fairest_maximin(a->chance[MAXIMIN], &brute);
    lot_fairest_minimax(a->chance[MINIMAX], &brute);
    lot_fairest_goldilocks(a->chance[GOLDILOCKS], &a->best, &brute, a->gamma);
    assert_true(lot_fairest_nash(a->nash, &brute) < 1e-9);
}

static void answers_free(answers *a)
{
    for (uint32_t i = 0; i < OBJECTIVES; i++)
        lot_fractions_free(a->chance[i], a->count);
    mpq_clears(a->gamma, a->best.low, a->best.high, NULL);
}

static void check_sums(const answers *a, uint32_t seats)
{
    mpq_t sum;
    mpq_init(sum);
    for (uint32_t i = 0; i < OBJECTIVES; i++) {
        mpq_set_si(sum, 0, 1);
        for (uint32_t p = 0; p < a->count; p++) {
            mpq_add(sum, sum, a->chance[i] + p);
            int sign = mpq_sgn(a->chance[i] + p);
            assert_true(brute.reached[p] ? sign > 0 || (i == MINIMAX && sign == 0) : sign == 0);
        }
        assert_int_equal(mpq_cmp_ui(sum, seats, 1), 0);
    }
    mpq_clear(sum);
    double nash = 0;
    for (uint32_t p = 0; p < a->count; p++)
        nash += a->nash[p];
    assert_true(fabs(nash - seats) < 1e-12);
}

static int ascending(const void *left, const void *right)
{
    return mpq_cmp(left, right);
}

static int descending(const void *left, const void *right)
{
    return mpq_cmp(right, left);
}

/* Compare two people's worth of chances, those in no panel left out, in the order given. */
static int compare(const answers *a, uint32_t left, uint32_t right,
                   int (*order)(const void *, const void *))
{
    __mpq_struct sorted[2][LOT_BRUTE_PEOPLE_MAX]; /* borrowed, never cleared */
    size_t count = 0;
    for (uint32_t p = 0; p < a->count; p++) {
        if (!brute.reached[p])
            continue;
        sorted[0][count] = a->chance[left][p];
        sorted[1][count++] = a->chance[right][p];
    }
    qsort(sorted[0], count, sizeof sorted[0][0], order);
    qsort(sorted[1], count, sizeof sorted[1][0], order);
    for (size_t i = 0; i < count; i++)
        if (mpq_cmp(&sorted[0][i], &sorted[1][i]) != 0)
            return mpq_cmp(&sorted[0][i], &sorted[1][i]);
    return 0;
}

/* The least, or with `descending` the greatest. */
static mpq_srcptr end_of(const answers *a, uint32_t which, int (*order)(const void *, const void *))
{
    mpq_srcptr end = NULL;
    for (uint32_t p = 0; p < a->count; p++)
        if (brute.reached[p] && (end == NULL || order(a->chance[which] + p, end) < 0))
            end = a->chance[which] + p;
    return end;
}

/* Each is better by its own measure than, or as good as, the others are. */
static void check_against_each_other(const answers *a)
{
    mpq_srcptr least = end_of(a, MAXIMIN, ascending);
    mpq_srcptr greatest = end_of(a, MINIMAX, descending);
    assert_true(mpq_equal(least, end_of(a, LEXIMIN, ascending)));
    for (uint32_t i = 0; i < OBJECTIVES; i++) {
        assert_true(compare(a, LEXIMIN, i, ascending) >= 0);
        assert_true(mpq_cmp(greatest, end_of(a, i, descending)) <= 0);
        if (mpq_equal(greatest, end_of(a, i, descending)))
            assert_true(compare(a, MINIMAX, i, ascending) >= 0);
        if (mpq_equal(least, end_of(a, i, ascending)))
            assert_true(compare(a, MAXIMIN, i, descending) <= 0);
        long double logarithms = 0;
        for (uint32_t p = 0; p < a->count; p++)
            if (brute.reached[p])
                logarithms +=
                    logl((long double)a->nash[p]) - logl((long double)mpq_get_d(a->chance[i] + p));
        assert_true(logarithms > -1e-12L);
    }
}

/* Nobody's chance can rise, when those who have no more keep theirs and the others as much. */
static void check_leximin(mpq_srcptr chance, mpq_srcptr ceiling)
{
    lot_mix mix;
    lot_mix_start(&mix, &brute);
    for (uint32_t p = 0; p < brute.people_count; p++) {
        if (!brute.reached[p])
            continue;
        for (uint32_t other = 0; other < brute.people_count; other++) {
            mpq_srcptr floor =
                mpq_cmp(chance + other, chance + p) < 0 ? chance + other : chance + p;
            mix.floor[other].is_z = other == p;
            if (brute.reached[other]) {
                mpq_set(mix.floor[other].at, floor);
                mpq_set(mix.ceiling[other].at, ceiling);
            }
        }
        assert_true(lot_mix_raise(&mix));
        assert_true(mpq_equal(mix.z, chance + p));
    }
    lot_mix_end(&mix);
}

/* The same upside down. */
static void check_maximin(mpq_srcptr chance, mpq_srcptr floor)
{
    lot_mix mix;
    lot_mix_start(&mix, &brute);
    for (uint32_t p = 0; p < brute.people_count; p++) {
        if (!brute.reached[p])
            continue;
        for (uint32_t other = 0; other < brute.people_count; other++) {
            mpq_srcptr ceiling =
                mpq_cmp(chance + other, chance + p) > 0 ? chance + other : chance + p;
            mix.ceiling[other].is_z = other == p;
            if (brute.reached[other]) {
                mpq_set(mix.ceiling[other].at, ceiling);
                mpq_set(mix.floor[other].at, floor);
            }
        }
        assert_true(lot_mix_lower(&mix));
        assert_true(mpq_equal(mix.z, chance + p));
    }
    lot_mix_end(&mix);
}

/* What a least chance is worth to goldilocks, if everybody can have it. */
static bool value_of_least(mpq_ptr value, lot_mix *mix, mpq_srcptr least, mpq_srcptr gamma)
{
    for (uint32_t p = 0; p < brute.people_count; p++) {
        if (!brute.reached[p])
            continue;
        mpq_set(mix->floor[p].at, least);
        mix->ceiling[p].is_z = true;
    }
    bool found = lot_mix_lower(mix);
    if (found)
        lot_goldilocks_value(value, mix->chance[0], &brute, gamma);
    return found;
}

/* No lottery of ours is worth more, nor is any of a row of least chances. */
static void check_goldilocks_value(const answers *a)
{
    mpq_t value;
    mpq_t least;
    mpq_inits(value, least, NULL);
    for (uint32_t i = 0; i < OBJECTIVES; i++) {
        if (mpq_sgn(end_of(a, i, ascending)) == 0)
            continue;
        lot_goldilocks_value(value, a->chance[i], &brute, a->gamma);
        assert_true(mpq_cmp(value, a->best.low) >= 0);
        if (i == GOLDILOCKS)
            assert_true(mpq_get_d(value) - mpq_get_d(a->best.high) <= 1e-14);
    }
    assert_true(mpq_get_d(a->best.high) - mpq_get_d(a->best.low) <= 1e-15 * mpq_get_d(a->best.low));
    lot_mix mix;
    lot_mix_start(&mix, &brute);
    for (uint32_t part = 1; part <= 20; part++) {
        mpq_set_ui(least, part, 40);
        mpq_canonicalize(least);
        if (value_of_least(value, &mix, least, a->gamma))
            assert_true(mpq_cmp(value, a->best.low) >= 0);
    }
    lot_mix_end(&mix);
    mpq_clears(value, least, NULL);
}

/* No panel's weight, at 1 / chance for everybody, is much above the number of people. */
static void check_nash_proof(const answers *a)
{
    double most = 0;
    for (uint32_t j = 0; j < brute.panels_count; j++) {
        double sum = 0;
        for (uint32_t p = 0; p < a->count; p++)
            sum += brute.panels[j] >> p & 1 ? 1 / a->nash[p] : 0;
        most = fmax(most, sum);
    }
    assert_true(most / lot_brute_reached_count(&brute) - 1 < 1e-12);
}

static void check_all(const answers *a, uint32_t seats)
{
    mpq_t one;
    mpq_init(one);
    mpq_set_si(one, 1, 1);
    check_sums(a, seats);
    check_against_each_other(a);
    check_leximin(a->chance[LEXIMIN], one);
    check_leximin(a->chance[MINIMAX], end_of(a, MINIMAX, descending));
    check_leximin(a->chance[GOLDILOCKS], end_of(a, GOLDILOCKS, descending));
    check_maximin(a->chance[MAXIMIN], end_of(a, MAXIMIN, ascending));
    check_goldilocks_value(a);
    check_nash_proof(a);
    mpq_clear(one);
}

static void each_objective_is_what_it_says_on_random_pools(void **state)
{
    (void)state;
    uint32_t different = 0;
    uint32_t inside = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        lot_test_shape shape = {.seed = 700 + seed,
                                .people_count = 10 + (uint32_t)(seed % 5),
                                .seats = 4 + (uint32_t)(seed % 3),
                                .features_count = 2 + (uint32_t)(seed % 4),
                                .values_per_feature = 2 + (uint32_t)(seed / 7 % 2),
                                .band = seed % 9 == 0 ? 0 : 1,
                                .skew = 1,
                                .household_percent = seed % 4 ? 60 : 0};
        lot_test_case *tiny = lot_test_case_make(&shape);
        uint32_t per_household = 1 + (uint32_t)(seed / 11 % 2);
        lot_brute_list(&brute, tiny->pool, tiny->quotas, shape.seats, per_household);
        answers a;
        answers_find(&a, seed);
        check_all(&a, shape.seats);
        different += compare(&a, LEXIMIN, MAXIMIN, ascending) != 0;
        inside += !mpq_equal(a.best.low, a.best.high);
        answers_free(&a);
        lot_test_case_free(tiny);
    }
    print_message("maximin is not leximin in %u of 100 pools, goldilocks irrational in %u\n",
                  different, inside);
    assert_true(different >= 5);
    assert_true(inside >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_objective_is_what_it_says_on_random_pools),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
