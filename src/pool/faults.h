/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults: rows of a table that are no rows of it, grouped by what is wrong and, where that is the
 * number of cells, by how many there are: a delimiter that nobody quoted is one problem, however
 * many rows it breaks.
 *
 *   B1  a row has one fault: the first that it is found to have;
 *   B2  what is told does not grow with the file.
 */
#ifndef CIVICLOT_POOL_FAULTS_H
#define CIVICLOT_POOL_FAULTS_H

#include "civiclot/table.h"
#include "pool/rows.h"

enum { LOT_FAULT_COUNTS_SHOWN = 10 };

typedef enum lot_fault {
    LOT_FAULT_UNDECODED,
    LOT_FAULT_NUL,
    LOT_FAULT_UNCLOSED,
    LOT_FAULT_AFTER_QUOTE,
    LOT_FAULT_LONG,
    LOT_FAULT_MANY_CELLS,
    LOT_FAULT_OTHER_COUNT, /* of more numbers of cells than are shown */
    LOT_FAULT_KINDS
} lot_fault;

/* All zeros: none yet. */
typedef struct lot_faults {
    lot_rows kinds[LOT_FAULT_KINDS];
    struct {
        size_t cells;
        lot_rows rows;
    } counts[LOT_FAULT_COUNTS_SHOWN]; /* [counts_count] */
    uint32_t counts_count;
} lot_faults;

/* Count one more row, by its row number; they come in the order of the file. Cannot fail. */
void lot_faults_meet(lot_faults *faults, lot_fault fault, uint32_t row_number);

/* The same of a row with another number of cells than the header. Cannot fail. */
void lot_faults_meet_count(lot_faults *faults, size_t cells, uint32_t row_number);

/* Are there any? Cannot fail. */
bool lot_faults_any(const lot_faults *faults);

/* Forget the rows with another number of cells. Cannot fail. */
void lot_faults_forget_counts(lot_faults *faults);

/*
 * Add a problem for each group, in the order of their first rows.
 * file: as the user named it. columns: how many cells the header has.
 */
void lot_faults_tell(const lot_faults *faults, const char *file, const lot_table_form *form,
                     uint32_t columns, lot_problems *problems);

#endif
