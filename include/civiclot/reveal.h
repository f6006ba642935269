/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reveals: what a contributor keeps until the commit is made, and then tells.
 *
 * Made on the contributor's own machine; the organiser gets the commitment first and the file
 * afterwards. docs/protocol.md, section 4, has every byte of both.
 */
#ifndef CIVICLOT_REVEAL_H
#define CIVICLOT_REVEAL_H

#include "civiclot/pseudonym.h"
#include "civiclot/source.h"
#include "civiclot/text.h"

/* No reveal file is longer. */
enum { LOT_REVEAL_FILE_BYTES = 64 * 1024 };

/* A part of the seed under its commitment. Free with lot_reveal_free(), which wipes it. */
typedef struct lot_reveal {
    lot_pid process;
    char *name; /* the contributor's */
    char *value;
    lot_digest nonce;
} lot_reveal;

/*
 * Make a part with a new random nonce. value: NULL for 64 random hexadecimal digits.
 * name, value: one line each, tidy. LOT_USAGE when the process id, the name or the value cannot be
 * announced; LOT_FAILURE: no memory.
 */
lot_status lot_reveal_make(lot_reveal *out, const char *process_id, const char *name,
                           const char *value, lot_error *error);

/* The source to announce, `contribution:NAME:COMMITMENT`. NULL: no memory. The caller frees it. */
char *lot_reveal_source(const lot_reveal *reveal);

/* Add the reveal file. */
void lot_reveal_put(lot_text *text, const lot_reveal *reveal);

/*
 * Read a reveal file, strictly. file: its name, for messages.
 * LOT_BAD_INPUT, naming the file and the line, when it is none; LOT_FAILURE: no memory.
 */
lot_status lot_reveal_parse(lot_reveal *out, const char *file, const char *bytes, size_t length,
                            lot_error *error);

/* Wipe and free what the reveal holds, not itself. */
void lot_reveal_free(lot_reveal *reveal);

#endif
