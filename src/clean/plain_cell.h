/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plain cell: a short cell in ASCII, so that numbers and dates can be read from it byte by byte.
 *
 * White space of any kind is one space, none at the ends; letters are small; every dash and minus
 * sign is `-`; what has no width is passed over; any other character is LOT_PLAIN_OTHER.
 */
#ifndef CIVICLOT_CLEAN_PLAIN_CELL_H
#define CIVICLOT_CLEAN_PLAIN_CELL_H

#include <stdbool.h>
#include <stdint.h>

enum { LOT_PLAIN_BYTES = 96 };

#define LOT_PLAIN_OTHER '\x7f'

typedef struct lot_plain {
    char text[LOT_PLAIN_BYTES]; /* ends in NUL */
} lot_plain;

/* Make a cell plain. False: it is too long to be a number or a date. Cannot fail. */
bool lot_plain_make(lot_plain *out, const char *cell);

/* Is it an ASCII digit, or a small ASCII letter? No locale. Cannot fail. */
bool lot_plain_is_digit(char c);
bool lot_plain_is_letter(char c);

/*
 * Take up to `most` digits at *at, as a number. Returns how many; 0 also where there are more than
 * `most`, and then *at stays. most: at most 9. Cannot fail.
 */
uint32_t lot_plain_digits(uint32_t *number, const char **at, uint32_t most);

#endif
