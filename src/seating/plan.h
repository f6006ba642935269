/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan: a seating that is being searched, and its score, kept up to date exchange by exchange.
 *
 *   N1  every group has the number of people that lot_seating_size() says;
 *   N2  members of a block are in one group, foes in different ones, in every session;
 *   N3  the score is what counting everything anew would give.
 */
#ifndef CIVICLOT_SEATING_PLAN_H
#define CIVICLOT_SEATING_PLAN_H

#include "seating/blocks.h"

/* E3, E4, E5 of seating.h: less is better, the first before the second before the third. */
typedef struct lot_score {
    int64_t deviation;
    int64_t repeats;
    int64_t spread;
} lot_score;

typedef struct lot_plan {
    const lot_seating_task *task;
    const lot_blocks *blocks;
    uint32_t larger;    /* this many groups have one person more */
    uint32_t *start;    /* [groups + 1] where a group's members begin */
    uint32_t *group;    /* [sessions][people] */
    uint32_t *members;  /* [sessions][people] group by group: see start */
    uint32_t *place;    /* [sessions][people] where in members the person stands */
    uint16_t *meetings; /* [people][people] sessions in which both are in one group */
    uint16_t *counts;   /* [sessions][groups][values] */
    uint16_t *least;    /* [2][values] the floor, in larger groups and in the others */
    uint16_t *most;     /* [2][values] the ceiling */
    lot_score score;
} lot_plan;

/* As many people from one group as from another, whole blocks both, are to change places. */
typedef struct lot_exchange {
    uint32_t session;
    uint32_t groups[2];
    uint32_t *people[2]; /* [count] */
    uint32_t count;
} lot_exchange;

/* A plan in which nobody is seated yet. */
lot_status lot_plan_new(lot_plan **out, const lot_seating_task *task, const lot_blocks *blocks,
                        lot_error *error);

void lot_plan_free(lot_plan *plan);

/* Seat everybody: groups [sessions][people], which keeps N1 and N2. Cannot fail. */
void lot_plan_seat(lot_plan *plan, const uint32_t *groups);

/* How the deviation would change. The plan is as before afterwards. Cannot fail. */
int64_t lot_plan_weigh_deviation(lot_plan *plan, const lot_exchange *exchange);

/* How repeats and spread would change. moves: [people] false, now and afterwards. Cannot fail. */
void lot_plan_weigh_meetings(lot_score *change, const lot_plan *plan, const lot_exchange *exchange,
                             bool *moves);

/* Make the exchange, whose change was weighed. Cannot fail. */
void lot_plan_exchange(lot_plan *plan, const lot_exchange *exchange, const lot_score *change);

/* Is a better than b (-1), worse (1), or the same (0)? */
int lot_score_compare(const lot_score *a, const lot_score *b);

/*
 * The floor and the ceiling of `value` in a group of `size`; have: people who have it, of all.
 * Cannot fail.
 */
uint16_t lot_share_floor(uint32_t size, uint32_t have, uint32_t people_count);
uint16_t lot_share_ceiling(uint32_t size, uint32_t have, uint32_t people_count);

#endif
