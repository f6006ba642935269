/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Insight: what can be told of quotas that some panel meets, before a lottery is solved: what is
 * tight, who cannot sit, who is certain to, how wide the choice is.
 */
#ifndef CIVICLOT_INSIGHT_H
#define CIVICLOT_INSIGHT_H

#include "civiclot/fair.h"

/* People of one class that are in no panel, and the quotas that the proof of it rests on. */
typedef struct lot_shut_out {
    uint32_t class;
    uint32_t parts_count;
    lot_conflict_part *parts; /* [parts_count] minima and maxima, in the order of the quotas */
} lot_shut_out;

/* All who have a value are on every panel. */
typedef struct lot_certain {
    uint32_t quota;
    uint32_t people;
} lot_certain;

typedef struct lot_insight {
    /* No lottery gives all who are not shut out more than this: proven in whole numbers. */
    lot_fraction least_chance;
    lot_conflict_part *tight; /* [tight_count] bounds that it rests on */
    uint32_t tight_count;
    lot_shut_out *shut_out; /* [shut_out_count] proven */
    uint32_t shut_out_count;
    bool shut_out_all;    /* there are no others; false: the search came to its limit */
    lot_certain *certain; /* [certain_count] proven */
    uint32_t certain_count;
    bool certain_all;    /* as above */
    double log10_panels; /* there are about 10 to this many panels at most */
} lot_insight;

/*
 * Look at a pool and quotas that some panel meets. LOT_FAILURE: solver, no memory; LOT_INTERRUPTED.
 * Free *out with lot_insight_free().
 */
lot_status lot_find_insight(lot_insight **out, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error);

/*
 * The least chance and what it rests on alone: who is shut out is looked for where that makes it 0,
 * nobody is found certain, and there is no count of panels.
 */
lot_status lot_find_least_chance(lot_insight **out, const lot_quotas *quotas,
                                 const lot_classes *classes, uint32_t seats,
                                 const lot_progress *progress, lot_error *error);

void lot_insight_free(lot_insight *insight); /* NULL is fine */

#endif
