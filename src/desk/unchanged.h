/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unchanged: whether what was solved, committed and drawn still is what is there.
 *
 * The file may have been changed by other programs, so nothing is made binding, told or written out
 * of it before this. All are LOT_NOT_VERIFIED, saying what differs, when it was.
 */
#ifndef CIVICLOT_DESK_UNCHANGED_H
#define CIVICLOT_DESK_UNCHANGED_H

#include "desk/workbench.h"

/*
 * Does the lottery on the bench still meet quotas, seats and households, and does its proof still
 * prove what is told of it? None there: fine.
 */
lot_status lot_unchanged_lottery(const lot_workbench *bench, lot_error *error);

/*
 * And make the publication of bench->attempt again: are process.txt and its manifest those that
 * were committed, and does the draw, where it was made, follow? No attempt on the bench: fine.
 */
lot_status lot_unchanged_inside(lot_workbench *bench, lot_error *error);

/*
 * The same, and compare it with the published folder, where that is still there: the first file
 * that differs is named, as is a draw that another copy of the assembly file was used for.
 */
lot_status lot_unchanged(lot_workbench *bench, lot_error *error);

#endif
