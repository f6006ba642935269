/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed point: products, quotients and roots by hand, where 128 bits would not hold them. */
#include "lottery/fixed.h"

#include <assert.h>

enum { PARTS_BITS = 64 };

bool lot_fixed_product(lot_fixed *out, lot_unsigned_wide factor, lot_fraction fraction)
{
    uint64_t denominator = fraction.denominator;
    assert(denominator >= 1 && denominator <= LOT_FRACTION_MAX &&
           fraction.numerator <= denominator);
    /*
     * factor = q denominator + r: q numerator is at most factor, as the fraction is at most 1, and
     * r numerator is below 2^124. What is left of that after division, below 2^62, times 2^64 is
     * below 2^126.
     */
    lot_unsigned_wide rest = factor % denominator * fraction.numerator;
    lot_unsigned_wide whole = factor / denominator * fraction.numerator + rest / denominator;
    if (whole >> (PARTS_BITS - 1) != 0)
        return false;
    lot_unsigned_wide left = rest % denominator << PARTS_BITS;
    out->parts = (lot_wide)(whole << PARTS_BITS | left / denominator);
    out->exact = left % denominator == 0;
    return true;
}

bool lot_fixed_quotient(lot_fixed *out, lot_wide numerator, lot_wide denominator, unsigned bits)
{
    assert(numerator >= 0 && denominator >= 1);
    lot_unsigned_wide divisor = (lot_unsigned_wide)denominator;
    lot_unsigned_wide quotient = (lot_unsigned_wide)numerator / divisor;
    lot_unsigned_wide left = (lot_unsigned_wide)numerator % divisor;
    if (quotient >> (127 - bits) != 0)
        return false;
    for (unsigned bit = 0; bit < bits; bit++) { /* left < divisor < 2^127: twice it fits */
        left <<= 1;
        bool one = left >= divisor;
        left -= one ? divisor : 0;
        quotient = quotient << 1 | (one ? 1 : 0);
    }
    out->parts = (lot_wide)quotient;
    out->exact = left == 0;
    return true;
}

lot_fixed lot_fixed_root(lot_wide parts)
{
    assert(parts >= 0);
    /*
     * sqrt(parts / 2^64) 2^64 = sqrt(parts 2^64): two bits of parts, then of 64 zeros, for each bit
     * of the root, as on paper. root stays below 2^96, and left is at most twice the root.
     */
    lot_unsigned_wide rest = (lot_unsigned_wide)parts;
    lot_unsigned_wide root = 0;
    lot_unsigned_wide left = 0;
    for (unsigned bit = 0; bit < 64 + PARTS_BITS / 2; bit++) {
        left = left << 2 | rest >> 126;
        rest <<= 2;
        lot_unsigned_wide trial = root << 2 | 1;
        bool one = left >= trial;
        left -= one ? trial : 0;
        root = root << 1 | (one ? 1 : 0);
    }
    return (lot_fixed){.parts = (lot_wide)root, .exact = left == 0};
}

int lot_fraction_compare(lot_fraction a, lot_fraction b)
{
    lot_unsigned_wide left = (lot_unsigned_wide)a.numerator * b.denominator;
    lot_unsigned_wide right = (lot_unsigned_wide)b.numerator * a.denominator;
    return (left > right) - (left < right);
}
