/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Optimum: how near a lottery is to the best there is, in the words of its objective.
 *
 *   O1  what is called proven is what finding.bound and finding.gap say (lottery.h, F1 and F3),
 *       which rest on a proof in integers that was checked, and that others can check: a bound
 *       without a certificate (not is_certified) was computed, and is called just that;
 *   O2  "the fairest" is said only of what is_proven: never of a run that a time limit ended, never
 *       of legacy.
 */
#ifndef CIVICLOT_REPORT_OPTIMUM_H
#define CIVICLOT_REPORT_OPTIMUM_H

#include "report/figures.h"

/* The figure that an objective's bound is about. */
typedef enum lot_measure {
    LOT_MEASURE_LEAST,    /* the least chance */
    LOT_MEASURE_GREATEST, /* the greatest */
    LOT_MEASURE_MEAN,     /* the geometric mean */
    LOT_MEASURE_VALUE,    /* goldilocks' own: lot_figures_goldilocks() */
    LOT_MEASURE_NONE      /* legacy: nothing is proven */
} lot_measure;

lot_measure lot_optimum_measure(lot_objective objective);

/* Is the measure a chance, that a line on a scale of chances can show? Cannot fail. */
bool lot_optimum_bounds_chances(lot_objective objective);

/*
 * Are the computed chances proven to be the fairest, but for what rounding leaves open? That is
 * below 10^-6; of goldilocks, below 10^-9. Cannot fail.
 */
bool lot_optimum_is_proven(const lot_finding *finding);

/*
 * Does a certificate that is published show the bound to others? Not that of a run which a time
 * limit ended, of legacy, or of a civiclot that kept no proofs. Cannot fail.
 */
bool lot_optimum_is_certified(const lot_finding *finding);

/* Whom the least chance and its bound are about: "everybody who can sit on a panel". Static. */
const char *lot_optimum_everybody(const lot_figures *figures);

/* Add what the bound says: "no lottery can give everybody more than 8.220 % (6/73)". Not legacy. */
void lot_optimum_put_bound(lot_text *words, const lot_finding *finding, const lot_figures *figures);

/* Add what the tickets achieve of the measure: "the least chance here is 8.2 %". Not legacy. */
void lot_optimum_put_achieved(lot_text *words, const lot_report *report,
                              const lot_figures *figures);

/* Add how far it is proven: "each of 5 rounds of leximin in integers, to within 10^-9". */
void lot_optimum_put_proof(lot_text *words, const lot_finding *finding);

/* Add how many bounds need more than their root, where any does; begins with a space. */
void lot_optimum_put_cases(lot_text *words, const lot_finding *finding);

/* Add how a lottery was found, for people who do not know the words of the field. */
void lot_optimum_put_path(lot_text *words, const lot_finding *finding);

/* Add so many thousandths of a ticket: "0.981 tickets". */
void lot_optimum_put_millitickets(lot_text *words, uint64_t millitickets);

#endif
