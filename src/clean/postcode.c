/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Postcode: the first half is A9, A99, AA9, AA99, A9A or AA9A, the second 9AA.
 * Source: UK government, Bulk Data Transfer: Validation, "UKAddressTypes", postcode formats.
 */
#include "clean/postcode.h"

#include <assert.h>
#include <string.h>

enum { LETTERS_MOST = 7 };

/* The letters and digits of a cell, and behind how many of them the last space stood. */
typedef struct squeezed {
    char letters[LETTERS_MOST + 1];
    size_t count;
    size_t spaced; /* 0: no space between them */
} squeezed;

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Read ASCII alone, and spaces, also those that no line breaks at. */
static bool squeeze(squeezed *out, const char *cell)
{
    bool space = false;
    *out = (squeezed){0};
    for (const char *at = cell; *at != '\0'; at++) {
        bool no_break = at[0] == '\xC2' && at[1] == '\xA0';
        char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        at += no_break ? 1 : 0;
        if (no_break || c == ' ' || (c >= '\t' && c <= '\r')) {
            space = true;
            continue;
        }
        if ((!is_letter(c) && !is_digit(c)) || out->count == LETTERS_MOST)
            return false;
        out->spaced = space && out->count > 0 ? out->count : out->spaced;
        space = false;
        out->letters[out->count++] = c;
    }
    return true;
}

static bool is_district(const char *letters, size_t count)
{
    size_t at = 0;
    size_t digits = 0;
    while (at < count && at < 2 && is_letter(letters[at]))
        at++;
    if (at == 0)
        return false;
    while (at < count && digits < 2 && is_digit(letters[at])) {
        at++;
        digits++;
    }
    if (digits == 1 && at < count && is_letter(letters[at]))
        at++;
    return digits > 0 && at == count;
}

/* How many letters the second half has: 3 of a unit, 1 of a sector, 0 of a district. */
static lot_postcode_level level_of(size_t *inward, const squeezed *in)
{
    const char *end = in->letters + in->count;
    *inward = 3;
    if (in->count > 3 && is_digit(end[-3]) && is_letter(end[-2]) && is_letter(end[-1]) &&
        is_district(in->letters, in->count - 3))
        return LOT_POSTCODE_UNIT;
    bool sector = in->count > 1 && is_digit(end[-1]) && is_district(in->letters, in->count - 1);
    *inward = 1;
    if (sector && in->spaced == in->count - 1)
        return LOT_POSTCODE_SECTOR;
    *inward = 0;
    if (is_district(in->letters, in->count))
        return LOT_POSTCODE_DISTRICT;
    *inward = 1;
    return sector ? LOT_POSTCODE_SECTOR : LOT_POSTCODE_NONE;
}

lot_postcode_level lot_postcode_read(char postcode[LOT_POSTCODE_BYTES], const char *cell)
{
    squeezed in;
    size_t inward;
    if (!squeeze(&in, cell))
        return LOT_POSTCODE_NONE;
    lot_postcode_level level = level_of(&inward, &in);
    if (level == LOT_POSTCODE_NONE)
        return level;
    size_t outward = in.count - inward;
    memcpy(postcode, in.letters, outward);
    postcode[outward] = '\0';
    if (inward > 0) {
        postcode[outward] = ' ';
        memcpy(postcode + outward + 1, in.letters + outward, inward + 1);
    }
    return level;
}

lot_postcode_level lot_postcode_widen(char *postcode, lot_postcode_level level)
{
    char *space = strchr(postcode, ' ');
    assert(space != NULL && (level == LOT_POSTCODE_UNIT || level == LOT_POSTCODE_SECTOR));
    if (level == LOT_POSTCODE_UNIT) {
        space[2] = '\0';
        return LOT_POSTCODE_SECTOR;
    }
    *space = '\0';
    return LOT_POSTCODE_DISTRICT;
}
