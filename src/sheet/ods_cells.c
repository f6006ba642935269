/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ODS: the cells of a table.
 *
 * Rows and cells that are alike stand once, with how often; at a sheet's end, a million blank ones.
 * They are counted, not made, unless something stands in them.
 */
#include "sheet/ods.h"

#include "sheet/date.h"
#include "sheet/numeral.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SPACES_MOST = 32767 };

typedef lot_ods_table reading;

/* A number of rows, columns or spaces; 1 where it is missing or is none. */
static uint32_t read_count(const char *words, uint32_t most)
{
    if (words == NULL || *words < '0' || *words > '9')
        return 1;
    unsigned long count = strtoul(words, NULL, 10);
    return count < 1 ? 1 : count > most ? most : (uint32_t)count;
}

static const char *get_table(const lot_attributes *attributes, const char *local)
{
    return lot_markup_get(attributes, LOT_SPACE_TABLE, local);
}

static const char *get_office(const lot_attributes *attributes, const char *local)
{
    return lot_markup_get(attributes, LOT_SPACE_OFFICE, local);
}

static void enter_row(reading *r, const lot_attributes *attributes)
{
    const char *visibility = get_table(attributes, "visibility");
    r->row_times = read_count(get_table(attributes, "number-rows-repeated"), LOT_GRID_ROWS);
    r->hidden = visibility != NULL && strcmp(visibility, "visible") != 0;
    r->column = 1;
    if (r->row <= LOT_GRID_ROWS)
        lot_grid_begin_row(r->grid, r->row);
}

static void remark(reading *r, lot_remark kind)
{
    lot_remark_cell(&r->grid->remarks, kind, r->row, r->column);
}

static void remark_merge(reading *r, const lot_attributes *attributes)
{
    uint32_t columns =
        read_count(get_table(attributes, "number-columns-spanned"), LOT_GRID_COLUMNS);
    uint32_t rows = read_count(get_table(attributes, "number-rows-spanned"), LOT_GRID_ROWS);
    if ((columns == 1 && rows == 1) || r->row + rows - 1 < 2)
        return;
    lot_text range = LOT_TEXT_EMPTY;
    lot_put_cell_name(&range, r->row, r->column);
    lot_text_put(&range, ":");
    lot_put_cell_name(&range, r->row + rows - 1, r->column + columns - 1);
    lot_remark_place(&r->grid->remarks, LOT_REMARK_MERGED, lot_text_string(&range));
    lot_text_free(&range);
}

/* What kind of value a cell has, and in which attribute. */
static void take_value(reading *r, const lot_attributes *attributes)
{
    static const struct {
        const char *name;
        lot_ods_type type;
        const char *attribute;
    } types[] = {
        {"float", LOT_ODS_NUMBER, "value"},          {"currency", LOT_ODS_NUMBER, "value"},
        {"percentage", LOT_ODS_PERCENTAGE, "value"}, {"date", LOT_ODS_DATE, "date-value"},
        {"time", LOT_ODS_TIME, "time-value"},        {"boolean", LOT_ODS_BOOLEAN, "boolean-value"},
        {"string", LOT_ODS_STRING, "string-value"},
    };
    const char *name = get_office(attributes, "value-type");
    r->type = LOT_ODS_NOTHING;
    lot_text_begin_again(&r->value);
    for (size_t i = 0; name != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(name, types[i].name) != 0)
            continue;
        const char *value = get_office(attributes, types[i].attribute);
        r->type = types[i].type;
        r->has_value = value != NULL;
        lot_text_put(&r->value, value != NULL ? value : "");
    }
}

