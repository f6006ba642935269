/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves: which people to have in reserve so that, whoever leaves, the panel stays as near to its
 * quotas as can be. Integers only, no solver.
 *
 * A type is a row of values. What helps a panel is how many reserves there are of each type: that
 * is chosen, for samples of who leaves (dropouts.h), so that the deviation after the best call-up
 * (callup.h), summed over samples, is low. Who of a type it is, is left to a lot.
 *
 * Source: Assos, Baharav, Flanigan, Procaccia 2025, "Alternates, Assemble!": the least empirical
 * mean of the L1 deviation.
 *
 * Who may be a reserve: everybody who neither is on the panel nor withdrew, but for those whose
 * household has sent one to the panel and has more members in the pool than per_household. Panel
 * and reserves together keep the household rule, and so does every call-up.
 */
#ifndef CIVICLOT_RESERVES_H
#define CIVICLOT_RESERVES_H

#include "civiclot/callup.h"
#include "civiclot/classes.h"
#include "civiclot/dropouts.h"
#include "civiclot/progress.h"

enum { LOT_RESERVES_MOST = 1000 };

/*
 * Who may be a reserve, by class and by type.
 *   R1  classes are of these people alone; people[p] is the pool's index of person p, ascending;
 *       households are numbered anew, in the order of their first candidate;
 *   R2  types are in canonical order, by the first feature in which they differ;
 *   R3  order[first[y]] .. order[first[y + 1] - 1] are the classes of type y, ascending.
 */
typedef struct lot_candidates {
    lot_classes *classes;
    uint32_t *people; /* [classes->people_count] */
    uint32_t count;   /* types */
    uint32_t *values; /* [count][classes->features_count] */
    uint32_t *size;   /* [count] people */
    uint32_t *first;  /* [count + 1] into order */
    uint32_t *order;  /* [classes->count] */
} lot_candidates;

/* Who cannot be a reserve, as people of the pool. */
typedef struct lot_taken {
    const uint32_t *panel; /* [panel_count] */
    uint32_t panel_count;
    const bool *withdrawn; /* [people_count]; NULL: nobody */
} lot_taken;

/*
 * Find who may be a reserve.
 * LOT_FAILURE: no memory. *out is NULL on failure; free it with lot_candidates_free().
 */
lot_status lot_candidates_new(lot_candidates **out, const lot_pool *pool, const lot_taken *taken,
                              uint32_t per_household, lot_error *error);

void lot_candidates_free(lot_candidates *candidates); /* NULL is fine */

/* The values of a type, [features_count]. Cannot fail. */
static inline const uint32_t *lot_candidates_values(const lot_candidates *candidates, uint32_t type)
{
    return candidates->values + (size_t)type * candidates->classes->features_count;
}

/*
 * Are there different people for all these types [count], so that no household sends more than
 * per_household? A type with two reserves stands twice. LOT_FAILURE: no memory.
 */
lot_status lot_candidates_suffice(bool *suffice, const lot_candidates *candidates,
                                  const uint32_t *types, uint32_t count, lot_error *error);

/*
 * Share the types [count], which suffice, out to classes by lot: one after the other, each of the
 * people of a type who can still be taken is as likely as the other, as long as those who are left
 * suffice for the types to come. seats: [classes->count] out: how many of each class.
 * LOT_FAILURE: no memory.
 */
lot_status lot_candidates_share(uint32_t *seats, const lot_candidates *candidates,
                                const uint32_t *types, uint32_t count, const lot_stream *stream,
                                lot_error *error);

typedef struct lot_reserve_question {
    const lot_quotas *quotas;
    uint32_t seats;
    const lot_candidates *candidates;
    const lot_dropouts *dropouts;
} lot_reserve_question;

/*
 * The reserves for 0, 1, 2, ... people, and what they leave.
 *   V1  what stands for n does not depend on how far the curve goes;
 *   V2  deviation[n] is summed over samples, each with the best call-up; where all are `exact`, it
 *       never rises with n;
 *   V3  where `proven`, no other reserves of n people leave less over these samples.
 */
typedef struct lot_reserve_curve {
    uint32_t most; /* fewer than asked for where there are no more people */
    uint32_t samples;
    uint64_t *deviation; /* [most + 1] */
    uint32_t **types;    /* [most + 1][n] ascending */
    bool *proven;        /* [most + 1] */
    bool *exact;         /* [most + 1] every call-up that deviation counts was proven the best */
} lot_reserve_curve;

/*
 * Choose reserves for up to `most` people, at most LOT_RESERVES_MOST.
 * Small questions are answered by looking at all reserves, larger ones by adding the type that
 * helps most and then exchanging types one by one as long as that helps.
 * LOT_FAILURE: no memory; LOT_INTERRUPTED. Free *out with lot_reserve_curve_free().
 */
lot_status lot_reserves_choose(lot_reserve_curve **out, const lot_reserve_question *question,
                               uint32_t most, const lot_progress *progress, lot_error *error);

void lot_reserve_curve_free(lot_reserve_curve *curve); /* NULL is fine */

/*
 * The knee: the most reserves of whom the last still lowers the deviation by at least one part in
 * `parts` of what the first lowers it by; 0 where the first does not help. Cannot fail.
 */
uint32_t lot_reserves_knee(const lot_reserve_curve *curve, uint32_t parts);

enum { LOT_KNEE_PARTS = 10 };

/*
 * The deviation that given reserves leave, summed over samples, with the best call-up in each.
 * steps: of each call-up, as in lot_call_up(). exact: NULL, or whether every call-up was proven the
 * best. LOT_FAILURE: no memory.
 */
lot_status lot_reserves_deviation(uint64_t *deviation, bool *exact,
                                  const lot_reserve_question *question, const uint32_t *types,
                                  uint32_t count, uint64_t steps, lot_error *error);

/*
 * A number that no `count` reserves of these candidates come below, summed over samples: by
 * Lagrange multipliers in whole numbers, so it holds whatever the search for it does.
 * types: [count] known reserves, near which the search starts. rounds: how long it goes.
 * LOT_FAILURE: no memory; LOT_INTERRUPTED.
 */
lot_status lot_reserves_bound(uint64_t *bound, const lot_reserve_question *question,
                              const uint32_t *types, uint32_t count, uint32_t rounds,
                              const lot_progress *progress, lot_error *error);

enum { LOT_BOUND_ROUNDS = 400 };

#endif
