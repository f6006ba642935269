/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erased pool: a pool of whom some are erased, from what was kept when classes were made.
 *
 * What is read was computed from the records once, and is checked as if a stranger had written it.
 */
#include "core/array.h"
#include "store/erase.h"
#include "store/statement.h"

#include <stdlib.h>
#include <string.h>

#define NOT_KEPT "its people do not fit the classes that were made of them"

char *lot_erased_record(uint32_t columns, char delimiter)
{
    lot_text record = LOT_TEXT_EMPTY;
    lot_text_put(&record, "erased");
    for (uint32_t c = 1; c < columns; c++)
        lot_text_add(&record, &delimiter, 1);
    return record.failed ? NULL : record.bytes;
}

/* As the pool was read: lot_pool_read(). */
static lot_status find_id_column(lot_pool *pool, const lot_table *people,
                                 const lot_pool_columns *columns, lot_error *error)
{
    lot_status status = lot_table_find_column(&pool->id_column, NULL, people,
                                              columns->id != NULL ? columns->id : "id", error);
    pool->ids_are_rows = pool->id_column == LOT_NO_COLUMN;
    return status;
}

/* values: [classes_count][features_count] out. P2. */
static lot_status load_values(uint32_t *values, uint32_t classes_count, lot_assembly *assembly,
                              const lot_quotas *quotas, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT class, feature, quota FROM class_values ORDER BY class, feature",
                          error));
    for (uint32_t c = 0; c < classes_count; c++)
        for (uint32_t f = 0; f < quotas->features_count; f++) {
            uint32_t *value = values++;
            TRY(lot_statement_next(&more, query, error));
            lot_column_expect(query, 0, c);
            lot_column_expect(query, 1, f);
            *value = lot_column_index(query, 2, quotas->count - 1);
            if (quotas->rows[*value].feature != f)
                TRY(lot_assembly_damaged(assembly, NOT_KEPT, error));
        }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* values: of the classes. */
static lot_status load_people(lot_pool *pool, const uint32_t *values, uint32_t classes_count,
                              lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    size_t width = pool->features_count;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT position, row, id, household, class FROM people"
                          " JOIN people_classes ON person = position ORDER BY position",
                          error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, p);
        pool->rows[p] = lot_column_index(query, 1, UINT32_MAX);
        pool->ids[p] = lot_column_copy(query, 2);
        pool->households[p] = lot_column_index(query, 3, pool->households_count); /* P3 */
        pool->households_count += pool->households[p] == pool->households_count;
        uint32_t class = lot_column_index(query, 4, classes_count - 1);
        if (width > 0)
            memcpy(pool->values + p * width, values + class * width, width * sizeof *values);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static bool allocate(lot_pool *pool)
{
    uint32_t count = pool->people_count;
    pool->ids = lot_array_new(count, sizeof *pool->ids);
    pool->rows = lot_array_new(count, sizeof *pool->rows);
    pool->households = lot_array_new(count, sizeof *pool->households);
    pool->values = lot_array_new((size_t)count * pool->features_count, sizeof *pool->values);
    return pool->ids != NULL && pool->rows != NULL && pool->households != NULL &&
           pool->values != NULL;
}

lot_status lot_assembly_load_kept_pool(lot_pool **out, lot_assembly *assembly,
                                       const lot_table *people, const lot_pool_columns *columns,
                                       const lot_quotas *quotas, lot_error *error)
{
    lot_status status;
    uint32_t classes_count;
    uint32_t *values = NULL;
    lot_pool *pool = lot_array_new(1, sizeof *pool);
    *out = NULL;
    if (pool == NULL)
        return LOT_NO_MEMORY(error);
    pool->people_count = lot_table_rows_count(people);
    pool->features_count = quotas->features_count;
    TRY(lot_statement_count(&classes_count, assembly, "SELECT count(*) FROM classes", 0, error));
    values = lot_array_new((size_t)classes_count * quotas->features_count, sizeof *values);
    if (values == NULL || !allocate(pool))
        TRY(LOT_NO_MEMORY(error));
    if (classes_count == 0)
        TRY(lot_assembly_damaged(assembly, NOT_KEPT, error));
    TRY(find_id_column(pool, people, columns, error));
    TRY(load_values(values, classes_count, assembly, quotas, error));
    TRY(load_people(pool, values, classes_count, assembly, error));
    *out = pool;
    pool = NULL;
done:
    free(values);
    lot_pool_free(pool);
    return status;
}
