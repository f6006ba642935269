/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: what it holds, and the columns and rows that cleaning adds and takes away. */
#include "pool/table_inside.h"

#include "civiclot/fold.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void free_derived(lot_derived *derived)
{
    for (uint32_t v = 0; v < derived->values_count; v++)
        free(derived->values[v]);
    free(derived->values);
    free(derived->of_row);
    free(derived->header);
}

void lot_table_free(lot_table *table)
{
    if (table == NULL)
        return;
    lot_table_forget_derived(table);
    free(table->derived);
    lot_text_free(&table->text);
    free(table->cells);
    free(table->cells_at);
    free(table->places);
    free(table->name);
    free(table);
}

const char *lot_table_name(const lot_table *table)
{
    return table->name;
}

const lot_table_form *lot_table_get_form(const lot_table *table)
{
    return &table->form;
}

uint32_t lot_table_columns_count(const lot_table *table)
{
    return table->columns;
}

uint32_t lot_table_rows_count(const lot_table *table)
{
    return table->rows;
}

/* The cell of a place: see L2. */
static const char *cell_of(const lot_table *table, size_t at_place, uint32_t column)
{
    assert(column < table->columns);
    return table->cells + table->cells_at[at_place * table->columns + column];
}

/* The derived column, or NULL where it is the file's own: see L3. */
static const lot_derived *derived_of(const lot_table *table, uint32_t column)
{
    assert(column < table->columns + table->derived_count);
    return column < table->columns ? NULL : &table->derived[column - table->columns];
}

const char *lot_table_header(const lot_table *table, uint32_t column)
{
    const lot_derived *derived = derived_of(table, column);
    return derived != NULL ? derived->header : cell_of(table, 0, column);
}

uint32_t lot_table_row_number(const lot_table *table, uint32_t row)
{
    assert(row < table->rows);
    return table->places[(size_t)row + 1].number;
}

const char *lot_table_cell(const lot_table *table, uint32_t row, uint32_t column)
{
    assert(row < table->rows && !table->cells_gone);
    const lot_derived *derived = derived_of(table, column);
    return derived != NULL ? derived->values[derived->of_row[row]]
                           : cell_of(table, (size_t)row + 1, column);
}

const char *lot_table_record(const lot_table *table, uint32_t row)
{
    assert(row < table->rows);
    return table->text.bytes + table->places[(size_t)row + 1].record;
}

const char *lot_table_header_record(const lot_table *table)
{
    return table->text.bytes + table->places[0].record;
}

void lot_table_keep_records(lot_table *table)
{
    if (table->rows == 0 || table->cells_gone)
        return;
    size_t header_bytes = table->cells_at[table->columns];
    char *cells = lot_array_resize(table->cells, header_bytes, sizeof *cells);
    uint32_t *cells_at = lot_array_resize(table->cells_at, table->columns, sizeof *cells_at);
    table->cells = cells != NULL ? cells : table->cells;
    table->cells_at = cells_at != NULL ? cells_at : table->cells_at;
    table->cells_gone = true;
}

/* Count the columns from `first` to before `end` whose header folds as `name` does. */
static lot_status find_among(uint32_t *column, uint32_t *matches, const lot_table *table,
                             uint32_t first, uint32_t end, const char *name, lot_error *error)
{
    char *wanted = lot_fold(name);
    bool good = wanted != NULL;
    *column = LOT_NO_COLUMN;
    *matches = 0;
    for (uint32_t at = first; good && at < end; at++) {
        char *header = lot_fold(lot_table_header(table, at));
        good = header != NULL;
        if (good && strcmp(header, wanted) == 0 && (*matches)++ == 0)
            *column = at;
        free(header);
    }
    free(wanted);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_table_find_column(uint32_t *column, uint32_t *matches, const lot_table *table,
                                 const char *name, lot_error *error)
{
    uint32_t count;
    return find_among(column, matches != NULL ? matches : &count, table, 0, table->columns, name,
                      error);
}

lot_status lot_table_find_derived(uint32_t *column, const lot_table *table, const char *name,
                                  lot_error *error)
{
    uint32_t count;
    return find_among(column, &count, table, table->columns, table->columns + table->derived_count,
                      name, error);
}

/* Copy what the new column holds; what was copied so far is freed with it. */
static bool fill_derived(lot_derived *derived, const char *header, const char *const *values,
                         uint32_t values_count, const uint32_t *of_row, uint32_t rows)
{
    derived->header = lot_string_copy(header);
    derived->values = lot_array_new(values_count, sizeof *derived->values);
    derived->of_row = lot_array_new(rows, sizeof *derived->of_row);
    if (derived->header == NULL || derived->values == NULL || derived->of_row == NULL)
        return false;
    for (; derived->values_count < values_count; derived->values_count++) {
        derived->values[derived->values_count] = lot_string_copy(values[derived->values_count]);
        if (derived->values[derived->values_count] == NULL)
            return false;
    }
    if (rows > 0)
        memcpy(derived->of_row, of_row, rows * sizeof *of_row);
    return true;
}

lot_status lot_table_derive(lot_table *table, const char *header, const char *const *values,
                            uint32_t values_count, const uint32_t *of_row, lot_error *error)
{
    lot_derived derived = {0};
    void *all = table->derived;
    if (lot_array_grow(&all, &table->derived_room, table->derived_count, sizeof derived) != 0)
        return LOT_NO_MEMORY(error);
    table->derived = all;
    if (!fill_derived(&derived, header, values, values_count, of_row, table->rows)) {
        free_derived(&derived);
        return LOT_NO_MEMORY(error);
    }
    table->derived[table->derived_count++] = derived;
    return LOT_OK;
}

void lot_table_forget_derived(lot_table *table)
{
    for (uint32_t d = 0; d < table->derived_count; d++)
        free_derived(&table->derived[d]);
    table->derived_count = 0;
}

/* Take the leaving rows' places and cells out from between the others'. */
static void close_up(lot_table *table, const bool *leaves)
{
    size_t columns = table->columns;
    uint32_t kept = 0;
    for (uint32_t row = 0; row < table->rows; row++) {
        if (leaves[row])
            continue;
        table->places[kept + 1] = table->places[row + 1];
        memmove(table->cells_at + (kept + 1) * columns, table->cells_at + (row + 1) * columns,
                columns * sizeof *table->cells_at);
        kept++;
    }
    table->rows = kept;
}

lot_status lot_table_part(lot_table **out, lot_table *table, const bool *leaves, lot_error *error)
{
    assert(table->derived_count == 0 && !table->cells_gone);
    lot_status status = LOT_OK;
    uint32_t count = 0;
    const char **records = lot_array_new(table->rows, sizeof *records);
    uint32_t *rows = lot_array_new(table->rows, sizeof *rows);
    *out = NULL;
    if (records == NULL || rows == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < table->rows; row++) {
        if (!leaves[row])
            continue;
        records[count] = lot_table_record(table, row);
        rows[count++] = lot_table_row_number(table, row);
    }
    TRY(lot_table_restore(out, table->name, &table->form, lot_table_header_record(table), records,
                          rows, count, error));
    close_up(table, leaves);
done:
    free(rows);
    free(records);
    return status;
}
