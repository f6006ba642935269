/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greedy algorithm of older tools: legacy.c. */
#ifndef CIVICLOT_FAIR_LEGACY_H
#define CIVICLOT_FAIR_LEGACY_H

#include "civiclot/lottery.h"
#include "civiclot/progress.h"

/*
 * A panel for each of `tickets`, picked anew by the greedy algorithm, with numbers that are the
 * same every time. LOT_FAILURE: no memory, or a panel took more than 100 attempts;
 * LOT_INTERRUPTED: *out then holds the panels picked until then, NULL where there are none.
 * Free *out with lot_compositions_free().
 */
lot_status lot_legacy(lot_compositions **out, const lot_quotas *quotas, const lot_classes *classes,
                      uint32_t seats, uint64_t tickets, const lot_progress *progress,
                      lot_error *error);

#endif
