/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: the invariants C1 to C6, on small pools by hand and on hundreds of made-up ones. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/classes.h"

#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { FEATURES_MAX = 4, MEMBERS_MAX = 4, SIGNATURE_MAX = 1 + FEATURES_MAX * (MEMBERS_MAX + 1) };

/*
 * What class a person is of, written out: the members of the household, or 0 where it does not
 * bind; their rows of values, sorted; and the person's own. C1 is the order of these.
 */
typedef struct signature {
    uint32_t words[SIGNATURE_MAX];
    uint32_t of_kind; /* the first words, which the whole kind shares */
    uint32_t count;
} signature;

static int compare_words(const uint32_t *a, const uint32_t *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static uint32_t count_housemates(const lot_pool *pool, uint32_t person)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < pool->people_count; p++)
        count += pool->households[p] == pool->households[person] ? 1 : 0;
    return count;
}

static void add_values(signature *out, const lot_pool *pool, uint32_t person)
{
    for (uint32_t f = 0; f < pool->features_count; f++)
        out->words[out->count++] = lot_pool_value(pool, person, f);
}

/* Add the rows of values of a household's members, the least first. */
static void add_household(signature *out, const lot_pool *pool, uint32_t person)
{
    uint32_t features_count = pool->features_count;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        if (pool->households[p] != pool->households[person])
            continue;
        uint32_t *row = out->words + out->count;
        add_values(out, pool, p);
        for (; row > out->words + 1 && compare_words(row - features_count, row, features_count) > 0;
             row -= features_count)
            for (uint32_t f = 0; f < features_count; f++) {
                uint32_t value = row[f];
                row[f] = *(row + f - features_count);
                *(row + f - features_count) = value;
            }
    }
}

static signature sign(const lot_pool *pool, uint32_t person, uint32_t per_household)
{
    signature out = {.count = 1};
    uint32_t members_count = count_housemates(pool, person);
    if (members_count > per_household) {
        out.words[0] = members_count;
        add_household(&out, pool, person);
        out.of_kind = out.count;
    }
    add_values(&out, pool, person);
    if (members_count <= per_household)
        out.of_kind = out.count;
    return out;
}

static bool same_signature(const signature *a, const signature *b, uint32_t count)
{
    return compare_words(a->words, b->words, count) == 0;
}

/* C1, C2: classes and kinds ascend by signature, and everyone is in the class of theirs. */
static void check_order(const lot_classes *classes, const lot_pool *pool)
{
    signature before = {0};
    uint32_t kind = 0;
    for (uint32_t t = 0; t < classes->count; t++) {
        signature here =
            sign(pool, classes->members[classes->first_member[t]], classes->per_household);
        if (t > 0) {
            uint32_t common = here.count < before.count ? here.count : before.count;
            assert_true(compare_words(before.words, here.words, common) < 0);
            if (here.of_kind != before.of_kind || !same_signature(&before, &here, here.of_kind))
                kind++;
        }
        assert_int_equal(classes->kind[t], kind);
        assert_int_equal(classes->kinds[kind].first + classes->kinds[kind].classes_count > t, 1);
        assert_true(classes->kinds[kind].first <= t);
        for (uint32_t m = classes->first_member[t]; m < classes->first_member[t + 1]; m++) {
            uint32_t person = classes->members[m];
            signature theirs = sign(pool, person, classes->per_household);
            assert_int_equal(theirs.count, here.count);
            assert_true(same_signature(&theirs, &here, here.count));
            assert_int_equal(classes->of_person[person], t);
            for (uint32_t f = 0; f < pool->features_count; f++)
                assert_int_equal(lot_classes_value(classes, t, f), lot_pool_value(pool, person, f));
        }
        before = here;
    }
    assert_int_equal(classes->kinds_count, classes->count > 0 ? kind + 1 : 0);
}

