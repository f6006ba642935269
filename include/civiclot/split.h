/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Split: how so many letters are best divided among the strata.
 *
 * Better is: a panel in more of the simulated pools; of as many, fewer seats missing where there is
 * none; of as few, larger least chances. All divisions are tried out in the same simulations, so
 * that chance favours none.
 */
#ifndef CIVICLOT_SPLIT_H
#define CIVICLOT_SPLIT_H

#include "civiclot/trials.h"

/* Shares are moved by this much at last, in millionths. */
enum { LOT_SPLIT_STEP = 50000, LOT_SPLIT_TRIED_MOST = 400 };

typedef struct lot_split {
    uint32_t letters;
    uint32_t simulations;
    uint32_t count;          /* strata */
    uint32_t *shares;        /* [count] the best that was found, in millionths; those given where no
                                other has a panel in more of all simulations */
    uint32_t feasible;       /* simulations with a panel so */
    uint32_t feasible_given; /* and with the shares as they were given; UINT32_MAX: these cannot be,
                                as there are not so many addresses */
    uint32_t tried;          /* divisions */
    bool settled; /* no move of LOT_SPLIT_STEP between two strata is better; else the limit came */
} lot_split;

typedef struct lot_split_wish {
    const lot_scenario *scenario; /* its own numbers of letters are not looked at */
    uint32_t letters;
    uint64_t household; /* people at an address, in LOT_POPULATION_PARTS */
    uint32_t workers;
} lot_split_wish;

/*
 * Look for the best split of the letters, where no stratum has more letters than addresses. From
 * the shares given and from each stratum's share of the people, a share is moved from one stratum
 * to another as long as that helps, in smaller and smaller steps.
 * *out is NULL where no division has addresses enough: an answer. Else as lot_trials_run(). Free
 * *out with lot_split_free().
 */
lot_status lot_split_find(lot_split **out, const lot_split_wish *wish, const lot_progress *progress,
                          lot_error *error);

void lot_split_free(lot_split *split); /* NULL is fine */

#endif
