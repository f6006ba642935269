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
 *       above UNITS_MOST: then they are rounded down to 1 / UNITS_MOST, and what that leaves open
 *       is the change's gap, unless nothing can cost so much (spacing.c);
 *   R2  once the least cost is known, a weight is -(cost * K + 1 for each target), K above the
 *       number of targets, so that among the cheapest the fewest targets win.
 */
#include "fair/relax.h"

#include "core/array.h"
#include "core/wide.h"
#include "fair/branch.h"
#include "fair/spacing.h"

#include <assert.h>
#include <stdlib.h>

static const uint64_t UNITS_MOST = 1000000;
static const uint64_t MILLION = 1000000;

/* A search may take so many nodes: fewer, the more columns make a node slow. */
enum { NODES_SHORT = 100, NODES_LEAST = 1000, NODES_MOST = 20000, NODES_TIMES_COLUMNS = 4000000 };

typedef struct relaxer {
    const lot_quotas *quotas;
    const lot_classes *classes;
    lot_change_kind kind;
    uint32_t targets_count; /* 2 * quotas */
    uint32_t *order;        /* [quotas] by their row in the file */
    uint32_t *room;         /* [targets] */
    int64_t *cost;          /* [targets] of a seat, in units */
    uint64_t units;         /* in a cost of 1: R1 */
    bool rounded;
    bool limited;        /* a search came to its limit */
    bool unproven;       /* that of the least cost did */
    lot_classes columns; /* classes, then d, then z */
    lot_kind *kinds;
    lot_model *model;
    lot_branch *branch;
    int64_t *taken;     /* [targets] seats chosen for good */
    uint32_t *mark_row; /* [targets] of the model */
    int64_t budget;     /* what the rest may weigh, at most */
    int64_t *weight;    /* [columns.count] */
    int64_t *value;     /* [columns.count] of the best so far */
    int64_t *trial;     /* [columns.count] */
    const lot_progress *progress;
} relaxer;

static uint64_t priority_of(const lot_quota *quota)
{
    return quota->priority > 0 ? quota->priority : 1;
}

/* The cost of a seat of a target as a fraction in lowest terms. */
static lot_fraction cost_of(const lot_quota *quota, bool min)
{
    uint64_t above = min ? (uint64_t)quota->min + 2 : 1;
    uint64_t below = min && quota->min > 0 ? quota->min : 1;
    above *= priority_of(quota);
    uint64_t common = lot_gcd(above, below);
    return (lot_fraction){above / common, below / common};
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void find_rooms(relaxer *r, uint32_t seats)
{
    for (uint32_t q = 0; q < r->quotas->count; q++) {
        const lot_quota *quota = &r->quotas->rows[q];
        uint32_t most = smaller(quota->max_flex, seats);
        if (r->kind != LOT_CHANGE_MAXIMA && quota->min > quota->min_flex)
            r->room[2 * q] = quota->min - quota->min_flex;
        if (r->kind != LOT_CHANGE_MINIMA && most > quota->max)
            r->room[2 * q + 1] = most - quota->max;
    }
}

/* R1 */
static void find_costs(relaxer *r)
{
    r->units = 1;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        lot_fraction cost = cost_of(&r->quotas->rows[i / 2], i % 2 == 0);
        if (r->room[i] == 0)
            continue;
        r->units = r->units / lot_gcd(r->units, cost.denominator) * cost.denominator;
        if (r->units > UNITS_MOST) {
            r->units = UNITS_MOST;
            r->rounded = true;
            break;
        }
    }
    for (uint32_t i = 0; i < r->targets_count; i++) {
        lot_fraction cost = cost_of(&r->quotas->rows[i / 2], i % 2 == 0);
        r->cost[i] = (int64_t)(cost.numerator * r->units / cost.denominator);
    }
}

static uint32_t seats_of(const relaxer *r, uint32_t target)
{
    return r->classes->count + target;
}

static uint32_t mark_of(const relaxer *r, uint32_t target)
{
    return r->classes->count + r->targets_count + target;
}

/* R2 */
static void set_weights(relaxer *r)
{
    for (uint32_t i = 0; i < r->targets_count; i++) {
        r->weight[seats_of(r, i)] = -r->cost[i] * (int64_t)(r->targets_count + 1);
        r->weight[mark_of(r, i)] = -1;
    }
}

