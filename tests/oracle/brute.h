/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Brute force: every panel of a tiny pool, one by one, and leximin over all of them by the
 * definition. Shares nothing with the library: no classes, no GLPK.
 */
#ifndef CIVICLOT_ORACLE_BRUTE_H
#define CIVICLOT_ORACLE_BRUTE_H

#include "civiclot/pool.h"

enum { LOT_BRUTE_PEOPLE_MAX = 14, LOT_BRUTE_PANELS_MAX = 3500 };

typedef struct lot_brute {
    uint32_t people_count;
    uint32_t panels_count;
    uint32_t panels[LOT_BRUTE_PANELS_MAX]; /* sets of people, person p is bit p */
    bool reached[LOT_BRUTE_PEOPLE_MAX];    /* is in some panel */
    double chance[LOT_BRUTE_PEOPLE_MAX];   /* leximin; 0 for who is in no panel */
} lot_brute;

/* List all panels, then find the leximin chances. No memory ends the test program. */
void lot_brute_solve(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household);

#endif
