/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people. */
#include "report/numbers.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <inttypes.h>

/* Longest a numerator or denominator may be for a fraction that people compare at a glance. */
enum { FRACTION_MAX = 999999 };

uint64_t lot_scale(uint64_t factor, uint64_t numerator, uint64_t denominator)
{
    assert(denominator > 0);
    return (uint64_t)((lot_unsigned_wide)factor * numerator / denominator);
}

void lot_number_put(lot_text *text, uint64_t number)
{
    if (number < 1000) {
        lot_text_format(text, "%" PRIu64, number);
        return;
    }
    lot_number_put(text, number / 1000);
    lot_text_format(text, ",%03" PRIu64, number % 1000);
}

void lot_count_put(lot_text *text, uint64_t count, const char *one, const char *many)
{
    lot_number_put(text, count);
    lot_text_format(text, " %s", count == 1 ? one : many);
}

/* Add factor * numerator / denominator. 2^64 * 100 * 10^12 needs 111 bits, 2^64 * 10^18 124. */
static void put_scaled(lot_text *text, uint64_t numerator, uint64_t denominator, unsigned factor,
                       unsigned digits, lot_towards towards)
{
    assert(denominator > 0 && digits <= (factor == 1 ? 18 : 12));
    uint64_t unit = 1;
    for (unsigned i = 0; i < digits; i++)
        unit *= 10;
    lot_unsigned_wide scaled = (lot_unsigned_wide)numerator * factor * unit;
    lot_unsigned_wide quotient = scaled / denominator;
    lot_unsigned_wide rest = scaled % denominator;
    if (towards == LOT_TOWARDS_UP && rest > 0)
        quotient++;
    if (towards == LOT_TOWARDS_NEAREST && 2 * rest >= denominator)
        quotient++;
    lot_text_format(text, "%" PRIu64, (uint64_t)(quotient / unit));
    if (digits > 0)
        lot_text_format(text, ".%0*" PRIu64, (int)digits, (uint64_t)(quotient % unit));
}

void lot_decimal_put(lot_text *text, uint64_t numerator, uint64_t denominator, unsigned digits)
{
    put_scaled(text, numerator, denominator, 1, digits, LOT_TOWARDS_NEAREST);
}

void lot_decimal_put_towards(lot_text *text, uint64_t numerator, uint64_t denominator,
                             unsigned digits, lot_towards towards)
{
    put_scaled(text, numerator, denominator, 1, digits, towards);
}

void lot_percent_put(lot_text *text, uint64_t part, uint64_t whole, unsigned digits)
{
    put_scaled(text, part, whole, 100, digits, LOT_TOWARDS_NEAREST);
    lot_text_put(text, " %");
}

unsigned lot_chance_digits(uint64_t tickets)
{
    return tickets <= 1000 ? 1 : tickets <= 10000 ? 2 : 3;
}

static void put_bound(lot_text *text, uint64_t numerator, uint64_t denominator, lot_towards towards)
{
    uint64_t common = lot_gcd(numerator, denominator);
    numerator /= common;
    denominator /= common;
    bool readable = numerator <= FRACTION_MAX && denominator <= FRACTION_MAX;
    put_scaled(text, numerator, denominator, 100, 3, towards);
    lot_text_put(text, " %");
    if (readable)
        lot_text_format(text, " (%" PRIu64 "/%" PRIu64 ")", numerator, denominator);
}

void lot_bound_put(lot_text *text, uint64_t numerator, uint64_t denominator)
{
    put_bound(text, numerator, denominator, LOT_TOWARDS_UP);
}

void lot_lower_bound_put(lot_text *text, uint64_t numerator, uint64_t denominator)
{
    put_bound(text, numerator, denominator, LOT_TOWARDS_DOWN);
}

void lot_part_put(lot_text *text, uint64_t part, uint64_t whole)
{
    enum { DIGITS_MAX = 10 };
    unsigned digits = 0;
    lot_unsigned_wide scaled = (lot_unsigned_wide)part * 100;
    for (; part > 0 && digits < DIGITS_MAX && scaled < (lot_unsigned_wide)whole * 10; digits++)
        scaled *= 10;
    put_scaled(text, part, whole, 100, digits, LOT_TOWARDS_UP);
    lot_text_put(text, " %");
}

void lot_power_put(lot_text *text, uint64_t part, uint64_t whole)
{
    enum { DIGITS_MAX = 15 };
    unsigned digits = 0;
    lot_unsigned_wide scaled = part;
    while (digits < DIGITS_MAX && scaled * 10 < whole) {
        scaled *= 10;
        digits++;
    }
    if (digits == 0)
        lot_text_put(text, "1");
    else
        lot_text_format(text, "10^-%u", digits);
}
