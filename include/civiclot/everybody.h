/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everybody: the population as if all of it had registered, to ask whether any panel could meet
 * quotas at all.
 *
 *   E1  of every cell there are as many people as it has, whole, but not more than the seats: more
 *       of the same values never sit on one panel;
 *   E2  of a value that no table counts there are as many as the seats, with all else of any cell:
 *       nothing is known of how many there are.
 */
#ifndef CIVICLOT_EVERYBODY_H
#define CIVICLOT_EVERYBODY_H

#include "civiclot/pool.h"
#include "civiclot/population.h"

/* More are not put to the solver; a sample of so many mostly has a panel already. */
enum { LOT_EVERYBODY_MOST = 250000, LOT_EVERYBODY_SAMPLE = 4000 };

/* What becomes of parts of people, where a cell has no whole number of them. */
typedef enum lot_everybody_parts {
    LOT_PARTS_ARE_NOBODY, /* a panel of these exists for certain */
    LOT_PARTS_ARE_ONE     /* what they cannot do, nobody can: a cell with anybody has one */
} lot_everybody_parts;

typedef struct lot_everybody_wish {
    const lot_population *population;
    const lot_quotas *quotas;
    uint32_t seats;
    uint32_t sample;
    lot_everybody_parts parts;
} lot_everybody_wish;

/*
 * Make the pool of everybody. quotas: of lot_worksheet_quotas(): the population's features, each
 * with its values first. The pool has no ids, and is for lot_classes_new() alone.
 * sample: at most so many, at equal distances among all: whoever they can seat, all can; 0: all,
 * and *out is NULL where there would be more than LOT_EVERYBODY_MOST: an answer.
 * LOT_FAILURE: no memory. Free *out with lot_pool_free().
 */
lot_status lot_everybody_new(lot_pool **out, const lot_everybody_wish *wish, lot_error *error);

#endif
