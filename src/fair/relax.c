/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relax: the cheapest change of quotas after which there is a panel.
 *
 *     min   sum_i  w[i] d[i]                                    (then sum_i z[i])
 *     min[q] - d[2q]  <=  sum of c[t] over the value  <=  max[q] + d[2q+1]
 *     d[i]  <=  room[i] z[i],   z[i] 0 or 1
 *     and what else a panel meets: seats, households, caps
 *
 * Target 2q is the minimum of quota q, 2q+1 its maximum. Source of the objective: the relaxation of
 * sortition-algorithms, w = 1 + 2 / min for minima and 1 for maxima.
 *
 * Seats by which targets change are columns as classes are, and the same branch and bound decides
 * over both (branch.h): "is there anything cheaper" ends with a change or with a bound in integers.
 *
 *   R1  costs are integers over one denominator, the least that all have in common, unless that is
 *       above LOT_RELAX_UNITS_MOST: then they are rounded down to so many parts of 1, and what that
 *       leaves open is the change's gap, unless nothing can cost so much (spacing.c);
 *   R2  once the least cost is known, a weight is -(cost * K + 1 for each target), K above the
 *       number of targets, so that among the cheapest the fewest targets win.
 */
#include "fair/relax.h"

#include "core/array.h"
#include "fair/relax_model.h"
#include "fair/spacing.h"

#include <stdlib.h>

static const uint64_t MILLION = 1000000;

/* R2 */
static void set_weights(lot_relaxer *r)
{
    for (uint32_t i = 0; i < r->targets_count; i++) {
        r->weight[lot_relaxer_seats(r, i)] = -r->cost[i] * (int64_t)(r->targets_count + 1);
        r->weight[lot_relaxer_mark(r, i)] = -1;
    }
}

/* Is there anything with a weight above `above`? Then it is in r->trial. */
static lot_status decide(lot_relaxer *r, bool *found, int64_t above, lot_error *error)
{
    lot_bound bound = {0};
    lot_decision decision;
    lot_status status = lot_branch_decide(r->branch, &decision, r->trial, &bound, r->weight, above,
                                          r->progress, error);
    lot_bound_clear(&bound);
    *found = status == LOT_OK && decision == LOT_DECISION_PANEL;
    r->limited = r->limited || (status == LOT_OK && decision == LOT_DECISION_LIMIT);
    return status;
}

static int64_t weigh(const lot_relaxer *r, const int64_t *value)
{
    int64_t sum = 0;
    for (uint32_t t = r->classes->count; t < r->columns.count; t++)
        sum += r->weight[t] * value[t];
    return sum;
}

/* A mark may stand without a seat: it costs, and is taken away. */
static void take(lot_relaxer *r)
{
    for (uint32_t i = 0; i < r->targets_count; i++)
        r->trial[lot_relaxer_mark(r, i)] =
            r->trial[lot_relaxer_seats(r, i)] > 0 && r->taken[i] == 0;
    for (uint32_t t = 0; t < r->columns.count; t++)
        r->value[t] = r->trial[t];
}

/* Better and better, until a bound says that there is nothing better than *best. */
static lot_status improve(lot_relaxer *r, int64_t *best, lot_error *error)
{
    lot_status status = LOT_OK;
    bool better;
    do {
        *best = weigh(r, r->value);
        TRY(decide(r, &better, *best, error));
        if (better)
            take(r);
    } while (better);
done:
    return status;
}

/*
 * The least cost, whatever the targets. Whether there is anything at all is asked without weights:
 * then no price of a row that is missed is too low.
 */
static lot_status find_cheapest(lot_relaxer *r, bool *found, int64_t *best, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++)
        r->weight[lot_relaxer_seats(r, i)] = -r->cost[i];
    TRY(lot_branch_guess(r->branch, found, r->trial, r->weight, error));
    if (!*found) {
        for (uint32_t i = 0; i < r->targets_count; i++)
            r->weight[lot_relaxer_seats(r, i)] = 0;
        TRY(decide(r, found, -1, error));
        for (uint32_t i = 0; i < r->targets_count; i++)
            r->weight[lot_relaxer_seats(r, i)] = -r->cost[i];
    }
    if (*found) {
        take(r);
        TRY(improve(r, best, error));
    }
