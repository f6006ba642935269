/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spoilt: what a spreadsheet, or putting files together by hand, did to a table, and nothing else
 * would tell: long numbers that were shortened, letters that were read in another encoding, errors
 * of formulas, columns of one name. It is told by the columns' names and the rows' numbers, never
 * by what stands there.
 */
#ifndef CIVICLOT_SPOILT_H
#define CIVICLOT_SPOILT_H

#include "civiclot/table.h"

typedef struct lot_spoilt lot_spoilt;

/* What a column is for, where damage to it does harm. */
typedef enum lot_column_use {
    LOT_COLUMN_OTHER,
    LOT_COLUMN_ID,
    LOT_COLUMN_HOUSEHOLD
} lot_column_use;

/*
 * Look through a table, its header too. Not after lot_table_keep_records(). The table must live as
 * long as what is found. LOT_FAILURE: no memory. Free it with lot_spoilt_free().
 */
lot_status lot_spoilt_find(lot_spoilt **out, const lot_table *table, lot_error *error);

/* Free it. NULL is fine. */
void lot_spoilt_free(lot_spoilt *spoilt);

/*
 * Add a line, with its line end, for each thing that was found, and nothing where nothing was.
 * uses: [lot_table_columns_count()]. errors_told: the errors of formulas were told already, as they
 * are of spreadsheets. LOT_FAILURE: no memory.
 */
lot_status lot_spoilt_put(lot_text *lines, const lot_spoilt *spoilt, const lot_column_use *uses,
                          bool errors_told, lot_error *error);

#endif
