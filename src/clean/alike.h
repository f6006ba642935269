/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alike: what differs in two addresses, and whether it may be a slip. */
#ifndef CIVICLOT_CLEAN_ALIKE_H
#define CIVICLOT_CLEAN_ALIKE_H

#include "civiclot/near_homes.h"
#include "clean/address.h"

/* Are two different addresses almost the same? near: reasons and cost out. Cannot fail. */
bool lot_alike(lot_near_pair *near, const lot_address *a, const lot_address *b);

#endif
