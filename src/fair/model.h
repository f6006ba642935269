/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The model: what every panel's composition meets.
 *
 *     0 <= c[t] <= cap[t]                                  for every class t
 *     lower[r] <= sum_t weight(r, t) c[t] <= upper[r]      for every row r
 *
 * The rows are the size of the panel (row 0), the quotas, and the kinds of households whose limit
 * binds. All in integers. Without integrality the same rows are the polytope Q, a relaxation of the
 * panels' hull.
 *
 * A class that is in no panel is shut out: its cap is 0.
 */
#ifndef CIVICLOT_FAIR_MODEL_H
#define CIVICLOT_FAIR_MODEL_H

#include "civiclot/classes.h"
#include "fair/lp.h"

typedef struct lot_row {
    int64_t lower;
    int64_t upper;
    uint32_t first; /* its entries: [first, end) of lot_model.entries */
    uint32_t end;
} lot_row;

typedef struct lot_entry {
    uint32_t class;
    int64_t weight;
} lot_entry;

typedef struct lot_model {
    const lot_classes *classes;
    uint32_t seats;
    uint32_t *cap; /* [classes->count] */
    lot_row *rows; /* [rows_count] */
    uint32_t rows_count;
    size_t rows_room;
    lot_entry *entries;
    size_t entries_count;
    size_t entries_room;
    /* rows 1 .. quotas_count are the quotas, in their order */
    uint32_t quotas_count;
} lot_model;

/* Make the model. households: false leaves their rows and caps out. LOT_FAILURE: no memory. */
lot_status lot_model_new(lot_model **out, const lot_quotas *quotas, const lot_classes *classes,
                         uint32_t seats, bool households, lot_error *error);

void lot_model_free(lot_model *model); /* NULL is fine */

/* For models with columns of their own: an entry of the row that is closed next. LOT_FAILURE. */
lot_status lot_model_add_entry(lot_model *model, uint32_t class, int64_t weight, lot_error *error);

/* Close a row: its entries are those added since the row before. LOT_FAILURE: no memory. */
lot_status lot_model_add_row(lot_model *model, int64_t lower, int64_t upper, lot_error *error);

/* The sum of one row for seats[t], [classes->count]. */
int64_t lot_model_row_sum(const lot_model *model, uint32_t row, const int64_t *seats);

/* Does the composition meet every row and cap? In integers. */
bool lot_model_admits(const lot_model *model, const int64_t *seats);

/*
 * Add a column for each class, 0 .. cap, and all rows, to an empty lp: column t is class t.
 * scale: all bounds are multiplied by it. LOT_FAILURE: no memory.
 */
lot_status lot_model_to_lp(lot_lp *lp, const lot_model *model, bool integer, double scale,
                           lot_error *error);

#endif
