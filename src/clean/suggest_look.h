/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suggest, look: what stands in one column of a table, to suggest rules by.
 *
 *   J1  texts are grouped by their folded form, in the order in which they first come;
 *   J2  beyond LOT_LOOK_MOST ways of writing, new ones are not looked at: `many` says so.
 */
#ifndef CIVICLOT_CLEAN_SUGGEST_LOOK_H
#define CIVICLOT_CLEAN_SUGGEST_LOOK_H

#include "civiclot/table.h"
#include "pool/names.h"

enum { LOT_LOOK_MOST = 50000 };

typedef struct lot_seen {
    const char *cell; /* the table's, as it was first written */
    uint32_t rows;
} lot_seen;

typedef struct lot_look {
    lot_names *folded; /* of the texts that are not blank */
    lot_seen *seen;    /* [folded count] */
    size_t seen_room;
    bool many;
    uint32_t blank; /* rows */
    uint32_t rows;  /* that are not blank, and were looked at */
    uint32_t dates; /* rows that hold a date, in whatever order */
    uint32_t day_first;
    uint32_t month_first; /* rows that are a date only when the day, or the month, comes first */
    uint32_t either;      /* rows that are a date both ways */
    uint32_t numbers;     /* rows that hold a whole number */
} lot_look;

/* Look at a column. LOT_FAILURE: no memory. Free it with lot_look_free(), after failure too. */
lot_status lot_look_at(lot_look *look, const lot_table *table, uint32_t column, lot_error *error);

/* Free what it holds. */
void lot_look_free(lot_look *look);

#endif
