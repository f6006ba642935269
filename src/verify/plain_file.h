/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain file: one of a folder that somebody may have made to do harm. */
#ifndef CIVICLOT_VERIFY_PLAIN_FILE_H
#define CIVICLOT_VERIFY_PLAIN_FILE_H

#include <stdbool.h>

/*
 * Open the regular file `name` of a folder. *descriptor: -1 where it is no regular file; whoever
 * gets one closes it. False where it cannot be looked at or opened.
 */
bool lot_plain_file_open(int *descriptor, int folder, const char *name);

#endif
