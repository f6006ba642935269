/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV files for the organiser. selected.csv and remaining.csv keep the people file's own form
 * and bytes; chances.csv and lottery.csv are civiclot's: UTF-8, commas, LF. Copies for a
 * spreadsheet keep the form, but not the bytes of cells that it would run.
 */
#include "civiclot/report.h"

#include "civiclot/spreadsheet.h"
#include "core/array.h"
#include "report/figures.h"
#include "report/numbers.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static lot_status put_record(lot_text *file, const lot_report *report, uint32_t person,
                             const char *extra, lot_error *error)
{
    assert(lot_table_row_number(report->people, person) == report->pool->rows[person]);
    if (report->spreadsheet)
        return lot_spreadsheet_write(file, report->people, lot_table_record(report->people, person),
                                     extra, error);
    lot_table_write_row(file, report->people, person, extra);
    return LOT_OK;
}

static lot_status put_header(lot_text *file, const lot_report *report, const char *extra,
                             lot_error *error)
{
    if (report->spreadsheet)
        return lot_spreadsheet_write(file, report->people, lot_table_header_record(report->people),
                                     extra, error);
    lot_table_write_record(file, lot_table_get_form(report->people),
                           lot_table_header_record(report->people), extra);
    return LOT_OK;
}

/* An id, in one of civiclot's own files. */
static void put_id(lot_text *file, const lot_report *report, uint32_t person)
{
    lot_text cell = LOT_TEXT_EMPTY;
    if (report->spreadsheet)
        lot_spreadsheet_put(&cell, report->pool->ids[person]);
    else
        lot_text_put(&cell, report->pool->ids[person]);
    lot_csv_put_cell(file, lot_text_string(&cell), ',');
    lot_text_free_part(file, &cell);
}

lot_status lot_report_selected(lot_text *file, const lot_report *report, lot_error *error)
{
    lot_status status;
    TRY(put_header(file, report, NULL, error));
    for (uint32_t p = 0; p < report->pool->people_count; p++)
        if (lot_report_is_selected(report, p))
            TRY(put_record(file, report, p, NULL, error));
    TRY(lot_text_check(file, error));
done:
    return status;
}

lot_status lot_report_remaining(lot_text *file, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *pool = report->pool;
    uint32_t *drawn = lot_array_new(pool->households_count, sizeof *drawn); /* of each household */
    if (drawn == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < pool->people_count; p++)
        if (lot_report_is_selected(report, p))
            drawn[pool->households[p]]++;

    TRY(put_header(file, report, "status", error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        if (lot_report_is_selected(report, p))
            continue;
        const char *standing = drawn[pool->households[p]] >= report->per_household ? "housemate"
                               : lot_report_in_no_panel(report, p)                 ? "no_panel"
                                                                                   : "eligible";
        TRY(put_record(file, report, p, standing, error));
    }
    TRY(lot_text_check(file, error));
done:
    free(drawn);
    return status;
}

lot_status lot_report_chances(lot_text *file, const lot_report *report, lot_error *error)
{
    assert(report->lottery != NULL);
    lot_text_put(file, "id,tickets,chance\n");
    for (uint32_t p = 0; p < report->pool->people_count; p++) {
        put_id(file, report, p);
        lot_text_format(file, ",%" PRIu64 ",", report->tickets[p]);
        lot_decimal_put(file, report->tickets[p], report->lottery->tickets, 12);
        lot_text_put(file, "\n");
    }
    return lot_text_check(file, error);
}

lot_status lot_report_lottery(lot_text *file, const lot_report *report, lot_error *error)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    uint32_t seats = lottery->panels->seats;
    lot_text_put(file, "first,last");
    for (uint32_t s = 1; s <= seats; s++)
        lot_text_format(file, ",member_%" PRIu32, s);
    lot_text_put(file, "\n");
    for (uint32_t r = 0; r < lottery->rows_count; r++) {
        const uint32_t *members = lot_lottery_members(lottery, r);
        lot_text_format(file, "%" PRIu64 ",%" PRIu64, lottery->first[r], lottery->first[r + 1] - 1);
        for (uint32_t s = 0; s < seats; s++) {
            lot_text_put(file, ",");
            put_id(file, report, members[s]);
        }
        lot_text_put(file, "\n");
    }
    return lot_text_check(file, error);
}
