/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From chances to integers: seat-tickets of classes (round.c), then compositions (peel.c). */
#ifndef CIVICLOT_FAIR_SEATS_H
#define CIVICLOT_FAIR_SEATS_H

#include "civiclot/lottery.h"
#include "fair/model.h"

/* How many different roundings lot_round_seats() can try, and ways lot_peel() can go. */
enum { LOT_ROUNDINGS = 3, LOT_PEELINGS = 4 };

/*
 * Seat-tickets y[t] of every class near tickets * chance[t] * size[t], so that y lies in
 * tickets * Q, in integers, and everyone's share y[t] / size[t] is within one ticket.
 * which: 0 .. LOT_ROUNDINGS-1, another rounding each time.
 * *found is false when there is none (within the node limit): an answer.
 */
lot_status lot_round_seats(int64_t *y, bool *found, const lot_model *model, const double *chance,
                           uint64_t tickets, uint32_t which, const lot_progress *progress,
                           lot_error *error);

/*
 * Peel compositions off y until nothing is left. *whole is false when that gets stuck, an answer:
 * *out then holds what was peeled until then. which: 0 .. LOT_PEELINGS-1, the fast ways first.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED. Free *out with lot_compositions_free().
 */
lot_status lot_peel(lot_compositions **out, bool *whole, const lot_model *model, const int64_t *y,
                    uint64_t tickets, uint32_t which, const lot_progress *progress,
                    lot_error *error);

/*
 * Append a composition, seats[t] of [classes->count], for so many tickets. *room: 0 at first.
 * LOT_FAILURE: no memory.
 */
lot_status lot_compositions_add(lot_compositions *compositions, size_t *room,
                                const lot_model *model, const int64_t *seats, uint64_t tickets,
                                lot_error *error);

#endif
