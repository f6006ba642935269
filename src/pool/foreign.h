/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign: files that are taken for delimited text and are something else. */
#ifndef CIVICLOT_POOL_FOREIGN_H
#define CIVICLOT_POOL_FOREIGN_H

#include <stddef.h>

/*
 * What is wrong with the whole file and what to do, for a message behind its name; NULL where it
 * may be delimited text. bytes: [length]. Static. Cannot fail.
 */
const char *lot_foreign_words(const char *bytes, size_t length);

/* Ctrl-Z, with which some programs end a text. */
enum { LOT_END_MARK = 0x1A };

/*
 * How long the first line of a text is, with its line end, where it is sep= and a delimiter, as
 * spreadsheets have it: then *delimiter is set. 0: the first line is another. Cannot fail.
 */
size_t lot_separator_line(char *delimiter, const char *text);

/* The same as lot_foreign_words() of its text, once decoded. */
const char *lot_foreign_text_words(const char *text);

#endif
