/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Walk: integers within boxes whose row sums are within bounds, by local search, in integers.
 *
 *     least[t] <= c[t] <= most[t]                              for every class t
 *     low[r] <= sum_t weight(r, t) c[t] <= high[r]             for every row r of the model
 *
 * It looks for one that is near to what the classes like, which is not to say the nearest. The
 * search is short and counted. Where it finds nothing, that proves nothing.
 */
#ifndef CIVICLOT_FAIR_WALK_H
#define CIVICLOT_FAIR_WALK_H

#include "fair/model.h"

/* What a seat is worth to a class that likes it most. */
enum { LOT_WALK_SEAT = 1024 };

typedef struct lot_walk {
    int64_t *c;     /* [classes] where the walk starts and ends */
    int64_t *least; /* [classes] */
    int64_t *most;
    int64_t *likes; /* [classes] one more, or one less where negative: up to LOT_WALK_SEAT */
    int64_t *low;   /* [rows] */
    int64_t *high;
    const lot_model *model;
    struct place *places; /* the rest is walk.c's own */
    uint32_t *first;
    lot_entry *open;
    struct line *lines;
    uint32_t *rests;
} lot_walk;

/* A walk over the model, which must not change meanwhile; arrays are zero. LOT_FAILURE: no memory.
 */
lot_status lot_walk_new(lot_walk **out, const lot_model *model, lot_error *error);

void lot_walk_free(lot_walk *walk); /* NULL is fine */

/*
 * Settle which classes are open: those with least < most. To be called when least and most are set;
 * until the next call, boxes of open classes may change within these. Cannot fail.
 */
void lot_walk_settle(lot_walk *walk);

/* False when a box is empty or a row alone shows that there is nothing to find. Cannot fail. */
bool lot_walk_has_hope(const lot_walk *walk);

/*
 * Search, with at most so many moves, from the point of the boxes that is nearest to c.
 * True when found: it is in c. The same walk gives the same answer. Cannot fail.
 */
bool lot_walk_find(lot_walk *walk, uint32_t moves_max);

#endif
