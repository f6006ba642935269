/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search: a good plan, found by exchanging people. */
#ifndef CIVICLOT_SEATING_SEARCH_H
#define CIVICLOT_SEATING_SEARCH_H

#include "seating/plan.h"

/*
 * Search from a plan that is seated. best: [sessions][people] out, the best groups that were seen.
 * good_enough: a score that ends the search, as none is better. random: of core/random.h.
 */
lot_status lot_seating_search(uint32_t *best, lot_score *score, lot_plan *plan,
                              const lot_score *good_enough, uint64_t *random, lot_error *error);

#endif
