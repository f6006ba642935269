/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leaf: the most that panels within a box can weigh, by multipliers. See civiclot/proof.h.
 */
#ifndef CIVICLOT_FAIR_LEAF_H
#define CIVICLOT_FAIR_LEAF_H

#include "core/wide.h"
#include "fair/model.h"

/* A box of compositions, and what they weigh. */
typedef struct lot_leaf {
    const lot_model *model;
    const int64_t *weight; /* [classes] */
    const uint32_t *low;   /* [classes] */
    const uint32_t *high;  /* [classes] */
    lot_wide *rest;        /* [classes] to work in */
} lot_leaf;

/*
 * The right-hand side of a leaf. multipliers: [1 + quotas]. False when the box holds nothing.
 * scale * weight and multipliers below 2^62. Cannot fail.
 */
bool lot_leaf_sum(lot_wide *sum, const lot_leaf *leaf, uint64_t scale, const int64_t *multipliers);

#endif
