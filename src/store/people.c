/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People: the records as they came, so that they can go out again byte for byte. */
#include "core/array.h"
#include "core/control.h"
#include "store/classes.h"
#include "store/schema.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static lot_status save_file(lot_assembly *assembly, const lot_table *people,
                            const lot_pool_columns *columns, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    const lot_table_form *form = lot_table_get_form(people);
    const char delimiter[] = {form->delimiter, '\0'};
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO people_file (one, name, encoding, byte_order_mark,"
                          " delimiter, line_end, header, id_column, address_rule)"
                          " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
                          error));
    lot_bind_text(insert, lot_table_name(people));
    lot_bind_number(insert, (uint64_t)form->encoding);
    lot_bind_number(insert, form->byte_order_mark);
    lot_bind_text(insert, delimiter);
    lot_bind_number(insert, (uint64_t)form->line_end);
    lot_bind_text(insert, lot_table_header_record(people));
    lot_bind_text(insert, columns->id);
    lot_bind_number(insert, columns->older_addresses ? 1 : 2);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

static void bind_household_column(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_pool_columns *columns = context;
    lot_bind_number(insert, row);
    lot_bind_text(insert, columns->household[row]);
}

struct registered {
    const lot_table *people;
    const lot_pool *pool;
};

static void bind_person(lot_statement *insert, uint32_t row, const void *context)
{
    const struct registered *registered = context;
    lot_bind_number(insert, row);
    lot_bind_number(insert, lot_table_row_number(registered->people, row));
    lot_bind_text(insert, registered->pool->ids[row]);
    lot_bind_text(insert, lot_table_record(registered->people, row));
}

lot_status lot_assembly_save_people(lot_assembly *assembly, const lot_table *people,
                                    const lot_pool_columns *columns, const lot_pool *pool,
                                    lot_error *error)
{
    assert(pool->people_count == lot_table_rows_count(people));
    lot_status status = LOT_OK;
    if (!lot_is_one_line(lot_table_name(people)))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the name of the people file has a control character: rename it"));
    TRY(lot_assembly_forget_classes(assembly, error));
    TRY(lot_statement_execute(assembly,
                              LOT_SCHEMA_DROP_IDS "DELETE FROM people;"
                                                  "DELETE FROM household_columns;"
                                                  "DELETE FROM cleaning;"
                                                  "DELETE FROM excluded;"
                                                  "DELETE FROM people_file",
                              error));
    TRY(save_file(assembly, people, columns, error));
    TRY(lot_insert(assembly, "household_columns (position, name)", "(?, ?)",
                   columns->household_count, bind_household_column, columns, error));
    TRY(lot_insert(assembly, "people (position, row, id, record)", "(?, ?, ?, ?)",
                   pool->people_count, bind_person, &(struct registered){people, pool}, error));
    TRY(lot_statement_execute(assembly, LOT_SCHEMA_IDS, error));
done:
    return status;
}

void lot_saved_columns_free(lot_saved_columns *saved)
{
    if (saved == NULL)
        return;
    for (uint32_t i = 0; i < saved->strings_count; i++)
        free(saved->strings[i]);
    free(saved->strings);
    *saved = (lot_saved_columns){0};
}

/* Everything lot_table_restore() needs. */
typedef struct people_file {
    char *name;
    char *header;
    char *id_column; /* or NULL */
    bool older_addresses;
    lot_table_form form;
    uint32_t count;
    lot_text records; /* the header's and [count], each with its NUL */
    uint32_t *rows;   /* [count] */
} people_file;

static void free_file(people_file *file)
{
    lot_text_free(&file->records);
    free(file->rows);
    free(file->name);
    free(file->header);
    free(file->id_column);
}

