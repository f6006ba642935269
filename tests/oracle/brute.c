/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All sets of people, and which of them are panels. */
#include "oracle/brute.h"

#include "oracle/fairest.h"
#include "oracle/simplex.h"

#include <assert.h>
#include <string.h>

static bool is_panel(uint32_t set, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household)
{
    if ((uint32_t)__builtin_popcount(set) != seats)
        return false;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        uint32_t housemates = 0;
        for (uint32_t other = 0; other < pool->people_count; other++)
            if ((set >> other & 1) && pool->households[other] == pool->households[p])
                housemates++;
        if (housemates > per_household)
            return false;
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t held = 0;
        for (uint32_t p = 0; p < pool->people_count; p++)
            if ((set >> p & 1) && lot_pool_value(pool, p, quotas->rows[q].feature) == q)
                held++;
        if (held < quotas->rows[q].min || held > quotas->rows[q].max)
            return false;
    }
    return true;
}

static void add_panel(lot_brute *out, uint32_t set)
{
    assert(out->panels_count < LOT_BRUTE_PANELS_MAX);
    out->panels[out->panels_count++] = set;
    for (uint32_t p = 0; p < out->people_count; p++)
        out->reached[p] = out->reached[p] || (set >> p & 1);
}

void lot_brute_list(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                    uint32_t per_household)
{
    assert(pool->people_count <= LOT_BRUTE_PEOPLE_MAX);
    memset(out, 0, sizeof *out);
    out->people_count = pool->people_count;
    for (uint32_t set = 0; set < 1u << pool->people_count; set++)
        if (is_panel(set, pool, quotas, seats, per_household))
            add_panel(out, set);
}

void lot_brute_solve(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household)
{
    lot_brute_list(out, pool, quotas, seats, per_household);
    if (out->panels_count == 0)
        return;
    mpq_ptr chance = lot_fractions_new(out->people_count);
    lot_fairest_leximin(chance, out);
    for (uint32_t p = 0; p < out->people_count; p++)
        out->chance[p] = mpq_get_d(chance + p);
    lot_fractions_free(chance, out->people_count);
}

void lot_brute_of_panels(lot_brute *out, uint32_t people_count, const uint32_t *panels,
                         uint32_t count)
{
    assert(people_count <= LOT_BRUTE_PEOPLE_MAX);
    memset(out, 0, sizeof *out);
    out->people_count = people_count;
    for (uint32_t i = 0; i < count; i++)
        add_panel(out, panels[i]);
}

uint32_t lot_brute_reached_count(const lot_brute *brute)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < brute->people_count; p++)
        count += brute->reached[p];
    return count;
}
