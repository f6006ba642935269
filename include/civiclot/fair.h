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
typedef enum lot_part { LOT_PART_MIN, LOT_PART_MAX, LOT_PART_HOUSEHOLD } lot_part;

typedef struct lot_conflict_part {
    lot_part part;
    uint32_t quota; /* index of the quota row; of a household 0 */
    uint32_t first; /* of a household: its people are [first, end) of lot_conflict.people */
    uint32_t end;
} lot_conflict_part;

/*
 * Quotas, and households that may send only so many, that no panel can meet together, none of
 * which can be left out: drop any one of them and a panel exists.
 *   F1  minima and maxima come first, in the order of the quotas, then households;
 *   F2  `proof` proves it by lot_conflict_check(): a bound without weights, `upper` -1.
 */
typedef struct lot_conflict {
    uint32_t count; /* 0: not even the seats can be filled */
    lot_conflict_part *parts;
    uint32_t *people; /* of the households */
    lot_bound proof;
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
 * Is there a panel at all, without saying why not? A "no" is proven, and the proof checked.
 * LOT_FAILURE when the solver fails or takes too many steps; LOT_INTERRUPTED.
 */
lot_status lot_panel_exists(bool *exists, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error);

/*
 * Check a conflict's proof, in whole numbers: no panel meets its parts, whatever else is left out.
 * It says nothing of whether a part could be left out. LOT_NOT_VERIFIED; LOT_FAILURE: no memory.
 */
lot_status lot_conflict_check(const lot_conflict *conflict, const lot_quotas *quotas,
                              const lot_classes *classes, uint32_t seats, lot_error *error);

/*
 * Add the conflict to *words, in sentences, with the numbers of the pool. rows: [people] row
 * numbers of the people file.
 */
lot_status lot_conflict_describe(lot_text *words, const lot_conflict *conflict,
                                 const lot_quotas *quotas, const lot_classes *classes,
                                 const uint32_t *rows, uint32_t seats, lot_error *error);

/* One bound of a quota, changed. */
typedef struct lot_shift {
    uint32_t quota;
    lot_part part; /* LOT_PART_MIN or LOT_PART_MAX */
    uint32_t from;
    uint32_t to;
} lot_shift;

/* What gives way so that there is a panel. */
typedef enum lot_change_kind {
    LOT_CHANGE_QUOTAS,    /* minima go down or maxima up */
    LOT_CHANGE_MINIMA,    /* only minima */
    LOT_CHANGE_MAXIMA,    /* only maxima */
    LOT_CHANGE_HOUSEHOLD, /* one more of a household; the quotas stay */
    LOT_CHANGE_SEATS,     /* one seat fewer; the quotas stay */
    LOT_CHANGE_RECRUIT    /* more people with the same answers; the quotas stay */
} lot_change_kind;

enum { LOT_CHANGE_KINDS = 6, LOT_RECRUITS_MOST = 50 };

/*
 * A smallest change of its kind: nothing less of the same kind makes a panel exist.
 *
 * Of quotas: the sum over minima of (1 + 2 / min) for each seat down, and over maxima of 1 for each
 * seat up, each times the quota's priority, is as small as can be. A minimum of 0 does not change;
 * no minimum goes below min_flex, no maximum above max_flex or the seats. Among changes that cost
 * the same: the fewest targets; then those that come first in the file, a minimum before the
 * maximum of its row; then as much as can be on the first of them, then on the next. Where a search
 * comes to its limit, ties may be broken otherwise, and the gap says how much less might do.
 */
typedef struct lot_change {
    lot_change_kind kind;
    uint32_t targets_count; /* of quotas; else 0 */
    lot_shift *targets;     /* in the order of the file */
    uint64_t cost;          /* of quotas, in millionths, rounded */
    uint64_t gap;           /* in millionths, rounded up: what a change may cost less; 0: proven */
    uint32_t number;        /* most of a household; seats; people to recruit */
    uint32_t *values;       /* of who to recruit: a quota row of each feature; else NULL */
} lot_change;

typedef struct lot_changes {
    uint32_t count;                    /* 0: no change that is looked for helps */
    bool unsearched[LOT_CHANGE_KINDS]; /* this search took too many steps: there may be one */
    lot_change list[LOT_CHANGE_KINDS]; /* those of quotas first, the cheapest first */
} lot_changes;

/*
 * Find the smallest change of each kind, where there is no panel. Kinds that cannot help, or change
 * the same as one before, are left out. LOT_FAILURE: solver, no memory; LOT_INTERRUPTED.
 * Free *out with lot_changes_free().
 */
lot_status lot_find_changes(lot_changes **out, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error);

void lot_changes_free(lot_changes *changes); /* NULL is fine */

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
