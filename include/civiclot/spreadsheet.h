/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spreadsheet: CSV cells that a spreadsheet would run as a formula, and copies in which it does
 * not.
 *
 *   X1  a cell begins where it begins, and, for a spreadsheet that takes another delimiter, behind
 *       each comma, semicolon, tab and line end in it;
 *   X2  it is run where the first character there is = + - or @, of full width too, after white
 *       space, quotes and control characters; and where the cell itself begins with a tab or line
 *       end;
 *   X3  but a negative number (-5, -5.25) is a number and stays one. What begins with + is run even
 *       so: a spreadsheet would take the plus off a telephone number.
 */
#ifndef CIVICLOT_SPREADSHEET_H
#define CIVICLOT_SPREADSHEET_H

#include "civiclot/table.h"

enum { LOT_FORMULAS_SHOWN = 3 };

/* Where the cells that a spreadsheet would run stand. */
typedef struct lot_formulas {
    uint64_t count;
    struct {
        uint32_t row_number;
        uint32_t column;
    } first[LOT_FORMULAS_SHOWN]; /* as many as there are */
} lot_formulas;

/* Would a spreadsheet run the cell? Cannot fail. */
bool lot_spreadsheet_runs(const char *cell);

/* Add the cell, with an apostrophe wherever one is begun that would be run. */
void lot_spreadsheet_put(lot_text *text, const char *cell);

/* Count the cells of a table, the header's too. Not after lot_table_keep_records(). Cannot fail. */
void lot_spreadsheet_count(lot_formulas *out, const lot_table *table);

/*
 * Begin a copy that is for spreadsheets, a file that is still empty, with the byte order mark of
 * the encoding: without one, they take UTF-8 for another.
 */
void lot_spreadsheet_begin(lot_text *file, lot_encoding encoding);

/*
 * Add a record of a table to a file, as lot_table_write_record(), with no cell that is run. Cells
 * beyond the header's, which are blank, are left off. extra: NULL, or one more cell, which must not
 * be run. LOT_FAILURE: no memory.
 */
lot_status lot_spreadsheet_write(lot_text *file, const lot_table *table, const char *record,
                                 const char *extra, lot_error *error);

#endif
