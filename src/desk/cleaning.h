/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cleaning: by which texts the people on the bench are read, and what that did.
 *
 *   C1  bench->texts says it all: the pool is the same whenever it is read anew from people, texts
 *       and quotas;
 *   C2  whoever is excluded is in bench->excluded and nowhere else.
 */
#ifndef CIVICLOT_DESK_CLEANING_H
#define CIVICLOT_DESK_CLEANING_H

#include "desk/workbench.h"

/*
 * Put the rules file at `path` on the bench, with the files that it names, which lie beside it;
 * what was there before goes. NULL: no rules. Columns that the rules name become the bench's, where
 * it has none of its own.
 * LOT_BAD_INPUT with problems; LOT_FAILURE where a file cannot be read.
 */
lot_status lot_cleaning_take(lot_workbench *bench, const char *path, lot_problems *problems,
                             lot_error *error);

/*
 * Make the rules anew from bench->texts. LOT_BAD_INPUT with problems: they are none, which they
 * were when they were kept.
 */
lot_status lot_cleaning_restore(lot_workbench *bench, lot_problems *problems, lot_error *error);

/*
 * Read bench->people by the rules, where there are any: who is excluded joins bench->excluded, the
 * others become bench->pool.
 * LOT_BAD_INPUT with problems; the bench then holds no pool.
 */
lot_status lot_cleaning_pool(lot_workbench *bench, lot_problems *problems, lot_error *error);

/* The last row number of the people and the excluded. Cannot fail. */
uint32_t lot_cleaning_last_row(const lot_workbench *bench);

/* Put who was excluded back among the people, to be read anew. LOT_FAILURE: no memory. */
lot_status lot_cleaning_everybody(lot_workbench *bench, lot_error *error);

/*
 * The same, and let the rows of `more` come behind them. LOT_BAD_INPUT with problems: see
 * lot_table_follow().
 */
lot_status lot_cleaning_add(lot_workbench *bench, const lot_table *more, lot_problems *problems,
                            lot_error *error);

#endif
