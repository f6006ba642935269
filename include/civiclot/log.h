/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log: what was done, in order, each entry sealed with the digest of the one before.
 *
 *   G1  sequence numbers are 1, 2, 3 ... without a hole;
 *   G2  previous of entry 1 is 32 zero bytes, of entry n the digest of entry n - 1;
 *   G3  digest = SHA-256("civiclot/log/v1\0" || u64be sequence || time || kind || payload digest ||
 *       previous);
 *   G4  payload digest = SHA-256("civiclot/payload/v1\0" || salt || payload), so that it tells
 *       nothing to who does not hold the payload and its salt. The kinds commit, reveal, draw
 *       and call-up are for everyone to check: their salt is 32 zero bytes.
 */
#ifndef CIVICLOT_LOG_H
#define CIVICLOT_LOG_H

#include "civiclot/digest.h"
#include "civiclot/text.h"

#include <stdint.h>

enum { LOT_TIME_BYTES = 21 }; /* "2024-02-03T10:00:00Z" and a NUL */

typedef struct lot_log_entry {
    uint64_t sequence;
    char *time;    /* UTC: 2024-02-03T10:00:00Z */
    char *kind;    /* one word: new, import, quotas, solve, close, prepare, commit, draw, ... */
    char *payload; /* JSON text; names nobody but by pid */
    lot_digest salt;
    lot_digest payload_digest;
    lot_digest previous;
    lot_digest digest;
} lot_log_entry;

/* Fill payload_digest and digest from the other fields. Cannot fail. */
void lot_log_seal(lot_log_entry *entry);

/* Fill digest alone: payload_digest is there, whoever knows its payload. Cannot fail. */
void lot_log_seal_digest(lot_log_entry *entry);

/* Add the entry's line of log.txt: sequence time kind payload-digest previous digest. */
void lot_log_put_line(lot_text *text, const lot_log_entry *entry);

/* What was read of a log so far. Begins as {0}, and takes the entries in their order. */
typedef struct lot_log_chain {
    uint64_t count;
    uint64_t broken_at; /* the first entry that does not hold; 0: all do */
    lot_digest head;    /* digest of the last entry */
} lot_log_chain;

/* Read the next entry: does it follow from the one before (G1, G2), and hold (G3, G4)? */
void lot_log_follow(lot_log_chain *chain, const lot_log_entry *entry);

/* LOT_NOT_VERIFIED, naming the first entry that does not hold. */
lot_status lot_log_check(const lot_log_chain *chain, lot_error *error);

/*
 * Now, in UTC, or SOURCE_DATE_EPOCH where the environment has it.
 * LOT_USAGE when SOURCE_DATE_EPOCH is not a number; LOT_FAILURE when there is no clock.
 */
lot_status lot_log_time(char time[LOT_TIME_BYTES], lot_error *error);

/* The same in seconds of Unix time. */
lot_status lot_log_now(uint64_t *seconds, lot_error *error);

/* Seconds of Unix time as the log has them. LOT_FAILURE from the year 10000 on. */
lot_status lot_log_date(char time[LOT_TIME_BYTES], uint64_t seconds, lot_error *error);

#endif
