/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damaged proofs: numbers of proofs made by hand are changed at random. Whatever is still accepted
 * must be true: every bound of every panel, listed; the gap by the formulas; of leximin and
 * maximin the first chance is that of the optimum over all panels.
 *
 * And bounds of random weights, trees and multipliers: the smallest that is accepted must hold.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "lottery/proof_bound.h"
#include "oracle/claims.h"
#include "support/generate.h"
#include "support/proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 2000, CHANGES_MAX = 3, ROUNDS_COUNT = 12000 };

/* A number of a proof. */
struct field {
    void *place;
    unsigned bytes; /* 4 or 8 */
    bool is_count;  /* of an array: it may only fall */
};

struct fields {
    size_t count;
    struct field items[FIELDS_MAX];
};

static void add_field(struct fields *fields, void *place, size_t bytes, bool is_count)
{
    assert_true(fields->count < FIELDS_MAX && (bytes == 4 || bytes == 8));
    fields->items[fields->count++] = (struct field){place, (unsigned)bytes, is_count};
}

#define ADD(fields, member) add_field((fields), &(member), sizeof(member), false)
#define ADD_COUNT(fields, member) add_field((fields), &(member), sizeof(member), true)

static void add_bound(struct fields *fields, lot_bound *bound, uint32_t quotas_count)
{
    ADD_COUNT(fields, bound->weights_count);
    ADD_COUNT(fields, bound->nodes_count);
    ADD_COUNT(fields, bound->leaves_count);
    ADD(fields, bound->upper);
    for (uint32_t i = 0; i < bound->weights_count; i++) {
        ADD(fields, bound->weights[i].class);
        ADD(fields, bound->weights[i].weight);
    }
    for (uint32_t i = 0; i < bound->nodes_count; i++) {
        ADD(fields, bound->nodes[i].class);
        ADD(fields, bound->nodes[i].at);
        ADD(fields, bound->nodes[i].above);
        ADD(fields, bound->nodes[i].leaf);
    }
    for (uint32_t leaf = 0; leaf < bound->leaves_count; leaf++)
        ADD(fields, bound->scales[leaf]);
    for (size_t i = 0; i < (size_t)bound->leaves_count * (quotas_count + 1); i++)
        ADD(fields, bound->multipliers[i]);
}

static void add_proof(struct fields *fields, lot_proof *proof)
{
    fields->count = 0;
    ADD(fields, proof->objective);
    ADD(fields, proof->gamma_millionths);
    ADD(fields, proof->seats);
    ADD_COUNT(fields, proof->absent_count);
    ADD_COUNT(fields, proof->rounds_count);
    for (uint32_t i = 0; i < proof->absent_count; i++) {
        ADD(fields, proof->absent[i]);
        add_bound(fields, &proof->absences[i], proof->quotas_count);
    }
    for (uint32_t t = 0; t < proof->classes_count; t++) {
        ADD(fields, proof->chance[t].numerator);
        ADD(fields, proof->chance[t].denominator);
        ADD(fields, proof->round[t]);
    }
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        ADD(fields, proof->rounds[r].kind);
        ADD(fields, proof->rounds[r].times);
        add_bound(fields, &proof->rounds[r].bound, proof->quotas_count);
    }
}

static uint64_t get(const struct field *field)
{
    uint32_t small;
    uint64_t large;
    if (field->bytes == 4) {
        memcpy(&small, field->place, sizeof small);
        return small;
    }
    memcpy(&large, field->place, sizeof large);
    return large;
}

static void set(const struct field *field, uint64_t value)
{
    uint32_t small = (uint32_t)value;
    if (field->bytes == 4)
        memcpy(field->place, &small, sizeof small);
    else
        memcpy(field->place, &value, sizeof value);
}

