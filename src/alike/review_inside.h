/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Review, inside: what its parts share. */
#ifndef CIVICLOT_ALIKE_REVIEW_INSIDE_H
#define CIVICLOT_ALIKE_REVIEW_INSIDE_H

#include "civiclot/review.h"
#include "pool/household.h"

#define LOT_REVIEW_ID_1 "id 1"
#define LOT_REVIEW_ID_2 "id 2"
#define LOT_REVIEW_ADDRESS_1 "address 1"
#define LOT_REVIEW_ADDRESS_2 "address 2"
#define LOT_REVIEW_SAME "same"
#define LOT_REVIEW_KEPT_HEADER LOT_REVIEW_ID_1 "," LOT_REVIEW_ID_2 "," LOT_REVIEW_SAME

/* A person's address as it is shown: the cells of its columns, [count], with commas between. */
lot_status lot_review_address(lot_text *address, const lot_table *people, uint32_t person,
                              const uint32_t *columns, uint32_t count, lot_error *error);

/* The columns of addresses, [household_count]; the caller frees *out. */
lot_status lot_review_columns(uint32_t **out, const lot_table *people,
                              const lot_pool_columns *columns, lot_error *error);

/* Fill in pairs and addresses, once the decisions are there. LOT_FAILURE: no memory. */
lot_status lot_review_index(lot_review *review, const lot_pool *pool, lot_error *error);

/*
 * Add a problem for everyone who is told apart and one household by what else is said (V2).
 * name: of the file. LOT_FAILURE: no memory.
 */
lot_status lot_review_tell_contradictions(const lot_review *review, const lot_pool *pool,
                                          const char *name, lot_problems *problems,
                                          lot_error *error);

#endif
