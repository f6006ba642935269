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
#include "fair/bound.h"
#include "fair/leaf.h"
#include "fair/walk.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 200000, MOVES_MAX = 1500, PROBES_MAX = 4 };

/* Missing a row by one costs this many times the largest weight, for every seat. */
static const double price_per_seat = 4;

/* Nearer than this to an integer is that integer. */
static const double noise = 1e-6;

typedef struct node {
    uint32_t class; /* split; LOT_NO_CLASS: a leaf */
    uint32_t at;
    uint32_t below; /* nodes */
    uint32_t above;
    uint32_t leaf;
} node;

/* How much the LP falls for each unit that a class is pushed down or up, as seen so far. */
typedef struct fall {
    double down;
    double up;
    uint32_t downs;
    uint32_t ups;
} fall;

/* A node on the way from the root to where the search is. */
typedef struct step {
    uint32_t node;
    double objective;
    double value;
    uint32_t bound; /* of the class before the split: its high below, its low above */
    bool above;     /* the side that is being searched */
    bool second;    /* the other side is done */
} step;

struct lot_branch {
    const lot_model *model;
    lot_lp *lp;
    lot_walk *walk;
    uint32_t *low;  /* [classes] the box at hand */
    uint32_t *high; /* [classes] */
    lot_wide *rest; /* [classes] */
    const int64_t *weight;
    double unit; /* the largest weight: LP costs are weights over it */
    int64_t upper;
    int64_t *multipliers; /* [1 + quotas] of the node at hand */
    node *nodes;
    size_t nodes_count;
    size_t nodes_room;
    uint64_t *scales; /* of leaves */
    size_t leaves_count;
    size_t scales_room;
    int64_t *kept; /* [leaves][1 + quotas] */
    size_t kept_count;
    size_t kept_room;
    step *path;
    size_t depth;
    size_t path_room;
    struct fall *falls; /* [classes] */
    uint32_t *candidates;
    double *values;
};

static uint32_t multipliers_count(const lot_branch *b)
{
    return 1 + b->model->quotas_count;
}

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
    b->low = lot_array_new(count, sizeof *b->low);
    b->high = lot_array_new(count, sizeof *b->high);
    b->rest = lot_array_new(count, sizeof *b->rest);
    b->falls = lot_array_new(count, sizeof *b->falls);
    b->candidates = lot_array_new(count, sizeof *b->candidates);
    b->values = lot_array_new(count, sizeof *b->values);
    b->multipliers = lot_array_new(multipliers_count(b), sizeof *b->multipliers);
    if (b->low == NULL || b->high == NULL || b->rest == NULL || b->multipliers == NULL)
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
    free(branch->low);
    free(branch->high);
    free(branch->rest);
    free(branch->multipliers);
    free(branch->nodes);
    free(branch->scales);
    free(branch->kept);
    free(branch->path);
    free(branch->falls);
    free(branch->candidates);
    free(branch->values);
    free(branch);
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
    b->nodes_count = 0;
    b->leaves_count = 0;
    b->kept_count = 0;
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
    double fine = 0x1p44 / (b->unit * price_per_seat * b->model->seats);
    uint64_t scale = (uint64_t)1 << (10 * trial);
    return trial == 0 || (double)scale < fine ? scale : (uint64_t)fmax(1, fine);
}

/* Do the LP's duals, rounded, prove the box? Then *scale and b->multipliers do. */
static bool prove_box(lot_branch *b, uint64_t *scale)
{
    const lot_leaf leaf = {b->model, b->weight, b->low, b->high, b->rest};
    if (lot_lp_objective(b->lp) * b->unit >= (double)b->upper + 1)
        return false;
    for (int trial = 0; trial < 4; trial++) {
        lot_wide sum;
        *scale = scale_at(b, trial);
        for (uint32_t r = 0; r < multipliers_count(b); r++)
            b->multipliers[r] =
                (int64_t)nearbyint(lot_lp_row_dual(b->lp, r) * b->unit * (double)*scale);
        if (!lot_leaf_sum(&sum, &leaf, *scale, b->multipliers) ||
            sum <= (lot_wide)*scale * ((lot_wide)b->upper + 1) - 1)
            return true;
    }
    return false;
}

static lot_status add_node(lot_branch *b, node added, lot_error *error)
{
    void *array = b->nodes;
    if (lot_array_grow(&array, &b->nodes_room, b->nodes_count, sizeof added) != 0)
        return LOT_NO_MEMORY(error);
    b->nodes = array;
    b->nodes[b->nodes_count++] = added;
    return LOT_OK;
}

/* A leaf with b->multipliers. */
static lot_status add_leaf(lot_branch *b, uint64_t scale, lot_error *error)
{
    void *array = b->scales;
    if (lot_array_grow(&array, &b->scales_room, b->leaves_count, sizeof scale) != 0)
        return LOT_NO_MEMORY(error);
    b->scales = array;
    b->scales[b->leaves_count] = scale;
    for (uint32_t r = 0; r < multipliers_count(b); r++) {
        array = b->kept;
        if (lot_array_grow(&array, &b->kept_room, b->kept_count, sizeof *b->kept) != 0)
            return LOT_NO_MEMORY(error);
        b->kept = array;
        b->kept[b->kept_count++] = b->multipliers[r];
    }
    return add_node(b, (node){.class = LOT_NO_CLASS, .leaf = (uint32_t)b->leaves_count++}, error);
}

static double broken_part(double value)
{
    return fabs(value - nearbyint(value));
}

