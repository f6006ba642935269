/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserve draw: who the reserves of a drawn panel are, and in which order. Types by choice
 * (reserves.h), people of a type and their order by lot, all from one stream: docs/protocol.md,
 * section 12, and docs/reserves.md, "By lot". Integers only, no solver.
 *
 * Whoever has the same people in the order of their pids, the same panel, rates and stream finds
 * the same reserves: neither the order of a file nor how households are numbered matters.
 */
#ifndef CIVICLOT_RESERVE_DRAW_H
#define CIVICLOT_RESERVE_DRAW_H

#include "civiclot/reserves.h"

enum { LOT_DROPOUT_SAMPLES_MOST = 100000, LOT_DROPOUT_SAMPLES_USUAL = 500 };

/* What is announced before a draw: docs/protocol.md, section 12. */
typedef struct lot_reserve_plan {
    uint32_t count;          /* how many reserves, at most LOT_RESERVES_MOST; 0: none are drawn */
    uint32_t samples;        /* 1 to LOT_DROPOUT_SAMPLES_MOST */
    lot_dropout_rates rates; /* overall below LOT_RATE_ONE */
} lot_reserve_plan;

/* What they are drawn by. Nothing is owned. */
typedef struct lot_reserve_terms {
    const lot_pool *pool;
    const uint32_t *by_pid;   /* [people_count] people, pids ascending; NULL: they stand so */
    const lot_quotas *quotas; /* that the panel was drawn by; priorities are not looked at */
    const uint32_t *panel;    /* [seats] people */
    uint32_t seats;
    uint32_t per_household;
    const bool *withdrawn; /* [people_count] who cannot be a reserve; NULL: nobody withdrew */
    const lot_reserve_plan *plan;
} lot_reserve_terms;

/* Who was drawn. */
typedef struct lot_reserve_list {
    uint32_t count;           /* fewer than asked for where there are no more people */
    uint32_t *people;         /* [count] in the order of reserves */
    lot_reserve_curve *curve; /* from 0 up to them; without types where it was kept */
} lot_reserve_list;

void lot_reserve_list_free(lot_reserve_list *list); /* frees what it holds, not itself */

/*
 * Draw the reserves. LOT_FAILURE: no memory; LOT_INTERRUPTED. Free what *out holds with
 * lot_reserve_list_free(); on failure nothing is there.
 */
lot_status lot_reserves_draw(lot_reserve_list *out, const lot_reserve_terms *terms,
                             const lot_stream *stream, const lot_progress *progress,
                             lot_error *error);

/*
 * How much 0, 1, 2 ... reserves would help the panel: the choice alone, without people. The samples
 * are those of lot_reserves_draw() with the same stream. Free *out with lot_reserve_curve_free().
 * LOT_FAILURE: no memory; LOT_INTERRUPTED.
 */
lot_status lot_reserves_curve(lot_reserve_curve **out, const lot_reserve_terms *terms,
                              const lot_stream *stream, const lot_progress *progress,
                              lot_error *error);

/*
 * Put `chosen` of the items [count] in front by lot: for i from 0 on, item i changes places with
 * item i + a number below count - i. Cannot fail.
 */
void lot_lot_front(uint32_t *items, uint32_t count, uint32_t chosen, const lot_stream *stream);

#endif
