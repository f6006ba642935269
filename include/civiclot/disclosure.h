/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Disclosure: how many people their values alone would tell apart. Numbers only.
 *
 * Whoever knows the values of a person finds the rows that have them: of a small group nearly, of a
 * group of one exactly the person's.
 */
#ifndef CIVICLOT_DISCLOSURE_H
#define CIVICLOT_DISCLOSURE_H

#include "civiclot/pool.h"

enum { LOT_SMALL_GROUP = 5 };

/* People that nothing tells apart. */
typedef struct lot_groups {
    uint32_t count;
    uint32_t small;  /* of fewer than LOT_SMALL_GROUP people */
    uint32_t unique; /* of one person */
} lot_groups;

typedef struct lot_disclosure {
    uint32_t people_count;
    lot_groups by_values;
    lot_groups by_home; /* by one's own values and those of everyone one lives with */
} lot_disclosure;

/* Count them. LOT_FAILURE: no memory. */
lot_status lot_disclosure_count(lot_disclosure *out, const lot_pool *pool, lot_error *error);

#endif
