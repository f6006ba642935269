/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Apportion: three methods, and the minima that they share. */
#include "civiclot/apportion.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>

/* The values that still share, and what. */
typedef struct sharing {
    const uint64_t *counts;
    uint32_t count;
    const lot_apportion_rule *rule;
    uint64_t people; /* of the values that are not raised */
    uint64_t seats;  /* left for them */
    lot_apportioned *out;
} sharing;

/* The value's part of the seats that are shared, rounded down. */
static uint64_t part(const sharing *share, uint32_t v)
{
    return (uint64_t)((lot_unsigned_wide)share->counts[v] * share->seats / share->people);
}

static uint64_t remainder_of(const sharing *share, uint32_t v)
{
    return (uint64_t)((lot_unsigned_wide)share->counts[v] * share->seats % share->people);
}

/* Give a value at_least seats, and take it out of those that share. */
static void raise_value(sharing *share, uint32_t v)
{
    share->out[v] = (lot_apportioned){share->rule->at_least, share->rule->at_least, true, false};
    share->people -= share->counts[v];
    share->seats -= share->rule->at_least;
}

static void round_down_and_up(sharing *share)
{
    for (uint32_t v = 0; v < share->count; v++)
        if (!share->out[v].raised && share->people > 0)
            share->out[v].min = share->out[v].max = (uint32_t)part(share, v);
}

/* Is the remainder of a before that of b? By value where they are equal: only for sorting. */
static bool is_before(const sharing *share, uint32_t a, uint32_t b)
{
    uint64_t left = remainder_of(share, a);
    uint64_t right = remainder_of(share, b);
    return left > right || (left == right && a < b);
}

