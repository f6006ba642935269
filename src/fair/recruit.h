/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which people to recruit: recruit.c. */
#ifndef CIVICLOT_FAIR_RECRUIT_H
#define CIVICLOT_FAIR_RECRUIT_H

#include "civiclot/fair.h"

/*
 * Find the least number of people, all with the same answers and each in a household of their own,
 * who make a panel possible, and these answers: of several the first by the order of the quotas.
 * *found is false when LOT_RECRUITS_MOST such people would not help, or, with change->gap above 0,
 * when the search took too many steps.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED. Free change->values.
 */
lot_status lot_recruit(lot_change *change, bool *found, const lot_quotas *quotas,
                       const lot_classes *classes, uint32_t seats, const lot_progress *progress,
                       lot_error *error);

#endif
