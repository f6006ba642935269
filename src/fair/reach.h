/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can sit on a panel at all: reach.c. */
#ifndef CIVICLOT_FAIR_REACH_H
#define CIVICLOT_FAIR_REACH_H

#include "fair/hull.h"

/* Classes that are in no panel, in the order in which that was proven. */
typedef struct lot_absences {
    uint32_t *classes; /* [count] */
    lot_bound *bounds; /* [count]; one without leaves: that before proves this class, too */
    uint32_t count;
    size_t classes_room;
    size_t bounds_room;
} lot_absences;

void lot_absences_clear(lot_absences *absences);

/*
 * Shut out (cap 0) the classes that are in no panel of those that the relaxation gives no seat.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_reach_relaxed(lot_absences *absences, lot_model *model, const lot_progress *progress,
                             lot_error *error);

/*
 * Shut out classes that are in no panel, as far as that goes quickly: *all says whether no other
 * class is. Only this may prove several classes together. relaxed: the relaxation may give some no
 * seat. LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_reach_quickly(lot_absences *absences, bool *all, lot_model *model, bool relaxed,
                             const lot_progress *progress, lot_error *error);

/*
 * Shut out all classes that are in no panel; every other class is in a panel of `hull` then.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_reach_panels(lot_absences *absences, lot_model *model, lot_hull *hull,
                            const lot_progress *progress, lot_error *error);

#endif
