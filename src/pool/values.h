/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values: which quota row a cell of a people file counts for, in one feature.
 *
 * Every cell that was seen is remembered by its bytes, so that a million cells are folded once for
 * each way of writing a value.
 */
#ifndef CIVICLOT_POOL_VALUES_H
#define CIVICLOT_POOL_VALUES_H

#include "civiclot/quota.h"

#define LOT_NO_VALUE UINT32_MAX

typedef struct lot_values lot_values;

/*
 * The values of feature `feature`; keeps `quotas`, which must live longer.
 * *out is NULL on failure (no memory); free it with lot_values_free().
 */
lot_status lot_values_new(lot_values **out, const lot_quotas *quotas, uint32_t feature,
                          lot_error *error);

/* Free the values. NULL is fine. */
void lot_values_free(lot_values *values);

/* Set *quota to the row that `cell` folds to, or to LOT_NO_VALUE. LOT_FAILURE: no memory. */
lot_status lot_values_find(uint32_t *quota, lot_values *values, const char *cell, lot_error *error);

/*
 * Add to a message that `cell` is not one of the values, which there are, and which one may be
 * meant: a value at most two letters away, and by less than half of its letters.
 */
void lot_values_put_unknown(lot_text *words, const lot_values *values, const char *cell);

#endif
