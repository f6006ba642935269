/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XLSX: the parts of a workbook beside the cells, which its cells refer to by number.
 * Source: ECMA-376, part 1, 18 (SpreadsheetML), transitional and strict.
 */
#ifndef CIVICLOT_SHEET_XLSX_H
#define CIVICLOT_SHEET_XLSX_H

#include "sheet/archive.h"
#include "sheet/format.h"
#include "sheet/grid.h"

/* The texts that cells share. */
typedef struct lot_xlsx_strings {
    lot_text all; /* one after the other, each with its NUL */
    uint32_t *begins;
    size_t count;
    size_t room;
} lot_xlsx_strings;

/* How cells are formatted, by the number that a cell has: [count]. */
typedef struct lot_xlsx_styles {
    lot_format *formats;
    size_t count;
} lot_xlsx_styles;

typedef struct lot_xlsx {
    lot_archive *archive;
    bool from_1904; /* where its days count from */
    lot_xlsx_strings strings;
    lot_xlsx_styles styles;
} lot_xlsx;

/* Read a part into the workbook; failures are lot_markup_read()'s. */
lot_status lot_xlsx_read_strings(lot_xlsx *xlsx, const char *part, lot_error *error);
lot_status lot_xlsx_read_styles(lot_xlsx *xlsx, const char *part, lot_error *error);

/* Read a sheet's cells into the grid. */
lot_status lot_xlsx_read_cells(lot_grid *grid, const lot_xlsx *xlsx, const char *part,
                               lot_error *error);

/*
 * Write out what a text from its byte `from` on has as _x000D_: characters that XML cannot hold.
 * A NUL or half a character stays as it is.
 */
void lot_xlsx_unescape(lot_text *text, size_t from);

/* Is an attribute that says yes or no, and may be missing, yes? */
bool lot_xlsx_is_true(const char *value);

#endif
