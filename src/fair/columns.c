/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raising a mixture of panels, by column generation. Over the compositions known so far:
 *
 *     max z
 *     sum_j share[j] c_j[t] - rise[t] z >= floor[t]     for every class       (dual -w[t] <= 0)
 *     sum_j share[j] = 1                                                      (dual v)
 *
 * A composition with w c > v can improve it: the pricing problem is the panel of the largest
 * weight w, a small integer program, solved to proof. Whatever w, no mixture of any panels has
 *
 *     z  <=  max_c w c - w floor           (weigh the rows by w; w rise = 1)
 *
 * so z is optimal when no composition improves it.
 *
 * Floors that no share meets by the solver's rounding would make the master infeasible: classes
 * without a rise may fall short, all by the same chance, at a price that no gain in z can pay.
 */
#include "fair/columns.h"

#include "core/array.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>

enum { NODES_MAX = 2000000, COLUMNS_MAX = 50000 };

/* Improvements below this are the solver's noise, in chance. */
static const double noise = 1e-9;

void lot_mixture_free(lot_mixture *mixture)
{
    lot_compositions_free(mixture->compositions);
    free(mixture->share);
    *mixture = (lot_mixture){0};
}

lot_status lot_best_panel(int64_t *seats, lot_lp_outcome *outcome, const lot_model *model,
                          const double *cost, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_to_lp(lp, model, true, 1, error));
    for (uint32_t t = 0; t < model->classes->count; t++)
        lot_lp_set_cost(lp, t, cost[t]);
    lot_lp_search search = {false, NODES_MAX, progress, "proving what no panel can do"};
    TRY(lot_lp_solve_integer(lp, &search, outcome, error));
    if (*outcome == LOT_LP_OPTIMAL)
        for (uint32_t t = 0; t < model->classes->count; t++)
            seats[t] = (int64_t)nearbyint(lot_lp_value(lp, t));
done:
    lot_lp_free(lp);
    return status;
}

/* What falling short costs: far more than the weights of fixed classes sum up to. */
static const double short_price = 1e4;

enum { Z, SHORT, SHARES }; /* columns: share j is SHARES + j */

/* The master at work. Row t is class t's, the last one the shares' sum. */
typedef struct master {
    lot_lp *lp;
    lot_mixture *mixture;
    const lot_model *model;
    const lot_target *target;
    int64_t *seats; /* [classes] of the panel just priced */
} master;

/* A column for composition `j`. */
static lot_status add_share(master *m, uint32_t j, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_compositions *known = m->mixture->compositions;
    const uint32_t *seat = known->classes + (size_t)j * known->seats;
    uint32_t column = lot_lp_add_column(m->lp, 0, INFINITY, 0, false);
    TRY(lot_lp_add_entry(m->lp, m->model->classes->count, column, 1, error));
    for (uint32_t i = 0, run; i < known->seats; i += run) {
        for (run = 1; i + run < known->seats && seat[i + run] == seat[i];)
            run++;
        TRY(lot_lp_add_entry(m->lp, seat[i], column, run, error));
    }
done:
    return status;
}

static lot_status build_master(master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    (void)lot_lp_add_column(m->lp, -INFINITY, INFINITY, 1, false);
    (void)lot_lp_add_column(m->lp, 0, INFINITY, -short_price, false);
    for (uint32_t t = 0; t < m->model->classes->count; t++) {
        (void)lot_lp_add_row(m->lp, m->target->floor[t], INFINITY);
        if (m->target->rise[t] > 0)
            TRY(lot_lp_add_entry(m->lp, t, Z, -m->target->rise[t], error));
        else if (m->target->floor[t] > 0)
            TRY(lot_lp_add_entry(m->lp, t, SHORT, m->model->classes->size[t], error));
    }
    (void)lot_lp_add_row(m->lp, 1, 1);
    for (uint32_t j = 0; j < m->mixture->compositions->count; j++)
        TRY(add_share(m, j, error));
done:
    return status;
}

