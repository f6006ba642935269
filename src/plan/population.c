/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Population: from tables to cells.
 *
 * Features that tables join make one grid; grids are independent of each other, so that a cell of
 * the population is a cell of each, and its weight their product.
 */
#include "civiclot/population.h"

#include "core/array.h"
#include "core/wide.h"
#include "plan/agree.h"
#include "plan/grid.h"

#include <stdlib.h>
#include <string.h>

#define ASSUMED_PEOPLE UINT64_C(1000000)

typedef struct joining {
    const lot_counts *counts;
    uint32_t grids_count;
    lot_grid *grids;                                 /* [grids_count] */
    uint32_t grid_of[LOT_POPULATION_FEATURES_MOST];  /* of each feature */
    uint32_t place_in[LOT_POPULATION_FEATURES_MOST]; /* where it stands in its grid's features */
    uint64_t *weights;                               /* [cells] of LOT_GRID_WHOLE */
    lot_population *population;
    lot_problems *problems;
} joining;

void lot_population_free(lot_population *population)
{
    if (population == NULL)
        return;
    for (uint32_t f = 0; population->features != NULL && f < population->features_count; f++)
        free(population->features[f].name);
    for (uint32_t f = 0; population->tables != NULL && f < population->features_count; f++)
        free(population->tables[f]);
    for (uint32_t v = 0; population->values != NULL && v < population->values_count; v++)
        free(population->values[v]);
    free(population->features);
    free(population->tables);
    free(population->values);
    free(population->counts);
    free(population->cells);
    free(population->weights);
    free(population->fit.table);
    free(population);
}

