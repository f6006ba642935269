/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encoding: between the bytes of a file and UTF-8.
 */
#ifndef CIVICLOT_POOL_ENCODING_H
#define CIVICLOT_POOL_ENCODING_H

#include "civiclot/table.h"

/* Stands in decoded text for what could not be decoded; this byte is in no valid UTF-8. */
enum { LOT_UNDECODED = 0xFF };

/*
 * Find out encoding and byte order mark: the mark decides; without one UTF-16 shows by its many
 * zero bytes, UTF-8 by being valid, and what is neither is Windows-1252.
 * Sets these two fields of *form. bytes: [length]. Cannot fail.
 */
void lot_encoding_find(lot_table_form *form, const char *bytes, size_t length);

/*
 * Decode a file in its place: text holds its bytes, and then UTF-8 without byte order mark. UTF-8
 * stays where it is, so that it is in memory once. What is wrong in it becomes LOT_UNDECODED, one
 * for each wrong byte or code unit. What is much longer than a table may be is cut off: see E3.
 */
void lot_decode_in_place(lot_text *text, const lot_table_form *form);

/* The same of bytes [length] that stay as they are; the UTF-8 is added to *utf8. */
void lot_decode(lot_text *utf8, const lot_table_form *form, const char *bytes, size_t length);

/*
 * Encode UTF-8 and add it to a file's bytes. lot_decode() of sound bytes comes back as it was.
 * A character that Windows-1252 lacks becomes a question mark.
 */
void lot_encode(lot_text *file, lot_encoding encoding, const char *utf8, size_t length);

/* Can the encoding hold every character of the text? Cannot fail. */
bool lot_encoding_holds(lot_encoding encoding, const char *utf8, size_t length);

/* Add the encoding's byte order mark to a file's bytes. */
void lot_encode_mark(lot_text *file, lot_encoding encoding);

/* How many of the bytes, from the first on, are valid UTF-8. Cannot fail. */
size_t lot_utf8_valid_bytes(const char *bytes, size_t length);

#endif
