/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-up file: callup.txt, written and read: docs/protocol.md, section 12. */
#ifndef CIVICLOT_AUDIT_CALLUP_FILE_H
#define CIVICLOT_AUDIT_CALLUP_FILE_H

#include "civiclot/pseudonym.h"
#include "civiclot/reserves.h"
#include "civiclot/signature.h"
#include "civiclot/text.h"

/* What callup.txt says, in its order. */
typedef struct lot_callup_file {
    lot_pid process_id;
    uint32_t attempt;    /* the draw whose reserves are called, from 1 */
    lot_digest replaces; /* its M */
    lot_digest standing; /* SHA-256 of standing.csv */
    uint64_t deviation;  /* of the panel with those who are called */
    bool proven;
    bool is_signed;
    lot_public_key public_key; /* where it is signed */
    lot_pid *pids;             /* [pids_count] who is called, in the order of the reserves */
    uint32_t pids_count;       /* at most LOT_RESERVES_MOST */
} lot_callup_file;

/* No larger deviation is written or read: every program can hold it exactly. */
#define LOT_DEVIATION_MOST UINT64_C(1000000000000000)

/* Add callup.txt. Cannot fail at once: see T3 of text.h. */
void lot_callup_put(lot_text *text, const lot_callup_file *callup);

/*
 * Read callup.txt strictly; whether it says what it must is not looked at.
 * LOT_NOT_VERIFIED, naming the line, where it is not well written. Free *out with
 * lot_callup_file_free() in either case.
 */
lot_status lot_callup_read(lot_callup_file *out, const lot_text *text, lot_error *error);

void lot_callup_file_free(lot_callup_file *callup); /* frees what it holds, not itself */

#endif
