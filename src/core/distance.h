/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distance: how many slips lie between two words. */
#ifndef CIVICLOT_CORE_DISTANCE_H
#define CIVICLOT_CORE_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

enum { LOT_WORD_MOST = 64 }; /* letters; longer words are no slips */

/*
 * How many letters to add, drop or change until a is b.
 * a, b: [a_count], [b_count] letters as numbers, at most LOT_WORD_MOST each. Cannot fail.
 * Source: Levenshtein 1966; row by row (Wagner and Fischer 1974).
 */
size_t lot_distance(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count);

/* The same, but 1 where only two neighbours changed places: Thier for Their. */
size_t lot_slips(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count);

#endif
