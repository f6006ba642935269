/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Judge: are these the chances that an objective asks for? Decided by brute force.
 *
 *   leximin, maximin, minimax   everybody's chance is the one there is: its nearest double where
 * the chances are said to be exact, or else within 1e-7 of it; goldilocks                  worth at
 * most 1 + 1e-9 times the best value, and everybody's chance within 1e-3 of the best lottery's:
 * that close to the best value, the least chance may be off by the root of it; nash a geometric
 * mean of at least 1 - 1e-6 times the best.
 */
#ifndef CIVICLOT_ORACLE_JUDGE_H
#define CIVICLOT_ORACLE_JUDGE_H

#include "civiclot/lottery.h"
#include "oracle/brute.h"

#include <gmp.h>

typedef struct lot_claim {
    lot_objective objective;
    mpq_srcptr gamma;             /* of goldilocks */
    const double *chance;         /* [people_count] */
    const lot_fraction *fraction; /* [people_count] the chances exactly; NULL: none are claimed */
} lot_claim;

/* Is there anything to judge this objective by? */
bool lot_judge_knows(lot_objective objective);

/*
 * Judge a claim on an objective that is known. There must be a panel.
 * why: gets what is wrong, in a few words, when the answer is false.
 */
bool lot_judge(lot_text *why, const lot_claim *claim, const lot_brute *brute);

#endif
