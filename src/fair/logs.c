/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * With m falling towards 0, minimise
 *
 *     - sum_j weight'[j] log v[j] - m sum_j log(upper[j] - v[j]),       A v = right
 *
 * where weight' is weight, or m for columns without one, by Newton's method from any inside point,
 * which need not meet the equations yet. With the gradient g and the (diagonal) Hessian H,
 *
 *     A H^-1 A^T dual = A v - right - A H^-1 g         step = -H^-1 (g + A^T dual)
 *
 * The matrix has a row for each equation, and is factorised as L D L^T. Equations that follow from
 * others have a pivot of 0 and get no dual of their own.
 *
 * Source: Boyd and Vandenberghe, Convex Optimization, sections 10.3 and 11.3.
 */
#include "fair/logs.h"

#include "core/array.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 400, STEPS_EACH = 25 };

static const double barrier_fall = 0.15;
static const double enough = 1e-11; /* Newton's decrement, in parts of the barrier */
static const double dependent = 1e-13;

struct lot_logs_column {
    double weight;
    double upper;
    double v;
    size_t first; /* of its entries */
};

lot_status lot_logs_start(lot_logs *logs, uint32_t rows_count, double barrier, lot_error *error)
{
    *logs = (lot_logs){.rows_count = rows_count, .barrier = barrier};
    logs->right = lot_array_new(rows_count, sizeof *logs->right);
    logs->dual = lot_array_new(rows_count, sizeof *logs->dual);
    return logs->right == NULL || logs->dual == NULL ? LOT_NO_MEMORY(error) : LOT_OK;
}

void lot_logs_clear(lot_logs *logs)
{
    free(logs->right);
    free(logs->dual);
    free(logs->columns);
    free(logs->entries);
    *logs = (lot_logs){0};
}

lot_status lot_logs_add_column(lot_logs *logs, double weight, double upper, double start,
                               lot_error *error)
{
    void *array = logs->columns;
    if (lot_array_grow(&array, &logs->columns_room, logs->columns_count,
                       sizeof(struct lot_logs_column)) != 0)
        return LOT_NO_MEMORY(error);
    logs->columns = array;
    logs->columns[logs->columns_count++] = (struct lot_logs_column){weight, upper, start, 0};
    return LOT_OK;
}

lot_status lot_logs_add_entry(lot_logs *logs, uint32_t row, uint32_t column, double value,
                              lot_error *error)
{
    void *array = logs->entries;
    if (lot_array_grow(&array, &logs->entries_room, logs->entries_count, sizeof(lot_logs_entry)) !=
        0)
        return LOT_NO_MEMORY(error);
    logs->entries = array;
    logs->entries[logs->entries_count++] = (lot_logs_entry){row, column, value};
    return LOT_OK;
}

double lot_logs_value(const lot_logs *logs, uint32_t column)
{
    return logs->columns[column].v;
}

/* Newton's method at work. */
typedef struct newton {
    lot_logs *logs;
    double barrier;
    double *matrix;   /* [rows][rows], then L below the diagonal and D on it */
    double *side;     /* [rows] */
    double *gradient; /* [columns] */
    double *inverse;  /* [columns] of the Hessian */
    double *step;     /* [columns] */
} newton;

static size_t entries_end(const lot_logs *logs, uint32_t j)
{
    return j + 1 < logs->columns_count ? logs->columns[j + 1].first : logs->entries_count;
}

static void differentiate(newton *n)
{
    for (uint32_t j = 0; j < n->logs->columns_count; j++) {
        const struct lot_logs_column *c = &n->logs->columns[j];
        double weight = c->weight > 0 ? c->weight : n->barrier;
        double left = c->upper - c->v;
        n->gradient[j] = -weight / c->v;
        double second = weight / (c->v * c->v);
        if (!isinf(c->upper)) {
            n->gradient[j] += n->barrier / left;
            second += n->barrier / (left * left);
        }
        n->inverse[j] = 1 / second;
    }
}

/* matrix = A H^-1 A^T (its lower half), side = A v - right - A H^-1 g */
static void assemble(newton *n)
{
    const lot_logs *logs = n->logs;
    size_t rows = logs->rows_count;
    memset(n->matrix, 0, rows * rows * sizeof *n->matrix);
    for (size_t r = 0; r < rows; r++)
        n->side[r] = -logs->right[r];
    for (uint32_t j = 0; j < logs->columns_count; j++) {
        double moved = logs->columns[j].v - n->inverse[j] * n->gradient[j];
        for (size_t e = logs->columns[j].first; e < entries_end(logs, j); e++) {
            lot_logs_entry a = logs->entries[e];
            n->side[a.row] += a.value * moved;
            for (size_t f = logs->columns[j].first; f <= e; f++) {
                lot_logs_entry b = logs->entries[f];
                uint32_t low = a.row > b.row ? a.row : b.row;
                uint32_t high = a.row > b.row ? b.row : a.row;
                n->matrix[low * rows + high] += a.value * b.value * n->inverse[j];
            }
        }
    }
}

