/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks: found, allowed, kept, logged. */
#include "desk/marks.h"

#include "core/array.h"
#include "desk/journal.h"
#include "desk/person.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void lot_marks_free(lot_marks *marks)
{
    free(marks->events);
    *marks = (lot_marks){0};
}

lot_status lot_marks_begin(lot_event *event, lot_event_kind kind, const char *reason,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    char time[LOT_TIME_BYTES];
    *event = (lot_event){.kind = kind};
    if (reason != NULL && kind != LOT_WITHDREW)
        TRY(LOT_FAIL(error, LOT_USAGE, "--reason goes with who withdraws: --as withdrawn"));
    if (reason == NULL && kind == LOT_WITHDREW)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--reason is missing: a code that is published with the pseudonym when "
                     "somebody else is drawn: ill, moved-away, no-answer"));
    if (reason != NULL && !lot_reason_is_code(reason))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--reason must be a code of a-z, 0-9 and hyphens, %d characters at most: it "
                     "is published, so it never tells a story",
                     LOT_REASON_MOST));
    if (reason != NULL)
        (void)snprintf(event->reason, sizeof event->reason, "%s", reason);
    TRY(lot_log_time(time, error));
    (void)snprintf(event->date, sizeof event->date, "%.*s", LOT_DATE_BYTES - 1, time);
done:
    return status;
}

/* One of the list; what may not be is a problem. */
static lot_status take(lot_marks *out, bool *seen, lot_states *states, const lot_workbench *bench,
                       const lot_event *event, const char *id, lot_problems *problems,
                       lot_error *error)
{
    lot_error reason;
    lot_event own = *event;
    bool happens;
    lot_status status = lot_person_find(&own.person, bench, id, &reason);
    if (status == LOT_OK && seen[own.person])
        return LOT_OK;
    own.attempt = states->newest;
    if (status == LOT_OK) {
        seen[own.person] = true;
        status = lot_states_happen(&happens, states, &own, bench->pool->ids[own.person], &reason);
    }
    if (status == LOT_BAD_INPUT) {
        lot_problems_add(problems, "%s", reason.message);
        return LOT_OK;
    }
    if (status != LOT_OK)
        return LOT_FAIL(error, status, "%s", reason.message);
    if (happens)
        out->events[out->count++] = own;
    else
        out->already++;
    return LOT_OK;
}

lot_status lot_marks_take(lot_marks *out, lot_states *states, const lot_workbench *bench,
                          const lot_event *event, const char *const *ids, uint32_t count,
                          lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    bool *seen = lot_array_new(states->people_count, sizeof *seen);
    size_t before = lot_problems_count(problems);
    *out = (lot_marks){.events = lot_array_new(count, sizeof *out->events)};
    if (seen == NULL || out->events == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        TRY(take(out, seen, states, bench, event, ids[i], problems, error));
    TRY(lot_problems_refuse(problems, before, "the list", error));
done:
    free(seen);
    return status;
}

lot_status lot_marks_keep(const lot_marks *marks, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_event *first = marks->events;
    if (marks->count == 0)
        return LOT_OK;
    TRY(lot_assembly_add_events(bench->assembly, marks->events, marks->count, error));
    json_t *payload = json_pack("{s:s, s:I, s:s}", "as", lot_event_name(first->kind), "people",
                                (json_int_t)marks->count, "date", first->date);
    if (payload != NULL && first->reason[0] != '\0')
        (void)json_object_set_new(payload, "reason", json_string(first->reason));
    TRY(lot_journal(bench, "mark", payload, error));
done:
    return status;
}
