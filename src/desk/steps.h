/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps: what is done to an assembly, one function a step. `select` takes them all in a row, the
 * single commands one each. Every step changes the bench and the assembly file, and logs itself;
 * nothing lasts before lot_assembly_commit().
 */
#ifndef CIVICLOT_DESK_STEPS_H
#define CIVICLOT_DESK_STEPS_H

#include "desk/workbench.h"
#include "talk/talk.h"

/* Make the assembly file at `path` from bench->info. */
lot_status lot_step_new(lot_workbench *bench, const char *path, lot_error *error);

/* LOT_BAD_INPUT when the registrations are closed; that `command` was tried then is logged. */
lot_status lot_step_need_open(lot_workbench *bench, const char *command, lot_error *error);

/* Keep the people that were read, how they were read, and who is excluded. */
lot_status lot_step_keep_people(lot_workbench *bench, lot_error *error);

/* The same, and log that they were imported. added: some of them were there before. */
lot_status lot_step_people(lot_workbench *bench, bool added, lot_error *error);

/* Keep the quotas that were read. */
lot_status lot_step_quotas(lot_workbench *bench, lot_error *error);

/* Sort the people into classes by the quotas, both kept already, and keep that; not yet both: fine.
 */
lot_status lot_step_classes(lot_workbench *bench, lot_error *error);

/*
 * Find the fairest lottery and keep it as the current one. bench->conflict is set and no lottery
 * is there when no panel exists: an answer.
 */
lot_status lot_step_solve(lot_workbench *bench, const lot_fair_options *options, lot_error *error);

/* No more registrations. */
lot_status lot_step_close(lot_workbench *bench, lot_error *error);

/*
 * Bind everything that the draw rests on: make the publication and append the next attempt.
 * wish: its test, one_run, full, folder, sources and plan are taken over (wish is then empty); an
 * operator's source gets its commitment here. test: nothing is logged yet.
 */
lot_status lot_step_commit(lot_workbench *bench, lot_attempt *wish, lot_error *error);

/*
 * Keep what the contributors of bench->attempt told, all of them, the missing ones as ABSENT; no
 * other source has a value yet. *reveals: the digest that the log has of it.
 */
lot_status lot_step_reveal(lot_workbench *bench, lot_digest *reveals, lot_error *error);

/*
 * Draw a ticket for bench->attempt, all of whose sources but the operator's have values, and its
 * reserves, where it has a plan. LOT_NOT_VERIFIED when a value is not of its form.
 */
lot_status lot_step_draw(lot_workbench *bench, const lot_progress *progress, lot_error *error);

#endif
