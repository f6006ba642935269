/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lookup: keys and values as numbers, so that the postcodes of a whole country have room. Postcodes
 * of all levels are in the same set of keys: their forms tell them apart.
 */
#include "clean/lookup.h"

#include "civiclot/fold.h"
#include "clean/postcode.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/rows.h"

#include <assert.h>
#include <stdlib.h>

static void forget_table(lot_lookup *lookup)
{
    lot_names_free(lookup->keys);
    lookup->keys = NULL;
    lot_texts_free(&lookup->values);
}

void lot_lookup_free(lot_lookup *lookup)
{
    forget_table(lookup);
    free(lookup->of_key);
    free(lookup->file);
    free(lookup->key);
    free(lookup->value);
    *lookup = (lot_lookup){0};
}

/* Find the two columns; LOT_NO_COLUMN and a problem where one is not there. */
static lot_status find_columns(uint32_t columns[2], const lot_lookup *lookup,
                               const lot_table *table, lot_problems *problems, lot_error *error)
{
    static const char why[] = "a line `lookup` of the rules names it";
    const char *const names[2] = {lookup->key, lookup->value};
    for (uint32_t c = 0; c < 2; c++) {
        lot_status status = LOT_OK;
        columns[c] = c;
        if (names[c] != NULL)
            status = lot_column_need(&columns[c], table, names[c], why, problems, error);
        if (status != LOT_OK)
            return status;
    }
    if (lookup->key == NULL && lot_table_columns_count(table) < 2)
        lot_problems_add(problems,
                         "%s: a table to look up in needs two columns, what is looked for and what "
                         "it becomes; there is one",
                         lot_table_name(table));
    return LOT_OK;
}

/* Add the key of a row, which is new, or has the value already: else the row is remembered. */
static lot_status add_key(lot_lookup *lookup, const char *key, uint32_t value, bool *same,
                          lot_error *error)
{
    uint32_t count = lot_names_count(lookup->keys);
    uint32_t number;
    void *of_key = lookup->of_key;
    if (lot_array_grow(&of_key, &lookup->of_key_room, count, sizeof(uint32_t)) != 0)
        return LOT_NO_MEMORY(error);
    lookup->of_key = of_key;
    if (!lot_names_add(&number, lookup->keys, key))
        return LOT_NO_MEMORY(error);
    if (number == count)
        lookup->of_key[number] = value;
    *same = lookup->of_key[number] == value;
    return LOT_OK;
}

/*
 * The form in which a cell is looked for, a new string; NULL: no memory. Of a postcode *level is
 * what it is; spaces do not matter in those of other countries either.
 */
static char *key_of(lot_postcode_level *level, const lot_lookup *lookup, const char *cell)
{
    char postcode[LOT_POSTCODE_BYTES];
    *level = lookup->by_postcode ? lot_postcode_read(postcode, cell) : LOT_POSTCODE_NONE;
    if (*level != LOT_POSTCODE_NONE)
        return lot_string_copy(postcode);
    char *key = lot_fold(cell);
    if (key == NULL || !lookup->by_postcode)
        return key;
    char *kept = key;
    for (const char *at = key; *at != '\0'; at++)
        if (*at != ' ')
            *kept++ = *at;
    *kept = '\0';
    return key;
}

static lot_status add_row(lot_lookup *lookup, const char *cell, const char *text, bool *same,
                          lot_error *error)
{
    lot_postcode_level level;
    uint32_t number;
    lot_status status = LOT_OK;
    *same = true;
    if (lot_is_blank(cell) || lot_is_blank(text))
        return LOT_OK;
    char *value = lot_tidy(text);
    char *key = key_of(&level, lookup, cell);
    if (value == NULL || key == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_texts_meet(&number, &lookup->values, value, error));
    TRY(add_key(lookup, key, number, same, error));
done:
    free(key);
    free(value);
    return status;
}

static void tell_double(const lot_table *table, const uint32_t columns[2], const lot_rows *rows,
                        lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    if (rows->count == 0)
        return;
    lot_text_format(&words, "%s: what stands in column ", lot_table_name(table));
    lot_message_put_cell(&words, lot_table_header(table, columns[0]));
    lot_text_put(&words, " stands in a row above too, with another ");
    lot_message_put_cell(&words, lot_table_header(table, columns[1]));
    lot_text_put(&words, ": ");
    lot_rows_put(&words, rows);
    lot_text_put(&words, ": keep one of the two");
    lot_problems_take(problems, &words);
}

lot_status lot_lookup_give(lot_lookup *lookup, const lot_table *table, lot_problems *problems,
                           lot_error *error)
{
    size_t before = lot_problems_count(problems);
    uint32_t columns[2];
    lot_rows doubles = {0};
    lot_status status;
    forget_table(lookup);
    TRY(find_columns(columns, lookup, table, problems, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    lookup->keys = lot_names_new();
    if (lookup->keys == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        bool same;
        TRY(add_row(lookup, lot_table_cell(table, row, columns[0]),
                    lot_table_cell(table, row, columns[1]), &same, error));
        if (!same)
            lot_rows_meet(&doubles, lot_table_row_number(table, row));
    }
    tell_double(table, columns, &doubles, problems);
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
done:
    return status;
}

/* The value of a key, or NULL. */
static const char *find_key(const lot_lookup *lookup, const char *key)
{
    uint32_t number = lot_names_find(lookup->keys, key);
    return number != LOT_NO_NAME ? lookup->values.items[lookup->of_key[number]] : NULL;
}

lot_status lot_lookup_find(const char **value, const lot_lookup *lookup, const char *cell,
                           lot_error *error)
{
    lot_postcode_level level;
    assert(lookup->keys != NULL);
    char *key = key_of(&level, lookup, cell);
    if (key == NULL)
        return LOT_NO_MEMORY(error);
    *value = find_key(lookup, key);
    while (*value == NULL && (level == LOT_POSTCODE_UNIT || level == LOT_POSTCODE_SECTOR)) {
        level = lot_postcode_widen(key, level);
        *value = find_key(lookup, key);
    }
    free(key);
    return LOT_OK;
}
