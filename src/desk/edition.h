/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Edition: what a published folder holds beside the files that never change: the draw where there
 * is one, the log, and final.txt, which has the digest of every other file.
 *
 * An attempt has an edition each time something was logged about it: its commit, its reveal, its
 * draw; and others of the same where another level is shown. Each has a final.txt of its own.
 */
#ifndef CIVICLOT_DESK_EDITION_H
#define CIVICLOT_DESK_EDITION_H

#include "desk/workbench.h"

typedef struct lot_edition {
    lot_text seed; /* this and draw: empty before the draw */
    lot_text draw;
    lot_text reserves; /* of a draw with reserves; else empty */
    lot_text log;
    lot_text final;
    lot_text signature; /* final.txt.minisig; empty: unsigned */
} lot_edition;

/*
 * Make the texts of bench->attempt as it is now, with bench->publication.
 * LOT_FAILURE: I/O, no memory; of the signature, failures are lot_signing_find()'s.
 */
lot_status lot_edition_make(lot_edition *out, const lot_workbench *bench, lot_error *error);

void lot_edition_free(lot_edition *edition); /* frees what it holds */

enum { LOT_EDITION_FILES = 6 };

/*
 * Its files, in an order in which they can be written onto an earlier edition: draw.txt, which
 * says that a draw is told, comes last. Returns how many. Nothing is owned. Cannot fail.
 */
uint32_t lot_edition_files(lot_published_file files[LOT_EDITION_FILES], const lot_edition *edition);

/*
 * Sign what is about to be committed to the assembly file, and keep the signature with it.
 * Of an unsigned attempt nothing. Failures are lot_edition_make()'s.
 */
lot_status lot_edition_sign(const lot_workbench *bench, lot_error *error);

#endif
