/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Problems: everything that is wrong with the input, collected in one pass,
 * so that an organiser mends a file once and not twenty times.
 *
 * A problem is one line for a person: file, row, column name, what is wrong,
 * what to do. It never holds personal data beyond row numbers and ids.
 */
#ifndef CIVICLOT_PROBLEMS_H
#define CIVICLOT_PROBLEMS_H

#include "civiclot/text.h"

#include <stddef.h>

typedef struct lot_problems lot_problems;

/* Make an empty list. NULL when there is no memory. Free with lot_problems_free(). */
lot_problems *lot_problems_new(void);

/* Free the list. NULL is fine. */
void lot_problems_free(lot_problems *problems);

/*
 * Add one problem, in printf's form, without a line end.
 * The first 1,000 are kept in words, the others are counted. One too long is cut between
 * characters. Cannot fail.
 */
void lot_problems_add(lot_problems *problems, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Add the problem that was written into `words`, and free them. As lot_problems_add(). */
void lot_problems_take(lot_problems *problems, lot_text *words);

/* How many were added. Cannot fail. */
size_t lot_problems_count(const lot_problems *problems);

/*
 * LOT_OK where there are only the first `before`; otherwise LOT_BAD_INPUT, saying how many more.
 * name: what they are problems of, the file as the user named it.
 */
lot_status lot_problems_refuse(const lot_problems *problems, size_t before, const char *name,
                               lot_error *error);

/* How many are kept in words: at most 1,000. Cannot fail. */
size_t lot_problems_kept(const lot_problems *problems);

/* The words of problem `index`, below lot_problems_kept(). Cannot fail. */
const char *lot_problems_at(const lot_problems *problems, size_t index);

#endif
