/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts: tables that count people by one feature or by several at once, as files state them.
 *
 *   J1  a feature's values are numbered from 0 in the order in which they first come;
 *   J2  the features of a count table rise, and no two of its cells have the same values;
 *   J3  no table sums to nothing.
 */
#ifndef CIVICLOT_PLAN_COUNTS_H
#define CIVICLOT_PLAN_COUNTS_H

#include "civiclot/population.h"
#include "pool/names.h"

/* The most that a cell or a whole table may count, in LOT_COUNT_PARTS: see quantity.h. */
#define LOT_COUNT_MOST (UINT64_C(10000000000) * LOT_COUNT_PARTS)

typedef struct lot_count_feature {
    char *name;       /* tidy */
    lot_names *known; /* values, folded */
    char **values;    /* [lot_names_count(known)] tidy */
    size_t room;
} lot_count_feature;

typedef struct lot_count_table {
    char *name;      /* for people: "age by area (population.csv)" */
    uint32_t source; /* which of the files */
    bool shares;
    bool narrowed; /* summed over features that are not asked for */
    uint32_t features_count;
    uint32_t features[LOT_POPULATION_FEATURES_MOST];
    lot_names *known; /* cells, by the numbers of their values */
    uint32_t *cells;  /* [cells_count][features_count] */
    uint64_t *counts; /* [cells_count] in LOT_COUNT_PARTS */
    uint32_t *rows;   /* [cells_count] the row that named it first */
    size_t cells_room;
    size_t counts_room;
    size_t rows_room;
} lot_count_table;

typedef struct lot_counts {
    uint32_t features_count;
    lot_count_feature features[LOT_POPULATION_FEATURES_MOST];
    lot_names *known; /* features, folded */
    size_t tables_count;
    size_t tables_room;
    lot_count_table *tables;
} lot_counts;

/* Read all tables. Contract: lot_population_read(). Free it with lot_counts_free(). */
lot_status lot_counts_read(lot_counts **out, const lot_population_source *source, lot_text *notices,
                           lot_problems *problems, lot_error *error);

/* Free the counts. NULL is fine. */
void lot_counts_free(lot_counts *counts);

/* How many cells the table has. Cannot fail. */
static inline uint32_t lot_count_table_cells(const lot_count_table *table)
{
    return lot_names_count(table->known);
}

/* The sum of the table's counts, which fits: see lot_counts_read(). Cannot fail. */
uint64_t lot_count_table_total(const lot_count_table *table);

#endif
