/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gauss-Jordan elimination on sparse rows. The next pivot is in the row with the fewest cells, and
 * there in the column with the fewest: what is sparse stays sparse, and rows of one or two cells,
 * of which there are many, cost next to nothing.
 *
 *   E1  cells of a row have rising columns and are not zero;
 *   E2  once column j was pivoted, row row_of[j] alone has a cell in it, a 1: at the end, that is
 *       its only one;
 *   E3  in_column[j] rows have a cell in column j.
 */
#include "fair/system.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

typedef struct cell {
    uint32_t column;
    mpq_t value;
} cell;

typedef struct equation {
    cell *cells; /* [count] */
    uint32_t count;
    size_t room;
    mpq_t right;
    bool pivoted;
} equation;

struct lot_system {
    uint32_t size;
    equation *rows;      /* [size] */
    uint32_t *in_column; /* [size] */
    uint32_t *row_of;    /* [size] the row whose pivot is in the column */
};

lot_status lot_system_new(lot_system **out, uint32_t size, lot_error *error)
{
    lot_system *system = lot_array_new(1, sizeof *system);
    *out = system;
    if (system == NULL)
        return LOT_NO_MEMORY(error);
    system->rows = lot_array_new(size, sizeof *system->rows);
    system->in_column = lot_array_new(size, sizeof *system->in_column);
    system->row_of = lot_array_new(size, sizeof *system->row_of);
    if (system->rows == NULL || system->in_column == NULL || system->row_of == NULL) {
        lot_system_free(system);
        *out = NULL;
        return LOT_NO_MEMORY(error);
    }
    system->size = size;
    for (uint32_t i = 0; i < size; i++)
        mpq_init(system->rows[i].right);
    return LOT_OK;
}

static void row_clear(equation *r)
{
    for (uint32_t c = 0; c < r->count; c++)
        mpq_clear(r->cells[c].value);
    free(r->cells);
    r->cells = NULL;
    r->count = 0;
    r->room = 0;
}

void lot_system_free(lot_system *system)
{
    if (system == NULL)
        return;
    for (uint32_t i = 0; i < system->size; i++) {
        row_clear(&system->rows[i]);
        mpq_clear(system->rows[i].right);
    }
    free(system->rows);
    free(system->in_column);
    free(system->row_of);
    free(system);
}

/* A new cell at the end of a row, its value 0. NULL: no memory. */
static cell *row_append(equation *r, uint32_t column)
{
    void *array = r->cells;
    if (lot_array_grow(&array, &r->room, r->count, sizeof *r->cells) != 0)
        return NULL;
    r->cells = array;
    cell *added = &r->cells[r->count++];
    added->column = column;
    mpq_init(added->value);
    return added;
}

lot_status lot_system_add(lot_system *system, uint32_t row, uint32_t column, double value,
                          lot_error *error)
{
    cell *added = row_append(&system->rows[row], column);
    if (added == NULL)
        return LOT_NO_MEMORY(error);
    mpq_set_d(added->value, value);
    system->in_column[column]++;
    return LOT_OK;
}

mpq_ptr lot_system_right(lot_system *system, uint32_t row)
{
    return system->rows[row].right;
}

mpq_srcptr lot_system_value(const lot_system *system, uint32_t column)
{
    return system->rows[system->row_of[column]].right;
}

static int by_column(const void *a, const void *b)
{
    const cell *left = a;
    const cell *right = b;
    return (left->column > right->column) - (left->column < right->column);
}

static cell *find_cell(const equation *r, uint32_t column)
{
    const cell wanted = {.column = column};
    return bsearch(&wanted, r->cells, r->count, sizeof *r->cells, by_column);
}

