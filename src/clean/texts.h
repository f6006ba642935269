/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts: strings in the order in which they were added; as a list, or each different one once.
 *
 *   X1  items[i] stays where it is until the texts are freed;
 *   X2  what lot_texts_meet() added has the number of its place: no two are equal.
 */
#ifndef CIVICLOT_CLEAN_TEXTS_H
#define CIVICLOT_CLEAN_TEXTS_H

#include "civiclot/status.h"
#include "pool/names.h"

#include <stddef.h>

typedef struct lot_texts {
    char **items; /* [count] */
    uint32_t count;
    size_t room;
    lot_names *names; /* NULL while none was met */
} lot_texts;

/* Free them all. */
void lot_texts_free(lot_texts *texts);

/* Add one to the end, and take it over; it is freed on failure, too. NULL is no memory. */
lot_status lot_texts_take(lot_texts *texts, char *text, lot_error *error);

/* Set *number to the place of an equal text, of which a copy is added when it is new. */
lot_status lot_texts_meet(uint32_t *number, lot_texts *texts, const char *text, lot_error *error);

/* As the functions of tables and pools want them. Cannot fail. */
static inline const char *const *lot_texts_items(const lot_texts *texts)
{
    return (const char *const *)texts->items;
}

#endif
