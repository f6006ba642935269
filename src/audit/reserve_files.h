/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve files: dropouts.csv and reserves.txt, written and read: docs/protocol.md, section 12. */
#ifndef CIVICLOT_AUDIT_RESERVE_FILES_H
#define CIVICLOT_AUDIT_RESERVE_FILES_H

#include "civiclot/dropouts.h"
#include "civiclot/pseudonym.h"
#include "civiclot/reserves.h"
#include "civiclot/text.h"

/* Add dropouts.csv. of_value: [quotas->count] rates in millionths. */
void lot_dropouts_csv_put(lot_text *text, const lot_quotas *quotas, const uint32_t *of_value);

/*
 * Read dropouts.csv strictly: a row for each of the quotas. of_value: [quotas->count] out.
 * LOT_NOT_VERIFIED, naming the line, where it is not well written; LOT_FAILURE: no memory.
 */
lot_status lot_dropouts_csv_read(uint32_t *of_value, const lot_text *text, const lot_quotas *quotas,
                                 lot_error *error);

/* What reserves.txt says. */
typedef struct lot_reserves_txt {
    uint32_t attempt;
    uint32_t count; /* at most LOT_RESERVES_MOST */
    lot_pid *pids;  /* [count] in the order of the reserves */
} lot_reserves_txt;

/* The line of reserves.txt in which the first reserve stands. */
enum { LOT_RESERVES_TXT_FIRST = 3 };

/* Add reserves.txt. */
void lot_reserves_txt_put(lot_text *text, const lot_reserves_txt *reserves);

/*
 * Read reserves.txt strictly; who they are is not looked at.
 * LOT_NOT_VERIFIED, naming the line, where it is not well written. Free *out with
 * lot_reserves_txt_free() in either case.
 */
lot_status lot_reserves_txt_read(lot_reserves_txt *out, const lot_text *text, lot_error *error);

void lot_reserves_txt_free(lot_reserves_txt *reserves); /* frees what it holds, not itself */

#endif
