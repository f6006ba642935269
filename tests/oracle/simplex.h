/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simplex: linear programs with few rows and many columns, solved in fractions.
 *
 *     maximise sum_j cost[j] x[j]     with     sum_j x[j] column[j] = right,  x >= 0
 *
 * No tolerance anywhere. Columns too many to write down are asked for when they are needed.
 */
#ifndef CIVICLOT_ORACLE_SIMPLEX_H
#define CIVICLOT_ORACLE_SIMPLEX_H

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

/* `count` fractions, all 0. No memory ends the test program. */
mpq_ptr lot_fractions_new(uint32_t count);

/* NULL is fine. */
void lot_fractions_free(mpq_ptr fractions, uint32_t count);

typedef struct lot_simplex lot_simplex;

typedef enum lot_simplex_end {
    LOT_SIMPLEX_OPTIMAL,
    LOT_SIMPLEX_INFEASIBLE,
    LOT_SIMPLEX_UNBOUNDED
} lot_simplex_end;

/*
 * Look for a column of cost 0 that helps: sum_i dual[i] column[i] < 0.
 * column: [rows_count] out. Returns false when no column there is does.
 */
typedef bool lot_simplex_find(void *context, mpq_ptr column, mpq_srcptr dual);

/* right: [rows_count], of any sign. Free it with lot_simplex_free(). */
lot_simplex *lot_simplex_new(uint32_t rows_count, mpq_srcptr right);

/* NULL is fine. */
void lot_simplex_free(lot_simplex *simplex);

/* Add a column, [rows_count], and return its number: 0 for the first, found ones counted too. */
uint32_t lot_simplex_add(lot_simplex *simplex, mpq_srcptr column, int cost);

/* Solve, once. find: NULL when the columns added are all there are. */
lot_simplex_end lot_simplex_maximise(lot_simplex *simplex, lot_simplex_find *find, void *context);

/* x of a column, once optimal. */
void lot_simplex_value(mpq_ptr value, const lot_simplex *simplex, uint32_t column);

/* How much the optimum rises with right[i], once optimal: [rows_count]. */
mpq_srcptr lot_simplex_dual(const lot_simplex *simplex);

#endif