static void enter_cell(reading *r, const lot_attributes *attributes, bool covered)
{
    const char *also = lot_markup_get(attributes, LOT_SPACE_CALCEXT, "value-type");
    r->cell_times = read_count(get_table(attributes, "number-columns-repeated"), LOT_GRID_COLUMNS);
    r->has_formula = get_table(attributes, "formula") != NULL;
    r->has_value = false;
    r->has_paragraph = false;
    r->is_error = also != NULL && strcmp(also, "error") == 0;
    lot_text_begin_again(&r->shown);
    lot_text_begin_again(&r->cell);
    if (covered)
        return;
    take_value(r, attributes);
    remark_merge(r, attributes);
}

lot_status lot_ods_table_enter(lot_ods_table *r, unsigned state, const lot_attributes *attributes,
                               lot_error *error)
{
    if (state == LOT_ODS_ROW)
        enter_row(r, attributes);
    else if (state == LOT_ODS_CELL || state == LOT_ODS_COVERED)
        enter_cell(r, attributes, state == LOT_ODS_COVERED);
    else if (state == LOT_ODS_PARAGRAPH) {
        if (r->has_paragraph)
            lot_text_put(&r->shown, "\n");
        r->has_paragraph = true;
        r->after_space = true;
    } else if (state == LOT_ODS_SPACES) {
        const char *count = lot_markup_get(attributes, LOT_SPACE_TEXT, "c");
        lot_text_format(&r->shown, "%*s", (int)read_count(count, SPACES_MOST), "");
        r->after_space = false;
    } else if (state == LOT_ODS_TAB || state == LOT_ODS_BREAK) {
        lot_text_put(&r->shown, state == LOT_ODS_TAB ? "\t" : "\n");
        r->after_space = false;
    }
    return lot_grid_check(r->grid->name, &r->shown, error);
}

/* White space in a paragraph is one space, and none at its beginning: part 3, 6.1.2. */
lot_status lot_ods_table_text(lot_ods_table *r, unsigned state, const char *bytes, size_t length,
                              lot_error *error)
{
    if (state != LOT_ODS_PARAGRAPH)
        return LOT_OK;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && strchr(" \t\r\n", bytes[end]) == NULL)
            end++;
        lot_text_add(&r->shown, bytes + at, end - at);
        r->after_space = r->after_space && end == at;
        if (end < length && !r->after_space) {
            lot_text_put(&r->shown, " ");
            r->after_space = true;
        }
        at = end + 1;
    }
    return lot_grid_check(r->grid->name, &r->shown, error);
}

/* Is the shown text the number with zeros before it: 00123? */
static bool shows_zeros(const char *shown, const lot_numeral *number)
{
    size_t length = strlen(shown);
    size_t zeros = strspn(shown, "0");
    lot_numeral same;
    return zeros > 0 && length > 1 && length < 64 && strspn(shown, "0123456789") == length &&
           lot_numeral_is_whole(number) && !number->negative && lot_numeral_read(&same, shown) &&
           same.exponent == number->exponent && strcmp(same.digits, number->digits) == 0;
}

/* Some programs have shares as numbers that are shown as 12.5%. */
static bool is_percentage(const reading *r)
{
    const lot_text *shown = &r->shown;
    return r->type == LOT_ODS_PERCENTAGE ||
           (shown->length > 0 && shown->bytes[shown->length - 1] == '%');
}

static void put_number(reading *r)
{
    lot_numeral number;
    if (!lot_numeral_read(&number, lot_text_string(&r->value)))
        remark(r, LOT_REMARK_DAMAGED);
    else if (is_percentage(r))
        lot_numeral_put_percent(&r->cell, &number);
    else if (shows_zeros(lot_text_string(&r->shown), &number))
        lot_text_put(&r->cell, lot_text_string(&r->shown));
    else {
        if (lot_numeral_is_whole(&number) && number.exponent > 15)
            remark(r, LOT_REMARK_LONG_NUMBER);
        lot_numeral_put(&r->cell, &number);
    }
}

static void put_date(reading *r)
{
    const char *words = lot_text_string(&r->value);
    bool good = r->type == LOT_ODS_DATE ? lot_sheet_put_iso(&r->cell, words, LOT_FORMAT_DATE)
                                        : lot_sheet_put_duration(&r->cell, words);
    if (good)
        return;
    remark(r, LOT_REMARK_NO_DATE);
    lot_text_put(&r->cell, words);
}

