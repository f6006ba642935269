/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-up: reserves of the newest draw in the places of those who left: docs/replacing.md.
 *
 *   U1  who is called follows from reserves, standing and quotas alone: calling.h. There is no
 *       lottery and no seed;
 *   U2  somebody is called, or nothing is done;
 *   U3  marks, call-up and log entry are one transaction; the folder appears after it.
 */
#ifndef CIVICLOT_DESK_CALLUP_H
#define CIVICLOT_DESK_CALLUP_H

#include "civiclot/calling.h"
#include "desk/callup_folder.h"
#include "desk/states.h"

/* Who is to be called. */
typedef struct lot_callup_plan {
    lot_callup callup;  /* its text is made when it is kept */
    lot_quotas *quotas; /* of the draw whose reserves are called */
    lot_attempt draw;   /* with its reserves */
    lot_called found;   /* owns what callup.called is */
    uint32_t *held;     /* [quotas->count] by those who are kept and called */
} lot_callup_plan;

/*
 * Begin, for the newest draw, as things stand: plan->found.at_hand is how many can be called.
 * LOT_BAD_INPUT where no seat is vacant; LOT_FAILURE: I/O, no memory. Free with
 * lot_callup_plan_free().
 */
lot_status lot_callup_plan_make(lot_callup_plan *plan, lot_workbench *bench,
                                const lot_states *states, lot_error *error);

/* Find who is to be called. LOT_FAILURE: no memory. */
lot_status lot_callup_plan_search(lot_callup_plan *plan, const lot_workbench *bench,
                                  lot_error *error);

void lot_callup_plan_free(lot_callup_plan *plan); /* frees what it holds, not itself */

/*
 * LOT_NO_PANEL, after saying what would be missed and what the ways out are, where nobody is
 * called, or the quotas are missed and that is not accepted.
 */
lot_status lot_callup_need_good(const lot_callup_plan *plan, const lot_workbench *bench,
                                bool accept, lot_talk *talk, lot_error *error);

/*
 * Keep, log and sign it, publish it at `place` as mending.h has it: U3. *texts: what
 * was published.
 */
lot_status lot_callup_do(lot_callup_texts *texts, lot_callup_plan *plan, lot_workbench *bench,
                         const char *place, lot_talk *talk, lot_error *error);

/* Tell who is called, what the panel lacks, and what is for the minutes. */
lot_status lot_callup_tell(const lot_callup_plan *plan, const lot_callup_texts *texts,
                           const lot_workbench *bench, lot_talk *talk, lot_error *error);

/* "call-up 2: 3 people called from the reserves of attempt 4, deviation 0". */
void lot_callup_describe(lot_text *words, const lot_callup *callup);

#endif
