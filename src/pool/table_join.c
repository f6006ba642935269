/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: several made one, by their records. */
#include "pool/table_inside.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/encoding.h"

#include <stdlib.h>
#include <string.h>

/* The records of the table that is to be. */
typedef struct joined {
    const char **records; /* [count] */
    uint32_t *rows;       /* [count] */
    uint32_t count;
} joined;

static lot_status joined_new(joined *all, uint32_t room, lot_error *error)
{
    *all = (joined){lot_array_new(room, sizeof *all->records),
                    lot_array_new(room, sizeof *all->rows), 0};
    return all->records != NULL && all->rows != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

static void joined_free(joined *all)
{
    free(all->records);
    free(all->rows);
}

static void take(joined *all, const char *record, uint32_t number)
{
    all->records[all->count] = record;
    all->rows[all->count++] = number;
}

/* The table of this form that they make, with the name and header of one that was before. */
static lot_status restore(lot_table **out, const lot_table *table, const lot_table_form *form,
                          const joined *all, lot_error *error)
{
    return lot_table_restore(out, table->name, form, lot_table_header_record(table), all->records,
                             all->rows, all->count, error);
}

lot_status lot_table_join(lot_table **out, const lot_table *left, const lot_table *right,
                          lot_error *error)
{
    joined all;
    uint32_t l = 0;
    uint32_t r = 0;
    *out = NULL;
    lot_status status = joined_new(&all, left->rows + right->rows, error);
    TRY(status);
    while (l < left->rows || r < right->rows) {
        bool from_left = r == right->rows || (l < left->rows && lot_table_row_number(left, l) <
                                                                    lot_table_row_number(right, r));
        const lot_table *from = from_left ? left : right;
        uint32_t row = from_left ? l++ : r++;
        take(&all, lot_table_record(from, row), lot_table_row_number(from, row));
    }
    TRY(restore(out, left, &left->form, &all, error));
done:
    joined_free(&all);
    return status;
}

/* Are the columns of both the same, in the same order? */
static lot_status compare_headers(bool *same, const lot_table *table, const lot_table *more,
                                  lot_error *error)
{
    *same = table->columns == more->columns;
    for (uint32_t c = 0; *same && c < table->columns; c++) {
        char *left = lot_fold(lot_table_header(table, c));
        char *right = lot_fold(lot_table_header(more, c));
        bool good = left != NULL && right != NULL;
        *same = good && strcmp(left, right) == 0;
        free(left);
        free(right);
        if (!good)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

/* Add a row as the table's form would have it, with its NUL. */
static void put_row(lot_text *records, const lot_table *more, uint32_t row, char delimiter)
{
    if (more->form.delimiter == delimiter) {
        lot_text_put(records, lot_table_record(more, row));
    } else {
        for (uint32_t c = 0; c < more->columns; c++) {
            if (c > 0)
                lot_text_add(records, &delimiter, 1);
            lot_csv_put_cell(records, lot_table_cell(more, row, c), delimiter);
        }
    }
    lot_text_add(records, "", 1);
}

/* What the encoding of those before cannot hold would be lost on its way out. */
static void make_room(lot_table_form *form, const lot_text *records)
{
    if (lot_encoding_holds(form->encoding, lot_text_string(records), records->length))
        return;
    form->encoding = LOT_UTF8;
    form->byte_order_mark = true; /* so that a spreadsheet finds it out */
}

static lot_status follow(lot_table **out, const lot_table *table, const lot_table *more,
                         uint32_t last, lot_error *error)
{
    lot_status status;
    joined all = {0};
    lot_text records = LOT_TEXT_EMPTY;
    lot_table_form form = table->form;
    if (more->rows > 0 && lot_table_row_number(more, more->rows - 1) > UINT32_MAX - last)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < more->rows; row++)
        put_row(&records, more, row, table->form.delimiter);
    TRY(lot_text_check(&records, error));
    make_room(&form, &records);
    TRY(joined_new(&all, table->rows + more->rows, error));
    for (uint32_t row = 0; row < table->rows; row++)
        take(&all, lot_table_record(table, row), lot_table_row_number(table, row));
    const char *record = lot_text_string(&records);
    for (uint32_t row = 0; row < more->rows; row++) {
        take(&all, record, last + lot_table_row_number(more, row) - 1);
        record += strlen(record) + 1;
    }
    TRY(restore(out, table, &form, &all, error));
done:
    joined_free(&all);
    lot_text_free(&records);
    return status;
}

lot_status lot_table_follow(lot_table **out, const lot_table *table, const lot_table *more,
                            uint32_t last, lot_problems *problems, lot_error *error)
{
    bool same;
    size_t before = lot_problems_count(problems);
    *out = NULL;
    lot_status status = compare_headers(&same, table, more, error);
    TRY(status);
    if (!same)
        lot_problems_add(problems,
                         "%s: its columns are not those of the people before, in the same order: "
                         "give it the same header",
                         more->name);
    TRY(lot_problems_refuse(problems, before, more->name, error));
    TRY(follow(out, table, more, last, error));
done:
    return status;
}
