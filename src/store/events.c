/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: appended, and read as they were. */
#include "core/array.h"
#include "store/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *lot_event_name(lot_event_kind kind)
{
    static const char *const names[LOT_EVENT_KINDS] = {[LOT_CONFIRMED] = "confirmed",
                                                       [LOT_WITHDREW] = "withdrawn",
                                                       [LOT_ATTENDED] = "attended",
                                                       [LOT_REINSTATED] = "reinstated"};
    return names[kind];
}

lot_status lot_assembly_add_events(lot_assembly *assembly, const lot_event *events, uint32_t count,
                                   lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    uint32_t last;
    TRY(lot_statement_count(&last, assembly, "SELECT count(*) FROM events", 0, error));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO events (sequence, person, state, reason, date, attempt)"
                          " VALUES (?, ?, ?, ?, ?, ?)",
                          error));
    for (uint32_t e = 0; e < count; e++) {
        const lot_event *event = &events[e];
        lot_bind_number(insert, (uint64_t)last + e + 1);
        lot_bind_number(insert, event->person);
        lot_bind_text(insert, lot_event_name(event->kind));
        lot_bind_text(insert, event->kind == LOT_WITHDREW ? event->reason : NULL);
        lot_bind_text(insert, event->date);
        if (event->attempt > 0)
            lot_bind_number(insert, event->attempt);
        else
            lot_bind_null(insert);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

/* False where the row is not as it is written. */
static bool take_event(lot_event *event, lot_statement *query, uint32_t people_count)
{
    unsigned kind = 0;
    event->person = lot_column_index(query, 1, people_count - 1);
    while (kind < LOT_EVENT_KINDS &&
           strcmp(lot_event_name((lot_event_kind)kind), lot_column_text(query, 2)) != 0)
        kind++;
    event->kind = (lot_event_kind)kind;
    bool well = kind < LOT_EVENT_KINDS;
    if (well && event->kind == LOT_WITHDREW) {
        const char *reason = lot_column_text(query, 3);
        well = lot_reason_is_code(reason);
        if (well)
            (void)snprintf(event->reason, sizeof event->reason, "%s", reason);
    }
    const char *date = lot_column_text(query, 4);
    well = well && strlen(date) + 1 == LOT_DATE_BYTES;
    (void)snprintf(event->date, sizeof event->date, "%s", date);
    event->attempt = lot_column_is_null(query, 5) ? 0 : lot_column_index(query, 5, UINT32_MAX);
    return well;
}

lot_status lot_assembly_load_events(lot_event **events, uint32_t *count, lot_assembly *assembly,
                                    uint32_t people_count, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    *events = NULL;
    TRY(lot_statement_count(count, assembly, "SELECT count(*) FROM events", 0, error));
    *events = lot_array_new(*count, sizeof **events);
    if (*events == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT sequence, person, state, reason, date, attempt FROM events"
                          " ORDER BY sequence",
                          error));
    for (uint32_t e = 0; e < *count; e++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, (uint64_t)e + 1);
        if (!take_event(&(*events)[e], query, people_count))
            TRY(lot_assembly_damaged(assembly, "what somebody did is not as it is kept", error));
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    if (status != LOT_OK) {
        free(*events);
        *events = NULL;
    }
    return status;
}
