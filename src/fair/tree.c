/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a bound: nodes as the search makes them, and in the order in which they are read. */
#include "fair/tree.h"

#include "core/array.h"
#include "fair/bound.h"

#include <stdlib.h>
#include <string.h>

void lot_tree_clear(lot_tree *tree)
{
    free(tree->nodes);
    free(tree->scales);
    free(tree->multipliers);
    *tree = (lot_tree){.multipliers_count = tree->multipliers_count};
}

void lot_tree_empty(lot_tree *tree)
{
    tree->nodes_count = 0;
    tree->leaves_count = 0;
}

static lot_status add_node(lot_tree *tree, lot_tree_node added, lot_error *error)
{
    void *array = tree->nodes;
    if (lot_array_grow(&array, &tree->nodes_room, tree->nodes_count, sizeof added) != 0)
        return LOT_NO_MEMORY(error);
    tree->nodes = array;
    tree->nodes[tree->nodes_count++] = added;
    return LOT_OK;
}

lot_status lot_tree_add_leaf(lot_tree *tree, uint64_t scale, const int64_t *multipliers,
                             lot_error *error)
{
    size_t bytes = tree->multipliers_count * sizeof *multipliers;
    void *array = tree->scales;
    if (lot_array_grow(&array, &tree->scales_room, tree->leaves_count, sizeof scale) != 0)
        return LOT_NO_MEMORY(error);
    tree->scales = array;
    array = tree->multipliers;
    if (lot_array_grow(&array, &tree->multipliers_room, tree->leaves_count, bytes) != 0)
        return LOT_NO_MEMORY(error);
    tree->multipliers = array;
    tree->scales[tree->leaves_count] = scale;
    memcpy(tree->multipliers + tree->leaves_count * tree->multipliers_count, multipliers, bytes);
    return add_node(tree, (lot_tree_node){LOT_NO_CLASS, 0, 0, 0, (uint32_t)tree->leaves_count++},
                    error);
}

lot_status lot_tree_add_split(lot_tree *tree, uint32_t class, uint32_t at, lot_error *error)
{
    return add_node(tree, (lot_tree_node){class, at, 0, 0, 0}, error);
}

static void write_leaf(lot_bound *out, uint32_t number, const lot_tree *tree, uint32_t leaf)
{
    size_t width = tree->multipliers_count;
    out->scales[number] = tree->scales[leaf];
    memcpy(out->multipliers + number * width, tree->multipliers + leaf * width,
           width * sizeof *out->multipliers);
}

/* In preorder, leaves numbered in it. stack: [2 nodes] to work in. */
static void write_nodes(lot_bound *out, const lot_tree *tree, uint32_t *stack)
{
    uint32_t written = 0;
    uint32_t leaves = 0;
    uint32_t waiting = 0; /* stack: written nodes, and the node above each that is still to come */
    uint32_t next = 0;
    for (;;) {
        const lot_tree_node *from = &tree->nodes[next];
        out->nodes[written] = (lot_proof_node){.class = from->class, .at = from->at};
        if (from->class != LOT_NO_CLASS) {
            stack[waiting++] = written++;
            stack[waiting++] = from->above;
            next = from->below;
            continue;
        }
        write_leaf(out, leaves, tree, from->leaf);
        out->nodes[written++].leaf = leaves++;
        if (waiting == 0)
            return;
        next = stack[--waiting];
        out->nodes[stack[--waiting]].above = written;
    }
}

lot_status lot_tree_write(lot_bound *out, const lot_tree *tree, const lot_model *model,
                          const int64_t *weight, int64_t upper, lot_error *error)
{
    lot_status status =
        lot_bound_start(out, model, weight, tree->nodes_count, tree->leaves_count, error);
    if (status != LOT_OK)
        return status;
    uint32_t *stack = lot_array_new(2 * tree->nodes_count, sizeof *stack);
    if (stack == NULL) {
        lot_bound_clear(out);
        return LOT_NO_MEMORY(error);
    }
    out->upper = upper;
    write_nodes(out, tree, stack);
    free(stack);
    return LOT_OK;
}
