/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pile: the seats of one class on every ticket, of which people take even parts off the top.
 *
 * A run is a stretch of tickets on which the seats do not change. The first ticket lies on top, and
 * a part mostly comes off there: so it takes as long as it is large, whatever lies below.
 */
#ifndef CIVICLOT_LOTTERY_PILE_H
#define CIVICLOT_LOTTERY_PILE_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lot_run {
    uint64_t first;  /* its first ticket */
    uint64_t length; /* how many */
    uint32_t seats;  /* on each ticket of it; at least 1 */
} lot_run;

typedef struct lot_runs {
    lot_run *items; /* [count] */
    size_t count;
    size_t room;
} lot_runs;

/* Start with {0}. */
typedef struct lot_pile {
    lot_runs runs;   /* the last ticket first */
    lot_runs passed; /* room for those that lay on top of what is being taken */
    uint64_t seats;  /* over all tickets */
    uint32_t most;   /* no run has more seats on a ticket */
} lot_pile;

/* Release the arrays. */
void lot_runs_free(lot_runs *runs);
void lot_pile_free(lot_pile *pile);

/* Append a run; one without tickets or seats is left out. LOT_FAILURE when there is no memory. */
lot_status lot_runs_add(lot_runs *runs, uint64_t first, uint64_t length, uint32_t seats,
                        lot_error *error);

/* Lay the runs, in the order of their tickets, on an empty pile. */
lot_status lot_pile_fill(lot_pile *pile, const lot_runs *runs, lot_error *error);

/*
 * Take one of `parts` even parts: on each ticket the floor or ceiling of its seats' share, over all
 * tickets the ceiling. What is left can be taken in parts - 1 parts.
 * taken: emptied first; gets the part, in the order of the tickets.
 * parts: at least 1.
 * LOT_FAILURE when there is no memory.
 */
lot_status lot_pile_take(lot_runs *taken, lot_pile *pile, uint32_t parts, lot_error *error);

#endif