/* Another value: close by, far off, or one that stands elsewhere in the proof. */
static uint64_t other_value(const struct fields *fields, const struct field *field,
                            uint64_t *random)
{
    static const uint64_t ends[] = {0,
                                    1,
                                    (uint64_t)-1,
                                    (uint64_t)INT64_MAX,
                                    (uint64_t)INT64_MIN,
                                    (uint64_t)INT64_MIN + 1,
                                    UINT32_MAX,
                                    (uint64_t)INT32_MAX + 1,
                                    UINT64_C(1) << 62,
                                    (UINT64_C(1) << 62) + 1};
    uint64_t old = get(field);
    if (field->is_count)
        return old == 0 ? 0 : lot_test_random_below(random, (uint32_t)old);
    switch (lot_test_random_below(random, 6)) {
    case 0:
    case 1:
        return old + 1;
    case 2:
        return old - 1;
    case 3:
        return old * (1 + lot_test_random_below(random, 4));
    case 4:
        return get(&fields->items[lot_test_random_below(random, (uint32_t)fields->count)]);
    default:
        return ends[lot_test_random_below(random, sizeof ends / sizeof *ends)];
    }
}

static void assert_bounds_hold(const lot_proof *proof, const lot_brute *brute,
                               const lot_classes *classes)
{
    for (uint32_t i = 0; i < proof->absent_count; i++)
        for (uint32_t person = 0; person < brute->people_count; person++)
            assert_false(brute->reached[person] && classes->of_person[person] == proof->absent[i]);
    for (uint32_t r = 0; r < proof->rounds_count; r++)
        assert_true(lot_claims_bound_holds(&proof->rounds[r].bound, brute, classes));
}

/* The least chance of leximin is the largest that there can be. */
static void assert_first_chance(const lot_proof *proof, const lot_brute *brute, uint64_t gap)
{
    double best = 1;
    double own = 1;
    if (proof->objective != LOT_LEXIMIN && proof->objective != LOT_MAXIMIN)
        return;
    for (uint32_t person = 0; person < brute->people_count; person++)
        if (brute->reached[person])
            best = fmin(best, brute->chance[person]);
    for (uint32_t t = 0; t < proof->classes_count; t++)
        if (proof->round[t] != LOT_NO_ROUND)
            own = fmin(own,
                       (double)proof->chance[t].numerator / (double)proof->chance[t].denominator);
    assert_true(own <= best + 1e-9);
    assert_true(best <= own + ldexp((double)gap, -60) + 1e-9);
}

/* What the damage of one case came to. */
struct tally {
    uint32_t accepted_count;
    uint32_t open_count; /* of these, with a gap */
};

static void damage(struct tally *tally, const struct fields *fields, const lot_proof *proof,
                   const lot_proof_setting *setting, const lot_brute *brute)
{
    static uint64_t random = 1;
    const struct field *field[CHANGES_MAX];
    uint64_t before[CHANGES_MAX];
    uint32_t changes_count = 1 + lot_test_random_below(&random, CHANGES_MAX);
    lot_proof_result result;
    lot_error error = {.message = ""};
    for (uint32_t i = 0; i < changes_count; i++) {
        field[i] = &fields->items[lot_test_random_below(&random, (uint32_t)fields->count)];
        before[i] = get(field[i]);
        set(field[i], other_value(fields, field[i], &random));
    }
    lot_status status = lot_proof_check(&result, proof, setting->quotas, setting->classes, &error);
    if (status == LOT_OK) {
        tally->accepted_count++;
        tally->open_count += result.gap > 1 << 10;
        assert_bounds_hold(proof, brute, setting->classes);
        assert_first_chance(proof, brute, result.gap);
        assert_true(lot_claims_gap_is_right(result.gap, proof, setting->classes));
    } else {
        assert_int_equal(status, LOT_NOT_VERIFIED);
        assert_string_not_equal(error.message, "");
    }
    for (uint32_t i = changes_count; i-- > 0;)
        set(field[i], before[i]);
}

