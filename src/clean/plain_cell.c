/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain cell: character after character, into room of a fixed size. */
#include "clean/plain_cell.h"

#include <assert.h>
#include <stddef.h>
#include <unictype.h>
#include <unistr.h>

/* As a character of a plain text; NUL: it has no width. */
static char plain_of(ucs4_t character)
{
    if (character >= 'A' && character <= 'Z')
        return (char)(character - 'A' + 'a');
    if (character > ' ' && character < 0x7f)
        return (char)character;
    switch (character) {
    case 0x00AD: /* soft hyphen */
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x200E: /* marks of writing direction: some programs put them into dates */
    case 0x200F:
    case 0x2060:
    case 0xFEFF:
        return '\0';
    case 0x2212: /* minus sign */
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
        return '-';
    default:
        break;
    }
    if (character >= 0x2010 && character <= 0x2015)
        return '-';
    return uc_is_property_white_space(character) ? ' ' : LOT_PLAIN_OTHER;
}

bool lot_plain_make(lot_plain *out, const char *cell)
{
    size_t length = 0;
    bool space = false;
    const uint8_t *at = (const uint8_t *)cell;
    while (*at != '\0') {
        ucs4_t character;
        const uint8_t *next = u8_next(&character, at);
        char c = next != NULL ? plain_of(character) : LOT_PLAIN_OTHER;
        at = next != NULL ? next : at + 1;
        if (c == ' ')
            space = length > 0;
        if (c == ' ' || c == '\0')
            continue;
        if (length + 2 >= sizeof out->text)
            return false;
        if (space)
            out->text[length++] = ' ';
        space = false;
        out->text[length++] = c;
    }
    out->text[length] = '\0';
    return true;
}

bool lot_plain_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool lot_plain_is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

uint32_t lot_plain_digits(uint32_t *number, const char **at, uint32_t most)
{
    uint32_t count = 0;
    assert(most <= 9);
    *number = 0;
    for (; lot_plain_is_digit((*at)[count]); count++) {
        if (count == most)
            return 0;
        *number = *number * 10 + (uint32_t)((*at)[count] - '0');
    }
    *at += count;
    return count;
}
