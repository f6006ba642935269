/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gains: sorted by size for the percentile, then by change for the means. */
#include "report/gains.h"

#include "core/wide.h"
#include "report/numbers.h"
#include "report/spread.h"

#include <assert.h>
#include <stdlib.h>

enum { PERCENTILE = 95 };

static int by_gain(const void *left, const void *right)
{
    const lot_gain *a = left;
    const lot_gain *b = right;
    return (a->gain > b->gain) - (a->gain < b->gain);
}

static int by_change(const void *left, const void *right)
{
    const lot_gain *a = left;
    const lot_gain *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* By change, and the greatest gain first; what still ties differs in its chances alone. */
static int in_order(const void *left, const void *right)
{
    const lot_gain *a = left;
    const lot_gain *b = right;
    int order = by_change(a, b);
    if (order == 0)
        order = by_gain(b, a);
    return order != 0 ? order : (a->before > b->before) - (a->before < b->before);
}

/* gains: by gain. */
static int64_t find_high(const lot_gain *gains, uint32_t count)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < count; i++)
        all += gains[i].people;
    uint64_t below = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        below += gains[i].people;
        if (below * 100 >= all * PERCENTILE)
            return gains[i].gain;
    }
    return gains[count - 1].gain;
}

/* The mean of gains [count], rounded down. people: how many it is of. */
static int64_t mean_of(uint64_t *people, const lot_gain *gains, uint32_t count)
{
    lot_wide sum = 0;
    lot_wide all = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += (lot_wide)gains[i].gain * gains[i].people;
        all += gains[i].people;
    }
    *people = (uint64_t)all;
    return (int64_t)(sum / all - (sum < 0 && sum % all != 0));
}

/* The change with the greatest mean; gains: in order. */
static lot_gain find_most(const lot_gain *gains, uint32_t count)
{
    lot_gain most = {.gain = INT64_MIN};
    uint32_t same;
    for (uint32_t i = 0; i < count; i += same) {
        uint64_t people;
        for (same = 1; i + same < count && by_change(&gains[i], &gains[i + same]) == 0;)
            same++;
        int64_t mean = mean_of(&people, &gains[i], same);
        if (mean > most.gain)
            most = (lot_gain){
                .from = gains[i].from, .to = gains[i].to, .people = (uint32_t)people, .gain = mean};
    }
    return most;
}

void lot_gains_sum_up(lot_gains *out, lot_gain *gains, uint32_t count)
{
    uint64_t people;
    assert(count > 0);
    qsort(gains, count, sizeof *gains, by_gain);
    out->high = find_high(gains, count);
    qsort(gains, count, sizeof *gains, in_order);
    out->mean = mean_of(&people, gains, count);
    out->most = find_most(gains, count);
    out->best = gains[0];
    for (uint32_t i = 1; i < count; i++) {
        if (gains[i].gain > out->best.gain)
            out->best = gains[i];
    }
}

void lot_gain_put(lot_text *words, int64_t gain)
{
    lot_text_put(words, gain < 0 ? "-" : gain > 0 ? "+" : "");
    lot_decimal_put(words, (uint64_t)(gain < 0 ? -gain : gain), LOT_BILLIONTHS / 100, 3);
    lot_text_put(words, " points");
}
