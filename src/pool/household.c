/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: who shares an address.
 *
 * An address is compared by its key, the parts of its columns in order. A part is a cell's words
 * (wording.h), one space apart: "Flat 2/10" and "flat 2, 10" are the same, "1 11" and "11 1" are
 * not. A postcode has no spaces at all: E17 4AB is e174ab.
 *
 * A word that only announces a number is passed over before one (Flat 2, Flat2, Flat No. 2), and
 * three abbreviations are written out that mean nothing else: rd, ave, and st behind a name. "St"
 * that begins a part or follows a number is Saint, and stays as it is. Not passed over is "room":
 * a house may have both a flat 2 and a room 2. By the older rule every word counts as it is.
 *
 *   H1  a part holds letters, digits and marks, and ' ' within, so '\n' ends it beyond doubt;
 *   H2  a person without an address has a key that no address is: it starts with '\t'. Without the
 *       first part there is no address: a postcode or a town alone is shared by strangers;
 *   H3  of a part that is not blank something is left: what announces a number goes, the number
 *       stays.
 */
#include "pool/household.h"

#include "core/array.h"
#include "pool/names.h"
#include "pool/wording.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One word of a part; it is no string of its own. */
typedef struct word {
    const char *at;
    size_t length;
} word;

static word first_word(const char *part)
{
    return (word){part, strcspn(part, " ")};
}

/* The next word; of length 0 behind the last one. */
static word next_word(word from)
{
    const char *at = from.at + from.length;
    return first_word(*at == ' ' ? at + 1 : at);
}

/* How long the beginning of the word is that only announces a number: flat, flat2; else 0. */
static size_t announces(word w)
{
    static const char *const names[] = {"flat", "apartment", "apt", "unit", "number", "no"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        if (w.length >= length && memcmp(w.at, names[i], length) == 0 &&
            (w.length == length || is_digit(w.at[length])))
            return length;
    }
    return 0;
}

/* Does a number stand behind the word, or behind others that announce it: flat no 2? */
static bool is_before_number(word w)
{
    for (w = next_word(w); w.length > 0; w = next_word(w)) {
        if (is_digit(w.at[0]))
            return true;
        if (announces(w) != w.length)
            return announces(w) > 0;
    }
    return false;
}

/* What an abbreviation is short for; NULL: it is none. after_name: a word that is no number came
 * before it in its part. */
static const char *written_out(word w, bool after_name)
{
    static const char *const pairs[][2] = {{"rd", "road"}, {"ave", "avenue"}, {"st", "street"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (w.length == strlen(pairs[i][0]) && memcmp(w.at, pairs[i][0], w.length) == 0)
            return strcmp(pairs[i][0], "st") != 0 || after_name ? pairs[i][1] : NULL;
    }
    return NULL;
}

/* Add the words of a part that tell addresses apart. */
static void put_telling(lot_text *key, const char *part)
{
    size_t start = key->length;
    bool after_name = false;
    for (word w = first_word(part); w.length > 0; w = next_word(w)) {
        size_t passed = announces(w);
        if (passed == w.length && !is_before_number(w))
            passed = 0;
        if (passed == w.length)
            continue;
        if (key->length > start)
            lot_text_add(key, " ", 1);
        const char *full = written_out(w, after_name);
        if (full != NULL)
            lot_text_put(key, full);
        else
            lot_text_add(key, w.at + passed, w.length - passed);
        after_name = !is_digit(w.at[passed]);
    }
}

lot_status lot_home_maker_start(lot_home_maker *maker, const lot_table *table,
                                const lot_address_columns *columns, lot_error *error)
{
    lot_status status = LOT_OK;
    *maker = (lot_home_maker){.postcode = lot_array_new(columns->count, sizeof *maker->postcode),
                              .older = columns->older};
    if (maker->postcode == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < columns->count; c++)
        TRY(lot_household_is_postcode(&maker->postcode[c],
                                      lot_table_header(table, columns->columns[c]), error));
done:
    return status;
}

void lot_home_maker_end(lot_home_maker *maker)
{
    free(maker->postcode);
    lot_text_free(&maker->part);
}

bool lot_home_put_part(lot_text *key, lot_home_maker *maker, uint32_t column, const char *cell)
{
    if (maker->postcode[column] || maker->older)
        return lot_wording_put(key, cell, !maker->postcode[column]);
    lot_text_begin_again(&maker->part);
    if (!lot_wording_put(&maker->part, cell, true) || maker->part.failed)
        return false;
    /* where nothing was added the room holds what stood there before */
    if (maker->part.length > 0)
        put_telling(key, lot_text_string(&maker->part));
    return true;
}

lot_status lot_household_is_postcode(bool *postcode, const char *header, lot_error *error)
{
    lot_text part = LOT_TEXT_EMPTY;
    bool good = lot_wording_put(&part, header, false) && !part.failed;
    const char *name = lot_text_string(&part);
    *postcode = strstr(name, "postcode") != NULL || strstr(name, "postalcode") != NULL ||
                strstr(name, "zip") != NULL;
    lot_text_free(&part);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Rows whose addresses are compared. */
typedef struct rows {
    const lot_table *people;
    const lot_address_columns *columns;
    lot_home_maker maker;
} rows;

/* Make the key of a row's address, or its own where its first part is blank (H2). */
static lot_status make_key(lot_text *key, rows *from, uint32_t row, lot_error *error)
{
    key->length = 0;
    for (uint32_t c = 0; c < from->columns->count; c++) {
        const char *cell = lot_table_cell(from->people, row, from->columns->columns[c]);
        if (!lot_home_put_part(key, &from->maker, c, cell))
            return LOT_NO_MEMORY(error);
        if (key->length == 0) {
            lot_text_format(key, "\t%u", row);
            break;
        }
        lot_text_add(key, "\n", 1);
    }
    return lot_text_check(key, error);
}

static lot_status group(uint32_t *households, uint32_t *households_count, rows *from,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text key = LOT_TEXT_EMPTY;
    lot_names *keys = lot_names_new();
    if (keys == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < lot_table_rows_count(from->people); row++) {
        TRY(make_key(&key, from, row, error));
        if (!lot_names_add(&households[row], keys, lot_text_string(&key)))
            TRY(LOT_NO_MEMORY(error));
    }
    *households_count = lot_names_count(keys);
done:
    lot_names_free(keys);
    lot_text_free(&key);
    return status;
}

lot_status lot_households_group(uint32_t *households, uint32_t *households_count,
                                const lot_table *people, const lot_address_columns *columns,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t rows_count = lot_table_rows_count(people);
    rows from = {.people = people, .columns = columns};
    if (columns->count == 0) {
        for (uint32_t row = 0; row < rows_count; row++)
            households[row] = row;
        *households_count = rows_count;
        return LOT_OK;
    }
    TRY(lot_home_maker_start(&from.maker, people, columns, error));
    TRY(group(households, households_count, &from, error));
done:
    lot_home_maker_end(&from.maker);
    return status;
}
