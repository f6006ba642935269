/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Branch and bound that leaves its tree behind.
 *
 * Each node is a box low <= c <= high. Its LP is
 *
 *     max  sum weight[t] c[t] - price sum_r (short[r] + over[r])
 *     lower[r] <= sum_t weight(r, t) c[t] + short[r] - over[r] <= upper[r]       for every row
 *
 * Rows may be missed at a price, so every LP has a solution, and its duals are whole multipliers
 * once they are rounded: of a box without panels too. A node is a leaf when its multipliers prove,
 * in integers (leaf.c), that nothing in the box weighs more than `upper`. Otherwise a class with a
 * broken value is split, the nearer side first.
 *
 * Only the integers of the leaves prove anything: an LP that errs makes the tree larger, not wrong.
 */
#include "fair/branch.h"

#include "core/array.h"
#include "fair/falls.h"
#include "fair/leaf.h"
#include "fair/tree.h"
#include "fair/walk.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* PROBES_MAX: of classes never split yet, so many are tried on both sides at a node. */
enum { NODES_MAX = 200000, MOVES_MAX = 1500, PROBES_MAX = 4, SCALES = 4 };

/* Missing a row by one costs this many times the largest weight, for every seat. */
static const double price_per_seat = 4;

/* Nearer than this to an integer is that integer. */
static const double noise = 1e-6;

/* A node on the way from the root to where the search is. */
typedef struct step {
    uint32_t node;
    uint32_t bound;   /* of the class before the split: its high below, its low above */
    bool above;       /* the side that is being searched */
    bool second;      /* the other side is done */
    double value;     /* of the class, broken */
    double objective; /* of the node's LP */
} step;

struct lot_branch {
    const lot_model *model;
    uint32_t nodes_max;
    lot_lp *lp;
    lot_walk *walk;
    uint32_t *low;  /* [classes] the box at hand */
    uint32_t *high; /* [classes] */
    lot_wide *rest; /* [classes] */
    const int64_t *weight;
    double unit; /* the largest weight: LP costs are weights over it */
    int64_t upper;
    int64_t *multipliers; /* [1 + quotas] of the node at hand */
    lot_tree tree;
    step *path;
    size_t depth;
    size_t path_room;
    lot_fall *falls;      /* [classes] */
    uint32_t *candidates; /* [classes] that could be split */
    double *values;       /* [classes] of candidates */
};

static lot_status build_lp(lot_branch *b, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t classes_count = b->model->classes->count;
    b->lp = lot_lp_new(true);
    if (b->lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_to_lp(b->lp, b->model, false, 1, error));
    for (uint32_t r = 0; r < b->model->rows_count; r++) {
        double price = -price_per_seat * b->model->seats;
        uint32_t missed = lot_lp_add_column(b->lp, 0, INFINITY, price, false);
        uint32_t over = lot_lp_add_column(b->lp, 0, INFINITY, price, false);
        assert(missed == classes_count + 2 * r && over == missed + 1);
        TRY(lot_lp_add_entry(b->lp, r, missed, 1, error));
        TRY(lot_lp_add_entry(b->lp, r, over, -1, error));
    }
done:
    return status;
}

lot_status lot_branch_new(lot_branch **out, const lot_model *model, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    lot_branch *b = lot_array_new(1, sizeof *b);
    if (b == NULL)
        return LOT_NO_MEMORY(error);
    b->model = model;
    b->nodes_max = NODES_MAX;
    b->tree.multipliers_count = 1 + model->quotas_count;
    b->low = lot_array_new(count, sizeof *b->low);
    b->high = lot_array_new(count, sizeof *b->high);
    b->rest = lot_array_new(count, sizeof *b->rest);
    b->multipliers = lot_array_new(b->tree.multipliers_count, sizeof *b->multipliers);
    b->falls = lot_array_new(count, sizeof *b->falls);
    b->candidates = lot_array_new(count, sizeof *b->candidates);
    b->values = lot_array_new(count, sizeof *b->values);
    if (b->low == NULL || b->high == NULL || b->rest == NULL || b->multipliers == NULL ||
        b->falls == NULL || b->candidates == NULL || b->values == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_walk_new(&b->walk, model, error));
    TRY(build_lp(b, error));
    *out = b;
    b = NULL;
done:
    lot_branch_free(b);
    return status;
}

