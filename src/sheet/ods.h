/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ODS: the cells of one table of content.xml, from the states that ods.c's rules lead to.
 */
#ifndef CIVICLOT_SHEET_ODS_H
#define CIVICLOT_SHEET_ODS_H

#include "sheet/grid.h"
#include "sheet/markup.h"

/* States inside a table. */
enum {
    LOT_ODS_ROW = 16,
    LOT_ODS_CELL,
    LOT_ODS_COVERED, /* by a merged cell */
    LOT_ODS_PARAGRAPH,
    LOT_ODS_SPACES,
    LOT_ODS_TAB,
    LOT_ODS_BREAK
};

typedef enum lot_ods_type {
    LOT_ODS_NOTHING,
    LOT_ODS_NUMBER,
    LOT_ODS_PERCENTAGE,
    LOT_ODS_DATE,
    LOT_ODS_TIME,
    LOT_ODS_BOOLEAN,
    LOT_ODS_STRING
} lot_ods_type;

/* A table while it is read. Begins with .grid and .row = 1. */
typedef struct lot_ods_table {
    lot_grid *grid;
    uint32_t row; /* that is open, or comes next */
    uint32_t row_times;
    bool hidden;
    uint32_t column; /* that comes next */
    uint32_t cell_times;
    lot_ods_type type;
    bool has_formula;
    bool has_value;
    bool is_error;
    bool has_paragraph;
    bool after_space; /* one more is none */
    lot_text value;   /* as it is in binary */
    lot_text shown;   /* its paragraphs */
    lot_text cell;    /* as it goes to the grid */
} lot_ods_table;

/* What a markup reader is told inside the table. LOT_BAD_INPUT: more than the grid takes. */
lot_status lot_ods_table_enter(lot_ods_table *table, unsigned state,
                               const lot_attributes *attributes, lot_error *error);
lot_status lot_ods_table_text(lot_ods_table *table, unsigned state, const char *bytes,
                              size_t length, lot_error *error);
lot_status lot_ods_table_leave(lot_ods_table *table, unsigned state, lot_error *error);

void lot_ods_table_free(lot_ods_table *table);

#endif
