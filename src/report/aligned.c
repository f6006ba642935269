/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned: spaces between words, and words that a terminal may be shown. */
#include "report/aligned.h"

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
