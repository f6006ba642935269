/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mending: the folder of a replacement or a call-up, FIRST/replace/N inside that of the first draw.
 *
 *   E1  it is built beside FIRST, never in it: a run that is ended leaves FIRST as it was;
 *   E2  it appears in one step, the first of them together with the folder `replace`;
 *   E3  without a hole: N - 1 is there before N.
 */
#ifndef CIVICLOT_DESK_MENDING_H
#define CIVICLOT_DESK_MENDING_H

#include "core/folder.h"
#include "desk/workbench.h"

/* Does the path end in replace/N, N from 1? Cannot fail. */
bool lot_mending_is_place(const char *path);

/*
 * Is such a path that of the attempt on the bench, by its number? LOT_BAD_INPUT, saying which is,
 * when not, or when the attempt is no replacement.
 */
lot_status lot_mending_need_own(const lot_workbench *bench, const char *path, lot_error *error);

/* The same for a call-up. */
lot_status lot_mending_need_callup(const lot_workbench *bench, const lot_callup *callup,
                                   const char *path, lot_error *error);

/* Could lot_mending_begin() begin there? LOT_BAD_INPUT, LOT_FAILURE, saying why not. */
lot_status lot_mending_check(const char *path, lot_error *error);

/*
 * Begin the folder at such a path, as lot_folder_begin(). *inside: where its files are written, for
 * the caller to free; NULL on failure. lot_folder_finish() and _abandon() end it.
 */
lot_status lot_mending_begin(lot_folder *folder, char **inside, const char *path, lot_error *error);

/*
 * The place for the next replacement or call-up of the panel that the attempt `first` drew:
 * absolute. given: where the folder of the first draw is by now; NULL: where it was published.
 * LOT_BAD_INPUT where that folder is not there, or not whole. The caller frees *path.
 */
lot_status lot_mending_find(char **path, const lot_workbench *bench, uint32_t first,
                            const char *given, lot_error *error);

#endif
