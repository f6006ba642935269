/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Merkle: one digest that stands for a list of leaves.
 * Source: RFC 6962, section 2.1. The tree over n leaves has the largest power of two below n on
 * its left.
 */
#include "audit/hash.h"

static uint32_t largest_power_below(uint32_t count)
{
    uint32_t power = 1;
    while (power < count - power)
        power *= 2;
    return power;
}

/* Calls itself at most 32 deep: each level at least halves the larger side. */
static void hash_tree(lot_digest *out, const lot_digest *leaves, const uint32_t *order,
                      uint32_t first, uint32_t count)
{
    if (count == 1) {
        *out = leaves[order != NULL ? order[first] : first];
        return;
    }
    uint32_t left_count = largest_power_below(count);
    lot_digest left;
    lot_digest right;
    hash_tree(&left, leaves, order, first, left_count);
    hash_tree(&right, leaves, order, first + left_count, count - left_count);

    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_byte(&hash, 0x01);
    lot_hash_digest(&hash, &left);
    lot_hash_digest(&hash, &right);
    lot_hash_finish(out, &hash);
}

void lot_merkle_root(lot_digest *out, const lot_digest *leaves, const uint32_t *order,
                     uint32_t count)
{
    if (count == 0)
        lot_sha256(out, "", 0);
    else
        hash_tree(out, leaves, order, 0, count);
}
