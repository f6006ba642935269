/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proof: why no lottery is fairer than the chances it lists. Whole numbers only; it is checked
 * with additions and multiplications, without a solver and without trusting who made it.
 *
 * A bound says of every panel's composition c, for whole weights of any sign,
 *
 *     sum_t weight[t] c[t]  <=  upper.
 *
 * It is proven by a tree. An inner node says that c[class] is either at most `at` or more than that
 * (c is whole). A leaf knows of boxes low[t] <= c[t] <= high[t], gathered on the way from the root
 * (0 .. cap[t] there), and holds a scale D >= 1 and whole multipliers a (of the seats) and b[q] (of
 * each quota), ANY numbers. With r[t] = D weight[t] - a - sum of b[q] over the values of class t,
 *
 *     sum_t D weight[t] c[t]  <=  a seats + sum_q max(b[q] min[q], b[q] max[q]) + sum_h best(h)
 *
 * where best(h) is the most that sum r[t] c[t] over the classes of household kind h can be within
 * the boxes when the kind seats at most limit[h] people; the leaf holds nothing at all when a box
 * is empty or the low ends of a kind exceed its limit. A leaf is proven when it holds nothing or
 *
 *     the right-hand side  <=  D (upper + 1) - 1        (sum weight c is whole).
 *
 * What bounds prove together, with n[t] people in class t and p[t] the chance of each:
 *
 *   Absent classes. A bound whose only weight is 1, on class t, with upper 0: the class is in no
 *   panel. The absent classes are proven in their order; those before count with cap 0.
 *
 *   Rounds, in order. Each fixes the classes S whose `round` it is; they all have its chance z.
 *   LEAST: weight > 0 on all of S. On classes fixed by earlier LEAST or GREATEST rounds any weight;
 *   on all others 0, or below 0 where a ceiling M is proven (no chance is above M: it counts as M).
 *   Then no lottery that gives the classes fixed earlier their chances and nobody more than M gives
 *   everyone of S more than
 *
 *       (upper - sum of weight[t] n[t] (p[t] or M) over classes outside S) / sum_S weight[t] n[t].
 *
 *   GREATEST: weight < 0 on all of S; on others that are not fixed 0, or above 0 where a floor F is
 *   proven. No lottery ... gives everyone of S less than
 *
 *       (sum of weight[t] n[t] (p[t] or F) over classes outside S - upper) / sum_S -weight[t] n[t].
 *
 *   Both say what S could have together. What they leave open, times sum_S |weight[t]| n[t], could
 *   all fall to one class of S: so nobody of S could have more (or less) by as much over
 *   |weight[t]| n[t], the others having z. The least of these divisors counts: else a round could
 *   fix at z, by a weight that is next to nothing, who could have far more.
 *
 *   FLOOR (maximin's first round) is LEAST; its chance z becomes the floor F, and S are the classes
 *   whose chance is z, weights on any of those, all >= 0 and some > 0: whoever has z at the end.
 *   CEILING (minimax's first round) is GREATEST; its chance becomes the ceiling M, likewise.
 *   MEAN (nash): weights >= 0. With s = min over t of weight[t] p[t], no lottery has a geometric
 *   mean above upper / (n s) times that of p. All classes that are not absent are its own.
 *   BAND (goldilocks, one or two rounds): weights of any sign. Summed over the BAND rounds, each
 *   taken `times` times, A = sum of positive weight[t] n[t], B = of negative ones, U = of upper,
 *   and n the people who are not absent: no lottery has
 *
 *       n / seats * greatest + gamma * seats / n / least  <  2 sqrt(gamma A / B) - n / seats U / B.
 *
 *   The greatest chance of p becomes the ceiling M; the classes that have it are of the last BAND
 *   round.
 *
 * Which rounds there are: leximin LEAST...; maximin FLOOR GREATEST...; minimax CEILING LEAST...;
 * goldilocks BAND [BAND] LEAST...; nash MEAN; legacy none.
 *
 * What bounds do not say, a checker sees of the chances: they are fractions from 0 to 1; those of
 * all people sum to the seats, but for 2^-50 a person; every class is absent or fixed by a round,
 * and every round but the first of two BAND fixes one. The LEAST rounds stand in the order of their
 * chances upwards, the GREATEST downwards; nobody who is not absent is below F or above M. Else a
 * round could tell the best for some at the cost of others. No round has a weight on an absent
 * class, MEAN has one above 0 on all others, and BAND's B and bound are above 0.
 */
#ifndef CIVICLOT_PROOF_H
#define CIVICLOT_PROOF_H

#include "civiclot/lottery.h"

#define LOT_NO_CLASS UINT32_MAX
#define LOT_NO_ROUND UINT32_MAX

/* A node of a tree, in preorder: what is below follows its node. */
typedef struct lot_proof_node {
    uint32_t class; /* c[class] <= at: the next node; above: the node `above`. A leaf: LOT_NO_CLASS
                     */
    uint32_t at;
    uint32_t above; /* index of a node, after this one and all that follows from `below` */
    uint32_t leaf;  /* a leaf's number, from 0 */
} lot_proof_node;

typedef struct lot_weight {
    uint32_t class;
    int64_t weight; /* not 0 */
} lot_weight;

/* A bound and its tree. */
typedef struct lot_bound {
    uint32_t weights_count;
    lot_weight *weights; /* [weights_count] classes ascending */
    int64_t upper;
    uint32_t nodes_count; /* at least 1 */
    uint32_t leaves_count;
    lot_proof_node *nodes; /* [nodes_count] */
    uint64_t *scales;      /* [leaves_count] D of each leaf, at least 1 */
    int64_t *multipliers;  /* [leaves_count][1 + quotas]: a, then b of each quota row */
} lot_bound;

typedef enum lot_round_kind {
    LOT_ROUND_LEAST,
    LOT_ROUND_GREATEST,
    LOT_ROUND_FLOOR,
    LOT_ROUND_CEILING,
    LOT_ROUND_MEAN,
    LOT_ROUND_BAND
} lot_round_kind;

typedef struct lot_round {
    lot_round_kind kind;
    uint64_t times; /* BAND; else 1 */
    lot_bound bound;
} lot_round;

typedef struct lot_proof {
    lot_objective objective;
    uint64_t gamma_millionths; /* goldilocks; else 0 */
    uint32_t seats;
    uint32_t classes_count;
    uint32_t quotas_count;
    uint32_t absent_count;
    uint32_t *absent;     /* [absent_count] classes, in the order in which they are proven */
    lot_bound *absences;  /* [absent_count] */
    lot_fraction *chance; /* [classes_count] of each member; 0 of absent classes */
    uint32_t *round;      /* [classes_count] that fixes the class; LOT_NO_ROUND: absent */
    uint32_t rounds_count;
    lot_round *rounds; /* [rounds_count] */
} lot_proof;

/* What a proof leaves open, found while checking it. */
typedef struct lot_proof_result {
    /*
     * The largest distance of a round's chance from what the round proves, in units of 2^-60,
     * rounded up: what is claimed is the optimum to within this much at every round. Of LEAST and
     * GREATEST it is the larger distance that is open for each of S, at most 1: see above. Of nash:
     * how far upper / (n s) is from 1. Of goldilocks: how far the value of p is from the bound, as
     * a part of that value, or a later round's distance if that is more. Either way, as a chance
     * that no lottery gives is none that is proven. A distance of 1 or more, of nash of 16 or more,
     * is a failure (of LEAST and GREATEST: the distance of all of S together). Sums of fractions
     * are rounded up term by term: some units more than the exact gap.
     */
    uint64_t gap;
    uint32_t gap_round; /* where */
    uint32_t branched;  /* how many bounds need more than their root */
} lot_proof_result;

/*
 * Check a proof against quotas and classes, in 128-bit integers.
 * LOT_NOT_VERIFIED, naming the first bound or round that proves nothing, or where a sum overflows;
 * LOT_FAILURE when there is no memory. Trees may be of any depth: nothing recurses.
 */
lot_status lot_proof_check(lot_proof_result *result, const lot_proof *proof,
                           const lot_quotas *quotas, const lot_classes *classes, lot_error *error);

/*
 * Is that gap small enough to call the chances proven? Of nash, whose gap is a ratio, below 10^-6;
 * of the others below 10^-9, which is little beside the chances of a million people, too. Of
 * legacy never. Cannot fail.
 */
bool lot_gap_is_proven(lot_objective objective, uint64_t gap);

/* Free what a bound holds. */
void lot_bound_clear(lot_bound *bound);

void lot_proof_free(lot_proof *proof); /* NULL is fine */

#endif
