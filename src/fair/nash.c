/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nash: the largest geometric mean of the chances,
 *
 *     max  sum_t size[t] log x[t]         over seats x of classes in the domain.
 *
 * By an interior point method (logs.c). Over the relaxation its columns are x[t] <= cap[t] and one
 * for what each row leaves free; over mixtures of panels they are shares and x[t], and panels are
 * added while they help. The optimum can be irrational; what is kept are doubles.
 *
 * For weights y[t] = size[t] / x[t], each person's one over their chance, no lottery has a
 * geometric mean above (the heaviest panel's weight) / n times that of x, by the inequality of
 * means; at the optimum all panels of the mixture weigh n.
 *
 * An interior point method needs an inside. So the rows and caps that Q always meets with equality
 * are found first, by one LP, and are taken as equations: the LP gives each side of a row, and each
 * cap that seems tight, as much room as it can, up to a little.
 */
#include "core/array.h"
#include "fair/exact.h"
#include "fair/logs.h"
#include "fair/rounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE_MAX = 1 << 28 };

/*
 * Where the interior point method stops. Shares weigh nothing in the objective, and matrices of
 * theirs are not to be told from singular ones much below.
 */
static const double barrier_relaxed = 1e-11;
static const double barrier_mixture = 1e-8;

/* The LP's room for a row is cut off here; less than `none` is none. */
static const double room_most = 0.01;
static const double none = 1e-7;

/* Panels heavier than all known by less than this part do not help. */
static const double noise = 1e-9;

/* The relaxation's problem. */
typedef struct relaxed {
    const lot_model *model;
    double *x;     /* [classes] */
    bool *asked;   /* [classes] the LP gives the cap room, too */
    bool *full;    /* [classes] x is always the cap */
    bool *tight;   /* [rows] always an equation */
    bool *counted; /* [rows] in the problem: households join when they are violated */
    double *at;    /* [rows] the sum of a row that is tight */
} relaxed;

static lot_status relaxed_start(relaxed *q, const lot_model *model, lot_error *error)
{
    uint32_t count = model->classes->count;
    *q = (relaxed){model,
                   lot_array_new(count, sizeof *q->x),
                   lot_array_new(count, sizeof *q->asked),
                   lot_array_new(count, sizeof *q->full),
                   lot_array_new(model->rows_count, sizeof *q->tight),
                   lot_array_new(model->rows_count, sizeof *q->counted),
                   lot_array_new(model->rows_count, sizeof *q->at)};
    if (q->x == NULL || q->asked == NULL || q->full == NULL || q->tight == NULL ||
        q->counted == NULL || q->at == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t r = 0; r <= model->quotas_count; r++)
        q->counted[r] = true;
    return LOT_OK;
}

static void relaxed_clear(relaxed *q)
{
    free(q->x);
    free(q->asked);
    free(q->full);
    free(q->tight);
    free(q->counted);
    free(q->at);
}

static double row_sum(const relaxed *q, uint32_t r)
{
    double sum = 0;
    const lot_row *row = &q->model->rows[r];
    for (uint32_t e = row->first; e < row->end; e++)
        sum += (double)q->model->entries[e].weight * q->x[q->model->entries[e].class];
    return sum;
}

/* A column of room, and a row `sum + room <= upper` (or >= lower) with it. */
static lot_status add_room(lot_lp *lp, const relaxed *q, uint32_t r, bool above, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_row *row = &q->model->rows[r];
    uint32_t column = lot_lp_add_column(lp, 0, room_most, 1, false);
    uint32_t number = lot_lp_add_row(lp, above ? -INFINITY : (double)row->lower,
                                     above ? (double)row->upper : INFINITY);
    for (uint32_t e = row->first; e < row->end; e++)
        TRY(lot_lp_add_entry(lp, number, q->model->entries[e].class,
                             (double)q->model->entries[e].weight, error));
    TRY(lot_lp_add_entry(lp, number, column, above ? 1 : -1, error));
done:
    return status;
}

static lot_status build_room(lot_lp *lp, const relaxed *q, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_model_to_lp(lp, q->model, false, 1, error));
    for (uint32_t r = 0; r < q->model->rows_count; r++) {
        if (!q->counted[r] || q->model->rows[r].lower == q->model->rows[r].upper)
            continue;
        TRY(add_room(lp, q, r, true, error));
        TRY(add_room(lp, q, r, false, error));
    }
    for (uint32_t t = 0; t < q->model->classes->count; t++) {
        if (!q->asked[t])
            continue;
        uint32_t column = lot_lp_add_column(lp, 0, room_most, 1, false);
        uint32_t number = lot_lp_add_row(lp, -INFINITY, q->model->cap[t]);
        TRY(lot_lp_add_entry(lp, number, t, 1, error));
        TRY(lot_lp_add_entry(lp, number, column, 1, error));
    }
done:
    return status;
}

