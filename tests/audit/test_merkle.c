/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path from a leaf to the root, against RFC 6962 as it is written: by recursion. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "audit/merkle.h"
#include "support/vectors.h"

#include <stdlib.h>
#include <string.h>

static lot_digest *make_leaves(uint32_t count)
{
    lot_digest *leaves = calloc(count, sizeof *leaves);
    assert_non_null(leaves);
    for (uint32_t i = 0; i < count; i++)
        lot_sha256(&leaves[i], &i, sizeof i);
    return leaves;
}

static void node(lot_digest *out, const lot_digest *left, const lot_digest *right)
{
    unsigned char bytes[1 + 2 * LOT_DIGEST_BYTES] = {0x01};
    memcpy(bytes + 1, left->bytes, LOT_DIGEST_BYTES);
    memcpy(bytes + 1 + LOT_DIGEST_BYTES, right->bytes, LOT_DIGEST_BYTES);
    lot_sha256(out, bytes, sizeof bytes);
}

static uint32_t power_below(uint32_t count)
{
    uint32_t power = 1;
    while (power < count - power)
        power *= 2;
    return power;
}

/* MTH(D[n]) of section 2.1. */
static lot_digest root_of(const lot_digest *leaves, uint32_t count)
{
    if (count == 1)
        return leaves[0];
    uint32_t k = power_below(count);
    lot_digest left = root_of(leaves, k);
    lot_digest right = root_of(leaves + k, count - k);
    lot_digest out;
    node(&out, &left, &right);
    return out;
}

/* PATH(m, D[n]) of section 2.1.1; returns its length. */
static uint32_t path_of(lot_digest *path, const lot_digest *leaves, uint32_t index, uint32_t count)
{
    if (count == 1)
        return 0;
    uint32_t k = power_below(count);
    uint32_t length = index < k ? path_of(path, leaves, index, k)
                                : path_of(path, leaves + k, index - k, count - k);
    path[length] = index < k ? root_of(leaves + k, count - k) : root_of(leaves, k);
    return length + 1;
}

/* The path of one leaf leads to the root, and is the RFC's, as is the length that is foretold. */
static void check_path(const lot_merkle_tree *tree, const lot_digest *leaves, uint32_t index,
                       uint32_t count, const lot_digest *root)
{
    lot_digest path[LOT_MERKLE_PATH_MOST], expected[LOT_MERKLE_PATH_MOST], found;
    uint32_t length = lot_merkle_path(path, tree, index);
    assert_int_equal(length, path_of(expected, leaves, index, count));
    assert_int_equal(length, lot_merkle_path_count(index, count));
    if (length > 0)
        assert_memory_equal(path, expected, length * sizeof *path);
    lot_merkle_path_root(&found, &leaves[index], index, count, path);
    assert_true(lot_digest_equal(&found, root));
    for (uint32_t i = 0; i < length; i++) {
        path[i].bytes[i] ^= 1;
        lot_merkle_path_root(&found, &leaves[index], index, count, path);
        assert_false(lot_digest_equal(&found, root));
        path[i].bytes[i] ^= 1;
    }
}

static void every_path_of_every_small_tree_leads_to_its_root(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= 70; count++) {
        lot_digest *leaves = make_leaves(count);
        lot_merkle_tree *tree;
        lot_digest root;
        const lot_digest expected = root_of(leaves, count);
        lot_merkle_root(&root, leaves, NULL, count);
        assert_true(lot_digest_equal(&root, &expected));
        assert_int_equal(lot_merkle_tree_new(&tree, leaves, NULL, count, NULL), LOT_OK);
        for (uint32_t index = 0; index < count; index++)
            check_path(tree, leaves, index, count, &root);
        lot_merkle_tree_free(tree);
        free(leaves);
    }
}

static void large_trees_have_their_paths_too(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1023, 1024, 1025, 4097, 10007, 65537};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        uint32_t count = counts[c];
        const uint32_t places[] = {0, 1, count / 3, count / 2, count - 2, count - 1};
        lot_digest *leaves = make_leaves(count);
        lot_merkle_tree *tree;
        const lot_digest root = root_of(leaves, count);
        assert_int_equal(lot_merkle_tree_new(&tree, leaves, NULL, count, NULL), LOT_OK);
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
            check_path(tree, leaves, places[i], count, &root);
        lot_merkle_tree_free(tree);
        free(leaves);
    }
}

static void a_tree_stands_in_the_order_that_is_asked_for(void **state)
{
    (void)state;
    enum { COUNT = 13 };
    lot_digest *leaves = make_leaves(COUNT);
    lot_digest sorted[COUNT];
    uint32_t order[COUNT];
    lot_merkle_tree *tree;
    for (uint32_t i = 0; i < COUNT; i++) {
        order[i] = (i * 5 + 2) % COUNT;
        sorted[i] = leaves[order[i]];
    }
    const lot_digest root = root_of(sorted, COUNT);
    assert_int_equal(lot_merkle_tree_new(&tree, leaves, order, COUNT, NULL), LOT_OK);
    for (uint32_t i = 0; i < COUNT; i++)
        check_path(tree, sorted, i, COUNT, &root);
    lot_merkle_tree_free(tree);
    free(leaves);
}

static void the_longest_paths_are_counted_without_running_over(void **state)
{
    (void)state;
    assert_int_equal(lot_merkle_path_count(0, UINT32_MAX), 32);
    assert_int_equal(lot_merkle_path_count(UINT32_MAX - 1, UINT32_MAX), 31);
    assert_int_equal(lot_merkle_path_count(UINT32_MAX - 2, UINT32_MAX), 32);
    assert_int_equal(lot_merkle_path_count(1U << 31, (1U << 31) + 1), 1);
    assert_int_equal(lot_merkle_path_count(0, 1), 0);
}

static void check_published_path(const lot_vectors *vectors, const lot_digest *leaves)
{
    uint32_t count = lot_vectors_small(vectors, 1);
    uint32_t index = lot_vectors_small(vectors, 2);
    lot_digest path[LOT_MERKLE_PATH_MOST];
    lot_merkle_tree *tree;
    assert_int_equal(lot_merkle_tree_new(&tree, leaves, NULL, count, NULL), LOT_OK);
    uint32_t length = lot_merkle_path(path, tree, index);
    assert_int_equal(length, vectors->count - 3);
    for (uint32_t i = 0; i < length; i++)
        lot_vectors_check_digest(vectors, 3 + i, &path[i]);
    lot_merkle_tree_free(tree);
}

static void paths_are_those_of_a_second_implementation(void **state)
{
    (void)state;
    lot_digest leaves[9];
    uint32_t known = 0;
    uint32_t checked = 0;
    lot_vectors vectors;
    lot_vectors_open(&vectors, "tests/vectors/paths.txt");
    while (lot_vectors_next(&vectors)) {
        if (lot_vectors_is(&vectors, "leaf")) {
            assert_true(known < 9);
            leaves[known++] = lot_vectors_digest(&vectors, 1);
        } else if (lot_vectors_is(&vectors, "path")) {
            check_published_path(&vectors, leaves);
            checked++;
        }
    }
    assert_int_equal(checked, 9 * 10 / 2);
    lot_vectors_close(&vectors);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_of_every_small_tree_leads_to_its_root),
        cmocka_unit_test(large_trees_have_their_paths_too),
        cmocka_unit_test(a_tree_stands_in_the_order_that_is_asked_for),
        cmocka_unit_test(paths_are_those_of_a_second_implementation),
        cmocka_unit_test(the_longest_paths_are_counted_without_running_over),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
