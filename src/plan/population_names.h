/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Population names: which feature and value of a population a file means. */
#ifndef CIVICLOT_PLAN_POPULATION_NAMES_H
#define CIVICLOT_PLAN_POPULATION_NAMES_H

#include "civiclot/population.h"
#include "pool/names.h"

typedef struct lot_population_names {
    const lot_population *population;
    lot_names *features; /* folded; numbered as they are, no two fold to the same */
    lot_names **values;  /* [features_count] folded; numbered from the feature's first */
} lot_population_names;

/* LOT_FAILURE: no memory. Either way, lot_population_names_clear() it. */
lot_status lot_population_names_start(lot_population_names *names, const lot_population *population,
                                      lot_error *error);

void lot_population_names_clear(lot_population_names *names);

/* The feature's number, or LOT_NO_NAME. name: as written. LOT_FAILURE: no memory. */
lot_status lot_population_find_feature(uint32_t *feature, const lot_population_names *names,
                                       const char *name, lot_error *error);

/* The value's index into population->values, or LOT_NO_NAME. LOT_FAILURE: no memory. */
lot_status lot_population_find_value(uint32_t *value, const lot_population_names *names,
                                     uint32_t feature, const char *name, lot_error *error);

/* A row of a file that names a feature and a value, or neither. */
typedef struct lot_named {
    bool everybody;   /* neither */
    uint32_t feature; /* else both are set, or LOT_NO_NAME where the row is wrong */
    uint32_t value;
} lot_named;

typedef struct lot_named_columns {
    uint32_t feature;
    uint32_t value;
} lot_named_columns;

/* Find what a row names; what is wrong with it is a problem. LOT_FAILURE: no memory. */
lot_status lot_population_find_named(lot_named *named, const lot_population_names *names,
                                     const lot_table *table, uint32_t row,
                                     const lot_named_columns *columns, lot_problems *problems,
                                     lot_error *error);

#endif
