/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kept text: a file that says how the people are read, kept in the assembly file byte by byte.
 */
#ifndef CIVICLOT_KEPT_TEXT_H
#define CIVICLOT_KEPT_TEXT_H

#include "civiclot/text.h"

#include <stdint.h>

/* Kept in the assembly file as these numbers. */
typedef enum lot_kept_kind {
    LOT_KEPT_RULES,     /* what --map named */
    LOT_KEPT_TABLE,     /* a file that the rules name */
    LOT_KEPT_HOUSEHOLDS /* who shares a home, as a person decided */
} lot_kept_kind;

typedef struct lot_kept_text {
    lot_kept_kind kind;
    char *name; /* of the file, as it was given */
    lot_text bytes;
} lot_kept_text;

/* Free texts: [count]. NULL is fine. */
void lot_kept_texts_free(lot_kept_text *texts, uint32_t count);

#endif
