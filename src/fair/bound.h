/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds that are proven at their root, from fractions near the right ones: bound.c. */
#ifndef CIVICLOT_FAIR_BOUND_H
#define CIVICLOT_FAIR_BOUND_H

#include "civiclot/proof.h"
#include "fair/model.h"

#include <gmp.h>

/*
 * Prove a bound from weights and multipliers, whatever they are: no choice makes it untrue, and
 * `upper` is the least that they prove.
 * weight: [classes->count], some not 0: the bound's are whole numbers in proportion, exactly so
 * where these stay below 2^40. dual: [model->rows_count], of which seats and quotas count; used up.
 * LOT_FAILURE: no memory. Clear it with lot_bound_clear().
 */
lot_status lot_bound_prove(lot_bound *out, const lot_model *model, mpq_t *weight, mpq_t *dual,
                           lot_error *error);

/*
 * Add what a bound weighs over people, `times` times: positive weights to up, negative ones to down
 * (both whole). Classes that are shut out do not count. Cannot fail.
 */
void lot_bound_weigh(mpq_t up, mpq_t down, const lot_bound *bound, uint64_t times,
                     const lot_model *model);

/*
 * Whole weights in proportion to fractions, exactly so where these stay below 2^bits, else rounded:
 * what has a weight keeps one of that sign. whole, weight: [count]. Cannot fail.
 */
void lot_whole_weights(int64_t *whole, mpq_t *weight, uint32_t count, size_t bits);

/*
 * Room for a bound with a tree of that size; its weights are written, [classes->count].
 * LOT_FAILURE: no memory. Clear it with lot_bound_clear().
 */
lot_status lot_bound_start(lot_bound *out, const lot_model *model, const int64_t *weight,
                           size_t nodes_count, size_t leaves_count, lot_error *error);

#endif
