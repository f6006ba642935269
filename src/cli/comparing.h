/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing: what both questions of `civiclot compare` rest on: one objective, solved.
 */
#ifndef CIVICLOT_CLI_COMPARING_H
#define CIVICLOT_CLI_COMPARING_H

#include "desk/aim.h"

/* Which objectives, of which pool, how. */
typedef struct lot_comparing {
    lot_workbench *bench; /* with quotas, pool and classes */
    lot_aim *aim;         /* its objective is whichever is at hand */
    bool wanted[LOT_OBJECTIVES_COUNT];
    char *sample; /* what a sample of misreports is drawn with */
    lot_talk *talk;
} lot_comparing;

/*
 * Solve for one objective, with as many of the aim's tickets as it may have. *out is NULL and
 * bench->conflict is set when no panel exists. milliseconds: how long it took.
 */
lot_status lot_compare_solve(lot_solution **out, int64_t *milliseconds, const lot_comparing *all,
                             lot_objective objective, lot_error *error);

/*
 * Count the different panels of people that a solution has. Seats are dealt in the order of the
 * classes: the people of one are interchangeable, so that the count does not depend on how the file
 * lists them. LOT_FAILURE: no memory.
 */
lot_status lot_compare_count_panels(uint32_t *count, const lot_solution *solution,
                                    const lot_classes *classes, lot_error *error);

#endif
