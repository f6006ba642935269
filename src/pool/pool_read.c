/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pool: read from a table. Problems of values come first, column by column, as they are few lines
 * about many rows; then those of ids, in the order of the file.
 */
#include "civiclot/pool.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/doubles.h"
#include "pool/household.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/rows.h"
#include "pool/values.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct pool_reader {
    const lot_table *table;
    const lot_quotas *quotas; /* NULL before there are any */
    lot_problems *problems;
    lot_pool *pool;
    uint32_t *columns;   /* [features_count], LOT_NO_COLUMN where it is missing */
    lot_values **values; /* [features_count] */
    uint32_t *addresses; /* [household_count] columns */
    lot_names *ids;
    uint32_t *first_of_id; /* [ids count] person */
    lot_rows blank_ids;
    lot_doubles doubles;
} pool_reader;

/* The id: the column asked for, or a column `id`, or else the row number. */
static lot_status find_id_column(const pool_reader *reader, const lot_pool_columns *columns,
                                 lot_error *error)
{
    static const char why[] = "it was to be the id; name another column, or none";
    lot_pool *pool = reader->pool;
    const char *name = columns->id != NULL ? columns->id : "id";
    lot_status status;
    bool exists;
    pool->id_column = LOT_NO_COLUMN;
    TRY(lot_column_exists(&exists, reader->table, name, error));
    pool->ids_are_rows = columns->id == NULL && !exists;
    if (!pool->ids_are_rows)
        TRY(lot_column_need(&pool->id_column, reader->table, name, why, reader->problems, error));
done:
    return status;
}

static lot_status warn_of_quotas(const pool_reader *reader, lot_error *error)
{
    lot_status status;
    bool min, max;
    TRY(lot_column_exists(&min, reader->table, "min", error));
    TRY(lot_column_exists(&max, reader->table, "max", error));
    if (min && max)
        lot_problems_add(reader->problems,
                         "%s: there are columns min and max, so it looks like a quota file: were "
                         "the two files swapped?",
                         lot_table_name(reader->table));
done:
    return status;
}

static lot_status find_columns(pool_reader *reader, const lot_pool_columns *columns,
                               lot_error *error)
{
    lot_status status;
    uint32_t features_count = reader->pool->features_count;
    TRY(warn_of_quotas(reader, error));
    TRY(find_id_column(reader, columns, error));
    reader->columns = lot_array_new(features_count, sizeof *reader->columns);
    reader->values = lot_array_new(features_count, sizeof *reader->values);
    reader->addresses = lot_array_new(columns->household_count, sizeof *reader->addresses);
    if (reader->columns == NULL || reader->values == NULL || reader->addresses == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t f = 0; f < features_count; f++) {
        const char *name = reader->quotas->features[f].name;
        TRY(lot_table_find_derived(&reader->columns[f], reader->table, name, error));
        if (reader->columns[f] == LOT_NO_COLUMN)
            TRY(lot_column_need(&reader->columns[f], reader->table, name,
                                "the quotas have a feature of that name", reader->problems, error));
        TRY(lot_values_new(&reader->values[f], reader->quotas, f, error));
    }
    for (uint32_t c = 0; c < columns->household_count; c++)
        TRY(lot_column_need(&reader->addresses[c], reader->table, columns->household[c],
                            "it was to be part of the address of households", reader->problems,
                            error));
done:
    return status;
}

static lot_status allocate(pool_reader *reader, lot_error *error)
{
    lot_pool *pool = reader->pool;
    pool->ids = lot_array_new(pool->people_count, sizeof *pool->ids);
    pool->rows = lot_array_new(pool->people_count, sizeof *pool->rows);
    pool->households = lot_array_new(pool->people_count, sizeof *pool->households);
    size_t values_count = (size_t)pool->people_count * pool->features_count;
    pool->values = lot_array_new(values_count, sizeof *pool->values);
    reader->ids = lot_names_new();
    reader->first_of_id = lot_array_new(pool->people_count, sizeof *reader->first_of_id);
    bool good = pool->ids != NULL && pool->rows != NULL && pool->households != NULL &&
                pool->values != NULL && reader->ids != NULL && reader->first_of_id != NULL;
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

static lot_status row_as_id(char **id, uint32_t row_number, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%u", row_number);
    if (words.failed)
        return LOT_NO_MEMORY(error);
    *id = words.bytes;
    return LOT_OK;
}

static void tell_blank_ids(const pool_reader *reader)
{
    const lot_rows *rows = &reader->blank_ids;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, lot_table_name(reader->table));
    if (rows->count == 1) {
        lot_text_put(&words, ", ");
        lot_rows_put(&words, rows);
    }
    lot_text_put(&words, ", column ");
    lot_message_put_cell(&words, lot_table_header(reader->table, reader->pool->id_column));
    lot_text_put(&words, rows->count == 1 ? " is empty" : ": no id in ");
    if (rows->count > 1)
        lot_rows_put(&words, rows);
    lot_text_put(&words, ": give everyone an id of their own");
    lot_problems_take(reader->problems, &words);
}

