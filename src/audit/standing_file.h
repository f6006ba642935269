/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standing file: standing.csv, written and read: docs/protocol.md, section 11. */
#ifndef CIVICLOT_AUDIT_STANDING_FILE_H
#define CIVICLOT_AUDIT_STANDING_FILE_H

#include "civiclot/pseudonym.h"
#include "civiclot/standing.h"
#include "civiclot/text.h"

/* Add standing.csv. */
void lot_standing_put(lot_text *text, const lot_standing *standing,
                      const lot_pseudonyms *pseudonyms);

/*
 * Read standing.csv strictly.
 * pids: [count] of everyone in the pool, ascending; *out counts people by their place there. Free
 * it with lot_standing_free(). LOT_NOT_VERIFIED, naming the line, where it is not well written.
 */
lot_status lot_standing_read(lot_standing **out, const lot_text *text, const lot_pid *pids,
                             uint32_t count, uint32_t seats, lot_error *error);

#endif
