/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fairest: everybody's chance in the fairest mixture of panels, for each meaning of fair.
 *
 * All are exact but where a root or a product makes them irrational. Who is in no panel has chance
 * 0 and is left out of least, greatest and mean; "everybody" is the others. There must be a panel.
 * chance: [people_count] out.
 */
#ifndef CIVICLOT_ORACLE_FAIREST_H
#define CIVICLOT_ORACLE_FAIREST_H

#include "oracle/brute.h"

#include <gmp.h>

/* The least chance as large as possible, then the next least, and so on. */
void lot_fairest_leximin(mpq_ptr chance, const lot_brute *brute);

/*
 * The least chance as large as possible; keeping that for everybody, the greatest as small as
 * possible, then the next greatest, and so on.
 */
void lot_fairest_maximin(mpq_ptr chance, const lot_brute *brute);

/* The greatest chance as small as possible; keeping that for everybody, leximin. */
void lot_fairest_minimax(mpq_ptr chance, const lot_brute *brute);

/*
 * (n / k) greatest + gamma (k / n) / least as small as possible, n people in panels of k; between
 * that least and that greatest, leximin. The smallest value lies between low and high, which are
 * equal or, where it is irrational, closer than 1e-15 times their size. The chances are those of a
 * least chance as close to the best. gamma > 0.
 */
typedef struct lot_goldilocks {
    mpq_t low;
    mpq_t high;
} lot_goldilocks;

void lot_fairest_goldilocks(mpq_ptr chance, lot_goldilocks *value, const lot_brute *brute,
                            mpq_srcptr gamma);

/* What the chances are worth to goldilocks: exact. */
void lot_goldilocks_value(mpq_ptr value, mpq_srcptr chance, const lot_brute *brute,
                          mpq_srcptr gamma);

/*
 * The product of the chances as large as possible. chance: [people_count] doubles out. Returns the
 * proven gap: the best geometric mean is at most this part larger. It is below 1e-9.
 */
double lot_fairest_nash(double *chance, const lot_brute *brute);

#endif
