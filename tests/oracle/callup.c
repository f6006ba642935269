/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way to call up, every set of reserves. */
#include "oracle/callup.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

uint64_t lot_oracle_deviation(const lot_quotas *quotas, uint32_t seats, const uint32_t *held,
                              uint32_t seated)
{
    uint64_t sum = seats - seated;
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *row = &quotas->rows[q];
        uint64_t times = row->priority == 0 ? 1 : row->priority;
        for (uint32_t h = held[q]; h < row->min; h++)
            sum += times;
        for (uint32_t h = held[q]; h > row->max; h--)
            sum += times;
    }
    return sum;
}

/* Is the set called earlier, by U3? */
static bool is_earlier(uint32_t set, uint32_t other)
{
    uint32_t differ = set ^ other;
    return differ != 0 && (set & (differ & -differ)) != 0;
}

uint32_t lot_oracle_call_up(uint64_t *deviation, const lot_vacancy *vacancy,
                            const uint32_t *const *reserves, uint32_t count)
{
    const lot_quotas *quotas = vacancy->quotas;
    uint32_t vacant = vacancy->seats - vacancy->seated;
    uint32_t best = 0;
    uint32_t best_called = 0;
    uint32_t *held = lot_array_new(quotas->count, sizeof *held);
    assert(count <= LOT_ORACLE_RESERVES_MOST && held != NULL);
    *deviation = UINT64_MAX;
    for (uint32_t set = 0; set < 1u << count; set++) {
        uint32_t called = 0;
        memcpy(held, vacancy->left, quotas->count * sizeof *held);
        for (uint32_t i = 0; i < count; i++) {
            called += set >> i & 1;
            for (uint32_t f = 0; f < quotas->features_count; f++)
                held[reserves[i][f]] += set >> i & 1;
        }
        if (called > vacant)
            continue;
        uint64_t found =
            lot_oracle_deviation(quotas, vacancy->seats, held, vacancy->seated + called);
        if (found < *deviation ||
            (found == *deviation &&
             (called > best_called || (called == best_called && is_earlier(set, best))))) {
            *deviation = found;
            best = set;
            best_called = called;
        }
    }
    free(held);
    return best;
}

typedef struct chooser {
    const lot_pool *pool;
    const lot_quotas *quotas;
    const uint32_t *panel;
    uint32_t seats;
    uint32_t per_household;
    const lot_dropouts *dropouts;
    uint32_t count;
    uint32_t chosen[LOT_ORACLE_RESERVES_MOST];
    uint32_t chosen_count;
    uint64_t least;
    uint64_t ways;
} chooser;

static bool sits(const chooser *c, uint32_t person)
{
    for (uint32_t s = 0; s < c->seats; s++)
        if (c->panel[s] == person)
            return true;
    return false;
}

/* May the person be a reserve next to those chosen? */
static bool may(const chooser *c, uint32_t person)
{
    const uint32_t *households = c->pool->households;
    uint32_t members = 0;
    uint32_t seated = 0;
    uint32_t chosen = 0;
    for (uint32_t p = 0; p < c->pool->people_count; p++)
        members += households[p] == households[person];
    for (uint32_t s = 0; s < c->seats; s++)
        seated += households[c->panel[s]] == households[person];
    for (uint32_t i = 0; i < c->chosen_count; i++)
        chosen += households[c->chosen[i]] == households[person];
    if (sits(c, person))
        return false;
    return members <= c->per_household || (seated == 0 && chosen < c->per_household);
}

static void judge(chooser *c)
{
    const uint32_t *reserves[LOT_ORACLE_RESERVES_MOST];
    uint64_t sum = 0;
    for (uint32_t i = 0; i < c->count; i++)
        reserves[i] = c->pool->values + (size_t)c->chosen[i] * c->pool->features_count;
    for (uint32_t d = 0; d < c->dropouts->count; d++) {
        uint64_t deviation;
        const lot_vacancy vacancy = {c->quotas, c->seats,
                                     c->dropouts->left + (size_t)d * c->dropouts->values,
                                     c->dropouts->seated[d]};
        (void)lot_oracle_call_up(&deviation, &vacancy, reserves, c->count);
        sum += c->dropouts->times[d] * deviation;
    }
    c->ways++;
    c->least = sum < c->least ? sum : c->least;
}

static void choose(chooser *c, uint32_t from)
{
    if (c->chosen_count == c->count) {
        judge(c);
        return;
    }
    for (uint32_t p = from; p < c->pool->people_count; p++) {
        if (!may(c, p))
            continue;
        c->chosen[c->chosen_count++] = p;
        choose(c, p + 1);
        c->chosen_count--;
    }
}

uint64_t lot_oracle_reserves(uint64_t *ways, const lot_pool *pool, const lot_quotas *quotas,
                             const uint32_t *panel, uint32_t seats, uint32_t per_household,
                             const lot_dropouts *dropouts, uint32_t count)
{
    chooser c = {pool, quotas, panel, seats, per_household, dropouts, count, {0}, 0, UINT64_MAX, 0};
    assert(count <= LOT_ORACLE_RESERVES_MOST);
    choose(&c, 0);
    *ways = c.ways;
    return c.least;
}
