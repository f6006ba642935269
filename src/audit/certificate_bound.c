/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate: a bound and its tree, read. V1 to V3 stand in certificate.h. */
#include "audit/certificate.h"

#include "core/array.h"

#include <string.h>

lot_status lot_certificate_refuse(const lot_certificate_reader *in, const char *what)
{
    return lot_lines_refuse(&in->lines, what, in->error);
}

lot_status lot_certificate_grow(lot_certificate_reader *in, void **array, size_t *room,
                                size_t count, size_t bytes)
{
    return lot_array_grow(array, room, count, bytes) == 0 ? LOT_OK : LOT_NO_MEMORY(in->error);
}

static lot_status take_weights(lot_certificate_reader *in, lot_bound *bound, uint32_t count)
{
    lot_status status = LOT_OK;
    size_t room = 0;
    for (uint32_t w = 0; w < count; w++) {
        TRY(lot_certificate_grow(in, (void **)&bound->weights, &room, w, sizeof *bound->weights));
        lot_weight *weight = &bound->weights[w];
        if (!lot_lines_word(&in->lines, "weight ") ||
            !lot_lines_index(&in->lines, &weight->class, in->proof->classes_count - 1) ||
            !lot_lines_word(&in->lines, " ") || !lot_lines_signed(&in->lines, &weight->weight) ||
            weight->weight == 0)
            TRY(lot_certificate_refuse(in, "the weight is not written as it must be"));
        if (w > 0 && weight->class <= bound->weights[w - 1].class)
            TRY(lot_certificate_refuse(in, "the classes of the weights do not ascend"));
        if (!lot_lines_word(&in->lines, "\n"))
            TRY(lot_certificate_refuse(in, "the line does not end behind the weight"));
        bound->weights_count = w + 1;
    }
done:
    return status;
}

/* The lines of a leaf's quotas. multipliers: [1 + quotas], the first taken already. */
static lot_status take_multipliers(lot_certificate_reader *in, int64_t *multipliers, uint32_t count)
{
    uint32_t quotas_count = in->proof->quotas_count;
    memset(multipliers + 1, 0, quotas_count * sizeof *multipliers);
    for (uint32_t i = 0, next = 0; i < count; i++, next++) {
        uint32_t quota;
        int64_t number;
        if (next >= quotas_count || !lot_lines_word(&in->lines, "quota ") ||
            !lot_lines_index(&in->lines, &quota, quotas_count - 1) ||
            !lot_lines_word(&in->lines, " ") || !lot_lines_signed(&in->lines, &number) ||
            number == 0)
            return lot_certificate_refuse(in, "the quota of a leaf is not written as it must be");
        if (quota < next)
            return lot_certificate_refuse(in, "the quotas of a leaf do not ascend");
        if (!lot_lines_word(&in->lines, "\n"))
            return lot_certificate_refuse(in, "the line does not end behind the quota");
        multipliers[1 + quota] = number;
        next = quota;
    }
    return LOT_OK;
}

/* How many items the arrays of a tree have room for. */
typedef struct tree_room {
    size_t nodes, scales, leaves;
} tree_room;

static lot_status take_leaf(lot_certificate_reader *in, lot_bound *bound, tree_room *room)
{
    lot_status status = LOT_OK;
    size_t width = 1 + (size_t)in->proof->quotas_count;
    uint32_t leaf = bound->leaves_count;
    uint32_t count;
    in->multipliers += width;
    if (in->multipliers > LOT_CERTIFICATE_MULTIPLIERS_MAX)
        TRY(lot_certificate_refuse(in, "there are more leaves than this civiclot reads"));
    TRY(lot_certificate_grow(in, (void **)&bound->scales, &room->scales, leaf,
                             sizeof *bound->scales));
    TRY(lot_certificate_grow(in, (void **)&bound->multipliers, &room->leaves, leaf,
                             width * sizeof *bound->multipliers));
    int64_t *multipliers = bound->multipliers + leaf * width;
    if (!lot_lines_word(&in->lines, "scale ") ||
        !lot_lines_number(&in->lines, &bound->scales[leaf], UINT64_MAX) ||
        bound->scales[leaf] == 0 || !lot_lines_word(&in->lines, " seats ") ||
        !lot_lines_signed(&in->lines, multipliers) || !lot_lines_word(&in->lines, " quotas ") ||
        !lot_lines_index(&in->lines, &count, in->proof->quotas_count) ||
        !lot_lines_word(&in->lines, "\n"))
        TRY(lot_certificate_refuse(in, "the leaf is not written as it must be"));
    TRY(take_multipliers(in, multipliers, count));
    bound->leaves_count++;
done:
    return status;
}

