/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Near homes: pairs of addresses that are almost the same, for a person to judge. Nothing is joined
 * here.
 *
 * A pair has the same house number, and postcode and words that are the same but for slips that
 * people make. What speaks for a slip is its reasons; each costs, and what costs too much is no
 * pair: two slips at once are rather two homes.
 */
#ifndef CIVICLOT_NEAR_HOMES_H
#define CIVICLOT_NEAR_HOMES_H

#include "civiclot/pool.h"

enum { LOT_NEAR_MOST = 1000 };

/* What differs: bits. */
typedef enum lot_near_reason {
    LOT_NEAR_COLUMNS = 1,           /* the same letters, in other columns or other words */
    LOT_NEAR_SHORT = 2,             /* an abbreviation, or a word such as flat or room */
    LOT_NEAR_POSTCODE_LOOK = 4,     /* O for 0, I or L for 1 */
    LOT_NEAR_ORDER = 8,             /* of words or numbers */
    LOT_NEAR_SPELLING = 16,         /* one letter or two */
    LOT_NEAR_WORDS = 32,            /* one has more of them */
    LOT_NEAR_POSTCODE_MISSING = 64, /* in one */
    LOT_NEAR_POSTCODE_SLIP = 128,   /* one character */
    LOT_NEAR_FLAT = 256             /* one has the number or letter of a flat */
} lot_near_reason;

/* Two people at addresses that are almost the same: for each address the first who wrote it. */
typedef struct lot_near_pair {
    uint32_t a; /* a < b */
    uint32_t b;
    uint16_t reasons;
    uint16_t cost; /* less is more alike */
} lot_near_pair;

typedef struct lot_near_homes {
    lot_near_pair *pairs; /* [count] the most alike first, then in the order of the file */
    uint32_t count;       /* at most LOT_NEAR_MOST */
    uint64_t more;        /* found beyond those, at least */
} lot_near_homes;

/*
 * Find the pairs of a pool whose households are as lot_pool_read() grouped them.
 * people: the pool's table, with its cells. columns: as the pool was read by.
 * known: NULL, or tells of two people whether their addresses are a pair that need not be listed.
 * *out is NULL on failure, which is no memory; free it with lot_near_homes_free().
 */
typedef bool lot_near_known(const void *context, uint32_t a, uint32_t b);
lot_status lot_near_homes_find(lot_near_homes **out, const lot_pool *pool, const lot_table *people,
                               const lot_pool_columns *columns, lot_near_known *known,
                               const void *context, lot_error *error);

/* Free the pairs. NULL is fine. */
void lot_near_homes_free(lot_near_homes *nears);

/* Add the reasons in words: "other order of words; O or 0 in the postcode". */
void lot_near_homes_put_reasons(lot_text *words, uint16_t reasons);

#endif
