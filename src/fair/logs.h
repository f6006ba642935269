/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of logarithms over linear equations, by an interior point method: logs.c. */
#ifndef CIVICLOT_FAIR_LOGS_H
#define CIVICLOT_FAIR_LOGS_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lot_logs_entry {
    uint32_t row;
    uint32_t column;
    double value;
} lot_logs_entry;

/*
 *     max  sum_j weight[j] log v[j],   A v = right,   0 <= v[j] <= upper[j]
 *
 * There must be a point with 0 < v < upper.
 */
typedef struct lot_logs {
    uint32_t rows_count;
    double barrier; /* at the end: what is lost of the optimum is about this for each column */
    double *right;  /* [rows_count] */
    uint32_t columns_count;
    size_t columns_room;
    struct lot_logs_column *columns; /* [columns_count] */
    lot_logs_entry *entries;         /* [entries_count] by column, once solved */
    size_t entries_count;
    size_t entries_room;
    double *dual; /* [rows_count] found: weight[j] / v[j] = sum of dual over j's rows, inside */
} lot_logs;

/* Equations without columns; right is to be written. LOT_FAILURE: no memory. */
lot_status lot_logs_start(lot_logs *logs, uint32_t rows_count, double barrier, lot_error *error);

void lot_logs_clear(lot_logs *logs);

/* Add a column: weight at least 0; start: a guess, inside. LOT_FAILURE: no memory. */
lot_status lot_logs_add_column(lot_logs *logs, double weight, double upper, double start,
                               lot_error *error);

/* Add an entry of A, once for each place. LOT_FAILURE: no memory. */
lot_status lot_logs_add_entry(lot_logs *logs, uint32_t row, uint32_t column, double value,
                              lot_error *error);

/* Solve, to the last digits of doubles. LOT_FAILURE: no memory. */
lot_status lot_logs_solve(lot_logs *logs, lot_error *error);

/* v[column], once solved. Cannot fail. */
double lot_logs_value(const lot_logs *logs, uint32_t column);

#endif
