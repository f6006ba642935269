/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places: the tree over a stratum's leaves, built from the left, and what proves drawn leaves.
 *
 * Node (l, i) stands over the leaves from i 2^l on, 2^l of them or as many as there are; where the
 * second half of them does not exist, it is node (l - 1, 2 i) itself. This is the tree of RFC 6962.
 *
 *   E1  a node is told as part of the proof when no leaf under it is drawn, and one is under the
 *       node beside it: then and only then can nobody make it from the drawn leaves, and needs it;
 *   E2  nodes are finished in the order of their last leaves, and no told node is under another: so
 *       they are told from left to right, as lot_places_proof_root() takes them.
 */
#include "civiclot/places.h"

#include "audit/hash.h"
#include "audit/merkle.h"

#include <assert.h>

/* The first drawn place from `place` on, as its index; drawn_count where there is none. */
static uint32_t first_from(const uint32_t *drawn, uint32_t drawn_count, uint64_t place)
{
    uint32_t low = 0;
    uint32_t high = drawn_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (drawn[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is a drawn place under the node? */
static bool is_drawn_under(const uint32_t *drawn, uint32_t drawn_count, unsigned level,
                           uint64_t index)
{
    uint32_t first = first_from(drawn, drawn_count, index << level);
    return first < drawn_count && drawn[first] < (index + 1) << level;
}

/* E1. */
static void finish_node(lot_places_tree *tree, unsigned level, uint64_t index,
                        const lot_digest *node)
{
    char line[LOT_HEX_BYTES];
    if (tree->drawn_count == 0 || is_drawn_under(tree->drawn, tree->drawn_count, level, index) ||
        !is_drawn_under(tree->drawn, tree->drawn_count, level, index ^ 1U))
        return;
    lot_digest_hex(line, node);
    line[LOT_HEX_BYTES - 1] = '\n';
    lot_text_add(tree->proof, line, sizeof line);
}

void lot_places_tree_add(lot_places_tree *tree, const lot_digest *leaf)
{
    assert(tree->next < UINT32_MAX);
    lot_digest node = *leaf;
    uint64_t index = tree->next++;
    unsigned level = 0;
    for (;; level++, index /= 2) {
        finish_node(tree, level, index, &node);
        if (index % 2 == 0)
            break;
        lot_merkle_node(&node, &tree->waiting[level], &node);
    }
    tree->waiting[level] = node;
}

void lot_places_tree_root(lot_digest *out, lot_places_tree *tree)
{
    bool carried = false;
    assert(tree->drawn_count == 0 || tree->next == tree->count);
    if (tree->next == 0)
        lot_sha256(out, "", 0);
    /* *out is the last node of its level, with fewer leaves under it than the others there */
    for (unsigned level = 0; tree->next >> level > 0; level++) {
        if ((tree->next >> level) % 2 == 0)
            continue;
        if (carried) {
            finish_node(tree, level, tree->next >> level, out);
            lot_merkle_node(out, &tree->waiting[level], out);
        } else {
            *out = tree->waiting[level];
        }
        carried = true;
    }
}

static lot_status make_node(lot_digest *out, const lot_places_proof *proof, unsigned level,
                            uint64_t index, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest right;
    if (!is_drawn_under(proof->drawn, proof->drawn_count, level, index))
        return proof->next(proof->context, out, error);
    if (level == 0) {
        *out = proof->leaves[first_from(proof->drawn, proof->drawn_count, index)];
        return LOT_OK;
    }
    TRY(make_node(out, proof, level - 1, 2 * index, error));
    if ((2 * index + 1) << (level - 1) >= proof->count)
        return LOT_OK;
    TRY(make_node(&right, proof, level - 1, 2 * index + 1, error));
    lot_merkle_node(out, out, &right);
done:
    return status;
}

lot_status lot_places_proof_root(lot_digest *out, const lot_places_proof *proof, lot_error *error)
{
    unsigned height = 0;
    while (UINT64_C(1) << height < proof->count)
        height++;
    return make_node(out, proof, height, 0, error);
}
