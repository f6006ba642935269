/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest name: names of commands and options are ASCII, so a byte is a letter. */
#include "talk/nearest.h"

#include "core/distance.h"

#include <string.h>

/* The letters of a word; 0 when there are none, or too many. */
static size_t spell(uint32_t letters[LOT_WORD_MOST], const char *word)
{
    size_t length = strlen(word);
    if (length > LOT_WORD_MOST)
        return 0;
    for (size_t i = 0; i < length; i++)
        letters[i] = (unsigned char)word[i];
    return length;
}

const char *lot_nearest_name(const char *typed, const char *const *names, size_t count)
{
    uint32_t wrong[LOT_WORD_MOST];
    uint32_t right[LOT_WORD_MOST];
    size_t length = spell(wrong, typed);
    if (length == 0)
        return NULL;
    const char *nearest = NULL;
    size_t fewest = length / 2 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t slips = lot_distance(wrong, length, right, spell(right, names[i]));
        if (slips < fewest) {
            fewest = slips;
            nearest = names[i];
        }
    }
    return nearest;
}
