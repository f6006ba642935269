/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Message: cells of files that anybody may have written. */
#include "pool/message.h"

#include "core/control.h"

#include <string.h>
#include <unistr.h>

enum { SHOWN_CHARACTERS = 40, CHARACTER_BYTES_MAX = 4 };

void lot_message_put_cell(lot_text *words, const char *cell)
{
    const uint8_t *at = (const uint8_t *)cell;
    const uint8_t *next;
    ucs4_t character;
    for (int shown = 0; (next = u8_next(&character, at)) != NULL; at = next, shown++) {
        char bytes[CHARACTER_BYTES_MAX + 1] = {0};
        if (shown == SHOWN_CHARACTERS) {
            lot_text_put(words, "...");
            return;
        }
        memcpy(bytes, at, (size_t)(next - at));
        lot_text_put_escaped(words, bytes);
    }
}
