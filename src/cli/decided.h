/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decided: quotas with other numbers in the same rows, for a replacement. */
#ifndef CIVICLOT_CLI_DECIDED_H
#define CIVICLOT_CLI_DECIDED_H

#include "civiclot/quota.h"
#include "talk/talk.h"

/*
 * Read a quota file. Free *out with lot_quotas_free(). LOT_BAD_INPUT with problems: it is none;
 * LOT_FAILURE where it cannot be read.
 */
lot_status lot_decided_read(lot_quotas **out, const char *path, uint32_t seats, lot_talk *talk,
                            lot_error *error);

/*
 * Put the decided numbers into `quotas`; their rows may stand in any order. *changed: how many are
 * others, each min and each max for itself.
 * LOT_BAD_INPUT with problems: their features and values are not those of `quotas`.
 */
lot_status lot_decided_put(uint32_t *changed, lot_quotas *quotas, const lot_quotas *decided,
                           lot_problems *problems, lot_error *error);

#endif