static void make_columns(relaxer *r)
{
    const lot_classes *classes = r->classes;
    r->columns = (lot_classes){.count = classes->count + 2 * r->targets_count,
                               .kinds_count = classes->kinds_count + 2 * r->targets_count,
                               .features_count = classes->features_count,
                               .kinds = r->kinds};
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        r->kinds[h] = classes->kinds[h];
    for (uint32_t i = 0; i < 2 * r->targets_count; i++) {
        uint32_t cap = i < r->targets_count ? r->room[i] : 1;
        r->kinds[classes->kinds_count + i] =
            (lot_kind){.first = classes->count + i, .classes_count = 1, .copies = 1, .limit = cap};
    }
}

static lot_status copy_row(relaxer *r, const lot_model *from, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t e = from->rows[row].first; e < from->rows[row].end; e++)
        TRY(lot_model_add_entry(r->model, from->entries[e].class, from->entries[e].weight, error));
done:
    return status;
}

/* The rows of a panel's model, with the columns of targets in those of the quotas. */
static lot_status copy_rows(relaxer *r, const lot_model *from, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t row = 0; row < from->rows_count; row++) {
        uint32_t target = 2 * (row - 1);
        if (row == from->quotas_count + 1)
            r->model->quotas_count = r->model->rows_count - 1;
        TRY(copy_row(r, from, row, error));
        if (row >= 1 && row <= from->quotas_count) {
            TRY(lot_model_add_entry(r->model, seats_of(r, target), 1, error));
            TRY(lot_model_add_entry(r->model, seats_of(r, target + 1), -1, error));
        }
        TRY(lot_model_add_row(r->model, from->rows[row].lower, from->rows[row].upper, error));
    }
done:
    return status;
}

/* d <= room z; these rows come before those of households, which have no multipliers. */
static lot_status add_marks(relaxer *r, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        if (r->room[i] == 0)
            continue;
        TRY(lot_model_add_entry(r->model, seats_of(r, i), -1, error));
        TRY(lot_model_add_entry(r->model, mark_of(r, i), r->room[i], error));
        r->mark_row[i] = r->model->rows_count;
        TRY(lot_model_add_row(r->model, 0, r->room[i], error));
    }
done:
    return status;
}

static lot_status make_model(relaxer *r, uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *panels = NULL;
    TRY(lot_model_new(&panels, r->quotas, r->classes, seats, true, error));
    uint32_t households = panels->rows_count - 1 - panels->quotas_count;
    r->model = lot_array_new(1, sizeof *r->model);
    if (r->model == NULL)
        TRY(LOT_NO_MEMORY(error));
    r->model->classes = &r->columns;
    r->model->seats = seats;
    r->model->cap = lot_array_new(r->columns.count, sizeof *r->model->cap);
    if (r->model->cap == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < r->columns.count; t++)
        r->model->cap[t] = t < r->classes->count ? panels->cap[t] : 1;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        r->model->cap[seats_of(r, i)] = r->room[i];
        r->model->cap[mark_of(r, i)] = r->room[i] > 0;
    }
    panels->rows_count -= households;
    TRY(copy_rows(r, panels, error));
    TRY(add_marks(r, error));
    r->model->quotas_count = r->model->rows_count - 1;
    for (uint32_t row = panels->rows_count; row < panels->rows_count + households; row++) {
        TRY(copy_row(r, panels, row, error));
        TRY(lot_model_add_row(r->model, panels->rows[row].lower, panels->rows[row].upper, error));
    }
    TRY(lot_branch_new(&r->branch, r->model, error));
    uint32_t nodes = NODES_TIMES_COLUMNS / r->columns.count;
    nodes = nodes > NODES_LEAST ? nodes : NODES_LEAST;
    lot_branch_limit(r->branch, nodes < NODES_MOST ? nodes : NODES_MOST);
done:
    lot_model_free(panels);
    return status;
}

/* Is there anything with a weight above `above`? Then it is in r->trial. */
static lot_status decide(relaxer *r, bool *found, int64_t above, lot_error *error)
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

