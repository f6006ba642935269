/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feature refused: the rows of one feature of which the rules could make nothing, grouped by why.
 *
 *   Z1  only rows are told, never what stands in them: it may be a date of birth or a postcode.
 */
#ifndef CIVICLOT_CLEAN_FEATURE_REFUSED_H
#define CIVICLOT_CLEAN_FEATURE_REFUSED_H

#include "clean/feature_reading.h"
#include "pool/rows.h"

typedef struct lot_refused {
    lot_rows rows[LOT_REFUSALS];
    uint32_t least; /* with LOT_REFUSED_NO_BRACKET: of the numbers that are in none */
    uint32_t most;
} lot_refused;

/* Count one more row, whose cell was refused; in the order of the file. Cannot fail. */
void lot_refused_meet(lot_refused *refused, const lot_read_cell *cell, uint32_t row_number);

/* Add a problem for each group. Cannot fail. */
void lot_refused_tell(const lot_refused *refused, const lot_reading *reading,
                      lot_problems *problems);

#endif
