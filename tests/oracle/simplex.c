/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The revised simplex method in two phases.
 *
 * A basis is a set of columns B, one a row. Kept: the inverse of B, the basic values
 * x_B = B^-1 right, and the duals y = cost_B B^-1. A column helps when its gain, cost - y column,
 * is positive. It enters; the row where it first drives a basic value to 0 leaves.
 *
 *   first phase    one artificial column a row, of cost -1 (all else 0), makes the first basis;
 *   second phase   artificial columns that are still basic are worth 0 and stay so: where an
 *                  entering column would touch one, that one leaves.
 *
 * Bland's rule, the first column that helps and the first of the rows that tie, ends every run over
 * the columns at hand; each column that is found is new, and there are finitely many.
 * Artificial columns come first: column j of the caller is column rows_count + j here.
 */
#include "oracle/simplex.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

struct lot_simplex {
    uint32_t rows_count;
    uint32_t columns_count; /* with the artificial ones */
    size_t room;            /* of columns and costs */
    mpq_ptr *columns;       /* [columns_count][rows_count] */
    int *costs;             /* [columns_count]; of artificial columns 0 */
    mpq_ptr inverse;        /* [rows_count][rows_count] */
    mpq_ptr values;         /* [rows_count] of the basic columns */
    mpq_ptr dual;           /* [rows_count] */
    mpq_ptr direction;      /* [rows_count] the entering column by the basis */
    uint32_t *basis;        /* [rows_count] columns */
    bool first_phase;
    mpq_t gain;
    mpq_t product;
};

static void *array(size_t count, size_t bytes)
{
    void *made = lot_array_new(count, bytes);
    assert(made != NULL);
    return made;
}

mpq_ptr lot_fractions_new(uint32_t count)
{
    mpq_ptr made = array(count, sizeof *made);
    for (uint32_t i = 0; i < count; i++)
        mpq_init(made + i);
    return made;
}

void lot_fractions_free(mpq_ptr fractions, uint32_t count)
{
    if (fractions == NULL)
        return;
    for (uint32_t i = 0; i < count; i++)
        mpq_clear(fractions + i);
    free(fractions);
}

static uint32_t append(lot_simplex *s, mpq_srcptr column, int cost)
{
    if (s->columns_count == s->room) {
        s->room = 2 * s->room + 16;
        s->columns = lot_array_resize(s->columns, s->room, sizeof(mpq_ptr));
        s->costs = lot_array_resize(s->costs, s->room, sizeof *s->costs);
        assert(s->columns != NULL && s->costs != NULL);
    }
    mpq_ptr copy = lot_fractions_new(s->rows_count);
    for (uint32_t i = 0; i < s->rows_count; i++)
        mpq_set(copy + i, column + i);
    s->columns[s->columns_count] = copy;
    s->costs[s->columns_count] = cost;
    return s->columns_count++;
}

lot_simplex *lot_simplex_new(uint32_t rows_count, mpq_srcptr right)
{
    lot_simplex *s = array(1, sizeof *s);
    s->rows_count = rows_count;
    s->inverse = lot_fractions_new(rows_count * rows_count);
    s->values = lot_fractions_new(rows_count);
    s->dual = lot_fractions_new(rows_count);
    s->direction = lot_fractions_new(rows_count);
    s->basis = array(rows_count, sizeof *s->basis);
    mpq_init(s->gain);
    mpq_init(s->product);
    for (uint32_t i = 0; i < rows_count; i++) {
        int sign = mpq_sgn(right + i) < 0 ? -1 : 1;
        mpq_abs(s->values + i, right + i);
        mpq_set_si(s->inverse + i * rows_count + i, sign, 1);
        mpq_ptr unit = lot_fractions_new(rows_count);
        mpq_set_si(unit + i, sign, 1);
        s->basis[i] = append(s, unit, 0);
        lot_fractions_free(unit, rows_count);
    }
    return s;
}

void lot_simplex_free(lot_simplex *simplex)
{
    if (simplex == NULL)
        return;
    uint32_t rows = simplex->rows_count;
    for (uint32_t j = 0; j < simplex->columns_count; j++)
        lot_fractions_free(simplex->columns[j], rows);
    free(simplex->columns);
    free(simplex->costs);
    lot_fractions_free(simplex->inverse, rows * rows);
    lot_fractions_free(simplex->values, rows);
    lot_fractions_free(simplex->dual, rows);
    lot_fractions_free(simplex->direction, rows);
    free(simplex->basis);
    mpq_clear(simplex->gain);
    mpq_clear(simplex->product);
    free(simplex);
}

uint32_t lot_simplex_add(lot_simplex *simplex, mpq_srcptr column, int cost)
{
    return append(simplex, column, cost) - simplex->rows_count;
}

static bool is_artificial(const lot_simplex *s, uint32_t column)
{
    return column < s->rows_count;
}

static int cost_of(const lot_simplex *s, uint32_t column)
{
    if (s->first_phase)
        return is_artificial(s, column) ? -1 : 0;
    return s->costs[column];
}

/* *sum += left right, which most often is 0. */
static void add_product(lot_simplex *s, mpq_ptr sum, mpq_srcptr left, mpq_srcptr right)
{
    if (mpq_sgn(left) == 0 || mpq_sgn(right) == 0)
        return;
    mpq_mul(s->product, left, right);
    mpq_add(sum, sum, s->product);
}