done:
    return status;
}

/* The search came to its limit: the least cost that a short one proves, in units, by halving. */
static lot_status find_proven(lot_relaxer *r, int64_t *least, lot_error *error)
{
    lot_status status = LOT_OK;
    int64_t low = 0;
    int64_t high = *least;
    lot_branch_limit(r->branch, LOT_RELAX_NODES_SHORT);
    while (high - low > (int64_t)r->units / 1024) {
        int64_t middle = low + (high - low) / 2 + 1;
        bool found;
        r->limited = false;
        TRY(decide(r, &found, -middle, error));
        if (found || r->limited)
            high = middle - 1;
        else
            low = middle;
    }
    *least = low;
done:
    return status;
}

/* No target changes by more than the least cost pays for: which makes d <= room z say more. */
static lot_status find_fewest(lot_relaxer *r, uint32_t seats, int64_t *best, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++)
        if (r->room[i] > 0 && r->cost[i] > 0 && -*best / r->cost[i] < r->room[i])
            r->room[i] = (uint32_t)(-*best / r->cost[i]);
    TRY(lot_relaxer_make_model(r, seats, error));
    set_weights(r);
    TRY(improve(r, best, error));
done:
    return status;
}

/* Take the target by one seat for good, or give that back: the rest of the model has one less. */
static void shift(lot_relaxer *r, uint32_t target, int by)
{
    lot_row *quota = &r->model->rows[1 + target / 2];
    if (target % 2 == 0)
        quota->lower -= by;
    else
        quota->upper += by;
    r->taken[target] += by;
    r->model->cap[lot_relaxer_seats(r, target)] = r->room[target] - (uint32_t)r->taken[target];
    /* a target that was taken needs no mark any more */
    lot_row *mark = &r->model->rows[r->mark_row[target]];
    mark->lower = r->taken[target] > 0 ? -(int64_t)r->room[target] : 0;
    r->model->cap[lot_relaxer_mark(r, target)] = r->taken[target] == 0;
    lot_branch_take_row(r->branch, 1 + target / 2);
    lot_branch_take_row(r->branch, r->mark_row[target]);
    r->budget += r->weight[lot_relaxer_seats(r, target)] * by;
    if (r->taken[target] == (by > 0))
        r->budget += r->weight[lot_relaxer_mark(r, target)] * by;
}

static void exclude(lot_relaxer *r, uint32_t target)
{
    r->model->cap[lot_relaxer_seats(r, target)] = 0;
    r->model->cap[lot_relaxer_mark(r, target)] = 0;
}

/* Take one more seat of the target, when what is left of the budget still pays for the rest. */
static lot_status try_target(lot_relaxer *r, bool *good, uint32_t target, lot_error *error)
{
    lot_status status = LOT_OK;
    bool held = r->value[lot_relaxer_seats(r, target)] > 0;
    *good = false;
    if ((uint32_t)r->taken[target] == r->room[target])
        goto done;
    shift(r, target, 1);
    if (held) {
        *good = true;
        r->value[lot_relaxer_seats(r, target)]--;
        r->value[lot_relaxer_mark(r, target)] = 0;
        goto done;
    }
    if (r->budget >= 0)
        TRY(decide(r, good, -r->budget - 1, error));
    if (*good)
        take(r);
    else
        shift(r, target, -1);
done:
    return status;
}

static uint32_t marks_count(const lot_relaxer *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->targets_count; i++)
        count += r->value[lot_relaxer_seats(r, i)] > 0;
    return count;
}

/*
 * The targets that come first in the file: one after the other is tried along with those chosen
 * before; what cannot be had is given up for good. Then as many seats as can be on the first.
 */
