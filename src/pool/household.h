/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: who shares an address.
 */
#ifndef CIVICLOT_POOL_HOUSEHOLD_H
#define CIVICLOT_POOL_HOUSEHOLD_H

#include "civiclot/table.h"

/*
 * Group addresses: households[r] for each row r of `people`, numbered as P3 of pool.h has it.
 * columns: [columns_count] column indices. Compared after normalising: case, punctuation, spaces.
 * Whose first column is blank is alone, whatever the others say.
 * households: [rows] out. *households_count out. LOT_FAILURE when there is no memory.
 */
lot_status lot_households_group(uint32_t *households, uint32_t *households_count,
                                const lot_table *people, const uint32_t *columns,
                                uint32_t columns_count, lot_error *error);

#endif
