/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned: by code points, which is what names in European languages take. */
#include "report/aligned.h"

uint32_t lot_columns_wide(const char *string)
{
    uint32_t width = 0;
    for (const char *c = string; *c != '\0'; c++)
        width += ((unsigned char)*c & 0xc0) != 0x80; /* UTF-8's continuation bytes take none */
    return width;
}

void lot_spaces_put(lot_text *text, uint32_t from, uint32_t to)
{
    for (uint32_t column = from; column < to; column++)
        lot_text_put(text, " ");
}

void lot_plain_put(lot_text *text, const char *string)
{
    for (const char *c = string; *c != '\0'; c++) {
        bool control = (unsigned char)*c < 0x20 || *c == 0x7f;
        lot_text_add(text, control ? "?" : c, 1);
    }
}
