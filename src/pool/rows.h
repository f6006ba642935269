/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: which rows of a file one problem is in: all are counted, the first few are kept. */
#ifndef CIVICLOT_POOL_ROWS_H
#define CIVICLOT_POOL_ROWS_H

#include "civiclot/text.h"

#include <stdint.h>

enum { LOT_ROWS_SHOWN = 3 };

typedef struct lot_rows {
    uint32_t count;
    uint32_t first[LOT_ROWS_SHOWN]; /* row numbers; as many as there are */
} lot_rows;

/* Count one more row, by its row number; they come in the order of the file. Cannot fail. */
void lot_rows_meet(lot_rows *rows, uint32_t row_number);

/* Add "row 4", "rows 4, 9" or "31 rows, first 4, 9, 12". Of at least one row. */
void lot_rows_put(lot_text *words, const lot_rows *rows);

#endif
