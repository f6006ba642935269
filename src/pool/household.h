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

/* Makes the keys of addresses, part by part, as household.c compares them. */
typedef struct lot_home_maker {
    bool *postcode; /* of each of the columns */
    bool older;
    lot_text part; /* room */
} lot_home_maker;

/* Make ready. End it with lot_home_maker_end(), also on failure: no memory. */
lot_status lot_home_maker_start(lot_home_maker *maker, const lot_table *table,
                                const lot_address_columns *columns, lot_error *error);

void lot_home_maker_end(lot_home_maker *maker);

/*
 * Add the part that a cell of the columns' number `column` is; nothing ends it, and what is blank
 * adds nothing. False: no memory; see also T3 of text.h.
 */
bool lot_home_put_part(lot_text *key, lot_home_maker *maker, uint32_t column, const char *cell);

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
