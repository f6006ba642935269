/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and bound: what it says of panels' weights, against all panels one by one. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/branch.h"
#include "fair/leaf.h"
#include "support/chances.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

/* A small pool's model, and weights. */
typedef struct small {
    lot_test_case *made;
    lot_classes *classes;
    lot_model *model;
    int64_t *weight;
    int64_t heaviest; /* of all panels */
} small;

static void weigh_panel(const int64_t *seats, void *context)
{
    small *s = context;
    int64_t sum = 0;
    for (uint32_t t = 0; t < s->classes->count; t++)
        sum += s->weight[t] * seats[t];
    s->heaviest = sum > s->heaviest ? sum : s->heaviest;
}

static void small_make(small *s, uint64_t seed)
{
    lot_test_shape shape = {.seed = seed,
                            .people_count = 16 + (uint32_t)(seed % 5),
                            .seats = 5 + (uint32_t)(seed % 3),
                            .features_count = 4 + (uint32_t)(seed % 3),
                            .values_per_feature = 2 + (uint32_t)(seed % 2),
                            .band = seed % 4 == 0,
                            .household_percent = seed % 2 ? 40 : 0};
    uint64_t random = seed;
    s->made = lot_test_case_make(&shape);
    uint32_t per_household = 1 + (uint32_t)(seed / 4 % 2);
    assert_int_equal(lot_classes_new(&s->classes, s->made->pool, per_household, NULL), LOT_OK);
    assert_int_equal(lot_model_new(&s->model, s->made->quotas, s->classes, shape.seats, true, NULL),
                     LOT_OK);
    s->weight = calloc(s->classes->count, sizeof *s->weight);
    assert_non_null(s->weight);
    for (uint32_t t = 0; t < s->classes->count; t++)
        s->weight[t] = (int64_t)lot_test_random_below(&random, 41) - 12;
    s->heaviest = INT64_MIN;
    assert_true(lot_test_each_panel(s->model, weigh_panel, s) > 0);
}

static void small_free(small *s)
{
    free(s->weight);
    lot_model_free(s->model);
    lot_classes_free(s->classes);
    lot_test_case_free(s->made);
}

static int64_t weight_of(const small *s, const int64_t *seats)
{
    int64_t sum = 0;
    for (uint32_t t = 0; t < s->classes->count; t++)
        sum += s->weight[t] * seats[t];
    return sum;
}

/* Below the heaviest panel there is a heavier one; at it there is none, and the tree proves it. */
static uint32_t expect_decisions(const small *s)
{
    lot_branch *branch;
    lot_decision decision;
    lot_bound bound = {0};
    int64_t *seats = calloc(s->classes->count, sizeof *seats);
    assert_non_null(seats);
    assert_int_equal(lot_branch_new(&branch, s->model, NULL), LOT_OK);
    for (int64_t below = 1; below <= 3; below += 2) {
        assert_int_equal(lot_branch_decide(branch, &decision, seats, &bound, s->weight,
                                           s->heaviest - below, NULL, NULL),
                         LOT_OK);
        assert_int_equal(decision, LOT_DECISION_PANEL);
        assert_true(lot_model_admits(s->model, seats));
        assert_true(weight_of(s, seats) > s->heaviest - below);
    }
    assert_int_equal(
        lot_branch_decide(branch, &decision, seats, &bound, s->weight, s->heaviest, NULL, NULL),
        LOT_OK);
    assert_int_equal(decision, LOT_DECISION_BOUND);
    assert_int_equal(bound.upper, s->heaviest);
    uint32_t nodes = bound.nodes_count;
    lot_bound_clear(&bound);
    lot_branch_free(branch);
    free(seats);
    return nodes;
}

static void what_is_decided_is_what_all_panels_say(void **state)
{
    (void)state;
    uint32_t branched = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        small s;
        small_make(&s, seed);
        branched += expect_decisions(&s) > 1;
        small_free(&s);
    }
    print_message("%u of 150 bounds needed more than their root\n", branched);
    assert_true(branched >= 5);
}

static void guesses_are_panels_and_often_the_heaviest(void **state)
{
    (void)state;
    uint32_t best = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        small s;
        bool found;
        lot_branch *branch;
        small_make(&s, seed);
        int64_t *seats = calloc(s.classes->count, sizeof *seats);
        assert_non_null(seats);
        assert_int_equal(lot_branch_new(&branch, s.model, NULL), LOT_OK);
        assert_int_equal(lot_branch_guess(branch, &found, seats, s.weight, NULL), LOT_OK);
        if (found) {
            assert_true(lot_model_admits(s.model, seats));
            assert_true(weight_of(&s, seats) <= s.heaviest);
            best += weight_of(&s, seats) == s.heaviest;
        }
        lot_branch_free(branch);
        free(seats);
        small_free(&s);
    }
    assert_true(best >= 50);
}

/* Of a leaf: no panel in the box weighs more than it says. */
typedef struct boxed {
    const lot_leaf *leaf;
    int64_t heaviest;
} boxed;

static void weigh_boxed(const int64_t *seats, void *context)
{
    boxed *b = context;
    int64_t sum = 0;
    for (uint32_t t = 0; t < b->leaf->model->classes->count; t++) {
        if (seats[t] < b->leaf->low[t] || seats[t] > b->leaf->high[t])
            return;
        sum += b->leaf->weight[t] * seats[t];
    }
    b->heaviest = sum > b->heaviest ? sum : b->heaviest;
}

static void a_leaf_says_the_truth_whatever_its_multipliers(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        small s;
        small_make(&s, seed);
        uint32_t count = s.classes->count;
        uint64_t random = seed;
        uint32_t *low = calloc(count, sizeof *low);
        uint32_t *high = calloc(count, sizeof *high);
        lot_wide *rest = calloc(count, sizeof *rest);
        int64_t *multipliers = calloc(1 + s.model->quotas_count, sizeof *multipliers);
        assert_true(low != NULL && high != NULL && rest != NULL && multipliers != NULL);
        for (uint32_t t = 0; t < count; t++) {
            high[t] = s.model->cap[t];
            low[t] = lot_test_random_below(&random, 6) == 0 ? high[t] : 0;
        }
        for (uint32_t r = 0; r <= s.model->quotas_count; r++)
            multipliers[r] = (int64_t)lot_test_random_below(&random, 61) - 30;
        const lot_leaf leaf = {s.model, s.weight, low, high, rest};
        boxed b = {&leaf, INT64_MIN};
        lot_wide sum;
        (void)lot_test_each_panel(s.model, weigh_boxed, &b);
        if (!lot_leaf_sum(&sum, &leaf, 2, multipliers))
            assert_true(b.heaviest == INT64_MIN);
        else if (b.heaviest != INT64_MIN)
            assert_true(sum >= 2 * (lot_wide)b.heaviest);
        free(low);
        free(high);
        free(rest);
        free(multipliers);
        small_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_decided_is_what_all_panels_say),
        cmocka_unit_test(guesses_are_panels_and_often_the_heaviest),
        cmocka_unit_test(a_leaf_says_the_truth_whatever_its_multipliers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
