/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: where a text was cut, and what a character is. */
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

size_t lot_utf8_character(const char *at, size_t left)
{
    if (left == 0)
        return 0;
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] < 0x80)
        return 1;
    size_t bytes = character_bytes(at[0]);
    if (byte[0] < 0xc2 || byte[0] > 0xf4 || bytes > left)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if (!is_inner(at[i]))
            return 0;
    bool overlong = (byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xf0 && byte[1] < 0x90);
    bool surrogate = byte[0] == 0xed && byte[1] > 0x9f;
    bool beyond = byte[0] == 0xf4 && byte[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : bytes;
}
