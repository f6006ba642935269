/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of quotas that some panel meets, against all panels of tiny pools. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/insight.h"
#include "oracle/brute.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

typedef struct tiny {
    lot_test_case *made;
    lot_classes *classes;
    lot_insight *insight;
    lot_brute brute;
} tiny;

static void make_tiny(tiny *t, uint64_t seed)
{
    lot_test_shape shape = {.seed = seed,
                            .people_count = 8 + (uint32_t)(seed % 5),
                            .seats = 3 + (uint32_t)(seed % 3),
                            .features_count = 1 + (uint32_t)(seed % 4),
                            .values_per_feature = 2 + (uint32_t)(seed % 2),
                            .skew = (uint32_t)(seed % 3),
                            .band = seed % 3 == 0,
                            .household_percent = seed % 2 ? 50 : 0};
    uint32_t per_household = 1 + (uint32_t)(seed / 8 % 2);
    t->made = lot_test_case_make(&shape);
    assert_int_equal(lot_classes_new(&t->classes, t->made->pool, per_household, NULL), LOT_OK);
    assert_int_equal(
        lot_find_insight(&t->insight, t->made->quotas, t->classes, shape.seats, NULL, NULL),
        LOT_OK);
    lot_brute_solve(&t->brute, t->made->pool, t->made->quotas, shape.seats, per_household);
}

static void free_tiny(tiny *t)
{
    lot_insight_free(t->insight);
    lot_classes_free(t->classes);
    lot_test_case_free(t->made);
}

static bool is_shut_out(const tiny *t, uint32_t person)
{
    for (uint32_t i = 0; i < t->insight->shut_out_count; i++)
        if (t->insight->shut_out[i].class == t->classes->of_person[person])
            return true;
    return false;
}

/* Who is shut out is in no panel, and everyone else is in one. */
static uint32_t check_shut_out(const tiny *t)
{
    assert_true(t->insight->shut_out_all);
    for (uint32_t p = 0; p < t->brute.people_count; p++)
        assert_int_equal(is_shut_out(t, p), !t->brute.reached[p]);
    return t->insight->shut_out_count;
}

static uint32_t check_certain(const tiny *t)
{
    const lot_quotas *quotas = t->made->quotas;
    uint32_t at = 0;
    assert_true(t->insight->certain_all);
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t who = 0;
        bool certain = true;
        for (uint32_t p = 0; p < t->brute.people_count; p++)
            if (lot_pool_value(t->made->pool, p, quotas->rows[q].feature) == q)
                who |= 1u << p;
        for (uint32_t i = 0; i < t->brute.panels_count; i++)
            certain = certain && (t->brute.panels[i] & who) == who;
        if (who == 0 || !certain)
            continue;
        assert_true(at < t->insight->certain_count);
        assert_int_equal(t->insight->certain[at].quota, q);
        assert_int_equal(t->insight->certain[at++].people, (uint32_t)__builtin_popcount(who));
    }
    assert_int_equal(at, t->insight->certain_count);
    return at;
}

static bool check_least(const tiny *t)
{
    double bound =
        (double)t->insight->least_chance.numerator / (double)t->insight->least_chance.denominator;
    double least = 1;
    for (uint32_t p = 0; p < t->brute.people_count; p++)
        if (!is_shut_out(t, p))
            least = fmin(least, t->brute.chance[p]);
    assert_true(bound >= least - 1e-9);
    return bound <= least + 1e-6;
}

/* On its own it is the same where nobody is shut out, and never above what the others can have. */
static uint32_t check_least_alone(const tiny *t)
{
    lot_insight *alone;
    const lot_fraction *whole = &t->insight->least_chance;
    uint32_t seats = t->made->shape.seats;
    bool exists;
    assert_int_equal(lot_panel_exists(&exists, t->made->quotas, t->classes, seats, NULL, NULL),
                     LOT_OK);
    assert_true(exists);
    assert_int_equal(lot_find_least_chance(&alone, t->made->quotas, t->classes, seats, NULL, NULL),
                     LOT_OK);
    uint64_t left = alone->least_chance.numerator * whole->denominator;
    uint64_t right = whole->numerator * alone->least_chance.denominator;
    assert_true(t->insight->shut_out_count == 0 ? left == right : left <= right);
    assert_true(left > 0);
    assert_int_equal(alone->certain_count, 0);
    uint32_t shut_out = alone->shut_out_count;
    lot_insight_free(alone);
    return shut_out;
}

static void what_is_told_is_what_all_panels_say(void **state)
{
    (void)state;
    uint32_t shut_out = 0;
    uint32_t certain = 0;
    uint32_t reached = 0;
    uint32_t shut_out_alone = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        tiny t;
        make_tiny(&t, seed);
        shut_out += check_shut_out(&t);
        certain += check_certain(&t);
        reached += check_least(&t);
        shut_out_alone += check_least_alone(&t);
        assert_true(log10(t.brute.panels_count) <= t.insight->log10_panels + 1e-9);
        assert_true(t.insight->log10_panels <= log10(t.brute.panels_count) + 3);
        free_tiny(&t);
    }
    print_message("%u classes shut out, %u values certain, %u bounds reached\n", shut_out, certain,
                  reached);
    assert_true(shut_out > 20);
    assert_true(certain > 20);
    assert_true(reached > 120);
    assert_true(shut_out_alone > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_told_is_what_all_panels_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
