/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agree: what to tell about tables that count the same people and do not quite agree. */
#ifndef CIVICLOT_PLAN_AGREE_H
#define CIVICLOT_PLAN_AGREE_H

#include "plan/counts.h"

/*
 * Add lines to *notices: totals that differ, shares that do not add up, values and combinations
 * with nobody, and how well the population meets all tables. population: read from `counts`.
 * LOT_FAILURE: no memory.
 */
lot_status lot_agree_tell(lot_text *notices, const lot_counts *counts,
                          const lot_population *population, lot_error *error);

#endif
