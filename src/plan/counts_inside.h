/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts, while they are read: which columns of a file hold what, and what goes where. */
#ifndef CIVICLOT_PLAN_COUNTS_INSIDE_H
#define CIVICLOT_PLAN_COUNTS_INSIDE_H

#include "plan/counts.h"

/* A column that names values of one feature: a cross-table's, or the condition of a long row. */
typedef struct lot_count_column {
    uint32_t column;
    uint32_t feature; /* LOT_NO_NAME: one that is not asked for */
} lot_count_column;

/* How one file is laid out. */
typedef struct lot_count_layout {
    bool is_long;
    bool shares;
    bool narrowed;    /* a column that tells rows apart is left out: they are added up */
    bool percents;    /* some share has a percent sign */
    bool bare;        /* some has none */
    uint32_t count;   /* column of the counts, or shares */
    uint32_t feature; /* long form: column of the feature's name */
    uint32_t value;   /* long form: column of the value */
    uint32_t columns_count;
    lot_count_column columns[LOT_POPULATION_FEATURES_MOST];
} lot_count_layout;

typedef struct lot_counts_reader {
    const lot_population_source *source;
    lot_count_layout *layouts; /* [source->tables_count] */
    lot_counts *counts;
    lot_names *wanted;   /* folded; NULL: all */
    lot_names *unwanted; /* folded: features that are there, and not asked for */
    lot_text *notices;
    lot_problems *problems;
} lot_counts_reader;

/* Find out how file `at` is laid out, and enter its features. */
lot_status lot_count_layout_find(lot_counts_reader *reader, size_t at, lot_error *error);

/* Once all features are known: which columns of a long file are named as one of them. */
lot_status lot_count_layout_conditions(lot_counts_reader *reader, size_t at, lot_error *error);

/*
 * The number of the feature that `name` is, which is entered when it is new; LOT_NO_NAME where it
 * is not asked for. More than LOT_POPULATION_FEATURES_MOST are a problem, and LOT_BAD_INPUT.
 */
lot_status lot_counts_feature(uint32_t *number, lot_counts_reader *reader, const char *name,
                              lot_error *error);

/* The number of a value of the feature, which is entered when it is new. LOT_FAILURE: no memory. */
lot_status lot_counts_value(uint32_t *number, lot_count_feature *feature, const char *name,
                            lot_error *error);

/* A cell of a count table: where its row stands, and what it holds. */
typedef struct lot_count_cell {
    uint32_t source;
    uint32_t row_number;
    bool shares;
    bool narrowed; /* it adds to the others of the same values */
    uint32_t features_count;
    uint32_t features[LOT_POPULATION_FEATURES_MOST]; /* rising */
    uint32_t values[LOT_POPULATION_FEATURES_MOST];
    uint64_t count;
} lot_count_cell;

/*
 * Enter a cell into the count table of its features. *before: 0, or the row that stands for the
 * same values already: the cell is then not entered. LOT_FAILURE: no memory.
 */
lot_status lot_counts_enter(uint32_t *before, lot_counts *counts, const lot_count_cell *cell,
                            lot_error *error);

#endif
