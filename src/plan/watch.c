/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watch: every simulation has a stream of its own, so that none depends on another. */
#include "civiclot/watch.h"

#include "core/array.h"
#include "core/random.h"
#include "core/wide.h"
#include "plan/crowd.h"

#include <assert.h>
#include <stdlib.h>

/* What was found out so far, one simulation after the other. */
typedef struct watching {
    const lot_watch_task *task;
    lot_watch *watch;
    lot_crowd crowd;
    uint32_t *unseen;  /* [features_count] of the crowd */
    bool *has;         /* [quotas->count] of the crowd */
    uint32_t *people;  /* [simulations] */
    uint32_t *tallies; /* [quotas->count][simulations] */
} watching;

/* The last person may have a value that nobody had so far: each counts as half a person. */
static void surprise(lot_crowd *c, uint64_t *state)
{
    uint32_t *values = lot_crowd_values(c, c->pool.people_count - 1);
    for (uint32_t f = 0; f < c->pool.features_count; f++) {
        uint64_t halves = 2 * (uint64_t)c->task->flows[0].people_count + c->unseen[f];
        uint64_t drawn = c->unseen[f] > 0 ? lot_random_below(state, halves) : 0;
        if (drawn >= c->unseen[f])
            continue;
        uint32_t quota = c->task->quotas->features[f].first;
        for (; c->has[quota] || drawn > 0; quota++)
            drawn -= !c->has[quota];
        values[f] = quota;
    }
}

/* One more of the flow: like one of its people, or like one of `added` who came before. */
static lot_status add_one(lot_crowd *c, const lot_flow *flow, uint32_t added, uint64_t *state,
                          lot_error *error)
{
    lot_status status;
    const lot_pool *pool = c->task->pool;
    uint64_t like = lot_random_below(state, (uint64_t)flow->people_count + added);
    uint32_t first = c->pool.people_count - added;
    if (c->pool.people_count - c->task->flows[0].people_count >= LOT_WATCH_ADDED_MOST)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "more than %d people are expected: are the dates right?",
                        LOT_WATCH_ADDED_MOST);
    if (like < flow->people_count)
        status = lot_crowd_add_like(
            c, &pool->values[(size_t)flow->people[like] * pool->features_count], error);
    else
        status = lot_crowd_add_like(
            c, lot_crowd_values(c, first + (uint32_t)(like - flow->people_count)), error);
    if (status == LOT_OK)
        surprise(c, state);
    return status;
}

static lot_status add_flow(lot_crowd *c, const lot_flow *flow, uint64_t *state, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t added = 0;
    assert(flow->seen == 0 || (flow->people_count > 0 && flow->per > 0));
    for (uint32_t failures = 0; failures < flow->seen;) {
        if (lot_random_below(state, flow->more + flow->per) >= flow->more)
            failures++;
        else
            TRY(add_one(c, flow, added++, state, error));
    }
done:
    return status;
}

/* Is there a panel of the crowd? */
static lot_status ask(bool *exists, const lot_crowd *c, const lot_progress *progress,
                      lot_error *error)
{
    lot_classes *classes = NULL;
    lot_status status = LOT_OK;
    *exists = false;
    if (c->pool.people_count < c->task->seats)
        return LOT_OK;
    TRY(lot_classes_new(&classes, &c->pool, c->task->per_household, error));
    TRY(lot_panel_exists(exists, c->task->quotas, classes, c->task->seats, progress, error));
done:
    lot_classes_free(classes);
    return status;
}

static void tally(const watching *w, uint32_t simulation)
{
    const lot_pool *pool = &w->crowd.pool;
    w->people[simulation] = pool->people_count;
    for (uint32_t p = 0; p < pool->people_count; p++)
        for (uint32_t f = 0; f < pool->features_count; f++)
            w->tallies[(size_t)lot_pool_value(pool, p, f) * w->task->simulations + simulation]++;
}

static lot_status simulate(watching *w, uint32_t simulation, const lot_progress *progress,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    bool exists;
    uint64_t state = w->task->seed ^ (((uint64_t)simulation + 1) * UINT64_C(0x9e3779b97f4a7c15));
    state = lot_random(&state);
    TRY(lot_crowd_begin(&w->crowd, w->task, error));
    for (uint32_t f = 0; f < w->task->flows_count; f++)
        TRY(add_flow(&w->crowd, &w->task->flows[f], &state, error));
    tally(w, simulation);
    TRY(ask(&exists, &w->crowd, progress, error));
    w->watch->feasible += exists;
done:
    return status;
}

uint64_t lot_flow_expected(const lot_flow *flow)
{
    lot_unsigned_wide hundredths = (lot_unsigned_wide)flow->seen * flow->more * 100;
    return (uint64_t)((hundredths + flow->per / 2) / flow->per);
}

