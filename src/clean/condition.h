/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Condition: what one line `exclude` or `require` of a rules file asks of a person's cells.
 */
#ifndef CIVICLOT_CLEAN_CONDITION_H
#define CIVICLOT_CLEAN_CONDITION_H

#include "civiclot/table.h"
#include "clean/date.h"

typedef struct lot_condition lot_condition;

/* Where a line stands, for messages: "rules.txt, line 12". */
typedef struct lot_rule_place {
    const char *file;
    uint32_t line;
} lot_rule_place;

/*
 * Parse `COLUMN CONDITION`, what stands behind `exclude REASON:`.
 * Wrong content is added to `problems`, with its place, and gives LOT_OK with *out NULL, so that
 * the other lines are read too. LOT_FAILURE: no memory. Free it with lot_condition_free().
 */
lot_status lot_condition_parse(lot_condition **out, const char *words, const lot_rule_place *place,
                               lot_problems *problems, lot_error *error);

/* Free the condition. NULL is fine. */
void lot_condition_free(lot_condition *condition);

/* The file that `is in FILE` names; NULL: none. */
const char *lot_condition_file(const lot_condition *condition);

/*
 * Take the bytes of that file, before lot_condition_bind(): a table, or a list of past members.
 * bytes: [length], not kept. Wrong content: problems and LOT_BAD_INPUT.
 */
lot_status lot_condition_give(lot_condition *condition, const char *bytes, size_t length,
                              lot_problems *problems, lot_error *error);

/*
 * Find the columns in the people's table, which must live until the condition is asked no more.
 * Missing ones are problems and LOT_BAD_INPUT.
 */
lot_status lot_condition_bind(lot_condition *condition, const lot_table *people,
                              lot_date_order order, lot_problems *problems, lot_error *error);

/*
 * Does the condition hold for a row? A cell that cannot be understood (no number, no date) is
 * remembered, and *holds is false: see lot_condition_tell(). LOT_FAILURE: no memory.
 */
lot_status lot_condition_holds(bool *holds, lot_condition *condition, uint32_t row,
                               lot_error *error);

/* Add the problems of all cells that could not be understood, grouped. Cannot fail. */
void lot_condition_tell(const lot_condition *condition, lot_problems *problems);

#endif
