/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alike: what differs in two addresses, and whether it may be a slip. */
#ifndef CIVICLOT_ALIKE_ALIKE_H
#define CIVICLOT_ALIKE_ALIKE_H

#include "alike/address.h"
#include "civiclot/near_homes.h"

/* Are two different addresses almost the same? near: reasons and cost out. Cannot fail. */
bool lot_alike(lot_near_pair *near, const lot_address *a, const lot_address *b);

#endif
