/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residues: Gauss and Jordan's elimination. */
#include "lottery/residues.h"

#include "core/array.h"
#include "core/wide.h"

#include <stdlib.h>

/* 2^61 = 1, so what stands above 61 bits is added. */
static uint64_t multiply(uint64_t a, uint64_t b)
{
    lot_unsigned_wide product = (lot_unsigned_wide)a * b;
    uint64_t sum = (uint64_t)(product & LOT_RESIDUES_PRIME) + (uint64_t)(product >> 61);
    return sum >= LOT_RESIDUES_PRIME ? sum - LOT_RESIDUES_PRIME : sum;
}

static uint64_t subtract(uint64_t a, uint64_t b)
{
    return a >= b ? a - b : a + LOT_RESIDUES_PRIME - b;
}

/* a^(prime - 2), by Fermat. */
static uint64_t invert(uint64_t a)
{
    uint64_t inverse = 1;
    for (uint64_t exponent = LOT_RESIDUES_PRIME - 2; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1)
            inverse = multiply(inverse, a);
        a = multiply(a, a);
    }
    return inverse;
}

lot_status lot_residues_make(lot_residues *out, uint32_t rows_count, uint32_t columns_count,
                             lot_error *error)
{
    size_t cells_count = (size_t)rows_count * columns_count;
    *out = (lot_residues){.rows_count = rows_count, .columns_count = columns_count};
    out->rows = lot_array_new(rows_count, sizeof *out->rows);
    out->cells = lot_array_new(cells_count, sizeof *out->cells);
    out->pivot = lot_array_new(rows_count, sizeof *out->pivot);
    if (out->rows == NULL || out->cells == NULL || out->pivot == NULL) {
        lot_residues_free(out);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t r = 0; r < rows_count; r++)
        out->rows[r] = out->cells + (size_t)r * columns_count;
    return LOT_OK;
}

void lot_residues_free(lot_residues *residues)
{
    free(residues->rows);
    free(residues->cells);
    free(residues->pivot);
    *residues = (lot_residues){.rows = NULL};
}

/* Bring a row that has something in `column` to its place; false where there is none. */
static bool find_pivot(lot_residues *residues, uint32_t column)
{
    for (uint32_t r = residues->rank; r < residues->rows_count; r++) {
        uint64_t *row = residues->rows[r];
        if (row[column] == 0)
            continue;
        residues->rows[r] = residues->rows[residues->rank];
        residues->rows[residues->rank] = row;
        return true;
    }
    return false;
}

/* Left of `column` the pivot's row is 0. */
static void clear_column(lot_residues *residues, uint32_t column)
{
    uint64_t *pivot = residues->rows[residues->rank];
    uint64_t inverse = invert(pivot[column]);
    for (uint32_t c = column; c < residues->columns_count; c++)
        pivot[c] = multiply(pivot[c], inverse);
    for (uint32_t r = 0; r < residues->rows_count; r++) {
        uint64_t *row = residues->rows[r];
        uint64_t factor = row[column];
        if (r == residues->rank || factor == 0)
            continue;
        for (uint32_t c = column; c < residues->columns_count; c++)
            row[c] = subtract(row[c], multiply(factor, pivot[c]));
    }
}

void lot_residues_reduce(lot_residues *residues)
{
    residues->rank = 0;
    for (uint32_t c = 0; c < residues->columns_count && residues->rank < residues->rows_count;
         c++) {
        if (!find_pivot(residues, c))
            continue;
        clear_column(residues, c);
        residues->pivot[residues->rank++] = c;
    }
}
