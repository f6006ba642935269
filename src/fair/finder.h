/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the next panel to peel, without a solver: finder.c. */
#ifndef CIVICLOT_FAIR_FINDER_H
#define CIVICLOT_FAIR_FINDER_H

#include "fair/walk.h"

/* What is left to peel, and between which sums a panel's rows must lie. */
typedef struct lot_step {
    int64_t m;           /* tickets left, at least 1 */
    const int64_t *y;    /* [classes] seat-tickets left, in m Q */
    const int64_t *left; /* [rows] the row's sums of y */
    const int64_t *low;  /* [rows] */
    const int64_t *high; /* [rows] */
} lot_step;

/*
 * Look for a composition with the floor or ceiling of y[t] / m in every class and all rows within
 * the step's bounds, near the average and for many tickets. walk: over the step's model; when
 * found, the composition is in walk->c. False proves nothing. Cannot fail.
 */
bool lot_find_panel(lot_walk *walk, const lot_step *step);

#endif
