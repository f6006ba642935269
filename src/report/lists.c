/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: who stands in which, and with what. How that is written is the sink's: sink.h. */
#include "report/sink.h"

#include "core/array.h"
#include "pool/record.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

lot_status lot_sink_put_cells(lot_sink *sink, const lot_table *table, uint32_t row,
                              const char *extra, lot_error *error)
{
    lot_cutter cutter;
    const char *record =
        row == LOT_HEADER_ROW ? lot_table_header_record(table) : lot_table_record(table, row);
    lot_status status =
        lot_record_cut_alone(&cutter, record, lot_table_get_form(table)->delimiter, error);
    for (uint32_t c = 0; status == LOT_OK && c < lot_table_columns_count(table); c++)
        sink->put_text(sink, lot_cutter_cell(&cutter, c));
    if (status == LOT_OK && extra != NULL)
        sink->put_text(sink, extra);
    if (status == LOT_OK)
        sink->end_row(sink);
    lot_cutter_free(&cutter);
    return status;
}

static lot_status put_person(lot_sink *sink, const lot_report *report, uint32_t person,
                             const char *extra, lot_error *error)
{
    assert(lot_table_row_number(report->people, person) == report->pool->rows[person]);
    return sink->put_record(sink, report->people, person, extra, error);
}

static lot_status put_header(lot_sink *sink, const lot_report *report, const char *extra,
                             lot_error *error)
{
    return sink->put_record(sink, report->people, LOT_HEADER_ROW, extra, error);
}

/* Of who is erased there is no row to be written. */
static bool has_row(const lot_report *report, uint32_t person)
{
    return !lot_pool_is_erased(report->pool, person);
}

static lot_status put_selected(lot_sink *sink, const lot_report *report, lot_error *error)
{
    lot_status status;
    TRY(put_header(sink, report, NULL, error));
    for (uint32_t p = 0; p < report->pool->people_count; p++)
        if (lot_report_has_seat(report, p) && has_row(report, p))
            TRY(put_person(sink, report, p, NULL, error));
done:
    return status;
}

/* Why somebody of the pool who has no seat could be drawn, or could not. */
static const char *status_of(const lot_report *report, const uint32_t *drawn, uint32_t person)
{
    if (report->withdrawn != NULL && report->withdrawn[person])
        return "withdrawn";
    if (lot_report_reserve_place(report, person) > 0)
        return "reserve";
    if (drawn[report->pool->households[person]] >= report->per_household)
        return "housemate";
    return lot_report_in_no_panel(report, person) ? "no_panel" : "eligible";
}

static lot_status put_excluded(lot_sink *sink, const lot_excluded *excluded, uint32_t row,
                               lot_error *error)
{
    lot_text status_words = LOT_TEXT_EMPTY;
    lot_text_format(&status_words, "excluded: %s", excluded->reasons[row]);
    lot_status status = lot_text_check(&status_words, error);
    if (status == LOT_OK)
        status =
            sink->put_record(sink, excluded->people, row, lot_text_string(&status_words), error);
    lot_text_free(&status_words);
    return status;
}

/* Both tables are of one file, whose order is that of their row numbers. */
static lot_status put_rows_remaining(lot_sink *sink, const lot_report *report,
                                     const uint32_t *drawn, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_excluded *excluded = &report->excluded;
    uint32_t excluded_count = lot_excluded_count(excluded);
    uint32_t e = 0;
    for (uint32_t p = 0; p <= report->pool->people_count; p++) {
        bool end = p == report->pool->people_count;
        for (; e < excluded_count &&
               (end || lot_table_row_number(excluded->people, e) < report->pool->rows[p]);
             e++)
            if (excluded->erased == NULL || !excluded->erased[e])
                TRY(put_excluded(sink, excluded, e, error));
        if (!end && !lot_report_has_seat(report, p) && has_row(report, p))
            TRY(put_person(sink, report, p, status_of(report, drawn, p), error));
    }
done:
    return status;
}

static lot_status put_remaining(lot_sink *sink, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *pool = report->pool;
    uint32_t *drawn = lot_array_new(pool->households_count, sizeof *drawn); /* of each household */
    if (drawn == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < pool->people_count; p++)
        if (lot_report_has_seat(report, p))
            drawn[pool->households[p]]++;
    TRY(put_header(sink, report, "status", error));
    TRY(put_rows_remaining(sink, report, drawn, error));
done:
    free(drawn);
    return status;
}

static lot_status put_reserves(lot_sink *sink, const lot_report *report, lot_error *error)
{
    lot_status status;
    char place[sizeof "4294967295"];
    const lot_reserve_list *reserves = report->reserves;
    assert(reserves != NULL);
    TRY(put_header(sink, report, "place", error));
    for (uint32_t i = 0; i < reserves->count; i++) {
        uint32_t person = reserves->people[i];
        if (lot_report_reserve_place(report, person) == 0 || !has_row(report, person))
            continue;
        (void)snprintf(place, sizeof place, "%" PRIu32, i + 1);
        TRY(put_person(sink, report, person, place, error));
    }
done:
    return status;
}

static void put_chances(lot_sink *sink, const lot_report *report)
{
    assert(report->lottery != NULL);
    sink->put_text(sink, "id");
    sink->put_text(sink, "tickets");
    sink->put_text(sink, "chance");
    sink->end_row(sink);
    for (uint32_t p = 0; p < report->pool->people_count; p++) {
        sink->put_text(sink, report->pool->ids[p]);
        sink->put_number(sink, report->tickets[p]);
        sink->put_chance(sink, report->tickets[p], report->lottery->tickets);
        sink->end_row(sink);
    }
}

static void put_lottery(lot_sink *sink, const lot_report *report)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    uint32_t seats = lottery->panels->seats;
    sink->put_text(sink, "first");
    sink->put_text(sink, "last");
    for (uint32_t s = 1; s <= seats; s++) {
        char name[sizeof "member_4294967295"];
        (void)snprintf(name, sizeof name, "member_%" PRIu32, s);
        sink->put_text(sink, name);
    }
    sink->end_row(sink);
    for (uint32_t r = 0; r < lottery->rows_count; r++) {
        const uint32_t *members = lot_lottery_members(lottery, r);
        sink->put_number(sink, lottery->first[r]);
        sink->put_number(sink, lottery->first[r + 1] - 1);
        for (uint32_t s = 0; s < seats; s++)
            sink->put_text(sink, report->pool->ids[members[s]]);
        sink->end_row(sink);
    }
}

lot_status lot_list_put(lot_sink *sink, const lot_report *report, lot_list list, lot_error *error)
{
    switch (list) {
    case LOT_LIST_SELECTED:
        return put_selected(sink, report, error);
    case LOT_LIST_REMAINING:
        return put_remaining(sink, report, error);
    case LOT_LIST_RESERVES:
        return put_reserves(sink, report, error);
    case LOT_LIST_CHANCES:
        put_chances(sink, report);
        break;
    case LOT_LIST_LOTTERY:
        put_lottery(sink, report);
        break;
    }
    return LOT_OK;
}
