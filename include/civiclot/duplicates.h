/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Duplicates: rows that may be one person twice. They are listed, and nothing is done about them:
 * couples share an e-mail address, and some a name and a birthday.
 *
 *   D1  rows have something in common only where both say it: blanks match nothing, nor does an
 *       e-mail address without @, nor a telephone number of fewer than seven digits;
 *   D2  groups stand in order of their first rows, and rows in the order of the file.
 */
#ifndef CIVICLOT_DUPLICATES_H
#define CIVICLOT_DUPLICATES_H

#include "civiclot/table.h"

enum { LOT_DUPLICATES_KEPT = 1000, LOT_DUPLICATE_ROWS_KEPT = 20 };

/* Columns that say together who somebody is. */
typedef struct lot_person_key {
    uint32_t *columns; /* [count] */
    uint32_t count;
} lot_person_key;

/* Rows that say the same. */
typedef struct lot_duplicate_rows {
    uint32_t count;                         /* at least 2 */
    uint32_t rows[LOT_DUPLICATE_ROWS_KEPT]; /* row numbers: the first of them */
} lot_duplicate_rows;

/* What one key finds. */
typedef struct lot_duplicate {
    const lot_person_key *key;
    uint32_t groups_count;
    uint32_t rows_count;        /* in all groups */
    lot_duplicate_rows *groups; /* the first of them, at most LOT_DUPLICATES_KEPT */
} lot_duplicate;

typedef struct lot_duplicates {
    lot_person_key *keys; /* [keys_count] */
    lot_duplicate *found; /* [keys_count] */
    uint32_t keys_count;
} lot_duplicates;

/*
 * Find them by these keys, which are copied; none: by the columns that are named as forms name
 * e-mail addresses, telephone numbers, and names with a date of birth.
 * people: with its cells. keys: [keys_count].
 * *out is NULL on failure, which is no memory; free it with lot_duplicates_free().
 */
lot_status lot_duplicates_find(lot_duplicates **out, const lot_table *people,
                               const lot_person_key *keys, uint32_t keys_count, lot_error *error);

/* Free what was found. NULL is fine. */
void lot_duplicates_free(lot_duplicates *duplicates);

/*
 * Add what one key found as a line for a person, by row numbers alone and without a line end;
 * nothing where it found none. people: the table, its cells may be gone.
 */
void lot_duplicate_describe(lot_text *words, const lot_duplicate *found, const lot_table *people);

#endif
