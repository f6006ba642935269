/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fit: iterative proportional fitting, in whole numbers.
 *
 *     weight[c]  <-  weight[c] * target[cell of c] / sum of the weights of that cell
 *
 * for every table in turn, until nothing changes. The weights sum to LOT_GRID_WHOLE, 2^60, so that
 * a product fits 128 bits, and are rounded to the nearest; none is rounded down to 0, since a
 * weight of 0 never rises again. Tables that contradict each other are never all met: then the
 * largest difference stops to shrink, and what is left of it is told.
 */
#include "plan/grid.h"

#include "core/array.h"
#include "core/wide.h"

#include <stdlib.h>
#include <string.h>

/* A search for a fit ends when 20 rounds together took off less than a hundredth. */
enum { ROUNDS_MOST = 1000, ROUNDS_LOOKED_BACK = 20 };

typedef struct fitting {
    lot_grid *grid;
    uint64_t **targets; /* [tables_count][cells of the table] */
    uint64_t *sums;     /* [cells of the largest table] */
} fitting;

static void free_fitting(fitting *fit)
{
    for (uint32_t t = 0; fit->targets != NULL && t < fit->grid->tables_count; t++)
        free(fit->targets[t]);
    free(fit->targets);
    free(fit->sums);
}

/* What share of the whole each cell of a table is to have: its count, by the table's total. */
static lot_status make_targets(uint64_t **out, const lot_count_table *table, lot_error *error)
{
    uint64_t total = lot_count_table_total(table);
    uint64_t *targets = lot_array_new(lot_count_table_cells(table), sizeof *targets);
    *out = targets;
    if (targets == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t c = 0; c < lot_count_table_cells(table); c++)
        targets[c] = (uint64_t)((lot_unsigned_wide)table->counts[c] * LOT_GRID_WHOLE / total);
    return LOT_OK;
}

static lot_status make_fitting(fitting *fit, lot_grid *grid, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t most = 0;
    *fit = (fitting){.grid = grid};
    fit->targets = lot_array_new(grid->tables_count, sizeof *fit->targets);
    grid->weights = lot_array_new(grid->cells_count, sizeof *grid->weights);
    if (fit->targets == NULL || grid->weights == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < grid->tables_count; t++) {
        uint32_t count = lot_count_table_cells(grid->tables[t]);
        TRY(make_targets(&fit->targets[t], grid->tables[t], error));
        most = count > most ? count : most;
    }
    fit->sums = lot_array_new(most, sizeof *fit->sums);
    if (fit->sums == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < grid->cells_count; c++)
        grid->weights[c] = LOT_GRID_WHOLE / grid->cells_count;
done:
    return status;
}

/* Sum up the weights for table t. The largest difference from its targets. */
static uint64_t compare(fitting *fit, uint32_t t)
{
    const lot_grid *grid = fit->grid;
    uint64_t most = 0;
    uint32_t count = lot_count_table_cells(grid->tables[t]);
    memset(fit->sums, 0, count * sizeof *fit->sums);
    for (uint32_t c = 0; c < grid->cells_count; c++)
        fit->sums[grid->of[(size_t)c * grid->tables_count + t]] += grid->weights[c];
    for (uint32_t c = 0; c < count; c++) {
        uint64_t target = fit->targets[t][c];
        uint64_t sum = fit->sums[c];
        uint64_t difference = sum > target ? sum - target : target - sum;
        most = difference > most ? difference : most;
    }
    return most;
}

/* Fit to table t, whose sums are at hand. */
static void adjust(fitting *fit, uint32_t t)
{
    lot_grid *grid = fit->grid;
    for (uint32_t c = 0; c < grid->cells_count; c++) {
        uint32_t cell = grid->of[(size_t)c * grid->tables_count + t];
        uint64_t sum = fit->sums[cell];
        lot_unsigned_wide product = (lot_unsigned_wide)grid->weights[c] * fit->targets[t][cell];
        uint64_t weight = (uint64_t)((product + sum / 2) / sum);
        grid->weights[c] = weight > 0 ? weight : 1;
    }
}

/* Fit to every table once. The largest difference that was met on the way. */
static uint64_t fit_round(fitting *fit)
{
    uint64_t most = 0;
    for (uint32_t t = 0; t < fit->grid->tables_count; t++) {
        uint64_t difference = compare(fit, t);
        most = difference > most ? difference : most;
        adjust(fit, t);
    }
    return most;
}

static void measure(lot_grid_fitted *fitted, fitting *fit)
{
    for (uint32_t t = 0; t < fit->grid->tables_count; t++) {
        uint64_t difference = compare(fit, t);
        if (difference <= fitted->difference)
            continue;
        fitted->difference = difference;
        fitted->table = fit->grid->tables[t];
    }
}

lot_status lot_grid_fit(lot_grid_fitted *fitted, lot_grid *grid, uint64_t enough, lot_error *error)
{
    lot_status status = LOT_OK;
    fitting fit;
    uint64_t before[ROUNDS_LOOKED_BACK] = {0};
    *fitted = (lot_grid_fitted){0};
    TRY(make_fitting(&fit, grid, error));
    enough = enough > grid->cells_count ? enough : grid->cells_count;
    while (grid->cells_count > 0 && !fitted->settled && fitted->rounds < ROUNDS_MOST) {
        uint64_t *then = &before[fitted->rounds % ROUNDS_LOOKED_BACK];
        uint64_t difference = fit_round(&fit);
        fitted->settled = difference <= enough;
        fitted->rounds++;
        if (fitted->rounds > ROUNDS_LOOKED_BACK && difference > *then - *then / 100)
            break;
        *then = difference;
    }
    measure(fitted, &fit);
done:
    free_fitting(&fit);
    return status;
}