static lot_status load_file(bool *found, people_file *file, lot_assembly *assembly,
                            lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT name, header, id_column, encoding, byte_order_mark, delimiter,"
                          " line_end, address_rule FROM people_file",
                          error));
    TRY(lot_statement_next(found, query, error));
    if (!*found)
        goto done;
    file->name = lot_column_path(query, 0);
    file->header = lot_column_copy(query, 1);
    file->id_column = lot_column_is_null(query, 2) ? NULL : lot_column_copy(query, 2);
    file->form.encoding = (lot_encoding)lot_column_number(query, 3, LOT_WINDOWS_1252);
    file->form.byte_order_mark = lot_column_truth(query, 4);
    const char *delimiter = lot_column_text(query, 5);
    file->form.delimiter = delimiter[0];
    file->form.line_end = (lot_line_end)lot_column_number(query, 6, LOT_CR);
    file->older_addresses = lot_column_number(query, 7, 2) == 1;
    if (strcmp(delimiter, ",") != 0 && strcmp(delimiter, ";") != 0 && strcmp(delimiter, "\t") != 0)
        status = lot_assembly_damaged(assembly, "its people are divided by no delimiter", error);
    else
        TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_count_people(uint32_t *count, lot_assembly *assembly, lot_error *error)
{
    return lot_statement_count(count, assembly, "SELECT count(*) FROM people", 0, error);
}

static lot_status load_records(people_file *file, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_assembly_count_people(&file->count, assembly, error));
    file->rows = lot_array_new(file->count, sizeof *file->rows);
    if (file->rows == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_text_add(&file->records, file->header, strlen(file->header) + 1);
    TRY(lot_statement_new(&query, assembly,
                          "SELECT row, record, position FROM people ORDER BY position", error));
    for (uint32_t p = 0; p < file->count; p++) {
        TRY(lot_statement_next(&more, query, error));
        file->rows[p] = lot_column_index(query, 0, UINT32_MAX);
        const char *record = lot_column_text(query, 1);
        lot_text_add(&file->records, record, strlen(record) + 1);
        lot_column_expect(query, 2, p);
    }
    TRY(lot_statement_end(query, error));
    TRY(lot_text_check(&file->records, error));
done:
    lot_statement_free(query);
    return status;
}

/* Takes the id column's name from the file. strings: the household columns, then the id column. */
static lot_status load_columns(lot_saved_columns *saved, people_file *file, lot_assembly *assembly,
                               lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    uint32_t count;
    bool more;
    TRY(lot_statement_count(&count, assembly, "SELECT count(*) FROM household_columns", 0, error));
    saved->strings = lot_array_new((size_t)count + 1, sizeof *saved->strings);
    if (saved->strings == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(lot_statement_new(&query, assembly, "SELECT name FROM household_columns ORDER BY position",
                          error));
    for (uint32_t i = 0; i < count; i++) {
        TRY(lot_statement_next(&more, query, error));
        saved->strings[saved->strings_count++] = lot_column_copy(query, 0);
    }
    TRY(lot_statement_end(query, error));
    saved->columns.household = (const char *const *)saved->strings;
    saved->columns.household_count = count;
    saved->columns.older_addresses = file->older_addresses;
    saved->columns.id = file->id_column;
    if (file->id_column != NULL)
        saved->strings[saved->strings_count++] = file->id_column;
    file->id_column = NULL;
done:
    lot_statement_free(query);
    return status;
}

/* Records that are no table any more were not so when they were kept. */
static lot_status restore_table(lot_table **people, people_file *file, const lot_assembly *assembly,
                                lot_error *error)
{
    lot_error reason;
    lot_status status = lot_table_restore_joined(people, file->name, &file->form, &file->records,
                                                 file->rows, file->count, &reason);
    if (status == LOT_BAD_INPUT)
        return lot_assembly_damaged(assembly, reason.message, error);
    return status == LOT_OK ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_assembly_load_people(lot_table **people, lot_saved_columns *columns,
                                    lot_assembly *assembly, lot_error *error)
{
    people_file file = {0};
    bool found;
    lot_status status;
    *people = NULL;
    *columns = (lot_saved_columns){0};
    TRY(load_file(&found, &file, assembly, error));
    if (!found)
        goto done;
    TRY(load_records(&file, assembly, error));
    TRY(load_columns(columns, &file, assembly, error));
    TRY(restore_table(people, &file, assembly, error));
done:
    free_file(&file);
    if (status != LOT_OK)
        lot_saved_columns_free(columns);
    return status;
}
