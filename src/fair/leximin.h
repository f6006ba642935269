/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leximin over the model's polytope: see leximin.c. */
#ifndef CIVICLOT_FAIR_LEXIMIN_H
#define CIVICLOT_FAIR_LEXIMIN_H

#include "fair/bound.h"

/*
 * The leximin-optimal chances over Q.
 * chance: [classes->count] out, of each member; 0 for classes shut out.
 * exact: every level was solved in fractions: chance is the nearest double of the optimum.
 * bound: a proven upper bound on the least chance of those not shut out.
 * The model must have a point in Q. LOT_FAILURE when the solver fails; LOT_INTERRUPTED.
 */
lot_status lot_leximin(double *chance, bool *exact, uint32_t *levels_count, lot_fraction *bound,
                       const lot_model *model, const lot_progress *progress, lot_error *error);

#endif
