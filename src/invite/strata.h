/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata: which there are, and which one a row's cell names. */
#ifndef CIVICLOT_INVITE_STRATA_H
#define CIVICLOT_INVITE_STRATA_H

#include "civiclot/invitation.h"
#include "civiclot/table.h"

#define LOT_NO_STRATUM UINT32_MAX

/* Finds strata by what cells say. */
typedef struct lot_strata lot_strata;

/*
 * Those of the invitation; where it has none, they are found: what a cell says first is one more.
 * LOT_FAILURE: no memory. Free it with lot_strata_free(), NULL is fine.
 */
lot_status lot_strata_new(lot_strata **out, const lot_invitation *it, lot_error *error);
void lot_strata_free(lot_strata *strata);

/* What a cell may be beside a stratum. */
typedef enum lot_stratum_cell {
    LOT_CELL_STRATUM,
    LOT_CELL_NONE,   /* blank, or no line of text */
    LOT_CELL_UNKNOWN /* none of those there are */
} lot_stratum_cell;

/*
 * The number of the stratum that a cell names, in the order in which they were found.
 * LOT_BAD_INPUT: there are more than LOT_STRATA_MOST; LOT_FAILURE: no memory.
 */
lot_status lot_strata_find(lot_stratum_cell *what, uint32_t *number, lot_strata *strata,
                           const char *cell, lot_error *error);

/*
 * Put those that were found into the invitation, sorted by their names, where it has none.
 * *place: [as many] where each number stands there. The caller frees it. LOT_FAILURE: no memory.
 */
lot_status lot_strata_give(uint32_t **place, lot_strata *strata, lot_invitation *it,
                           lot_error *error);

/*
 * Read the strata of a table, and by which rule they get letters: columns `stratum`, one of
 * `letters`, `response`, `size`, `share` and `population` or none, and `extra`, where it is there.
 * it->rule may be LOT_LETTERS_TWO_STAGE already: then there is none of them. All that is wrong is
 * added to `problems`: LOT_BAD_INPUT. LOT_FAILURE: no memory.
 */
lot_status lot_strata_read(lot_invitation *it, const lot_table *table, lot_problems *problems,
                           lot_error *error);

#endif
