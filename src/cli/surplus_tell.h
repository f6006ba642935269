/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What civiclot surplus tells, in words and as JSON. */
#ifndef CIVICLOT_CLI_SURPLUS_TELL_H
#define CIVICLOT_CLI_SURPLUS_TELL_H

#include "civiclot/surplus.h"
#include "desk/dropout_options.h"
#include "desk/workbench.h"

enum { LOT_SURPLUS_ROWS = 7 };

/* So many people more. */
typedef struct lot_surplus_row {
    uint32_t more;
    bool exists; /* there is a panel so large */
    lot_surplus_result result;
} lot_surplus_row;

/* What is wished, and what came out. */
typedef struct lot_surplus_wish {
    const char *file;   /* the assembly file; NULL: from these people */
    const char *people; /* their file; NULL */
    lot_quotas *quotas; /* of the seats; owned by whoever has the bench */
    uint32_t seats;
    uint32_t more;
    uint32_t apply; /* which change, where there is no panel; 0: none */
    bool usual;     /* `more` was not given */
    lot_dropout_choice dropouts;
    uint32_t samples;
    const char *seed;
    uint32_t rows_count;
    lot_surplus_row rows[LOT_SURPLUS_ROWS]; /* nobody more, then `more`, and then one more each */
    bool most_known; /* where there is no panel with so many more: with `most` there is one */
    uint32_t most;
} lot_surplus_wish;

/* Tell the result. chosen: the quotas of the larger panel. out: where they go; NULL: nowhere. */
lot_status lot_surplus_tell(const lot_surplus_wish *wish, const lot_quotas *chosen, const char *out,
                            lot_talk *talk, lot_error *error);

/*
 * Why there is no panel so large, and what would help: quotas and seats on the bench are the larger
 * panel's. *object: for the caller to free.
 */
lot_status lot_surplus_tell_conflict(lot_text *words, json_t **object, const lot_workbench *bench,
                                     const lot_changes *changes, const lot_surplus_wish *wish,
                                     lot_error *error);

/* And how many more there would be a panel for: `most`. */
void lot_surplus_tell_most(lot_text *words, json_t *object, const lot_surplus_wish *wish);

/* Say that the quotas are written, and what to type next. Cannot fail. */
void lot_surplus_say_next(lot_talk *talk, const lot_surplus_wish *wish, const char *path);

#endif
