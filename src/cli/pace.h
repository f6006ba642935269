/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pace: how fast people register, and how long they still may.
 *
 * Days are counted from the mailing, and today is over. How it goes on is an assumption, and is
 * told as one:
 *
 *   recent  as many a day as in the last days, a week of them where there is a week;
 *   even    as many a day as from the mailing until today;
 *   curve   by a file that says which share of all answers has come by which day.
 */
#ifndef CIVICLOT_CLI_PACE_H
#define CIVICLOT_CLI_PACE_H

#include "clean/date.h"
#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

enum { LOT_PACE_WINDOW = 7 };

typedef enum lot_pace_kind { LOT_PACE_RECENT, LOT_PACE_EVEN, LOT_PACE_CURVE } lot_pace_kind;

typedef struct lot_pace {
    lot_pace_kind kind;
    lot_date sent;
    lot_date today;
    lot_date close;
    bool sent_is_first; /* `sent` is the day of the first registration */
    bool clock;         /* `today` is the clock's */
    uint32_t days;      /* since the mailing: at least 1 */
    uint32_t days_left;
    uint32_t window;  /* recent: how many days that is */
    uint32_t *people; /* [people_count] registered until today */
    uint32_t people_count;
    uint32_t seen;    /* of them, those from whom the pace is known */
    uint32_t later;   /* registered after today: they do not count */
    uint32_t undated; /* no date: they count, but for the last days */
    uint64_t more;    /* seen * more / per are expected until the close */
    uint64_t per;
    uint64_t letter_more; /* new letters bring letter_more / letter_per times as many until then */
    uint64_t letter_per;  /* as those before have brought each */
} lot_pace;

/*
 * Take --today, --sent, --close, --date-column, --date-order, --pace and --curve. The bench holds
 * people. LOT_USAGE, or LOT_BAD_INPUT with problems. Free it with lot_pace_clear(), also on
 * failure.
 */
lot_status lot_pace_take(lot_pace *pace, const lot_workbench *bench, const lot_arguments *arguments,
                         lot_talk *talk, lot_error *error);

void lot_pace_clear(lot_pace *pace); /* zeroed is fine */

/* The assumption in a sentence, without its LF. */
void lot_pace_describe(lot_text *words, const lot_pace *pace);

/* recent, even or curve. Static. */
const char *lot_pace_name(lot_pace_kind kind);

#endif
