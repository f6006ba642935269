/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact: doubles find the basis, fractions solve it.
 *
 *     max c x,  lower <= A x <= upper,  x >= 0
 *
 * A basis says which columns may be positive (C), and which rows are tight and at which bound (R);
 * there are as many of one as of the other. Then, in GMP rationals,
 *
 *     A[R,C] x[C] = bound[R],  x = 0 elsewhere              the primal solution
 *     A[R,C]^T p[R] = c[C],    p = 0 elsewhere              the dual solution
 *     d = c - p A                                           reduced costs
 *
 * and the basis is optimal when x >= 0, the other rows hold, d <= 0, and p >= 0 at upper bounds,
 * p <= 0 at lower ones. No tolerance anywhere: what passes is proven.
 *
 * Source: Applegate, Cook, Dash and Espinoza 2007, without their iterations of precision.
 */
#include "fair/exact.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

mpq_t *lot_rationals_new(size_t count)
{
    mpq_t *rationals = lot_array_new(count, sizeof *rationals);
    for (size_t i = 0; i < count && rationals != NULL; i++)
        mpq_init(rationals[i]);
    return rationals;
}

void lot_rationals_free(mpq_t *rationals, size_t count)
{
    for (size_t i = 0; i < count && rationals != NULL; i++)
        mpq_clear(rationals[i]);
    free(rationals);
}

lot_status lot_exact_start(lot_exact *exact, uint32_t rows_count, uint32_t columns_count,
                           lot_error *error)
{
    *exact = (lot_exact){.rows_count = rows_count, .columns_count = columns_count};
    exact->lower = lot_rationals_new(rows_count);
    exact->upper = lot_rationals_new(rows_count);
    exact->bounded = lot_array_new(rows_count, sizeof *exact->bounded);
    exact->value = lot_rationals_new(columns_count);
    exact->dual = lot_rationals_new(rows_count);
    exact->reduced = lot_rationals_new(columns_count);
    if (exact->lower == NULL || exact->upper == NULL || exact->bounded == NULL ||
        exact->value == NULL || exact->dual == NULL || exact->reduced == NULL)
        return LOT_NO_MEMORY(error);
    return LOT_OK;
}

void lot_exact_free(lot_exact *exact)
{
    lot_rationals_free(exact->lower, exact->rows_count);
    lot_rationals_free(exact->upper, exact->rows_count);
    free(exact->bounded);
    lot_rationals_free(exact->value, exact->columns_count);
    lot_rationals_free(exact->dual, exact->rows_count);
    lot_rationals_free(exact->reduced, exact->columns_count);
    *exact = (lot_exact){0};
}

/*
 * Solve square systems: cell[i][j], width columns, the last one the right-hand side.
 *   E1  eliminated rows have one non-zero cell left of the right-hand side, a 1 in column pivot[i].
 */
typedef struct linear_system {
    uint32_t size;
    uint32_t width;
    mpq_t *cell;     /* [size][width] */
    uint32_t *pivot; /* [size] the column eliminated by the row, or size */
} linear_system;

static mpq_t *row_of(const linear_system *system, uint32_t row)
{
    return system->cell + (size_t)row * system->width;
}

static uint32_t count_cells(const linear_system *system, uint32_t row, uint32_t *column)
{
    uint32_t count = 0;
    mpq_t *cells = row_of(system, row);
    for (uint32_t j = 0; j < system->size; j++) {
        if (mpq_sgn(cells[j]) == 0)
            continue;
        *column = j;
        count++;
    }
    return count;
}

/* The open row with the fewest cells, and one of its columns; false when only zeros are left. */
static bool choose_pivot(const linear_system *system, uint32_t *row, uint32_t *column)
{
    uint32_t fewest = UINT32_MAX;
    for (uint32_t i = 0; i < system->size; i++) {
        uint32_t last = 0;
        if (system->pivot[i] != system->size)
            continue;
        uint32_t count = count_cells(system, i, &last);
        if (count == 0)
            return false;
        if (count < fewest) {
            fewest = count;
            *row = i;
            *column = last;
        }
    }
    return true;
}

