/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX: the cells of a sheet. */
#include "sheet/date.h"
#include "sheet/markup.h"
#include "sheet/numeral.h"
#include "sheet/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOT = 1,
    DATA,
    ROW,
    CELL,
    FORMULA,
    VALUE,
    INLINE,
    INLINE_TEXT,
    RUN,
    RUN_TEXT,
    MERGES,
    MERGE
};

/* What a cell says that it is: the first letters of its type, but for `str`. */
enum type { NUMBER, SHARED, RESULT, INLINE_STRING, BOOLEAN, FAULT, ISO_DATE, UNKNOWN };

typedef struct reading {
    lot_grid *grid;
    const lot_xlsx *xlsx;
    uint32_t last_row; /* that was begun */
    bool in_grid;      /* the row could be begun */
    bool hidden;       /* the row */
    uint32_t column;   /* of the cell, or the last one */
    bool placed;       /* the cell has a place */
    enum type type;
    size_t style;
    bool has_formula;
    size_t text_begin;
    lot_text value; /* as it stands in the file */
    lot_text cell;  /* as it goes to the grid */
} reading;

/* Read a place such as B17; what is not there is 0. false: it is none in any sheet. */
static bool read_place(uint32_t *row, uint32_t *column, const char **words)
{
    const char *at = *words;
    *row = *column = 0;
    for (; *at >= 'A' && *at <= 'Z' && *column <= LOT_GRID_COLUMNS; at++)
        *column = *column * 26 + (uint32_t)(*at - 'A') + 1;
    for (; *at >= '0' && *at <= '9' && *row <= LOT_GRID_ROWS; at++)
        *row = *row * 10 + (uint32_t)(*at - '0');
    *words = at;
    return *row <= LOT_GRID_ROWS && *column <= LOT_GRID_COLUMNS;
}

/* Rows without a number come right after the one before. */
static void enter_row(reading *r, const lot_attributes *attributes)
{
    const char *words = lot_markup_get(attributes, LOT_SPACE_NONE, "r");
    uint32_t row = r->last_row + 1;
    uint32_t column = 0;
    bool good = words == NULL || (read_place(&row, &column, &words) && *words == '\0');
    r->in_grid = good && row > r->last_row && row <= LOT_GRID_ROWS && column == 0;
    r->hidden = lot_xlsx_is_true(lot_markup_get(attributes, LOT_SPACE_NONE, "hidden"));
    r->column = 0;
    if (!r->in_grid) {
        lot_remark_cell(&r->grid->remarks, LOT_REMARK_BEYOND, r->last_row + 1, 1);
        return;
    }
    r->last_row = row;
    lot_grid_begin_row(r->grid, row);
}

static enum type type_of(const char *words)
{
    static const char *const names[] = {"n", "s", "str", "inlineStr", "b", "e", "d"};
    if (words == NULL)
        return NUMBER;
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(words, names[i]) == 0)
            return (enum type)i;
    return UNKNOWN;
}

static void enter_cell(reading *r, const lot_attributes *attributes)
{
    const char *words = lot_markup_get(attributes, LOT_SPACE_NONE, "r");
    const char *style = lot_markup_get(attributes, LOT_SPACE_NONE, "s");
    uint32_t row = r->last_row;
    uint32_t column = r->column + 1;
    r->placed = words == NULL ? column <= LOT_GRID_COLUMNS
                              : read_place(&row, &column, &words) && *words == '\0';
    r->placed = r->placed && r->in_grid && column > 0 && row == r->last_row;
    if (!r->placed && r->in_grid)
        lot_remark_cell(&r->grid->remarks, LOT_REMARK_BEYOND, r->last_row, r->column + 1);
    if (r->placed)
        r->column = column;
    r->type = type_of(lot_markup_get(attributes, LOT_SPACE_NONE, "t"));
    r->style = style != NULL ? strtoul(style, NULL, 10) : 0;
    r->has_formula = false;
    lot_text_begin_again(&r->value);
    lot_text_begin_again(&r->cell);
}

