/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Merkle: the tree over a pool's leaves, level by level, and the path from a leaf to its root.
 *
 * Level 0 is the leaves; each node of the level above is the hash of two neighbours, and a last
 * node without a neighbour goes up as it is. This is the tree of RFC 6962, section 2.1: the left
 * side of each node holds the largest power of two of leaves that is below all of them.
 */
#ifndef CIVICLOT_AUDIT_MERKLE_H
#define CIVICLOT_AUDIT_MERKLE_H

#include "civiclot/pseudonym.h"

/* A path has at most one node a level, and a pool less than 2^32 people. */
enum { LOT_MERKLE_PATH_MOST = 32 };

/* The node over two neighbours. out: may be one of them. Cannot fail. */
void lot_merkle_node(lot_digest *out, const lot_digest *left, const lot_digest *right);

typedef struct lot_merkle_tree lot_merkle_tree;

/*
 * Make the tree. leaves: [count]; order: [count] which leaf stands where, or NULL. count: at least
 * 1. LOT_FAILURE: no memory. *out is NULL on failure; free it with lot_merkle_tree_free().
 */
lot_status lot_merkle_tree_new(lot_merkle_tree **out, const lot_digest *leaves,
                               const uint32_t *order, uint32_t count, lot_error *error);

/* NULL is fine. */
void lot_merkle_tree_free(lot_merkle_tree *tree);

/* How many nodes the path of leaf `index` among `count` has. index: below count. Cannot fail. */
uint32_t lot_merkle_path_count(uint32_t index, uint32_t count);

/* The audit path of RFC 6962, section 2.1.1, the leaf's neighbour first; returns how many nodes. */
uint32_t lot_merkle_path(lot_digest path[LOT_MERKLE_PATH_MOST], const lot_merkle_tree *tree,
                         uint32_t index);

/*
 * The root that the path leads to. path: [lot_merkle_path_count()]. Cannot fail.
 */
void lot_merkle_path_root(lot_digest *root, const lot_digest *leaf, uint32_t index, uint32_t count,
                          const lot_digest *path);

#endif
