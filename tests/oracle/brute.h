/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Brute force: every panel of a tiny pool, one by one. What is fairest over all of them stands in
 * fairest.h. Shares nothing with the library's solver: no classes, no GLPK.
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
    double chance[LOT_BRUTE_PEOPLE_MAX];   /* of lot_brute_solve(); 0 for who is in no panel */
} lot_brute;

/* List all panels: each set of `seats` people that meets the quotas and the household rule. */
void lot_brute_list(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                    uint32_t per_household);

/* List all panels, then find the leximin chances. No memory ends the test program. */
void lot_brute_solve(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household);

/* A problem that is no pool: these panels [count] and no others. */
void lot_brute_of_panels(lot_brute *out, uint32_t people_count, const uint32_t *panels,
                         uint32_t count);

/* How many people are in some panel. */
uint32_t lot_brute_reached_count(const lot_brute *brute);

/*
 * Every panel's sum of one number a person is a sum of two: of its people in the lower half, and of
 * those in the upper half. Halves are tables of 1 << LOT_BRUTE_HALF sums, indexed by these.
 */
enum { LOT_BRUTE_HALF = LOT_BRUTE_PEOPLE_MAX / 2 };

static inline uint32_t lot_brute_lower(uint32_t panel)
{
    return panel & ((1u << LOT_BRUTE_HALF) - 1);
}

static inline uint32_t lot_brute_upper(uint32_t panel)
{
    return panel >> LOT_BRUTE_HALF;
}

#endif
