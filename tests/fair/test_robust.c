/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pool can bear, against all panels of tiny pools. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/robust.h"
#include "core/random.h"
#include "oracle/brute.h"
#include "oracle/relax.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIMULATIONS = 5 };

typedef struct tiny {
    lot_test_case *made;
    lot_classes *classes;
    lot_robust *robust;
    uint32_t per_household;
    lot_brute brute;
} tiny;

static void make_tiny(tiny *t, uint64_t seed)
{
    lot_test_shape shape = {.seed = seed,
                            .people_count = 8 + (uint32_t)(seed % 5),
                            .seats = 3 + (uint32_t)(seed % 3),
                            .features_count = 1 + (uint32_t)(seed % 3),
                            .values_per_feature = 2 + (uint32_t)(seed % 2),
                            .skew = (uint32_t)(seed % 3),
                            .band = seed % 2 == 0,
                            .household_percent = seed % 5 ? 0 : 50};
    t->per_household = 1 + (uint32_t)(seed / 8 % 2);
    t->made = lot_test_case_make(&shape);
    assert_int_equal(lot_classes_new(&t->classes, t->made->pool, t->per_household, NULL), LOT_OK);
    assert_int_equal(lot_find_robust(&t->robust, t->made->quotas, t->classes, shape.seats,
                                     SIMULATIONS, seed, NULL, NULL),
                     LOT_OK);
    lot_brute_list(&t->brute, t->made->pool, t->made->quotas, shape.seats, t->per_household);
}

static void free_tiny(tiny *t)
{
    lot_robust_free(t->robust);
    lot_classes_free(t->classes);
    lot_test_case_free(t->made);
}

static const lot_indispensable *find_fatal(const tiny *t, uint32_t person)
{
    for (uint32_t i = 0; i < t->robust->fatal_count; i++)
        if (t->robust->fatal[i].class == t->classes->of_person[person])
            return &t->robust->fatal[i];
    return NULL;
}

/* What a change costs without the person, over all sets of people. */
static void check_price(const tiny *t, uint32_t person, const lot_indispensable *fatal)
{
    lot_pool pool = *t->made->pool;
    lot_oracle_change change;
    size_t features = pool.features_count;
    pool.people_count--;
    pool.values = malloc((size_t)pool.people_count * features * sizeof *pool.values + 1);
    pool.households = malloc(pool.people_count * sizeof *pool.households + 1);
    assert_true(pool.values != NULL && pool.households != NULL);
    for (uint32_t p = 0; p < pool.people_count; p++) {
        uint32_t from = p + (p >= person);
        pool.households[p] = t->made->pool->households[from];
        memcpy(pool.values + p * features, t->made->pool->values + from * features,
               features * sizeof *pool.values);
    }
    lot_oracle asked = {.pool = &pool,
                        .quotas = t->made->quotas,
                        .seats = t->made->shape.seats,
                        .per_household = t->per_household,
                        .minima = true,
                        .maxima = true};
    lot_oracle_change_by_sets(&change, &asked);
    assert_int_equal(change.found, fatal->relaxed);
    if (change.found)
        assert_true(fabs(change.cost - (double)fatal->cost / 1e6) < 1e-5);
    free(change.seats);
    free(pool.values);
    free(pool.households);
}

/* Who is on every panel is fatal, and nobody else. */
static uint32_t check_fatal(const tiny *t)
{
    uint32_t always = UINT32_MAX;
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->brute.panels_count; i++)
        always &= t->brute.panels[i];
    for (uint32_t p = 0; p < t->brute.people_count; p++) {
        const lot_indispensable *fatal = find_fatal(t, p);
        assert_int_equal(fatal != NULL, always >> p & 1);
        if (fatal != NULL && fatal->priced)
            check_price(t, p, fatal);
        count += fatal != NULL;
    }
    return count;
}

/* One person after the other leaves; the last number of people with which there is a panel. */
static uint32_t bear(const lot_brute *brute, uint32_t seats, uint64_t *state)
{
    uint32_t order[LOT_BRUTE_PEOPLE_MAX];
    uint32_t gone = 0;
    for (uint32_t p = 0; p < brute->people_count; p++)
        order[p] = p;
    for (uint32_t left = brute->people_count; left > 1; left--) {
        uint32_t chosen = (uint32_t)lot_random_below(state, left);
        uint32_t person = order[chosen];
        order[chosen] = order[left - 1];
        order[left - 1] = person;
    }
    for (uint32_t count = 0; count <= brute->people_count - seats; count++) {
        bool exists = false;
        for (uint32_t i = 0; i < brute->panels_count; i++)
            exists = exists || (brute->panels[i] & gone) == 0;
        if (!exists)
            return count - 1;
        gone |= 1u << order[count];
    }
    return brute->people_count - seats;
}

static uint32_t check_borne(const tiny *t, uint64_t seed)
{
    uint32_t sum = 0;
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < SIMULATIONS; i++) {
        wanted += bear(&t->brute, t->made->shape.seats, &seed);
        sum += t->robust->borne[i];
        assert_true(i == 0 || t->robust->borne[i] >= t->robust->borne[i - 1]);
    }
    assert_int_equal(sum, wanted);
    return sum;
}

static void what_the_pool_can_bear_is_what_all_panels_say(void **state)
{
    (void)state;
    uint32_t fatal = 0;
    uint32_t borne = 0;
    uint32_t dearest = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        tiny t;
        make_tiny(&t, seed);
        fatal += check_fatal(&t);
        borne += check_borne(&t, seed);
        if (t.robust->has_dearest) {
            assert_null(
                find_fatal(&t, t.classes->members[t.classes->first_member[t.robust->dearest]]));
            assert_true(t.robust->after.numerator * t.robust->before.denominator <
                        t.robust->before.numerator * t.robust->after.denominator);
            dearest++;
        }
        free_tiny(&t);
    }
    print_message("%u people are fatal, %u drop-outs borne, %u pools have a dearest\n", fatal,
                  borne, dearest);
    assert_true(fatal > 50);
    assert_true(borne > 100);
    assert_true(dearest > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_pool_can_bear_is_what_all_panels_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