/* Copy the names of features and values: see U1. */
static lot_status copy_names(lot_population *population, const lot_counts *counts, lot_error *error)
{
    uint32_t values_count = 0;
    for (uint32_t f = 0; f < counts->features_count; f++)
        values_count += lot_names_count(counts->features[f].known);
    population->features_count = counts->features_count;
    population->values_count = values_count;
    population->features = lot_array_new(counts->features_count, sizeof *population->features);
    population->tables = lot_array_new(counts->features_count, sizeof *population->tables);
    population->values = lot_array_new(values_count, sizeof *population->values);
    population->counts = lot_array_new(values_count, sizeof *population->counts);
    bool good = population->features != NULL && population->tables != NULL &&
                population->values != NULL && population->counts != NULL;
    uint32_t next = 0;
    for (uint32_t f = 0; good && f < counts->features_count; f++) {
        const lot_count_feature *feature = &counts->features[f];
        uint32_t count = lot_names_count(feature->known);
        population->features[f] = (lot_feature){lot_string_copy(feature->name), next, count};
        good = population->features[f].name != NULL;
        for (uint32_t v = 0; good && v < count; v++) {
            population->values[next] = lot_string_copy(feature->values[v]);
            good = population->values[next++] != NULL;
        }
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Where the feature stands in the table, or features_count. */
static uint32_t place_in_table(const lot_count_table *table, uint32_t feature)
{
    uint32_t at = 0;
    while (at < table->features_count && table->features[at] != feature)
        at++;
    return at;
}

/* The table that counts the feature best: by it alone, before one that joins it with others. */
static const lot_count_table *best_table(const lot_counts *counts, uint32_t feature)
{
    const lot_count_table *best = NULL;
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        if (place_in_table(table, feature) == table->features_count)
            continue;
        if (best == NULL || (table->features_count == 1 && best->features_count > 1))
            best = table;
    }
    return best;
}

static lot_status copy_counts(lot_population *population, const lot_counts *counts,
                              lot_error *error)
{
    for (uint32_t f = 0; f < counts->features_count; f++) {
        const lot_count_table *table = best_table(counts, f);
        if (table == NULL)
            continue;
        uint32_t at = place_in_table(table, f);
        for (uint32_t c = 0; c < lot_count_table_cells(table); c++) {
            uint32_t value = table->cells[(size_t)c * table->features_count + at];
            population->counts[population->features[f].first + value] += table->counts[c];
        }
        population->tables[f] = lot_string_copy(table->name);
        if (population->tables[f] == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

/* How many people there are: as many as the smallest table counts, since all tables count them. */
static void find_total(lot_population *population, const lot_counts *counts)
{
    for (size_t t = 0; t < counts->tables_count; t++) {
        uint64_t total =
            lot_count_table_total(&counts->tables[t]) / (LOT_COUNT_PARTS / LOT_POPULATION_PARTS);
        if (counts->tables[t].shares || (population->sized && total >= population->total))
            continue;
        population->sized = true;
        population->total = total;
    }
    if (!population->sized)
        population->total = ASSUMED_PEOPLE * LOT_POPULATION_PARTS;
}

/* The number of the grid of each feature: the lowest feature that tables join it with. */
static void join_features(joining *join)
{
    const lot_counts *counts = join->counts;
    for (uint32_t f = 0; f < counts->features_count; f++)
        join->grid_of[f] = f;
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        for (uint32_t at = 1; at < table->features_count; at++) {
            uint32_t a = join->grid_of[table->features[0]];
            uint32_t b = join->grid_of[table->features[at]];
            for (uint32_t f = 0; f < counts->features_count; f++)
                if (join->grid_of[f] == (a > b ? a : b))
                    join->grid_of[f] = a > b ? b : a;
        }
    }
}

/* Number the grids without a hole, and give each its features and tables. */
static lot_status make_grids(joining *join, lot_error *error)
{
    const lot_counts *counts = join->counts;
    join->grids = lot_array_new(counts->features_count, sizeof *join->grids);
    if (join->grids == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t f = 0; f < counts->features_count; f++) {
        bool first = join->grid_of[f] == f;
        uint32_t number = first ? join->grids_count++ : join->grid_of[join->grid_of[f]];
        lot_grid *grid = &join->grids[number];
        join->grid_of[f] = number;
        join->place_in[f] = grid->features_count;
        grid->features[grid->features_count++] = f;
    }
    for (uint32_t g = 0; g < join->grids_count; g++) {
        lot_grid *grid = &join->grids[g];
        grid->tables = lot_array_new(counts->tables_count, sizeof(lot_count_table *));
        if (grid->tables == NULL)
            return LOT_NO_MEMORY(error);
        for (size_t t = 0; t < counts->tables_count; t++)
            if (join->grid_of[counts->tables[t].features[0]] == g)
                grid->tables[grid->tables_count++] = &counts->tables[t];
    }
    return LOT_OK;
}

/* A thousandth of a person. */
static uint64_t enough(const lot_population *population)
{
    return (uint64_t)((lot_unsigned_wide)LOT_GRID_WHOLE * LOT_POPULATION_PARTS / 1000 /
                      (population->total > 0 ? population->total : 1));
}

static lot_status keep_fit(joining *join, const lot_grid_fitted *fitted, lot_error *error)
{
    lot_population_fit *fit = &join->population->fit;
    uint64_t difference = (uint64_t)((lot_unsigned_wide)fitted->difference *
                                     join->population->total / LOT_GRID_WHOLE);
    fit->rounds = fitted->rounds > fit->rounds ? fitted->rounds : fit->rounds;
    fit->settled = fit->settled && fitted->settled;
    if (difference <= fit->difference)
        return LOT_OK;
    free(fit->table);
    fit->difference = difference;
    fit->table = lot_string_copy(fitted->table->name);
    return fit->table != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

static lot_status fit_grids(joining *join, lot_error *error)
{
    lot_status status = LOT_OK;
    join->population->fit.settled = true;
    for (uint32_t g = 0; g < join->grids_count; g++) {
        lot_grid_fitted fitted;
        TRY(lot_grid_fill(&join->grids[g], join->counts, join->problems, error));
        TRY(lot_grid_fit(&fitted, &join->grids[g], enough(join->population), error));
        TRY(keep_fit(join, &fitted, error));
    }
done:
    return status;
}

/* How many cells all grids make together, or a problem. */
static lot_status count_cells(uint32_t *count, const joining *join, lot_error *error)
{
    uint64_t cells = 1;
    for (uint32_t g = 0; g < join->grids_count && cells <= LOT_POPULATION_CELLS_MOST; g++)
        cells *= join->grids[g].cells_count;
    *count = (uint32_t)cells;
    if (cells == 0)
        lot_problems_add(join->problems,
                         "no row of values is left where every table counts somebody: the tables "
                         "contradict each other");
    else if (cells > LOT_POPULATION_CELLS_MOST)
        lot_problems_add(join->problems,
                         "there are more than %d combinations of values: choose fewer features, "
                         "or fewer values in some of them",
                         LOT_POPULATION_CELLS_MOST);
    else
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "the tables make no population");
}

/* Every cell of every grid with every one of the others; sorted later. */
static lot_status multiply(joining *join, lot_error *error)
{
    lot_population *population = join->population;
    uint32_t count;
    lot_status status = count_cells(&count, join, error);
    if (status != LOT_OK)
        return status;
    size_t features_count = population->features_count;
    population->cells = lot_array_new(count * features_count, sizeof *population->cells);
    join->weights = lot_array_new(count, sizeof *join->weights);
    if (population->cells == NULL || join->weights == NULL)
        return LOT_NO_MEMORY(error);
    population->cells_count = count;
    for (uint32_t c = 0; c < count; c++) {
        uint32_t rest = c;
        uint64_t weight = LOT_GRID_WHOLE;
        for (uint32_t g = 0; g < join->grids_count; g++) {
            const lot_grid *grid = &join->grids[g];
            uint32_t cell = rest % grid->cells_count;
            rest /= grid->cells_count;
            weight = (uint64_t)((lot_unsigned_wide)weight * grid->weights[cell] / LOT_GRID_WHOLE);
            for (uint32_t f = 0; f < grid->features_count; f++)
                population->cells[c * features_count + grid->features[f]] =
                    population->features[grid->features[f]].first +
                    grid->values[(size_t)cell * grid->features_count + f];
        }
        join->weights[c] = weight;
    }
    return LOT_OK;
}

/* One pass of the sort: by feature f, keeping the order of what is equal. */
static void sort_pass(const lot_population *population, uint32_t f, uint32_t *order,
                      const uint32_t *before, uint32_t *next)
{
    const lot_feature *feature = &population->features[f];
    memset(next, 0, (feature->values_count + 1) * sizeof *next);
    for (uint32_t c = 0; c < population->cells_count; c++)
        next[lot_population_value(population, c, f) - feature->first + 1]++;
    for (uint32_t v = 0; v < feature->values_count; v++)
        next[v + 1] += next[v];
    for (uint32_t i = 0; i < population->cells_count; i++) {
        uint32_t value = lot_population_value(population, before[i], f) - feature->first;
        order[next[value]++] = before[i];
    }
}

/* The cells in order: see U2. A counting sort by every feature, the last first. */
static lot_status sort_cells(uint32_t **out, const lot_population *population, lot_error *error)
{
    size_t count = population->cells_count;
    uint32_t *order = lot_array_new(count, sizeof *order);
    uint32_t *spare = lot_array_new(count, sizeof *spare);
    uint32_t *next = lot_array_new((size_t)population->values_count + 1, sizeof *next);
    *out = NULL;
    bool good = order != NULL && spare != NULL && next != NULL;
    for (uint32_t c = 0; good && c < count; c++)
        order[c] = c;
    for (uint32_t f = population->features_count; good && f > 0; f--) {
        sort_pass(population, f - 1, spare, order, next);
        uint32_t *sorted = spare;
        spare = order;
        order = sorted;
    }
    free(spare);
    free(next);
    if (!good) {
        free(order);
        return LOT_NO_MEMORY(error);
    }
    *out = order;
    return LOT_OK;
}

/* Put the cells in order, round their weights so that they sum to the total, drop the empty. */
static lot_status settle(joining *join, lot_error *error)
{
    lot_population *population = join->population;
    size_t width = population->features_count;
    uint32_t *order = NULL;
    lot_status status = LOT_OK;
    uint32_t *cells = lot_array_new(population->cells_count * width, sizeof *cells);
    population->weights = lot_array_new(population->cells_count, sizeof *population->weights);
    if (cells == NULL || population->weights == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(sort_cells(&order, population, error));
    lot_unsigned_wide whole = 0;
    lot_unsigned_wide sum = 0;
    uint64_t given = 0;
    uint32_t kept = 0;
    for (uint32_t c = 0; c < population->cells_count; c++)
        whole += join->weights[c];
    for (uint32_t i = 0; i < population->cells_count; i++) {
        sum += join->weights[order[i]];
        uint64_t until = (uint64_t)((sum * population->total + whole / 2) / whole);
        if (until > given) {
            memcpy(&cells[kept * width], &population->cells[order[i] * width],
                   width * sizeof *cells);
            population->weights[kept++] = until - given;
        }
        given = until;
    }
    population->cells_count = kept;
    free(population->cells);
    population->cells = cells;
    cells = NULL;
done:
    free(order);
    free(cells);
    return status;
}

static lot_status build(joining *join, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(copy_names(join->population, join->counts, error));
    TRY(copy_counts(join->population, join->counts, error));
    find_total(join->population, join->counts);
    join_features(join);
    TRY(make_grids(join, error));
    TRY(fit_grids(join, error));
    TRY(multiply(join, error));
    TRY(settle(join, error));
done:
    return status;
}

lot_status lot_population_read(lot_population **out, const lot_population_source *source,
                               lot_text *notices, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_counts *counts = NULL;
    joining join = {.problems = problems};
    *out = NULL;
    TRY(lot_counts_read(&counts, source, notices, problems, error));
    join.counts = counts;
    join.population = lot_array_new(1, sizeof *join.population);
    if (join.population == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(build(&join, error));
    TRY(lot_agree_tell(notices, counts, join.population, error));
    *out = join.population;
    join.population = NULL;
done:
    for (uint32_t g = 0; g < join.grids_count; g++)
        lot_grid_clear(&join.grids[g]);
    free(join.grids);
    free(join.weights);
    lot_population_free(join.population);
    lot_counts_free(counts);
    return status;
}
