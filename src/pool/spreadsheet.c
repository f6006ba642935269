/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheet: one walk over a cell finds each place where an apostrophe is due. */
#include "civiclot/spreadsheet.h"

#include "civiclot/fold.h"
#include "pool/encoding.h"
#include "pool/record.h"

#include <string.h>
#include <unistr.h>

enum { CHARACTER_BYTES_MAX = 4 };

static bool is_boundary(char c)
{
    return c <= ';' && (c == ',' || c == ';' || c == '\t' || c == '\r' || c == '\n');
}

/* What may stand before a formula. at: a character of `bytes` bytes. */
static bool is_passed_over(const char *at, size_t bytes)
{
    char character[CHARACTER_BYTES_MAX + 1] = {0};
    unsigned char c = (unsigned char)*at;
    if (is_boundary(*at))
        return false;
    if (c < 0x80)
        return c <= ' ' || c == '"' || c == 0x7F;
    memcpy(character, at, bytes);
    return lot_is_blank(character);
}

static bool is_sign(ucs4_t character)
{
    static const ucs4_t signs[] = {'=', '+', '-', '@', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (signs[i] == character)
            return true;
    return false;
}

static size_t digits(const char *at)
{
    return strspn(at, "0123456789");
}

/* -5, -5.25: see X3. */
static bool is_negative_number(const char *at)
{
    if (*at != '-' || digits(at + 1) == 0)
        return false;
    at += 1 + digits(at + 1);
    if (*at == '.' && digits(at + 1) > 0)
        at += 1 + digits(at + 1);
    at += strspn(at, " ");
    return *at == '\0' || is_boundary(*at);
}

/* Neither passed over nor a sign, as most first characters are. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Is what begins here run? See X2, X3. */
static bool is_run(const char *at)
{
    ucs4_t character;
    const uint8_t *next;
    if (is_plain(*at))
        return false;
    while ((next = u8_next(&character, (const uint8_t *)at)) != NULL) {
        size_t bytes = (size_t)((const char *)next - at);
        if (!is_passed_over(at, bytes))
            return is_sign(character) && !is_negative_number(at);
        at += bytes;
    }
    return false;
}

/* The next place at or behind `at` where one is begun that is run; NULL: no more. */
static const char *next_run(const char *cell, const char *at)
{
    while (*at != '\0') {
        bool begins = at == cell || is_boundary(at[-1]);
        bool white = at == cell && is_boundary(*at) && *at != ',' && *at != ';';
        if (white || (begins && is_run(at)))
            return at;
        while (*at != '\0' && !is_boundary(*at))
            at++;
        at += *at != '\0';
    }
    return NULL;
}

bool lot_spreadsheet_runs(const char *cell)
{
    return next_run(cell, cell) != NULL;
}

void lot_spreadsheet_put(lot_text *text, const char *cell)
{
    const char *at = cell;
    const char *run = next_run(cell, at);
    for (; run != NULL; run = next_run(cell, run + 1)) {
        lot_text_add(text, at, (size_t)(run - at));
        lot_text_put(text, "'");
        at = run;
    }
    lot_text_put(text, at);
}

static void count_cell(lot_formulas *formulas, const char *cell, uint32_t row_number,
                       uint32_t column)
{
    if (!lot_spreadsheet_runs(cell))
        return;
    if (formulas->count < LOT_FORMULAS_SHOWN) {
        formulas->first[formulas->count].row_number = row_number;
        formulas->first[formulas->count].column = column;
    }
    formulas->count++;
}

void lot_spreadsheet_count(lot_formulas *out, const lot_table *table)
{
    uint32_t columns_count = lot_table_columns_count(table);
    *out = (lot_formulas){0};
    for (uint32_t c = 0; c < columns_count; c++)
        count_cell(out, lot_table_header(table, c), 1, c);
    for (uint32_t r = 0; r < lot_table_rows_count(table); r++)
        for (uint32_t c = 0; c < columns_count; c++)
            count_cell(out, lot_table_cell(table, r, c), lot_table_row_number(table, r), c);
}

void lot_spreadsheet_begin(lot_text *file, lot_encoding encoding)
{
    if (file->length == 0)
        lot_encode_mark(file, encoding);
}

lot_status lot_spreadsheet_write(lot_text *file, const lot_table *table, const char *record,
                                 const char *extra, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_cutter cutter;
    lot_text line = LOT_TEXT_EMPTY;
    const lot_table_form *form = lot_table_get_form(table);
    TRY(lot_record_cut_alone(&cutter, record, form->delimiter, error));
    for (size_t c = 0; c < cutter.count && c < lot_table_columns_count(table); c++) {
        lot_text cell = LOT_TEXT_EMPTY;
        lot_spreadsheet_put(&cell, lot_cutter_cell(&cutter, c));
        if (c > 0)
            lot_text_add(&line, &form->delimiter, 1);
        lot_csv_put_cell(&line, lot_text_string(&cell), form->delimiter);
        lot_text_free_part(&line, &cell);
    }
    TRY(lot_text_check(&line, error));
    lot_table_write_record(file, form, lot_text_string(&line), extra);
done:
    lot_text_free(&line);
    lot_cutter_free(&cutter);
    return status;
}