/* Solve the master: shares, z, weights; *worth: v, what a new panel must exceed. */
static lot_status solve_master(lot_raised *out, double *worth, master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = m->mixture->compositions->count;
    lot_lp_outcome outcome;
    TRY(lot_lp_solve(m->lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the solver lost its way: a mixture of panels has no solution");
    double *share = lot_array_resize(m->mixture->share, count, sizeof *share);
    if (share == NULL)
        return LOT_NO_MEMORY(error);
    m->mixture->share = share;
    for (uint32_t j = 0; j < count; j++)
        share[j] = fmax(0, lot_lp_value(m->lp, SHARES + j));
    out->z = lot_lp_value(m->lp, Z);
    for (uint32_t t = 0; t < m->model->classes->count; t++)
        out->weight[t] = fmax(0, -lot_lp_row_dual(m->lp, t));
    *worth = lot_lp_row_dual(m->lp, m->model->classes->count);
done:
    return status;
}

static double weigh(const double *weight, const lot_model *model, const int64_t *seats)
{
    double sum = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        sum += weight[t] * (double)seats[t];
    return sum;
}

/* Find the best panel for the weights; *done: it does not help, or is not needed any more. */
static lot_status price(bool *done, lot_raised *out, double worth, master *m,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    *done = true;
    if (out->z >= m->target->enough)
        goto done;
    lot_lp_outcome outcome;
    TRY(lot_best_panel(m->seats, &outcome, m->model, out->weight, progress, error));
    if (outcome != LOT_LP_OPTIMAL)
        goto done;
    double best = weigh(out->weight, m->model, m->seats);
    double most = best;
    for (uint32_t t = 0; t < m->model->classes->count; t++)
        most -= out->weight[t] * m->target->floor[t];
    out->most = most;
    *done = most < m->target->hopeless || best <= worth + noise;
    if (*done)
        goto done;
    TRY(lot_compositions_add(m->mixture->compositions, &m->mixture->room, m->model, m->seats, 0,
                             error));
done:
    return status;
}

/* The first composition, where there is none: any panel. */
static lot_status seed(master *m, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    double *cost = lot_array_new(m->model->classes->count, sizeof *cost);
    if (cost == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_best_panel(m->seats, &outcome, m->model, cost, progress, error));
    if (outcome != LOT_LP_OPTIMAL)
        status = LOT_FAIL(error, LOT_FAILURE, "the solver found no panel within its limits");
    else
        status = lot_compositions_add(m->mixture->compositions, &m->mixture->room, m->model,
                                      m->seats, 0, error);
done:
    free(cost);
    return status;
}

lot_status lot_raise(lot_raised *out, lot_mixture *mixture, const lot_model *model,
                     const lot_target *target, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    master m = {lot_lp_new(true), mixture, model, target, NULL};
    out->most = INFINITY;
    m.seats = lot_array_new(model->classes->count, sizeof *m.seats);
    if (mixture->compositions == NULL)
        mixture->compositions = lot_array_new(1, sizeof *mixture->compositions);
    if (m.lp == NULL || m.seats == NULL || mixture->compositions == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    mixture->compositions->seats = model->seats;
    if (mixture->compositions->count == 0)
        TRY(seed(&m, progress, error));
    TRY(build_master(&m, error));
    bool finished = false;
    while (!finished) {
        double worth = 0;
        TRY(lot_progress_report(progress, "mixing panels", mixture->compositions->count, 0, error));
        TRY(solve_master(out, &worth, &m, error));
        TRY(price(&finished, out, worth, &m, progress, error));
        if (!finished)
            TRY(add_share(&m, mixture->compositions->count - 1, error));
        finished = finished || mixture->compositions->count >= COLUMNS_MAX;
    }
done:
    lot_lp_free(m.lp);
    free(m.seats);
    return status;
}
