/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantity: digits, in groups of three where somebody wrote them so, and what follows the point. */
#include "plan/quantity.h"

#include "civiclot/population.h"

#include <string.h>

enum { GROUP_DIGITS = 3, PLACES_MOST = 9 };

static size_t digits_at(const char *words)
{
    return strspn(words, "0123456789");
}

/* How many bytes part groups of digits here: a comma, an apostrophe, a space of any kind. */
static size_t parting_at(const char *words)
{
    static const char *const spaces[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89",
                                         "\xe2\x80\x99"};
    if (*words == ',' || *words == '\'' || *words == ' ')
        return 1;
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        if (strncmp(words, spaces[i], strlen(spaces[i])) == 0)
            return strlen(spaces[i]);
    return 0;
}

static void add_digits(uint64_t *number, const char *words, size_t count)
{
    for (size_t i = 0; i < count && *number <= LOT_QUANTITY_MOST; i++)
        *number = *number * 10 + (uint64_t)(words[i] - '0');
}

/* Read whole people at *words; grouped: whether they may stand in groups of three. */
static bool read_whole(uint64_t *whole, const char **words, bool grouped)
{
    size_t count = digits_at(*words);
    *whole = 0;
    add_digits(whole, *words, count);
    *words += count;
    if (count == 0 || count > GROUP_DIGITS || !grouped)
        return count > 0;
    size_t parting;
    while ((parting = parting_at(*words)) > 0 && digits_at(*words + parting) == GROUP_DIGITS) {
        add_digits(whole, *words + parting, GROUP_DIGITS);
        *words += parting + GROUP_DIGITS;
    }
    return true;
}

/* Read what stands behind the point, in billionths. */
static bool read_places(uint64_t *parts, const char **words, size_t *places)
{
    uint64_t unit = LOT_COUNT_PARTS / 10;
    *places = digits_at(*words);
    for (size_t i = 0; i < *places && i < PLACES_MOST; i++, unit /= 10)
        *parts += unit * (uint64_t)((*words)[i] - '0');
    *words += *places;
    return *places > 0;
}

static lot_quantity_fault read_number(uint64_t *parts, const char **words, bool grouped)
{
    const char *begin = *words;
    uint64_t whole;
    size_t places = 0;
    *parts = 0;
    if (*begin == '\0')
        return LOT_QUANTITY_EMPTY;
    if (*begin == '-' && digits_at(begin + 1) > 0)
        return LOT_QUANTITY_NEGATIVE;
    if (!read_whole(&whole, words, grouped))
        return LOT_QUANTITY_NO_NUMBER;
    size_t before = (size_t)(*words - begin);
    if (**words == '.' || **words == ',') {
        ++*words;
        if (!read_places(parts, words, &places))
            return LOT_QUANTITY_NO_NUMBER;
    }
    if (whole > LOT_QUANTITY_MOST)
        return LOT_QUANTITY_LARGE;
    if (grouped && places == GROUP_DIGITS && before <= GROUP_DIGITS && begin[0] != '0')
        return LOT_QUANTITY_DOUBTFUL;
    *parts += whole * LOT_COUNT_PARTS;
    return LOT_QUANTITY_SOUND;
}

lot_quantity_fault lot_count_parse(uint64_t *parts, const char *words)
{
    lot_quantity_fault fault = read_number(parts, &words, true);
    if (fault == LOT_QUANTITY_SOUND && *words != '\0')
        fault = LOT_QUANTITY_NO_NUMBER;
    if (fault != LOT_QUANTITY_SOUND)
        *parts = 0;
    return fault;
}

lot_quantity_fault lot_part_parse(uint64_t *parts, bool *percent, const char *words)
{
    lot_quantity_fault fault = read_number(parts, &words, false);
    words += strspn(words, " ");
    *percent = *words == '%';
    words += *percent;
    if (fault == LOT_QUANTITY_SOUND && *words != '\0')
        fault = LOT_QUANTITY_NO_NUMBER;
    if (fault != LOT_QUANTITY_SOUND)
        *parts = 0;
    else if (*percent)
        *parts /= 100;
    return fault;
}
