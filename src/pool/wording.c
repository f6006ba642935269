/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wording: one walk over the folded cell, and a quick one over ASCII, which nearly all cells are.
 */
#include "pool/wording.h"

#include "civiclot/fold.h"

#include <stdlib.h>
#include <unictype.h>
#include <unistr.h>

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static bool is_apostrophe(ucs4_t character)
{
    return character == '\'' || character == '`' || character == 0x2018 || character == 0x2019;
}

static bool is_of_word(ucs4_t character)
{
    if (character < 0x80)
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9');
    return uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                           UC_CATEGORY_MASK_N);
}

/* Folding ASCII only makes letters small: the words take no more room than the cell. */
static void put_ascii(lot_text *words, const char *cell, bool spaced)
{
    size_t start = words->length;
    bool gap = false;
    lot_text_put(words, cell);
    if (words->failed || words->length == start)
        return;
    char *to = words->bytes + start;
    for (const char *first = to; *cell != '\0'; cell++) {
        ucs4_t character = (ucs4_t)(unsigned char)*cell;
        if (is_apostrophe(character))
            continue;
        if (!is_of_word(character)) {
            gap = true;
            continue;
        }
        if (gap && spaced && to > first)
            *to++ = ' ';
        gap = false;
        *to++ = (char)(*cell >= 'A' && *cell <= 'Z' ? *cell + ('a' - 'A') : *cell);
    }
    *to = '\0';
    words->length = (size_t)(to - words->bytes);
}

bool lot_wording_put(lot_text *words, const char *cell, bool spaced)
{
    if (is_ascii(cell)) {
        put_ascii(words, cell, spaced);
        return true;
    }
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return false;
    size_t start = words->length;
    bool gap = false;
    const uint8_t *at = (const uint8_t *)folded;
    const uint8_t *next;
    ucs4_t character;
    for (; (next = u8_next(&character, at)) != NULL; at = next) {
        if (is_apostrophe(character))
            continue;
        if (!is_of_word(character)) {
            gap = true;
            continue;
        }
        if (gap && spaced && words->length > start)
            lot_text_add(words, " ", 1);
        gap = false;
        lot_text_add(words, (const char *)at, (size_t)(next - at));
    }
    free(folded);
    return true;
}
