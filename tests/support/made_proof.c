/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made proof: made of random numbers, compared number by number. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/made_proof.h"

#include "core/array.h"
#include "support/generate.h"

/* A number of any size and sign, the extremes among them. */
static int64_t any_number(uint64_t *random)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, 9, 10, INT64_MAX};
    uint32_t choice = lot_test_random_below(random, 16);
    if (choice < sizeof edges / sizeof *edges)
        return edges[choice];
    return (int64_t)(lot_test_random(random) >> lot_test_random_below(random, 64));
}

static int64_t any_weight(uint64_t *random)
{
    int64_t number = any_number(random);
    return number != 0 ? number : -7;
}

static void make_leaf(lot_bound *bound, lot_proof_node *node, uint32_t quotas_count,
                      uint64_t *random)
{
    uint32_t leaf = bound->leaves_count++;
    int64_t *multipliers = bound->multipliers + (size_t)leaf * (1 + (size_t)quotas_count);
    *node = (lot_proof_node){.class = LOT_NO_CLASS, .leaf = leaf};
    uint64_t scale = lot_test_random(random) >> lot_test_random_below(random, 64);
    bound->scales[leaf] = scale > 0 ? scale : UINT64_MAX;
    multipliers[0] = any_number(random);
    for (uint32_t q = 0; q < quotas_count; q++)
        multipliers[1 + q] = lot_test_random_below(random, 3) > 0 ? any_number(random) : 0;
}

/* A tree of `splits` splits in preorder. Calls itself as deep as the tree is. */
static void make_tree(lot_bound *bound, const lot_test_proof *wish, uint32_t splits,
                      uint64_t *random)
{
    uint32_t number = bound->nodes_count++;
    lot_proof_node *node = &bound->nodes[number];
    if (splits == 0) {
        make_leaf(bound, node, wish->quotas_count, random);
        return;
    }
    uint32_t below = lot_test_random_below(random, splits);
    *node = (lot_proof_node){.class = lot_test_random_below(random, wish->classes_count),
                             .at = (uint32_t)lot_test_random(random)};
    make_tree(bound, wish, below, random);
    node->above = bound->nodes_count;
    make_tree(bound, wish, splits - 1 - below, random);
}

static void make_bound(lot_bound *bound, const lot_test_proof *wish, uint64_t *random)
{
    uint32_t splits = lot_test_random_below(random, wish->splits_most + 1);
    size_t leaves = (size_t)splits + 1;
    bound->upper = any_number(random);
    bound->weights = lot_array_new(wish->classes_count, sizeof *bound->weights);
    bound->nodes = lot_array_new(2 * leaves - 1, sizeof *bound->nodes);
    bound->scales = lot_array_new(leaves, sizeof *bound->scales);
    bound->multipliers =
        lot_array_new(leaves * (1 + (size_t)wish->quotas_count), sizeof *bound->multipliers);
    for (uint32_t t = 0; t < wish->classes_count; t++) {
        if (lot_test_random_below(random, 2) > 0)
            bound->weights[bound->weights_count++] = (lot_weight){t, any_weight(random)};
    }
    make_tree(bound, wish, splits, random);
}

static lot_fraction any_chance(uint64_t *random)
{
    uint64_t numerator = 1 + (lot_test_random(random) >> (2 + lot_test_random_below(random, 62)));
    uint64_t denominator = 1 + (lot_test_random(random) >> (2 + lot_test_random_below(random, 62)));
    uint64_t divisor = lot_gcd(numerator, denominator);
    return (lot_fraction){numerator / divisor, denominator / divisor};
}

static void make_classes(lot_proof *proof, const lot_test_proof *wish, uint64_t *random)
{
    for (uint32_t t = 0; t < wish->classes_count; t++) {
        bool absent = wish->no_panel != NULL && wish->no_panel[t];
        proof->chance[t] = absent ? (lot_fraction){0, 1} : any_chance(random);
        proof->round[t] =
            absent ? LOT_NO_ROUND : lot_test_random_below(random, proof->rounds_count);
        if (absent)
            proof->absent[proof->absent_count++] = t;
    }
    lot_test_shuffle(random, proof->absent, proof->absent_count);
    for (uint32_t i = 0; i < proof->absent_count; i++)
        make_bound(&proof->absences[i], wish, random);
}

