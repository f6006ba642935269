/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of sentences about plans, that text and page share. */
#ifndef CIVICLOT_REPORT_PLAN_TELL_H
#define CIVICLOT_REPORT_PLAN_TELL_H

#include "civiclot/plan_report.h"

/* "91.2 to 93.4 %" */
void lot_plan_put_interval(lot_text *words, const lot_interval *interval);

/* Hundredths of the currency, grouped: "7,600.00". */
void lot_plan_put_amount(lot_text *words, uint64_t hundredths);

/* "7,450 letters (7,300 to 7,600), cost 7,077.50", or why there is no number. */
void lot_plan_put_needed(lot_text *words, const lot_plan_report *report, const lot_needed *needed);

/* "area North: at least 12 seats" */
void lot_plan_put_bound(lot_text *words, const lot_quotas *quotas, uint32_t bound);

/* What the best split of the letters would do, next to the one given; a sentence or two. */
void lot_plan_put_split(lot_text *words, const lot_plan_report *report);

#endif
