/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Review: a table in which a person says which addresses are one home.
 *
 * A row is a pair of people: `id 1` and `id 2`, their rows and addresses side by side, why they are
 * listed, and last `same`: yes, no, or blank. It holds personal data.
 *
 *   V1  what is said of two people holds for their addresses: everybody there is one household;
 *   V2  no two that are told apart are one household by what else is said;
 *   V3  people stand in it by their places in the pool, and no row is about one person alone.
 */
#ifndef CIVICLOT_REVIEW_H
#define CIVICLOT_REVIEW_H

#include "civiclot/near_homes.h"

typedef enum lot_sameness { LOT_UNDECIDED, LOT_SAME, LOT_NOT_SAME } lot_sameness;

typedef struct lot_decision {
    uint32_t a;
    uint32_t b;
    uint32_t row; /* in the file */
    lot_sameness same;
} lot_decision;

typedef struct lot_review {
    lot_decision *decisions; /* [count] */
    uint32_t count;
    uint32_t mended;     /* rows with an id whose zeros a spreadsheet took off */
    uint64_t *pairs;     /* [count] the two addresses of each row, sorted */
    uint32_t *addresses; /* [people of the pool] */
} lot_review;

/*
 * Write the pairs as a file that a spreadsheet opens and runs no cell of: in UTF-8 with its mark,
 * with delimiter and line ends of the file of people. file: starts empty. LOT_FAILURE: no memory.
 */
lot_status lot_review_write(lot_text *file, const lot_near_homes *nears, const lot_pool *pool,
                            const lot_table *people, const lot_pool_columns *columns,
                            lot_error *error);

/*
 * Read such a file again, in whatever form and order a spreadsheet wrote it.
 * pool: its households are as lot_pool_read() grouped them. people: its table, with its cells.
 * A missing column, a person who is not there, a pair whose addresses are others by now, `same`
 * that is neither yes nor no, decisions that contradict each other: added to `problems`, all of
 * them, and LOT_BAD_INPUT. An id that lost its zeros is known again where it can be one person's
 * alone. Rows without a decision may speak of anybody.
 * *out is NULL on failure; free it with lot_review_free().
 */
lot_status lot_review_read(lot_review **out, const lot_table *review, const lot_pool *pool,
                           const lot_table *people, const lot_pool_columns *columns,
                           lot_problems *problems, lot_error *error);

/* Free the review. NULL is fine. */
void lot_review_free(lot_review *review);

/* Is there a row about the addresses of these two? As lot_near_known of near_homes.h. Cannot fail.
 */
bool lot_review_knows(const void *review, uint32_t a, uint32_t b);

/* How many rows say so. Cannot fail. */
uint32_t lot_review_count(const lot_review *review, lot_sameness same);

/* Make one household of all that are said to be the same. LOT_FAILURE: no memory. */
lot_status lot_review_apply(lot_pool *pool, const lot_review *review, lot_error *error);

/* Add what was decided as it is kept in the assembly file: by ids, and nothing else of anybody. */
void lot_review_keep(lot_text *kept, const lot_review *review, const lot_pool *pool);

/*
 * The review that was kept. People who are not in the pool any more are passed over.
 * bytes: [length]. LOT_BAD_INPUT: they are not what lot_review_keep() makes.
 */
lot_status lot_review_restore(lot_review **out, const char *bytes, size_t length,
                              const lot_pool *pool, lot_error *error);

#endif
