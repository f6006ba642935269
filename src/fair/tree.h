/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a bound, while it grows: tree.c. */
#ifndef CIVICLOT_FAIR_TREE_H
#define CIVICLOT_FAIR_TREE_H

#include "civiclot/proof.h"
#include "fair/model.h"

typedef struct lot_tree_node {
    uint32_t class; /* split; LOT_NO_CLASS: a leaf */
    uint32_t at;
    uint32_t below; /* nodes */
    uint32_t above;
    uint32_t leaf;
} lot_tree_node;

/* Start with {.multipliers_count = n}. */
typedef struct lot_tree {
    uint32_t multipliers_count; /* of a leaf */
    lot_tree_node *nodes;       /* [nodes_count] the root first, else in no order */
    size_t nodes_count;
    size_t nodes_room;
    uint64_t *scales; /* [leaves_count] */
    size_t leaves_count;
    size_t scales_room;
    int64_t *multipliers; /* [leaves_count][multipliers_count] */
    size_t multipliers_room;
} lot_tree;

void lot_tree_clear(lot_tree *tree);

/* Forget all nodes, and keep the room. */
void lot_tree_empty(lot_tree *tree);

/* Add a leaf with [multipliers_count] multipliers. LOT_FAILURE: no memory. */
lot_status lot_tree_add_leaf(lot_tree *tree, uint64_t scale, const int64_t *multipliers,
                             lot_error *error);

/* Add a node that splits a class; its sides are hung on later. LOT_FAILURE: no memory. */
lot_status lot_tree_add_split(lot_tree *tree, uint32_t class, uint32_t at, lot_error *error);

/* The bound of the whole tree, in preorder. LOT_FAILURE: no memory. */
lot_status lot_tree_write(lot_bound *out, const lot_tree *tree, const lot_model *model,
                          const int64_t *weight, int64_t upper, lot_error *error);

#endif
