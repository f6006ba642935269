/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns: found by their header. */
#include "pool/column.h"

#include "core/control.h"
#include "pool/message.h"

#include <string.h>

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

/* Is there a problem that ends in these words? */
static bool was_told(const lot_problems *problems, const char *words)
{
    size_t length = strlen(words);
    for (size_t p = 0; p < lot_problems_kept(problems); p++) {
        const char *problem = lot_problems_at(problems, p);
        size_t whole = strlen(problem);
        if (whole >= length && strcmp(problem + whole - length, words) == 0)
            return true;
    }
    return false;
}

/* Of twenty missing columns, only the first lists those that are there. */
static void put_found(lot_text *words, const lot_table *table, const lot_problems *problems)
{
    lot_text found = LOT_TEXT_EMPTY;
    lot_text_put(&found, "; the columns found are: ");
    put_headers(&found, table);
    if (!was_told(problems, lot_text_string(&found)))
        lot_text_put(words, lot_text_string(&found));
    lot_text_free(&found);
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
        /* whole, as the questions of a form often begin alike */
        lot_text_format(&words, "%s: there is no column '", lot_table_name(table));
        lot_text_put_escaped(&words, name);
        lot_text_format(&words, "': %s", why);
        put_found(&words, table, problems);
    } else {
        lot_text_format(&words, "%s: there are %u columns '", lot_table_name(table), matches);
        lot_message_put_cell(&words, name);
        lot_text_put(&words, "': rename or remove all but one");
    }
    lot_problems_take(problems, &words);
    return LOT_OK;
}
