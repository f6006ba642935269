/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crowd: grown person by person, and begun again without giving its memory back. */
#include "plan/crowd.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

void lot_crowd_clear(lot_crowd *c)
{
    free(c->pool.values);
    free(c->pool.households);
    free(c->pool.rows);
}

uint32_t *lot_crowd_values(const lot_crowd *c, uint32_t person)
{
    return &c->pool.values[(size_t)person * c->pool.features_count];
}

static lot_status grow(lot_crowd *c, lot_error *error)
{
    lot_pool *pool = &c->pool;
    if (pool->people_count < c->room)
        return LOT_OK;
    size_t room = c->room * 2 + 64;
    uint32_t *values =
        lot_array_resize(pool->values, room * pool->features_count, sizeof *pool->values);
    pool->values = values != NULL ? values : pool->values;
    uint32_t *households = lot_array_resize(pool->households, room, sizeof *pool->households);
    pool->households = households != NULL ? households : pool->households;
    uint32_t *rows = lot_array_resize(pool->rows, room, sizeof *pool->rows);
    pool->rows = rows != NULL ? rows : pool->rows;
    if (values == NULL || households == NULL || rows == NULL)
        return LOT_NO_MEMORY(error);
    c->room = room;
    return LOT_OK;
}

/* Add a person. values: [features_count], which must not be the crowd's own. */
static lot_status add(lot_crowd *c, const uint32_t *values, uint32_t household, uint32_t row,
                      lot_error *error)
{
    lot_pool *pool = &c->pool;
    lot_status status = grow(c, error);
    if (status != LOT_OK)
        return status;
    memcpy(lot_crowd_values(c, pool->people_count), values, pool->features_count * sizeof *values);
    pool->households[pool->people_count] = household;
    pool->rows[pool->people_count++] = row;
    return LOT_OK;
}

lot_status lot_crowd_add_like(lot_crowd *c, const uint32_t *values, lot_error *error)
{
    uint32_t own[64];
    uint32_t count = c->pool.features_count;
    uint32_t *copy = count <= 64 ? own : lot_array_new(count, sizeof *copy);
    if (copy == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(copy, values, count * sizeof *copy);
    lot_status status = add(c, copy, c->pool.households_count++, 0, error);
    if (copy != own)
        free(copy);
    return status;
}

lot_status lot_crowd_begin(lot_crowd *c, const lot_watch_task *task, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *pool = task->pool;
    const lot_flow *first = &task->flows[0];
    c->task = task;
    c->pool.people_count = 0;
    c->pool.features_count = pool->features_count;
    c->pool.households_count = pool->households_count;
    for (uint32_t i = 0; i < first->people_count; i++) {
        uint32_t person = first->people[i];
        TRY(add(c, &pool->values[(size_t)person * pool->features_count], pool->households[person],
                pool->rows[person], error));
    }
done:
    return status;
}