static void find_duals(lot_simplex *s)
{
    mpq_t cost;
    mpq_init(cost);
    for (uint32_t i = 0; i < s->rows_count; i++)
        mpq_set_si(s->dual + i, 0, 1);
    for (uint32_t row = 0; row < s->rows_count; row++) {
        mpq_set_si(cost, cost_of(s, s->basis[row]), 1);
        for (uint32_t i = 0; i < s->rows_count; i++)
            add_product(s, s->dual + i, cost, s->inverse + row * s->rows_count + i);
    }
    mpq_clear(cost);
}

static bool helps(lot_simplex *s, uint32_t column)
{
    mpq_set_si(s->gain, 0, 1);
    for (uint32_t i = 0; i < s->rows_count; i++)
        add_product(s, s->gain, s->dual + i, s->columns[column] + i);
    return mpq_cmp_si(s->gain, cost_of(s, column), 1) < 0;
}

/* The first column that helps, asking for one when none at hand does; columns_count: none. */
static uint32_t choose_column(lot_simplex *s, lot_simplex_find *find, void *context)
{
    for (uint32_t j = s->rows_count; j < s->columns_count; j++)
        if (helps(s, j))
            return j;
    if (find == NULL)
        return s->columns_count;
    mpq_ptr column = lot_fractions_new(s->rows_count);
    uint32_t found = s->columns_count;
    if (find(context, column, s->dual)) {
        found = append(s, column, 0);
        assert(helps(s, found));
    }
    lot_fractions_free(column, s->rows_count);
    return found;
}

static void find_direction(lot_simplex *s, uint32_t column)
{
    for (uint32_t i = 0; i < s->rows_count; i++) {
        mpq_set_si(s->direction + i, 0, 1);
        for (uint32_t j = 0; j < s->rows_count; j++)
            add_product(s, s->direction + i, s->inverse + i * s->rows_count + j,
                        s->columns[column] + j);
    }
}

/* The row that leaves; rows_count when the entering column can grow for ever. */
static uint32_t choose_row(lot_simplex *s)
{
    mpq_t ratio;
    mpq_t least;
    mpq_inits(ratio, least, NULL);
    uint32_t best = s->rows_count;
    for (uint32_t i = 0; i < s->rows_count; i++) {
        int sign = mpq_sgn(s->direction + i);
        bool stuck = !s->first_phase && is_artificial(s, s->basis[i]);
        if (sign == 0 || (sign < 0 && !stuck))
            continue;
        mpq_div(ratio, s->values + i, s->direction + i);
        int order = best == s->rows_count ? -1 : mpq_cmp(ratio, least);
        if (order < 0 || (order == 0 && s->basis[i] < s->basis[best])) {
            best = i;
            mpq_set(least, ratio);
        }
    }
    mpq_clears(ratio, least, NULL);
    return best;
}

/* Subtract `times` rows of `row` from row i of the inverse, and of the values. */
static void eliminate(lot_simplex *s, uint32_t i, uint32_t row, mpq_srcptr times)
{
    uint32_t rows = s->rows_count;
    for (uint32_t j = 0; j < rows; j++)
        add_product(s, s->inverse + i * rows + j, times, s->inverse + row * rows + j);
    add_product(s, s->values + i, times, s->values + row);
}

static void pivot(lot_simplex *s, uint32_t row, uint32_t column)
{
    mpq_t times;
    mpq_init(times);
    mpq_ptr by = s->direction + row;
    for (uint32_t j = 0; j < s->rows_count; j++)
        mpq_div(s->inverse + row * s->rows_count + j, s->inverse + row * s->rows_count + j, by);
    mpq_div(s->values + row, s->values + row, by);
    for (uint32_t i = 0; i < s->rows_count; i++) {
        if (i == row || mpq_sgn(s->direction + i) == 0)
            continue;
        mpq_neg(times, s->direction + i);
        eliminate(s, i, row, times);
        assert(mpq_sgn(s->values + i) >= 0);
    }
    s->basis[row] = column;
    mpq_clear(times);
}

static bool is_feasible(const lot_simplex *s)
{
    for (uint32_t i = 0; i < s->rows_count; i++)
        if (is_artificial(s, s->basis[i]) && mpq_sgn(s->values + i) != 0)
            return false;
    return true;
}

/* One phase. Returns false when the optimum is unbounded. */
static bool run_phase(lot_simplex *s, lot_simplex_find *find, void *context)
{
    for (;;) {
        if (s->first_phase && is_feasible(s))
            return true;
        find_duals(s);
        uint32_t column = choose_column(s, find, context);
        if (column == s->columns_count)
            return true;
        find_direction(s, column);
        uint32_t row = choose_row(s);
        if (row == s->rows_count)
            return false;
        pivot(s, row, column);
    }
}

lot_simplex_end lot_simplex_maximise(lot_simplex *simplex, lot_simplex_find *find, void *context)
{
    simplex->first_phase = true;
    bool bounded = run_phase(simplex, find, context);
    assert(bounded);
    if (!is_feasible(simplex))
        return LOT_SIMPLEX_INFEASIBLE;
    simplex->first_phase = false;
    return run_phase(simplex, find, context) ? LOT_SIMPLEX_OPTIMAL : LOT_SIMPLEX_UNBOUNDED;
}

void lot_simplex_value(mpq_ptr value, const lot_simplex *simplex, uint32_t column)
{
    mpq_set_si(value, 0, 1);
    for (uint32_t i = 0; i < simplex->rows_count; i++)
        if (simplex->basis[i] == simplex->rows_count + column)
            mpq_set(value, simplex->values + i);
}

mpq_srcptr lot_simplex_dual(const lot_simplex *simplex)
{
    return simplex->dual;
}
