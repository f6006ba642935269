/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mailings: where letters go. For example 80 % anywhere, and 20 % to the most deprived areas.
 *
 *   M1  the shares of all mailings sum to LOT_MAILINGS_ONE;
 *   M2  every mailing reaches somebody; within it every address is as likely as the other;
 *   M3  letter n of a plan goes to the mailing that lags most behind its share by then, of equals
 * to the first: so fewer letters are the beginning of more, whatever the shares.
 */
#ifndef CIVICLOT_MAILINGS_H
#define CIVICLOT_MAILINGS_H

#include "civiclot/population.h"

enum { LOT_MAILINGS_ONE = 1000000, LOT_MAILINGS_MOST = 100 };

/* Letters that a plan may think of: more than civiclot draws, LOT_LETTERS_MOST of letters.h. */
#define LOT_PLANNED_MOST UINT32_C(100000000)

typedef struct lot_mailing {
    char *name;      /* tidy */
    uint32_t share;  /* of the letters, in millionths */
    bool *reaches;   /* [population->cells_count] */
    uint64_t people; /* whom it may reach, in LOT_POPULATION_PARTS */
} lot_mailing;

typedef struct lot_mailings {
    uint32_t count;
    lot_mailing *list;
} lot_mailings;

/* One mailing that reaches everybody. LOT_FAILURE: no memory. Free it with lot_mailings_free(). */
lot_status lot_mailings_even(lot_mailings **out, const lot_population *population,
                             lot_error *error);

/*
 * Read mailings: stratum,share[,feature,value]. A stratum has as many rows as it names values:
 * those of one feature are any of them, of several features all at once; a row without feature and
 * value is everybody. The share, in per cent or a decimal, stands on the first row of the stratum,
 * and no other or the same on its others.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT; no memory LOT_FAILURE.
 */
lot_status lot_mailings_read(lot_mailings **out, const lot_table *table,
                             const lot_population *population, lot_problems *problems,
                             lot_error *error);

void lot_mailings_free(lot_mailings *mailings); /* NULL is fine */

/* Which mailing each letter goes to: M3. credit: [count], zeros before the first letter. */
uint32_t lot_mailings_next(const lot_mailings *mailings, int64_t *credit);

/*
 * How many letters there can be until a mailing has no address left, one letter an address, also
 * where mailings reach the same people, and `household` millionths of a person at each. Where
 * mailings overlap without one within another, it may be too many. Cannot fail; at most
 * LOT_PLANNED_MOST.
 */
uint32_t lot_mailings_room(const lot_mailings *mailings, const lot_population *population,
                           uint64_t household);

#endif