/* How many with the value are expected of a flow, in hundredths: see surprise(). */
static uint64_t expected_of_flow(const watching *w, const lot_flow *flow, uint32_t quota,
                                 uint64_t have)
{
    uint32_t unseen = w->unseen[w->task->quotas->rows[quota].feature];
    uint64_t registered = w->task->flows[0].people_count;
    lot_unsigned_wide all = lot_flow_expected(flow);
    if (flow->seen == 0)
        return 0;
    if (!w->has[quota])
        return (uint64_t)(all / (2 * registered + unseen));
    return (uint64_t)(all * have * 2 * registered /
                      ((2 * registered + unseen) * (lot_unsigned_wide)flow->people_count));
}

/* How many with the value are expected by the end, in hundredths. */
static uint64_t expected_of(const watching *w, uint32_t quota)
{
    uint64_t sum = 0;
    uint32_t feature = w->task->quotas->rows[quota].feature;
    for (uint32_t f = 0; f < w->task->flows_count; f++) {
        const lot_flow *flow = &w->task->flows[f];
        uint64_t have = 0;
        for (uint32_t i = 0; i < flow->people_count; i++)
            have += lot_pool_value(w->task->pool, flow->people[i], feature) == quota;
        sum += expected_of_flow(w, flow, quota, have) + (f == 0 ? have * 100 : 0);
    }
    return sum;
}

static void sum_up(watching *w)
{
    const lot_watch_task *task = w->task;
    lot_watch *watch = w->watch;
    watch->registered = task->flows[0].people_count;
    watch->expected = (uint64_t)watch->registered * 100;
    for (uint32_t f = 0; f < task->flows_count; f++)
        watch->expected += lot_flow_expected(&task->flows[f]);
    watch->people = lot_range_of(w->people, task->simulations);
    for (uint32_t i = 0; i < watch->registered; i++)
        for (uint32_t f = 0; f < task->pool->features_count; f++)
            watch->values[lot_pool_value(task->pool, task->flows[0].people[i], f)].registered++;
    for (uint32_t q = 0; q < task->quotas->count; q++) {
        uint32_t *tallies = &w->tallies[(size_t)q * task->simulations];
        lot_watched_value *value = &watch->values[q];
        for (uint32_t s = 0; s < task->simulations; s++)
            value->missed += tallies[s] < task->quotas->rows[q].min;
        value->range = lot_range_of(tallies, task->simulations);
        value->expected = expected_of(w, q);
    }
}

/* Which values nobody has so far. */
static lot_status find_unseen(watching *w, lot_error *error)
{
    const lot_watch_task *task = w->task;
    w->unseen = lot_array_new(task->quotas->features_count, sizeof *w->unseen);
    w->has = lot_array_new(task->quotas->count, sizeof *w->has);
    if (w->unseen == NULL || w->has == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < task->flows[0].people_count; i++)
        for (uint32_t f = 0; f < task->pool->features_count; f++)
            w->has[lot_pool_value(task->pool, task->flows[0].people[i], f)] = true;
    for (uint32_t q = 0; q < task->quotas->count; q++)
        w->unseen[task->quotas->rows[q].feature] += w->has[q] ? 0 : 1;
    w->crowd.unseen = w->unseen;
    w->crowd.has = w->has;
    return LOT_OK;
}

static lot_status watch_all(watching *w, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_watch_task *task = w->task;
    TRY(find_unseen(w, error));
    TRY(lot_crowd_begin(&w->crowd, task, error));
    TRY(ask(&w->watch->panel_now, &w->crowd, progress, error));
    for (uint32_t s = 0; s < task->simulations; s++) {
        TRY(lot_progress_report(progress, "simulating", s, task->simulations, error));
        TRY(simulate(w, s, NULL, error));
    }
    sum_up(w);
done:
    return status;
}

lot_status lot_watch_run(lot_watch **out, const lot_watch_task *task, const lot_progress *progress,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    watching w = {.task = task};
    assert(task->flows_count > 0 && task->simulations > 0);
    *out = NULL;
    w.watch = lot_array_new(1, sizeof *w.watch);
    w.people = lot_array_new(task->simulations, sizeof *w.people);
    w.tallies = lot_array_new((size_t)task->quotas->count * task->simulations, sizeof *w.tallies);
    if (w.watch == NULL || w.people == NULL || w.tallies == NULL)
        TRY(LOT_NO_MEMORY(error));
    w.watch->values = lot_array_new(task->quotas->count, sizeof *w.watch->values);
    w.watch->simulations = task->simulations;
    if (w.watch->values == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(watch_all(&w, progress, error));
    *out = w.watch;
    w.watch = NULL;
done:
    lot_crowd_clear(&w.crowd);
    free(w.unseen);
    free(w.has);
    free(w.people);
    free(w.tallies);
    lot_watch_free(w.watch);
    return status;
}

void lot_watch_free(lot_watch *watch)
{
    if (watch == NULL)
        return;
    free(watch->values);
    free(watch);
}
