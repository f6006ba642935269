/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a point of Q a mixture of panels? A mixture, or a cut that shows it is none: columns.c. */
#ifndef CIVICLOT_FAIR_COLUMNS_H
#define CIVICLOT_FAIR_COLUMNS_H

#include "civiclot/lottery.h"
#include "fair/model.h"

/* Shortfalls below this are the solver's noise, in chance. */
#define LOT_MIXTURE_NOISE 1e-7

/* A mixture of compositions: share[j] of each, summing to 1; compositions.tickets are unused. */
typedef struct lot_mixture {
    lot_compositions *compositions;
    size_t room;
    double *share;    /* [compositions->count] */
    double shortfall; /* how far the mixture is below the point, at the worst, in chance */
} lot_mixture;

void lot_mixture_free(lot_mixture *mixture); /* frees what it holds */

/*
 * Find the mixture that is nearest to x[t] = size[t] chance[t], or a cut.
 * mixture: its compositions are used and added to; start with zeros.
 * *cut: true when the point is no mixture: a cut that it violates was added to the model.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_decompose(lot_mixture *mixture, bool *cut, lot_model *model, const double *chance,
                         const lot_progress *progress, lot_error *error);

/*
 * Turn shares into whole tickets: largest remainders, then exchanges of one ticket that bring
 * people nearer to their chance. This rounding cannot fail, but may be off by some tickets.
 * The compositions' tickets are written; those with none are dropped. LOT_FAILURE: no memory.
 */
lot_status lot_mixture_round(lot_mixture *mixture, const lot_model *model, const double *chance,
                             uint64_t tickets, lot_error *error);

/*
 * The panel of the largest weight, by branch and bound. cost: [classes->count].
 * seats: [classes->count] out. *outcome: OPTIMAL, INFEASIBLE or LIMIT.
 */
lot_status lot_best_panel(int64_t *seats, lot_lp_outcome *outcome, const lot_model *model,
                          const double *cost, bool any, const lot_progress *progress,
                          lot_error *error);

#endif
