/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An upper bound on the least chance, proven without a solver: see bound.c. */
#ifndef CIVICLOT_FAIR_BOUND_H
#define CIVICLOT_FAIR_BOUND_H

#include "civiclot/lottery.h"
#include "fair/model.h"

#include <gmp.h>

/*
 * Prove a bound from weights and multipliers, whatever they are: no choice makes it untrue.
 * weight: [classes->count] at least 0, some positive. dual: [model->rows_count].
 * LOT_FAILURE: no memory.
 */
lot_status lot_bound_prove(lot_fraction *out, const lot_model *model, mpq_t *weight, mpq_t *dual,
                           lot_error *error);

#endif
