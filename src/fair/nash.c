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
 * An interior point method needs an inside: what Q always meets with equality is found first
 * (inside.c), and taken as equations.
 */
#include "core/array.h"
#include "fair/exact.h"
#include "fair/inside.h"
#include "fair/logs.h"
#include "fair/objective.h"

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

/* What doubles cannot tell, as a part. */
static const double last_digits = 1e-12;

/* Where the method starts from, at least. */
static const double none = 1e-7;

/* Panels heavier than all known by less than this part do not help. */
static const double noise = 1e-9;

/* Where equations and columns stand in the problem; LOT_NO_CLASS: nowhere. */
typedef struct places {
    uint32_t *row;    /* [rows] */
    uint32_t *column; /* [classes] */
    uint32_t rows_count;
} places;

static lot_status places_start(places *p, const lot_inside *q, lot_error *error)
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
static lot_status add_equation(lot_logs *logs, const lot_inside *q, const places *p, uint32_t r,
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
static lot_status solve_counted(lot_inside *q, lot_error *error)
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

/* Start in the middle between what the LP found and everybody alike: inside of every box. */
static void guess(lot_inside *q)
{
    const lot_model *model = q->model;
    double even = (double)model->seats / model->classes->people_count;
    for (uint32_t t = 0; t < model->classes->count; t++)
        q->x[t] = fmin(0.99, (even + q->x[t] / fmax(1, model->cap[t])) / 2) * model->cap[t];
}

static lot_status solve_relaxed(lot_inside *q, lot_error *error)
{
    lot_status status = LOT_OK;
    do {
        TRY(lot_inside_find(q, error));
        guess(q);
        TRY(solve_counted(q, error));
    } while (lot_inside_count_broken(q, noise) > 0);
done:
    return status;
}

/* The bound that the LP's duals prove for one over everyone's chance. */
static lot_status prove_relaxed(lot_bound *bound, const lot_inside *q, lot_error *error)
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
    /* x may be outside of Q by the last digits of doubles: the bound leaves room for these */
    bound->upper += (int64_t)((double)bound->upper * last_digits);
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
            run = lot_seats_alike(seat + i, known->seats - i);
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
        mpq_set_d(levels->chance[t], fmin(1, x[t] / levels->model->classes->size[t]));
    }
    levels->open_count = 0;
    rounds->exact = false;
}

lot_status lot_rounds_nash(lot_rounds *rounds, const lot_domain *domain, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_bound bound = {0};
    lot_inside q = {0};
    TRY(lot_progress_report(domain->progress, "finding the fairest chances", 0, 0, error));
    TRY(lot_inside_start(&q, rounds->levels.model, error));
    if (domain->hull == NULL) {
        TRY(solve_relaxed(&q, error));
        make_sum(q.x, rounds->levels.model);
        TRY(prove_relaxed(&bound, &q, error));
    } else {
        TRY(solve_panels(&bound, q.x, domain->hull, domain->progress, error));
    }
    settle(rounds, q.x);
    TRY(lot_rounds_add(rounds, LOT_ROUND_MEAN, 1, &bound, error));
done:
    lot_bound_clear(&bound);
    lot_inside_clear(&q);
    return status;
}
