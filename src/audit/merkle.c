/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Merkle: one digest that stands for a list of leaves, and what shows that one of them is in it.
 * Source: RFC 6962, sections 2.1 and 2.1.1.
 */
#include "audit/merkle.h"

#include "audit/hash.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

enum { LEVELS_MOST = LOT_MERKLE_PATH_MOST + 1 };

struct lot_merkle_tree {
    uint32_t count;
    lot_digest *levels[LEVELS_MOST]; /* [half of the level below, rounded up]; level 0 [count] */
};

void lot_merkle_node(lot_digest *out, const lot_digest *left, const lot_digest *right)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_byte(&hash, 0x01);
    lot_hash_digest(&hash, left);
    lot_hash_digest(&hash, right);
    lot_hash_finish(out, &hash);
}

/* Half, rounded up: what stands above so many nodes. */
static uint32_t above(uint32_t count)
{
    return count / 2 + count % 2;
}

/* The waiting nodes are whole trees, each of more leaves than the one after it. */
void lot_merkle_root(lot_digest *out, const lot_digest *leaves, const uint32_t *order,
                     uint32_t count)
{
    lot_digest waiting[LEVELS_MOST];
    uint32_t height = 0;
    if (count == 0) {
        lot_sha256(out, "", 0);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        waiting[height++] = leaves[order != NULL ? order[i] : i];
        for (uint32_t pairs = i; pairs % 2 == 1; pairs /= 2, height--)
            lot_merkle_node(&waiting[height - 2], &waiting[height - 2], &waiting[height - 1]);
    }
    for (; height > 1; height--)
        lot_merkle_node(&waiting[height - 2], &waiting[height - 2], &waiting[height - 1]);
    *out = waiting[0];
}

static void build_level(lot_digest *level, const lot_digest *below, uint32_t below_count)
{
    for (uint32_t i = 0; i < below_count / 2; i++)
        lot_merkle_node(&level[i], &below[2 * (size_t)i], &below[2 * (size_t)i + 1]);
    if (below_count % 2 == 1)
        level[below_count / 2] = below[below_count - 1];
}

lot_status lot_merkle_tree_new(lot_merkle_tree **out, const lot_digest *leaves,
                               const uint32_t *order, uint32_t count, lot_error *error)
{
    assert(count > 0);
    lot_status status = LOT_OK;
    lot_merkle_tree *tree = lot_array_new(1, sizeof *tree);
    *out = NULL;
    if (tree == NULL)
        return LOT_NO_MEMORY(error);
    tree->count = count;
    tree->levels[0] = lot_array_new(count, sizeof *leaves);
    if (tree->levels[0] == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        tree->levels[0][i] = leaves[order != NULL ? order[i] : i];
    for (uint32_t size = count, level = 1; size > 1; size = above(size), level++) {
        tree->levels[level] = lot_array_new(above(size), sizeof *leaves);
        if (tree->levels[level] == NULL)
            TRY(LOT_NO_MEMORY(error));
        build_level(tree->levels[level], tree->levels[level - 1], size);
    }
    *out = tree;
    tree = NULL;
done:
    lot_merkle_tree_free(tree);
    return status;
}

void lot_merkle_tree_free(lot_merkle_tree *tree)
{
    if (tree == NULL)
        return;
    for (size_t level = 0; level < LEVELS_MOST; level++)
        free(tree->levels[level]);
    free(tree);
}

/* Is there a neighbour at a level of `size` nodes? Only the last node may have none. */
static bool has_neighbour(uint32_t index, uint32_t size)
{
    return index % 2 == 1 || index + 1 < size;
}

uint32_t lot_merkle_path_count(uint32_t index, uint32_t count)
{
    assert(index < count);
    uint32_t nodes = 0;
    for (; count > 1; index /= 2, count = above(count))
        nodes += has_neighbour(index, count);
    return nodes;
}

uint32_t lot_merkle_path(lot_digest path[LOT_MERKLE_PATH_MOST], const lot_merkle_tree *tree,
                         uint32_t index)
{
    assert(index < tree->count);
    uint32_t nodes = 0;
    uint32_t level = 0;
    for (uint32_t size = tree->count; size > 1; size = above(size), index /= 2, level++) {
        if (has_neighbour(index, size))
            path[nodes++] = tree->levels[level][index ^ 1U];
    }
    return nodes;
}

void lot_merkle_path_root(lot_digest *root, const lot_digest *leaf, uint32_t index, uint32_t count,
                          const lot_digest *path)
{
    assert(index < count);
    *root = *leaf;
    for (; count > 1; index /= 2, count = above(count)) {
        if (!has_neighbour(index, count))
            continue;
        if (index % 2 == 1)
            lot_merkle_node(root, path, root);
        else
            lot_merkle_node(root, root, path);
        path++;
    }
}
