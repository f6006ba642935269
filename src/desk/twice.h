/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Twice: rows of the people file that may be one person. */
#ifndef CIVICLOT_DESK_TWICE_H
#define CIVICLOT_DESK_TWICE_H

#include "desk/workbench.h"
#include "talk/talk.h"

/*
 * Find them, by what the rules say or else by the names of columns. bench->people has its cells.
 * A column that the rules name and that is not there is added to `problems`. LOT_FAILURE: no
 * memory.
 */
lot_status lot_twice_find(lot_workbench *bench, lot_problems *problems, lot_error *error);

/* Say where they are. */
void lot_twice_tell(lot_talk *talk, const lot_workbench *bench);

/* An array with an object for each set of columns; NULL: no memory. */
json_t *lot_twice_json(const lot_workbench *bench);

/* Say which ids of the people file are alike, by their rows. */
void lot_twice_tell_ids(lot_talk *talk, const lot_workbench *bench);

#endif
