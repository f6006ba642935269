/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grid: all rows of values that tables allow, of features which tables join with each other.
 *
 *   R1  the cells rise, in the order of the features;
 *   R2  a cell is in the grid when, and only when, every table counts somebody there;
 *   R3  of[c][t] is the cell of table t that cell c belongs to.
 */
#ifndef CIVICLOT_PLAN_GRID_H
#define CIVICLOT_PLAN_GRID_H

#include "plan/counts.h"

typedef struct lot_grid {
    uint32_t features_count;
    uint32_t features[LOT_POPULATION_FEATURES_MOST]; /* rising */
    uint32_t tables_count;
    const lot_count_table **tables; /* [tables_count] all of their features are the grid's */
    uint32_t cells_count;
    size_t values_room;
    size_t of_room;
    uint32_t *values;  /* [cells_count][features_count] */
    uint32_t *of;      /* [cells_count][tables_count] see R3 */
    uint64_t *weights; /* [cells_count] by lot_grid_fit(), of LOT_GRID_WHOLE; NULL before */
} lot_grid;

/* What the weights of a grid sum to, but for rounding. */
#define LOT_GRID_WHOLE (UINT64_C(1) << 60)

/*
 * Find the cells of a grid whose features and tables are set; all else is zero.
 * More than LOT_POPULATION_CELLS_MOST are a problem, and LOT_BAD_INPUT. LOT_FAILURE: no memory.
 * Free it with lot_grid_clear(), also on failure.
 */
lot_status lot_grid_fill(lot_grid *grid, const lot_counts *counts, lot_problems *problems,
                         lot_error *error);

/* Free what the grid holds. Zeroed is fine. */
void lot_grid_clear(lot_grid *grid);

/* How well the tables of a grid agree. */
typedef struct lot_grid_fitted {
    uint32_t rounds;
    bool settled;
    uint64_t difference;          /* the largest left, of LOT_GRID_WHOLE */
    const lot_count_table *table; /* where that is; NULL: nowhere */
} lot_grid_fitted;

/*
 * Fit the weights to all tables in turn until a round changes nothing by more than `enough`, of
 * LOT_GRID_WHOLE, or nothing gets better any more. LOT_FAILURE: no memory.
 */
lot_status lot_grid_fit(lot_grid_fitted *fitted, lot_grid *grid, uint64_t enough, lot_error *error);

#endif
