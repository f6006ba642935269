/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Outcome: what came out, in words: a summary, or why there is no panel.
 */
#ifndef CIVICLOT_CLI_OUTCOME_H
#define CIVICLOT_CLI_OUTCOME_H

#include "cli/json.h"
#include "cli/talk.h"
#include "cli/workbench.h"

/*
 * Tell why there is no panel, with --json as {"feasible": false, "conflict": [...]} on stdout.
 * asked: the conflict is the result that was asked for, so its words go to stdout; else to stderr.
 * Returns LOT_NO_PANEL, or why it could not be told.
 */
lot_status lot_outcome_no_panel(const lot_workbench *bench, bool asked, lot_talk *talk,
                                lot_error *error);

/* Tell everything on the bench: the summary, or with --json the object of lot_results_json(). */
lot_status lot_outcome_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error);

/* The summary of everything on the bench. */
lot_status lot_outcome_summary(lot_text *text, const lot_workbench *bench, lot_error *error);

#endif