/* L D L^T in place. */
static void factorise(newton *n)
{
    size_t rows = n->logs->rows_count;
    for (size_t i = 0; i < rows; i++) {
        double *row = n->matrix + i * rows;
        double diagonal = row[i];
        for (size_t j = 0; j < i; j++) {
            const double *other = n->matrix + j * rows;
            double sum = row[j];
            for (size_t k = 0; k < j; k++)
                sum -= row[k] * other[k];
            row[j] = sum; /* L times D, until the row is done */
        }
        double pivot = diagonal;
        for (size_t j = 0; j < i; j++) {
            double d = n->matrix[j * rows + j];
            double l = d > 0 ? row[j] / d : 0;
            pivot -= l * row[j];
            row[j] = l;
        }
        row[i] = pivot > dependent * diagonal ? pivot : 0;
    }
}

/* dual = matrix^-1 side */
static void substitute(newton *n)
{
    size_t rows = n->logs->rows_count;
    double *dual = n->logs->dual;
    for (size_t i = 0; i < rows; i++) {
        dual[i] = n->side[i];
        for (size_t j = 0; j < i; j++)
            dual[i] -= n->matrix[i * rows + j] * dual[j];
    }
    for (size_t i = 0; i < rows; i++) {
        double d = n->matrix[i * rows + i];
        dual[i] = d > 0 ? dual[i] / d : 0;
    }
    for (size_t i = rows; i-- > 0;)
        for (size_t j = i + 1; j < rows; j++)
            dual[i] -= n->matrix[j * rows + i] * dual[j];
}

/* One step; returns Newton's decrement, squared. */
static double go(newton *n)
{
    lot_logs *logs = n->logs;
    double decrement = 0;
    double most = 1 / 0.98;
    differentiate(n);
    assemble(n);
    factorise(n);
    substitute(n);
    for (uint32_t j = 0; j < logs->columns_count; j++) {
        const struct lot_logs_column *c = &logs->columns[j];
        double sum = n->gradient[j];
        for (size_t e = c->first; e < entries_end(logs, j); e++)
            sum += logs->entries[e].value * logs->dual[logs->entries[e].row];
        n->step[j] = -n->inverse[j] * sum;
        decrement += n->step[j] * n->step[j] / n->inverse[j];
        if (n->step[j] < 0)
            most = fmin(most, -c->v / n->step[j]);
        else if (n->step[j] > 0)
            most = fmin(most, (c->upper - c->v) / n->step[j]);
    }
    for (uint32_t j = 0; j < logs->columns_count; j++)
        logs->columns[j].v += 0.98 * most * n->step[j];
    return decrement;
}

/* By column, then by row. */
static int by_place(const void *a, const void *b)
{
    const lot_logs_entry *left = a;
    const lot_logs_entry *right = b;
    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

static void sort_entries(lot_logs *logs)
{
    if (logs->entries_count > 0)
        qsort(logs->entries, logs->entries_count, sizeof *logs->entries, by_place);
    size_t at = 0;
    for (uint32_t j = 0; j < logs->columns_count; j++) {
        logs->columns[j].first = at;
        while (at < logs->entries_count && logs->entries[at].column == j)
            at++;
    }
}

static void solve(newton *n)
{
    sort_entries(n->logs);
    int steps = 0;
    for (n->barrier = 1; n->barrier > n->logs->barrier; n->barrier *= barrier_fall) {
        double decrement = 1;
        for (int i = 0; i < STEPS_EACH && steps < STEPS_MAX && decrement > enough * n->barrier;
             i++, steps++)
            decrement = go(n);
    }
}

lot_status lot_logs_solve(lot_logs *logs, lot_error *error)
{
    size_t rows = logs->rows_count;
    newton n = {.logs = logs,
                .matrix = lot_array_new(rows * rows, sizeof *n.matrix),
                .side = lot_array_new(rows, sizeof *n.side),
                .gradient = lot_array_new(logs->columns_count, sizeof *n.gradient),
                .inverse = lot_array_new(logs->columns_count, sizeof *n.inverse),
                .step = lot_array_new(logs->columns_count, sizeof *n.step)};
    bool room = n.matrix != NULL && n.side != NULL && n.gradient != NULL && n.inverse != NULL &&
                n.step != NULL;
    if (room)
        solve(&n);
    free(n.matrix);
    free(n.side);
    free(n.gradient);
    free(n.inverse);
    free(n.step);
    return room ? LOT_OK : LOT_NO_MEMORY(error);
}