static void eliminate(linear_system *system, uint32_t row, uint32_t column)
{
    mpq_t times;
    mpq_t product;
    mpq_inits(times, product, NULL);
    mpq_t *own = row_of(system, row);
    mpq_inv(times, own[column]);
    for (uint32_t j = 0; j < system->width; j++)
        if (mpq_sgn(own[j]) != 0)
            mpq_mul(own[j], own[j], times);
    for (uint32_t i = 0; i < system->size; i++) {
        mpq_t *other = row_of(system, i);
        if (i == row || mpq_sgn(other[column]) == 0)
            continue;
        mpq_set(times, other[column]);
        for (uint32_t j = 0; j < system->width; j++) {
            if (mpq_sgn(own[j]) == 0)
                continue;
            mpq_mul(product, own[j], times);
            mpq_sub(other[j], other[j], product);
        }
    }
    system->pivot[row] = column;
    mpq_clears(times, product, NULL);
}

/* Eliminate everything; false when the system is singular. */
static bool solve_system(linear_system *system)
{
    for (uint32_t i = 0; i < system->size; i++)
        system->pivot[i] = system->size;
    for (uint32_t done = 0; done < system->size; done++) {
        uint32_t row = 0;
        uint32_t column = 0;
        if (!choose_pivot(system, &row, &column))
            return false;
        eliminate(system, row, column);
    }
    return true;
}

static lot_status system_start(linear_system *system, uint32_t size, lot_error *error)
{
    *system = (linear_system){.size = size, .width = size + 1};
    system->cell = lot_rationals_new((size_t)size * system->width);
    system->pivot = lot_array_new(size, sizeof *system->pivot);
    return system->cell == NULL || system->pivot == NULL ? LOT_NO_MEMORY(error) : LOT_OK;
}

static void system_free(linear_system *system)
{
    lot_rationals_free(system->cell, (size_t)system->size * system->width);
    free(system->pivot);
}

/* Which rows are tight and which columns basic, numbered. */
typedef struct basis {
    uint32_t size;
    uint32_t *tight;  /* [size] rows */
    uint32_t *basic;  /* [size] columns */
    uint32_t *row;    /* [rows] its number among the tight, or size */
    uint32_t *column; /* [columns] its number among the basic, or size */
} basis;

static void basis_free(basis *held)
{
    free(held->tight);
    free(held->basic);
    free(held->row);
    free(held->column);
}

/* Read the basis; *square is false when rows and columns do not match. */
static lot_status read_basis(basis *out, bool *square, const lot_exact *exact, const lot_lp *lp,
                             lot_error *error)
{
    *out = (basis){0};
    out->tight = lot_array_new(exact->rows_count, sizeof *out->tight);
    out->basic = lot_array_new(exact->columns_count, sizeof *out->basic);
    out->row = lot_array_new(exact->rows_count, sizeof *out->row);
    out->column = lot_array_new(exact->columns_count, sizeof *out->column);
    if (out->tight == NULL || out->basic == NULL || out->row == NULL || out->column == NULL)
        return LOT_NO_MEMORY(error);
    uint32_t tight = 0;
    uint32_t basic = 0;
    for (uint32_t i = 0; i < exact->rows_count; i++) {
        out->row[i] = UINT32_MAX;
        if (lot_lp_row_state(lp, i) != LOT_LP_BASIC) {
            out->row[i] = tight;
            out->tight[tight++] = i;
        }
    }
    for (uint32_t j = 0; j < exact->columns_count; j++) {
        out->column[j] = UINT32_MAX;
        if (lot_lp_column_state(lp, j) == LOT_LP_BASIC) {
            out->column[j] = basic;
            out->basic[basic++] = j;
        }
    }
    out->size = tight;
    *square = tight == basic;
    return LOT_OK;
}

/* A[R,C], or its transpose. */
static void fill(linear_system *system, const basis *held, const lot_lp *lp, bool transposed)
{
    for (size_t e = 0; e < lot_lp_entries_count(lp); e++) {
        lot_lp_entry entry = lot_lp_entry_at(lp, e);
        uint32_t i = held->row[entry.row];
        uint32_t j = held->column[entry.column];
        if (i != UINT32_MAX && j != UINT32_MAX)
            mpq_set_d(row_of(system, transposed ? j : i)[transposed ? i : j], entry.value);
    }
}

