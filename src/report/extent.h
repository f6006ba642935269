/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Extent: how large a list is as a sheet, and whether a spreadsheet has room for it.
 */
#ifndef CIVICLOT_REPORT_EXTENT_H
#define CIVICLOT_REPORT_EXTENT_H

#include "report/sink.h"

enum { LOT_SHEET_ROWS = 1048576, LOT_SHEET_COLUMNS = 16384, LOT_SHEET_CHARACTERS = 32767 };

typedef struct lot_extent_column lot_extent_column;

typedef struct lot_extent {
    uint64_t rows;              /* with the header */
    uint32_t columns_count;     /* all there are */
    lot_extent_column *columns; /* the first LOT_SHEET_COLUMNS of them */
    size_t room;
} lot_extent;

/*
 * Walk through a list. Free the extent with lot_extent_free(), also on failure.
 * LOT_FAILURE: no memory.
 */
lot_status lot_extent_find(lot_extent *out, const lot_report *report, lot_list list,
                           lot_error *error);

/* Free what it holds. Zeroed is fine. */
void lot_extent_free(lot_extent *extent);

/* Add what a spreadsheet has no room for. name: the file that the list is of. Cannot fail. */
void lot_extent_tell(const lot_extent *extent, const char *name, lot_problems *problems);

/* How many characters the longest line in a column has. Cannot fail. */
uint32_t lot_extent_width(const lot_extent *extent, uint32_t column);

/*
 * Add a cell as XLSX has it: what it reads as an escape (_x0041_) is escaped, and so are the two
 * characters that XML lacks. Control characters are left to the library, which escapes them.
 */
void lot_extent_put_cell(lot_text *text, const char *cell);

#endif
