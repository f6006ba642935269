/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Number: a decimal as it is written, compared digit by digit, never as a double.
 *
 *   N1  whole has no zero before it, part none behind it, and zero no sign: the same number is the
 *       same text.
 */
#ifndef CIVICLOT_CLEAN_NUMBER_H
#define CIVICLOT_CLEAN_NUMBER_H

#include "clean/plain_cell.h"

typedef struct lot_number {
    bool negative;
    char whole[LOT_PLAIN_BYTES]; /* digits before the point; "" of those below 1 */
    char part[LOT_PLAIN_BYTES];  /* digits behind it */
} lot_number;

/*
 * Read a cell as a number: 17, -3, 0.25, .5. A comma is refused, as 1,500 and 1,5 may each be two
 * numbers. False: it is none. Cannot fail.
 */
bool lot_number_read(lot_number *out, const char *cell);

/* The largest number that lot_number_whole() reads. */
enum { LOT_WHOLE_MOST = 1000000000 };

/*
 * Read a cell as a whole number of at most LOT_WHOLE_MOST, digits alone. False: it is none. Cannot
 * fail.
 */
bool lot_number_whole(uint32_t *number, const char *cell);

/*
 * Read digits at *at, which moves behind them. False: there are none, or they are more than
 * LOT_WHOLE_MOST. Cannot fail.
 */
bool lot_number_digits(uint32_t *number, const char **at);

/* Below 0: `left` is smaller; 0: they are equal; above 0: greater. Cannot fail. */
int lot_number_compare(const lot_number *left, const lot_number *right);

#endif
