/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-up: which reserves take the seats of those who left. Integers only, no solver: whoever has
 * the reserves in their order and what is left of the panel finds the same people, by any method.
 *
 * The deviation of a panel is, over all quota rows, how many seats it holds below the minimum or
 * above the maximum, times the row's priority (1 where the quotas have none); and one for each
 * vacant seat.
 *
 * Of all ways to call at most as many reserves as there are vacant seats, those are right
 *   U1  that have the least deviation;
 *   U2  among these, that fill most seats;
 *   U3  among these, the one that calls the first reserve in order, if any of them does; then the
 *       second, if any of those does; and so on.
 * U1 to U3 leave one way. Reserves of one household, or of a panel member's, must not be among
 * those given where per_household forbids them to sit together: see reserves.h.
 */
#ifndef CIVICLOT_CALLUP_H
#define CIVICLOT_CALLUP_H

#include "civiclot/quota.h"

/* Steps of the search, far beyond what 40 reserves need: see docs/reserves.md. */
enum { LOT_CALL_UP_STEPS = 20000000 };

typedef struct lot_vacancy {
    const lot_quotas *quotas;
    uint32_t seats;
    const uint32_t *left; /* [quotas->count] seats that those who stay give to each value */
    uint32_t seated;      /* those who stay, at most `seats` */
} lot_vacancy;

typedef struct lot_call_up_result {
    uint64_t deviation; /* when the called sit */
    uint32_t called_count;
    bool proven; /* U1 to U3 hold. false: the search took too many steps, and these are good */
} lot_call_up_result;

/* The deviation of a panel as it is. LOT_FAILURE: no memory. */
lot_status lot_panel_deviation(uint64_t *deviation, const lot_vacancy *panel, lot_error *error);

/*
 * Call up. reserves: [count] the values [quotas->features_count] of each, in the order of reserves.
 * steps: at most so many, LOT_CALL_UP_STEPS but in simulations. called: [count] out.
 * LOT_FAILURE: no memory.
 */
lot_status lot_call_up(bool *called, lot_call_up_result *result, const lot_vacancy *vacancy,
                       const uint32_t *const *reserves, uint32_t count, uint64_t steps,
                       lot_error *error);

#endif
