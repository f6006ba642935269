/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning: the texts that say how the people are read, and who is not in the pool. */
#include "core/array.h"
#include "store/erase.h"
#include "store/statement.h"

#include <stdlib.h>

static void bind_text(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_kept_text *text = (const lot_kept_text *)context + row;
    lot_bind_number(insert, row);
    lot_bind_number(insert, (uint64_t)text->kind);
    lot_bind_text(insert, text->name);
    lot_bind_bytes(insert, lot_text_string(&text->bytes), text->bytes.length);
}

static void bind_excluded(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_excluded *excluded = context;
    lot_bind_number(insert, row);
    lot_bind_number(insert, lot_table_row_number(excluded->people, row));
    lot_bind_text(insert, lot_table_record(excluded->people, row));
    lot_bind_text(insert, excluded->reasons[row]);
}

lot_status lot_assembly_save_cleaning(lot_assembly *assembly, const lot_kept_text *texts,
                                      uint32_t texts_count, const lot_excluded *excluded,
                                      lot_error *error)
{
    lot_status status;
    TRY(lot_insert(assembly, "cleaning (position, kind, name, bytes)", "(?, ?, ?, ?)", texts_count,
                   bind_text, texts, error));
    TRY(lot_insert(assembly, "excluded (position, row, record, reason)", "(?, ?, ?, ?)",
                   lot_excluded_count(excluded), bind_excluded, excluded, error));
done:
    return status;
}

void lot_kept_texts_free(lot_kept_text *texts, uint32_t count)
{
    for (uint32_t i = 0; texts != NULL && i < count; i++) {
        free(texts[i].name);
        lot_text_free(&texts[i].bytes);
    }
    free(texts);
}

static lot_status load_text(lot_kept_text *text, uint32_t position, lot_statement *query,
                            lot_error *error)
{
    bool more;
    lot_status status = lot_statement_next(&more, query, error);
    if (status != LOT_OK)
        return status;
    lot_column_expect(query, 0, position);
    text->kind = (lot_kept_kind)lot_column_number(query, 1, LOT_KEPT_HOUSEHOLDS);
    text->name = lot_column_path(query, 2);
    lot_column_blob(query, 3, &text->bytes);
    return lot_text_check(&text->bytes, error);
}

lot_status lot_assembly_load_texts(lot_kept_text **texts, uint32_t *texts_count,
                                   lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    uint32_t count = 0;
    *texts = NULL;
    *texts_count = 0;
    TRY(lot_statement_count(&count, assembly, "SELECT count(*) FROM cleaning", 0, error));
    *texts = lot_array_new(count, sizeof **texts);
    if (*texts == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT position, kind, name, bytes FROM cleaning ORDER BY position",
                          error));
    for (uint32_t i = 0; i < count; i++)
        TRY(load_text(&(*texts)[i], i, query, error));
    TRY(lot_statement_end(query, error));
    *texts_count = count;
done:
    lot_statement_free(query);
    if (status != LOT_OK) {
        lot_kept_texts_free(*texts, count);
        *texts = NULL;
    }
    return status;
}

/* The rows of `excluded` as they are read: what a table is made of again. */
typedef struct rows_read {
    uint32_t count;
    char **records; /* [count] */
    char **reasons; /* [count] */
    uint32_t *rows; /* [count] */
    bool *erased;   /* [count] */
} rows_read;

static void free_strings(char **strings, uint32_t count)
{
    for (uint32_t i = 0; strings != NULL && i < count; i++)
        free(strings[i]);
    free(strings);
}

static lot_status load_rows(rows_read *read, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_count(&read->count, assembly, "SELECT count(*) FROM excluded", 0, error));
    read->records = lot_array_new(read->count, sizeof *read->records);
    read->reasons = lot_array_new(read->count, sizeof *read->reasons);
    read->rows = lot_array_new(read->count, sizeof *read->rows);
    read->erased = lot_array_new(read->count, sizeof *read->erased);
    if (read->records == NULL || read->reasons == NULL || read->rows == NULL ||
        read->erased == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT position, row, record, reason FROM excluded ORDER BY position",
                          error));
    for (uint32_t i = 0; i < read->count; i++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, i);
        read->rows[i] = lot_column_index(query, 1, UINT32_MAX);
        read->records[i] = lot_column_copy(query, 2);
        read->reasons[i] = lot_column_line(query, 3);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* A row in place of every record that is gone. */
static lot_status fill_erased(rows_read *read, const lot_table *people, lot_error *error)
{
    for (uint32_t i = 0; i < read->count; i++) {
        read->erased[i] = read->records[i][0] == '\0';
        if (!read->erased[i])
            continue;
        free(read->records[i]);
        read->records[i] = lot_erased_record(lot_table_columns_count(people),
                                             lot_table_get_form(people)->delimiter);
        if (read->records[i] == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

lot_status lot_assembly_load_excluded(lot_excluded *excluded, const lot_table *people,
                                      lot_assembly *assembly, lot_error *error)
{
    rows_read read = {0};
    lot_error reason;
    lot_status status;
    *excluded = (lot_excluded){0};
    TRY(load_rows(&read, assembly, error));
    if (read.count == 0)
        goto done;
    TRY(fill_erased(&read, people, error));
    status = lot_table_restore(&excluded->people, lot_table_name(people),
                               lot_table_get_form(people), lot_table_header_record(people),
                               (const char *const *)read.records, read.rows, read.count, &reason);
    if (status == LOT_BAD_INPUT)
        TRY(lot_assembly_damaged(assembly, reason.message, error));
    if (status != LOT_OK)
        TRY(LOT_NO_MEMORY(error));
    excluded->reasons = read.reasons;
    excluded->erased = read.erased;
    read.reasons = NULL;
    read.erased = NULL;
done:
    free_strings(read.records, read.count);
    free_strings(read.reasons, read.count);
    free(read.rows);
    free(read.erased);
    return status;
}