/* Read the LP's room: which rows are tight, which caps are no longer suspected; how many are new.
 */
static uint32_t read_room(relaxed *q, const lot_lp *lp)
{
    uint32_t suspects = 0;
    const lot_model *model = q->model;
    for (uint32_t t = 0; t < model->classes->count; t++)
        q->x[t] = lot_lp_value(lp, t);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        double sum = row_sum(q, r);
        q->tight[r] =
            sum - (double)model->rows[r].lower < none || (double)model->rows[r].upper - sum < none;
        q->at[r] = nearbyint(sum);
    }
    for (uint32_t t = 0; t < model->classes->count; t++) {
        q->full[t] = model->cap[t] > 0 && model->cap[t] - q->x[t] < none;
        suspects += q->full[t] && !q->asked[t];
        q->asked[t] = q->asked[t] || q->full[t];
    }
    return suspects;
}

/* Find what is always an equation. */
static lot_status find_equations(relaxed *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = NULL;
    uint32_t suspects = 1;
    for (uint32_t tries = 0; suspects > 0 && tries <= q->model->classes->count; tries++) {
        lot_lp_outcome outcome;
        lot_lp_free(lp);
        lp = lot_lp_new(true);
        if (lp == NULL)
            TRY(LOT_NO_MEMORY(error));
        TRY(build_room(lp, q, error));
        TRY(lot_lp_solve(lp, &outcome, error));
        if (outcome != LOT_LP_OPTIMAL)
            TRY(LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: no room for any panel"));
        suspects = read_room(q, lp);
    }
done:
    lot_lp_free(lp);
    return status;
}

/* Where equations and columns stand in the problem; LOT_NO_CLASS: nowhere. */
typedef struct places {
    uint32_t *row;    /* [rows] */
    uint32_t *column; /* [classes] */
    uint32_t rows_count;
} places;

static lot_status places_start(places *p, const relaxed *q, lot_error *error)
{
    const lot_model *model = q->model;
    *p = (places){lot_array_new(model->rows_count, sizeof *p->row),
                  lot_array_new(model->classes->count, sizeof *p->column), 0};
    if (p->row == NULL || p->column == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t r = 0; r < model->rows_count; r++)
        p->row[r] = q->counted[r] ? p->rows_count++ : LOT_NO_CLASS;
    for (uint32_t t = 0, count = 0; t < model->classes->count; t++)
        p->column[t] = model->cap[t] > 0 && !q->full[t] ? count++ : LOT_NO_CLASS;
    return LOT_OK;
}

static void places_clear(places *p)
{
    free(p->row);
    free(p->column);
}

/* The equation of row r: its sum, and the column of what it leaves free. */
static lot_status add_equation(lot_logs *logs, const relaxed *q, const places *p, uint32_t r,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_row *row = &q->model->rows[r];
    double right = q->tight[r] ? q->at[r] : (double)row->upper;
    for (uint32_t e = row->first; e < row->end; e++) {
        lot_entry entry = q->model->entries[e];
        if (q->full[entry.class])
            right -= (double)(entry.weight * q->model->cap[entry.class]);
        else if (p->column[entry.class] != LOT_NO_CLASS)
            TRY(lot_logs_add_entry(logs, p->row[r], p->column[entry.class], (double)entry.weight,
                                   error));
    }
    logs->right[p->row[r]] = right;
    if (q->tight[r])
        goto done;
    double width = (double)(row->upper - row->lower);
    TRY(lot_logs_add_column(logs, 0, width, width / 2, error));
    TRY(lot_logs_add_entry(logs, p->row[r], logs->columns_count - 1, 1, error));
done:
    return status;
}

/* Solve the problem with the rows that are counted: q->x. */
static lot_status solve_counted(relaxed *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_logs logs = {0};
    places p;
    TRY(places_start(&p, q, error));
    TRY(lot_logs_start(&logs, p.rows_count, barrier_relaxed, error));
    for (uint32_t t = 0; t < q->model->classes->count; t++)
        if (p.column[t] != LOT_NO_CLASS)
            TRY(lot_logs_add_column(&logs, q->model->classes->size[t], q->model->cap[t], q->x[t],
                                    error));
    for (uint32_t r = 0; r < q->model->rows_count; r++)
        if (q->counted[r])
            TRY(add_equation(&logs, q, &p, r, error));
    TRY(lot_logs_solve(&logs, error));
    for (uint32_t t = 0; t < q->model->classes->count; t++) {
        q->x[t] = q->full[t] ? q->model->cap[t] : 0;
        if (p.column[t] != LOT_NO_CLASS)
            q->x[t] = lot_logs_value(&logs, p.column[t]);
    }
done:
    places_clear(&p);
    lot_logs_clear(&logs);
    return status;
}

/* Households whose limit is broken join; how many. */
static uint32_t count_violated(relaxed *q)
{
    uint32_t joined = 0;
    for (uint32_t r = 0; r < q->model->rows_count; r++) {
        if (q->counted[r] || row_sum(q, r) <= (double)q->model->rows[r].upper + noise)
            continue;
        q->counted[r] = true;
        joined++;
    }
    return joined;
}

/* Start in the middle between what the LP found and everybody alike: inside of every box. */
static void guess(relaxed *q)
{
    const lot_model *model = q->model;
    double even = (double)model->seats / model->classes->people_count;
    for (uint32_t t = 0; t < model->classes->count; t++)
        q->x[t] = fmin(0.99, (even + q->x[t] / fmax(1, model->cap[t])) / 2) * model->cap[t];
}

static lot_status solve_relaxed(relaxed *q, lot_error *error)
{
    lot_status status = LOT_OK;
    do {
        TRY(find_equations(q, error));
        guess(q);
        TRY(solve_counted(q, error));
    } while (count_violated(q) > 0);
done:
    return status;
}

/* The bound that the LP's duals prove for one over everyone's chance. */
static lot_status prove_relaxed(lot_bound *bound, const relaxed *q, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = q->model;
    lot_lp_outcome outcome = LOT_LP_INFEASIBLE;
    mpq_t *weight = lot_rationals_new(model->classes->count);
    mpq_t *dual = lot_rationals_new(model->rows_count);
    lot_lp *lp = lot_lp_new(true);
    if (weight == NULL || dual == NULL || lp == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_model_to_lp(lp, model, false, 1, error));
    for (uint32_t t = 0; t < model->classes->count; t++) {
        double cost = model->cap[t] > 0 ? model->classes->size[t] / q->x[t] : 0;
        lot_lp_set_cost(lp, t, cost);
        mpq_set_d(weight[t], cost);
    }
    TRY(lot_lp_solve(lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL)
        TRY(LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: the heaviest panel"));
    for (uint32_t r = 0; r < model->rows_count; r++)
        mpq_set_d(dual[r], lot_lp_row_dual(lp, r));
    TRY(lot_bound_prove(bound, model, weight, dual, error));
done:
    lot_rationals_free(weight, model->classes->count);
    lot_rationals_free(dual, model->rows_count);
    lot_lp_free(lp);
    return status;
}

/* Column j is panel j's share, then x[t]; equation t says x[t] = sum of shares, the last sums up.
 */
static lot_status build_mixture(lot_logs *logs, const lot_hull *hull, const double *x,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_compositions *known = hull->compositions;
    uint32_t count = hull->model->classes->count;
    TRY(lot_logs_start(logs, count + 1, barrier_mixture, error));
    logs->right[count] = 1;
    for (uint32_t j = 0; j < known->count; j++) {
        TRY(lot_logs_add_column(logs, 0, INFINITY, 1.0 / known->count, error));
        TRY(lot_logs_add_entry(logs, count, j, 1, error));
        const uint32_t *seat = known->classes + (size_t)j * known->seats;
        for (uint32_t i = 0, run; i < known->seats; i += run) {
            for (run = 1; i + run < known->seats && seat[i + run] == seat[i];)
                run++;
            TRY(lot_logs_add_entry(logs, seat[i], j, -(double)run, error));
        }
    }
    for (uint32_t t = 0; t < count; t++) {
        if (hull->model->cap[t] == 0)
            continue;
        TRY(lot_logs_add_column(logs, hull->model->classes->size[t], INFINITY, fmax(x[t], none),
                                error));
        TRY(lot_logs_add_entry(logs, t, logs->columns_count - 1, 1, error));
    }
done:
    return status;
}

/* The best mixture of the panels known: x of classes. */
static lot_status solve_mixture(double *x, lot_hull *hull, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_logs logs = {0};
    TRY(build_mixture(&logs, hull, x, error));
    TRY(lot_logs_solve(&logs, error));
    const lot_compositions *known = hull->compositions;
    double sum = 0;
    for (uint32_t j = 0; j < known->count; j++)
        sum += lot_logs_value(&logs, j);
    memset(x, 0, hull->model->classes->count * sizeof *x);
    for (uint32_t j = 0; j < known->count; j++) {
        hull->share[j] = lot_logs_value(&logs, j) / sum;
        for (uint32_t i = 0; i < known->seats; i++)
            x[known->classes[(size_t)j * known->seats + i]] += hull->share[j];
    }
done:
    lot_logs_clear(&logs);
    return status;
}

/* Whole weights, one over everyone's chance. */
static void weigh(int64_t *weight, const double *x, const lot_model *model)
{
    double most = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (model->cap[t] > 0)
            most = fmax(most, model->classes->size[t] / x[t]);
    for (uint32_t t = 0; t < model->classes->count; t++)
        weight[t] = model->cap[t] > 0
                        ? (int64_t)ceil(model->classes->size[t] / x[t] / most * WHOLE_MAX)
                        : 0;
}

/* Add panels while they help; the bound says that none does. */
static lot_status solve_panels(lot_bound *bound, double *x, lot_hull *hull,
                               const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = hull->model->classes->count;
    lot_decision decision = LOT_DECISION_PANEL;
    int64_t *weight = lot_array_new(count, sizeof *weight);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (weight == NULL || seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    while (decision == LOT_DECISION_PANEL) {
        TRY(lot_progress_report(progress, "mixing panels", hull->compositions->count, 0, error));
        TRY(solve_mixture(x, hull, error));
        weigh(weight, x, hull->model);
        int64_t heaviest = lot_hull_heaviest(hull, weight);
        heaviest += (int64_t)((double)heaviest * noise);
        TRY(lot_branch_decide(hull->branch, &decision, seats, bound, weight, heaviest, progress,
                              error));
        if (decision == LOT_DECISION_PANEL)
            TRY(lot_hull_add(hull, seats, error));
    }
    if (decision == LOT_DECISION_LIMIT)
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "proving what no panel can do took too many steps: nothing is known"));
done:
    free(weight);
    free(seats);
    return status;
}

/* Doubles that sum up to the seats; certain people have exactly 1. */
static void make_sum(double *x, const lot_model *model)
{
    double certain = 0;
    double others = 0;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        double size = model->classes->size[t];
        bool full = x[t] >= size * (1 - noise);
        if (full)
            x[t] = size;
        *(full ? &certain : &others) += x[t];
    }
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (x[t] < model->classes->size[t])
            x[t] *= (model->seats - certain) / others;
}

static void settle(lot_rounds *rounds, const double *x)
{
    lot_levels *levels = &rounds->levels;
    for (uint32_t t = 0; t < levels->model->classes->count; t++) {
        if (!levels->open[t])
            continue;
        levels->open[t] = false;
        rounds->round[t] = 0;
        mpq_set_d(levels->chance[t], x[t] / levels->model->classes->size[t]);
    }
    levels->open_count = 0;
    rounds->exact = false;
}

lot_status lot_rounds_nash(lot_rounds *rounds, const lot_domain *domain, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_bound bound = {0};
    relaxed q = {0};
    TRY(lot_progress_report(domain->progress, "finding the fairest chances", 0, 0, error));
    TRY(relaxed_start(&q, rounds->levels.model, error));
    if (domain->hull == NULL) {
        TRY(solve_relaxed(&q, error));
        TRY(prove_relaxed(&bound, &q, error));
    } else {
        TRY(solve_panels(&bound, q.x, domain->hull, domain->progress, error));
    }
    make_sum(q.x, rounds->levels.model);
    settle(rounds, q.x);
    TRY(lot_rounds_add(rounds, LOT_ROUND_MEAN, 1, &bound, error));
done:
    lot_bound_clear(&bound);
    relaxed_clear(&q);
    return status;
}