static lot_status choose(lot_relaxer *r, int64_t best, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t wanted = marks_count(r);
    r->budget = -best;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        uint32_t target = 2 * r->order[i / 2] + i % 2;
        bool good = false;
        if (r->room[target] == 0)
            continue;
        if (wanted > 0)
            TRY(try_target(r, &good, target, error));
        wanted -= good;
        if (!good)
            exclude(r, target);
    }
    for (uint32_t i = 0; i < r->targets_count; i++) {
        uint32_t target = 2 * r->order[i / 2] + i % 2;
        for (bool good = r->taken[target] > 0; good;)
            TRY(try_target(r, &good, target, error));
    }
done:
    return status;
}

/* The sum of fractions in millionths: as many as fit, and the rest rounded. */
static lot_status write_change(lot_change *change, const lot_relaxer *r, lot_error *error)
{
    uint64_t whole = 0; /* millionths */
    uint64_t parts = 0; /* of a millionth, in 2^-20: each rounded down */
    change->targets = lot_array_new(r->targets_count, sizeof *change->targets);
    change->targets_count = 0;
    if (change->targets == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < r->targets_count; i++) {
        uint32_t target = 2 * r->order[i / 2] + i % 2;
        uint64_t seats = (uint64_t)(r->taken[target] + r->value[lot_relaxer_seats(r, target)]);
        bool min = target % 2 == 0;
        const lot_quota *quota = &r->quotas->rows[target / 2];
        if (seats == 0)
            continue;
        lot_fraction cost = lot_relaxer_cost(r, target);
        uint64_t times = seats * cost.numerator * MILLION;
        whole += times / cost.denominator;
        parts += (times % cost.denominator << 20) / cost.denominator;
        uint32_t from = min ? quota->min : quota->max;
        change->targets[change->targets_count++] = (lot_shift){
            .quota = target / 2,
            .part = min ? LOT_PART_MIN : LOT_PART_MAX,
            .from = from,
            .to = min ? from - (uint32_t)seats : from + (uint32_t)seats,
        };
    }
    change->cost = whole + ((parts + (1u << 19) + change->targets_count) >> 20);
    return LOT_OK;
}

/*
 * From what is proven to what was found there is a gap where costs were rounded or the search came
 * to its limit. Where no change can cost what lies in it, there is none.
 */
static lot_status close_gap(lot_change *change, const lot_relaxer *r, int64_t least,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    bool none = true;
    bool open = r->rounded || r->unproven;
    lot_fraction *costs = lot_array_new(r->targets_count, sizeof *costs);
    uint32_t *times = lot_array_new(r->targets_count, sizeof *times);
    if (costs == NULL || times == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < r->targets_count; i++) {
        if (r->room[i] == 0)
            continue;
        times[count] = (uint32_t)(r->taken[i] + r->value[lot_relaxer_seats(r, i)]);
        costs[count++] = lot_relaxer_cost(r, i);
    }
    if (open)
        TRY(lot_no_cost_between(&none, costs, times, count, (uint64_t)least, r->units, error));
    change->gap = none ? 0 : change->cost - (uint64_t)least * MILLION / r->units;
done:
    free(costs);
    free(times);
    return status;
}

lot_status lot_relax(lot_change *change, bool *found, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_progress *progress,
                     lot_error *error)
{
    lot_status status = LOT_OK;
    lot_relaxer r = {.quotas = quotas,
                     .classes = classes,
                     .kind = change->kind,
                     .targets_count = 2 * quotas->count,
                     .progress = progress};
    int64_t best = 0;
    int64_t least = 0;
    TRY(lot_relaxer_start(&r, seats, error));
    TRY(lot_relaxer_make_model(&r, seats, error));
    TRY(find_cheapest(&r, found, &best, error));
    change->gap = r.limited && !*found;
    if (!*found)
        goto done;
    least = -best;
    r.unproven = r.limited;
    if (r.unproven)
        TRY(find_proven(&r, &least, error));
    TRY(find_fewest(&r, seats, &best, error));
    TRY(choose(&r, best, error));
    TRY(write_change(change, &r, error));
    lot_relaxer_find_rooms(&r, seats);
    TRY(close_gap(change, &r, least, error));
done:
    lot_relaxer_clear(&r);
    return status;
}