static void enter_merge(reading *r, const lot_attributes *attributes)
{
    const char *range = lot_markup_get(attributes, LOT_SPACE_NONE, "ref");
    const char *words = range;
    uint32_t row = 0;
    uint32_t column = 0;
    if (range == NULL || !read_place(&row, &column, &words) || *words++ != ':' ||
        !read_place(&row, &column, &words) || *words != '\0')
        return;
    if (row > 1) /* else it is in the header alone */
        lot_remark_place(&r->grid->remarks, LOT_REMARK_MERGED, range);
}

static lot_status enter(void *context, unsigned state, const lot_attributes *attributes,
                        lot_error *error)
{
    reading *r = context;
    (void)error;
    if (state == ROW)
        enter_row(r, attributes);
    else if (state == CELL)
        enter_cell(r, attributes);
    else if (state == FORMULA)
        r->has_formula = true;
    else if (state == MERGE)
        enter_merge(r, attributes);
    r->text_begin = r->value.length;
    return LOT_OK;
}

static lot_status take_text(void *context, unsigned state, const char *bytes, size_t length,
                            lot_error *error)
{
    reading *r = context;
    if (state != VALUE && state != INLINE_TEXT && state != RUN_TEXT)
        return LOT_OK;
    lot_text_add(&r->value, bytes, length);
    return lot_grid_check(r->grid->name, &r->value, error);
}

static void remark(reading *r, lot_remark kind)
{
    lot_remark_cell(&r->grid->remarks, kind, r->last_row, r->column);
}

static lot_format format_of(const reading *r)
{
    if (r->style < r->xlsx->styles.count)
        return r->xlsx->styles.formats[r->style];
    return (lot_format){.kind = LOT_FORMAT_NUMBER};
}

static void put_plain(reading *r, const lot_numeral *number)
{
    if (lot_numeral_is_whole(number) && number->exponent > 15)
        remark(r, LOT_REMARK_LONG_NUMBER);
    lot_numeral_put(&r->cell, number);
}

static void put_number(reading *r)
{
    lot_numeral number;
    lot_format format = format_of(r);
    if (!lot_numeral_read(&number, lot_text_string(&r->value))) {
        remark(r, LOT_REMARK_DAMAGED);
        return;
    }
    if (format.kind == LOT_FORMAT_NUMBER)
        put_plain(r, &number);
    else if (format.kind == LOT_FORMAT_PERCENT)
        lot_numeral_put_percent(&r->cell, &number);
    else if (format.kind == LOT_FORMAT_MASK) {
        bool fits = lot_numeral_is_whole(&number) && !number.negative && number.exponent <= 15;
        if (fits)
            lot_numeral_put_masked(&r->cell, &number, format.mask);
        else
            put_plain(r, &number);
    } else if (!lot_sheet_put_serial(&r->cell, lot_numeral_double(&number), format.kind,
                                     r->xlsx->from_1904)) {
        remark(r, LOT_REMARK_NO_DATE);
        lot_numeral_put(&r->cell, &number);
    }
}

static void put_shared(reading *r)
{
    const lot_xlsx_strings *strings = &r->xlsx->strings;
    const char *words = lot_text_string(&r->value);
    char *end = NULL;
    unsigned long index = *words >= '0' && *words <= '9' ? strtoul(words, &end, 10) : 0;
    if (end == NULL || *end != '\0' || index >= strings->count)
        remark(r, LOT_REMARK_DAMAGED);
    else
        lot_text_put(&r->cell, strings->all.bytes + strings->begins[index]);
}

static void put_boolean(reading *r)
{
    const char *words = lot_text_string(&r->value);
    bool yes = lot_xlsx_is_true(words);
    if (yes || strcmp(words, "0") == 0 || strcmp(words, "false") == 0)
        lot_text_put(&r->cell, yes ? "TRUE" : "FALSE");
    else
        remark(r, LOT_REMARK_DAMAGED);
}

