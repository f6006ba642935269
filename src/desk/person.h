/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person: found by the id that a user typed. */
#ifndef CIVICLOT_DESK_PERSON_H
#define CIVICLOT_DESK_PERSON_H

#include "desk/workbench.h"

/*
 * Find who has this id, trimmed and normalised as ids are. LOT_BAD_INPUT, saying what an id is
 * here, when nobody has; LOT_FAILURE: no memory. No other id is ever suggested: they name people.
 */
lot_status lot_person_find(uint32_t *person, const lot_workbench *bench, const char *id,
                           lot_error *error);

#endif