static void learn(lot_branch *b, uint32_t class, double value, bool above, double fell)
{
    fall *f = &b->falls[class];
    if (above) {
        f->up += fell / fmax(ceil(value) - value, 0.01);
        f->ups++;
    } else {
        f->down += fell / fmax(value - floor(value), 0.01);
        f->downs++;
    }
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
    learn(b, class, value, false, objective - lot_lp_objective(b->lp));
    set_box(b, class, at + 1, high);
    TRY(solve_lp(b, error));
    learn(b, class, value, true, objective - lot_lp_objective(b->lp));
    set_box(b, class, low, high);
done:
    return status;
}

static double score(const lot_branch *b, uint32_t class, double value)
{
    const fall *f = &b->falls[class];
    double down = f->downs > 0 ? f->down / f->downs * (value - floor(value)) : 0.001;
    double up = f->ups > 0 ? f->up / f->ups * (ceil(value) - value) : 0.001;
    return fmax(down, 1e-4) * fmax(up, 1e-4);
}

/* The class to split: that whose sides fall most, as far as is known; LOT_NO_CLASS: all whole. */
static lot_status choose_class(lot_branch *b, uint32_t *found, double *at, lot_error *error)
{
    lot_status status = LOT_OK;
    double objective = lot_lp_objective(b->lp);
    uint32_t probes = 0;
    uint32_t count = 0;
    double most = 0;
    *found = LOT_NO_CLASS;
    for (uint32_t t = 0; t < b->model->classes->count; t++) {
        double value = lot_lp_value(b->lp, t);
        if (b->low[t] < b->high[t] && broken_part(value) > noise) {
            b->candidates[count] = t;
            b->values[count++] = value;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t t = b->candidates[i];
        if (b->falls[t].downs == 0 && probes < PROBES_MAX) {
            TRY(probe(b, t, b->values[i], objective, error));
            probes++;
        }
        double this = score(b, t, b->values[i]);
        if (this > most * (1 + noise)) {
            most = this;
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
    memset(b->multipliers, 0, multipliers_count(b) * sizeof *b->multipliers);
    for (uint32_t t = 0; t < b->model->classes->count; t++)
        sum += (lot_wide)b->weight[t] * b->low[t];
    int64_t enough = sum > b->upper ? (int64_t)(sum - b->upper) : 1;
    for (uint32_t r = 0; r < multipliers_count(b); r++) {
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
    const node *split = &b->nodes[last->node];
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
    uint32_t class = b->nodes[last->node].class;
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
    lot_status status = add_node(b, (node){.class = class, .at = (uint32_t)at}, error);
    if (status != LOT_OK)
        return status;
    b->path[b->depth++] = (step){.node = (uint32_t)b->nodes_count - 1,
                                 .above = value > at + 0.5,
                                 .value = value,
                                 .objective = objective};
    enter(b);
    return LOT_OK;
}

/* Hang the node that was made last onto its parent; go back to where a side is open. */
static bool go_on(lot_branch *b)
{
    uint32_t made = (uint32_t)b->nodes_count - 1;
    while (b->depth > 0) {
        step *last = &b->path[b->depth - 1];
        node *parent = &b->nodes[last->node];
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
        learn(b, b->nodes[last->node].class, last->value, last->above,
              fmax(0, last->objective - objective));
    }
    if (prove_box(b, &scale)) {
        TRY(add_leaf(b, scale, error));
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
        TRY(add_leaf(b, 1, error));
    } else {
        TRY(split(b, class, value, objective, error));
    }
done:
    return status;
}

static void write_leaf(lot_bound *out, uint32_t number, const lot_branch *b, uint32_t leaf)
{
    size_t width = multipliers_count(b);
    out->scales[number] = b->scales[leaf];
    memcpy(out->multipliers + number * width, b->kept + leaf * width,
           width * sizeof *out->multipliers);
}

/* The tree in preorder, its leaves numbered in it. stack: [2 nodes] to work in. */
static void write_tree(lot_bound *out, const lot_branch *b, uint32_t *stack)
{
    uint32_t written = 0;
    uint32_t leaves = 0;
    uint32_t waiting = 0; /* stack: nodes above, each with the written node that tells of it */
    uint32_t next = 0;
    for (;;) {
        const node *from = &b->nodes[next];
        out->nodes[written] = (lot_proof_node){.class = from->class, .at = from->at};
        if (from->class != LOT_NO_CLASS) {
            stack[waiting++] = written++;
            stack[waiting++] = from->above;
            next = from->below;
            continue;
        }
        write_leaf(out, leaves, b, from->leaf);
        out->nodes[written++].leaf = leaves++;
        if (waiting == 0)
            return;
        next = stack[--waiting];
        out->nodes[stack[--waiting]].above = written;
    }
}

static lot_status write_bound(lot_bound *out, const lot_branch *b, lot_error *error)
{
    lot_status status =
        lot_bound_start(out, b->model, b->weight, b->nodes_count, b->leaves_count, error);
    if (status != LOT_OK)
        return status;
    uint32_t *stack = lot_array_new(2 * b->nodes_count, sizeof *stack);
    if (stack == NULL) {
        lot_bound_clear(out);
        return LOT_NO_MEMORY(error);
    }
    out->upper = b->upper;
    write_tree(out, b, stack);
    free(stack);
    return LOT_OK;
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
        if (b->nodes_count % 64 == 63)
            TRY(lot_progress_report(progress, "proving what no panel can do", b->nodes_count, 0,
                                    error));
        if (b->nodes_count >= NODES_MAX) {
            *decision = LOT_DECISION_LIMIT;
            goto done;
        }
        TRY(look(b, &found, &leaf, seats, error));
    } while (!found && (!leaf || go_on(b)));
    *decision = found ? LOT_DECISION_PANEL : LOT_DECISION_BOUND;
    if (!found)
        TRY(write_bound(bound, b, error));
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
