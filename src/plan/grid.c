/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grid: rows of values are built feature by feature, and given up as soon as a table has nobody. */
#include "plan/grid.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKUP_MOST = 1 << 24 };

/* Where each combination of a table's values stands among its cells. */
typedef struct lookup {
    uint32_t *cells; /* [product of the values' counts]; LOT_NO_NAME: nobody */
    uint32_t last;   /* position in the grid's features of the table's last one */
} lookup;

typedef struct filling {
    lot_grid *grid;
    const lot_counts *counts;
    lookup *lookups;  /* [tables_count] */
    uint32_t *values; /* [features_count] of the row at hand */
    uint32_t *of;     /* [tables_count] of the row at hand */
    bool too_many;
    bool failed;
} filling;

static uint32_t values_count(const lot_counts *counts, uint32_t feature)
{
    return lot_names_count(counts->features[feature].known);
}

static uint32_t position(const lot_grid *grid, uint32_t feature)
{
    uint32_t at = 0;
    while (grid->features[at] != feature)
        at++;
    return at;
}

/* The place of a cell of the table in its lookup. by_feature: [table->features_count] its values.
 */
static size_t place_of(const lot_counts *counts, const lot_count_table *table,
                       const uint32_t *by_feature)
{
    size_t place = 0;
    for (uint32_t f = 0; f < table->features_count; f++)
        place = place * values_count(counts, table->features[f]) + by_feature[f];
    return place;
}

static lot_status make_lookup(lookup *out, filling *fill, const lot_count_table *table,
                              lot_error *error)
{
    size_t places = 1;
    for (uint32_t f = 0; f < table->features_count && places <= LOOKUP_MOST; f++)
        places *= values_count(fill->counts, table->features[f]);
    fill->too_many = fill->too_many || places > LOOKUP_MOST;
    if (fill->too_many)
        return LOT_OK;
    out->last = position(fill->grid, table->features[table->features_count - 1]);
    out->cells = lot_array_new(places, sizeof *out->cells);
    if (out->cells == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t place = 0; place < places; place++)
        out->cells[place] = LOT_NO_NAME;
    for (uint32_t c = 0; c < lot_count_table_cells(table); c++) {
        const uint32_t *values = &table->cells[(size_t)c * table->features_count];
        if (table->counts[c] > 0)
            out->cells[place_of(fill->counts, table, values)] = c;
    }
    return LOT_OK;
}

/* Does every table that is complete with the feature at `depth` count somebody in the row? */
static bool is_allowed(filling *fill, uint32_t depth)
{
    const lot_grid *grid = fill->grid;
    for (uint32_t t = 0; t < grid->tables_count; t++) {
        const lot_count_table *table = grid->tables[t];
        uint32_t values[LOT_POPULATION_FEATURES_MOST];
        if (fill->lookups[t].last != depth)
            continue;
        for (uint32_t f = 0; f < table->features_count; f++)
            values[f] = fill->values[position(grid, table->features[f])];
        fill->of[t] = fill->lookups[t].cells[place_of(fill->counts, table, values)];
        if (fill->of[t] == LOT_NO_NAME)
            return false;
    }
    return true;
}

static void keep_row(filling *fill)
{
    lot_grid *grid = fill->grid;
    size_t count = grid->cells_count;
    void *values = grid->values;
    void *of = grid->of;
    fill->too_many = count == LOT_POPULATION_CELLS_MOST;
    if (fill->too_many)
        return;
    bool grown = lot_array_grow(&values, &grid->values_room, count,
                                grid->features_count * sizeof *grid->values) == 0;
    grid->values = values;
    grown = grown &&
            lot_array_grow(&of, &grid->of_room, count, grid->tables_count * sizeof *grid->of) == 0;
    grid->of = of;
    fill->failed = !grown;
    if (!grown)
        return;
    memcpy(&grid->values[count * grid->features_count], fill->values,
           grid->features_count * sizeof *grid->values);
    memcpy(&grid->of[count * grid->tables_count], fill->of, grid->tables_count * sizeof *grid->of);
    grid->cells_count++;
}

/* All rows that begin with the values up to `depth`. Deep as there are features. */
static void find_rows(filling *fill, uint32_t depth)
{
    if (depth == fill->grid->features_count) {
        keep_row(fill);
        return;
    }
    uint32_t count = values_count(fill->counts, fill->grid->features[depth]);
    for (uint32_t v = 0; v < count && !fill->too_many && !fill->failed; v++) {
        fill->values[depth] = v;
        if (is_allowed(fill, depth))
            find_rows(fill, depth + 1);
    }
}

static lot_status fill_rows(filling *fill, lot_problems *problems, lot_error *error)
{
    if (!fill->too_many)
        find_rows(fill, 0);
    if (fill->failed)
        return LOT_NO_MEMORY(error);
    if (!fill->too_many)
        return LOT_OK;
    lot_problems_add(problems,
                     "there are more than %d combinations of values: choose fewer features, or "
                     "fewer values in some of them",
                     LOT_POPULATION_CELLS_MOST);
    return LOT_FAIL(error, LOT_BAD_INPUT, "too many combinations");
}

lot_status lot_grid_fill(lot_grid *grid, const lot_counts *counts, lot_problems *problems,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    filling fill = {.grid = grid, .counts = counts};
    fill.lookups = lot_array_new(grid->tables_count, sizeof *fill.lookups);
    fill.values = lot_array_new(grid->features_count, sizeof *fill.values);
    fill.of = lot_array_new(grid->tables_count, sizeof *fill.of);
    if (fill.lookups == NULL || fill.values == NULL || fill.of == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < grid->tables_count; t++)
        TRY(make_lookup(&fill.lookups[t], &fill, grid->tables[t], error));
    TRY(fill_rows(&fill, problems, error));
done:
    for (uint32_t t = 0; fill.lookups != NULL && t < grid->tables_count; t++)
        free(fill.lookups[t].cells);
    free(fill.lookups);
    free(fill.values);
    free(fill.of);
    return status;
}

void lot_grid_clear(lot_grid *grid)
{
    free(grid->tables);
    free(grid->values);
    free(grid->of);
    free(grid->weights);
    *grid = (lot_grid){0};
}
