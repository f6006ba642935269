/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Published: the folder of an attempt, for everybody.
 *
 * commit makes it, reveal and draw write its next edition, and export makes it anew or completes it
 * where one of them was stopped between the assembly file and the folder.
 *
 *   P1  the manifest, its signature and the files under it never change, nor what level `full`
 *       adds to them;
 *   P2  log.txt ends with the attempt's own entry: its draw, or before that its reveal or commit;
 *   P3  seed.txt and draw.txt are there only when the assembly file has the draw;
 *   P4  final.txt is of everything else in it, and is signed where process.txt names a key.
 */
#ifndef CIVICLOT_DESK_PUBLISHED_H
#define CIVICLOT_DESK_PUBLISHED_H

#include "desk/workbench.h"

#include "civiclot/progress.h"

/* Is the folder that the attempt was published in there? Cannot fail. */
bool lot_published_is_there(const lot_attempt *attempt);

/* Does the folder at `path` hold the file `name`? Cannot fail. */
bool lot_published_has(const char *path, const char *name);

/* Has the folder the file, byte by byte? Cannot fail. */
bool lot_published_is_same(const char *path, const lot_published_file *file);

/*
 * Write everything there is of bench->attempt and bench->publication into an empty folder.
 * LOT_INTERRUPTED when the user asked to stop.
 */
lot_status lot_published_write(const char *folder, const lot_workbench *bench,
                               const lot_progress *progress, lot_error *error);

/*
 * Write the edition of bench->attempt, as edition.h has it. draw.txt comes last: where it is there,
 * so is the rest.
 * LOT_BAD_INPUT where the signature of this final.txt is neither kept nor can be made.
 */
lot_status lot_published_write_edition(const char *folder, const lot_workbench *bench,
                                       lot_error *error);

/*
 * The same onto the folder that the attempt was published in, of what the assembly file has by now.
 * stands: what stands all the same, for the message. LOT_FAILURE: the folder is not as it should
 * be.
 */
lot_status lot_published_update(const lot_workbench *bench, const char *stands, lot_error *error);

/*
 * Are all files that P1 is about in the folder, byte by byte? LOT_NOT_VERIFIED, naming the
 * first that differs, when not.
 */
lot_status lot_published_compare(const char *folder, const lot_workbench *bench, lot_error *error);

/*
 * P3 of the folder of an attempt without a draw, and that its log.txt tells of nothing that the
 * assembly file does not know, as a reveal that a copy from before would take again otherwise:
 * LOT_NOT_VERIFIED when not.
 */
lot_status lot_published_check_undrawn(const char *folder, const lot_workbench *bench,
                                       lot_error *error);

/* Does the folder hold the manifest of bench->publication? Any other folder: no. Cannot fail. */
bool lot_published_is_own(const char *folder, const lot_workbench *bench);

/*
 * Could lot_published_complete() complete the folder, which is the attempt's own?
 * LOT_NOT_VERIFIED when it breaks P1 or P3.
 */
lot_status lot_published_check(const char *folder, const lot_workbench *bench, lot_error *error);

/*
 * Complete it: add the files that are missing, write its edition anew, and remove what a write that
 * was stopped left behind.
 */
lot_status lot_published_complete(const char *folder, const lot_workbench *bench, lot_error *error);

#endif
