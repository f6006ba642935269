/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mix: the best mixture of panels, one question at a time: how large, or how small, can z be when
 * everybody's chance keeps to a floor and a ceiling, each a number or z itself?
 */
#ifndef CIVICLOT_ORACLE_MIX_H
#define CIVICLOT_ORACLE_MIX_H

#include "oracle/brute.h"
#include "oracle/simplex.h"

typedef struct lot_mix_bound {
    bool is_z;
    mpq_t at;     /* given, where it is not z */
    mpq_t weight; /* answer: by how much z gets better with each unit the bound is loosened; where
                     it is not 0, the chance is at the bound in every best mixture */
} lot_mix_bound;

/* Floors start at 0, ceilings at 1. Leave those of people who are in no panel so. */
typedef struct lot_mix {
    const lot_brute *brute;
    lot_mix_bound floor[LOT_BRUTE_PEOPLE_MAX];
    lot_mix_bound ceiling[LOT_BRUTE_PEOPLE_MAX];
    mpq_t z;                              /* answer */
    mpq_t chance[LOT_BRUTE_PEOPLE_MAX];   /* answer: of one best mixture */
    uint32_t known[LOT_BRUTE_PANELS_MAX]; /* panels that served before: saves looking for them */
    uint32_t known_count;
} lot_mix;

/* Start. There must be a panel. End with lot_mix_end(). */
void lot_mix_start(lot_mix *mix, const lot_brute *brute);

void lot_mix_end(lot_mix *mix);

/* The largest z; false when no mixture keeps to the bounds. z is at least 0. */
bool lot_mix_raise(lot_mix *mix);

/* The smallest z. */
bool lot_mix_lower(lot_mix *mix);

#endif
