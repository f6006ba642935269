/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Homes: --households, a file in which a person says which addresses are one home.
 *
 *   H1  households are joined whenever the pool is read, by the file, or else by the decisions that
 *       bench->texts keep: those of people who are not in the pool any more go out of the text;
 *   H2  a file that is there is never written onto: pairs that it does not have go to a new one.
 */
#ifndef CIVICLOT_DESK_HOMES_H
#define CIVICLOT_DESK_HOMES_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

/*
 * Look for pairs of addresses from now on, and take the file of --households, which the command's
 * table must have. The arguments must outlive the bench. LOT_USAGE: it is no file of its own.
 */
lot_status lot_homes_take(lot_workbench *bench, const lot_arguments *arguments, lot_error *error);

/*
 * Take the kept decisions off bench->texts, which are then those of rules alone; *aside owns them,
 * and holds nothing where there are none. Cannot fail.
 */
void lot_homes_set_aside(lot_kept_text *aside, lot_workbench *bench);

/* Put them back behind the other texts; *aside then holds nothing. LOT_FAILURE: no memory. */
lot_status lot_homes_put_back(lot_workbench *bench, lot_kept_text *aside, lot_error *error);

/* Free them instead. */
void lot_homes_forget(lot_kept_text *aside);

/*
 * Join the households of the pool that was just read: H1. bench->people has its cells.
 * LOT_BAD_INPUT with problems of the file; what was kept is damaged: without.
 */
lot_status lot_homes_join(lot_workbench *bench, lot_problems *problems, lot_error *error);

/* Write the pairs, where there are new ones and a file was asked for: H2. */
lot_status lot_homes_write(lot_workbench *bench, lot_error *error);

/* Take back what lot_homes_write() wrote, where a later step failed. Cannot fail. */
void lot_homes_unwrite(lot_workbench *bench);

/* Say what was joined, which pairs are open, and where they are. */
void lot_homes_tell(lot_talk *talk, const lot_workbench *bench);

/* The same as an object; NULL: no memory. */
json_t *lot_homes_json(const lot_workbench *bench);

/* Free what it holds. */
void lot_homes_clear(lot_homes *homes);

#endif
