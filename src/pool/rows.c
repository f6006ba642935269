/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: as few words as tell somebody where to look. */
#include "pool/rows.h"

#include <assert.h>
#include <inttypes.h>

void lot_rows_meet(lot_rows *rows, uint32_t row_number)
{
    if (rows->count < LOT_ROWS_SHOWN)
        rows->first[rows->count] = row_number;
    rows->count++;
}

void lot_rows_put(lot_text *words, const lot_rows *rows)
{
    assert(rows->count > 0);
    if (rows->count > LOT_ROWS_SHOWN)
        lot_text_format(words, "%" PRIu32 " rows, first", rows->count);
    else
        lot_text_put(words, rows->count == 1 ? "row" : "rows");
    for (uint32_t r = 0; r < rows->count && r < LOT_ROWS_SHOWN; r++)
        lot_text_format(words, "%s %" PRIu32, r == 0 ? "" : ",", rows->first[r]);
}