lot_proof *lot_test_proof_make(const lot_test_proof *wish)
{
    uint64_t random = wish->seed;
    lot_proof *proof = lot_array_new(1, sizeof *proof);
    *proof = (lot_proof){.objective = wish->objective,
                         .gamma_millionths = wish->gamma_millionths,
                         .seats = wish->seats,
                         .classes_count = wish->classes_count,
                         .quotas_count = wish->quotas_count,
                         .rounds_count = 1 + lot_test_random_below(&random, 4)};
    proof->absent = lot_array_new(wish->classes_count, sizeof *proof->absent);
    proof->absences = lot_array_new(wish->classes_count, sizeof *proof->absences);
    proof->chance = lot_array_new(wish->classes_count, sizeof *proof->chance);
    proof->round = lot_array_new(wish->classes_count, sizeof *proof->round);
    proof->rounds = lot_array_new(proof->rounds_count, sizeof *proof->rounds);
    make_classes(proof, wish, &random);
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        lot_round *round = &proof->rounds[r];
        round->kind = (lot_round_kind)lot_test_random_below(&random, LOT_ROUND_BAND + 1);
        round->times = round->kind == LOT_ROUND_BAND ? 1 + (lot_test_random(&random) >> 1) : 1;
        make_bound(&round->bound, wish, &random);
    }
    return proof;
}

static void assert_same_tree(const lot_bound *a, const lot_bound *b, uint32_t quotas_count)
{
    assert_int_equal(a->nodes_count, b->nodes_count);
    assert_int_equal(a->leaves_count, b->leaves_count);
    for (uint32_t n = 0; n < a->nodes_count; n++) {
        assert_int_equal(a->nodes[n].class, b->nodes[n].class);
        assert_int_equal(a->nodes[n].at, b->nodes[n].at);
        assert_int_equal(a->nodes[n].above, b->nodes[n].above);
        assert_int_equal(a->nodes[n].leaf, b->nodes[n].leaf);
    }
    assert_memory_equal(a->scales, b->scales, a->leaves_count * sizeof *a->scales);
    assert_memory_equal(a->multipliers, b->multipliers,
                        a->leaves_count * (1 + (size_t)quotas_count) * sizeof *a->multipliers);
}

static void assert_same_bound(const lot_bound *a, const lot_bound *b, uint32_t quotas_count)
{
    assert_true(a->upper == b->upper);
    assert_int_equal(a->weights_count, b->weights_count);
    for (uint32_t w = 0; w < a->weights_count; w++) {
        assert_int_equal(a->weights[w].class, b->weights[w].class);
        assert_true(a->weights[w].weight == b->weights[w].weight);
    }
    assert_same_tree(a, b, quotas_count);
}

void lot_test_proof_assert_same(const lot_proof *a, const lot_proof *b)
{
    assert_int_equal(a->objective, b->objective);
    assert_true(a->gamma_millionths == b->gamma_millionths);
    assert_int_equal(a->seats, b->seats);
    assert_int_equal(a->quotas_count, b->quotas_count);
    assert_int_equal(a->classes_count, b->classes_count);
    assert_int_equal(a->absent_count, b->absent_count);
    assert_int_equal(a->rounds_count, b->rounds_count);
    for (uint32_t t = 0; t < a->classes_count; t++) {
        assert_int_equal(a->round[t], b->round[t]);
        assert_true(a->chance[t].numerator == b->chance[t].numerator);
        assert_true(a->chance[t].denominator == b->chance[t].denominator);
    }
    for (uint32_t i = 0; i < a->absent_count; i++) {
        assert_int_equal(a->absent[i], b->absent[i]);
        assert_same_bound(&a->absences[i], &b->absences[i], a->quotas_count);
    }
    for (uint32_t r = 0; r < a->rounds_count; r++) {
        assert_int_equal(a->rounds[r].kind, b->rounds[r].kind);
        assert_true(a->rounds[r].times == b->rounds[r].times);
        assert_same_bound(&a->rounds[r].bound, &b->rounds[r].bound, a->quotas_count);
    }
}
