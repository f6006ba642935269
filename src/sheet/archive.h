/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Archive: the parts of a ZIP file in memory, read as streams.
 *
 *   A1  a part is handed on in pieces of at most LOT_PIECE_BYTES, never held whole;
 *   A2  what it unpacks to is counted, not believed: a part that grows beyond what any sheet needs
 *       is refused (see lot_archive_read());
 *   A3  only methods that XLSX and ODS have are unpacked, and they need no memory that a file may
 *       ask for.
 */
#ifndef CIVICLOT_SHEET_ARCHIVE_H
#define CIVICLOT_SHEET_ARCHIVE_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LOT_PIECE_BYTES = 65536 };

typedef struct lot_archive lot_archive;

/*
 * Open the archive in `bytes`, [length], which must outlive it, as `name`, for messages.
 * *out is NULL on failure: LOT_BAD_INPUT where it is no ZIP archive; LOT_FAILURE: no memory.
 */
lot_status lot_archive_open(lot_archive **out, const char *name, const char *bytes, size_t length,
                            lot_error *error);

/* Close it. NULL is fine. */
void lot_archive_close(lot_archive *archive);

const char *lot_archive_name(const lot_archive *archive);

/* Is there a part of this name? Case does not matter, as in the spreadsheets' own programs. */
bool lot_archive_has(const lot_archive *archive, const char *part);

/* Does any part's name begin like this? */
bool lot_archive_has_beginning(const lot_archive *archive, const char *beginning);

/* Takes the next piece of a part: bytes [length]; the last piece is empty, with `last`. */
typedef lot_status (*lot_archive_take)(void *context, const char *bytes, size_t length, bool last,
                                       lot_error *error);

/*
 * Hand a part to `take`, piece by piece, until it fails.
 * LOT_BAD_INPUT, with a whole message, where the part is missing, damaged or protected, or unpacks
 * to more than 1 GiB, or to more than 64 MiB and 200 times the archive; else what `take` gave.
 */
lot_status lot_archive_read(lot_archive *archive, const char *part, lot_archive_take take,
                            void *context, lot_error *error);

/*
 * LOT_BAD_INPUT with the words for a damaged file: what: the part, or what is wrong in it.
 */
lot_status lot_archive_damaged(const lot_archive *archive, const char *part, const char *what,
                               lot_error *error);

#endif
