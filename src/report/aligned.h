/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned: words for a terminal, in columns. */
#ifndef CIVICLOT_REPORT_ALIGNED_H
#define CIVICLOT_REPORT_ALIGNED_H

#include "civiclot/text.h"

#include <stdint.h>

/* Add spaces from a place (lot_text_places()) to another; none where `from` is not before `to`. */
void lot_spaces_put(lot_text *text, uint32_t from, uint32_t to);

/* Add a string from a file, with "?" for control characters: they could command the terminal. */
void lot_plain_put(lot_text *text, const char *string);

#endif
