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

bool lot_utf8_is_valid(const char *text)
{
    while (*text != '\0') {
        unsigned char first = (unsigned char)*text++;
        if (first < 0x80)
            continue;
        if (first < 0xc2 || first > 0xf4)
            return false;
        if (!may_be_second(first, (unsigned char)*text))
            return false;
        /* the NUL at the end is no inner byte */
        for (size_t more = character_bytes((char)first) - 1; more > 0; more--) {
            if (!is_inner(*text++))
                return false;
        }
    }
    return true;
}
