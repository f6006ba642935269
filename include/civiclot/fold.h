/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folding: when two cells mean the same.
 *
 * Trimmed of white space (non-breaking and zero-width too), inner runs of white space as one space,
 * normalised to Unicode NFC and case-folded, never by locale. Inside a cell what has no width is
 * passed over, except the joiners between letters. In bytes that are no UTF-8 only ASCII is folded.
 * Source: Unicode Standard, chapters 3.13 (default case folding) and UAX #15.
 */
#ifndef CIVICLOT_FOLD_H
#define CIVICLOT_FOLD_H

#include <stdbool.h>

/* The folded form, a new string that the caller frees. NULL when there is no memory. */
char *lot_fold(const char *utf8);

/* Trimmed and normalised (NFC), case kept: how ids, values and titles are stored and hashed. */
char *lot_tidy(const char *utf8);

/* Is there nothing but white space? Cannot fail. */
bool lot_is_blank(const char *utf8);

#endif
