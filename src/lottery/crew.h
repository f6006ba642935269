/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Crew: reserves in the making, with who of them is called in each case of drop-outs.
 *
 * Calls are those of exchange.h: near the best, and quick to bring up to date when one reserve
 * changes. Until lot_crew_free():
 *   W1  held and deviation of a case are of its calls; total is the sum of deviations, each as
 *       often as its case;
 *   W2  after lot_crew_settle(), no step of exchange.h helps in any case.
 */
#ifndef CIVICLOT_LOTTERY_CREW_H
#define CIVICLOT_LOTTERY_CREW_H

#include "civiclot/reserves.h"
#include "lottery/exchange.h"

typedef struct lot_crew_case {
    int64_t deviation;
    uint32_t room; /* seats that nobody has */
} lot_crew_case;

/* What changes with the calls. */
typedef struct lot_crew_calls {
    lot_crew_case *cases; /* [dropouts->count] */
    bool *called;         /* [dropouts->count][most] */
    int32_t *held;        /* [dropouts->count][rule.rows_count] */
    int64_t total;
} lot_crew_calls;

typedef struct lot_crew {
    const lot_reserve_question *question;
    lot_deviation_rule rule;
    uint32_t most;
    uint32_t count;
    uint32_t *types;         /* [count] */
    bool *barred;            /* [count] not to be called: there is nobody yet */
    const uint32_t **values; /* [count] of each type */
    lot_crew_calls now;
    lot_crew_calls before; /* of lot_crew_save() */
    int64_t *gain;         /* [candidates->count] of lot_crew_weigh() */
    int32_t *best;         /* [candidates->count] scratch */
    int32_t *more;         /* [rule.rows_count] scratch */
} lot_crew;

/* A crew of nobody, that may come to `most`. LOT_FAILURE: no memory. Free with lot_crew_free(). */
lot_status lot_crew_new(lot_crew **out, const lot_reserve_question *question, uint32_t most,
                        lot_error *error);

void lot_crew_free(lot_crew *crew); /* NULL is fine */

/* Let reserve i, at most `count`, be of that type: not barred, called nowhere yet. Cannot fail. */
void lot_crew_set(lot_crew *crew, uint32_t i, uint32_t type);

/* Bar reserve i until they are set again: sent back wherever they are called. Cannot fail. */
void lot_crew_bar(lot_crew *crew, uint32_t i);

/* Take steps in every case: W2. Cannot fail. */
void lot_crew_settle(lot_crew *crew);

/*
 * Weigh every type: crew->gain[y] is by how much the total falls at least, if there is one more
 * reserve of type y. Cannot fail.
 */
void lot_crew_weigh(lot_crew *crew);

/* Keep the calls, and go back to those kept. Cannot fail. */
void lot_crew_save(lot_crew *crew);
void lot_crew_restore(lot_crew *crew);

#endif