void lot_branch_free(lot_branch *branch)
{
    if (branch == NULL)
        return;
    lot_lp_free(branch->lp);
    lot_walk_free(branch->walk);
    lot_tree_clear(&branch->tree);
    free(branch->low);
    free(branch->high);
    free(branch->rest);
    free(branch->multipliers);
    free(branch->path);
    free(branch->falls);
    free(branch->candidates);
    free(branch->values);
    free(branch);
}

void lot_branch_take_row(lot_branch *branch, uint32_t row)
{
    const lot_row *bounds = &branch->model->rows[row];
    lot_lp_set_row_bounds(branch->lp, row, (double)bounds->lower, (double)bounds->upper);
}

void lot_branch_limit(lot_branch *branch, uint32_t nodes)
{
    branch->nodes_max = nodes;
}

uint32_t lot_branch_nodes(const lot_branch *branch)
{
    return (uint32_t)branch->tree.nodes_count;
}

/* Make ready for these weights: the box is everything. */
static void begin(lot_branch *b, const int64_t *weight)
{
    b->weight = weight;
    b->unit = 1;
    for (uint32_t t = 0; t < b->model->classes->count; t++)
        b->unit = fmax(b->unit, fabs((double)weight[t]));
    for (uint32_t t = 0; t < b->model->classes->count; t++) {
        b->low[t] = 0;
        b->high[t] = b->model->cap[t];
        lot_lp_set_cost(b->lp, t, (double)weight[t] / b->unit);
        lot_lp_set_column_bounds(b->lp, t, 0, b->high[t]);
    }
    lot_tree_empty(&b->tree);
    b->depth = 0;
}

static lot_status solve_lp(lot_branch *b, lot_error *error)
{
    lot_lp_outcome outcome;
    lot_status status = lot_lp_solve(b->lp, &outcome, error);
    if (status == LOT_OK && outcome != LOT_LP_OPTIMAL)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the solver lost its way: a box of panels has no solution");
    return status;
}

/* The scales at which multipliers are tried: whole ones are short, fine ones are near. */
static uint64_t scale_at(const lot_branch *b, int trial)
{
    double fine = 0x1p58 / (b->unit * price_per_seat * b->model->seats);
    uint64_t scale = (uint64_t)1 << (10 * trial);
    return trial == 0 || (double)scale < fine ? scale : (uint64_t)fmax(1, fine);
}

/* Do the LP's duals, rounded, prove the box? Then *scale and b->multipliers do. */
static bool prove_box(lot_branch *b, uint64_t *scale)
{
    const lot_leaf leaf = {b->model, b->weight, b->low, b->high, b->rest};
    if (lot_lp_objective(b->lp) * b->unit >= (double)b->upper + 1)
        return false;
    for (int trial = 0; trial < SCALES; trial++) {
        lot_wide sum;
        *scale = scale_at(b, trial);
        for (uint32_t r = 0; r < b->tree.multipliers_count; r++)
            b->multipliers[r] =
                (int64_t)nearbyint(lot_lp_row_dual(b->lp, r) * b->unit * (double)*scale);
        if (!lot_leaf_sum(&sum, &leaf, *scale, b->multipliers) ||
            sum <= (lot_wide)*scale * ((lot_wide)b->upper + 1) - 1)
            return true;
    }
    return false;
}

static void set_box(lot_branch *b, uint32_t class, uint32_t low, uint32_t high)
{
    b->low[class] = low;
    b->high[class] = high;
    lot_lp_set_column_bounds(b->lp, class, low, high);
}

/* Look at both sides of a class that was never split. */
static lot_status probe(lot_branch *b, uint32_t class, double value, double objective,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t low = b->low[class];
    uint32_t high = b->high[class];
    uint32_t at = (uint32_t)floor(value);
    set_box(b, class, low, at);
    TRY(solve_lp(b, error));
    lot_fall_learn(&b->falls[class], value, false, objective - lot_lp_objective(b->lp));
    set_box(b, class, at + 1, high);
    TRY(solve_lp(b, error));
    lot_fall_learn(&b->falls[class], value, true, objective - lot_lp_objective(b->lp));
    set_box(b, class, low, high);
done:
    return status;
}

