/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gains: what false answers would change of people's chances, summed up.
 *
 *   G1  a gain is the chance with the false answer less the chance with the true one, in
 * billionths: it may be negative. Integers decide; G2  every gain counts once for each of the
 * people who could have it.
 */
#ifndef CIVICLOT_REPORT_GAINS_H
#define CIVICLOT_REPORT_GAINS_H

#include "civiclot/text.h"

#include <stdint.h>

/* One false answer of people who are interchangeable. */
typedef struct lot_gain {
    uint32_t from; /* quota rows of one feature: the true answer */
    uint32_t to;   /* the false one */
    uint32_t people;
    uint64_t before; /* chances, in billionths */
    uint64_t after;
    int64_t gain;
} lot_gain;

typedef struct lot_gains {
    lot_gain best; /* the greatest gain; of equal ones, that which is first in quota order */
    int64_t high;  /* 95 in 100 are at most this: the least such gain */
    int64_t mean;  /* rounded down */
    lot_gain most; /* the change (from, to) with the greatest mean, which its gain is */
} lot_gains;

/* Sum up gains [count], at least one; they are sorted. Cannot fail. */
void lot_gains_sum_up(lot_gains *out, lot_gain *gains, uint32_t count);

/* Add a gain in percentage points: "+1.250 points". */
void lot_gain_put(lot_text *words, int64_t gain);

#endif
