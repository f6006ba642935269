/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control characters: whether a text is harmless to lines and terminals. */
#ifndef CIVICLOT_CORE_CONTROL_H
#define CIVICLOT_CORE_CONTROL_H

#include "civiclot/text.h"

/*
 * Is the text without control characters (C0, DEL, C1) and Unicode's two line separators, so that
 * it is one line, and tells a terminal nothing? Looks at bytes: they need not be valid UTF-8.
 */
bool lot_is_one_line(const char *utf8);

/* The same of a text of lines, each ended by LF. */
bool lot_is_lines(const char *utf8);

/*
 * Add a text with the control characters that no line has written out: \u001b, as JSON does; and
 * those by which Unicode has text read in another order, as whoever shows it has words beside it.
 */
void lot_text_put_escaped(lot_text *text, const char *utf8);

#endif
