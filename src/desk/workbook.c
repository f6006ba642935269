/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbook: the list goes into a grid as a sheet is read into one, and both must be the same. */
#include "desk/workbook.h"

#include "civiclot/sheet.h"
#include "pool/record.h"
#include "report/sink.h"
#include "sheet/grid.h"
#include "sheet/numeral.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What must come out. */
struct expected {
    lot_sink sink; /* first, so that the sink is found again */
    lot_grid grid;
    uint32_t row; /* that is open */
    uint32_t column;
    lot_status status; /* the first that is not LOT_OK */
    lot_error *error;
};

static struct expected *expected_of(lot_sink *sink)
{
    return (struct expected *)sink;
}

static void put(struct expected *expected, const lot_text *cell)
{
    if (expected->status != LOT_OK)
        return;
    if (expected->column == 0)
        lot_grid_begin_row(&expected->grid, ++expected->row);
    expected->status = lot_grid_put(&expected->grid, ++expected->column, cell, expected->error);
}

static void put_text(lot_sink *sink, const char *words)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_text_put(&cell, words);
    put(expected_of(sink), &cell);
    lot_text_free(&cell);
}

static void put_number(lot_sink *sink, uint64_t number)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_text_format(&cell, "%" PRIu64, number);
    put(expected_of(sink), &cell);
    lot_text_free(&cell);
}

/* With as many digits as the library writes. */
static void put_chance(lot_sink *sink, uint64_t tickets, uint64_t all)
{
    char digits[32];
    lot_numeral number;
    lot_text cell = LOT_TEXT_EMPTY;
    (void)snprintf(digits, sizeof digits, "%.16G", (double)tickets / (double)all);
    if (lot_numeral_read(&number, digits))
        lot_numeral_put(&cell, &number);
    put(expected_of(sink), &cell);
    lot_text_free(&cell);
}

static void end_row(lot_sink *sink)
{
    struct expected *expected = expected_of(sink);
    if (expected->status == LOT_OK && expected->column > 0)
        expected->status = lot_grid_end_row(&expected->grid, 1, expected->error);
    expected->column = 0;
}

static lot_status put_record(lot_sink *sink, const lot_table *table, uint32_t row,
                             const char *extra, lot_error *error)
{
    lot_cutter cutter;
    const char *record =
        row == LOT_HEADER_ROW ? lot_table_header_record(table) : lot_table_record(table, row);
    lot_status status =
        lot_record_cut_alone(&cutter, record, lot_table_get_form(table)->delimiter, error);
    if (status == LOT_OK) {
        for (uint32_t c = 0; c < lot_table_columns_count(table); c++)
            put_text(sink, lot_cutter_cell(&cutter, c));
        if (extra != NULL)
            put_text(sink, extra);
        end_row(sink);
        status = expected_of(sink)->status;
    }
    lot_cutter_free(&cutter);
    return status;
}

static lot_status expect(struct expected *out, const lot_report *report, lot_list list,
                         lot_error *error)
{
    lot_status status;
    *out = (struct expected){.sink = {put_record, put_text, put_number, put_chance, end_row},
                             .error = error};
    TRY(lot_grid_start(&out->grid, "the list", error));
    TRY(lot_list_put(&out->sink, report, list, error));
    TRY(out->status);
done:
    if (status == LOT_BAD_INPUT)
        return LOT_FAIL(error, status,
                        "the list is too large to be made as XLSX and read again: ask for the CSV "
                        "file");
    return status;
}

/* What is in the file; one that cannot be read holds nothing. */
static lot_status read_again(lot_text *csv, const lot_text *file, lot_error *error)
{
    lot_sheet sheet = LOT_SHEET_EMPTY;
    lot_problems *problems = lot_problems_new();
    if (problems == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_sheet_read(&sheet, "the list", lot_text_string(file), file->length,
                                       NULL, problems, error);
    if (status == LOT_OK) {
        *csv = sheet.csv;
        sheet.csv = LOT_TEXT_EMPTY;
    }
    lot_sheet_free(&sheet);
    lot_problems_free(problems);
    return status == LOT_BAD_INPUT ? LOT_OK : status;
}

static bool is_same(const lot_text *a, const lot_text *b)
{
    return a->length == b->length && memcmp(lot_text_string(a), lot_text_string(b), a->length) == 0;
}

lot_status lot_workbook_make(lot_text *file, const lot_report *report, lot_list list,
                             const char *folder, lot_error *error)
{
    lot_status status;
    struct expected expected = {0};
    lot_text csv = LOT_TEXT_EMPTY;
    TRY(lot_report_xlsx(file, report, list, folder, error));
    TRY(expect(&expected, report, list, error));
    TRY(read_again(&csv, file, error));
    if (!is_same(&csv, &expected.grid.csv))
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "the XLSX file does not hold the list when it is read again, as when the disk "
                     "is full: make room or choose another place, or ask for the CSV file"));
done:
    lot_grid_free(&expected.grid);
    lot_text_free(&csv);
    if (status != LOT_OK)
        lot_text_free(file);
    return status;
}
