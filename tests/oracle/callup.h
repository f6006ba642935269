/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every way to call up few reserves, one by one, and every set of reserves of few people. Written
 * from callup.h and reserves.h alone: it knows people, no types, and shares no code.
 */
#ifndef CIVICLOT_ORACLE_CALLUP_H
#define CIVICLOT_ORACLE_CALLUP_H

#include "civiclot/callup.h"
#include "civiclot/dropouts.h"
#include "civiclot/pool.h"

enum { LOT_ORACLE_RESERVES_MOST = 12 };

/* The deviation of a panel that holds so much, [quotas->count], with so many seated. */
uint64_t lot_oracle_deviation(const lot_quotas *quotas, uint32_t seats, const uint32_t *held,
                              uint32_t seated);

/* The set of reserves, reserve i is bit i, that U1 to U3 leave; its deviation. */
uint32_t lot_oracle_call_up(uint64_t *deviation, const lot_vacancy *vacancy,
                            const uint32_t *const *reserves, uint32_t count);

/*
 * The least sum over samples that any `count` people of the pool who may be reserves leave;
 * UINT64_MAX where there are not so many. panel: [seats] people. *ways: how many sets there are.
 */
uint64_t lot_oracle_reserves(uint64_t *ways, const lot_pool *pool, const lot_quotas *quotas,
                             const uint32_t *panel, uint32_t seats, uint32_t per_household,
                             const lot_dropouts *dropouts, uint32_t count);

#endif
