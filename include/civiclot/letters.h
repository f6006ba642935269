/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters: how many each stratum gets of a mailing. docs/protocol-invitations.md, 13.2 and 13.3.
 *
 * Integers alone decide, so that everyone who shares the same letters out gets the same numbers.
 */
#ifndef CIVICLOT_LETTERS_H
#define CIVICLOT_LETTERS_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LOT_LETTERS_MOST = 10000000,
    LOT_STRATA_MOST = 65535,
    LOT_RESPONSE_WHOLE = 1000000 /* every letter is answered */
};

/* What the letters are in proportion to. */
typedef enum lot_letters_rule {
    LOT_LETTERS_BY_ADDRESSES,
    LOT_LETTERS_BY_RESPONSE, /* addresses, and more letters where fewer are answered */
    LOT_LETTERS_BY_SIZE,     /* a number that somebody gave: people, say */
    LOT_LETTERS_GIVEN,
    LOT_LETTERS_TWO_STAGE
} lot_letters_rule;

enum { LOT_LETTERS_RULES = LOT_LETTERS_TWO_STAGE + 1 };

/* `addresses`, `response`, `size`, `given`, `two-stage`. Static. */
const char *lot_letters_rule_name(lot_letters_rule rule);

/* Has a stratum a measure by this rule? Cannot fail. */
static inline bool lot_letters_has_measure(lot_letters_rule rule)
{
    return rule == LOT_LETTERS_BY_RESPONSE || rule == LOT_LETTERS_BY_SIZE;
}

/*
 * A stratum's weight. measure: of response from 1 to LOT_RESPONSE_WHOLE, of size below 2^63.
 * rule: one that has weights. Cannot fail.
 */
uint64_t lot_letters_weight(lot_letters_rule rule, uint32_t addresses, uint64_t measure);

/*
 * Add to letters[h] what stratum h gets of `whole` letters, in proportion to weights[h]: rounded
 * down, and what is left to the largest remainders, of equal ones to the first.
 * letters, weights: [count]. whole: at most LOT_LETTERS_MOST. Where all weights are 0,
 * LOT_BAD_INPUT unless `whole` is. LOT_FAILURE: no memory.
 */
lot_status lot_letters_share(uint64_t *letters, const uint64_t *weights, uint32_t count,
                             uint64_t whole, lot_error *error);

/* A row of strata on a line, of which some are hit by equal steps. */
typedef struct lot_portions {
    uint64_t before;    /* addresses before the municipality */
    uint64_t addresses; /* in it */
    uint64_t all;       /* of all municipalities, at least 1 and below 2^32 */
    uint64_t portions;  /* of all letters, from 1 to LOT_LETTERS_MOST */
} lot_portions;

/*
 * How many portions a municipality gets where the first step is at `start`, which is below
 * at->all. Summed over all starts that is addresses x portions. Cannot fail.
 */
uint64_t lot_portions_of(const lot_portions *at, uint64_t start);

/* The most that any start gives it: addresses x portions / all, rounded up. Cannot fail. */
uint64_t lot_portions_most(const lot_portions *at);

#endif
