/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-up by depth first search: reserve after reserve, called first, then not.
 *
 * What is sought has the least key = deviation (seats + 1) + vacant seats, which is U1 and U2 in
 * one number, and the first found of that key is U3's: a branch is entered only where its key may
 * be below the best, and ways come in the order of U3.
 *
 *   K1  a reserve is called only if all before it with the same values were: any way becomes one of
 *       these, no later in the order, by calling the first ones of equals;
 *   K2  no way below a branch has a key under the bound of the branch: the lesser of two, from
 *         rows    for any number of calls: what is above a maximum stays; a row below its minimum
 *                 gains at most a seat from each reserve to come that has the value, and a feature
 *                 at most one from each call; calls beyond what its maxima leave room for add to
 * it; people  as parts are convex, no call helps later more than it would now.
 *
 * The search starts with the key that exchange.h comes to, so that it is short where that is right.
 */
#include "civiclot/callup.h"

#include "core/array.h"
#include "lottery/exchange.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What calls to come may do in one feature. */
typedef struct outlook {
    int64_t gain;     /* they lower the key by so much at most */
    int32_t dearest;  /* and each of them by so much at most */
    int32_t cheapest; /* each beyond those welcome adds so much at least */
    uint32_t welcome; /* so many of them come above no maximum */
} outlook;

typedef struct search {
    lot_deviation_rule rule; /* its weights are of the key */
    const lot_quotas *quotas;
    const uint32_t *const *reserves;
    uint32_t count;
    uint32_t *twin;    /* [count] the last before it with the same values, or LOT_NOBODY */
    uint32_t *to_come; /* [count + 1][rows_count] reserves from here on with the value */
    int32_t *held;     /* [rows_count] */
    int32_t *more;     /* [rows_count] scratch */
    outlook *outlooks; /* [features_count] scratch */
    bool *called;      /* [count] */
    bool *best;        /* [count] */
    int64_t best_key;  /* what is sought is below it */
    uint64_t steps;    /* that are left */
} search;

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* What calls to come may do in one feature: K2. */
static void survey(search *s, uint32_t f, uint32_t depth)
{
    const lot_feature *feature = &s->quotas->features[f];
    const uint32_t *to_come = s->to_come + (size_t)depth * s->rule.rows_count;
    outlook *out = &s->outlooks[f];
    *out = (outlook){0, 0, INT32_MAX, 0};
    for (uint32_t r = feature->first; r < feature->first + feature->values_count; r++) {
        const lot_deviation_row *row = &s->rule.rows[r];
        int32_t held = s->held[r];
        uint32_t wanted = held < row->min ? lesser((uint32_t)(row->min - held), to_come[r]) : 0;
        uint32_t welcome = held < row->max ? lesser((uint32_t)(row->max - held), to_come[r]) : 0;
        out->gain += (int64_t)row->weight * wanted;
        out->welcome += welcome;
        if (wanted > 0 && row->weight > out->dearest)
            out->dearest = row->weight;
        if (row->weight < out->cheapest)
            out->cheapest = row->weight;
    }
}

/* The least that any number of calls adds to all rows. */
static int64_t rows_least(search *s, uint32_t depth, uint32_t room)
{
    int32_t seat = s->rule.rows[s->quotas->count].weight;
    int64_t least = 0;
    for (uint32_t f = 0; f < s->quotas->features_count; f++)
        survey(s, f, depth);
    for (uint32_t calls = 1; calls <= lesser(room, s->count - depth); calls++) {
        int64_t adds = -(int64_t)seat * calls;
        for (uint32_t f = 0; f < s->quotas->features_count; f++) {
            const outlook *out = &s->outlooks[f];
            int64_t most = (int64_t)out->dearest * calls;
            adds -= out->gain < most ? out->gain : most;
            if (calls > out->welcome)
                adds += (int64_t)out->cheapest * (calls - out->welcome);
        }
        least = adds < least ? adds : least;
    }
    return least;
}

static int64_t people_gain(search *s, uint32_t depth, uint32_t room)
{
    int64_t gain = 0;
    int32_t largest = 0;
    lot_exchange_more(s->more, &s->rule, s->held);
    for (uint32_t i = depth; i < s->count; i++) {
        int32_t adds =
            lot_exchange_adds(s->more, s->reserves[i], s->rule.features_count, s->rule.rows_count);
        if (adds >= 0)
            continue;
        gain -= adds;
        largest = -adds > largest ? -adds : largest;
    }
    int64_t most = (int64_t)largest * room;
    return gain < most ? gain : most;
}

/* K2 */
static bool may_be_better(search *s, int64_t key, uint32_t depth, uint32_t room)
{
    return key - people_gain(s, depth, room) < s->best_key &&
           key + rows_least(s, depth, room) < s->best_key;
}

