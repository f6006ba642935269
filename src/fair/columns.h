/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures of panels, by column generation: columns.c. */
#ifndef CIVICLOT_FAIR_COLUMNS_H
#define CIVICLOT_FAIR_COLUMNS_H

#include "civiclot/lottery.h"
#include "fair/model.h"

/* A mixture of compositions: share[j] of each, summing to 1; compositions.tickets are unused. */
typedef struct lot_mixture {
    lot_compositions *compositions;
    size_t room;
    double *share; /* [compositions->count] */
} lot_mixture;

void lot_mixture_free(lot_mixture *mixture); /* frees what it holds */

/*
 * What a mixture is asked for: each class at least floor[t] + rise[t] z seats, z as large as can
 * be. The search ends early when z reaches `enough`, or is proven to stay below `hopeless`.
 */
typedef struct lot_target {
    const double *floor; /* [classes] */
    const double *rise;  /* [classes] at least 0, some positive */
    double enough;
    double hopeless;
} lot_target;

/*
 * What was found. weight: [classes], owned by the caller: the multipliers that prove `most`: no
 * panel has weight * c above most + weight * floor, and weight * rise = 1.
 */
typedef struct lot_raised {
    double z;    /* reached by the mixture */
    double most; /* proven, by branch and bound: no mixture has more; INFINITY when not proven */
    double *weight;
} lot_raised;

/*
 * Raise a mixture to the target. mixture: its compositions are used and added to; zeros at first.
 * The known compositions must be able to meet the floors of classes with rise 0.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_raise(lot_raised *out, lot_mixture *mixture, const lot_model *model,
                     const lot_target *target, const lot_progress *progress, lot_error *error);

/*
 * Turn shares into whole tickets: largest remainders, then exchanges of one ticket that bring
 * people nearer to their chance, then, if somebody is still more than a ticket away, a search among
 * the tickets near those. This cannot fail, but somebody may stay off by more than a ticket.
 * The compositions' tickets are written; those with none are dropped.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_mixture_round(lot_mixture *mixture, const lot_model *model, const double *chance,
                             uint64_t tickets, const lot_progress *progress, lot_error *error);

/*
 * The panel of the largest weight, by branch and bound. cost: [classes->count].
 * seats: [classes->count] out. *outcome: OPTIMAL, INFEASIBLE or LIMIT.
 */
lot_status lot_best_panel(int64_t *seats, lot_lp_outcome *outcome, const lot_model *model,
                          const double *cost, const lot_progress *progress, lot_error *error);

#endif