/* C3 to C5. */
static void check_sizes(const lot_classes *classes, const lot_pool *pool)
{
    uint32_t people_count = 0;
    uint32_t classes_count = 0;
    assert_int_equal(classes->first_member[0], 0);
    for (uint32_t t = 0; t < classes->count; t++) {
        const lot_kind *kind = &classes->kinds[classes->kind[t]];
        uint32_t person = classes->members[classes->first_member[t]];
        bool alone = count_housemates(pool, person) <= classes->per_household;
        uint32_t least = classes->per_copy[t] < classes->per_household ? classes->per_copy[t]
                                                                       : classes->per_household;
        assert_int_equal(classes->size[t], kind->copies * classes->per_copy[t]);
        assert_int_equal(classes->size[t], classes->first_member[t + 1] - classes->first_member[t]);
        assert_int_equal(classes->cap[t], alone ? classes->size[t] : kind->copies * least);
        assert_int_equal(kind->limit,
                         alone ? classes->size[t] : kind->copies * classes->per_household);
        people_count += classes->size[t];
    }
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        classes_count += classes->kinds[h].classes_count;
    assert_int_equal(people_count, pool->people_count);
    assert_int_equal(classes_count, classes->count);
}

/* C6, and that members are sorted by household and row. */
static void check_runs(const lot_classes *classes, const lot_pool *pool)
{
    for (uint32_t t = 0; t < classes->count; t++) {
        const lot_kind *kind = &classes->kinds[classes->kind[t]];
        const uint32_t *members = classes->members + classes->first_member[t];
        const uint32_t *of_first = classes->members + classes->first_member[kind->first];
        uint32_t first_per_copy = classes->per_copy[kind->first];
        for (uint32_t m = 0; m < classes->size[t]; m++) {
            uint32_t household = pool->households[members[m]];
            uint32_t run = m / classes->per_copy[t];
            assert_int_equal(household, pool->households[of_first[run * first_per_copy]]);
            if (m == 0)
                continue;
            uint32_t before = pool->households[members[m - 1]];
            assert_true(before < household || (before == household && members[m - 1] < members[m]));
        }
    }
}

static lot_classes *classes_of(const lot_pool *pool, uint32_t per_household)
{
    lot_classes *classes = NULL;
    assert_int_equal(lot_classes_new(&classes, pool, per_household, NULL), LOT_OK);
    assert_int_equal(classes->people_count, pool->people_count);
    assert_int_equal(classes->features_count, pool->features_count);
    assert_int_equal(classes->per_household, per_household);
    return classes;
}

static lot_test_case *make_case(uint64_t seed)
{
    lot_test_shape shape = {.seed = seed,
                            .people_count = 1 + (uint32_t)(seed * 7 % 90),
                            .seats = 1,
                            .features_count = (uint32_t)(seed % (FEATURES_MAX + 1)),
                            .values_per_feature = 2 + (uint32_t)(seed % 2),
                            .skew = (uint32_t)(seed % 3),
                            .household_percent = (uint32_t)(seed * 30 % 120)};
    return lot_test_case_make(&shape);
}

static void every_invariant_holds_on_hundreds_of_pools(void **state)
{
    (void)state;
    uint32_t wide = 0; /* kinds with several households and several of a class in each */
    for (uint64_t seed = 0; seed < 300; seed++) {
        lot_test_case *made = make_case(seed);
        for (uint32_t per_household = 1; per_household <= 3; per_household++) {
            lot_classes *classes = classes_of(made->pool, per_household);
            check_order(classes, made->pool);
            check_sizes(classes, made->pool);
            check_runs(classes, made->pool);
            for (uint32_t t = 0; t < classes->count; t++)
                if (classes->per_copy[t] > 1 && classes->kinds[classes->kind[t]].copies > 1 &&
                    classes->kinds[classes->kind[t]].classes_count > 1)
                    wide++;
            lot_classes_free(classes);
        }
        lot_test_case_free(made);
    }
    assert_true(wide > 100); /* or the pools were too plain to show anything */
}

