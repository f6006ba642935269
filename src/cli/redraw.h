/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redraw: a draw in the places of those who left, over whole panels, each of which keeps everybody
 * who stays; so all that holds of a first draw holds of it. What is not asked for is as it was in
 * the draw before.
 */
#ifndef CIVICLOT_CLI_REDRAW_H
#define CIVICLOT_CLI_REDRAW_H

#include "desk/aim.h"
#include "desk/states.h"
#include "talk/options.h"
#include "talk/talk.h"

/* What is asked for, and what comes of it. */
typedef struct lot_redraw {
    const lot_arguments *arguments;
    lot_aim aim;
    lot_attempt attempt;
    char *seed;          /* tidy; NULL: there is a commit first */
    lot_quotas *decided; /* of --quotas; or NULL */
    uint32_t undrawn;    /* the attempt before, where it was never drawn; 0: it was, or is over */
    uint32_t changed;    /* numbers of quotas that are others */
    bool other;          /* the objective is */
} lot_redraw;

/* Take the options of a draw. LOT_USAGE. Free with lot_redraw_clear(), also on failure. */
lot_status lot_redraw_take(lot_redraw *redraw, const lot_arguments *arguments, lot_talk *talk,
                           lot_error *error);

/* Read --quotas, once the number of seats is known. Failures are lot_decided_read()'s. */
lot_status lot_redraw_read(lot_redraw *redraw, const lot_workbench *bench, lot_talk *talk,
                           lot_error *error);

/* The first option given that only a draw has; NULL: none. Cannot fail. */
const char *lot_redraw_option(const lot_redraw *redraw);

/*
 * Solve, commit, with --seed draw, and publish it at `place` as mending.h has it. Everything on the
 * bench is one transaction. LOT_NO_PANEL, after saying why, where no panel keeps everybody.
 */
lot_status lot_redraw_do(lot_redraw *redraw, lot_workbench *bench, const lot_states *states,
                         const char *place, lot_talk *talk, lot_error *error);

lot_status lot_redraw_tell(const lot_redraw *redraw, lot_workbench *bench, lot_talk *talk,
                           lot_error *error);

/* Say what becomes of the attempt before, where it was never drawn. Cannot fail. */
void lot_redraw_tell_undrawn(const lot_redraw *redraw, lot_talk *talk);

void lot_redraw_clear(lot_redraw *redraw); /* frees what it holds, not itself */

#endif