static void descend(search *s, int64_t key, uint32_t depth, uint32_t room)
{
    if (s->steps == 0)
        return;
    s->steps--;
    if (depth == s->count || room == 0) {
        if (key < s->best_key) {
            s->best_key = key;
            memcpy(s->best, s->called, s->count * sizeof *s->best);
        }
        return;
    }
    if (!may_be_better(s, key, depth, room))
        return;
    if (s->twin[depth] == LOT_NOBODY || s->called[s->twin[depth]]) {
        lot_exchange_more(s->more, &s->rule, s->held);
        int32_t adds = lot_exchange_adds(s->more, s->reserves[depth], s->rule.features_count,
                                         s->rule.rows_count);
        lot_deviation_seat(&s->rule, s->held, s->reserves[depth], 1);
        s->called[depth] = true;
        descend(s, key + adds, depth + 1, room - 1);
        s->called[depth] = false;
        lot_deviation_seat(&s->rule, s->held, s->reserves[depth], -1);
    }
    descend(s, key, depth + 1, room);
}

static void index_reserves(search *s)
{
    size_t rows = s->rule.rows_count;
    size_t bytes = s->rule.features_count * sizeof **s->reserves;
    for (uint32_t i = s->count; i-- > 0;) {
        uint32_t *here = s->to_come + i * rows;
        memcpy(here, here + rows, rows * sizeof *here);
        for (uint32_t f = 0; f < s->rule.features_count; f++)
            here[s->reserves[i][f]]++;
        here[rows - 1]++;
        s->twin[i] = LOT_NOBODY;
        for (uint32_t j = 0; j < i; j++)
            if (memcmp(s->reserves[j], s->reserves[i], bytes) == 0)
                s->twin[i] = j;
    }
}

/* Weights of the key: any deviation is dearer than all vacant seats. */
static void weigh(lot_deviation_rule *rule, uint32_t seats)
{
    for (uint32_t r = 0; r < rule->rows_count; r++)
        rule->rows[r].weight *= (int32_t)seats + 1;
    rule->rows[rule->rows_count - 1].weight++;
}

static lot_status search_start(search *s, const lot_vacancy *vacancy, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_deviation_start(&s->rule, s->quotas, vacancy->seats, error));
    weigh(&s->rule, vacancy->seats);
    s->twin = lot_array_new(s->count, sizeof *s->twin);
    s->to_come = lot_array_new(((size_t)s->count + 1) * s->rule.rows_count, sizeof *s->to_come);
    s->held = lot_array_new(s->rule.rows_count, sizeof *s->held);
    s->more = lot_array_new(s->rule.rows_count, sizeof *s->more);
    s->outlooks = lot_array_new(s->rule.features_count, sizeof *s->outlooks);
    s->called = lot_array_new(s->count, sizeof *s->called);
    s->best = lot_array_new(s->count, sizeof *s->best);
    if (s->twin == NULL || s->to_come == NULL || s->held == NULL || s->more == NULL ||
        s->outlooks == NULL || s->called == NULL || s->best == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t q = 0; q < s->quotas->count; q++)
        s->held[q] = (int32_t)vacancy->left[q];
    s->held[s->quotas->count] = (int32_t)vacancy->seated;
    index_reserves(s);
done:
    return status;
}

static void search_end(search *s)
{
    lot_deviation_clear(&s->rule);
    free(s->twin);
    free(s->to_come);
    free(s->held);
    free(s->more);
    free(s->outlooks);
    free(s->called);
    free(s->best);
}

/* The key that exchanges come to, from nobody called; nobody is called then again. */
static int64_t exchange_key(search *s, uint32_t room)
{
    lot_exchange exchange = {.rule = &s->rule,
                             .values = s->reserves,
                             .count = s->count,
                             .room = room,
                             .called = s->called,
                             .held = s->held,
                             .deviation = lot_deviation_sum(&s->rule, s->held),
                             .more = s->more};
    lot_exchange_improve(&exchange);
    memcpy(s->best, s->called, s->count * sizeof *s->best);
    int64_t key = exchange.deviation;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->called[i])
            lot_exchange_send_back(&exchange, i);
    return key;
}

lot_status lot_panel_deviation(uint64_t *deviation, const lot_vacancy *panel, lot_error *error)
{
    lot_call_up_result result;
    lot_status status = lot_call_up(NULL, &result, panel, NULL, 0, LOT_CALL_UP_STEPS, error);
    *deviation = status == LOT_OK ? result.deviation : 0;
    return status;
}

lot_status lot_call_up(bool *called, lot_call_up_result *result, const lot_vacancy *vacancy,
                       const uint32_t *const *reserves, uint32_t count, uint64_t steps,
                       lot_error *error)
{
    assert(vacancy->seated <= vacancy->seats && steps > 0);
    lot_status status = LOT_OK;
    search s = {.quotas = vacancy->quotas, .reserves = reserves, .count = count, .steps = steps};
    uint32_t room = vacancy->seats - vacancy->seated;
    *result = (lot_call_up_result){0, 0, true};
    TRY(search_start(&s, vacancy, error));
    /* one more than is known: of that key, too, the first way is sought */
    s.best_key = exchange_key(&s, room) + 1;
    descend(&s, lot_deviation_sum(&s.rule, s.held), 0, room);
    result->proven = s.steps > 0;
    for (uint32_t i = 0; i < count; i++) {
        called[i] = s.best[i];
        result->called_count += s.best[i];
        if (s.best[i])
            lot_deviation_seat(&s.rule, s.held, reserves[i], 1);
    }
    result->deviation =
        (uint64_t)lot_deviation_sum(&s.rule, s.held) / ((uint64_t)vacancy->seats + 1);
done:
    search_end(&s);
    return status;
}
