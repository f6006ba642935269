/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aim: what lottery is asked for on the command line: its objective, tickets and time limit.
 */
#ifndef CIVICLOT_DESK_AIM_H
#define CIVICLOT_DESK_AIM_H

#include "desk/workbench.h"
#include "talk/clock.h"
#include "talk/options.h"
#include "talk/talk.h"

/* It must stay where it is: fair.late_context is its deadline. */
typedef struct lot_aim {
    lot_fair_options fair;
    lot_deadline deadline;
    const char *model; /* where the model is written first; NULL: nowhere */
} lot_aim;

/*
 * Take --tickets, --gamma and --time-limit; the objective is leximin until lot_aim_choose().
 * LOT_USAGE when one of them is out of its range.
 */
lot_status lot_aim_take(lot_aim *aim, const lot_arguments *arguments, lot_talk *talk,
                        lot_error *error);

/*
 * Take the objective of that name, NULL for leximin.
 * LOT_USAGE: there is none, or --gamma or --tickets do not go with it.
 */
lot_status lot_aim_choose(lot_aim *aim, const char *objective, lot_error *error);

/*
 * Take --dump-model, after lot_aim_take().
 * LOT_USAGE where it is standard output, LOT_BAD_INPUT where something is there already.
 */
lot_status lot_aim_take_model(lot_aim *aim, const lot_arguments *arguments, lot_error *error);

/* Write the model of the bench's panels where that is wished. LOT_FAILURE when it cannot. */
lot_status lot_aim_dump_model(const lot_aim *aim, const lot_workbench *bench, lot_talk *talk,
                              lot_error *error);

/* The time limit runs from now on. Cannot fail. */
void lot_aim_start(lot_aim *aim);

/* Say that the time limit came first, where it did. Cannot fail. */
void lot_aim_tell_late(const lot_finding *finding, lot_talk *talk);

#endif
