/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private file: a long file that only its owner may read, written as it comes. */
#ifndef CIVICLOT_INVITE_PRIVATE_FILE_H
#define CIVICLOT_INVITE_PRIVATE_FILE_H

#include "civiclot/text.h"

#include <stdio.h>

/* Begins as {0}: not open. */
typedef struct lot_private_file {
    FILE *file;
    lot_text path;
} lot_private_file;

/* Make the file `name`, which is not there yet, in a folder; mode 0600. LOT_FAILURE. */
lot_status lot_private_file_make(lot_private_file *out, const char *folder, const char *name,
                                 lot_error *error);

/* LOT_FAILURE: the disk is full, say. */
lot_status lot_private_file_put(lot_private_file *out, const void *bytes, size_t length,
                                lot_error *error);

/* Down to the disk, and closed. LOT_FAILURE when it cannot. */
lot_status lot_private_file_finish(lot_private_file *out, lot_error *error);

/* Close it as it is, where it is still open. Its folder is thrown away then. */
void lot_private_file_drop(lot_private_file *out);

#endif
