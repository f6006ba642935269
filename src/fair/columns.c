/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decomposing by column generation, and cutting.
 *
 * Is x a mixture of compositions? The master, over those known so far:
 *
 *     min  e
 *     sum_j share[j] c_j[t] + size[t] e >= x[t]      for every class       (dual w[t] >= 0)
 *     sum_j share[j] = 1                                                   (dual v)
 *
 * A composition with w c > -v can improve it: the pricing problem is the panel of the largest
 * weight w, a small integer program. If even that one has w c < w x, then w separates x from all
 * panels: no mixture is x. Rounded to integers, w gives a cut: its right-hand side is the integer
 * maximum over panels, by branch and bound, and it is used only if x still violates it.
 */
#include "fair/columns.h"

#include "core/array.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>

enum { NODES_MAX = 2000000, COLUMNS_MAX = 20000, WEIGHT_MAX = 4096, MULTIPLE_MAX = 128 };

static const double noise = LOT_MIXTURE_NOISE;

void lot_mixture_free(lot_mixture *mixture)
{
    lot_compositions_free(mixture->compositions);
    free(mixture->share);
    *mixture = (lot_mixture){0};
}

lot_status lot_best_panel(int64_t *seats, lot_lp_outcome *outcome, const lot_model *model,
                          const double *cost, bool any, const lot_progress *progress,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_to_lp(lp, model, true, 1, error));
    for (uint32_t t = 0; t < model->classes->count && cost != NULL; t++)
        lot_lp_set_cost(lp, t, cost[t]);
    lot_lp_search search = {any, NODES_MAX, progress, "proving what no panel can do"};
    TRY(lot_lp_solve_integer(lp, &search, outcome, error));
    if (*outcome == LOT_LP_OPTIMAL)
        for (uint32_t t = 0; t < model->classes->count; t++)
            seats[t] = (int64_t)nearbyint(lot_lp_value(lp, t));
done:
    lot_lp_free(lp);
    return status;
}

/* Column 0 is e; row t is class t's, the last row the shares' sum; column 1 + j is share j. */
static lot_status build_master(lot_lp *lp, const lot_mixture *mixture, const lot_model *model,
                               const double *chance, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = model->classes;
    const lot_compositions *known = mixture->compositions;
    (void)lot_lp_add_column(lp, 0, INFINITY, 1, false);
    for (uint32_t t = 0; t < classes->count; t++) {
        (void)lot_lp_add_row(lp, classes->size[t] * chance[t], INFINITY);
        TRY(lot_lp_add_entry(lp, t, 0, classes->size[t], error));
    }
    uint32_t sum = lot_lp_add_row(lp, 1, 1);
    for (uint32_t j = 0; j < known->count; j++) {
        uint32_t column = lot_lp_add_column(lp, 0, INFINITY, 0, false);
        TRY(lot_lp_add_entry(lp, sum, column, 1, error));
        const uint32_t *seat = known->classes + (size_t)j * known->seats;
        for (uint32_t i = 0, run; i < known->seats; i += run) {
            for (run = 1; i + run < known->seats && seat[i + run] == seat[i];)
                run++;
            TRY(lot_lp_add_entry(lp, seat[i], column, run, error));
        }
    }
done:
    return status;
}