static int64_t weigh(const relaxer *r, const int64_t *value)
{
    int64_t sum = 0;
    for (uint32_t t = r->classes->count; t < r->columns.count; t++)
        sum += r->weight[t] * value[t];
    return sum;
}

/* A mark may stand without a seat: it costs, and is taken away. */
static void take(relaxer *r)
{
    for (uint32_t i = 0; i < r->targets_count; i++)
        r->trial[mark_of(r, i)] = r->trial[seats_of(r, i)] > 0 && r->taken[i] == 0;
    for (uint32_t t = 0; t < r->columns.count; t++)
        r->value[t] = r->trial[t];
}

/* Better and better, until a bound says that there is nothing better than *best. */
static lot_status improve(relaxer *r, int64_t *best, lot_error *error)
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
static lot_status find_cheapest(relaxer *r, bool *found, int64_t *best, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++)
        r->weight[seats_of(r, i)] = -r->cost[i];
    TRY(lot_branch_guess(r->branch, found, r->trial, r->weight, error));
    if (!*found) {
        for (uint32_t i = 0; i < r->targets_count; i++)
            r->weight[seats_of(r, i)] = 0;
        TRY(decide(r, found, -1, error));
        for (uint32_t i = 0; i < r->targets_count; i++)
            r->weight[seats_of(r, i)] = -r->cost[i];
    }
    if (*found) {
        take(r);
        TRY(improve(r, best, error));
    }
done:
    return status;
}

/* The search came to its limit: the least cost that a short one proves, in units, by halving. */
static lot_status find_proven(relaxer *r, int64_t *least, lot_error *error)
{
    lot_status status = LOT_OK;
    int64_t low = 0;
    int64_t high = *least;
    lot_branch_limit(r->branch, NODES_SHORT);
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
static lot_status find_fewest(relaxer *r, uint32_t seats, int64_t *best, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++)
        if (r->room[i] > 0 && r->cost[i] > 0 && -*best / r->cost[i] < r->room[i])
            r->room[i] = (uint32_t)(-*best / r->cost[i]);
    lot_branch_free(r->branch);
    lot_model_free(r->model);
    r->branch = NULL;
    r->model = NULL;
    for (uint32_t h = 0; h < r->targets_count; h++)
        r->kinds[r->classes->kinds_count + h].limit = r->room[h];
    TRY(make_model(r, seats, error));
    set_weights(r);
    TRY(improve(r, best, error));
done:
    return status;
}

/* Take the target by one seat for good, or give that back: the rest of the model has one less. */
static void shift(relaxer *r, uint32_t target, int by)
{
    lot_row *quota = &r->model->rows[1 + target / 2];
    if (target % 2 == 0)
        quota->lower -= by;
    else
        quota->upper += by;
    r->taken[target] += by;
    r->model->cap[seats_of(r, target)] = r->room[target] - (uint32_t)r->taken[target];
    /* a target that was taken needs no mark any more */
    lot_row *mark = &r->model->rows[r->mark_row[target]];
    mark->lower = r->taken[target] > 0 ? -(int64_t)r->room[target] : 0;
    r->model->cap[mark_of(r, target)] = r->taken[target] == 0;
    lot_branch_take_row(r->branch, 1 + target / 2);
    lot_branch_take_row(r->branch, r->mark_row[target]);
    r->budget += r->weight[seats_of(r, target)] * by;
    if (r->taken[target] == (by > 0))
        r->budget += r->weight[mark_of(r, target)] * by;
}

static void exclude(relaxer *r, uint32_t target)
{
    r->model->cap[seats_of(r, target)] = 0;
    r->model->cap[mark_of(r, target)] = 0;
}

