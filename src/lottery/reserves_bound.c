/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What no reserves come below: a Lagrangian bound, by subgradients, in whole numbers.
 *
 * For a case of drop-outs that leaves h[r] to row r, and any l[r] from
 * -weight[r] to weight[r], whoever is called (y[t] of type t) leaves a deviation of at least
 *
 *     sum_r l[r] (b[r] - h[r] - sum_{t in r} y[t]),    b[r] = min[r] where l[r] >= 0, else max[r]
 *
 * With v[t] = sum of l over the rows of type t, and y[t] <= x[t], the number of reserves of type t,
 * that is at least
 *
 *     sum_r l[r] (b[r] - h[r]) - sum_t x[t] max(0, v[t])
 *
 * Summed over the cases it is a constant less sum_t x[t] G[t], and no reserves of n people have
 * more of that than the n people with the largest G. So any l give a bound. Good ones are sought by
 * steps along a subgradient, as long as the known deviation is far above (Polyak 1969). That no
 * more are called than seats are vacant needs no multiplier of its own: the row of the seats has
 * one.
 *
 * All of it is in units of 1 / ONE. The bound holds for reserves of fractions of people, too, and
 * so need not be reached.
 */
#include "civiclot/reserves.h"

#include "core/array.h"
#include "core/wide.h"
#include "lottery/crew.h"

#include <stdlib.h>
#include <string.h>

enum { ONE = 1 << 16, PATIENCE = 12, HALVINGS = 20 };

typedef struct climb {
    const lot_reserve_question *question;
    lot_crew *crew; /* the known reserves */
    uint32_t rows_count;
    uint32_t count;     /* people in reserve */
    int64_t *price;     /* [cases][rows_count] l */
    int64_t *best;      /* [cases][rows_count] the prices of the best bound */
    int32_t *slope;     /* [cases][rows_count] of the bound */
    int64_t *weight;    /* [types] G */
    uint32_t *people;   /* [types] x: who has most of it */
    int64_t value;      /* the bound */
    int64_t best_value; /* of the best */
} climb;

static int64_t *price_in(const climb *k, uint32_t c)
{
    return k->price + (size_t)c * k->rows_count;
}

/* v of a type. */
static int64_t worth(const climb *k, const int64_t *price, uint32_t type)
{
    const uint32_t *values = lot_candidates_values(k->question->candidates, type);
    int64_t sum = price[k->rows_count - 1];
    for (uint32_t f = 0; f < k->crew->rule.features_count; f++)
        sum += price[values[f]];
    return sum;
}

/* b[r] - h[r] */
static int64_t distance(const climb *k, uint32_t c, uint32_t r, int64_t price)
{
    const lot_dropouts *dropouts = k->question->dropouts;
    const lot_deviation_row *row = &k->crew->rule.rows[r];
    bool is_value = r < dropouts->values;
    int64_t left =
        is_value ? dropouts->left[(size_t)c * dropouts->values + r] : dropouts->seated[c];
    return (price >= 0 ? row->min : row->max) - left;
}

/* The people with the largest weight: what they have of it. */
static int64_t choose_people(climb *k)
{
    const lot_candidates *candidates = k->question->candidates;
    int64_t sum = 0;
    memset(k->people, 0, candidates->count * sizeof *k->people);
    for (uint32_t left = k->count; left > 0;) {
        uint32_t most = LOT_NOBODY;
        for (uint32_t y = 0; y < candidates->count; y++)
            if (k->people[y] == 0 && k->weight[y] > 0 &&
                (most == LOT_NOBODY || k->weight[y] > k->weight[most]))
                most = y;
        if (most == LOT_NOBODY)
            break;
        k->people[most] = left < candidates->size[most] ? left : candidates->size[most];
        sum += k->weight[most] * k->people[most];
        left -= k->people[most];
    }
    return sum;
}

static void find_value(climb *k)
{
    const lot_candidates *candidates = k->question->candidates;
    const lot_dropouts *dropouts = k->question->dropouts;
    k->value = 0;
    memset(k->weight, 0, candidates->count * sizeof *k->weight);
    for (uint32_t c = 0; c < dropouts->count; c++) {
        const int64_t *price = price_in(k, c);
        int64_t constant = 0;
        for (uint32_t r = 0; r < k->rows_count; r++)
            constant += price[r] * distance(k, c, r, price[r]);
        k->value += dropouts->times[c] * constant;
        for (uint32_t y = 0; y < candidates->count; y++) {
            int64_t more = worth(k, price, y);
            k->weight[y] += more > 0 ? dropouts->times[c] * more : 0;
        }
    }
    k->value -= choose_people(k);
}