static void put_date(reading *r)
{
    lot_format_kind kind = format_of(r).kind;
    if (lot_sheet_put_iso(&r->cell, lot_text_string(&r->value),
                          kind == LOT_FORMAT_DATE_TIME ? kind : LOT_FORMAT_DATE))
        return;
    remark(r, LOT_REMARK_NO_DATE);
    lot_text_put(&r->cell, lot_text_string(&r->value));
}

/* A text that is a result or in the cell itself has been unescaped. */
static void put_cell(reading *r)
{
    switch (r->type) {
    case NUMBER:
        put_number(r);
        break;
    case SHARED:
        put_shared(r);
        break;
    case BOOLEAN:
        put_boolean(r);
        break;
    case ISO_DATE:
        put_date(r);
        break;
    case FAULT:
        remark(r, LOT_REMARK_ERROR);
        lot_text_put(&r->cell, lot_text_string(&r->value));
        break;
    case RESULT:
    case INLINE_STRING:
        lot_text_put(&r->cell, lot_text_string(&r->value));
        break;
    case UNKNOWN:
        remark(r, LOT_REMARK_DAMAGED);
        break;
    }
}

static lot_status leave_cell(reading *r, lot_error *error)
{
    if (!r->placed)
        return LOT_OK;
    if (r->value.length > 0)
        put_cell(r);
    else if (r->has_formula && r->type != RESULT)
        remark(r, LOT_REMARK_NO_RESULT);
    return lot_grid_put(r->grid, r->column, &r->cell, error);
}

static lot_status leave_row(reading *r, lot_error *error)
{
    if (!r->in_grid)
        return LOT_OK;
    if (r->hidden && r->grid->used > 0) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", r->last_row);
        lot_remark_place(&r->grid->remarks, LOT_REMARK_HIDDEN_ROW, number);
    }
    return lot_grid_end_row(r->grid, 1, error);
}

static lot_status leave(void *context, unsigned state, lot_error *error)
{
    reading *r = context;
    switch (state) {
    case INLINE_TEXT:
    case RUN_TEXT:
        lot_xlsx_unescape(&r->value, r->text_begin);
        return LOT_OK;
    case VALUE:
        if (r->type == RESULT)
            lot_xlsx_unescape(&r->value, r->text_begin);
        return LOT_OK;
    case CELL:
        return leave_cell(r, error);
    case ROW:
        return leave_row(r, error);
    default:
        return LOT_OK;
    }
}

lot_status lot_xlsx_read_cells(lot_grid *grid, const lot_xlsx *xlsx, const char *part,
                               lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_CELLS, "worksheet", ROOT},
        {ROOT, LOT_SPACE_CELLS, "sheetData", DATA},
        {DATA, LOT_SPACE_CELLS, "row", ROW},
        {ROW, LOT_SPACE_CELLS, "c", CELL},
        {CELL, LOT_SPACE_CELLS, "v", VALUE},
        {CELL, LOT_SPACE_CELLS, "f", FORMULA},
        {CELL, LOT_SPACE_CELLS, "is", INLINE},
        {INLINE, LOT_SPACE_CELLS, "t", INLINE_TEXT},
        {INLINE, LOT_SPACE_CELLS, "r", RUN},
        {RUN, LOT_SPACE_CELLS, "t", RUN_TEXT},
        {ROOT, LOT_SPACE_CELLS, "mergeCells", MERGES},
        {MERGES, LOT_SPACE_CELLS, "mergeCell", MERGE},
    };
    static const lot_markup markup = {rules, sizeof rules / sizeof rules[0], enter, take_text,
                                      leave};
    reading r = {.grid = grid, .xlsx = xlsx};
    lot_status status = lot_markup_read(xlsx->archive, part, &markup, &r, error);
    lot_text_free(&r.value);
    lot_text_free(&r.cell);
    return status;
}
