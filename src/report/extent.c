/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extent: a sink that writes nothing. */
#include "report/extent.h"

#include "core/array.h"
#include "pool/message.h"
#include "pool/rows.h"
#include "report/numbers.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lot_extent_column {
    char *name;
    uint32_t width;    /* characters of the longest line */
    lot_rows too_long; /* where a cell has more than LOT_SHEET_CHARACTERS */
};

struct survey {
    lot_sink sink; /* first, so that the sink is found again */
    lot_extent *extent;
    uint32_t column; /* the next cell's */
    uint32_t row_number;
    bool failed; /* no memory */
};

static struct survey *survey_of(lot_sink *sink)
{
    return (struct survey *)sink;
}

/* Four hexadecimal digits between _x and _. */
static bool is_escape(const char *at)
{
    return strncmp(at, "_x", 2) == 0 && strspn(at + 2, "0123456789ABCDEFabcdef") == 4 &&
           at[6] == '_';
}

void lot_extent_put_cell(lot_text *text, const char *cell)
{
    const char *from = cell;
    for (const char *at = cell; *at != '\0'; at++) {
        bool lacking = strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0;
        if (!lacking && !is_escape(at))
            continue;
        lot_text_add(text, from, (size_t)(at - from));
        lot_text_put(text, !lacking ? "_x005F_" : at[2] == '\xBE' ? "_xFFFE_" : "_xFFFF_");
        from = at + (lacking ? 3 : 1);
        at += lacking ? 2 : 0;
    }
    lot_text_put(text, from);
}

/* Characters as a spreadsheet counts them, in UTF-16; *longest: those of the longest line. */
static size_t count_characters(uint32_t *longest, const char *text)
{
    size_t all = 0;
    uint32_t line = 0;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c & 0xC0) == 0x80)
            continue;
        all += c >= 0xF0 ? 2 : 1;
        line = c == '\n' || c == '\r' ? 0 : line + 1;
        if (line > *longest)
            *longest = line;
    }
    return all;
}

/* The column of the next cell: a new one where the header is walked through; NULL: none. */
static lot_extent_column *next_column(struct survey *survey, const char *cell)
{
    lot_extent *extent = survey->extent;
    uint32_t column = survey->column++;
    if (column >= LOT_SHEET_COLUMNS)
        return NULL;
    if (extent->rows > 0) {
        assert(column < extent->columns_count);
        return &extent->columns[column];
    }
    void *columns = extent->columns;
    if (lot_array_grow(&columns, &extent->room, column, sizeof *extent->columns) != 0) {
        survey->failed = true;
        return NULL;
    }
    extent->columns = columns;
    extent->columns[column] = (lot_extent_column){.name = lot_string_copy(cell)};
    survey->failed |= extent->columns[column].name == NULL;
    extent->columns_count = column + 1;
    return &extent->columns[column];
}

static void put_text(lot_sink *sink, const char *cell)
{
    struct survey *survey = survey_of(sink);
    lot_text escaped = LOT_TEXT_EMPTY;
    if (survey->failed)
        return;
    lot_extent_column *column = next_column(survey, cell);
    if (column == NULL)
        return;
    if (strchr(cell, '_') != NULL || strchr(cell, 0xEF) != NULL)
        lot_extent_put_cell(&escaped, cell);
    size_t characters = count_characters(&column->width, escaped.length > 0 ? escaped.bytes : cell);
    if (characters > LOT_SHEET_CHARACTERS)
        lot_rows_meet(&column->too_long, survey->row_number);
    survey->failed |= escaped.failed;
    lot_text_free(&escaped);
}

static void put_number(lot_sink *sink, uint64_t number)
{
    char digits[sizeof "18446744073709551615"];
    (void)snprintf(digits, sizeof digits, "%" PRIu64, number);
    put_text(sink, digits);
}

static void put_chance(lot_sink *sink, uint64_t tickets, uint64_t all)
{
    (void)tickets;
    (void)all;
    put_text(sink, "0.000000000000");
}

static void end_row(lot_sink *sink)
{
    struct survey *survey = survey_of(sink);
    lot_extent *extent = survey->extent;
    if (extent->rows == 0 && !survey->failed)
        extent->columns_count = survey->column;
    extent->rows++;
    survey->row_number++;
    survey->column = 0;
}

static lot_status put_record(lot_sink *sink, const lot_table *table, uint32_t row,
                             const char *extra, lot_error *error)
{
    survey_of(sink)->row_number = row == LOT_HEADER_ROW ? 1 : lot_table_row_number(table, row);
    return lot_sink_put_cells(sink, table, row, extra, error);
}

lot_status lot_extent_find(lot_extent *out, const lot_report *report, lot_list list,
                           lot_error *error)
{
    struct survey survey = {
        .sink = {put_record, put_text, put_number, put_chance, end_row},
        .extent = out,
        .row_number = 1,
    };
    *out = (lot_extent){0};
    lot_status status = lot_list_put(&survey.sink, report, list, error);
    return status == LOT_OK && survey.failed ? LOT_NO_MEMORY(error) : status;
}

static uint32_t kept_columns(const lot_extent *extent)
{
    return extent->columns_count < LOT_SHEET_COLUMNS ? extent->columns_count : LOT_SHEET_COLUMNS;
}

void lot_extent_free(lot_extent *extent)
{
    for (uint32_t c = 0; extent->columns != NULL && c < kept_columns(extent); c++)
        free(extent->columns[c].name);
    free(extent->columns);
    *extent = (lot_extent){0};
}

static void tell_size(const char *name, uint64_t count, const char *what, uint64_t most,
                      lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s: ", name);
    lot_number_put(&words, count);
    lot_text_format(&words, " %s, but a sheet of a spreadsheet has at most ", what);
    lot_number_put(&words, most);
    lot_text_put(&words, ": ask for the CSV file");
    lot_problems_take(problems, &words);
}

void lot_extent_tell(const lot_extent *extent, const char *name, lot_problems *problems)
{
    if (extent->rows > LOT_SHEET_ROWS)
        tell_size(name, extent->rows, "rows", LOT_SHEET_ROWS, problems);
    if (extent->columns_count > LOT_SHEET_COLUMNS)
        tell_size(name, extent->columns_count, "columns", LOT_SHEET_COLUMNS, problems);
    for (uint32_t c = 0; c < kept_columns(extent); c++) {
        const lot_extent_column *column = &extent->columns[c];
        if (column->too_long.count == 0)
            continue;
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_format(&words, "%s, column '", name);
        lot_message_put_cell(&words, column->name);
        lot_text_put(&words, "', ");
        lot_rows_put(&words, &column->too_long);
        lot_text_put(&words, ": longer than the ");
        lot_number_put(&words, LOT_SHEET_CHARACTERS);
        lot_text_put(&words, " characters that a cell of a spreadsheet holds: ask for the CSV "
                             "file, or shorten it in the people file");
        lot_problems_take(problems, &words);
    }
}

uint32_t lot_extent_width(const lot_extent *extent, uint32_t column)
{
    return extent->columns[column].width;
}