static void whatever_is_accepted_is_true(void **state)
{
    (void)state;
    static lot_brute brute;
    static struct fields fields;
    for (size_t i = 0; i < lot_proof_cases_count; i++) {
        const lot_proof_case *made = &lot_proof_cases[i];
        lot_proof_setting setting;
        struct tally tally = {0, 0};
        lot_proof_result result;
        lot_proof_setting_make(&setting, made);
        lot_proof *proof = lot_test_proof(&setting, made->text);
        lot_brute_solve(&brute, setting.pool, setting.quotas, made->seats, made->per_household);
        add_proof(&fields, proof);
        for (uint32_t round = 0; round < ROUNDS_COUNT; round++)
            damage(&tally, &fields, proof, &setting, &brute);
        /* it is as it was, and damage that is not seen was among it */
        assert_int_equal(lot_proof_check(&result, proof, setting.quotas, setting.classes, NULL),
                         LOT_OK);
        print_message("%s: %u of %d accepted, %u with a gap\n", made->name, tally.accepted_count,
                      (int)ROUNDS_COUNT, tally.open_count);
        assert_true(tally.open_count > 0 && tally.accepted_count < ROUNDS_COUNT / 2);
        lot_proof_free(proof);
        lot_proof_setting_free(&setting);
    }
}

enum { POOLS_COUNT = 150, BOUNDS_COUNT = 4, STEPS_COUNT = 60, TURNS_MAX = 6, UPPER_MAX = 4096 };

static int64_t random_between(uint64_t *random, int64_t least, int64_t most)
{
    return least + (int64_t)lot_test_random_below(random, (uint32_t)(most - least + 1));
}

static lot_test_case *random_case(uint64_t *random)
{
    lot_test_shape shape = {.seed = lot_test_random(random)};
    shape.seats = 2 + lot_test_random_below(random, 5);
    shape.people_count = shape.seats + 2 + lot_test_random_below(random, 13 - shape.seats);
    shape.features_count = 1 + lot_test_random_below(random, 3);
    shape.values_per_feature = 2 + lot_test_random_below(random, 2);
    shape.band = lot_test_random_below(random, 2);
    shape.household_percent = lot_test_random_below(random, 101);
    return lot_test_case_make(&shape);
}

/* Turn the leaf at the end of the tree, or any other leaf, into a node with two leaves. */
static void turn_leaf(lot_bound *bound, uint32_t place, uint32_t class, uint32_t at)
{
    memmove(&bound->nodes[place + 3], &bound->nodes[place + 1],
            (bound->nodes_count - place - 1) * sizeof *bound->nodes);
    bound->nodes_count += 2;
    bound->leaves_count++;
    for (uint32_t i = 0; i < bound->nodes_count; i++)
        if (bound->nodes[i].class != LOT_NO_CLASS && bound->nodes[i].above > place)
            bound->nodes[i].above += 2;
    bound->nodes[place] = (lot_proof_node){class, at, place + 2, 0};
    bound->nodes[place + 1] = (lot_proof_node){.class = LOT_NO_CLASS};
    bound->nodes[place + 2] = (lot_proof_node){.class = LOT_NO_CLASS};
    uint32_t leaf = 0;
    for (uint32_t i = 0; i < bound->nodes_count; i++)
        if (bound->nodes[i].class == LOT_NO_CLASS)
            bound->nodes[i].leaf = leaf++;
}

/* Weights and multipliers that are often of use: the same of every leaf, but for one change. */
static void make_bound(lot_bound *bound, const lot_quotas *quotas, const lot_classes *classes,
                       uint64_t *random)
{
    size_t row = (size_t)quotas->count + 1;
    uint32_t turns_count = lot_test_random_below(random, TURNS_MAX + 1);
    *bound = (lot_bound){.nodes_count = 1, .leaves_count = 1};
    bound->weights = lot_array_new(classes->count, sizeof *bound->weights);
    bound->nodes = lot_array_new(1 + 2 * TURNS_MAX, sizeof *bound->nodes);
    bound->scales = lot_array_new(1 + TURNS_MAX, sizeof *bound->scales);
    bound->multipliers = lot_array_new((1 + TURNS_MAX) * row, sizeof *bound->multipliers);
    for (uint32_t t = 0; t < classes->count; t++) {
        int64_t weight = random_between(random, -2, 4);
        if (weight != 0)
            bound->weights[bound->weights_count++] = (lot_weight){t, weight};
    }
    bound->nodes[0].class = LOT_NO_CLASS;
    for (uint32_t turn = 0; turn < turns_count; turn++) {
        uint32_t place = lot_test_random_below(random, bound->nodes_count);
        while (bound->nodes[place].class != LOT_NO_CLASS)
            place++;
        turn_leaf(bound, place, lot_test_random_below(random, classes->count),
                  lot_test_random_below(random, 3));
    }
    for (size_t i = 0; i < row; i++)
        bound->multipliers[i] = random_between(random, -2, 3);
    for (uint32_t leaf = 0; leaf < bound->leaves_count; leaf++) {
        int64_t *multipliers = bound->multipliers + leaf * row;
        bound->scales[leaf] = (uint64_t)random_between(random, 1, 2);
        memmove(multipliers, bound->multipliers, row * sizeof *multipliers);
        multipliers[lot_test_random_below(random, (uint32_t)row)] += random_between(random, -1, 1);
    }
}

