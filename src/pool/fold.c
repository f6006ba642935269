/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folding: when two cells mean the same.
 *
 * Nearly all cells are ASCII, where every step is simple and one allocation does; only the others
 * go through libunistring, whose NULL language keeps locales out.
 */
#include "civiclot/fold.h"

#include "core/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

typedef enum width {
    VISIBLE,
    SPACE,
    ZERO_WIDTH, /* nothing, wherever it stands: spaces of no width, marks of writing direction */
    JOINER      /* nothing at the ends, but says how letters join between them */
} width;

static width width_of(ucs4_t character)
{
    if (character < 0x80)
        return character == ' ' || (character >= '\t' && character <= '\r') ? SPACE : VISIBLE;
    switch (character) {
    case 0x200B:
    case 0x200E:
    case 0x200F:
    case 0x2060:
    case 0xFEFF:
        return ZERO_WIDTH;
    case 0x200C:
    case 0x200D:
        return JOINER;
    default:
        return uc_is_property_white_space(character) ? SPACE : VISIBLE;
    }
}

/* Read one character of a string that has not ended: its bytes. */
static size_t next_character(ucs4_t *character, const uint8_t *s, size_t length)
{
    if (s[0] < 0x80) {
        *character = s[0];
        return 1;
    }
    return (size_t)u8_mbtouc(character, s, length);
}

/* The part of a string without the white space around it. */
static const uint8_t *trim(size_t *trimmed, const char *utf8)
{
    const uint8_t *s = (const uint8_t *)utf8;
    size_t length = strlen(utf8);
    size_t begin = length;
    size_t end = length;
    for (size_t at = 0; at < length;) {
        ucs4_t character;
        size_t bytes = next_character(&character, s + at, length - at);
        if (width_of(character) == VISIBLE) {
            if (begin == length)
                begin = at;
            end = at + bytes;
        }
        at += bytes;
    }
    *trimmed = end - begin;
    return s + begin;
}

/* The part as a new string, runs of white space as one space, and without what has no width. */
static char *squeeze(const uint8_t *s, size_t length)
{
    char *squeezed = lot_array_new(length + 1, 1);
    size_t written = 0;
    bool space = false;
    for (size_t at = 0; squeezed != NULL && at < length;) {
        ucs4_t character;
        size_t bytes = next_character(&character, s + at, length - at);
        width w = width_of(character);
        if (w == SPACE) {
            space = true;
        } else if (w != ZERO_WIDTH) {
            if (space)
                squeezed[written++] = ' ';
            space = false;
            memcpy(squeezed + written, s + at, bytes);
            written += bytes;
        }
        at += bytes;
    }
    return squeezed;
}

static bool is_ascii(const uint8_t *s, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (s[i] >= 0x80)
            return false;
    }
    return true;
}

/* Is there anything that only libunistring can fold? It does not take what is no UTF-8. */
static bool needs_unicode(const uint8_t *s, size_t length)
{
    return !is_ascii(s, length) && u8_check(s, length) == NULL;
}

static void lower_ascii(char *string)
{
    for (; *string != '\0'; string++) {
        if (*string >= 'A' && *string <= 'Z')
            *string = (char)(*string - 'A' + 'a');
    }
}

/*
 * Folding can compose and composing can fold, hence decomposed first, and composed last.
 * The NUL is carried along as one more character.
 */
static char *fold_case(const char *string)
{
    size_t bytes = strlen(string) + 1;
    size_t folded_bytes;
    size_t composed_bytes;
    uint8_t *decomposed = u8_normalize(UNINORM_NFD, (const uint8_t *)string, bytes, NULL, &bytes);
    if (decomposed == NULL)
        return NULL;
    uint8_t *folded = u8_casefold(decomposed, bytes, NULL, NULL, NULL, &folded_bytes);
    free(decomposed);
    if (folded == NULL)
        return NULL;
    uint8_t *composed = u8_normalize(UNINORM_NFC, folded, folded_bytes, NULL, &composed_bytes);
    free(folded);
    return (char *)composed;
}

char *lot_fold(const char *utf8)
{
    size_t length;
    const uint8_t *s = trim(&length, utf8);
    char *squeezed = squeeze(s, length);
    if (squeezed == NULL)
        return NULL;
    if (!needs_unicode(s, length)) {
        lower_ascii(squeezed);
        return squeezed;
    }
    char *folded = fold_case(squeezed);
    free(squeezed);
    return folded;
}

char *lot_tidy(const char *utf8)
{
    size_t length;
    const uint8_t *s = trim(&length, utf8);
    if (!needs_unicode(s, length)) {
        char *tidy = lot_array_new(length + 1, 1);
        if (tidy != NULL)
            memcpy(tidy, s, length);
        return tidy;
    }
    size_t bytes;
    uint8_t *normal = u8_normalize(UNINORM_NFC, s, length, NULL, &bytes);
    if (normal == NULL)
        return NULL;
    char *tidy = lot_array_resize(normal, bytes + 1, 1);
    if (tidy == NULL)
        free(normal);
    else
        tidy[bytes] = '\0';
    return tidy;
}

bool lot_is_blank(const char *utf8)
{
    size_t length = strlen(utf8);
    for (size_t at = 0; at < length;) {
        ucs4_t character;
        at += next_character(&character, (const uint8_t *)utf8 + at, length - at);
        if (width_of(character) == VISIBLE)
            return false;
    }
    return true;
}
