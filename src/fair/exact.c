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
#include "fair/system.h"

#include <assert.h>
#include <math.h>
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

/* mpq_get_d() rounds towards 0: the double beyond may be nearer. */
double lot_rational_double(mpq_srcptr rational)
{
    double inner = mpq_get_d(rational);
    double outer = nextafter(inner, mpq_sgn(rational) < 0 ? -INFINITY : INFINITY);
    mpq_t twice;
    mpq_t sum;
    mpq_t end;
    mpq_inits(twice, sum, end, NULL);
    mpq_add(twice, rational, rational);
    mpq_set_d(sum, inner);
    mpq_set_d(end, outer);
    mpq_add(sum, sum, end);
    int order = mpq_cmp(twice, sum) * (mpq_sgn(rational) < 0 ? -1 : 1);
    mpq_clears(twice, sum, end, NULL);
    return order > 0 ? outer : inner;
}

lot_status lot_exact_start(lot_exact *exact, uint32_t rows_count, uint32_t columns_count,
                           lot_error *error)
{
    *exact = (lot_exact){.rows_count = rows_count, .columns_count = columns_count};
    exact->lower = lot_rationals_new(rows_count);
    exact->upper = lot_rationals_new(rows_count);
    exact->bounded = lot_array_new(rows_count, sizeof *exact->bounded);
    exact->open = lot_array_new(rows_count, sizeof *exact->open);
    exact->value = lot_rationals_new(columns_count);
    exact->dual = lot_rationals_new(rows_count);
    exact->reduced = lot_rationals_new(columns_count);
    if (exact->lower == NULL || exact->upper == NULL || exact->bounded == NULL ||
        exact->open == NULL || exact->value == NULL || exact->dual == NULL ||
        exact->reduced == NULL)
        return LOT_NO_MEMORY(error);
    return LOT_OK;
}

void lot_exact_free(lot_exact *exact)
{
    lot_rationals_free(exact->lower, exact->rows_count);
    lot_rationals_free(exact->upper, exact->rows_count);
    free(exact->bounded);
    free(exact->open);
    lot_rationals_free(exact->value, exact->columns_count);
    lot_rationals_free(exact->dual, exact->rows_count);
    lot_rationals_free(exact->reduced, exact->columns_count);
    *exact = (lot_exact){0};
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

/* An entry of A[R,C]; sorted, they fill a system row by row. */
typedef struct place {
    uint32_t row;
    uint32_t column;
    double value;
} place;

static int by_place(const void *a, const void *b)
{
    const place *left = a;
    const place *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

/* A system of A[R,C], or of its transpose. */
static lot_status fill(lot_system **out, const basis *held, const lot_lp *lp, bool transposed,
                       lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    size_t count = 0;
    place *places = lot_array_new(lot_lp_entries_count(lp), sizeof *places);
    if (places == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t e = 0; e < lot_lp_entries_count(lp); e++) {
        lot_lp_entry entry = lot_lp_entry_at(lp, e);
        uint32_t i = held->row[entry.row];
        uint32_t j = held->column[entry.column];
        if (i != UINT32_MAX && j != UINT32_MAX)
            places[count++] = (place){transposed ? j : i, transposed ? i : j, entry.value};
    }
    qsort(places, count, sizeof *places, by_place);
    TRY(lot_system_new(out, held->size, error));
    for (size_t p = 0; p < count; p++)
        TRY(lot_system_add(*out, places[p].row, places[p].column, places[p].value, error));
done:
    free(places);
    return status;
}

/* x[C] from the tight rows. */
static lot_status solve_primal(bool *solved, lot_exact *exact, const basis *held, const lot_lp *lp,
                               lot_error *error)
{
    lot_system *system;
    lot_status status = fill(&system, held, lp, false, error);
    if (status != LOT_OK)
        goto done;
    for (uint32_t i = 0; i < held->size; i++) {
        uint32_t row = held->tight[i];
        bool low = lot_lp_row_state(lp, row) == LOT_LP_LOWER;
        mpq_set(lot_system_right(system, i), low ? exact->lower[row] : exact->upper[row]);
    }
    TRY(lot_system_solve(solved, system, error));
    for (uint32_t j = 0; j < held->size && *solved; j++)
        mpq_set(exact->value[held->basic[j]], lot_system_value(system, j));
done:
    lot_system_free(system);
    return status;
}

/* p[R] from the basic columns. */
static lot_status solve_dual(bool *solved, lot_exact *exact, const basis *held, const lot_lp *lp,
                             lot_error *error)
{
    lot_system *system;
    lot_status status = fill(&system, held, lp, true, error);
    if (status != LOT_OK)
        goto done;
    for (uint32_t j = 0; j < held->size; j++)
        mpq_set_d(lot_system_right(system, j), lot_lp_cost(lp, held->basic[j]));
    TRY(lot_system_solve(solved, system, error));
    for (uint32_t i = 0; i < held->size && *solved; i++)
        mpq_set(exact->dual[held->tight[i]], lot_system_value(system, i));
done:
    lot_system_free(system);
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
        int above = exact->open[i] ? -1 : mpq_cmp(sum[i], exact->upper[i]);
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
