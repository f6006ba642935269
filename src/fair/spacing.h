/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether anything can cost a little less: spacing.c. */
#ifndef CIVICLOT_FAIR_SPACING_H
#define CIVICLOT_FAIR_SPACING_H

#include "civiclot/lottery.h"

/*
 * Is there no sum of whole multiples of `costs` [count], each at least 1, that is at least
 * least / units, but below the sum of times[i] costs[i]? *none is false also when there are too
 * many sums to look at. costs: in lowest terms. LOT_FAILURE: no memory.
 */
lot_status lot_no_cost_between(bool *none, const lot_fraction *costs, const uint32_t *times,
                               uint32_t count, uint64_t least, uint64_t units, lot_error *error);

#endif
