/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays with checked sizes. */
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

void *lot_array_new(size_t count, size_t bytes)
{
    return calloc(count > 0 ? count : 1, bytes);
}

void *lot_array_resize(void *array, size_t count, size_t bytes)
{
    if (count == 0)
        count = 1;
    if (bytes > 0 && count > SIZE_MAX / bytes)
        return NULL;
    return realloc(array, count * bytes);
}

int lot_array_grow(void **array, size_t *room, size_t count, size_t bytes)
{
    if (count < *room)
        return 0;
    size_t more = *room < 16 ? 16 : *room * 2;
    if (more <= *room)
        return -1;
    void *grown = lot_array_resize(*array, more, bytes);
    if (grown == NULL)
        return -1;
    *array = grown;
    *room = more;
    return 0;
}

char *lot_string_copy(const char *string)
{
    size_t bytes = strlen(string) + 1;
    char *copy = malloc(bytes);
    if (copy != NULL)
        memcpy(copy, string, bytes);
    return copy;
}

uint64_t lot_gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}