/* The same people in another order, households numbered anew as P3 has it. */
static void permute(lot_pool *out, const lot_pool *pool, const uint32_t *order)
{
    uint32_t features_count = pool->features_count;
    uint32_t *number = calloc(pool->households_count, sizeof *number); /* + 1 */
    *out = (lot_pool){.people_count = pool->people_count, .features_count = features_count};
    out->values = calloc((size_t)pool->people_count * features_count + 1, sizeof *out->values);
    out->households = calloc(pool->people_count, sizeof *out->households);
    assert_true(number != NULL && out->values != NULL && out->households != NULL);
    for (uint32_t p = 0; p < pool->people_count; p++) {
        uint32_t household = pool->households[order[p]];
        if (number[household] == 0)
            number[household] = ++out->households_count;
        out->households[p] = number[household] - 1;
        for (uint32_t f = 0; f < features_count; f++)
            out->values[p * features_count + f] = lot_pool_value(pool, order[p], f);
    }
    free(number);
}

static void the_order_of_the_input_changes_nothing(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (uint64_t seed = 0; seed < 300; seed++) {
        lot_test_case *made = make_case(seed);
        uint32_t people_count = made->pool->people_count;
        uint32_t order[90];
        for (uint32_t p = 0; p < people_count; p++)
            order[p] = p;
        lot_test_shuffle(&random, order, people_count);
        lot_pool permuted;
        permute(&permuted, made->pool, order);
        lot_classes *a = classes_of(made->pool, 1 + (uint32_t)seed % 2);
        lot_classes *b = classes_of(&permuted, 1 + (uint32_t)seed % 2);
        assert_int_equal(a->count, b->count);
        assert_int_equal(a->kinds_count, b->kinds_count);
        assert_memory_equal(a->kinds, b->kinds, a->kinds_count * sizeof *a->kinds);
        assert_memory_equal(a->kind, b->kind, a->count * sizeof *a->kind);
        assert_memory_equal(a->size, b->size, a->count * sizeof *a->size);
        assert_memory_equal(a->per_copy, b->per_copy, a->count * sizeof *a->per_copy);
        assert_memory_equal(a->cap, b->cap, a->count * sizeof *a->cap);
        if (a->features_count > 0)
            assert_memory_equal(a->values, b->values,
                                a->count * a->features_count * sizeof *a->values);
        for (uint32_t p = 0; p < people_count; p++)
            assert_int_equal(b->of_person[p], a->of_person[order[p]]);
        check_runs(b, &permuted);
        lot_classes_free(a);
        lot_classes_free(b);
        free(permuted.values);
        free(permuted.households);
        lot_test_case_free(made);
    }
}

/*
 * Two features with the quota rows 0, 1 and 2, 3. Households: 0 is {p0, p3}, 1 is {p1, p4, p6},
 * 2 is p2, 3 is {p5, p7}, 4 is p8.
 */
static const uint32_t VALUES[] = {0, 2, 1, 3, 1, 3, 1, 2, 0, 2, 1, 2, 1, 3, 0, 2, 0, 3};
static const uint32_t HOUSEHOLDS[] = {0, 1, 2, 0, 1, 3, 1, 3, 4};

static lot_pool small_pool(uint32_t *values, uint32_t *households)
{
    memcpy(values, VALUES, sizeof VALUES);
    memcpy(households, HOUSEHOLDS, sizeof HOUSEHOLDS);
    return (lot_pool){.people_count = 9,
                      .features_count = 2,
                      .households_count = 5,
                      .values = values,
                      .households = households};
}

