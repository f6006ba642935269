/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts: features, values and cells as they are entered. */
#include "plan/counts_inside.h"

#include "civiclot/fold.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void free_feature(lot_count_feature *feature)
{
    for (uint32_t v = 0; feature->values != NULL && v < lot_names_count(feature->known); v++)
        free(feature->values[v]);
    free(feature->values);
    lot_names_free(feature->known);
    free(feature->name);
}

static void free_table(lot_count_table *table)
{
    lot_names_free(table->known);
    free(table->cells);
    free(table->counts);
    free(table->rows);
    free(table->name);
}

void lot_counts_free(lot_counts *counts)
{
    if (counts == NULL)
        return;
    for (uint32_t f = 0; f < counts->features_count; f++)
        free_feature(&counts->features[f]);
    for (size_t t = 0; t < counts->tables_count; t++)
        free_table(&counts->tables[t]);
    free(counts->tables);
    lot_names_free(counts->known);
    free(counts);
}

uint64_t lot_count_table_total(const lot_count_table *table)
{
    uint64_t total = 0;
    for (uint32_t c = 0; c < lot_count_table_cells(table); c++)
        total += table->counts[c];
    return total;
}

static lot_status add_feature(lot_counts_reader *reader, const char *name, lot_error *error)
{
    lot_counts *counts = reader->counts;
    if (counts->features_count == LOT_POPULATION_FEATURES_MOST) {
        lot_problems_add(reader->problems,
                         "more than %d features: leave out those that have no quotas",
                         LOT_POPULATION_FEATURES_MOST);
        return LOT_FAIL(error, LOT_BAD_INPUT, "too many features");
    }
    lot_count_feature *feature = &counts->features[counts->features_count++];
    feature->name = lot_tidy(name);
    feature->known = lot_names_new();
    return feature->name != NULL && feature->known != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_counts_feature(uint32_t *number, lot_counts_reader *reader, const char *name,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    char *folded = lot_fold(name);
    bool wanted = folded != NULL &&
                  (reader->wanted == NULL || lot_names_find(reader->wanted, folded) != LOT_NO_NAME);
    *number = LOT_NO_NAME;
    if (folded == NULL ||
        !lot_names_add(number, wanted ? reader->counts->known : reader->unwanted, folded))
        status = LOT_NO_MEMORY(error);
    else if (!wanted)
        *number = LOT_NO_NAME;
    else if (*number == reader->counts->features_count)
        status = add_feature(reader, name, error);
    free(folded);
    return status;
}

lot_status lot_counts_value(uint32_t *number, lot_count_feature *feature, const char *name,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = lot_names_count(feature->known);
    void *values = feature->values;
    char *folded = lot_fold(name);
    if (folded == NULL || lot_array_grow(&values, &feature->room, count, sizeof(char *)) != 0)
        TRY(LOT_NO_MEMORY(error));
    feature->values = values;
    *number = lot_names_find(feature->known, folded);
    if (*number != LOT_NO_NAME)
        goto done;
    feature->values[count] = lot_tidy(name);
    if (feature->values[count] == NULL || !lot_names_add(number, feature->known, folded)) {
        free(feature->values[count]);
        TRY(LOT_NO_MEMORY(error));
    }
done:
    free(folded);
    return status;
}

static bool is_of(const lot_count_table *table, const lot_count_cell *cell)
{
    return table->source == cell->source && table->features_count == cell->features_count &&
           memcmp(table->features, cell->features, cell->features_count * sizeof *cell->features) ==
               0;
}

/* The count table that the cell belongs to; a new one where it is the first. NULL: no memory. */
static lot_count_table *table_of(lot_counts *counts, const lot_count_cell *cell)
{
    for (size_t t = 0; t < counts->tables_count; t++)
        if (is_of(&counts->tables[t], cell))
            return &counts->tables[t];
    void *tables = counts->tables;
    if (lot_array_grow(&tables, &counts->tables_room, counts->tables_count,
                       sizeof *counts->tables) != 0)
        return NULL;
    counts->tables = tables;
    lot_count_table *table = &counts->tables[counts->tables_count];
    *table = (lot_count_table){.source = cell->source,
                               .shares = cell->shares,
                               .features_count = cell->features_count,
                               .known = lot_names_new()};
    if (table->known == NULL)
        return NULL;
    memcpy(table->features, cell->features, cell->features_count * sizeof *cell->features);
    counts->tables_count++;
    return table;
}

/* Make room for one more cell, which stands in arrays of their own. */
static bool grow(lot_count_table *table, size_t count)
{
    void *cells = table->cells;
    void *counts = table->counts;
    void *rows = table->rows;
    bool grown = lot_array_grow(&cells, &table->cells_room, count,
                                table->features_count * sizeof *table->cells) == 0;
    table->cells = cells;
    grown =
        grown && lot_array_grow(&counts, &table->counts_room, count, sizeof *table->counts) == 0;
    table->counts = counts;
    grown = grown && lot_array_grow(&rows, &table->rows_room, count, sizeof *table->rows) == 0;
    table->rows = rows;
    return grown;
}

static bool number_cell(uint32_t *number, lot_count_table *table, const lot_count_cell *cell)
{
    lot_text key = LOT_TEXT_EMPTY;
    for (uint32_t f = 0; f < cell->features_count; f++)
        lot_text_format(&key, "%u,", cell->values[f]);
    bool numbered = !key.failed && lot_names_add(number, table->known, lot_text_string(&key));
    lot_text_free(&key);
    return numbered;
}

lot_status lot_counts_enter(uint32_t *before, lot_counts *counts, const lot_count_cell *cell,
                            lot_error *error)
{
    assert(cell->features_count > 0);
    lot_count_table *table = table_of(counts, cell);
    uint32_t count = table != NULL ? lot_count_table_cells(table) : 0;
    uint32_t number;
    *before = 0;
    if (table == NULL || !grow(table, count) || !number_cell(&number, table, cell))
        return LOT_NO_MEMORY(error);
    table->narrowed = table->narrowed || cell->narrowed;
    if (number < count && !cell->narrowed) {
        *before = table->rows[number];
    } else if (number < count) {
        uint64_t room = LOT_COUNT_MOST - table->counts[number];
        table->counts[number] += cell->count < room ? cell->count : room;
    } else {
        table->counts[number] = cell->count;
        table->rows[number] = cell->row_number;
        memcpy(&table->cells[(size_t)number * table->features_count], cell->values,
               cell->features_count * sizeof *cell->values);
    }
    return LOT_OK;
}