/* The slope of the bound, case by case; its squares, summed. */
static int64_t find_slope(climb *k)
{
    const lot_candidates *candidates = k->question->candidates;
    const lot_dropouts *dropouts = k->question->dropouts;
    uint32_t features_count = k->crew->rule.features_count;
    int64_t squares = 0;
    for (uint32_t c = 0; c < dropouts->count; c++) {
        const int64_t *price = price_in(k, c);
        int32_t *slope = k->slope + (size_t)c * k->rows_count;
        memset(slope, 0, k->rows_count * sizeof *slope);
        for (uint32_t y = 0; y < candidates->count; y++) {
            if (k->people[y] == 0 || worth(k, price, y) <= 0)
                continue;
            int32_t people = (int32_t)k->people[y];
            const uint32_t *values = lot_candidates_values(candidates, y);
            for (uint32_t f = 0; f < features_count; f++)
                slope[values[f]] -= people;
            slope[k->rows_count - 1] -= people;
        }
        for (uint32_t r = 0; r < k->rows_count; r++) {
            int64_t up = slope[r] + distance(k, c, r, price[r]);
            /* at 0 the bound may bend: there is no way up where it falls on both sides */
            if (price[r] == 0 && up < 0) {
                int64_t down = slope[r] + distance(k, c, r, -1);
                up = down < 0 ? down : 0;
            }
            slope[r] = (int32_t)up;
        }
        for (uint32_t r = 0; r < k->rows_count; r++)
            squares += (int64_t)dropouts->times[c] * slope[r] * slope[r];
    }
    return squares;
}

static int64_t within(int64_t number, int64_t low, int64_t high)
{
    return number < low ? low : number > high ? high : number;
}

/* A step of `rise` / squares along the slope, back into what prices may be. */
static void take_step(climb *k, int64_t rise, int64_t squares)
{
    for (uint32_t c = 0; c < k->question->dropouts->count; c++) {
        int64_t *price = price_in(k, c);
        const int32_t *slope = k->slope + (size_t)c * k->rows_count;
        for (uint32_t r = 0; r < k->rows_count; r++) {
            int64_t by = (int64_t)((lot_wide)rise * slope[r] / squares);
            int64_t most = (int64_t)ONE * k->crew->rule.rows[r].weight;
            price[r] = within(price[r] + by, -most, most);
        }
    }
}

/* Prices for what the known reserves leave. */
static void start_prices(climb *k)
{
    for (uint32_t c = 0; c < k->question->dropouts->count; c++) {
        const int32_t *held = k->crew->now.held + (size_t)c * k->rows_count;
        for (uint32_t r = 0; r < k->rows_count; r++) {
            const lot_deviation_row *row = &k->crew->rule.rows[r];
            int64_t price = (int64_t)ONE * row->weight;
            price_in(k, c)[r] = held[r] < row->min ? price : held[r] > row->max ? -price : 0;
        }
    }
}

static lot_status climb_up(climb *k, uint32_t rounds, const lot_progress *progress,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    size_t bytes = (size_t)k->question->dropouts->count * k->rows_count * sizeof *k->price;
    int64_t known = k->crew->now.total * ONE;
    uint32_t halvings = 0;
    uint32_t idle = 0;
    k->best_value = INT64_MIN;
    for (uint32_t round = 0; round < rounds && halvings < HALVINGS; round++) {
        find_value(k);
        if (k->value > k->best_value) {
            k->best_value = k->value;
            memcpy(k->best, k->price, bytes);
            idle = 0;
        } else if (++idle == PATIENCE) {
            idle = 0;
            halvings++;
            memcpy(k->price, k->best, bytes);
            find_value(k);
        }
        int64_t squares = find_slope(k);
        if (squares == 0 || k->value >= known)
            break;
        take_step(k, (known - k->value) >> halvings, squares);
        TRY(lot_progress_report(progress, "bounding what reserves can do", round, rounds, error));
    }
done:
    return status;
}

lot_status lot_reserves_bound(uint64_t *bound, const lot_reserve_question *question,
                              const uint32_t *types, uint32_t count, uint32_t rounds,
                              const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t prices = (size_t)question->dropouts->count * (question->quotas->count + 1);
    climb k = {.question = question, .rows_count = question->quotas->count + 1, .count = count};
    *bound = 0;
    TRY(lot_crew_new(&k.crew, question, count, error));
    k.price = lot_array_new(prices, sizeof *k.price);
    k.best = lot_array_new(prices, sizeof *k.best);
    k.slope = lot_array_new(prices, sizeof *k.slope);
    k.weight = lot_array_new(question->candidates->count, sizeof *k.weight);
    k.people = lot_array_new(question->candidates->count, sizeof *k.people);
    if (k.price == NULL || k.best == NULL || k.slope == NULL || k.weight == NULL ||
        k.people == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        lot_crew_set(k.crew, i, types[i]);
    lot_crew_settle(k.crew);
    start_prices(&k);
    TRY(climb_up(&k, rounds, progress, error));
    if (k.best_value > 0)
        *bound = ((uint64_t)k.best_value + ONE - 1) / ONE;
done:
    lot_crew_free(k.crew);
    free(k.price);
    free(k.best);
    free(k.slope);
    free(k.weight);
    free(k.people);
    return status;
}
