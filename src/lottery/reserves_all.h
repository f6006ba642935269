/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All reserves of so many people, where they are few enough to look at one by one. */
#ifndef CIVICLOT_LOTTERY_RESERVES_ALL_H
#define CIVICLOT_LOTTERY_RESERVES_ALL_H

#include "civiclot/reserves.h"

/*
 * Look at all reserves of `count` people where there are few, and keep the first that leaves less
 * than *deviation: types[count] and *deviation are then written. *all says whether all were looked
 * at. LOT_FAILURE: no memory.
 */
lot_status lot_reserves_try_all(bool *all, uint32_t *types, uint64_t *deviation,
                                const lot_reserve_question *question, uint32_t count,
                                lot_error *error);

#endif
