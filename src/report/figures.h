/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures that the summary and the pages share.
 */
#ifndef CIVICLOT_REPORT_FIGURES_H
#define CIVICLOT_REPORT_FIGURES_H

#include "civiclot/report.h"

enum { LOT_MEAN_WHOLE = 10000 };

/* How the people of a pool, those drawn, and the panel as it is by now spread over the quotas'
 * values. */
typedef struct lot_tally {
    uint32_t *pool;  /* [quotas->count] people */
    uint32_t *drawn; /* [quotas->count] people; zeros before the draw */
    uint32_t *now;   /* [quotas->count] who has a seat by now: lot_report_has_seat() */
} lot_tally;

/* Count all. LOT_FAILURE: no memory. Free with lot_tally_free(). */
lot_status lot_tally_make(lot_tally *out, const lot_report *report, lot_error *error);

void lot_tally_free(lot_tally *tally);

/* Count the households with several people in the pool. LOT_FAILURE: no memory. */
lot_status lot_report_shared_households(uint32_t *count, const lot_report *report,
                                        lot_error *error);

/* The people that ticket row draw->row draws: [panels->seats], ascending. Needs a draw. */
const uint32_t *lot_report_drawn(const lot_report *report);

/* Attempt `index` of the report's list, drawn where the report says so by now. Cannot fail. */
lot_report_attempt lot_report_attempt_at(const lot_report *report, uint32_t index);

/*
 * The geometric mean as an integer over LOT_MEAN_WHOLE: coarse enough that the last bits of a
 * machine's logarithm are never seen.
 */
uint64_t lot_figures_mean(const lot_figures *figures);

/*
 * n / seats * greatest + gamma * seats / n / least, in millionths, rounded up; n are the people who
 * are in some panel, gamma is the finding's. False where somebody of them has no ticket: there is
 * no such number then. Cannot fail.
 */
bool lot_figures_goldilocks(uint64_t *millionths, const lot_figures *figures,
                            const lot_report *report);

/* Is `person` among `members`, [count] ascending? Cannot fail. */
bool lot_members_have(const uint32_t *members, uint32_t count, uint32_t person);

#endif
