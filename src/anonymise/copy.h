/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copy: a delimited text again, byte by byte, with other words in its cells.
 */
#ifndef CIVICLOT_ANONYMISE_COPY_H
#define CIVICLOT_ANONYMISE_COPY_H

#include "civiclot/table.h"

#include <stdbool.h>

/* In place of a row of a table: its header. */
#define LOT_HEADER_CELLS UINT32_MAX

/* Stands for letters that are beyond ASCII: one that every encoding has. */
#define LOT_BEYOND_ASCII "\xC3\xA9"

typedef struct lot_words {
    /*
     * Add the word that stands for a cell, without quotes or delimiters; false: none was added, and
     * what stands there is blurred. row: as in lot_table_cell(), or LOT_HEADER_CELLS.
     */
    bool (*put)(lot_text *copy, void *context, uint32_t row, uint32_t column);
    void *context;
} lot_words;

/*
 * Add a copy of a file that lot_table_parse() made `table` of. Blank cells and blank lines are not
 * asked for: they stay. LOT_FAILURE: no memory.
 */
lot_status lot_copy_table(lot_text *file, const lot_table *table, const char *bytes, size_t length,
                          const lot_words *words, lot_error *error);

/* Add a copy of any file, character by character: A7 of anonymise.h. LOT_FAILURE: no memory. */
lot_status lot_copy_characters(lot_text *file, const char *bytes, size_t length, lot_error *error);

/* Add a text character by character: what is no UTF-8 stays. */
void lot_copy_put_blurred(lot_text *copy, const char *text, size_t length);

#endif
