/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody: counted first, then entered. */
#include "civiclot/everybody.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

typedef struct entering {
    const lot_everybody_wish *wish;
    lot_pool *pool; /* NULL: only counting */
    uint64_t count;
    uint64_t all; /* what the sample is of; 0: all are entered */
} entering;

/* How many people of the cell there are: E1. */
static uint32_t people_in(const lot_everybody_wish *wish, uint32_t cell)
{
    uint64_t weight = wish->population->weights[cell];
    uint64_t people = weight / LOT_POPULATION_PARTS;
    if (people == 0 && wish->parts == LOT_PARTS_ARE_ONE)
        people = weight > 0;
    return people < wish->seats ? (uint32_t)people : wish->seats;
}

static void enter_one(entering *e, uint32_t cell, uint32_t feature, uint32_t value)
{
    const lot_population *population = e->wish->population;
    const lot_quotas *quotas = e->wish->quotas;
    uint32_t person = e->pool->people_count++;
    uint32_t *values = &e->pool->values[(size_t)person * e->pool->features_count];
    for (uint32_t f = 0; f < e->pool->features_count; f++)
        values[f] = f == feature
                        ? value
                        : quotas->features[f].first + lot_population_value(population, cell, f) -
                              population->features[f].first;
    e->pool->households[person] = person;
}

/* Is person `number` of all in the sample? Of `all`, at equal distances. */
static bool is_taken(const entering *e, uint64_t number)
{
    uint64_t sample = e->wish->sample;
    return e->all <= sample || sample == 0 ||
           (number + 1) * sample / e->all > number * sample / e->all;
}

/* Enter people of a cell, but for `value` instead of that of `feature`; LOT_UNBOUNDED: its own. */
static void enter(entering *e, uint32_t cell, uint32_t people, uint32_t feature, uint32_t value)
{
    for (uint32_t i = 0; i < people && e->pool != NULL; i++)
        if (is_taken(e, e->count + i))
            enter_one(e, cell, feature, value);
    e->count += people;
}

/* E2, for values that must have seats; nobody needs the others. */
static void enter_uncounted(entering *e, uint32_t cell)
{
    const lot_quotas *quotas = e->wish->quotas;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        uint32_t counted = e->wish->population->features[f].values_count;
        for (uint32_t v = counted; v < feature->values_count; v++)
            if (quotas->rows[feature->first + v].min > 0)
                enter(e, cell, e->wish->seats, f, feature->first + v);
    }
}

static void enter_all(entering *e)
{
    e->count = 0;
    for (uint32_t cell = 0; cell < e->wish->population->cells_count; cell++) {
        uint32_t people = people_in(e->wish, cell);
        enter(e, cell, people, LOT_UNBOUNDED, 0);
        if (people > 0)
            enter_uncounted(e, cell);
    }
}

static lot_status make_pool(lot_pool **out, uint64_t room, uint32_t features_count,
                            lot_error *error)
{
    lot_pool *pool = *out = lot_array_new(1, sizeof *pool);
    if (pool == NULL)
        return LOT_NO_MEMORY(error);
    pool->features_count = features_count;
    pool->ids_are_rows = true;
    pool->id_column = LOT_NO_COLUMN;
    pool->ids = lot_array_new(room, sizeof *pool->ids);
    pool->rows = lot_array_new(room, sizeof *pool->rows);
    pool->values = lot_array_new(room * features_count, sizeof *pool->values);
    pool->households = lot_array_new(room, sizeof *pool->households);
    if (pool->ids != NULL && pool->rows != NULL && pool->values != NULL && pool->households != NULL)
        return LOT_OK;
    lot_pool_free(pool);
    *out = NULL;
    return LOT_NO_MEMORY(error);
}

lot_status lot_everybody_new(lot_pool **out, const lot_everybody_wish *wish, lot_error *error)
{
    entering e = {.wish = wish};
    assert(wish->quotas->features_count == wish->population->features_count);
    *out = NULL;
    enter_all(&e);
    uint64_t room = wish->sample > 0 && e.count > wish->sample ? wish->sample : e.count;
    if (room > LOT_EVERYBODY_MOST)
        return LOT_OK;
    lot_status status = make_pool(&e.pool, room, wish->quotas->features_count, error);
    if (status != LOT_OK)
        return status;
    e.all = e.count;
    enter_all(&e);
    assert(e.pool->people_count == room);
    e.pool->households_count = e.pool->people_count;
    *out = e.pool;
    return LOT_OK;
}
