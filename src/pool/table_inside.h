/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Table, inside: how table.c keeps what table_read.c reads.
 *
 * The file is decoded once into `text`, whose line ends become NULs, so that a record is a string
 * in it; the unquoted cells stand one behind the other in `cells`.
 *
 *   L1  the text has at most LOT_TABLE_BYTES_MAX bytes, of kept records LOT_TABLE_RESTORED_MAX, so
 *       that offsets, rows and cells count in 32 bits;
 *   L2  places[0] and cells_at[0 .. columns) are the header's, data row r is places[r + 1];
 *   L3  derived columns are numbered behind the file's own, and have a cell for every row.
 */
#ifndef CIVICLOT_POOL_TABLE_INSIDE_H
#define CIVICLOT_POOL_TABLE_INSIDE_H

#include "civiclot/table.h"

#define LOT_TABLE_RESTORED_MAX ((size_t)UINT32_MAX - 2)

typedef struct lot_place {
    uint32_t record; /* offset into text */
    uint32_t number; /* row number */
} lot_place;

/* A column that the file does not have. */
typedef struct lot_derived {
    char *header;
    char **values; /* [values_count] */
    uint32_t values_count;
    uint32_t *of_row; /* [rows] which of the values */
} lot_derived;

struct lot_table {
    char *name;
    lot_table_form form;
    uint32_t columns;
    uint32_t rows;
    lot_text text;
    char *cells;
    uint32_t *cells_at;   /* [(rows + 1) * columns] offsets into cells */
    bool cells_gone;      /* but the header's */
    lot_place *places;    /* [rows + 1] */
    lot_derived *derived; /* [derived_count] */
    uint32_t derived_count;
    size_t derived_room;
};

/*
 * Decode table->text, which holds the file's bytes, and find out the form, but for the line end.
 * Wrong content is added to `problems`. LOT_FAILURE: no memory.
 */
lot_status lot_table_decode(lot_table *table, lot_problems *problems, lot_error *error);

/* Add the problem that a file is longer than LOT_TABLE_BYTES_MAX. */
void lot_table_tell_long(const char *name, lot_problems *problems);

#endif