static void a_small_pool_has_the_classes_that_one_would_write_down(void **state)
{
    (void)state;
    uint32_t values[18];
    uint32_t households[9];
    lot_pool pool = small_pool(values, households);
    lot_classes *classes = classes_of(&pool, 1);
    /* alone (0,3): p8; alone (1,3): p2; twos of (0,2) (1,2); threes of (0,2) (1,3) (1,3) */
    const uint32_t kind[] = {0, 1, 2, 2, 3, 3};
    const uint32_t size[] = {1, 1, 2, 2, 1, 2};
    const uint32_t per_copy[] = {1, 1, 1, 1, 1, 2};
    const uint32_t cap[] = {1, 1, 2, 2, 1, 1};
    const uint32_t limit[] = {1, 1, 2, 1};
    const uint32_t rows[] = {0, 3, 1, 3, 0, 2, 1, 2, 0, 2, 1, 3};
    const uint32_t members[] = {8, 2, 0, 7, 3, 5, 4, 1, 6};
    assert_int_equal(classes->count, 6);
    assert_int_equal(classes->kinds_count, 4);
    assert_memory_equal(classes->kind, kind, sizeof kind);
    assert_memory_equal(classes->size, size, sizeof size);
    assert_memory_equal(classes->per_copy, per_copy, sizeof per_copy);
    assert_memory_equal(classes->cap, cap, sizeof cap);
    assert_memory_equal(classes->values, rows, sizeof rows);
    assert_memory_equal(classes->members, members, sizeof members);
    for (uint32_t h = 0; h < 4; h++)
        assert_int_equal(classes->kinds[h].limit, limit[h]);
    lot_classes_free(classes);
    lot_classes_free(NULL);
}

static void a_household_that_may_send_everyone_binds_nobody(void **state)
{
    (void)state;
    uint32_t values[18];
    uint32_t households[9];
    lot_pool pool = small_pool(values, households);
    lot_classes *two = classes_of(&pool, 2);
    /* alone (0,2): p0 p7; (0,3): p8; (1,2): p3 p5; (1,3): p2; threes of (0,2) (1,3) (1,3) */
    const uint32_t size[] = {2, 1, 2, 1, 1, 2};
    const uint32_t cap[] = {2, 1, 2, 1, 1, 2};
    assert_int_equal(two->count, 6);
    assert_int_equal(two->kinds_count, 5);
    assert_memory_equal(two->size, size, sizeof size);
    assert_memory_equal(two->cap, cap, sizeof cap);
    assert_int_equal(two->kinds[4].limit, 2);
    lot_classes_free(two);
    lot_classes *three = classes_of(&pool, 3);
    assert_int_equal(three->count, 4);
    assert_int_equal(three->kinds_count, 4);
    assert_int_equal(three->size[3], 3);
    lot_classes_free(three);
}

static void without_features_everybody_alone_is_one_class(void **state)
{
    (void)state;
    uint32_t values[1] = {0};
    uint32_t households[] = {0, 1, 2, 3, 1};
    lot_pool pool = {
        .people_count = 5, .households_count = 4, .values = values, .households = households};
    lot_classes *classes = classes_of(&pool, 1);
    assert_int_equal(classes->count, 2);
    assert_int_equal(classes->size[0], 3);
    assert_int_equal(classes->size[1], 2);
    assert_int_equal(classes->cap[1], 1);
    assert_int_equal(classes->kinds[1].copies, 1);
    lot_classes_free(classes);
}

static void a_household_of_forty_has_one_seat(void **state)
{
    (void)state;
    enum { MEMBERS = 40 };
    uint32_t values[MEMBERS];
    uint32_t households[MEMBERS] = {0};
    for (uint32_t p = 0; p < MEMBERS; p++)
        values[p] = p % 4;
    lot_pool pool = {.people_count = MEMBERS,
                     .features_count = 1,
                     .households_count = 1,
                     .values = values,
                     .households = households};
    lot_classes *classes = classes_of(&pool, 1);
    assert_int_equal(classes->kinds_count, 1);
    assert_int_equal(classes->count, 4);
    assert_int_equal(classes->kinds[0].limit, 1);
    for (uint32_t t = 0; t < 4; t++) {
        assert_int_equal(classes->per_copy[t], 10);
        assert_int_equal(classes->cap[t], 1);
    }
    lot_classes_free(classes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invariant_holds_on_hundreds_of_pools),
        cmocka_unit_test(the_order_of_the_input_changes_nothing),
        cmocka_unit_test(a_small_pool_has_the_classes_that_one_would_write_down),
        cmocka_unit_test(a_household_that_may_send_everyone_binds_nobody),
        cmocka_unit_test(without_features_everybody_alone_is_one_class),
        cmocka_unit_test(a_household_of_forty_has_one_seat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
