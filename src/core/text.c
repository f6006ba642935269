/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: a string that grows. */
#include "civiclot/text.h"

#include "core/array.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lot_text_free(lot_text *text)
{
    free(text->bytes);
    *text = LOT_TEXT_EMPTY;
}

void lot_text_begin_again(lot_text *text)
{
    text->length = 0;
    if (text->bytes != NULL)
        text->bytes[0] = '\0';
}

/* Make room for `more` bytes and a NUL; false, and failed, when it cannot. */
static bool reserve(lot_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (more < text->room - text->length)
        return true;
    size_t room = text->room < 64 ? 64 : text->room;
    while (room - text->length <= more) {
        if (room > SIZE_MAX / 2) {
            text->failed = true;
            return false;
        }
        room *= 2;
    }
    char *grown = lot_array_resize(text->bytes, room, 1);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->room = room;
    return true;
}

void lot_text_add(lot_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void lot_text_put(lot_text *text, const char *string)
{
    lot_text_add(text, string, strlen(string));
}

void lot_text_format(lot_text *text, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    /* Most of what is put fits: then it is formatted once. */
    size_t left = text->room - text->length;
    int length = left > 0 ? vsnprintf(text->bytes + text->length, left, format, arguments)
                          : vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        text->failed = true;
    else if (reserve(text, (size_t)length)) {
        if ((size_t)length >= left)
            (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    if (text->failed && left > 0)
        text->bytes[text->length] = '\0'; /* T2: a beginning may stand there */
    va_end(again);
}

/* Continuation bytes of UTF-8 take no place. */
uint32_t lot_text_places(const char *string)
{
    uint32_t count = 0;
    for (; *string != '\0'; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

void lot_text_put_padded(lot_text *text, const char *string, size_t places)
{
    lot_text_put(text, string);
    for (size_t at = lot_text_places(string); at < places; at++)
        lot_text_put(text, " ");
}

void lot_text_free_part(lot_text *text, lot_text *part)
{
    text->failed = text->failed || part->failed;
    lot_text_free(part);
}

const char *lot_text_string(const lot_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

lot_status lot_text_check(const lot_text *text, lot_error *error)
{
    return text->failed ? LOT_NO_MEMORY(error) : LOT_OK;
}
