/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: an array of strings, with names beside it where equal ones are to be found. */
#include "clean/texts.h"

#include "core/array.h"

#include <stdlib.h>

void lot_texts_free(lot_texts *texts)
{
    for (uint32_t t = 0; t < texts->count; t++)
        free(texts->items[t]);
    free(texts->items);
    lot_names_free(texts->names);
    *texts = (lot_texts){0};
}

lot_status lot_texts_take(lot_texts *texts, char *text, lot_error *error)
{
    void *items = texts->items;
    if (text == NULL || lot_array_grow(&items, &texts->room, texts->count, sizeof(char *)) != 0) {
        free(text);
        return LOT_NO_MEMORY(error);
    }
    texts->items = items;
    texts->items[texts->count++] = text;
    return LOT_OK;
}

lot_status lot_texts_meet(uint32_t *number, lot_texts *texts, const char *text, lot_error *error)
{
    if (texts->names == NULL)
        texts->names = lot_names_new();
    if (texts->names == NULL || !lot_names_add(number, texts->names, text))
        return LOT_NO_MEMORY(error);
    if (*number < texts->count)
        return LOT_OK;
    return lot_texts_take(texts, lot_string_copy(text), error);
}
