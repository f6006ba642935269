/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proving what no panel weighs, or finding one that does: branch.c. */
#ifndef CIVICLOT_FAIR_BRANCH_H
#define CIVICLOT_FAIR_BRANCH_H

#include "civiclot/progress.h"
#include "civiclot/proof.h"
#include "fair/model.h"

/* What is asked again and again of one model, with room that is used again. */
typedef struct lot_branch lot_branch;

typedef enum lot_decision {
    LOT_DECISION_PANEL, /* there is a heavier panel */
    LOT_DECISION_BOUND, /* there is none, and this proves it */
    LOT_DECISION_LIMIT  /* the limit of nodes came first */
} lot_decision;

/*
 * The model must outlive it; classes may be shut out of the model meanwhile.
 * LOT_FAILURE: no memory. Free with lot_branch_free().
 */
lot_status lot_branch_new(lot_branch **out, const lot_model *model, lot_error *error);

void lot_branch_free(lot_branch *branch); /* NULL is fine */

/* The bounds of a row of the model changed: take them over. Cannot fail. */
void lot_branch_take_row(lot_branch *branch, uint32_t row);

/* End a decision with LIMIT after so many nodes, not the usual limit. Cannot fail. */
void lot_branch_limit(lot_branch *branch, uint32_t nodes);

/* How many nodes the last decision made. Cannot fail. */
uint32_t lot_branch_nodes(const lot_branch *branch);

/*
 * Is there a panel with sum weight c above `upper`? weight: [classes->count], sums of a panel below
 * 2^62. PANEL: it is in seats [classes->count]. BOUND: *bound proves upper; clear it with
 * lot_bound_clear(). LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_branch_decide(lot_branch *branch, lot_decision *decision, int64_t *seats,
                             lot_bound *bound, const int64_t *weight, int64_t upper,
                             const lot_progress *progress, lot_error *error);

/*
 * A panel that weighs much, without proof: the LP's optimum, rounded by a walk. weight: as above.
 * *found is false when the walk finds none: that proves nothing.
 */
lot_status lot_branch_guess(lot_branch *branch, bool *found, int64_t *seats, const int64_t *weight,
                            lot_error *error);

#endif
