/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control characters: found in UTF-8 by hand, as core uses libc alone. */
#include "core/control.h"

#include <stddef.h>

/* The control character or line separator that begins at `at`, with its bytes; 0 bytes: none. */
static unsigned control_at(size_t *bytes, const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    *bytes = 1;
    if (byte[0] < 0x20 || byte[0] == 0x7f)
        return byte[0];
    *bytes = 2;
    if (byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] <= 0x9f)
        return byte[1];
    *bytes = 3;
    if (byte[0] == 0xe2 && byte[1] == 0x80 && (byte[2] == 0xa8 || byte[2] == 0xa9))
        return 0x2000U + (byte[2] - 0x80U);
    *bytes = 0;
    return 0;
}

/* The same of what a line must not be shown with besides: U+202A to U+202E and U+2066 to U+2069
 * have the rest of a line, which may be the shower's own words, read in another order. */
static unsigned hidden_at(size_t *bytes, const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    unsigned control = control_at(bytes, at);
    if (*bytes > 0 || byte[0] != 0xe2)
        return control;
    *bytes = 3;
    if (byte[1] == 0x80 && byte[2] >= 0xaa && byte[2] <= 0xae)
        return 0x2000U + (byte[2] - 0x80U);
    if (byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9)
        return 0x2040U + (byte[2] - 0x80U);
    *bytes = 0;
    return 0;
}

/* Behind the characters that are no controls: at one, or at the NUL at the end. */
static const char *behind_plain(const char *at)
{
    size_t bytes;
    for (; control_at(&bytes, at), bytes == 0; at++)
        continue;
    return at;
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

void lot_text_put_escaped(lot_text *text, const char *utf8)
{
    for (const char *plain = utf8;;) {
        size_t bytes;
        unsigned hidden = hidden_at(&bytes, utf8);
        if (bytes == 0) {
            utf8++;
            continue;
        }
        lot_text_add(text, plain, (size_t)(utf8 - plain));
        if (*utf8 == '\0')
            return;
        lot_text_format(text, "\\u%04x", hidden);
        plain = utf8 += bytes;
    }
}
