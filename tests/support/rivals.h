/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rivals: other ways to choose reserves, to compare with. Each returns types, [count], that have
 * people; the caller frees them. They differ with *random.
 */
#ifndef CIVICLOT_SUPPORT_RIVALS_H
#define CIVICLOT_SUPPORT_RIVALS_H

#include "civiclot/reserves.h"

typedef struct lot_rival_question {
    const lot_quotas *quotas;
    uint32_t seats;
    const lot_candidates *candidates;
    const uint32_t *panel; /* [seats][features_count] values */
    uint32_t count;        /* reserves */
} lot_rival_question;

typedef uint32_t *lot_rival(const lot_rival_question *question, uint64_t *random);

/* Anybody. */
lot_rival lot_rival_random;

/* As near as exchanges come to the quotas, scaled to so many reserves: floor and ceiling. */
lot_rival lot_rival_scaled;

/* For members of the panel in a random order, who differs from each in the fewest features. */
lot_rival lot_rival_greedy;

#endif
