/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Talk: what a command says, and where.
 *
 *   W1  results go to stdout, everything else to stderr;
 *   W2  with --json there is exactly one JSON object on stdout, also when the command fails;
 *   W3  --quiet silences talk and progress, never results, problems or errors;
 *   W4  progress is drawn on a terminal only, and only after a second of work.
 */
#ifndef CIVICLOT_TALK_TALK_H
#define CIVICLOT_TALK_TALK_H

#include "civiclot/problems.h"
#include "civiclot/progress.h"
#include "civiclot/text.h"

#include <jansson.h>

typedef struct lot_talk {
    bool json;
    bool quiet;
    bool terminal;          /* progress may be drawn */
    bool drawn;             /* a bar stands on the terminal's line */
    bool answered;          /* the JSON object is out: see W2 */
    int64_t started;        /* milliseconds of a clock that only progress looks at */
    int64_t last;           /* when the bar was drawn last */
    lot_problems *problems; /* of the input, told when the command ends */
    lot_progress progress;  /* for long work; its context is this talk */
} lot_talk;

/* Make ready. LOT_FAILURE: no memory. */
lot_status lot_talk_start(lot_talk *talk, lot_error *error);

void lot_talk_end(lot_talk *talk);

/* Say one line on stderr. Cannot fail. */
void lot_talk_say(lot_talk *talk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Put words on stderr that even --quiet wants: why the answer is no. Cannot fail. */
void lot_talk_insist(lot_talk *talk, const char *words);

/* Begin a step of the work: LOT_INTERRUPTED when the user asked to stop. */
lot_status lot_talk_step(lot_talk *talk, const char *step, lot_error *error);

/* Print a result as text; nothing with --json. LOT_FAILURE when stdout cannot be written. */
lot_status lot_talk_text(lot_talk *talk, const lot_text *text, lot_error *error);

/* Print the JSON object; nothing without --json. Takes the reference; NULL means no memory. */
lot_status lot_talk_json(lot_talk *talk, json_t *object, lot_error *error);

/* Print bytes to stdout, also with --json: a file that was asked for as `-`. */
lot_status lot_talk_bytes(lot_talk *talk, const char *bytes, size_t length, lot_error *error);

/* Tell why the command failed: the problems, at most 50 of them, and the error. Cannot fail. */
void lot_talk_failure(lot_talk *talk, lot_status status, const lot_error *error);

#endif
