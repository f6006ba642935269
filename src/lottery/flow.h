/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flow: an integer table whose cells, row sums and column sums lie between bounds.
 *
 *   0 <= cell[r][c] <= most[r][c],  row_least[r] <= sum of row r <= row_most[r],
 *   column_least[c] <= sum of column c <= column_most[c].
 */
#ifndef CIVICLOT_LOTTERY_FLOW_H
#define CIVICLOT_LOTTERY_FLOW_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lot_flow {
    size_t rows_count;
    size_t columns_count;
    uint64_t *most;                       /* [rows_count][columns_count] */
    uint64_t *row_least, *row_most;       /* [rows_count] */
    uint64_t *column_least, *column_most; /* [columns_count] */
} lot_flow;

/* Allocate the bounds, all zero. LOT_FAILURE when there is no memory. */
lot_status lot_flow_start(lot_flow *flow, size_t rows_count, size_t columns_count,
                          lot_error *error);

void lot_flow_free(lot_flow *flow);

/*
 * Fill cell: [rows_count][columns_count].
 * LOT_FAILURE when there is no memory, or no such table: the caller's bug.
 */
lot_status lot_flow_solve(uint64_t *cell, const lot_flow *flow, lot_error *error);

#endif
