/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grid: rows of cells as they come out of a file, on their way to CSV.
 *
 *   G1  row and column count from 1; a row's number is above the one before;
 *   G2  a row is written when it ends, if anything stands in it, with an empty line for each row
 *       that was passed over: what is written is never more than the sheet's rows and its cells;
 *   G3  at most LOT_GRID_BYTES_MOST and LOT_GRID_CELLS_MOST are written, whatever a file has
 *       repeated: whoever reads the text again needs memory for each cell.
 */
#ifndef CIVICLOT_SHEET_GRID_H
#define CIVICLOT_SHEET_GRID_H

#include "sheet/remarks.h"

enum {
    LOT_GRID_ROWS = 1048576,
    LOT_GRID_COLUMNS = 16384,
    LOT_GRID_BYTES_MOST = 256 << 20,
    LOT_GRID_CELLS_MOST = 50000000
};

typedef struct lot_grid {
    const char *name; /* of the file, for messages */
    lot_text csv;
    lot_remarks remarks;
    uint64_t count; /* cells written, blank ones too */
    uint32_t lines; /* written: the last row's number */
    uint32_t width; /* cells of the first row that was written: the header */
    uint32_t row;   /* that is open */
    uint32_t used;  /* its columns with a cell */
    lot_text cells; /* its cells, each with its NUL */
    /* [LOT_GRID_COLUMNS] where in `cells` they begin, plus 1; 0: none, also beyond `used` */
    uint32_t *begins;
} lot_grid;

/* Make ready. LOT_FAILURE: no memory. Free with lot_grid_free(). */
lot_status lot_grid_start(lot_grid *grid, const char *name, lot_error *error);
void lot_grid_free(lot_grid *grid);

/* Begin a row: see G1. At most LOT_GRID_ROWS. */
void lot_grid_begin_row(lot_grid *grid, uint32_t row);

/*
 * Put a cell into the row, column at most LOT_GRID_COLUMNS; an empty one is nothing. One that is
 * there stays, and is a remark. LOT_BAD_INPUT: too much (G3).
 */
lot_status lot_grid_put(lot_grid *grid, uint32_t column, const lot_text *cell, lot_error *error);

/*
 * End the row, which stands `times` times, below each other; rows beyond LOT_GRID_ROWS are a
 * remark. LOT_BAD_INPUT: too much (G3).
 */
lot_status lot_grid_end_row(lot_grid *grid, uint32_t times, lot_error *error);

/* LOT_BAD_INPUT where the text of a file is more than G3 allows; LOT_FAILURE: no memory. */
lot_status lot_grid_check(const char *name, const lot_text *text, lot_error *error);

#endif
