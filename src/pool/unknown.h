/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unknown: cells of one feature's column that are no value in the quotas, grouped, so that one
 * misspelt quota is one problem, however many rows it concerns.
 *
 *   U1  cells are in one group when, and only when, they fold to the same: blank cells are one;
 *   U2  what is told does not grow with the file: at most LOT_UNKNOWN_SHOWN groups in words, the
 *       others together in one line.
 */
#ifndef CIVICLOT_POOL_UNKNOWN_H
#define CIVICLOT_POOL_UNKNOWN_H

#include "civiclot/problems.h"
#include "civiclot/quota.h"

enum { LOT_UNKNOWN_SHOWN = 20 };

typedef struct lot_unknown lot_unknown;

/*
 * values: [count] the feature's quota rows, which must live longer.
 * NULL when there is no memory. Free it with lot_unknown_free().
 */
lot_unknown *lot_unknown_new(const lot_quota *values, uint32_t count);

/* Free the groups. NULL is fine. */
void lot_unknown_free(lot_unknown *unknown);

/*
 * Set *group to the number of the group of a cell, which is new when no such was seen before.
 * cell: is shown as the group's, and must live until it is told. folded: lot_fold() of it.
 * False: no memory.
 */
bool lot_unknown_add(uint32_t *group, lot_unknown *unknown, const char *cell, const char *folded);

/* Count one more row of a group. Cannot fail. */
void lot_unknown_meet(lot_unknown *unknown, uint32_t group, uint32_t row_number);

/*
 * Add a problem for each group, those of most rows first: in which rows, and which value may be
 * meant: one at most two letters away, and by less than half of its letters. Which values there
 * are stands in the first alone. Where most people are concerned, the quotas are doubted before.
 * file, column: as the user named them. Once, and last: the groups are put in another order.
 */
void lot_unknown_tell(lot_unknown *unknown, const char *file, const char *column,
                      uint32_t people_count, lot_problems *problems);

#endif
