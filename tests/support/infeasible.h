/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pools whose quotas no panel meets, and what must hold of the conflict and the changes that are
 * found for them. Same seed, same pool.
 */
#ifndef CIVICLOT_SUPPORT_INFEASIBLE_H
#define CIVICLOT_SUPPORT_INFEASIBLE_H

#include "civiclot/fair.h"
#include "oracle/relax.h"
#include "support/generate.h"

typedef struct lot_test_infeasible {
    uint64_t seed;
    lot_test_case *made; /* its quotas are tightened */
    lot_classes *classes;
    lot_oracle oracle;
    bool tiny; /* small enough to list all sets of people */
} lot_test_infeasible;

/* False when the seed gives a pool that has a panel. Free with lot_test_infeasible_free(). */
bool lot_test_infeasible_make(lot_test_infeasible *out, uint64_t seed);

void lot_test_infeasible_free(lot_test_infeasible *pool);

/* What was seen, for tests that want to know whether all of it came up. */
typedef struct lot_test_seen {
    uint32_t pools;
    uint32_t households;  /* conflicts with a household */
    uint32_t branched;    /* conflicts whose proof tells cases apart */
    uint32_t unrelaxable; /* no change of quotas helps */
    uint32_t several;     /* smallest changes of several targets */
    uint32_t recruits;
    uint32_t housemates;
    uint32_t seats;
} lot_test_seen;

/*
 * Check conflict and changes against the oracle; what is wrong is printed, with the seed, and gives
 * false.
 */
bool lot_test_infeasible_check(lot_test_seen *seen, const lot_test_infeasible *pool);

#endif
