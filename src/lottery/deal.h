/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches: who sits on which run of tickets, between dealing (deal.c) and panels (stretch.c). */
#ifndef CIVICLOT_LOTTERY_DEAL_H
#define CIVICLOT_LOTTERY_DEAL_H

#include "civiclot/lottery.h"

/* A person sits on every ticket from first up to, but without, end. */
typedef struct lot_stretch {
    uint64_t first;
    uint64_t end;
    uint32_t person;
} lot_stretch;

typedef struct lot_stretches {
    lot_stretch *items; /* [count] */
    size_t count;
    size_t room;
} lot_stretches;

/*
 * Cut the tickets wherever somebody's stretch begins or ends: every piece is a panel.
 * stretches: on every ticket exactly `seats` different people; they are sorted.
 * LOT_FAILURE when there is no memory. *out is NULL on failure.
 */
lot_status lot_stretches_to_panels(lot_panels **out, lot_stretches *stretches, uint32_t seats,
                                   lot_error *error);

#endif
