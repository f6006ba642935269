/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV files for the organiser. selected.csv, remaining.csv and reserves.csv keep the people
 * file's own form and bytes; chances.csv and lottery.csv are civiclot's: UTF-8, commas, LF. Copies
 * for a spreadsheet keep the form, but not the bytes of cells that it would run, and begin with a
 * byte order mark where the encoding has one.
 */
#include "report/sink.h"

#include "civiclot/spreadsheet.h"
#include "report/numbers.h"

#include <inttypes.h>

struct csv {
    lot_sink sink; /* first, so that the sink is found again */
    lot_text *file;
    bool spreadsheet;
    bool in_row; /* behind a cell */
};

static struct csv *csv_of(lot_sink *sink)
{
    return (struct csv *)sink;
}

static lot_status put_record(lot_sink *sink, const lot_table *table, uint32_t row,
                             const char *extra, lot_error *error)
{
    const struct csv *csv = csv_of(sink);
    const lot_table_form *form = lot_table_get_form(table);
    bool header = row == LOT_HEADER_ROW;
    const char *record = header ? lot_table_header_record(table) : lot_table_record(table, row);
    if (csv->spreadsheet) {
        lot_spreadsheet_begin(csv->file, form->encoding);
        return lot_spreadsheet_write(csv->file, table, record, extra, error);
    }
    if (header)
        lot_table_write_record(csv->file, form, record, extra);
    else
        lot_table_write_row(csv->file, table, row, extra);
    return LOT_OK;
}

/* The comma between two cells, and the mark before the first of all. */
static void begin_cell(struct csv *csv)
{
    if (csv->spreadsheet)
        lot_spreadsheet_begin(csv->file, LOT_UTF8);
    if (csv->in_row)
        lot_text_put(csv->file, ",");
    csv->in_row = true;
}

static void put_text(lot_sink *sink, const char *cell)
{
    struct csv *csv = csv_of(sink);
    lot_text safe = LOT_TEXT_EMPTY;
    begin_cell(csv);
    if (csv->spreadsheet)
        lot_spreadsheet_put(&safe, cell);
    lot_csv_put_cell(csv->file, csv->spreadsheet ? lot_text_string(&safe) : cell, ',');
    lot_text_free_part(csv->file, &safe);
}

static void put_number(lot_sink *sink, uint64_t number)
{
    begin_cell(csv_of(sink));
    lot_text_format(csv_of(sink)->file, "%" PRIu64, number);
}

static void put_chance(lot_sink *sink, uint64_t tickets, uint64_t all)
{
    begin_cell(csv_of(sink));
    lot_decimal_put(csv_of(sink)->file, tickets, all, 12);
}

static void end_row(lot_sink *sink)
{
    struct csv *csv = csv_of(sink);
    lot_text_put(csv->file, "\n");
    csv->in_row = false;
}

static lot_status put(lot_text *file, const lot_report *report, lot_list list, lot_error *error)
{
    struct csv csv = {
        .sink = {put_record, put_text, put_number, put_chance, end_row},
        .file = file,
        .spreadsheet = report->spreadsheet,
    };
    lot_status status = lot_list_put(&csv.sink, report, list, error);
    return status == LOT_OK ? lot_text_check(file, error) : status;
}

lot_status lot_report_selected(lot_text *file, const lot_report *report, lot_error *error)
{
    return put(file, report, LOT_LIST_SELECTED, error);
}

lot_status lot_report_remaining(lot_text *file, const lot_report *report, lot_error *error)
{
    return put(file, report, LOT_LIST_REMAINING, error);
}

lot_status lot_report_reserves(lot_text *file, const lot_report *report, lot_error *error)
{
    return put(file, report, LOT_LIST_RESERVES, error);
}

lot_status lot_report_chances(lot_text *file, const lot_report *report, lot_error *error)
{
    return put(file, report, LOT_LIST_CHANCES, error);
}

lot_status lot_report_lottery(lot_text *file, const lot_report *report, lot_error *error)
{
    return put(file, report, LOT_LIST_LOTTERY, error);
}
