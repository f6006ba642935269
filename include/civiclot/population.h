/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Population: how many people there are of every row of values, from tables of a census.
 *
 * A table counts people by one feature (sex) or by several at once (age by area). All tables are
 * joined by iterative proportional fitting: of all populations that agree with them the one that
 * ties together nothing which no table ties together. Features that no table joins are independent.
 * Source: Deming and Stephan, Annals of Mathematical Statistics 11 (1940).
 *
 * From lot_population_read() until lot_population_free():
 *   U1  features and values stand in the order of the files, the values of one feature together;
 *   U2  cells are different rows of values, and rise: they compare by the first feature in which
 *       they differ; those with nobody are left out;
 *   U3  the weights sum to `total`, to the last part;
 *   U4  everything is in whole numbers: the same tables give the same population everywhere.
 */
#ifndef CIVICLOT_POPULATION_H
#define CIVICLOT_POPULATION_H

#include "civiclot/quota.h"

/* Weights are in millionths of a person; counts, as tables state them, in billionths. */
#define LOT_POPULATION_PARTS UINT64_C(1000000)
#define LOT_COUNT_PARTS UINT64_C(1000000000)

enum { LOT_POPULATION_FEATURES_MOST = 32, LOT_POPULATION_CELLS_MOST = 1 << 20 };

/* How well the tables could be joined. */
typedef struct lot_population_fit {
    uint32_t rounds; /* as often was every table fitted */
    bool settled;    /* the last round changed less than a thousandth of a person anywhere */
    uint64_t
        difference; /* the largest left between the population and a table, in weights' parts */
    char *table;    /* which table that is, for people; NULL: no difference at all */
} lot_population_fit;

typedef struct lot_population {
    uint32_t features_count;
    uint32_t values_count;
    uint32_t cells_count;
    bool sized;            /* false: only shares are known, and a million people are assumed */
    lot_feature *features; /* [features_count] `first` is an index into values */
    char **values;         /* [values_count] tidy */
    uint64_t *counts;      /* [values_count] people, of the table that counts the feature best */
    char **tables;         /* [features_count] the name of that table, for people */
    uint32_t *cells;       /* [cells_count][features_count] indexes into values */
    uint64_t *weights;     /* [cells_count] */
    uint64_t total;        /* sum of the weights */
    lot_population_fit fit;
} lot_population;

typedef struct lot_population_source {
    const lot_table *const *tables; /* [tables_count] */
    size_t tables_count;
    const char *const *features; /* [features_count] the features to read; the others are summed
                                    over. NULL: all */
    uint32_t features_count;
} lot_population_source;

/*
 * Read a population.
 * A table is in long form, feature,value,count, or has a column for each feature and one of counts.
 * The column of counts is named count, people, population, number, n, observation, or share,
 * percent, %. A column of the long form that is named as a feature says for which of its values
 * the row counts: rows of age with an area in the column area are a table of age by area.
 * notices: lines, each with its LF: what to know about the tables though nothing is wrong.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT; no memory LOT_FAILURE.
 * *out is NULL on failure; free it with lot_population_free().
 */
lot_status lot_population_read(lot_population **out, const lot_population_source *source,
                               lot_text *notices, lot_problems *problems, lot_error *error);

/* Free the population. NULL is fine. */
void lot_population_free(lot_population *population);

/* The index into values of cell `cell` in feature `feature`. Cannot fail. */
static inline uint32_t lot_population_value(const lot_population *population, uint32_t cell,
                                            uint32_t feature)
{
    return population->cells[(size_t)cell * population->features_count + feature];
}

#endif
