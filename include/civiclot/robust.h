/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Robust: what a pool can bear before the draw. Whose withdrawal leaves no panel, or takes most
 * from everyone's chances; how many may drop out.
 */
#ifndef CIVICLOT_ROBUST_H
#define CIVICLOT_ROBUST_H

#include "civiclot/fair.h"

/* Each of the people of a class is on every panel: without any one of them there is none. */
typedef struct lot_indispensable {
    uint32_t class;
    bool priced;   /* the smallest change of quotas without one of them was looked for */
    bool relaxed;  /* and there is one */
    uint64_t cost; /* in millionths, as of lot_change */
} lot_indispensable;

enum { LOT_ROBUST_PRICED = 10, LOT_ROBUST_TRIED = 10, LOT_SIMULATIONS_MOST = 10000 };

typedef struct lot_robust {
    uint32_t fatal_count;     /* proven, and all that there are */
    lot_indispensable *fatal; /* [fatal_count]; the first LOT_ROBUST_PRICED are priced */
    bool has_dearest;         /* somebody's withdrawal takes from the least chance */
    uint32_t dearest;         /* class, of the LOT_ROBUST_TRIED that looked dearest, not fatal */
    lot_fraction before;      /* bounds of the least chance, with everyone and without one of it */
    lot_fraction after;
    uint32_t simulations;
    uint64_t seed;
    uint32_t *borne; /* [simulations] ascending: people who dropped out, one after the other, by
                        lot, before there was no panel */
} lot_robust;

/*
 * Look at a pool and quotas that some panel meets. simulations: 0 for none; the same seed, the same
 * pool in the same order and the same program give the same numbers. LOT_FAILURE: solver, no
 * memory; LOT_INTERRUPTED. Free *out with lot_robust_free().
 */
lot_status lot_find_robust(lot_robust **out, const lot_quotas *quotas, const lot_classes *classes,
                           uint32_t seats, uint32_t simulations, uint64_t seed,
                           const lot_progress *progress, lot_error *error);

void lot_robust_free(lot_robust *robust); /* NULL is fine */

#endif
