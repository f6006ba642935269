/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All reserves of so many people, where they are few enough to look at one by one. */
#ifndef CIVICLOT_LOTTERY_RESERVES_ALL_H
#define CIVICLOT_LOTTERY_RESERVES_ALL_H

#include "civiclot/reserves.h"

/*
 * Look at all reserves of `count` people where there are few. *all: all were looked at, and each
 * call-up was proven the best. types[count] and *deviation are then those of the least deviation;
 * of these those of most people, so that more people may be the one; of these the first, as
 * ascending rows of types compare: docs/reserves.md, "Choice". Where not *all, they are written
 * only where less than *deviation was found. LOT_FAILURE: no memory.
 */
lot_status lot_reserves_try_all(bool *all, uint32_t *types, uint64_t *deviation,
                                const lot_reserve_question *question, uint32_t count,
                                lot_error *error);

#endif