/* Take one more seat of the target, when what is left of the budget still pays for the rest. */
static lot_status try_target(relaxer *r, bool *good, uint32_t target, lot_error *error)
{
    lot_status status = LOT_OK;
    bool held = r->value[seats_of(r, target)] > 0;
    *good = false;
    if ((uint32_t)r->taken[target] == r->room[target])
        goto done;
    shift(r, target, 1);
    if (held) {
        *good = true;
        r->value[seats_of(r, target)]--;
        r->value[mark_of(r, target)] = 0;
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

static uint32_t marks_count(const relaxer *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->targets_count; i++)
        count += r->value[seats_of(r, i)] > 0;
    return count;
}

/*
 * The targets that come first in the file: one after the other is tried along with those chosen
 * before; what cannot be had is given up for good. Then as many seats as can be on the first.
 */
static lot_status choose(relaxer *r, int64_t best, lot_error *error)
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
static lot_status write_change(lot_change *change, const relaxer *r, lot_error *error)
{
    uint64_t whole = 0; /* millionths */
    uint64_t parts = 0; /* of a millionth, in 2^-20: each rounded down */
    change->targets = lot_array_new(r->targets_count, sizeof *change->targets);
    change->targets_count = 0;
    if (change->targets == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < r->targets_count; i++) {
        uint32_t target = 2 * r->order[i / 2] + i % 2;
        uint64_t seats = (uint64_t)(r->taken[target] + r->value[seats_of(r, target)]);
        bool min = target % 2 == 0;
        const lot_quota *quota = &r->quotas->rows[target / 2];
        if (seats == 0)
            continue;
        lot_fraction cost = cost_of(quota, min);
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
static lot_status close_gap(lot_change *change, const relaxer *r, int64_t least, lot_error *error)
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
        times[count] = (uint32_t)(r->taken[i] + r->value[seats_of(r, i)]);
        costs[count++] = cost_of(&r->quotas->rows[i / 2], i % 2 == 0);
    }
    if (open)
        TRY(lot_no_cost_between(&none, costs, times, count, (uint64_t)least, r->units, error));
    change->gap = none ? 0 : change->cost - (uint64_t)least * MILLION / r->units;
done:
    free(costs);
    free(times);
    return status;
}

static lot_status allocate(relaxer *r, lot_error *error)
{
    uint32_t columns = r->classes->count + 2 * r->targets_count;
    r->order = lot_array_new(r->quotas->count, sizeof *r->order);
    r->room = lot_array_new(r->targets_count, sizeof *r->room);
    r->cost = lot_array_new(r->targets_count, sizeof *r->cost);
    r->taken = lot_array_new(r->targets_count, sizeof *r->taken);
    r->mark_row = lot_array_new(r->targets_count, sizeof *r->mark_row);
    r->kinds =
        lot_array_new((size_t)r->classes->kinds_count + 2 * r->targets_count, sizeof *r->kinds);
    r->weight = lot_array_new(columns, sizeof *r->weight);
    r->value = lot_array_new(columns, sizeof *r->value);
    r->trial = lot_array_new(columns, sizeof *r->trial);
    return r->order == NULL || r->room == NULL || r->cost == NULL || r->taken == NULL ||
                   r->mark_row == NULL || r->kinds == NULL || r->weight == NULL ||
                   r->value == NULL || r->trial == NULL
               ? LOT_NO_MEMORY(error)
               : LOT_OK;
}

/* An insertion sort: quotas are in the order of the file but for features that stand apart. */
static void sort_by_row(relaxer *r)
{
    for (uint32_t q = 0; q < r->quotas->count; q++) {
        uint32_t at = q;
        for (; at > 0 && r->quotas->rows[r->order[at - 1]].row > r->quotas->rows[q].row; at--)
            r->order[at] = r->order[at - 1];
        r->order[at] = q;
    }
}

lot_status lot_relax(lot_change *change, bool *found, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_progress *progress,
                     lot_error *error)
{
    lot_status status = LOT_OK;
    relaxer r = {.quotas = quotas,
                 .classes = classes,
                 .kind = change->kind,
                 .targets_count = 2 * quotas->count,
                 .progress = progress};
    int64_t best = 0;
    int64_t least = 0;
    TRY(allocate(&r, error));
    sort_by_row(&r);
    find_rooms(&r, seats);
    find_costs(&r);
    make_columns(&r);
    TRY(make_model(&r, seats, error));
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
    find_rooms(&r, seats);
    TRY(close_gap(change, &r, least, error));
done:
    lot_branch_free(r.branch);
    lot_model_free(r.model);
    free(r.order);
    free(r.room);
    free(r.cost);
    free(r.taken);
    free(r.mark_row);
    free(r.kinds);
    free(r.weight);
    free(r.value);
    free(r.trial);
    return status;
}
