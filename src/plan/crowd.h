/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crowd: those who have registered, and those whom a watch adds to them. */
#ifndef CIVICLOT_PLAN_CROWD_H
#define CIVICLOT_PLAN_CROWD_H

#include "civiclot/watch.h"

/* People who count, and those who are added. */
typedef struct lot_crowd {
    const lot_watch_task *task;
    const uint32_t *unseen; /* [features_count] how many values nobody of those who count has */
    const bool *has;        /* [quotas->count] somebody has the value */
    lot_pool pool;          /* its ids are none */
    size_t room;
} lot_crowd;

/* Begin with those who count: the people of the task's first flow. LOT_FAILURE: no memory. */
lot_status lot_crowd_begin(lot_crowd *c, const lot_watch_task *task, lot_error *error);

/*
 * Add somebody who lives alone. values: [features_count], which may be the crowd's own.
 * LOT_FAILURE: no memory.
 */
lot_status lot_crowd_add_like(lot_crowd *c, const uint32_t *values, lot_error *error);

/* The values of a person of the crowd: [features_count], until somebody is added. Cannot fail. */
uint32_t *lot_crowd_values(const lot_crowd *c, uint32_t person);

/* Free what it holds; zeroed is fine. */
void lot_crowd_clear(lot_crowd *c);

#endif
