/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks: what people of a list did, all of it or nothing.
 *
 *   K1  every person of the list may: else it is a problem each, and nothing is kept;
 *   K2  the log says how many, and what; never who.
 */
#ifndef CIVICLOT_DESK_MARKS_H
#define CIVICLOT_DESK_MARKS_H

#include "desk/states.h"
#include "talk/talk.h"

typedef struct lot_marks {
    lot_event *events; /* [count] */
    uint32_t count;
    uint32_t already; /* how many of the list were that before */
} lot_marks;

/*
 * What happens to all of a list of ids [count], twice there as once. event: all but the person.
 * states: changed by it. LOT_BAD_INPUT with problems: an id is nobody's, or it may not happen to
 * them. Free with lot_marks_free(), also on failure.
 */
lot_status lot_marks_take(lot_marks *out, lot_states *states, const lot_workbench *bench,
                          const lot_event *event, const char *const *ids, uint32_t count,
                          lot_problems *problems, lot_error *error);

/* Keep and log them; where there are none, nothing. */
lot_status lot_marks_keep(const lot_marks *marks, lot_workbench *bench, lot_error *error);

void lot_marks_free(lot_marks *marks); /* frees what it holds, not itself */

/* Take --reason and the day that it is: of who withdraws. LOT_USAGE where it is no code. */
lot_status lot_marks_begin(lot_event *event, lot_event_kind kind, const char *reason,
                           lot_error *error);

#endif
