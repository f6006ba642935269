/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: whether a text is that, and where it may be cut. */
#ifndef CIVICLOT_CORE_UTF8_H
#define CIVICLOT_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Is it UTF-8 as RFC 3629 has it: nothing cut, overlong, above U+10FFFF, no surrogates? */
bool lot_utf8_is_valid(const char *text);

/* Take the last character off a text that was cut inside it. Whole characters stay. */
void lot_utf8_mend_cut(char *text);

/*
 * How many bytes the character has that begins at `at`, of which `left` bytes are there; 0 where
 * none begins: overlong, a surrogate, beyond U+10FFFF, cut. Source: RFC 3629, section 4.
 */
size_t lot_utf8_character(const char *at, size_t left);

#endif
