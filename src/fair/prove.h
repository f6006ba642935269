/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rounds and absences to a proof and what it says in one number: prove.c. */
#ifndef CIVICLOT_FAIR_PROVE_H
#define CIVICLOT_FAIR_PROVE_H

#include "fair/reach.h"
#include "fair/rounds.h"

/*
 * The fraction itself where both parts are below 2^62, else one a little below it; of one that is
 * not below 0. Cannot fail.
 */
lot_fraction lot_fraction_of(mpq_srcptr rational);

/* Make the proof of settled rounds; takes over their bounds. LOT_FAILURE: no memory. */
lot_status lot_proof_make(lot_proof **out, lot_rounds *rounds, lot_absences *absences,
                          const lot_fair_options *wish, lot_error *error);

/*
 * What the rounds so far prove of the objective: lot_finding.bound. Without any round it is what
 * follows from seats and people alone. chance: [classes] of the lottery, whether the rounds settled
 * them or not; only nash looks at it. Cannot fail.
 */
lot_fraction lot_proof_bound(const lot_rounds *rounds, const lot_model *model, const double *chance,
                             const lot_fair_options *wish);

#endif
