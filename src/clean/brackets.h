/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Brackets: ranges of whole numbers, ages mostly, and what each is called.
 *
 *   B1  both ends are in, and no two overlap;
 *   B2  they stand in rising order.
 */
#ifndef CIVICLOT_CLEAN_BRACKETS_H
#define CIVICLOT_CLEAN_BRACKETS_H

#include "clean/rule_line.h"

typedef struct lot_bracket {
    uint32_t least;
    uint32_t most; /* UINT32_MAX: no end */
    char *name;
} lot_bracket;

typedef struct lot_brackets {
    lot_bracket *rows; /* [count] */
    uint32_t count;
    size_t room;
} lot_brackets;

/* Free what they hold. */
void lot_brackets_free(lot_brackets *brackets);

/* Read `16-24, 25-44 as Young, 65+, under 16`. LOT_FAILURE: no memory. */
lot_status lot_brackets_read(lot_brackets *brackets, const lot_rule_line *line, const char *at,
                             lot_error *error);

/* The name of the bracket that a number is in, or NULL. Cannot fail. */
const char *lot_brackets_find(const lot_brackets *brackets, uint32_t number);

/*
 * Read words as a bracket, whose name stays NULL. False: they are none. Cannot fail.
 * words: tidy.
 */
bool lot_bracket_parse(lot_bracket *bracket, const char *words);

#endif
