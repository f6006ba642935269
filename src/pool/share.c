/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Share: read as a fraction of whole numbers, so that rounding is exact. */
#include "pool/share.h"

#include "civiclot/quota.h"
#include "core/wide.h"

#include <string.h>

enum { DIGITS_MOST = 9 };

bool lot_seats_parse(uint32_t *seats, const char *words)
{
    size_t digits = strspn(words, "0123456789");
    const char *rest = words + digits;
    if (digits == 0 || (*rest != '\0' && strcmp(rest, ".0") != 0 && strcmp(rest, ".00") != 0))
        return false;
    uint64_t number = 0;
    for (size_t i = 0; i < digits && number < LOT_UNBOUNDED; i++)
        number = number * 10 + (uint64_t)(words[i] - '0');
    *seats = number < LOT_UNBOUNDED ? (uint32_t)number : LOT_UNBOUNDED - 1;
    return true;
}

/* The digits at *words go behind those of *number; false when they are none, or too many. */
static bool read_digits(uint64_t *number, size_t *count, const char **words)
{
    *count = strspn(*words, "0123456789");
    for (size_t i = 0; i < *count && *count <= DIGITS_MOST; i++)
        *number = *number * 10 + (uint64_t)((*words)[i] - '0');
    *words += *count;
    return *count > 0 && *count <= DIGITS_MOST;
}

bool lot_fraction_parse(uint64_t *numerator, uint64_t *denominator, bool *percent,
                        const char *words)
{
    size_t count;
    *numerator = 0;
    *denominator = 1;
    if (!read_digits(numerator, &count, &words))
        return false;
    if (*words == '/') {
        words++;
        *denominator = 0;
        *percent = false;
        return read_digits(denominator, &count, &words) && *denominator > 0 && *words == '\0';
    }
    size_t places = 0;
    if (*words == '.' || *words == ',') {
        words++;
        if (!read_digits(numerator, &places, &words))
            return false;
        for (size_t i = 0; i < places; i++)
            *denominator *= 10;
    }
    words += strspn(words, " ");
    *percent = *words == '%';
    words += *percent;
    return *words == '\0';
}

/* 5.000 is five, or five thousand. */
static bool is_doubtful(uint64_t numerator, uint64_t denominator, bool percent, const char *words)
{
    return !percent && denominator == 1000 && numerator >= 1000 && strchr(words, '/') == NULL;
}

lot_share_kind lot_share_parse(uint32_t *down, uint32_t *up, const char *words, uint32_t seats)
{
    uint64_t numerator;
    uint64_t denominator;
    bool percent;
    if (!lot_fraction_parse(&numerator, &denominator, &percent, words) ||
        is_doubtful(numerator, denominator, percent, words))
        return LOT_NO_SHARE;
    lot_wide whole = (lot_wide)denominator * (percent ? 100 : 1);
    bool share = (lot_wide)numerator <= whole;
    if (percent && !share)
        return LOT_NO_SHARE;
    lot_wide part = (lot_wide)numerator * (lot_wide)(share ? seats : 1);
    lot_wide rounded = part / whole;
    *down = rounded < LOT_UNBOUNDED ? (uint32_t)rounded : LOT_UNBOUNDED - 1;
    *up = *down + (part % whole > 0 && *down < LOT_UNBOUNDED - 1);
    return share ? LOT_SHARE : LOT_BROKEN_NUMBER;
}
