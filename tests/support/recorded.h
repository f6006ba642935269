/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recorded: assemblies with a panel, from ../shared/data. Pools of published quotas are withheld:
 * theirs are made up, of the recorded size. Whatever goes wrong ends the test program.
 */
#ifndef CIVICLOT_SUPPORT_RECORDED_H
#define CIVICLOT_SUPPORT_RECORDED_H

#include "civiclot/lottery.h"

enum { LOT_RECORDED_COUNT = 9 };

typedef struct lot_recorded {
    const char *name;
    uint32_t seats;
    lot_quotas *quotas;
    lot_pool *pool;
    uint32_t *panel; /* [seats] people, of a lottery as it is drawn */
} lot_recorded;

/* The name of case `which`, below LOT_RECORDED_COUNT. */
const char *lot_recorded_name(uint32_t which);

/* Load or make the case; NULL where its files are not there. Free with lot_recorded_free(). */
lot_recorded *lot_recorded_make(uint32_t which, uint64_t seed);

void lot_recorded_free(lot_recorded *recorded); /* NULL is fine */

/*
 * A panel that a lottery over the pool draws, one person a household: [seats] people.
 * The caller frees it.
 */
uint32_t *lot_recorded_panel(const lot_quotas *quotas, const lot_pool *pool, uint32_t seats,
                             uint64_t *random);

/* Numbers for lot_stream. context: the state of SplitMix64, a uint64_t. */
uint64_t lot_recorded_number(void *context);

#endif
