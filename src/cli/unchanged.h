/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unchanged: whether what was committed still is what is there.
 */
#ifndef CIVICLOT_CLI_UNCHANGED_H
#define CIVICLOT_CLI_UNCHANGED_H

#include "cli/workbench.h"

/*
 * Make the publication of bench->attempt again, with its lottery on the bench.
 * LOT_NOT_VERIFIED when its manifest is not the one that was committed.
 */
lot_status lot_unchanged_inside(lot_workbench *bench, lot_error *error);

/*
 * The same, and compare it with the published folder, where that is still there.
 * LOT_NOT_VERIFIED, naming the first file that differs.
 */
lot_status lot_unchanged(lot_workbench *bench, lot_error *error);

/* Is the attempt's published folder there? */
bool lot_published_is_there(const lot_attempt *attempt);

#endif
