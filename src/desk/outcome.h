/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Outcome: what came out, in words: a summary, or why there is no panel.
 */
#ifndef CIVICLOT_DESK_OUTCOME_H
#define CIVICLOT_DESK_OUTCOME_H

#include "desk/workbench.h"
#include "talk/json.h"
#include "talk/options.h"
#include "talk/talk.h"

/*
 * Tell why there is no panel, with --json as {"feasible": false, "conflict": [...]} on stdout.
 * asked: the conflict is the result that was asked for, so its words go to stdout; else to stderr.
 * Returns LOT_NO_PANEL, or why it could not be told.
 */
lot_status lot_outcome_no_panel(const lot_workbench *bench, bool asked, lot_talk *talk,
                                lot_error *error);

/*
 * The same of a replacement, with what change of quotas would help. Returns LOT_NO_PANEL, or why it
 * could not be told or found.
 */
lot_status lot_outcome_no_replacement(const lot_workbench *bench, lot_talk *talk, lot_error *error);

/*
 * Open the assembly file that is the first operand, and load the results of --attempt, or those
 * that lot_workbench_load_results() takes; say so where a newer commit is not drawn yet.
 * LOT_NOT_VERIFIED: the log, the lottery, the commit or the draw was changed.
 */
lot_status lot_outcome_open(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                            lot_error *error);

/* Say that the lottery must be solved again, where people or quotas changed since. Cannot fail. */
void lot_outcome_tell_outdated(const lot_workbench *bench, lot_talk *talk);

/* Tell everything on the bench: the summary, or with --json the object of lot_results_json(). */
lot_status lot_outcome_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error);

/* The summary of everything on the bench, and who is in reserve. */
lot_status lot_outcome_summary(lot_text *text, const lot_workbench *bench, lot_error *error);

#define LOT_LEGACY_WARNING                                                                         \
    "WARNING: this lottery is for comparison only (legacy): its chances are a simulation's, and "  \
    "nothing is proven of how fair they are"

/* Say that a legacy lottery is for comparison only, where it is one. Cannot fail. */
void lot_outcome_tell_legacy(const lot_workbench *bench, lot_talk *talk);

#endif
