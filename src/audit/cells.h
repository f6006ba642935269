/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells: the values of quotas as a CSV file has them, found by how they are written.
 *
 * So nothing has to be unquoted, and a file with very many values and people is read in time.
 */
#ifndef CIVICLOT_AUDIT_CELLS_H
#define CIVICLOT_AUDIT_CELLS_H

#include "audit/lines.h"

#include "civiclot/quota.h"

typedef struct lot_cell {
    char *written;
    size_t length;
    uint32_t row; /* of the quotas */
} lot_cell;

/* The cells of feature f are [first] .. [first + values_count - 1] of it, sorted by their bytes. */
typedef struct lot_cells {
    lot_cell *cells; /* [count] */
    uint32_t count;
} lot_cells;

/* LOT_FAILURE: no memory. Free it with lot_cells_free() in either case. */
lot_status lot_cells_make(lot_cells *out, const lot_quotas *quotas, lot_error *error);

void lot_cells_free(lot_cells *cells);

/* Take a value of that feature, up to a comma or LF. *row: its row of the quotas. */
bool lot_cells_take(lot_lines *lines, const lot_cells *cells, const lot_feature *feature,
                    uint32_t *row);

#endif