static bool is_proven(lot_bound_checker *checker, lot_bound *bound, int64_t upper)
{
    lot_error error = {.message = ""};
    bound->upper = upper;
    lot_status status = lot_bound_check(checker, bound, "it", &error);
    if (status != LOT_OK && strstr(error.message, "does not prove") == NULL)
        fail_msg("%s", error.message);
    return status == LOT_OK;
}

/* The smallest upper that is proven; it must hold. */
static int64_t find_smallest(lot_bound_checker *checker, lot_bound *bound, const lot_brute *brute)
{
    int64_t least = -UPPER_MAX; /* not proven, or there would be no panel */
    int64_t most = UPPER_MAX;
    assert_true(is_proven(checker, bound, most));
    assert_false(is_proven(checker, bound, least));
    while (most - least > 1) {
        int64_t middle = least + (most - least) / 2;
        if (is_proven(checker, bound, middle))
            most = middle;
        else
            least = middle;
    }
    bound->upper = most;
    assert_true(lot_claims_bound_holds(bound, brute, checker->classes));
    return most;
}

/* Change one multiplier at a time, and keep what proves more. Is it the most there is to prove? */
static bool improve(lot_bound_checker *checker, lot_bound *bound, const lot_brute *brute,
                    uint64_t *random)
{
    uint32_t row = checker->quotas->count + 1;
    int64_t upper = find_smallest(checker, bound, brute);
    for (uint32_t step = 0; step < STEPS_COUNT; step++) {
        int64_t *one =
            &bound->multipliers[lot_test_random_below(random, bound->leaves_count * row)];
        int64_t before = *one;
        *one += random_between(random, 0, 1) == 0 ? -1 : 1;
        int64_t changed = find_smallest(checker, bound, brute);
        if (changed <= upper)
            upper = changed;
        else
            *one = before;
    }
    bound->upper = upper - 1;
    return !lot_claims_bound_holds(bound, brute, checker->classes);
}

static void the_smallest_bound_of_a_random_tree_holds_for_every_panel(void **state)
{
    (void)state;
    static lot_brute brute;
    uint64_t random = 1;
    uint32_t tight_count = 0;
    for (uint32_t pool = 0; pool < POOLS_COUNT; pool++) {
        lot_test_case *made = random_case(&random);
        uint32_t per_household = 1 + pool % 2;
        lot_classes *classes = NULL;
        lot_bound_checker checker;
        assert_int_equal(lot_classes_new(&classes, made->pool, per_household, NULL), LOT_OK);
        lot_brute_solve(&brute, made->pool, made->quotas, made->shape.seats, per_household);
        assert_int_equal(
            lot_bound_checker_start(&checker, made->quotas, classes, made->shape.seats, NULL),
            LOT_OK);
        for (uint32_t i = 0; i < BOUNDS_COUNT; i++) {
            lot_bound bound;
            make_bound(&bound, made->quotas, classes, &random);
            tight_count += improve(&checker, &bound, &brute, &random);
            lot_bound_clear(&bound);
        }
        lot_bound_checker_free(&checker);
        lot_classes_free(classes);
        lot_test_case_free(made);
    }
    print_message("%u of %d are as small as can be\n", tight_count, POOLS_COUNT * BOUNDS_COUNT);
    assert_true(tight_count > POOLS_COUNT / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_accepted_is_true),
        cmocka_unit_test(the_smallest_bound_of_a_random_tree_holds_for_every_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
