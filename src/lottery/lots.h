/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lots: the seats of one kind of household on every ticket, and taking an even part of them.
 *
 * A lot is a stretch of tickets on which the seats of each class do not change.
 */
#ifndef CIVICLOT_LOTTERY_LOTS_H
#define CIVICLOT_LOTTERY_LOTS_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

/* In the order of the tickets. Start with {.classes_count = n}. */
typedef struct lot_lots {
    uint32_t classes_count;
    size_t count;
    size_t room;
    uint64_t *first;  /* [count] the lot's first ticket */
    uint64_t *length; /* [count] how many */
    uint32_t *seats;  /* [count][classes_count] on each ticket of it */
} lot_lots;

/* Release the arrays. */
void lot_lots_free(lot_lots *lots);

/* Append a lot; its seats, to be written: [classes_count]. NULL when there is no memory. */
uint32_t *lot_lots_add(lot_lots *lots, uint64_t first, uint64_t length);

/*
 * Take one of `parts` even parts off `left`, which shrinks to the other parts - 1.
 * taken: emptied first; gets the part. Lots without seats are left out, there and in `left`.
 * parts: at least 1, and enough that no lot has more seats of a class than its parts can take.
 * LOT_FAILURE when there is no memory.
 */
lot_status lot_lots_take(lot_lots *taken, lot_lots *left, uint32_t parts, lot_error *error);

#endif
