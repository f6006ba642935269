/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: by hand, as core uses libc alone. */
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

static bool is_control(const unsigned char *at)
{
    return at[0] < 0x20 || at[0] == 0x7f || (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f) ||
           (at[0] == 0xe2 && at[1] == 0x80 && (at[2] == 0xa8 || at[2] == 0xa9));
}

/* The first control character, or the NUL at the end. */
static const char *behind_plain(const char *utf8)
{
    const unsigned char *at = (const unsigned char *)utf8;
    while (!is_control(at))
        at++;
    return (const char *)at;
}

bool lot_is_one_line(const char *utf8)
{
    return *behind_plain(utf8) == '\0';
}

bool lot_is_lines(const char *utf8)
{
    while (*utf8 != '\0') {
        const char *end = behind_plain(utf8);
        if (*end != '\n')
            return false;
        utf8 = end + 1;
    }
    return true;
}
