/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other ways to choose reserves. Source of the last two: the benchmarks of Assos, Baharav,
 * Flanigan, Procaccia 2025; there the second is an integer program.
 */
#include "support/rivals.h"

#include "core/array.h"
#include "lottery/exchange.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

/* Everyone's type, in a random order: [people]. */
static uint32_t *everyone(const lot_candidates *candidates, uint64_t *random)
{
    uint32_t *types = lot_array_new(candidates->classes->people_count, sizeof *types);
    uint32_t count = 0;
    for (uint32_t y = 0; y < candidates->count; y++)
        for (uint32_t i = 0; i < candidates->size[y]; i++)
            types[count++] = y;
    lot_test_shuffle(random, types, count);
    return types;
}

uint32_t *lot_rival_random(const lot_rival_question *question, uint64_t *random)
{
    return everyone(question->candidates, random);
}

static void scale_rule(lot_deviation_rule *rule, const lot_rival_question *question)
{
    int32_t seats = (int32_t)question->seats;
    int32_t count = (int32_t)question->count;
    for (uint32_t r = 0; r + 1 < rule->rows_count; r++) {
        rule->rows[r].min = rule->rows[r].min * count / seats;
        rule->rows[r].max = (rule->rows[r].max * count + seats - 1) / seats;
    }
    rule->rows[rule->rows_count - 1] = (lot_deviation_row){count, count, 1000};
}

uint32_t *lot_rival_scaled(const lot_rival_question *question, uint64_t *random)
{
    uint32_t people_count = question->candidates->classes->people_count;
    uint32_t *types = everyone(question->candidates, random);
    const uint32_t **values = lot_array_new(people_count, sizeof *values);
    bool *called = lot_array_new(people_count, sizeof *called);
    lot_deviation_rule rule;
    (void)lot_deviation_start(&rule, question->quotas, question->seats, NULL);
    scale_rule(&rule, question);
    int32_t *held = lot_array_new(rule.rows_count, sizeof *held);
    int32_t *more = lot_array_new(rule.rows_count, sizeof *more);
    for (uint32_t p = 0; p < people_count; p++)
        values[p] = lot_candidates_values(question->candidates, types[p]);
    lot_exchange exchange = {&rule, values, people_count, NULL, question->count, called,
                             held,  0,      more};
    exchange.deviation = lot_deviation_sum(&rule, held);
    for (uint32_t p = 0; p < question->count; p++)
        lot_exchange_call(&exchange, p);
    lot_exchange_improve(&exchange);
    uint32_t count = 0;
    for (uint32_t p = 0; p < people_count; p++)
        if (called[p])
            types[count++] = types[p];
    lot_deviation_clear(&rule);
    free(values);
    free(called);
    free(held);
    free(more);
    return types;
}

static uint32_t differences(const uint32_t *a, const uint32_t *b, uint32_t count)
{
    uint32_t differ = 0;
    for (uint32_t f = 0; f < count; f++)
        differ += a[f] != b[f];
    return differ;
}

uint32_t *lot_rival_greedy(const lot_rival_question *question, uint64_t *random)
{
    uint32_t people_count = question->candidates->classes->people_count;
    uint32_t features_count = question->quotas->features_count;
    uint32_t *types = everyone(question->candidates, random);
    uint32_t *order = lot_array_new(question->seats, sizeof *order);
    for (uint32_t s = 0; s < question->seats; s++)
        order[s] = s;
    lot_test_shuffle(random, order, question->seats);
    for (uint32_t i = 0; i < question->count; i++) {
        const uint32_t *member = question->panel + (size_t)order[i] * features_count;
        uint32_t nearest = i;
        uint32_t least = UINT32_MAX;
        for (uint32_t p = i; p < people_count; p++) {
            const uint32_t *values = lot_candidates_values(question->candidates, types[p]);
            uint32_t differ = differences(member, values, features_count);
            if (differ < least) {
                least = differ;
                nearest = p;
            }
        }
        uint32_t type = types[nearest];
        types[nearest] = types[i];
        types[i] = type;
    }
    free(order);
    return types;
}
