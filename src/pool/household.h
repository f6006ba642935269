/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: who shares an address.
 */
#ifndef CIVICLOT_POOL_HOUSEHOLD_H
#define CIVICLOT_POOL_HOUSEHOLD_H

#include "civiclot/pool.h"

/* The columns of a table that make up an address. */
typedef struct lot_address_columns {
    const uint32_t *columns; /* [count] */
    uint32_t count;
    bool older; /* by the rule of before: every word counts */
} lot_address_columns;

/*
 * Group addresses: households[r] for each row r of `people`, numbered as P3 of pool.h has it.
 * Compared as household.c says, or by the older rule, by which every word counts.
 * Whose first column is blank is alone, whatever the others say; without columns everyone is.
 * households: [rows] out. *households_count out. LOT_FAILURE when there is no memory.
 */
lot_status lot_households_group(uint32_t *households, uint32_t *households_count,
                                const lot_table *people, const lot_address_columns *columns,
                                lot_error *error);

/* Does a column of that name hold postcodes? LOT_FAILURE: no memory. */
lot_status lot_household_is_postcode(bool *postcode, const char *header, lot_error *error);

#endif