static bool take_split(lot_certificate_reader *in, lot_proof_node *node)
{
    return lot_lines_word(&in->lines, "split class ") &&
           lot_lines_index(&in->lines, &node->class, in->proof->classes_count - 1) &&
           lot_lines_word(&in->lines, " at ") &&
           lot_lines_index(&in->lines, &node->at, UINT32_MAX) && lot_lines_word(&in->lines, "\n");
}

/*
 * A tree in preorder. Nodes that still wait for what is above them are a list from the innermost
 * outwards, linked by `above` itself.
 */
static lot_status take_tree(lot_certificate_reader *in, lot_bound *bound)
{
    lot_status status = LOT_OK;
    tree_room room = {0};
    uint32_t waiting = LOT_NO_CLASS;
    do {
        uint32_t number = bound->nodes_count;
        TRY(lot_certificate_grow(in, (void **)&bound->nodes, &room.nodes, number,
                                 sizeof *bound->nodes));
        lot_proof_node *node = &bound->nodes[number];
        *node = (lot_proof_node){.class = LOT_NO_CLASS, .leaf = bound->leaves_count};
        bound->nodes_count++;
        if (!lot_lines_word(&in->lines, "leaf ")) {
            if (!take_split(in, node))
                TRY(lot_certificate_refuse(in, "here must be a leaf or a split"));
            node->leaf = 0;
            node->above = waiting;
            waiting = number;
            continue;
        }
        TRY(take_leaf(in, bound, &room));
        if (waiting == LOT_NO_CLASS)
            break;
        node = &bound->nodes[waiting];
        waiting = node->above;
        node->above = bound->nodes_count;
    } while (true);
done:
    return status;
}

/* Give back what growing took too much: a proof has many bounds of one leaf. */
static void trim(lot_bound *bound, uint32_t quotas_count)
{
    size_t width = (1 + (size_t)quotas_count) * sizeof *bound->multipliers;
    void *trimmed = lot_array_resize(bound->multipliers, bound->leaves_count, width);
    if (trimmed != NULL)
        bound->multipliers = trimmed;
    trimmed = lot_array_resize(bound->scales, bound->leaves_count, sizeof *bound->scales);
    if (trimmed != NULL)
        bound->scales = trimmed;
    trimmed = lot_array_resize(bound->nodes, bound->nodes_count, sizeof *bound->nodes);
    if (trimmed != NULL)
        bound->nodes = trimmed;
    trimmed = lot_array_resize(bound->weights, bound->weights_count, sizeof *bound->weights);
    if (trimmed != NULL)
        bound->weights = trimmed;
}

lot_status lot_certificate_take_bound(lot_certificate_reader *in, lot_bound *bound)
{
    lot_status status = LOT_OK;
    uint32_t count;
    if (!lot_lines_word(&in->lines, "bound upper ") ||
        !lot_lines_signed(&in->lines, &bound->upper) || !lot_lines_word(&in->lines, " weights ") ||
        !lot_lines_index(&in->lines, &count, in->proof->classes_count) ||
        !lot_lines_word(&in->lines, "\n"))
        TRY(lot_certificate_refuse(in, "the bound is not written as it must be"));
    TRY(take_weights(in, bound, count));
    TRY(take_tree(in, bound));
    trim(bound, in->proof->quotas_count);
done:
    return status;
}
