/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns: found by their header. */
#include "pool/column.h"

#include "pool/message.h"

enum { SHOWN_COLUMNS = 12 };

static void put_headers(lot_text *words, const lot_table *table)
{
    uint32_t count = lot_table_columns_count(table);
    for (uint32_t column = 0; column < count; column++) {
        lot_text_put(words, column > 0 ? ", " : "");
        if (column == SHOWN_COLUMNS) {
            lot_text_put(words, "...");
            return;
        }
        lot_message_put_cell(words, lot_table_header(table, column));
    }
}

lot_status lot_column_exists(bool *exists, const lot_table *table, const char *name,
                             lot_error *error)
{
    uint32_t column;
    lot_status status = lot_table_find_column(&column, NULL, table, name, error);
    *exists = column != LOT_NO_COLUMN;
    return status;
}

lot_status lot_column_need(uint32_t *column, const lot_table *table, const char *name,
                           const char *why, lot_problems *problems, lot_error *error)
{
    uint32_t matches;
    lot_status status = lot_table_find_column(column, &matches, table, name, error);
    if (status != LOT_OK || matches == 1)
        return status;
    lot_text words = LOT_TEXT_EMPTY;
    if (matches == 0) {
        lot_text_format(&words, "%s: there is no column '", lot_table_name(table));
        lot_message_put_cell(&words, name);
        lot_text_format(&words, "': %s; the columns found are: ", why);
        put_headers(&words, table);
    } else {
        lot_text_format(&words, "%s: there are %u columns '", lot_table_name(table), matches);
        lot_message_put_cell(&words, name);
        lot_text_put(&words, "': rename or remove all but one");
    }
    lot_problems_take(problems, &words);
    return LOT_OK;
}