/* List the classes that could be split. */
static uint32_t list_candidates(lot_branch *b)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < b->model->classes->count; t++) {
        double value = fmin(fmax(lot_lp_value(b->lp, t), b->low[t]), b->high[t]);
        if (b->low[t] == b->high[t] || fabs(value - nearbyint(value)) <= noise)
            continue;
        b->candidates[count] = t;
        b->values[count++] = value;
    }
    return count;
}

/* The class to split: that whose sides fall most, as far as is known; LOT_NO_CLASS: all whole. */
static lot_status choose_class(lot_branch *b, uint32_t *found, double *at, lot_error *error)
{
    lot_status status = LOT_OK;
    double objective = lot_lp_objective(b->lp);
    uint32_t probes = 0;
    double most = 0;
    uint32_t count = list_candidates(b);
    *found = LOT_NO_CLASS;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t t = b->candidates[i];
        if (b->falls[t].downs == 0 && probes < PROBES_MAX) {
            TRY(probe(b, t, b->values[i], objective, error));
            probes++;
        }
        double score = lot_fall_score(&b->falls[t], b->values[i]);
        if (score > most * (1 + noise)) {
            most = score;
            *found = t;
            *at = b->values[i];
        }
    }
done:
    return status;
}

/* The LP's values as integers: a panel that weighs more than upper? */
static bool take_panel(const lot_branch *b, int64_t *seats)
{
    lot_wide sum = 0;
    for (uint32_t t = 0; t < b->model->classes->count; t++) {
        seats[t] = (int64_t)nearbyint(lot_lp_value(b->lp, t));
        sum += (lot_wide)b->weight[t] * seats[t];
    }
    return sum > b->upper && lot_model_admits(b->model, seats);
}

/* Values are whole but no panel, or not heavy: split any class that is open; none: a point. */
static uint32_t any_open(const lot_branch *b)
{
    for (uint32_t t = 0; t < b->model->classes->count; t++)
        if (b->low[t] < b->high[t])
            return t;
    return LOT_NO_CLASS;
}

/* The box is one point that breaks a row: that row's multiplier, large enough, proves it. */
static void refute_point(lot_branch *b)
{
    lot_wide sum = 0;
    memset(b->multipliers, 0, b->tree.multipliers_count * sizeof *b->multipliers);
    for (uint32_t t = 0; t < b->model->classes->count; t++)
        sum += (lot_wide)b->weight[t] * b->low[t];
    int64_t enough = sum > b->upper ? (int64_t)(sum - b->upper) : 1;
    for (uint32_t r = 0; r < b->tree.multipliers_count; r++) {
        const lot_row *row = &b->model->rows[r];
        int64_t held = 0;
        for (uint32_t e = row->first; e < row->end; e++)
            held += b->model->entries[e].weight * b->low[b->model->entries[e].class];
        if (held >= row->lower && held <= row->upper)
            continue;
        b->multipliers[r] = held > row->upper ? enough : -enough;
        return;
    }
}

/* Go down one side of the last step. */
static void enter(lot_branch *b)
{
    step *last = &b->path[b->depth - 1];
    const lot_tree_node *split = &b->tree.nodes[last->node];
    if (last->above) {
        last->bound = b->low[split->class];
        set_box(b, split->class, split->at + 1, b->high[split->class]);
    } else {
        last->bound = b->high[split->class];
        set_box(b, split->class, b->low[split->class], split->at);
    }
}

static void leave(lot_branch *b)
{
    const step *last = &b->path[b->depth - 1];
    uint32_t class = b->tree.nodes[last->node].class;
    if (last->above)
        set_box(b, class, last->bound, b->high[class]);
    else
        set_box(b, class, b->low[class], last->bound);
}

static lot_status split(lot_branch *b, uint32_t class, double value, double objective,
                        lot_error *error)
{
    void *array = b->path;
    if (lot_array_grow(&array, &b->path_room, b->depth, sizeof *b->path) != 0)
        return LOT_NO_MEMORY(error);
    b->path = array;
    double at = fmin(fmax(floor(value + noise), b->low[class]), b->high[class] - 1.0);
    lot_status status = lot_tree_add_split(&b->tree, class, (uint32_t)at, error);
    if (status != LOT_OK)
        return status;
    b->path[b->depth++] = (step){.node = (uint32_t)b->tree.nodes_count - 1,
                                 .above = value > at + 0.5,
                                 .value = value,
                                 .objective = objective};
    enter(b);
    return LOT_OK;
}