static void put_boolean(reading *r)
{
    const char *words = lot_text_string(&r->value);
    bool yes = strcmp(words, "true") == 0;
    if (yes || strcmp(words, "false") == 0)
        lot_text_put(&r->cell, yes ? "TRUE" : "FALSE");
    else
        remark(r, LOT_REMARK_DAMAGED);
}

/* Some programs only show that a formula failed. */
static bool looks_failed(const char *shown)
{
    static const char *const errors[] = {"#N/A",  "#DIV/0!", "#NAME?", "#NULL!",
                                         "#NUM!", "#REF!",   "#VALUE!"};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcmp(shown, errors[i]) == 0)
            return true;
    return strncmp(shown, "Err:", 4) == 0;
}

static void put_cell(reading *r)
{
    const char *shown = lot_text_string(&r->shown);
    if (r->is_error || (r->has_formula && looks_failed(shown))) {
        remark(r, LOT_REMARK_ERROR);
        lot_text_put(&r->cell, shown);
        return;
    }
    switch (r->type) {
    case LOT_ODS_NUMBER:
    case LOT_ODS_PERCENTAGE:
        put_number(r);
        break;
    case LOT_ODS_DATE:
    case LOT_ODS_TIME:
        put_date(r);
        break;
    case LOT_ODS_BOOLEAN:
        put_boolean(r);
        break;
    case LOT_ODS_STRING:
        lot_text_put(&r->cell, r->has_value ? lot_text_string(&r->value) : shown);
        break;
    case LOT_ODS_NOTHING:
        if (r->has_formula && r->shown.length == 0)
            remark(r, LOT_REMARK_NO_RESULT);
        lot_text_put(&r->cell, shown);
        break;
    }
}

static lot_status leave_cell(reading *r, lot_error *error)
{
    lot_status status = LOT_OK;
    put_cell(r);
    if (r->cell.length == 0) {
        TRY(lot_text_check(&r->cell, error));
        r->column += r->cell_times;
        goto done;
    }
    for (uint32_t i = 0; i < r->cell_times; i++) {
        if (r->row > LOT_GRID_ROWS || r->column > LOT_GRID_COLUMNS) {
            remark(r, LOT_REMARK_BEYOND);
            break;
        }
        TRY(lot_grid_put(r->grid, r->column++, &r->cell, error));
    }
done:
    if (r->column > LOT_GRID_COLUMNS)
        r->column = LOT_GRID_COLUMNS + 1;
    return status;
}

static lot_status leave_row(reading *r, lot_error *error)
{
    if (r->row > LOT_GRID_ROWS)
        return LOT_OK;
    uint32_t left = LOT_GRID_ROWS + 1 - r->row;
    for (uint32_t i = 0; r->hidden && r->grid->used > 0 && i < r->row_times && i < left; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", r->row + i);
        lot_remark_place(&r->grid->remarks, LOT_REMARK_HIDDEN_ROW, number);
    }
    lot_status status = lot_grid_end_row(r->grid, r->row_times, error);
    r->row += r->row_times < left ? r->row_times : left;
    return status;
}

lot_status lot_ods_table_leave(lot_ods_table *r, unsigned state, lot_error *error)
{
    if (state == LOT_ODS_CELL)
        return leave_cell(r, error);
    if (state == LOT_ODS_COVERED) {
        r->column += r->cell_times;
        if (r->column > LOT_GRID_COLUMNS)
            r->column = LOT_GRID_COLUMNS + 1;
    }
    return state == LOT_ODS_ROW ? leave_row(r, error) : LOT_OK;
}

void lot_ods_table_free(lot_ods_table *table)
{
    lot_text_free(&table->value);
    lot_text_free(&table->shown);
    lot_text_free(&table->cell);
}
