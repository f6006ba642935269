/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files: read whole, and written whole or not at all.
 */
#ifndef CIVICLOT_FILE_H
#define CIVICLOT_FILE_H

#include "civiclot/text.h"

#include <stdint.h>

/* The longest file that is read: a table's offsets have 32 bits. */
#define LOT_FILE_MOST ((size_t)UINT32_MAX - 2)

/*
 * Read all of the file at `path` ("-": standard input) and add it to *bytes.
 * LOT_FAILURE when it cannot be read or is longer than LOT_FILE_MOST, or there is no memory: then
 * bytes->failed.
 */
lot_status lot_file_read(lot_text *bytes, const char *path, lot_error *error);

/* The same of a file of at most `most` bytes. */
lot_status lot_file_read_short(lot_text *bytes, const char *path, size_t most, lot_error *error);

/* Which file is wanted. */
typedef struct lot_file_wish {
    size_t most;        /* bytes */
    const char *advice; /* what to do where it is longer */
    /* What is wrong with a file that begins so, for a message behind its name; NULL: nothing. */
    const char *(*foreign)(const char *bytes, size_t length);
} lot_file_wish;

/*
 * The same of a file that is known by its beginning: asked once, with the first bytes, before the
 * others are read and before it is too long. LOT_BAD_INPUT where it is foreign.
 */
lot_status lot_file_read_known(lot_text *bytes, const char *path, const lot_file_wish *wish,
                               lot_error *error);

/*
 * Write a file whole or not at all: to a neighbour first, which is flushed and then renamed.
 * mode: permission bits, 0600 for personal data.
 * LOT_BAD_INPUT where a device or a pipe is at `path`; LOT_FAILURE when it cannot be written. What
 * is at `path` is then as it was.
 */
lot_status lot_file_write(const char *path, const char *bytes, size_t length, unsigned mode,
                          lot_error *error);

/* The path without its folders, which say where somebody keeps their files. Cannot fail. */
const char *lot_path_last(const char *path);

/*
 * Make a file that is not there yet, whole or not at all. mode: permission bits.
 * LOT_BAD_INPUT when something is there; LOT_FAILURE when it cannot.
 */
lot_status lot_file_create(const char *path, const char *bytes, size_t length, unsigned mode,
                           lot_error *error);

/* Remove a file that was just made, where a later step failed. Cannot fail: it may be gone. */
void lot_file_remove(const char *path);

/*
 * Join a folder and a name with a slash. NULL when there is no memory. The caller frees it.
 */
char *lot_path_join(const char *folder, const char *name);

#endif
