/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool: households that are one. Union by least number, so that no order of the pairs matters. */
#include "civiclot/pool.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

/* The least household that `household` is one with; the path there is halved. */
static uint32_t root_of(uint32_t *one_with, uint32_t household)
{
    while (one_with[household] != household) {
        one_with[household] = one_with[one_with[household]];
        household = one_with[household];
    }
    return household;
}

lot_status lot_pool_join(lot_pool *pool, const uint32_t *a, const uint32_t *b, uint32_t count,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number = 0;
    uint32_t *one_with = lot_array_new(pool->households_count, sizeof *one_with);
    uint32_t *renumbered = lot_array_new(pool->households_count, sizeof *renumbered);
    if (one_with == NULL || renumbered == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t h = 0; h < pool->households_count; h++)
        one_with[h] = h;
    for (uint32_t i = 0; i < count; i++) {
        assert(a[i] < pool->people_count && b[i] < pool->people_count);
        uint32_t x = root_of(one_with, pool->households[a[i]]);
        uint32_t y = root_of(one_with, pool->households[b[i]]);
        one_with[x > y ? x : y] = x < y ? x : y;
    }
    /* a root is less than all that it stands for: it has its new number before they need it */
    for (uint32_t h = 0; h < pool->households_count; h++) {
        uint32_t root = root_of(one_with, h);
        renumbered[h] = root == h ? number++ : renumbered[root];
    }
    for (uint32_t person = 0; person < pool->people_count; person++)
        pool->households[person] = renumbered[pool->households[person]];
    pool->households_count = number;
done:
    free(renumbered);
    free(one_with);
    return status;
}
