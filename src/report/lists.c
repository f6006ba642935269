/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: who stands in which, and with what. How that is written is the sink's: sink.h. */
#include "report/sink.h"

#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

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

static lot_status put_selected(lot_sink *sink, const lot_report *report, lot_error *error)
{
    lot_status status;
    TRY(put_header(sink, report, NULL, error));
    for (uint32_t p = 0; p < report->pool->people_count; p++)
        if (lot_report_is_selected(report, p))
            TRY(put_person(sink, report, p, NULL, error));
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
        if (lot_report_is_selected(report, p))
            drawn[pool->households[p]]++;

    TRY(put_header(sink, report, "status", error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        if (lot_report_is_selected(report, p))
            continue;
        const char *standing = drawn[pool->households[p]] >= report->per_household ? "housemate"
                               : lot_report_in_no_panel(report, p)                 ? "no_panel"
                                                                                   : "eligible";
        TRY(put_person(sink, report, p, standing, error));
    }
done:
    free(drawn);
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
    case LOT_LIST_CHANCES:
        put_chances(sink, report);
        break;
    case LOT_LIST_LOTTERY:
        put_lottery(sink, report);
        break;
    }
    return LOT_OK;
}
