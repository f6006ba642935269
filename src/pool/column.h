/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns: found by their header, or a problem that says which ones there are. And how a cell is
 * shown in a message.
 */
#ifndef CIVICLOT_POOL_COLUMN_H
#define CIVICLOT_POOL_COLUMN_H

#include "civiclot/table.h"

/* Does the table have a column of that name? Cannot fail. */
bool lot_column_exists(const lot_table *table, const char *name);

/*
 * The column whose header folds to `name`.
 * Missing: a problem that ends in why it is needed and lists the columns there are, and
 * LOT_NO_COLUMN. There twice: a problem, and the first of them.
 */
uint32_t lot_column_need(const lot_table *table, const char *name, const char *why,
                         lot_problems *problems);

/* Add a cell to a message: on one line, at most 40 characters of it. */
void lot_message_put_cell(lot_text *words, const char *cell);

#endif
