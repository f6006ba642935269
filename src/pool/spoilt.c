/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spoilt: one walk over the cells. Nearly all of them end at their first two characters; only in
 * rows that are not all ASCII are letters looked at.
 */
#include "civiclot/spoilt.h"

#include "core/array.h"
#include "pool/encoding.h"
#include "pool/mojibake.h"
#include "pool/spoilt_inside.h"

#include <stdlib.h>
#include <string.h>

enum { LONG_EXPONENT = 5 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Does the text end here, but for blanks? */
static bool ends(const char *at)
{
    return at[strspn(at, " ")] == '\0';
}

/*
 * The digits of an exponent that makes a number long. A sign is never left out but behind a
 * decimal: 3E12 is a code.
 */
static bool is_exponent(const char *at, bool decimal)
{
    bool sign = *at == '+';
    at += sign;
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 3 || !ends(at + digits))
        return false;
    return (decimal || (sign && digits >= 2)) && strtol(at, NULL, 10) >= LONG_EXPONENT;
}

/* 7.70E+09, 4,47701E+11, 1E+15: one digit comes first. */
static bool is_shortened(const char *at)
{
    at += *at == '+' || *at == '-';
    if (!is_digit(*at) || *at == '0')
        return false;
    at++;
    bool decimal = (*at == '.' || *at == ',') && is_digit(at[1]);
    if (decimal)
        at += 1 + strspn(at + 1, "0123456789");
    return (*at == 'E' || *at == 'e') && is_exponent(at + 1, decimal);
}

static bool is_error(const char *at)
{
    static const char *const errors[] = {"#REF!", "#NAME?", "#N/A",   "#VALUE!",
                                         "#NUM!", "#NULL!", "#DIV/0!"};
    for (size_t i = 0; *at == '#' && i < sizeof errors / sizeof *errors; i++) {
        size_t length = strlen(errors[i]);
        if (strncmp(at, errors[i], length) == 0 && ends(at + length))
            return true;
    }
    return false;
}

/* Where the cell is, and whether some of its row is not ASCII. */
typedef struct place {
    uint32_t column;
    uint32_t row_number;
    bool beyond_ascii;
} place;

static void meet(lot_spoilt *spoilt, lot_spoilt_kind kind, const place *at)
{
    lot_rows_meet(&spoilt->rows[(size_t)kind * spoilt->columns + at->column], at->row_number);
}

static lot_beyond_ascii look_at(lot_spoilt *spoilt, const char *cell, const place *at)
{
    lot_beyond_ascii letters = {false, false, false};
    cell += strspn(cell, " ");
    if (is_shortened(cell))
        meet(spoilt, LOT_SPOILT_SHORTENED, at);
    if (is_error(cell))
        meet(spoilt, LOT_SPOILT_ERROR, at);
    if (!at->beyond_ascii)
        return letters;
    letters = lot_mojibake_look(cell);
    if (letters.mojibake)
        meet(spoilt, LOT_SPOILT_MOJIBAKE, at);
    if (letters.lost)
        meet(spoilt, LOT_SPOILT_LOST, at);
    return letters;
}

static void count_mixed(lot_spoilt *spoilt, bool mojibake, bool sound, uint32_t row_number)
{
    if (lot_table_get_form(spoilt->table)->encoding != LOT_WINDOWS_1252)
        return;
    if (mojibake)
        lot_rows_meet(&spoilt->mixed_utf8, row_number);
    if (sound)
        lot_rows_meet(&spoilt->mixed_1252, row_number);
}

static void look_at_header(lot_spoilt *spoilt)
{
    bool mojibake = false;
    bool sound = false;
    for (uint32_t c = 0; c < spoilt->columns; c++) {
        const place at = {c, 1, true};
        lot_beyond_ascii letters = look_at(spoilt, lot_table_header(spoilt->table, c), &at);
        mojibake = mojibake || letters.mojibake;
        sound = sound || letters.sound;
    }
    count_mixed(spoilt, mojibake, sound, 1);
}

static void look_at_row(lot_spoilt *spoilt, uint32_t row)
{
    bool mojibake = false;
    bool sound = false;
    const char *record = lot_table_record(spoilt->table, row);
    place at = {.row_number = lot_table_row_number(spoilt->table, row),
                .beyond_ascii = !lot_is_ascii(record, strlen(record))};
    for (; at.column < spoilt->columns; at.column++) {
        lot_beyond_ascii letters =
            look_at(spoilt, lot_table_cell(spoilt->table, row, at.column), &at);
        mojibake = mojibake || letters.mojibake;
        sound = sound || letters.sound;
    }
    count_mixed(spoilt, mojibake, sound, at.row_number);
}

lot_status lot_spoilt_find(lot_spoilt **out, const lot_table *table, lot_error *error)
{
    uint32_t columns = lot_table_columns_count(table);
    lot_spoilt *spoilt = lot_array_new(1, sizeof *spoilt);
    lot_rows *rows = lot_array_new((size_t)columns * LOT_SPOILT_KINDS, sizeof *rows);
    *out = NULL;
    if (spoilt == NULL || rows == NULL) {
        free(spoilt);
        free(rows);
        return LOT_NO_MEMORY(error);
    }
    *spoilt = (lot_spoilt){.table = table, .columns = columns, .rows = rows};
    look_at_header(spoilt);
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        look_at_row(spoilt, row);
    *out = spoilt;
    return LOT_OK;
}

void lot_spoilt_free(lot_spoilt *spoilt)
{
    if (spoilt == NULL)
        return;
    free(spoilt->rows);
    free(spoilt);
}
