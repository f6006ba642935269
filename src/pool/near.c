/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near: by the letters that differ. */
#include "pool/near.h"

#include "core/distance.h"

#include <unistr.h>

enum { NEAR = 2 };

/* The letters of a word; 0 when there are too many to be a slip, or none. */
static size_t spell(ucs4_t letters[LOT_WORD_MOST], const char *word)
{
    const uint8_t *at = (const uint8_t *)word;
    const uint8_t *next;
    size_t count = 0;
    for (; (next = u8_next(&letters[count], at)) != NULL; at = next)
        if (++count == LOT_WORD_MOST)
            return 0;
    return count;
}

void lot_near_find(uint32_t *near, const char *word, const char *const *words, uint32_t count)
{
    ucs4_t typed[LOT_WORD_MOST];
    ucs4_t meant[LOT_WORD_MOST];
    size_t typed_count = spell(typed, word);
    size_t fewest = NEAR + 1;
    *near = LOT_NONE_NEAR;
    for (uint32_t w = 0; typed_count > 0 && w < count; w++) {
        size_t meant_count = spell(meant, words[w]);
        size_t slips = lot_distance(typed, typed_count, meant, meant_count);
        size_t shorter = meant_count < typed_count ? meant_count : typed_count;
        if (slips > fewest || slips > NEAR || slips * 2 > shorter)
            continue;
        *near = slips == fewest ? LOT_NONE_NEAR : w;
        fewest = slips;
    }
}
