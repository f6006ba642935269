/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Message: how what stands in a file is shown to a person. */
#ifndef CIVICLOT_POOL_MESSAGE_H
#define CIVICLOT_POOL_MESSAGE_H

#include "civiclot/text.h"

/*
 * Add a cell to a message: on one line, at most 40 characters of it, and none that would tell a
 * terminal something: a line end is shown as \u000a.
 */
void lot_message_put_cell(lot_text *words, const char *cell);

#endif
