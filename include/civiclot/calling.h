/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calling: which of a draw's reserves are called up in the places of members who left:
 * docs/protocol.md, section 12. It is lot_call_up() for the reserves at hand and the people who are
 * kept, with quota rows that all weigh 1, as published quotas have no priorities.
 */
#ifndef CIVICLOT_CALLING_H
#define CIVICLOT_CALLING_H

#include "civiclot/callup.h"
#include "civiclot/standing.h"

/* What it follows from. Nothing is owned. */
typedef struct lot_calling {
    const lot_quotas *quotas; /* of the draw, without rows of standing */
    uint32_t seats;
    const lot_pool *pool;
    const lot_standing *standing; /* fewer are kept than there are seats */
    const uint32_t *reserves;     /* [reserves_count] people, in their order, all different */
    uint32_t reserves_count;
} lot_calling;

/* Who is called. Free with lot_called_free(). */
typedef struct lot_called {
    uint32_t *people; /* [count] in the order of the reserves */
    uint32_t count;
    uint32_t at_hand; /* reserves who are not kept and not withdrawn; these are among them */
    uint32_t vacant;  /* seats that stay so */
    uint64_t deviation;
    uint64_t before; /* the deviation of those who are kept alone */
    bool proven;
} lot_called;

void lot_called_free(lot_called *called); /* frees what it holds, not itself */

/* How many of the reserves are at hand. Cannot fail. */
uint32_t lot_calling_at_hand(const lot_calling *calling);

/* Find them. Where nobody is at hand, nobody is called. LOT_FAILURE: no memory. */
lot_status lot_calling_find(lot_called *out, const lot_calling *calling, lot_error *error);

/*
 * Seats that each value holds, [quotas->count], when these people sit beside those who are kept:
 * [count]; 0: of the kept alone. Cannot fail.
 */
void lot_calling_tally(uint32_t *held, const lot_calling *calling, const uint32_t *people,
                       uint32_t count);

/* How far a row that holds so much is outside its quota. Cannot fail. */
static inline uint32_t lot_quota_off(const lot_quota *row, uint32_t held)
{
    return held < row->min ? row->min - held : held > row->max ? held - row->max : 0;
}

#endif
