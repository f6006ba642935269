/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fair: the fairest chances, and panels that give them. Chances first, panels second.
 */
#ifndef CIVICLOT_FAIR_H
#define CIVICLOT_FAIR_H

#include "civiclot/progress.h"
#include "civiclot/proof.h"

/*
 * A lottery over compositions, and what is proven of it.
 *   S1  the tickets of the compositions sum to `tickets`;
 *   S2  `proof` was checked; its chances are the optimum but for finding.gap. NULL for legacy.
 */
typedef struct lot_solution {
    lot_finding finding;
    uint64_t tickets;
    double *chance;         /* [classes->count] of each member: the nearest double */
    lot_fraction *fraction; /* [classes->count] the same, exactly where `exact` */
    bool exact;             /* every level was solved in fractions: the chances are the optimum */
    bool *no_panel;         /* [classes->count] the class is in no panel at all */
    lot_compositions *compositions;
    lot_proof *proof;
} lot_solution;

/* One part of a reason why no panel exists. */
typedef enum lot_part { LOT_PART_MIN, LOT_PART_MAX, LOT_PART_HOUSEHOLDS } lot_part;

typedef struct lot_conflict_part {
    lot_part part;
    uint32_t quota; /* index of the quota row; for LOT_PART_HOUSEHOLDS 0 */
} lot_conflict_part;

/*
 * Quotas and rules that no panel can meet together, none of which can be left out:
 * drop any one of them and a panel exists.
 */
typedef struct lot_conflict {
    uint32_t count; /* 0: not even the seats can be filled */
    lot_conflict_part *parts;
} lot_conflict;

void lot_solution_free(lot_solution *solution); /* NULL is fine */
void lot_conflict_free(lot_conflict *conflict); /* NULL is fine */

/*
 * Is there a panel at all? *conflict is NULL when there is, or says why there is none.
 * LOT_FAILURE when the solver fails; LOT_INTERRUPTED. Free *conflict with lot_conflict_free().
 */
lot_status lot_find_conflict(lot_conflict **conflict, const lot_quotas *quotas,
                             const lot_classes *classes, uint32_t seats,
                             const lot_progress *progress, lot_error *error);

/*
 * Add the conflict to *words, in sentences, with the numbers of the pool.
 */
void lot_conflict_describe(lot_text *words, const lot_conflict *conflict, const lot_quotas *quotas,
                           const lot_classes *classes, uint32_t seats);

enum { LOT_GAMMA_ONE = 1000000, LOT_LEGACY_TICKETS_MAX = 100000 };

typedef struct lot_fair_options {
    lot_objective objective;
    uint64_t tickets;            /* 1 .. LOT_TICKETS_MAX; legacy: .. LOT_LEGACY_TICKETS_MAX */
    uint64_t gamma_millionths;   /* goldilocks: how much a low chance weighs; 0 means 1 */
    bool (*late)(void *context); /* true: end soon with the best that is proven; NULL: never */
    void *late_context;
    const lot_progress *progress;
} lot_fair_options;

/*
 * Find the fairest lottery. *out is NULL and *conflict is set when no panel exists: an answer.
 * LOT_FAILURE when the solver fails; LOT_INTERRUPTED when progress says stop.
 */
lot_status lot_solve(lot_solution **out, lot_conflict **conflict, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_fair_options *options,
                     lot_error *error);

/*
 * Write what every panel meets, as an integer program in CPLEX LP format, for whoever wants to look
 * at it with another solver: rows `seats`, `quota_N` (N-th row of the quotas, from 1) and
 * `households_N`; columns `class_N`. LOT_FAILURE when it cannot be written.
 */
lot_status lot_model_write(const char *path, const lot_quotas *quotas, const lot_classes *classes,
                           uint32_t seats, lot_error *error);

/* The name of the solver and its version: "GLPK 5.0". Static. */
const char *lot_solver_name(void);

#endif
