/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grid: one row is held, the others are text. */
#include "sheet/grid.h"

#include "civiclot/csv.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

lot_status lot_grid_start(lot_grid *grid, const char *name, lot_error *error)
{
    grid->name = name;
    grid->begins = lot_array_new(LOT_GRID_COLUMNS, sizeof *grid->begins);
    return grid->begins != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

void lot_grid_free(lot_grid *grid)
{
    lot_text_free(&grid->csv);
    lot_text_free(&grid->cells);
    lot_remarks_free(&grid->remarks);
    free(grid->begins);
    grid->begins = NULL;
}

static lot_status fail_large(const char *name, lot_error *error)
{
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s: the sheet holds more than 256 MiB of text, or 50 million cells up to its "
                    "last row and column: remove what is no registration, or save the sheet as "
                    "CSV in UTF-8 and take that file",
                    name);
}

lot_status lot_grid_check(const char *name, const lot_text *text, lot_error *error)
{
    if (text->length > LOT_GRID_BYTES_MOST)
        return fail_large(name, error);
    return lot_text_check(text, error);
}

void lot_grid_begin_row(lot_grid *grid, uint32_t row)
{
    assert(row > grid->lines && row <= LOT_GRID_ROWS);
    grid->row = row;
    memset(grid->begins, 0, grid->used * sizeof *grid->begins);
    grid->used = 0;
    lot_text_begin_again(&grid->cells);
}

lot_status lot_grid_put(lot_grid *grid, uint32_t column, const lot_text *cell, lot_error *error)
{
    assert(column >= 1 && column <= LOT_GRID_COLUMNS);
    if (cell->length == 0)
        return lot_text_check(cell, error);
    if (grid->begins[column - 1] > 0) {
        lot_remark_cell(&grid->remarks, LOT_REMARK_TWICE, grid->row, column);
        return LOT_OK;
    }
    grid->begins[column - 1] = (uint32_t)grid->cells.length + 1;
    lot_text_add(&grid->cells, cell->bytes, cell->length + 1);
    if (grid->used < column)
        grid->used = column;
    return lot_grid_check(grid->name, &grid->cells, error);
}

/*
 * In the header, more is quoted than needs to be: so that whoever finds out the delimiter counts
 * commas alone, and takes the beginning for nothing else (a byte order mark, `sep=`).
 */
static void put_header_cell(lot_text *csv, const char *cell, bool first)
{
    bool odd = first && (strncmp(cell, "sep=", 4) == 0 || strncmp(cell, "SEP=", 4) == 0 ||
                         (unsigned char)*cell >= 0x80 || *cell == '%');
    if (odd || strpbrk(cell, ";\t") != NULL)
        lot_csv_put_quoted(csv, cell);
    else
        lot_csv_put_cell(csv, cell, ',');
}

static void write_row(lot_grid *grid)
{
    uint32_t count = grid->used > grid->width ? grid->used : grid->width;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t begin = i < grid->used ? grid->begins[i] : 0;
        const char *cell = begin > 0 ? grid->cells.bytes + begin - 1 : "";
        if (i > 0)
            lot_text_add(&grid->csv, ",", 1);
        if (grid->count == 0)
            put_header_cell(&grid->csv, cell, i == 0);
        else
            lot_csv_put_cell(&grid->csv, cell, ',');
    }
    lot_text_add(&grid->csv, "\n", 1);
    grid->lines++;
    grid->count += count;
}

lot_status lot_grid_end_row(lot_grid *grid, uint32_t times, lot_error *error)
{
    lot_status status = LOT_OK;
    if (grid->used == 0)
        return LOT_OK;
    if (grid->count == 0)
        grid->width = grid->used;
    for (; grid->lines < grid->row - 1; grid->lines++)
        lot_text_add(&grid->csv, "\n", 1);
    for (uint32_t i = 0; i < times; i++) {
        if (grid->lines == LOT_GRID_ROWS) {
            lot_remark_cell(&grid->remarks, LOT_REMARK_BEYOND, grid->lines + 1, 1);
            break;
        }
        write_row(grid);
        TRY(lot_grid_check(grid->name, &grid->csv, error));
        if (grid->count > LOT_GRID_CELLS_MOST)
            TRY(fail_large(grid->name, error));
    }
done:
    return status;
}
