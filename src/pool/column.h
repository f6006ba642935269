/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns: found by their header, or a problem that says which ones there are.
 */
#ifndef CIVICLOT_POOL_COLUMN_H
#define CIVICLOT_POOL_COLUMN_H

#include "civiclot/table.h"

/* Does the table have a column of that name? LOT_FAILURE: no memory. */
lot_status lot_column_exists(bool *exists, const lot_table *table, const char *name,
                             lot_error *error);

/*
 * Find the column whose header folds to `name`.
 * Missing: a problem that ends in why it is needed, the first of them also in the columns there
 * are (none where the first row looks like a person's), and LOT_NO_COLUMN. There twice: a problem,
 * and the first of them. LOT_FAILURE: no memory.
 */
lot_status lot_column_need(uint32_t *column, const lot_table *table, const char *name,
                           const char *why, lot_problems *problems, lot_error *error);

#endif
