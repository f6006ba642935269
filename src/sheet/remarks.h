/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remarks: what is to be told about cells, grouped, so that a thousand of a kind are one line.
 * No cell's content is told: only where it stands.
 */
#ifndef CIVICLOT_SHEET_REMARKS_H
#define CIVICLOT_SHEET_REMARKS_H

#include "civiclot/problems.h"
#include "civiclot/text.h"

#include <stdint.h>

typedef enum lot_remark {
    /* problems */
    LOT_REMARK_NO_RESULT,
    LOT_REMARK_TWICE,
    LOT_REMARK_BEYOND,
    LOT_REMARK_DAMAGED,
    /* notices */
    LOT_REMARK_ERROR,
    LOT_REMARK_LONG_NUMBER,
    LOT_REMARK_NO_DATE,
    LOT_REMARK_MERGED,
    LOT_REMARK_HIDDEN_ROW,
    LOT_REMARKS_COUNT
} lot_remark;

typedef struct lot_remarks {
    struct {
        uint64_t count;
        lot_text first; /* where the first ones are, in words */
    } kinds[LOT_REMARKS_COUNT];
} lot_remarks;

void lot_remarks_free(lot_remarks *remarks);

/* Add a cell; row and column from 1 on. Cannot fail: see lot_text. */
void lot_remark_cell(lot_remarks *remarks, lot_remark kind, uint32_t row, uint32_t column);

/* Add something else by where it is: "B2:C5". */
void lot_remark_place(lot_remarks *remarks, lot_remark kind, const char *place);

/* Tell all of them, each kind in one line: what begins it is `name`. */
void lot_remarks_tell(lot_remarks *remarks, const char *name, lot_text *notices,
                      lot_problems *problems);

/* Add a cell's name as spreadsheets have it: B17. */
void lot_put_cell_name(lot_text *text, uint32_t row, uint32_t column);

#endif
