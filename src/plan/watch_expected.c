/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watch: the pool that is expected, and what it lacks. */
#include "civiclot/watch.h"

#include "core/array.h"
#include "plan/crowd.h"

#include <stdlib.h>

/* The people of a flow, by their classes, so that those of one class stand together. */
static lot_status sort_flow(uint32_t **out, const lot_crowd *c, const lot_flow *flow,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_classes *classes = NULL;
    lot_crowd alone = {.task = c->task, .pool = {.features_count = c->pool.features_count}};
    *out = NULL;
    for (uint32_t i = 0; i < flow->people_count; i++)
        TRY(lot_crowd_add_like(
            &alone, &c->task->pool->values[(size_t)flow->people[i] * c->pool.features_count],
            error));
    uint32_t *sorted = *out = lot_array_new(flow->people_count, sizeof *sorted);
    if (sorted == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_classes_new(&classes, &alone.pool, 1, error));
    for (uint32_t i = 0; i < flow->people_count; i++)
        sorted[i] = flow->people[classes->members[i]];
done:
    lot_classes_free(classes);
    lot_crowd_clear(&alone);
    return status;
}

/* Add as many of the flow as are expected: of its people, sorted, each in equal steps. */
static lot_status add_expected(lot_crowd *c, const lot_flow *flow, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *pool = c->task->pool;
    uint32_t *sorted = NULL;
    uint64_t count = (lot_flow_expected(flow) + 50) / 100;
    if (flow->seen == 0 || count == 0)
        return LOT_OK;
    if (count > LOT_WATCH_ADDED_MOST)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "more than %d people are expected: are the dates right?",
                        LOT_WATCH_ADDED_MOST);
    TRY(sort_flow(&sorted, c, flow, error));
    for (uint64_t i = 0; i < count; i++) {
        uint32_t like = sorted[(2 * i + 1) * flow->people_count / (2 * count)];
        TRY(lot_crowd_add_like(c, &pool->values[(size_t)like * pool->features_count], error));
    }
done:
    free(sorted);
    return status;
}

lot_status lot_watch_expected(lot_expected_pool *out, const lot_watch_task *task,
                              const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_crowd all = {0};
    *out = (lot_expected_pool){0};
    TRY(lot_crowd_begin(&all, task, error));
    for (uint32_t f = 0; f < task->flows_count; f++)
        TRY(add_expected(&all, &task->flows[f], error));
    TRY(lot_classes_new(&out->classes, &all.pool, task->per_household, error));
    TRY(lot_find_conflict(&out->conflict, task->quotas, out->classes, task->seats, progress,
                          error));
    out->rows = all.pool.rows;
    all.pool.rows = NULL;
done:
    lot_crowd_clear(&all);
    return status;
}

void lot_expected_pool_clear(lot_expected_pool *expected)
{
    lot_classes_free(expected->classes);
    lot_conflict_free(expected->conflict);
    free(expected->rows);
    *expected = (lot_expected_pool){0};
}
