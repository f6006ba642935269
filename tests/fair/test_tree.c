/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees of bounds, written in the order in which they are read; and what is learnt of splits. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/falls.h"
#include "fair/tree.h"
#include "support/generate.h"

#include <math.h>

enum { MULTIPLIERS = 3 };

static lot_classes classes = {.count = 9};
static const lot_model model = {.classes = &classes, .quotas_count = MULTIPLIERS - 1};

/* A random tree, sides hung on in any order; the root stands first. A leaf is told by its scale. */
static uint32_t grow(lot_tree *tree, uint64_t *random, uint32_t depth)
{
    uint32_t node = (uint32_t)tree->nodes_count;
    uint64_t scale = 1 + tree->leaves_count;
    const int64_t multipliers[MULTIPLIERS] = {(int64_t)scale, -(int64_t)scale, 7};
    if (depth == 0 || lot_test_random_below(random, 4) == 0) {
        assert_int_equal(lot_tree_add_leaf(tree, scale, multipliers, NULL), LOT_OK);
        return node;
    }
    uint32_t class = lot_test_random_below(random, 9);
    assert_int_equal(lot_tree_add_split(tree, class, depth, NULL), LOT_OK);
    bool below_first = lot_test_random_below(random, 2) == 0;
    uint32_t one = grow(tree, random, depth - 1);
    uint32_t two = grow(tree, random, depth - 1);
    tree->nodes[node].below = below_first ? one : two;
    tree->nodes[node].above = below_first ? two : one;
    return node;
}

/* The bound's node `written` and all that follows from it are those of the tree's node `from`. */
static uint32_t expect_same(const lot_bound *bound, uint32_t written, const lot_tree *tree,
                            uint32_t from, uint32_t *leaves)
{
    const lot_proof_node *node = &bound->nodes[written];
    const lot_tree_node *meant = &tree->nodes[from];
    assert_int_equal(node->class, meant->class);
    if (meant->class == LOT_NO_CLASS) {
        assert_int_equal(node->leaf, (*leaves)++);
        assert_int_equal(bound->scales[node->leaf], tree->scales[meant->leaf]);
        assert_memory_equal(bound->multipliers + (size_t)node->leaf * MULTIPLIERS,
                            tree->multipliers + (size_t)meant->leaf * MULTIPLIERS,
                            MULTIPLIERS * sizeof *bound->multipliers);
        return written + 1;
    }
    assert_int_equal(node->at, meant->at);
    uint32_t next = expect_same(bound, written + 1, tree, meant->below, leaves);
    assert_int_equal(node->above, next);
    return expect_same(bound, next, tree, meant->above, leaves);
}

static void trees_are_written_in_preorder(void **state)
{
    (void)state;
    static const int64_t weight[9] = {0, 5, 0, 0, -2, 0, 0, 0, 1};
    lot_tree tree = {.multipliers_count = MULTIPLIERS};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        lot_bound bound = {0};
        uint32_t leaves = 0;
        lot_tree_empty(&tree);
        (void)grow(&tree, &random, (uint32_t)(seed % 9));
        assert_int_equal(lot_tree_write(&bound, &tree, &model, weight, 12, NULL), LOT_OK);
        assert_int_equal(bound.nodes_count, tree.nodes_count);
        assert_int_equal(expect_same(&bound, 0, &tree, 0, &leaves), tree.nodes_count);
        assert_int_equal(leaves, bound.leaves_count);
        assert_int_equal(bound.upper, 12);
        assert_int_equal(bound.weights_count, 3);
        assert_int_equal(bound.weights[1].class, 4);
        assert_int_equal(bound.weights[1].weight, -2);
        lot_bound_clear(&bound);
    }
    lot_tree_clear(&tree);
    assert_int_equal(tree.multipliers_count, MULTIPLIERS);
}

static void falls_are_means_for_each_unit(void **state)
{
    (void)state;
    lot_fall fall = {0};
    double before = lot_fall_score(&fall, 2.5);
    lot_fall_learn(&fall, 2.25, false, 0.5); /* 2 a unit down */
    lot_fall_learn(&fall, 2.5, false, 2);    /* 4 a unit */
    lot_fall_learn(&fall, 2.75, true, 1);    /* 4 a unit up */
    assert_true(before > 0);
    assert_true(fabs(lot_fall_score(&fall, 1.5) - 3 * 0.5 * 4 * 0.5) < 1e-12);
    assert_true(fabs(lot_fall_score(&fall, 7.25) - 3 * 0.25 * 4 * 0.75) < 1e-12);
}

/* Of two classes, the one whose two sides both fall is split, though one of the other falls more.
 */
static void both_sides_count(void **state)
{
    (void)state;
    lot_fall even = {0};
    lot_fall one_sided = {0};
    lot_fall_learn(&even, 0.5, false, 1);
    lot_fall_learn(&even, 0.5, true, 1);
    lot_fall_learn(&one_sided, 0.5, false, 0);
    lot_fall_learn(&one_sided, 0.5, true, 5);
    assert_true(lot_fall_score(&even, 0.5) > lot_fall_score(&one_sided, 0.5));
    assert_true(lot_fall_score(&one_sided, 0.5) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_written_in_preorder),
        cmocka_unit_test(falls_are_means_for_each_unit),
        cmocka_unit_test(both_sides_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