/* P1. */
static lot_status read_id(pool_reader *reader, uint32_t person, lot_error *error)
{
    lot_pool *pool = reader->pool;
    if (pool->ids_are_rows)
        return row_as_id(&pool->ids[person], pool->rows[person], error);
    if (pool->id_column == LOT_NO_COLUMN)
        return LOT_OK;
    const char *cell = lot_table_cell(reader->table, person, pool->id_column);
    if (lot_is_blank(cell)) {
        lot_rows_meet(&reader->blank_ids, pool->rows[person]);
        return LOT_OK;
    }
    uint32_t number;
    uint32_t ids_count = lot_names_count(reader->ids);
    pool->ids[person] = lot_tidy(cell);
    if (pool->ids[person] == NULL || !lot_names_add(&number, reader->ids, pool->ids[person]))
        return LOT_NO_MEMORY(error);
    if (number == ids_count)
        reader->first_of_id[number] = person;
    else
        lot_doubles_meet(&reader->doubles, reader->first_of_id[number], person, pool->rows[person]);
    return LOT_OK;
}

/* P2. */
static lot_status read_values(pool_reader *reader, uint32_t person, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t features_count = reader->pool->features_count;
    uint32_t *values = reader->pool->values + (size_t)person * features_count;
    for (uint32_t f = 0; f < features_count; f++) {
        if (reader->columns[f] == LOT_NO_COLUMN)
            continue;
        const char *cell = lot_table_cell(reader->table, person, reader->columns[f]);
        TRY(lot_values_find(&values[f], reader->values[f], cell, reader->pool->rows[person],
                            error));
    }
done:
    return status;
}

static void tell_values(const pool_reader *reader)
{
    for (uint32_t f = 0; f < reader->pool->features_count; f++)
        if (reader->columns[f] != LOT_NO_COLUMN)
            lot_values_tell(reader->values[f], lot_table_name(reader->table),
                            lot_table_header(reader->table, reader->columns[f]),
                            reader->pool->people_count, reader->problems);
}

static lot_status read_people(pool_reader *reader, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pool *pool = reader->pool;
    if (pool->people_count == 0)
        lot_problems_add(reader->problems, "%s: there is nobody in it, only a header",
                         lot_table_name(reader->table));
    for (uint32_t person = 0; person < pool->people_count; person++) {
        pool->rows[person] = lot_table_row_number(reader->table, person);
        TRY(read_values(reader, person, error));
    }
    tell_values(reader);
    for (uint32_t person = 0; person < pool->people_count; person++)
        TRY(read_id(reader, person, error));
    lot_doubles_tell(&reader->doubles, lot_table_name(reader->table), pool, reader->problems);
    if (reader->blank_ids.count > 0)
        tell_blank_ids(reader);
done:
    return status;
}

/* Everything but the pool. */
static void clear(pool_reader *reader)
{
    for (uint32_t f = 0; reader->values != NULL && f < reader->pool->features_count; f++)
        lot_values_free(reader->values[f]);
    free(reader->values);
    free(reader->columns);
    free(reader->first_of_id);
    lot_names_free(reader->ids);
    reader->values = NULL;
    reader->columns = NULL;
    reader->first_of_id = NULL;
    reader->ids = NULL;
}

lot_status lot_pool_read(lot_pool **out, const lot_table *people, const lot_quotas *quotas,
                         const lot_pool_columns *columns, lot_problems *problems, lot_error *error)
{
    lot_status status;
    size_t problems_before = lot_problems_count(problems);
    pool_reader reader = {.table = people, .quotas = quotas, .problems = problems};
    *out = NULL;
    lot_pool *pool = lot_array_new(1, sizeof *pool);
    if (pool == NULL)
        return LOT_NO_MEMORY(error);
    reader.pool = pool;
    pool->people_count = lot_table_rows_count(people);
    pool->features_count = quotas != NULL ? quotas->features_count : 0;
    TRY(find_columns(&reader, columns, error));
    TRY(allocate(&reader, error));
    TRY(read_people(&reader, error));
    TRY(lot_problems_refuse(problems, problems_before, lot_table_name(people), error));
    clear(&reader); /* households take as much again */
    TRY(lot_households_group(pool->households, &pool->households_count, people,
                             &(lot_address_columns){reader.addresses, columns->household_count,
                                                    columns->older_addresses},
                             error));
    *out = pool;
    pool = NULL;
done:
    clear(&reader);
    free(reader.addresses);
    lot_pool_free(pool);
    return status;
}
