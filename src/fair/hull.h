/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels that are known (hull.c), and mixtures of them, by column generation (raise.c). */
#ifndef CIVICLOT_FAIR_HULL_H
#define CIVICLOT_FAIR_HULL_H

#include "civiclot/lottery.h"
#include "fair/branch.h"

#include <gmp.h>

/* The panels known so far, and a mixture of them. */
typedef struct lot_hull {
    const lot_model *model;
    lot_branch *branch;
    lot_compositions *compositions; /* tickets are unused */
    size_t room;
    double *share; /* [compositions->count] of the last mixture, sum 1; 0 of panels added since */
    size_t share_room;
} lot_hull;

/* A hull without panels. The model must outlive it. LOT_FAILURE: no memory. */
lot_status lot_hull_new(lot_hull **out, const lot_model *model, lot_error *error);

void lot_hull_free(lot_hull *hull); /* NULL is fine */

/* Add a panel, seats[t] of [classes->count]. LOT_FAILURE: no memory. */
lot_status lot_hull_add(lot_hull *hull, const int64_t *seats, lot_error *error);

/* Add panels of a list, those that are not known. LOT_FAILURE: no memory. */
lot_status lot_hull_add_all(lot_hull *hull, const lot_compositions *list, lot_error *error);

/* How many seats of an ascending list [count], at least 1, are of the first one's class. */
uint32_t lot_seats_alike(const uint32_t *seat, uint32_t count);

/* The chances that the last mixture gives: chance [classes]. Cannot fail. */
void lot_hull_chances(double *chance, const lot_hull *hull);

/* The largest weight of any panel known. Cannot fail. */
int64_t lot_hull_heaviest(const lot_hull *hull, const int64_t *weight);

/*
 * Add panels, by guesses, for classes that are in none that is known, as far as that goes quickly.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_hull_cover(lot_hull *hull, const lot_progress *progress, lot_error *error);

/*
 * What a mixture is asked for: every class has at least level[t] + rise[t] z seats, z as large as
 * can be; or with `least` false at most level[t] + rise[t] z, z as small as can be.
 */
typedef struct lot_target {
    bool least;
    const double *level; /* [classes] */
    const double *rise;  /* [classes] at least 0, some positive */
    const double *limit; /* [classes] the most seats, for `least` false the fewest; NULL: none */
    double enough;       /* a z that ends the search, without a proof */
    uint32_t guesses;    /* not 0: so many panels at most are sought, by guesses alone: no proof */
    mpq_t *exact_level;  /* [classes] level and limit as fractions; NULL: doubles will do */
    mpq_t *exact_limit;
} lot_target;

/*
 * What was found. weight: [classes], owned by the caller: whole numbers in proportion to the
 * multipliers, exactly so where `whole`; `bound` proves that no panel weighs more than the
 * heaviest known. Clear it with lot_bound_clear().
 */
typedef struct lot_raised {
    double z;
    int64_t *weight;
    bool whole;
    bool exact;    /* exact_z is z, as a fraction */
    mpq_t exact_z; /* initialised by the caller, where exact levels are given */
    lot_bound bound;
} lot_raised;

/*
 * Raise a mixture to the target, over all panels there are. LOT_FAILURE: no memory, solver;
 * LOT_INTERRUPTED. The hull must not be empty.
 */
lot_status lot_hull_raise(lot_raised *out, lot_hull *hull, const lot_target *target,
                          const lot_progress *progress, lot_error *error);

/*
 * Turn shares into whole tickets near everyone's chance (mixture.c). This cannot fail, but somebody
 * may stay off by more than a ticket. The compositions' tickets are written; those with none are
 * dropped. LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_mixture_round(lot_hull *hull, const double *chance, uint64_t tickets,
                             const lot_progress *progress, lot_error *error);

#endif
