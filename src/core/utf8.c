/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: what is valid, and where a text was cut. */
#include "core/utf8.h"

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

/* May this byte follow `first`? It tells what is overlong, a surrogate or beyond Unicode. */
static bool may_be_second(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second < 0xa0;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second < 0x90;
    default:
        return true;
    }
}

size_t lot_utf8_character(const char *at, size_t left)
{
    unsigned char first = left > 0 ? (unsigned char)*at : 0;
    if (left == 0 || first < 0x80)
        return left > 0 ? 1 : 0;
    size_t bytes = character_bytes(*at);
    if (first < 0xc2 || first > 0xf4 || bytes > left || !may_be_second(first, (unsigned char)at[1]))
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if (!is_inner(at[i]))
            return 0;
    return bytes;
}

bool lot_utf8_is_valid(const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        size_t bytes = lot_utf8_character(text, left);
        if (bytes == 0)
            return false;
        text += bytes;
        left -= bytes;
    }
    return true;
}
