/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made-up assemblies for tests: a pool and its quotas, all from one number.
 *
 *   G1  the same shape gives the same bytes, everywhere and always (SplitMix64, integers only);
 *   G2  every case is feasible: `witness` is a panel that meets all quotas and takes at most one
 *       member of a household, so there is one for any per_household;
 *   G3  pool and quotas are what the readers make of people_csv and quotas_csv.
 *
 * Whatever goes wrong here ends the test program with an assert.
 */
#ifndef CIVICLOT_SUPPORT_GENERATE_H
#define CIVICLOT_SUPPORT_GENERATE_H

#include "civiclot/pool.h"

typedef struct lot_test_shape {
    uint64_t seed;
    uint32_t people_count;       /* at least seats */
    uint32_t seats;              /* at least 1 */
    uint32_t features_count;     /* named trait_1, trait_2, ... */
    uint32_t values_per_feature; /* at least 2; named v1, v2, ... */
    uint32_t band;               /* min and max are the witness's tally minus and plus this */
    uint32_t skew;               /* 0: values are equally frequent; 3: v1 far before the last */
    uint32_t household_percent;  /* of people who share an address, in twos to fours */
} lot_test_shape;

typedef struct lot_test_case {
    lot_test_shape shape;
    lot_text people_csv;      /* id, address, postcode, and the features */
    lot_text quotas_csv;      /* feature, value, min, max */
    lot_pool_columns columns; /* id, address and postcode; static */
    lot_table *people;
    lot_quotas *quotas;
    lot_pool *pool;
    uint32_t *witness; /* [seats] people, ascending: see G2 */
} lot_test_case;

/*
 * Make the case of that shape. Fewer people share an address than asked for where otherwise there
 * would be fewer households than seats. Free it with lot_test_case_free().
 */
lot_test_case *lot_test_case_make(const lot_test_shape *shape);

/* Free the case. NULL is fine. */
void lot_test_case_free(lot_test_case *made);

/* The next number of SplitMix64. *state starts as any seed. Source: Steele, Lea, Flood 2014. */
uint64_t lot_test_random(uint64_t *state);

/* A number below `limit`, which is at least 1; near enough to uniform for tests. */
uint32_t lot_test_random_below(uint64_t *state, uint32_t limit);

/* Put `numbers` [count] in a random order. */
void lot_test_shuffle(uint64_t *state, uint32_t *numbers, uint32_t count);

#endif