/* x[C] from the tight rows. */
static lot_status solve_primal(bool *solved, lot_exact *exact, const basis *held, const lot_lp *lp,
                               lot_error *error)
{
    linear_system system;
    lot_status status = system_start(&system, held->size, error);
    if (status != LOT_OK)
        goto done;
    fill(&system, held, lp, false);
    for (uint32_t i = 0; i < held->size; i++) {
        uint32_t row = held->tight[i];
        bool low = lot_lp_row_state(lp, row) == LOT_LP_LOWER;
        mpq_set(row_of(&system, i)[held->size], low ? exact->lower[row] : exact->upper[row]);
    }
    *solved = solve_system(&system);
    for (uint32_t i = 0; i < held->size && *solved; i++)
        mpq_set(exact->value[held->basic[system.pivot[i]]], row_of(&system, i)[held->size]);
done:
    system_free(&system);
    return status;
}

/* p[R] from the basic columns. */
static lot_status solve_dual(bool *solved, lot_exact *exact, const basis *held, const lot_lp *lp,
                             lot_error *error)
{
    linear_system system;
    lot_status status = system_start(&system, held->size, error);
    if (status != LOT_OK)
        goto done;
    fill(&system, held, lp, true);
    for (uint32_t j = 0; j < held->size; j++)
        mpq_set_d(row_of(&system, j)[held->size], lot_lp_cost(lp, held->basic[j]));
    *solved = solve_system(&system);
    for (uint32_t j = 0; j < held->size && *solved; j++)
        mpq_set(exact->dual[held->tight[system.pivot[j]]], row_of(&system, j)[held->size]);
done:
    system_free(&system);
    return status;
}

/* Rows and columns of the solution, in fractions: sum[i] = A x, reduced = c - p A. */
static void multiply(mpq_t *sum, lot_exact *exact, const lot_lp *lp)
{
    mpq_t value;
    mpq_t product;
    mpq_inits(value, product, NULL);
    for (uint32_t j = 0; j < exact->columns_count; j++)
        mpq_set_d(exact->reduced[j], lot_lp_cost(lp, j));
    for (size_t e = 0; e < lot_lp_entries_count(lp); e++) {
        lot_lp_entry entry = lot_lp_entry_at(lp, e);
        mpq_set_d(value, entry.value);
        if (mpq_sgn(exact->value[entry.column]) != 0) {
            mpq_mul(product, value, exact->value[entry.column]);
            mpq_add(sum[entry.row], sum[entry.row], product);
        }
        if (mpq_sgn(exact->dual[entry.row]) != 0) {
            mpq_mul(product, value, exact->dual[entry.row]);
            mpq_sub(exact->reduced[entry.column], exact->reduced[entry.column], product);
        }
    }
    mpq_clears(value, product, NULL);
}

/* Is the solution feasible, and do the duals prove it optimal? */
static bool check(const lot_exact *exact, mpq_t *sum)
{
    for (uint32_t j = 0; j < exact->columns_count; j++)
        if (mpq_sgn(exact->value[j]) < 0 || mpq_sgn(exact->reduced[j]) > 0 ||
            (mpq_sgn(exact->value[j]) > 0 && mpq_sgn(exact->reduced[j]) != 0))
            return false;
    for (uint32_t i = 0; i < exact->rows_count; i++) {
        int above = mpq_cmp(sum[i], exact->upper[i]);
        int below = exact->bounded[i] ? mpq_cmp(sum[i], exact->lower[i]) : 1;
        int sign = mpq_sgn(exact->dual[i]);
        if (above > 0 || below < 0 || (sign > 0 && above != 0) || (sign < 0 && below != 0))
            return false;
    }
    return true;
}

static void clear(lot_exact *exact)
{
    for (uint32_t j = 0; j < exact->columns_count; j++)
        mpq_set_ui(exact->value[j], 0, 1);
    for (uint32_t i = 0; i < exact->rows_count; i++)
        mpq_set_ui(exact->dual[i], 0, 1);
}

lot_status lot_exact_solve(bool *optimal, lot_exact *exact, const lot_lp *lp, lot_error *error)
{
    *optimal = false;
    lot_status status = LOT_OK;
    bool solved = false;
    basis held;
    mpq_t *sum = lot_rationals_new(exact->rows_count);
    TRY(read_basis(&held, &solved, exact, lp, error));
    if (sum == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    clear(exact);
    if (solved)
        TRY(solve_primal(&solved, exact, &held, lp, error));
    if (solved)
        TRY(solve_dual(&solved, exact, &held, lp, error));
    if (!solved)
        goto done;
    multiply(sum, exact, lp);
    *optimal = check(exact, sum);
done:
    basis_free(&held);
    lot_rationals_free(sum, exact->rows_count);
    return status;
}
