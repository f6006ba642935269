/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watch: while people register, who will have registered by the end, and whether that is a panel.
 *
 * Nothing is assumed of whom letters reach: who is still to come is like who came, one by one, and
 * how many is as uncertain as what is known of it. A flow of people of whom `seen` came in `per`
 * parts of time brings in `more` parts a negative binomial number: the successes, each with chance
 * more / (more + per), before `seen` failures. Its mean is seen * more / per. That is a Poisson
 * flow whose rate is known from `seen` alone. Each has the values of somebody of the flow, those
 * who were added before among them (an urn of Polya), so that shares are uncertain too; a value
 * that nobody has yet counts as half a person. They live alone.
 */
#ifndef CIVICLOT_WATCH_H
#define CIVICLOT_WATCH_H

#include "civiclot/fair.h"
#include "civiclot/outlook.h"

enum { LOT_WATCHED_MOST = 100000, LOT_WATCH_ADDED_MOST = 1000000 };

/* A flow of people that goes on. */
typedef struct lot_flow {
    uint32_t *people; /* [people_count] of the pool whom those to come are like */
    uint32_t people_count;
    uint32_t seen; /* 0: nobody is to come */
    uint64_t more; /* more + per: at most 2^63 */
    uint64_t per;  /* at least 1 */
} lot_flow;

typedef struct lot_watch_task {
    const lot_quotas *quotas;
    const lot_pool *pool;
    uint32_t per_household;
    uint32_t seats;
    const lot_flow *flows; /* [flows_count] the people of the first are those who count so far */
    uint32_t flows_count;
    uint32_t simulations; /* 1 .. LOT_WATCHED_MOST */
    uint64_t seed;
} lot_watch_task;

typedef struct lot_watched_value {
    uint32_t registered;
    uint64_t expected; /* by the end, in hundredths */
    lot_range range;   /* of the simulations */
    uint32_t missed;   /* in so many of them there are fewer than the minimum */
} lot_watched_value;

typedef struct lot_watch {
    uint32_t registered;
    uint64_t expected; /* in hundredths */
    lot_range people;
    lot_watched_value *values; /* [quotas->count] */
    uint32_t simulations;
    uint32_t feasible; /* in so many of them a panel exists */
    bool panel_now;
} lot_watch;

/*
 * Watch: simulate what is still to come, and put every pool to the solver.
 * LOT_BAD_INPUT when more than LOT_WATCH_ADDED_MOST people are to come; LOT_FAILURE: no memory, or
 * the solver; LOT_INTERRUPTED. *out is NULL on failure; free it with lot_watch_free().
 */
lot_status lot_watch_run(lot_watch **out, const lot_watch_task *task, const lot_progress *progress,
                         lot_error *error);

void lot_watch_free(lot_watch *watch); /* NULL is fine */

/* The pool if exactly as many come as are expected, and each kind of people in its share. */
typedef struct lot_expected_pool {
    lot_classes *classes;
    uint32_t *rows;         /* [people] row numbers; 0 of who is still to come */
    lot_conflict *conflict; /* NULL: it has a panel */
} lot_expected_pool;

/* Failures are lot_watch_run()'s. Free what is in *out with lot_expected_pool_clear(). */
lot_status lot_watch_expected(lot_expected_pool *out, const lot_watch_task *task,
                              const lot_progress *progress, lot_error *error);

void lot_expected_pool_clear(lot_expected_pool *expected); /* zeroed is fine */

/* How many are expected of a flow, in hundredths, rounded. Cannot fail. */
uint64_t lot_flow_expected(const lot_flow *flow);

#endif
