/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numeral: a spreadsheet's number as the shortest decimal that is the same in binary.
 *
 * A decimal of at most 15 significant digits comes back from binary as it was (DBL_DIG), so no
 * shorter one is the same, and it is taken as it is; only longer ones go through binary. No locale
 * is asked: what goes to strtod has no decimal point, and what printf puts there is passed over.
 */
#ifndef CIVICLOT_SHEET_NUMERAL_H
#define CIVICLOT_SHEET_NUMERAL_H

#include "civiclot/text.h"

/* 0.DIGITS x 10^exponent; no digits: zero. The first and the last digit are not 0. */
typedef struct lot_numeral {
    bool negative;
    int digits_count; /* at most 17 */
    int exponent;
    char digits[18]; /* NUL-terminated */
} lot_numeral;

/* Read a number as files write it: 12, -0.5, 1.5E-7. false: it is none, or beyond any double. */
bool lot_numeral_read(lot_numeral *out, const char *words);

/* The double that it stands for. Cannot fail. */
double lot_numeral_double(const lot_numeral *number);

/* Is it a whole number, or zero? */
bool lot_numeral_is_whole(const lot_numeral *number);

/* Add it: 12, 0.1, with an exponent only where it would have more than 21 digits or zeros. */
void lot_numeral_put(lot_text *text, const lot_numeral *number);

/* Add it as a percentage: 0.125 as 12.5%. */
void lot_numeral_put_percent(lot_text *text, const lot_numeral *number);

/*
 * Add it as a mask has it: each 0 is a digit's place, filled with 0 where there is none; # is a
 * place that may stay empty; a backslash comes before a byte that is put as it is.
 * Needs a whole number that is not negative.
 */
void lot_numeral_put_masked(lot_text *text, const lot_numeral *number, const char *mask);

#endif
