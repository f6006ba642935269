/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest change of quotas, person by person. */
#include "oracle/relax.h"

#include "core/array.h"
#include "fair/lp.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint32_t room(const lot_oracle *asked, uint32_t target)
{
    const lot_quota *quota = &asked->quotas->rows[target / 2];
    if (target % 2 == 0)
        return asked->minima ? quota->min - quota->min_flex : 0;
    uint32_t most = quota->max_flex < asked->seats ? quota->max_flex : asked->seats;
    return asked->maxima && most > quota->max ? most - quota->max : 0;
}

static uint32_t priority(const lot_quota *quota)
{
    return quota->priority == 0 ? 1 : quota->priority;
}

static double price(const lot_oracle *asked, uint32_t target)
{
    const lot_quota *quota = &asked->quotas->rows[target / 2];
    double each = target % 2 == 0 && quota->min > 0 ? 1 + 2.0 / quota->min : 1;
    return each * priority(quota);
}

/* A row for each household that has a rule. */
static void add_households(lot_lp *lp, const lot_oracle *asked)
{
    for (uint32_t h = 0; h < asked->pool->households_count; h++) {
        if (asked->apart != NULL && asked->apart[h])
            continue;
        uint32_t row = lot_lp_add_row(lp, 0, asked->per_household);
        for (uint32_t p = 0; p < asked->pool->people_count; p++)
            if (asked->pool->households[p] == h)
                assert(lot_lp_add_entry(lp, row, p, 1, NULL) == LOT_OK);
    }
}

static lot_lp *people_program(const lot_oracle *asked)
{
    lot_lp *lp = lot_lp_new(false);
    assert(lp != NULL);
    uint32_t people = asked->pool->people_count;
    for (uint32_t p = 0; p < people; p++)
        (void)lot_lp_add_column(lp, 0, 1, 0, true);
    for (uint32_t target = 0; target < 2 * asked->quotas->count; target++)
        (void)lot_lp_add_column(lp, 0, room(asked, target), price(asked, target), true);
    uint32_t size = lot_lp_add_row(lp, asked->seats, asked->seats);
    for (uint32_t p = 0; p < people; p++)
        assert(lot_lp_add_entry(lp, size, p, 1, NULL) == LOT_OK);
    for (uint32_t q = 0; q < asked->quotas->count; q++) {
        const lot_quota *quota = &asked->quotas->rows[q];
        uint32_t row = lot_lp_add_row(lp, quota->min, quota->max);
        for (uint32_t p = 0; p < people; p++)
            if (lot_pool_value(asked->pool, p, quota->feature) == q)
                assert(lot_lp_add_entry(lp, row, p, 1, NULL) == LOT_OK);
        assert(lot_lp_add_entry(lp, row, people + 2 * q, 1, NULL) == LOT_OK);
        assert(lot_lp_add_entry(lp, row, people + 2 * q + 1, -1, NULL) == LOT_OK);
    }
    add_households(lp, asked);
    return lp;
}

void lot_oracle_cost(lot_oracle_change *out, const lot_oracle *asked)
{
    lot_lp_outcome outcome;
    lot_lp_search search = {false, 2000000, NULL, "oracle"};
    lot_lp *lp = people_program(asked);
    lot_status status = lot_lp_solve_integer(lp, &search, &outcome, NULL);
    assert(status == LOT_OK && outcome != LOT_LP_LIMIT);
    *out = (lot_oracle_change){.found = outcome == LOT_LP_OPTIMAL};
    if (out->found)
        out->cost = lot_lp_objective(lp);
    lot_lp_free(lp);
}

bool lot_oracle_has_panel(const lot_oracle *asked)
{
    lot_oracle strict = *asked;
    lot_oracle_change change;
    strict.minima = strict.maxima = false;
    lot_oracle_cost(&change, &strict);
    return change.found;
}

static bool households_agree(const lot_oracle *asked, uint32_t set)
{
    const lot_pool *pool = asked->pool;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        uint32_t housemates = 0;
        if (asked->apart != NULL && asked->apart[pool->households[p]])
            continue;
        for (uint32_t other = 0; other < pool->people_count; other++)
            housemates += (set >> other & 1) && pool->households[other] == pool->households[p];
        if (housemates > asked->per_household)
            return false;
    }
    return true;
}

/* By how many seats the set misses each target; false where that is more than is allowed. */
static bool misses(uint32_t *seats, const lot_oracle *asked, uint32_t set)
{
    for (uint32_t q = 0; q < asked->quotas->count; q++) {
        const lot_quota *quota = &asked->quotas->rows[q];
        uint32_t held = 0;
        for (uint32_t p = 0; p < asked->pool->people_count; p++)
            held += (set >> p & 1) && lot_pool_value(asked->pool, p, quota->feature) == q;
        seats[2 * q] = held < quota->min ? quota->min - held : 0;
        seats[2 * q + 1] = held > quota->max ? held - quota->max : 0;
        if (seats[2 * q] > room(asked, 2 * q) || seats[2 * q + 1] > room(asked, 2 * q + 1))
            return false;
    }
    return true;
}

/* -1: a comes first; they cost the same. */
static int compare(const uint32_t *a, const uint32_t *b, uint32_t count)
{
    uint32_t more = 0;
    uint32_t fewer = 0;
    for (uint32_t i = 0; i < count; i++) {
        more += a[i] > 0;
        fewer += b[i] > 0;
    }
    if (more != fewer)
        return more < fewer ? -1 : 1;
    for (uint32_t i = 0; i < count; i++)
        if ((a[i] > 0) != (b[i] > 0))
            return a[i] > 0 ? -1 : 1;
    for (uint32_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return a[i] > b[i] ? -1 : 1;
    return 0;
}

void lot_oracle_change_by_sets(lot_oracle_change *out, const lot_oracle *asked)
{
    uint32_t count = 2 * asked->quotas->count;
    uint32_t *seats = lot_array_new(count, sizeof *seats);
    *out = (lot_oracle_change){.seats = lot_array_new(count, sizeof *seats)};
    assert(seats != NULL && out->seats != NULL);
    for (uint32_t set = 0; set < 1u << asked->pool->people_count; set++) {
        if ((uint32_t)__builtin_popcount(set) != asked->seats || !households_agree(asked, set) ||
            !misses(seats, asked, set))
            continue;
        double cost = 0;
        for (uint32_t i = 0; i < count; i++)
            cost += price(asked, i) * seats[i];
        bool equal = out->found && fabs(cost - out->cost) < 1e-9;
        if (!out->found || (equal ? compare(seats, out->seats, count) < 0 : cost < out->cost)) {
            memcpy(out->seats, seats, count * sizeof *seats);
            out->cost = cost;
            out->found = true;
        }
    }
    free(seats);
}

bool lot_oracle_has_panel_by_sets(const lot_oracle *asked)
{
    lot_oracle strict = *asked;
    lot_oracle_change change;
    strict.minima = strict.maxima = false;
    lot_oracle_change_by_sets(&change, &strict);
    free(change.seats);
    return change.found;
}