/* Row and column of the next pivot; false when a row without cells is left. */
static bool choose_pivot(const lot_system *system, uint32_t *row_found, uint32_t *column)
{
    uint32_t fewest = UINT32_MAX;
    for (uint32_t i = 0; i < system->size; i++) {
        const equation *r = &system->rows[i];
        if (r->pivoted || r->count >= fewest)
            continue;
        if (r->count == 0)
            return false;
        fewest = r->count;
        *row_found = i;
    }
    const equation *chosen = &system->rows[*row_found];
    *column = chosen->cells[0].column;
    for (uint32_t c = 1; c < chosen->count; c++)
        if (system->in_column[chosen->cells[c].column] < system->in_column[*column])
            *column = chosen->cells[c].column;
    return true;
}

static void divide_row(equation *r, mpq_srcptr by)
{
    mpq_t inverse;
    mpq_init(inverse);
    mpq_inv(inverse, by);
    for (uint32_t c = 0; c < r->count; c++)
        mpq_mul(r->cells[c].value, r->cells[c].value, inverse);
    mpq_mul(r->right, r->right, inverse);
    mpq_clear(inverse);
}

/* Move a cell of a row to the end of `out`, less times * other where that is there. */
static bool move_cell(equation *out, lot_system *system, cell *own, const cell *other,
                      mpq_srcptr times)
{
    cell *added = row_append(out, own->column);
    if (added == NULL)
        return false;
    mpq_swap(added->value, own->value);
    if (other == NULL)
        return true;
    mpq_t product;
    mpq_init(product);
    mpq_mul(product, other->value, times);
    mpq_sub(added->value, added->value, product);
    mpq_clear(product);
    if (mpq_sgn(added->value) == 0) {
        mpq_clear(added->value);
        out->count--;
        system->in_column[own->column]--;
    }
    return true;
}

/* A new cell at the end of `out`: - times * other. */
static bool fill_cell(equation *out, lot_system *system, const cell *other, mpq_srcptr times)
{
    cell *added = row_append(out, other->column);
    if (added == NULL)
        return false;
    mpq_mul(added->value, other->value, times);
    mpq_neg(added->value, added->value);
    system->in_column[other->column]++;
    return true;
}

/* r -= times * other */
static bool subtract(lot_system *system, equation *r, const equation *other, mpq_srcptr times)
{
    equation out = {0};
    bool room = true;
    uint32_t j = 0;
    for (uint32_t i = 0; room && i < r->count; i++) {
        for (; room && j < other->count && other->cells[j].column < r->cells[i].column; j++)
            room = fill_cell(&out, system, &other->cells[j], times);
        bool both = j < other->count && other->cells[j].column == r->cells[i].column;
        room = room && move_cell(&out, system, &r->cells[i], both ? &other->cells[j] : NULL, times);
        j += both;
    }
    for (; room && j < other->count; j++)
        room = fill_cell(&out, system, &other->cells[j], times);
    mpq_t product;
    mpq_init(product);
    mpq_mul(product, other->right, times);
    mpq_sub(r->right, r->right, product);
    mpq_clear(product);
    row_clear(r);
    r->cells = out.cells;
    r->count = out.count;
    r->room = out.room;
    return room;
}

/* Leave column `column` to the pivot's row alone. False: no memory. */
static bool eliminate(lot_system *system, uint32_t pivot, uint32_t column)
{
    equation *own = &system->rows[pivot];
    bool room = true;
    mpq_t times;
    mpq_init(times);
    mpq_set(times, find_cell(own, column)->value);
    divide_row(own, times);
    for (uint32_t i = 0; i < system->size && room; i++) {
        const cell *held = i == pivot ? NULL : find_cell(&system->rows[i], column);
        if (held == NULL)
            continue;
        mpq_set(times, held->value);
        room = subtract(system, &system->rows[i], own, times);
    }
    own->pivoted = true;
    system->row_of[column] = pivot;
    mpq_clear(times);
    return room;
}

lot_status lot_system_solve(bool *regular, lot_system *system, lot_error *error)
{
    *regular = false;
    for (uint32_t done = 0; done < system->size; done++) {
        uint32_t pivot = 0;
        uint32_t column = 0;
        if (!choose_pivot(system, &pivot, &column))
            return LOT_OK;
        if (!eliminate(system, pivot, column))
            return LOT_NO_MEMORY(error);
    }
    *regular = true;
    return LOT_OK;
}