/* Hang the node that was made last onto its parent; go back to where a side is open. */
static bool go_on(lot_branch *b)
{
    uint32_t made = (uint32_t)b->tree.nodes_count - 1;
    while (b->depth > 0) {
        step *last = &b->path[b->depth - 1];
        lot_tree_node *parent = &b->tree.nodes[last->node];
        *(last->above ? &parent->above : &parent->below) = made;
        leave(b);
        if (!last->second) {
            last->second = true;
            last->above = !last->above;
            enter(b);
            return true;
        }
        made = last->node;
        b->depth--;
    }
    return false;
}

/* Look at the box at hand: a heavier panel ends it, else it becomes a leaf or is split. */
static lot_status look(lot_branch *b, bool *found, bool *leaf, int64_t *seats, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t scale = 1;
    *leaf = true;
    TRY(solve_lp(b, error));
    double objective = lot_lp_objective(b->lp);
    if (b->depth > 0) {
        const step *last = &b->path[b->depth - 1];
        lot_fall_learn(&b->falls[b->tree.nodes[last->node].class], last->value, last->above,
                       fmax(0, last->objective - objective));
    }
    if (prove_box(b, &scale)) {
        TRY(lot_tree_add_leaf(&b->tree, scale, b->multipliers, error));
        goto done;
    }
    uint32_t class;
    double value = 0;
    TRY(choose_class(b, &class, &value, error));
    *found = class == LOT_NO_CLASS && take_panel(b, seats);
    if (*found)
        goto done;
    if (class == LOT_NO_CLASS) {
        class = any_open(b);
        value = class == LOT_NO_CLASS ? 0 : lot_lp_value(b->lp, class);
    }
    *leaf = class == LOT_NO_CLASS;
    if (*leaf) {
        refute_point(b);
        TRY(lot_tree_add_leaf(&b->tree, 1, b->multipliers, error));
    } else {
        TRY(split(b, class, value, objective, error));
    }
done:
    return status;
}

lot_status lot_branch_decide(lot_branch *b, lot_decision *decision, int64_t *seats,
                             lot_bound *bound, const int64_t *weight, int64_t upper,
                             const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    bool found = false;
    bool leaf = false;
    b->upper = upper;
    begin(b, weight);
    do {
        if (b->tree.nodes_count % 64 == 63)
            TRY(lot_progress_report(progress, "proving what no panel can do", b->tree.nodes_count,
                                    0, error));
        if (b->tree.nodes_count >= b->nodes_max) {
            *decision = LOT_DECISION_LIMIT;
            goto done;
        }
        TRY(look(b, &found, &leaf, seats, error));
    } while (!found && (!leaf || go_on(b)));
    *decision = found ? LOT_DECISION_PANEL : LOT_DECISION_BOUND;
    if (!found)
        TRY(lot_tree_write(bound, &b->tree, b->model, weight, upper, error));
done:
    return status;
}

lot_status lot_branch_guess(lot_branch *b, bool *found, int64_t *seats, const int64_t *weight,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_walk *walk = b->walk;
    *found = false;
    begin(b, weight);
    TRY(solve_lp(b, error));
    for (uint32_t t = 0; t < b->model->classes->count; t++) {
        double value = lot_lp_value(b->lp, t);
        double part = value - floor(value);
        double likes = fabs(value - nearbyint(value)) < noise
                           ? lot_lp_reduced_cost(b->lp, t) * LOT_WALK_SEAT
                           : (2 * part - 1) * LOT_WALK_SEAT / 8;
        walk->least[t] = 0;
        walk->most[t] = b->model->cap[t];
        walk->c[t] = (int64_t)nearbyint(value);
        walk->likes[t] = (int64_t)fmin(fmax(likes, -LOT_WALK_SEAT), LOT_WALK_SEAT);
    }
    for (uint32_t r = 0; r < b->model->rows_count; r++) {
        walk->low[r] = b->model->rows[r].lower;
        walk->high[r] = b->model->rows[r].upper;
    }
    lot_walk_settle(walk);
    *found = lot_walk_find(walk, MOVES_MAX);
    for (uint32_t t = 0; t < b->model->classes->count && *found; t++)
        seats[t] = walk->c[t];
done:
    return status;
}
