/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spread: how unequal the chances of a pool are, before they are rounded to tickets.
 *
 *   S1  everything is of the n people who can sit on a panel. Who can sit on none has a chance of 0
 *       whatever the lottery: they are counted, and left out of every figure;
 *   S2  chances count in billionths, so that the last bits of a double are never seen: from there
 *       on integers decide.
 *
 * The Gini coefficient of x_1 <= ... <= x_n is sum_i (2 i - n - 1) x_i / (n sum_i x_i): 0 when all
 * are equal, near 1 when one person has everything.
 */
#ifndef CIVICLOT_REPORT_SPREAD_H
#define CIVICLOT_REPORT_SPREAD_H

#include "civiclot/classes.h"

enum { LOT_BILLIONTHS = 1000000000 };

typedef struct lot_spread {
    uint32_t people_count;     /* n: S1 */
    uint32_t no_panel_count;   /* people */
    uint32_t below_half_count; /* people with less than half of seats / n, by over a billionth */
    uint64_t least;            /* billionths, as are the next two */
    uint64_t greatest;
    uint64_t gini;
    uint64_t mean; /* geometric, over LOT_MEAN_WHOLE (figures.h) */
} lot_spread;

/* A chance in billionths, the nearest. chance: 0 .. 1. Cannot fail. */
uint64_t lot_billionths(double chance);

/*
 * Measure the chances of a lottery. chance, no_panel: [classes->count] of each member.
 * LOT_FAILURE: no memory.
 */
lot_status lot_spread_measure(lot_spread *out, const double *chance, const bool *no_panel,
                              const lot_classes *classes, uint32_t seats, lot_error *error);

#endif
