/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns: found by their header. Where the header is missing, or was sorted in among the rows, the
 * first row is a person's, and is not shown.
 */
#include "pool/column.h"

#include "core/control.h"
#include "pool/message.h"

#include <string.h>

enum { SHOWN_COLUMNS = 12, PERSONS_DIGITS = 6 };

/* An e-mail address, a number, a date, or a telephone number somewhere: no name of a column. */
static bool looks_like_a_persons(const char *cell)
{
    uint32_t digits = 0;
    bool letters = false;
    for (const char *at = cell; *at != '\0'; at++) {
        bool digit = *at >= '0' && *at <= '9';
        digits += digit ? 1 : 0;
        letters = letters || (!digit && strchr(" +-./:()", *at) == NULL);
    }
    return strchr(cell, '@') != NULL || digits >= PERSONS_DIGITS || (digits > 0 && !letters);
}

static bool has_no_header(const lot_table *table)
{
    for (uint32_t column = 0; column < lot_table_columns_count(table); column++)
        if (looks_like_a_persons(lot_table_header(table, column)))
            return true;
    return false;
}

static void put_headers(lot_text *words, const lot_table *table)
{
    uint32_t count = lot_table_columns_count(table);
    if (has_no_header(table)) {
        lot_text_put(words, "; the first row must name the columns, and looks like somebody's: is "
                            "the header missing, or further down?");
        return;
    }
    lot_text_put(words, "; the columns found are: ");
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
