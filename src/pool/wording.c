/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wording: one walk over the folded cell. */
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

bool lot_wording_put(lot_text *words, const char *cell, bool spaced)
{
    /* Folding ASCII only makes letters small, which is done below for a fraction of the time. */
    bool ascii = is_ascii(cell);
    char *folded = ascii ? NULL : lot_fold(cell);
    if (!ascii && folded == NULL)
        return false;
    size_t start = words->length;
    bool gap = false;
    const uint8_t *at = (const uint8_t *)(folded != NULL ? folded : cell);
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
        bool capital = character >= 'A' && character <= 'Z';
        char small = (char)(character + ('a' - 'A'));
        lot_text_add(words, capital ? &small : (const char *)at, (size_t)(next - at));
    }
    free(folded);
    return true;
}
