/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text: a string that grows. Reports, CSV files and published files are built in one.
 *
 * From LOT_TEXT_EMPTY until lot_text_free():
 *   T1  bytes is NULL only while length is 0;
 *   T2  bytes[length] is NUL when bytes is not NULL;
 *   T3  once memory ran out `failed` stays true and nothing more is added:
 *       build the whole text, then ask once with lot_text_check().
 */
#ifndef CIVICLOT_TEXT_H
#define CIVICLOT_TEXT_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lot_text {
    char *bytes;
    size_t length;
    size_t room; /* bytes allocated */
    bool failed;
} lot_text;

#define LOT_TEXT_EMPTY ((lot_text){NULL, 0, 0, false})

/* Release the memory and make the text empty again. */
void lot_text_free(lot_text *text);

/* Empty the text and keep its memory, where many are built one after the other. See T3. */
void lot_text_begin_again(lot_text *text);

/* Add `length` bytes. Cannot fail at once: see T3. */
void lot_text_add(lot_text *text, const char *bytes, size_t length);

/* Add a string, without its NUL. See T3. */
void lot_text_put(lot_text *text, const char *string);

/* Add in printf's form. See T3. */
void lot_text_format(lot_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How many characters a string has: as many places as it takes, for most scripts. */
uint32_t lot_text_places(const char *string);

/* Add a string, and spaces up to so many places. See T3. */
void lot_text_put_padded(lot_text *text, const char *string, size_t places);

/* Free a part that `text` was built from; where memory ran out for it, `text` failed: see T3. */
void lot_text_free_part(lot_text *text, lot_text *part);

/* The text as a C string; "" while nothing was added. */
const char *lot_text_string(const lot_text *text);

/* LOT_OK, or LOT_FAILURE when memory ran out while the text was built. */
lot_status lot_text_check(const lot_text *text, lot_error *error);

#endif
