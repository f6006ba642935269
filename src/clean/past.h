/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Past: who was on an earlier panel, as hashes under a key of the list's own.
 *
 * What names a person is one part or several, as an e-mail address, or first name, last name and
 * date of birth. docs/registrations.md has the file's every byte.
 *
 *   P1  a part that reads as a date is that day, however it was written; one that reads as a phone
 *       number is its digits; any other is folded (fold.h);
 *   P2  once sorted, the hashes ascend by bytes, and no two are equal.
 */
#ifndef CIVICLOT_CLEAN_PAST_H
#define CIVICLOT_CLEAN_PAST_H

#include "civiclot/problems.h"
#include "civiclot/pseudonym.h"
#include "clean/date.h"

enum { LOT_PAST_PARTS_MOST = 16 };

typedef struct lot_past lot_past;

/* How the cells that name a person were read. */
typedef enum lot_past_reading {
    LOT_PAST_READ,
    LOT_PAST_BLANK,    /* one of them is blank: they name nobody */
    LOT_PAST_AMBIGUOUS /* one of them is a date, and it is not said whether its day comes first */
} lot_past_reading;

/*
 * Begin an empty list. parts: 1 to LOT_PAST_PARTS_MOST. LOT_FAILURE: no memory.
 * *out is NULL on failure; free it with lot_past_free().
 */
lot_status lot_past_new(lot_past **out, const lot_key *key, uint32_t parts, lot_error *error);

/*
 * Read a list from its file. name: for messages. bytes: [length], not kept.
 * Wrong content: a problem, with its line, and LOT_BAD_INPUT. Another failure: no memory.
 */
lot_status lot_past_parse(lot_past **out, const char *name, const char *bytes, size_t length,
                          lot_problems *problems, lot_error *error);

/* Wipe the key and free the list. NULL is fine. */
void lot_past_free(lot_past *past);

/* Does a file begin as a list of past members does? bytes: [length]. Cannot fail. */
bool lot_past_is_list(const char *bytes, size_t length);

/* How many cells name a person; how many people there are. Cannot fail. */
uint32_t lot_past_parts(const lot_past *past);
uint32_t lot_past_count(const lot_past *past);

/*
 * Add a person; who is LOT_PAST_BLANK or LOT_PAST_AMBIGUOUS is not added.
 * cells: [lot_past_parts()] as they stand in the file. LOT_FAILURE: no memory.
 */
lot_status lot_past_add(lot_past_reading *reading, lot_past *past, const char *const *cells,
                        lot_date_order order, lot_error *error);

/* Sort the list, after the last was added and before anybody is looked for: P2. Cannot fail. */
void lot_past_sort(lot_past *past);

/*
 * Is a person in the list? cells: as in lot_past_add(). *has: false but for LOT_PAST_READ.
 * LOT_FAILURE: no memory.
 */
lot_status lot_past_has(bool *has, lot_past_reading *reading, const lot_past *past,
                        const char *const *cells, lot_date_order order, lot_error *error);

/* Add the file of a sorted list. */
void lot_past_put(lot_text *file, const lot_past *past);

#endif
