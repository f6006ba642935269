/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fixed: numbers in parts of 2^-64, in 128 bits with their sign: below 2^63 in size.
 *
 * Everything is rounded down, and says whether it had to be: who needs it rounded up adds a part.
 */
#ifndef CIVICLOT_LOTTERY_FIXED_H
#define CIVICLOT_LOTTERY_FIXED_H

#include "civiclot/lottery.h"
#include "core/wide.h"

/* The largest part of a lot_fraction. */
#define LOT_FRACTION_MAX (UINT64_C(1) << 62)

/* A number of 2^-64 parts, rounded down. */
typedef struct lot_fixed {
    lot_wide parts;
    bool exact; /* nothing was rounded off */
} lot_fixed;

/*
 * factor * fraction. fraction: at most 1, its denominator 1 .. 2^62.
 * False when it is too large.
 */
bool lot_fixed_product(lot_fixed *out, lot_unsigned_wide factor, lot_fraction fraction);

/*
 * numerator / denominator, both below 2^127, in parts of 2^-bits. denominator: at least 1.
 * False when it is too large.
 */
bool lot_fixed_quotient(lot_fixed *out, lot_wide numerator, lot_wide denominator, unsigned bits);

/* The square root of a number of 2^-64 parts, at least 0. Cannot fail. */
lot_fixed lot_fixed_root(lot_wide parts);

/* -1, 0, 1: is a below, equal to or above b? Both parts of each are at most 2^62. Cannot fail. */
int lot_fraction_compare(lot_fraction a, lot_fraction b);

#endif
