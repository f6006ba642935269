/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composition columns: which there are, and what stands in them, wherever it is shown. */
#ifndef CIVICLOT_REPORT_COMPOSITION_COLUMNS_H
#define CIVICLOT_REPORT_COMPOSITION_COLUMNS_H

#include "civiclot/composition.h"

typedef enum lot_column_kind {
    LOT_COLUMN_QUOTA,
    LOT_COLUMN_POPULATION,
    LOT_COLUMN_STAGE,
    LOT_COLUMN_CHANGE
} lot_column_kind;

typedef struct lot_composition_column {
    lot_column_kind kind;
    uint32_t index; /* which stage, or which change */
} lot_composition_column;

/*
 * List the columns that are shown, from left to right. What replacements changed by value is not
 * for the public. *columns: for the caller to free. LOT_FAILURE: no memory.
 */
lot_status lot_composition_list(lot_composition_column **columns, uint32_t *count,
                                const lot_composition *composition, lot_error *error);

/* Replacements are numbered from 1 among themselves, call-ups as in the file. Cannot fail. */
uint32_t lot_composition_change_number(const lot_composition *composition, uint32_t change);

/* Add the column's name for people. */
void lot_composition_put_head(lot_text *text, const lot_composition *composition,
                              lot_composition_column column);

/* Add a cell: "24-27", "51.0 %", "12", "<5", "-1 +2". */
void lot_composition_put_cell(lot_text *text, const lot_composition *composition, uint32_t value,
                              lot_composition_column column);

/* Add the column's total, or nothing where it has none. */
void lot_composition_put_total(lot_text *text, const lot_composition *composition,
                               lot_composition_column column);

/* Add how many people there are of a stage in all: "46", "fewer than 5". */
void lot_composition_put_people(lot_text *text, const lot_composition *composition,
                                lot_stage stage);

/* Is it told in all, and not by value? Of nobody nothing is told. Cannot fail. */
bool lot_composition_is_total_only(const lot_composition *composition, lot_stage stage);

/* Add who left and joined by a replacement, and why: "2 left (ill 1, no-answer 1), 2 came". */
void lot_composition_put_change(lot_text *text, const lot_composition_change *change);

/* Is some quota other than for the first draw? Cannot fail. */
bool lot_composition_has_other_quotas(const lot_composition *composition);

#endif
