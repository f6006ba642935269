/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of the two tables: registrations and quotas. */
#include "support/readers.h"

#include "civiclot/classes.h"
#include "civiclot/pool.h"
#include "civiclot/spreadsheet.h"
#include "core/array.h"
#include "pool/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SEATS = 20 };

static const char fixed_quotas[] = "feature,value,min,max\ngender,Female,5,15\ngender,Male,5,15\n"
                                   "age,16-24,0,20\nage,25+,0,20\n";

/* Wrong content has problems, and nothing else has. */
static lot_table *parse(const char *bytes, size_t length)
{
    lot_table *table;
    lot_error error;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_table_parse(&table, "file.csv", bytes, length, problems, &error);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    assert((status == LOT_OK) == (table != NULL));
    lot_problems_free(problems);
    return table;
}

static void assert_same_rows(const lot_table *table, const lot_table *other)
{
    uint32_t columns = lot_table_columns_count(table);
    assert(lot_table_columns_count(other) == columns);
    assert(lot_table_rows_count(other) == lot_table_rows_count(table));
    assert(strcmp(lot_table_header_record(other), lot_table_header_record(table)) == 0);
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        assert(strcmp(lot_table_record(other, row), lot_table_record(table, row)) == 0);
        for (uint32_t column = 0; column < columns; column++)
            assert(strcmp(lot_table_cell(other, row, column), lot_table_cell(table, row, column)) ==
                   0);
    }
}

/* What the assembly file keeps of a table is the table. */
static void restore(const lot_table *table)
{
    lot_table *again;
    uint32_t count = lot_table_rows_count(table);
    const char **records = lot_array_new(count, sizeof *records);
    uint32_t *rows = lot_array_new(count, sizeof *rows);
    for (uint32_t row = 0; row < count; row++) {
        records[row] = lot_table_record(table, row);
        rows[row] = lot_table_row_number(table, row);
    }
    lot_status status =
        lot_table_restore(&again, "file.csv", lot_table_get_form(table),
                          lot_table_header_record(table), records, rows, count, NULL);
    assert(status == LOT_OK);
    assert_same_rows(table, again);
    lot_table_free(again);
    free(rows);
    free(records);
}

/*
 * What is written out again reads as it did, where its form is no guess: an encoding that was found
 * out from all bytes may be another once blank rows are gone, a delimiter that a line sep= told
 * is told no more.
 */
static void write_again(const lot_table *table)
{
    const lot_table_form *form = lot_table_get_form(table);
    lot_text file = LOT_TEXT_EMPTY;
    lot_text plain = LOT_TEXT_EMPTY;
    lot_table_write_record(&file, form, lot_table_header_record(table), NULL);
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        lot_table_write_record(&file, form, lot_table_record(table, row), NULL);
        assert(lot_spreadsheet_write(&plain, table, lot_table_record(table, row), "x", NULL) ==
               LOT_OK);
    }
    const char *header = lot_table_header_record(table);
    bool told = form->encoding == LOT_UTF8 || form->byte_order_mark;
    if (told && lot_delimiter_find(header, strlen(header)) == form->delimiter) {
        lot_table *again = parse(lot_text_string(&file), file.length);
        assert(again != NULL);
        assert_same_rows(table, again);
        lot_table_free(again);
    }
    lot_text_free(&plain);
    lot_text_free(&file);
}

static lot_quotas *read_quotas(const lot_table *table, bool shares)
{
    lot_quotas *quotas;
    lot_problems *problems = lot_problems_new();
    lot_status status =
        (shares ? lot_quotas_read_shares : lot_quotas_read)(&quotas, table, SEATS, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    for (uint32_t q = 0; status == LOT_OK && q < quotas->count; q++) /* Q1 */
        assert(quotas->rows[q].min <= quotas->rows[q].max && quotas->rows[q].max <= SEATS);
    lot_problems_free(problems);
    return quotas;
}

static void read_pool(const lot_table *table, const lot_quotas *quotas, bool together)
{
    static const char *const household[] = {"address", "postcode"};
    lot_pool_columns columns = {.household = household, .household_count = together ? 2 : 0};
    lot_pool *pool;
    lot_classes *classes = NULL;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_pool_read(&pool, table, quotas, &columns, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    if (status == LOT_OK) {
        assert(pool->people_count == lot_table_rows_count(table));
        assert(lot_classes_new(&classes, pool, 1, NULL) == LOT_OK);
    }
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_problems_free(problems);
}

void lot_test_read_people(const char *bytes, size_t length)
{
    lot_formulas formulas;
    lot_table *table = parse(bytes, length);
    if (table == NULL)
        return;
    lot_table *quotas_table = parse(fixed_quotas, strlen(fixed_quotas));
    lot_quotas *quotas = read_quotas(quotas_table, false);
    lot_spreadsheet_count(&formulas, table);
    restore(table);
    write_again(table);
    for (int together = 0; together < 2; together++) {
        read_pool(table, NULL, together);
        read_pool(table, quotas, together);
    }
    lot_quotas_free(quotas);
    lot_table_free(quotas_table);
    lot_table_free(table);
}

void lot_test_read_quotas(const char *bytes, size_t length)
{
    lot_table *table = parse(bytes, length);
    if (table == NULL)
        return;
    lot_quotas_free(read_quotas(table, false));
    lot_quotas_free(read_quotas(table, true));
    lot_table_free(table);
}
