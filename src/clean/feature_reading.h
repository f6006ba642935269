/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feature reading: what the rules make of one feature's cells in one table.
 *
 *   G1  cells of the same bytes are understood once, however many rows have them;
 *   G2  what is made of a cell depends on the cell, the rules and their files alone; with a line
 *       `other`, on the quotas too.
 */
#ifndef CIVICLOT_CLEAN_FEATURE_READING_H
#define CIVICLOT_CLEAN_FEATURE_READING_H

#include "civiclot/quota.h"
#include "civiclot/rules.h"
#include "clean/feature_rule.h"
#include "clean/feature_text.h"

/* What was done with a cell. */
typedef enum lot_made {
    LOT_MADE_AS_WRITTEN,
    LOT_MADE_SYNONYM,
    LOT_MADE_LOOKED_UP,
    LOT_MADE_BRACKETED,
    LOT_MADE_FILLED,
    LOT_MADE_OTHER,
    LOT_MADE_EXCLUDED, /* blank, and the person is taken out */
    LOT_MADE_REFUSED   /* from here on: why */
} lot_made;

typedef enum lot_refusal {
    LOT_REFUSED_BLANK,
    LOT_REFUSED_NOT_IN_TABLE,
    LOT_REFUSED_NO_DATE,
    LOT_REFUSED_AMBIGUOUS,
    LOT_REFUSED_SHORT_YEAR,
    LOT_REFUSED_UNBORN,
    LOT_REFUSED_TOO_OLD,
    LOT_REFUSED_NO_NUMBER,
    LOT_REFUSED_NO_BRACKET,
    LOT_REFUSALS
} lot_refusal;

/* What one cell became. */
typedef struct lot_read_cell {
    lot_made made;
    lot_refusal refusal; /* with LOT_MADE_REFUSED */
    uint32_t number;     /* with LOT_REFUSED_NO_BRACKET: that is in none */
    uint32_t value;      /* else: which of the reading's values */
} lot_read_cell;

/* What is to be read. */
typedef struct lot_reading_of {
    const lot_feature_rule *feature;
    const lot_table *people;
    lot_date_order dates;
    const lot_quotas *quotas; /* or NULL */
} lot_reading_of;

typedef struct lot_reading {
    const lot_feature_rule *feature;
    lot_date_order dates;
    lot_feature_text source;
    lot_names *quota_values; /* folded; NULL: `other` waits, or there is none */
    lot_names *brackets;     /* folded */
    lot_names *cells;        /* as they stand in the table */
    lot_read_cell *of_cell;  /* [cells count] */
    size_t of_cell_room;
    lot_texts values; /* what cells became, each once */
} lot_reading;

/*
 * Begin to read a feature's columns; rules and table must live longer. Missing columns are
 * problems. LOT_FAILURE: no memory. Free it with lot_reading_free(), after failure too.
 */
lot_status lot_reading_begin(lot_reading *reading, const lot_reading_of *of, lot_problems *problems,
                             lot_error *error);

/* Free what it holds. */
void lot_reading_free(lot_reading *reading);

/* Set *cell to the number of a row's cell in of_cell. LOT_FAILURE: no memory. */
lot_status lot_reading_row(uint32_t *cell, lot_reading *reading, uint32_t row, lot_error *error);

#endif
