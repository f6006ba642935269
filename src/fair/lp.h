/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LP: linear and integer programs. The only file that knows GLPK.
 *
 *     minimise or maximise   sum_j cost[j] x[j]
 *     subject to             lower[i] <= sum_j a[i][j] x[j] <= upper[i]
 *                            lower[j] <= x[j] <= upper[j], some x[j] integer
 *
 * Rows and columns are numbered from 0. Bounds may be -INFINITY and INFINITY.
 * Limits count pivots and nodes, never seconds, so that a result is the same everywhere.
 * A bad argument is a bug and ends in an assert here, since GLPK would end the process in its own
 * way.
 */
#ifndef CIVICLOT_FAIR_LP_H
#define CIVICLOT_FAIR_LP_H

#include "civiclot/progress.h"

#include <stddef.h>

typedef struct lot_lp lot_lp;

/* An entry of a column that is appended. */
typedef struct lot_lp_cell {
    uint32_t row;
    double value;
} lot_lp_cell;

typedef enum lot_lp_outcome {
    LOT_LP_OPTIMAL,
    LOT_LP_INFEASIBLE,
    LOT_LP_LIMIT /* integer programs only: the node limit came first */
} lot_lp_outcome;

/* NULL when there is no memory. Free with lot_lp_free(). */
lot_lp *lot_lp_new(bool maximise);

void lot_lp_free(lot_lp *lp); /* NULL is fine */

/* Add a row without entries; returns its number. */
uint32_t lot_lp_add_row(lot_lp *lp, double lower, double upper);

/* Add a column without entries; returns its number. */
uint32_t lot_lp_add_column(lot_lp *lp, double lower, double upper, double cost, bool integer);

/*
 * Add an entry: a[row][column] = value. Each place at most once over all calls.
 * LOT_FAILURE when there is no memory.
 */
lot_status lot_lp_add_entry(lot_lp *lp, uint32_t row, uint32_t column, double value,
                            lot_error *error);

/*
 * Add a column with all its entries, cells [count], each row once, to an LP that was solved: the
 * next solve goes on from where the last one ended. LOT_FAILURE: no memory.
 */
lot_status lot_lp_append_column(lot_lp *lp, double lower, double upper, double cost,
                                const lot_lp_cell *cells, uint32_t count, lot_error *error);

void lot_lp_set_row_bounds(lot_lp *lp, uint32_t row, double lower, double upper);
void lot_lp_set_column_bounds(lot_lp *lp, uint32_t column, double lower, double upper);
void lot_lp_set_cost(lot_lp *lp, uint32_t column, double cost);

/*
 * Solve, leaving integrality aside. *outcome: OPTIMAL or INFEASIBLE.
 * LOT_FAILURE when the solver ends without an answer, however often it is tried.
 */
lot_status lot_lp_solve(lot_lp *lp, lot_lp_outcome *outcome, lot_error *error);

/* How an integer program is solved. */
typedef struct lot_lp_search {
    bool first;           /* any feasible point will do */
    uint32_t nodes_limit; /* of the branch and bound */
    const lot_progress *progress;
    const char *step; /* what progress is told */
} lot_lp_search;

/*
 * Solve with integers, by branch and bound. *outcome: OPTIMAL (or feasible, when search->first),
 * INFEASIBLE, or LIMIT. LOT_INTERRUPTED when progress says stop; LOT_FAILURE as above.
 */
lot_status lot_lp_solve_integer(lot_lp *lp, const lot_lp_search *search, lot_lp_outcome *outcome,
                                lot_error *error);

/* Of the last OPTIMAL solution. Cannot fail. */
double lot_lp_value(const lot_lp *lp, uint32_t column);
double lot_lp_objective(const lot_lp *lp);

/* Of the last lot_lp_solve() that was OPTIMAL. Cannot fail. */
double lot_lp_row_dual(const lot_lp *lp, uint32_t row);
double lot_lp_reduced_cost(const lot_lp *lp, uint32_t column);

/* Where a row or column stands in the basis of the last lot_lp_solve(). */
typedef enum lot_lp_state { LOT_LP_BASIC, LOT_LP_LOWER, LOT_LP_UPPER } lot_lp_state;

lot_lp_state lot_lp_row_state(const lot_lp *lp, uint32_t row);
lot_lp_state lot_lp_column_state(const lot_lp *lp, uint32_t column);

/*
 * Move to a basis that is optimal in the solver's own exact arithmetic, slowly: for when doubles
 * ended at one that is not. LOT_FAILURE when there is none.
 */
lot_status lot_lp_polish(lot_lp *lp, lot_error *error);

/* Name a row or column, for lot_lp_write(). name: letters, digits and `_`. */
void lot_lp_name_row(lot_lp *lp, uint32_t row, const char *name);
void lot_lp_name_column(lot_lp *lp, uint32_t column, const char *name);

/* Write the LP in CPLEX LP format. LOT_FAILURE when it cannot be written. */
lot_status lot_lp_write(lot_lp *lp, const char *path, lot_error *error);

/* The LP as it was built. Cannot fail. */
typedef struct lot_lp_entry {
    uint32_t row;
    uint32_t column;
    double value;
} lot_lp_entry;

size_t lot_lp_entries_count(const lot_lp *lp);
lot_lp_entry lot_lp_entry_at(const lot_lp *lp, size_t index);
double lot_lp_cost(const lot_lp *lp, uint32_t column);

#endif
