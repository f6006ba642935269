/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header again: every cell is its column's name. */
#include "pool/header_again.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/rows.h"

#include <stdlib.h>
#include <string.h>

static bool is_header(const lot_table *table, uint32_t row)
{
    uint32_t names = 0;
    for (uint32_t c = 0; c < lot_table_columns_count(table); c++) {
        const char *name = lot_table_header(table, c);
        if (strcmp(lot_table_cell(table, row, c), name) != 0)
            return false;
        names += !lot_is_blank(name);
    }
    return names > 1;
}

lot_status lot_header_again_drop(lot_table *table, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *gone = NULL;
    lot_rows rows = {0};
    lot_text words = LOT_TEXT_EMPTY;
    uint32_t rows_count = lot_table_rows_count(table);
    bool *leaves = lot_array_new(rows_count, sizeof *leaves);
    if (leaves == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t row = 0; row < rows_count; row++) {
        leaves[row] = is_header(table, row);
        if (leaves[row])
            lot_rows_meet(&rows, lot_table_row_number(table, row));
    }
    if (rows.count == 0)
        goto done;
    lot_text_format(&words, "%s, ", lot_table_name(table));
    lot_rows_put(&words, &rows);
    lot_text_put(&words, ": the header once more, as where files were put together: remove it");
    lot_problems_take(problems, &words);
    TRY(lot_table_part(&gone, table, leaves, error));
done:
    lot_table_free(gone);
    free(leaves);
    return status;
}
