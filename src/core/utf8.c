/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: where a text was cut. */
#include "core/utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { CHARACTER_BYTES_MAX = 4 };

static bool is_inner(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* How many bytes the character has that begins with `byte`. */
static size_t character_bytes(char byte)
{
    unsigned char first = (unsigned char)byte;
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

void lot_utf8_mend_cut(char *text)
{
    size_t length = strlen(text);
    size_t there = 1;
    while (there < length && there < CHARACTER_BYTES_MAX && is_inner(text[length - there]))
        there++;
    if (length > 0 && character_bytes(text[length - there]) > there)
        text[length - there] = '\0';
}