/* Solve the master: shares, shortfall, the weights w; *worth: -v, what a new panel must exceed. */
static lot_status solve_master(lot_mixture *mixture, double *weight, double *worth,
                               const lot_model *model, const double *chance, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = mixture->compositions->count;
    lot_lp *lp = lot_lp_new(false);
    double *share = lot_array_resize(mixture->share, count, sizeof *share);
    if (share != NULL)
        mixture->share = share;
    if (lp == NULL || share == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(build_master(lp, mixture, model, chance, error));
    lot_lp_outcome outcome;
    TRY(lot_lp_solve(lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL) {
        status = LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: a mixture has no solution");
        goto done;
    }
    for (uint32_t j = 0; j < count; j++)
        share[j] = fmax(0, lot_lp_value(lp, 1 + j));
    mixture->shortfall = lot_lp_value(lp, 0);
    for (uint32_t t = 0; t < model->classes->count; t++)
        weight[t] = fmax(0, lot_lp_row_dual(lp, t));
    *worth = -lot_lp_row_dual(lp, model->classes->count);
done:
    lot_lp_free(lp);
    return status;
}

/*
 * Whole weights in proportion to `weight`: exactly so where a multiple of them, measured by the
 * smallest, is whole (duals of a basis are fractions with small denominators), else rounded.
 */
static void make_whole(double *whole, const double *weight, uint32_t count)
{
    double most = 0;
    double least = INFINITY;
    for (uint32_t t = 0; t < count; t++) {
        most = fmax(most, weight[t]);
        if (weight[t] > noise / 100)
            least = fmin(least, weight[t]);
    }
    double scale = WEIGHT_MAX / most;
    for (int multiple = MULTIPLE_MAX; multiple > 0; multiple--) {
        double trial = multiple / least;
        bool exact = trial * most <= WEIGHT_MAX;
        for (uint32_t t = 0; t < count && exact; t++)
            exact = fabs(weight[t] * trial - nearbyint(weight[t] * trial)) < 1e-5;
        if (exact)
            scale = trial;
    }
    for (uint32_t t = 0; t < count; t++)
        whole[t] = nearbyint(weight[t] * scale);
}

/* Add the cut that `weight` makes in whole numbers, if the point violates it. */
static lot_status add_cut(bool *cut, lot_model *model, const double *weight, const double *chance,
                          const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    double at_point = 0;
    int64_t *whole = lot_array_new(count, sizeof *whole);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    double *cost = lot_array_new(count, sizeof *cost);
    if (whole == NULL || seats == NULL || cost == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    make_whole(cost, weight, count);
    for (uint32_t t = 0; t < count; t++) {
        whole[t] = (int64_t)cost[t];
        at_point += cost[t] * model->classes->size[t] * chance[t];
    }
    lot_lp_outcome outcome;
    TRY(lot_best_panel(seats, &outcome, model, cost, false, progress, error));
    if (outcome != LOT_LP_OPTIMAL)
        goto done;
    int64_t upper = 0;
    for (uint32_t t = 0; t < count; t++)
        upper += whole[t] * seats[t];
    if (at_point > (double)upper + 1e-5) {
        TRY(lot_model_add_cut(model, whole, upper, error));
        *cut = true;
    }
done:
    free(whole);
    free(seats);
    free(cost);
    return status;
}

static double weigh(const double *weight, const lot_model *model, const int64_t *seats)
{
    double sum = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        sum += weight[t] * (double)seats[t];
    return sum;
}

lot_status lot_decompose(lot_mixture *mixture, bool *cut, lot_model *model, const double *chance,
                         const lot_progress *progress, lot_error *error)
{
    *cut = false;
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    double *weight = lot_array_new(count, sizeof *weight);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (mixture->compositions == NULL)
        mixture->compositions = lot_array_new(1, sizeof *mixture->compositions);
    if (weight == NULL || seats == NULL || mixture->compositions == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    mixture->compositions->seats = model->seats;
    for (uint32_t t = 0; t < count; t++)
        weight[t] = 1;
    double worth = -INFINITY;
    while (mixture->compositions->count < COLUMNS_MAX) {
        TRY(lot_progress_report(progress, "mixing panels", mixture->compositions->count, 0, error));
        lot_lp_outcome outcome;
        TRY(lot_best_panel(seats, &outcome, model, weight, false, progress, error));
        if (outcome != LOT_LP_OPTIMAL)
            goto done;
        double best = weigh(weight, model, seats);
        double at_point = 0;
        for (uint32_t t = 0; t < count; t++)
            at_point += weight[t] * model->classes->size[t] * chance[t];
        if (at_point - best > noise) {
            TRY(add_cut(cut, model, weight, chance, progress, error));
            if (*cut)
                goto done;
        }
        if (best <= worth + noise / 100)
            goto done;
        TRY(lot_compositions_add(mixture->compositions, &mixture->room, model, seats, 0, error));
        TRY(solve_master(mixture, weight, &worth, model, chance, error));
        if (mixture->shortfall < noise / 10)
            goto done;
    }
done:
    free(weight);
    free(seats);
    return status;
}
