/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Excluded: who registered and is not in the pool, and why.
 */
#ifndef CIVICLOT_EXCLUDED_H
#define CIVICLOT_EXCLUDED_H

#include "civiclot/table.h"

/* Nobody: all zero. */
typedef struct lot_excluded {
    lot_table *people; /* their rows, with the header and form of the others' table; NULL: nobody */
    char **reasons;    /* [rows of people] codes that may be published */
    bool *erased;      /* [rows of people] whose record is gone; NULL: nobody's */
} lot_excluded;

/* Free what it holds. */
void lot_excluded_free(lot_excluded *excluded);

/* How many there are. Cannot fail. */
uint32_t lot_excluded_count(const lot_excluded *excluded);

/*
 * The next reason in order of first appearance, and how many have it; false: no more.
 * row: where to look on; 0 to begin with. Cannot fail.
 */
bool lot_excluded_next_reason(const char **reason, uint32_t *count, uint32_t *row,
                              const lot_excluded *excluded);

#endif
