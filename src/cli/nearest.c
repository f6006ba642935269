/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest name: what somebody who mistyped may have meant. */
#include "cli/options.h"

#include <string.h>

enum { NAME_MAX_BYTES = 32 };

static size_t least_of(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Letters to add, drop or change until a is b; both at most NAME_MAX_BYTES long. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1];
    size_t length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t above = row[j + 1];
            row[j + 1] = least_of(above + 1, row[j] + 1, corner + (a[i] != b[j]));
            corner = above;
        }
    }
    return row[length];
}

const char *lot_nearest_name(const char *typed, const char *const *names, size_t count)
{
    size_t length = strlen(typed);
    if (length == 0 || length > NAME_MAX_BYTES)
        return NULL;
    const char *nearest = NULL;
    size_t least = length / 2 + 1;
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) > NAME_MAX_BYTES)
            continue;
        size_t letters = distance(typed, names[i]);
        if (letters < least) {
            least = letters;
            nearest = names[i];
        }
    }
    return nearest;
}
