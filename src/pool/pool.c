/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool: what does not depend on how it was read; a verifier links this, and no Unicode. */
#include "civiclot/pool.h"

#include <assert.h>
#include <stdlib.h>

void lot_pool_free(lot_pool *pool)
{
    if (pool == NULL)
        return;
    for (uint32_t person = 0; pool->ids != NULL && person < pool->people_count; person++)
        free(pool->ids[person]);
    free(pool->ids);
    free(pool->rows);
    free(pool->values);
    free(pool->households);
    free(pool);
}

uint32_t lot_pool_answer(lot_pool *pool, uint32_t person, uint32_t feature, uint32_t value)
{
    assert(person < pool->people_count && feature < pool->features_count);
    uint32_t *held = &pool->values[(size_t)person * pool->features_count + feature];
    uint32_t before = *held;
    *held = value;
    return before;
}
