/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leximin over panels, where the polytope is too wide: panels.c. */
#ifndef CIVICLOT_FAIR_PANELS_H
#define CIVICLOT_FAIR_PANELS_H

#include "fair/bound.h"
#include "fair/columns.h"

/*
 * The leximin-optimal chances over mixtures of panels, and a mixture that gives them.
 * chance: [classes->count] out; 0 for classes shut out. Everyone else must be on some panel.
 * bound: an upper bound on the least chance, proven by branch and bound.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_leximin_panels(double *chance, uint32_t *levels_count, lot_fraction *bound,
                              lot_mixture *mixture, const lot_model *model,
                              const lot_progress *progress, lot_error *error);

#endif
