/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distance: one row of the table at a time. */
#include "core/distance.h"

#include <assert.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t lot_distance(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t row[LOT_WORD_MOST + 1];
    assert(a_count <= LOT_WORD_MOST && b_count <= LOT_WORD_MOST);
    for (size_t j = 0; j <= b_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_count];
}

size_t lot_slips(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t same = 0;
    while (same < a_count && same < b_count && a[same] == b[same])
        same++;
    size_t behind = same + 2;
    if (a_count == b_count && behind <= a_count && a[same] == b[same + 1] &&
        a[same + 1] == b[same] &&
        memcmp(a + behind, b + behind, (a_count - behind) * sizeof *a) == 0)
        return 1;
    return lot_distance(a, a_count, b, b_count);
}
