/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values: which quota row a cell of a people file counts for, in one feature.
 *
 * Every cell that was seen is remembered by its bytes, so that a million cells are folded once for
 * each way of writing a value.
 */
#ifndef CIVICLOT_POOL_VALUES_H
#define CIVICLOT_POOL_VALUES_H

#include "civiclot/problems.h"
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

/*
 * Set *quota to the row that `cell` folds to, or to LOT_NO_VALUE: then the row is remembered, to be
 * told. The cell must live until then. LOT_FAILURE: no memory.
 */
lot_status lot_values_find(uint32_t *quota, lot_values *values, const char *cell,
                           uint32_t row_number, lot_error *error);

/* Add what was no value to `problems`, grouped: lot_unknown_tell(). Once, and last. */
void lot_values_tell(lot_values *values, const char *file, const char *column,
                     uint32_t people_count, lot_problems *problems);

#endif
