/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Journal: what commands write into the assembly's log, and find there again.
 */
#ifndef CIVICLOT_DESK_JOURNAL_H
#define CIVICLOT_DESK_JOURNAL_H

#include "desk/workbench.h"

#include <jansson.h>

/* Log one entry. payload: no names, no ids; takes the reference; NULL means no memory. */
lot_status lot_journal(lot_workbench *bench, const char *kind, json_t *payload, lot_error *error);

/*
 * Log that a command failed, in a transaction of its own, after everything else was rolled back.
 * LOT_OK and LOT_USAGE are no failures. Where that fails too, nothing is said: the failure itself
 * is what counts. Cannot fail.
 */
void lot_journal_failed(lot_workbench *bench, const char *command, lot_status status,
                        const lot_error *error);

/*
 * Put log.txt as it belongs to bench->attempt: up to the entry of its draw, or before that of its
 * reveal, or before that of its commit. head: the digest of that entry.
 * LOT_NOT_VERIFIED when there is no such one.
 */
lot_status lot_journal_text(lot_text *text, lot_digest *head, const lot_workbench *bench,
                            lot_error *error);

/*
 * Put log.txt as it belongs to a call-up: up to its entry, which has the digest of callup.txt.
 * LOT_NOT_VERIFIED when there is none.
 */
lot_status lot_journal_callup_text(lot_text *text, lot_digest *head, lot_assembly *assembly,
                                   const lot_digest *callup, lot_error *error);

/*
 * Put the lines for the minutes, which are read out before the public value is known: the process
 * id, `digest` under its name of 12 characters, and the checkpoint: the digest of the entry that
 * log.txt ends with. Failures are lot_journal_text()'s.
 */
lot_status lot_journal_put_minutes(lot_text *words, lot_digest *checkpoint,
                                   const lot_workbench *bench, const char *name,
                                   const lot_digest *digest, lot_error *error);

/*
 * LOT_NOT_VERIFIED, naming the first entry, where the log was changed: what is to be made binding,
 * or told, must not rest on it.
 */
lot_status lot_journal_check(lot_assembly *assembly, lot_error *error);

/* When attempt `number` was drawn; "" where the log does not say. */
lot_status lot_journal_draw_time(char time[LOT_TIME_BYTES], lot_assembly *assembly, uint32_t number,
                                 lot_error *error);

/* How many registrations were withdrawn by now. */
lot_status lot_journal_count_withdrawn(uint64_t *count, lot_assembly *assembly, lot_error *error);

/*
 * How the people's file was written, in words, and the spreadsheets that were added; adds nothing
 * where the log does not say. *form: starts empty.
 */
lot_status lot_journal_people_form(lot_text *form, lot_assembly *assembly, lot_error *error);

#endif
