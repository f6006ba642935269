/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remedy: how many more letters, and where, would mend quotas that are likely to be missed.
 *
 * A letter to an area is answered as often as those that went there were; who answers has a value
 * as often as those of the area who registered so far, who count with LOT_REMEDY_PRIOR more that
 * are like all registrations: a handful of answers says little of an area.
 */
#ifndef CIVICLOT_REMEDY_H
#define CIVICLOT_REMEDY_H

#include "civiclot/watch.h"

enum { LOT_REMEDY_PRIOR = 10, LOT_REMEDY_STEP = 50 };

/* A value is worth a remedy where it is missed in at least one of so many simulations. */
enum { LOT_REMEDY_MISSED = 10 };

#define LOT_NO_AREA UINT32_MAX
#define LOT_LETTERS_SENT_MOST UINT64_C(1000000000)

/* Letters that were sent. */
typedef struct lot_letters {
    uint64_t total;
    uint32_t feature; /* whose values are the areas; LOT_NO_AREA: only the total is known */
    uint64_t *sent;   /* [quotas->count] to each value of the feature; NULL likewise */
} lot_letters;

/*
 * Read letters by area: a column named as a feature of the quotas, and a column letters. Rows of
 * the same value are added up: several mailings.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT; no memory LOT_FAILURE.
 * Free it with lot_letters_clear(), also on failure.
 */
lot_status lot_letters_read(lot_letters *out, const lot_table *table, const lot_quotas *quotas,
                            lot_problems *problems, lot_error *error);

void lot_letters_clear(lot_letters *letters); /* zeroed is fine */

typedef struct lot_remedy {
    uint32_t quota;     /* what it is for */
    uint32_t area;      /* where to; LOT_NO_AREA: wherever letters went so far */
    uint64_t letters;   /* 0: nothing can be told, as nobody like that has registered */
    bool far;           /* they are more than all that were sent: hardly a way */
    uint64_t wanted;    /* people with the value, in hundredths */
    uint64_t brings;    /* the same, in hundredths, by the end */
    uint32_t area_all;  /* people of the area who registered so far */
    uint32_t area_have; /* those of them with the value */
} lot_remedy;

typedef struct lot_remedy_task {
    const lot_watch_task *watched;
    const lot_watch *watch; /* what came of it */
    const lot_letters *letters;
    uint64_t more; /* a letter is answered more / per times as often until the end as ... */
    uint64_t per;  /* ... those before were until now */
} lot_remedy_task;

/*
 * Find remedies, the value that is missed most often first; each counts what those before it bring.
 * *out: [*count], the caller's. LOT_FAILURE: no memory.
 */
lot_status lot_remedies_find(lot_remedy **out, uint32_t *count, const lot_remedy_task *task,
                             lot_error *error);

/*
 * The flow that the letters of all remedies to one area bring. *out->people: the caller's, also on
 * failure. LOT_FAILURE: no memory.
 */
lot_status lot_remedy_flow(lot_flow *out, const lot_remedy_task *task, uint32_t area,
                           uint64_t letters, lot_error *error);

#endif