/* Sort the values that share by their remainders. How many there are. */
static uint32_t sort_remainders(uint32_t *order, const sharing *share)
{
    uint32_t sorted = 0;
    for (uint32_t v = 0; v < share->count; v++) {
        if (share->out[v].raised)
            continue;
        uint32_t at = sorted++;
        for (; at > 0 && is_before(share, v, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = v;
    }
    return sorted;
}

/* Give the seats that are left to the largest remainders. order: [count] room. */
static void give_remainders(sharing *share, uint32_t *order)
{
    uint64_t left = share->seats;
    if (share->people == 0)
        return;
    uint32_t sorted = sort_remainders(order, share);
    for (uint32_t i = 0; i < sorted; i++)
        left -= share->out[order[i]].min;
    assert(left < sorted || left == 0);
    if (left == 0)
        return;
    uint64_t last = remainder_of(share, order[left - 1]);
    bool tie = left < sorted && remainder_of(share, order[left]) == last;
    for (uint32_t i = 0; i < sorted; i++) {
        lot_apportioned *value = &share->out[order[i]];
        uint64_t remainder = remainder_of(share, order[i]);
        value->tied = tie && remainder == last;
        value->max += remainder >= last;
        value->min += remainder > last || (remainder == last && !tie);
    }
}

/* One try with those raised so far. True: nobody has too few. */
static bool try_sharing(sharing *share, uint32_t *order)
{
    bool enough = true;
    round_down_and_up(share);
    if (share->rule->method == LOT_APPORTION_LARGEST_REMAINDER)
        give_remainders(share, order);
    for (uint32_t v = 0; v < share->count; v++) {
        lot_apportioned *value = &share->out[v];
        if (value->raised || share->counts[v] == 0 || value->min >= share->rule->at_least)
            continue;
        raise_value(share, v);
        enough = false;
    }
    for (uint32_t v = 0; v < share->count && !enough; v++)
        share->out[v].tied = false;
    return enough;
}

/* Largest remainder; of the bounds the minima. */
static lot_status share_out(sharing *share, lot_error *error)
{
    uint32_t *order = lot_array_new(share->count, sizeof *order);
    if (order == NULL)
        return LOT_NO_MEMORY(error);
    while (!try_sharing(share, order))
        continue;
    free(order);
    return LOT_OK;
}

/* The maxima of the bounds: of all seats, as nobody need sit on those that are kept. */
static void round_up(const sharing *share, uint64_t people)
{
    for (uint32_t v = 0; v < share->count; v++) {
        lot_unsigned_wide product = (lot_unsigned_wide)share->counts[v] * share->rule->seats;
        uint32_t up = (uint32_t)((product + people - 1) / people);
        share->out[v].max = up > share->out[v].min ? up : share->out[v].min;
    }
}

/* Is count / (2 * seats + 1) of a less (-1), the same (0), or more (1) than that of b? */
static int compare(uint64_t a, uint32_t seats_a, uint64_t b, uint32_t seats_b)
{
    lot_unsigned_wide left = (lot_unsigned_wide)a * (2 * (uint64_t)seats_b + 1);
    lot_unsigned_wide right = (lot_unsigned_wide)b * (2 * (uint64_t)seats_a + 1);
    return left < right ? -1 : left > right;
}

/* Which value the next seat goes to; the first of several. */
static uint32_t next_seat(const sharing *share)
{
    uint32_t best = 0;
    for (uint32_t v = 1; v < share->count; v++)
        if (compare(share->counts[v], share->out[v].max, share->counts[best],
                    share->out[best].max) > 0)
            best = v;
    return best;
}

/* Who has the same claim as the last seat had. seats: what `last` had before it. */
static void open_ties(const sharing *share, uint32_t last, uint32_t seats)
{
    bool tie = false;
    uint64_t count = share->counts[last];
    for (uint32_t v = 0; v < share->count; v++)
        tie = tie || compare(share->counts[v], share->out[v].max, count, seats) == 0;
    for (uint32_t v = 0; v < share->count && tie; v++) {
        lot_apportioned *value = &share->out[v];
        uint32_t floor = share->counts[v] > 0 ? share->rule->at_least : 0;
        if (compare(share->counts[v], value->max, count, seats) == 0)
            value->max++;
        else if (value->max > floor && compare(share->counts[v], value->max - 1, count, seats) == 0)
            value->min--;
        value->tied = value->min < value->max;
    }
}

static void give_quotients(sharing *share)
{
    uint64_t given = 0;
    uint32_t last = 0;
    for (uint32_t v = 0; v < share->count; v++) {
        lot_apportioned *value = &share->out[v];
        value->min = value->max = share->counts[v] > 0 ? share->rule->at_least : 0;
        given += value->min;
        value->raised = (lot_unsigned_wide)share->counts[v] * share->seats <
                        (lot_unsigned_wide)value->min * share->people;
    }
    if (given == share->seats)
        return;
    for (; given < share->seats; given++) {
        last = next_seat(share);
        share->out[last].min = ++share->out[last].max;
    }
    open_ties(share, last, share->out[last].max - 1);
}

/* V2: the band never takes what at_least gives. */
static void widen(const sharing *share)
{
    const lot_apportion_rule *rule = share->rule;
    for (uint32_t v = 0; v < share->count; v++) {
        lot_apportioned *value = &share->out[v];
        uint32_t floor = share->counts[v] > 0 ? rule->at_least : 0;
        uint32_t down = value->min > floor ? value->min - floor : 0;
        uint32_t up = rule->seats > value->max ? rule->seats - value->max : 0;
        value->min -= down < rule->band ? down : rule->band;
        value->max += up < rule->band ? up : rule->band;
    }
}

lot_status lot_apportion(lot_apportioned *out, const uint64_t *counts, uint32_t count,
                         const lot_apportion_rule *rule, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t people = 0;
    uint64_t needed = rule->kept;
    sharing share = {.counts = counts, .count = count, .rule = rule, .out = out};
    for (uint32_t v = 0; v < count; v++) {
        out[v] = (lot_apportioned){0};
        people += counts[v];
        needed += counts[v] > 0 ? rule->at_least : 0;
    }
    assert(people > 0);
    if (needed > rule->seats)
        return LOT_FAIL(error, LOT_BAD_INPUT, "the minima alone need %llu seats of %u",
                        (unsigned long long)needed, rule->seats);
    share.people = people;
    share.seats = rule->seats - rule->kept;
    if (rule->method == LOT_APPORTION_SAINTE_LAGUE)
        give_quotients(&share);
    else
        TRY(share_out(&share, error));
    if (rule->method == LOT_APPORTION_BOUNDS)
        round_up(&share, people);
    widen(&share);
done:
    return status;
}
