/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passphrase: asked for on the terminal, or read from a file; and other files that hold secrets.
 *
 * What is read stays in memory of lot_secret_new(): the caller frees it with lot_secret_free(). It
 * is NULL on failure.
 */
#ifndef CIVICLOT_TALK_PASSPHRASE_H
#define CIVICLOT_TALK_PASSPHRASE_H

#include "civiclot/status.h"

#include <stddef.h>

/*
 * Ask on the terminal of the process, without echo, whatever its standard streams are.
 * LOT_FAILURE: there is none; LOT_BAD_INPUT: it is too long; LOT_INTERRUPTED.
 */
lot_status lot_passphrase_ask(char **out, const char *prompt, lot_error *error);

/* The first line of the file ("-": standard input). LOT_FAILURE: it cannot be read;
 * LOT_BAD_INPUT: it is too long or holds a NUL. */
lot_status lot_passphrase_read(char **out, const char *path, lot_error *error);

/* The bytes of a file of at most `most` bytes. LOT_FAILURE: it cannot be read; LOT_BAD_INPUT: it is
 * longer. */
lot_status lot_secret_file_read(char **out, size_t *length, const char *path, size_t most,
                                lot_error *error);

#endif
