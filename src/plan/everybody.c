/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody: counted first, then entered. */
#include "civiclot/everybody.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

typedef struct entering {
    const lot_population *population;
    const lot_quotas *quotas;
    uint32_t seats;
    lot_everybody_parts parts;
    lot_pool *pool; /* NULL: only counting */
    uint64_t count;
} entering;

/* How many people of the cell there are: E1. */
static uint32_t people_in(const entering *e, uint32_t cell)
{
    uint64_t weight = e->population->weights[cell];
    uint64_t people = weight / LOT_POPULATION_PARTS;
    if (people == 0 && e->parts == LOT_PARTS_ARE_ONE)
        people = weight > 0;
    return people < e->seats ? (uint32_t)people : e->seats;
}

/* Enter people of a cell, but for `value` instead of that of `feature`; LOT_UNBOUNDED: its own. */
static void enter(entering *e, uint32_t cell, uint32_t people, uint32_t feature, uint32_t value)
{
    const lot_population *population = e->population;
    for (uint32_t i = 0; i < people && e->pool != NULL; i++) {
        uint32_t person = (uint32_t)e->count + i;
        uint32_t *values = &e->pool->values[(size_t)person * e->pool->features_count];
        for (uint32_t f = 0; f < e->pool->features_count; f++)
            values[f] = f == feature ? value
                                     : e->quotas->features[f].first +
                                           lot_population_value(population, cell, f) -
                                           population->features[f].first;
        e->pool->households[person] = person;
    }
    e->count += people;
}

/* E2, for values that must have seats; nobody needs the others. */
static void enter_uncounted(entering *e, uint32_t cell)
{
    for (uint32_t f = 0; f < e->quotas->features_count; f++) {
        const lot_feature *feature = &e->quotas->features[f];
        uint32_t counted = e->population->features[f].values_count;
        for (uint32_t v = counted; v < feature->values_count; v++)
            if (e->quotas->rows[feature->first + v].min > 0)
                enter(e, cell, e->seats, f, feature->first + v);
    }
}

static void enter_all(entering *e)
{
    e->count = 0;
    for (uint32_t cell = 0; cell < e->population->cells_count; cell++) {
        uint32_t people = people_in(e, cell);
        enter(e, cell, people, LOT_UNBOUNDED, 0);
        if (people > 0)
            enter_uncounted(e, cell);
    }
}

lot_status lot_everybody_new(lot_pool **out, const lot_population *population,
                             const lot_quotas *quotas, uint32_t seats, lot_everybody_parts parts,
                             lot_error *error)
{
    entering e = {population, quotas, seats, parts, NULL, 0};
    assert(quotas->features_count == population->features_count);
    *out = NULL;
    enter_all(&e);
    if (e.count > LOT_EVERYBODY_MOST)
        return LOT_OK;
    lot_pool *pool = lot_array_new(1, sizeof *pool);
    if (pool == NULL)
        return LOT_NO_MEMORY(error);
    pool->people_count = pool->households_count = (uint32_t)e.count;
    pool->features_count = quotas->features_count;
    pool->ids_are_rows = true;
    pool->id_column = LOT_NO_COLUMN;
    pool->ids = lot_array_new(e.count, sizeof *pool->ids);
    pool->rows = lot_array_new(e.count, sizeof *pool->rows);
    pool->values = lot_array_new(e.count * pool->features_count, sizeof *pool->values);
    pool->households = lot_array_new(e.count, sizeof *pool->households);
    if (pool->ids == NULL || pool->rows == NULL || pool->values == NULL ||
        pool->households == NULL) {
        lot_pool_free(pool);
        return LOT_NO_MEMORY(error);
    }
    e.pool = pool;
    enter_all(&e);
    *out = pool;
    return LOT_OK;
}
