/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solving: chances first, panels second.
 *
 *     model -> leximin over Q -> round to tickets -> peel into compositions -> done
 *                                                          | stuck
 *                                                          v
 *                                                  mixture of panels?
 *                                             no |                   | yes
 *                                                v                   |
 *                                       leximin over panels          |
 *                                                |                   |
 *                                                v                   v
 *                                     round the mixture to tickets -> done
 *
 * Q is a relaxation, so chances that panels can give are optimal. Where peeling gets stuck, column
 * generation decides whether they are a mixture of panels. If not, leximin is solved again over
 * mixtures of panels; people who are in no panel at all are found and shut out first.
 */
#include "civiclot/fair.h"

#include "core/array.h"
#include "fair/columns.h"
#include "fair/leximin.h"
#include "fair/panels.h"
#include "fair/reach.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>

/* Mixtures short by less than this are the solver's noise, in chance. */
static const double noise = 1e-7;

void lot_solution_free(lot_solution *solution)
{
    if (solution == NULL)
        return;
    free(solution->chance);
    free(solution->no_panel);
    lot_compositions_free(solution->compositions);
    free(solution);
}

typedef struct solving {
    lot_model *model;
    lot_solution *solution;
    lot_mixture mixture; /* of panels, once peeling is stuck */
    const lot_progress *progress;
} solving;

/* The fairest chances over Q; who has no seat in Q is shut out first. */
static lot_status find_chances(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_finding *finding = &s->solution->finding;
    lot_fraction bound;
    for (;;) {
        TRY(lot_leximin(s->solution->chance, &s->solution->exact, &finding->levels_count, &bound,
                        s->model, s->progress, error));
        uint32_t shut = 0;
        if (bound.numerator == 0)
            TRY(lot_reach_relaxed(&shut, s->model, error));
        if (shut == 0)
            break;
    }
    finding->bound.numerator = bound.numerator;
    finding->bound.denominator = bound.denominator;
done:
    return status;
}

/* Round and peel. solution->compositions stays NULL when stuck. */
static lot_status find_panels(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    int64_t *y = lot_array_new(s->model->classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t which = 0; which < LOT_ROUNDINGS && solution->compositions == NULL; which++) {
        bool found;
        TRY(lot_round_seats(y, &found, s->model, solution->chance, solution->tickets, which,
                            s->progress, error));
        if (found)
            TRY(lot_peel(&solution->compositions, s->model, y, solution->tickets, s->progress,
                         error));
    }
done:
    free(y);
    return status;
}

/* Are the chances a mixture of panels? */
static lot_status is_mixture(bool *answer, solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = s->model->classes;
    lot_raised raised = {.weight = lot_array_new(classes->count, sizeof *raised.weight)};
    double *floor = lot_array_new(classes->count, sizeof *floor);
    double *rise = lot_array_new(classes->count, sizeof *rise);
    if (raised.weight == NULL || floor == NULL || rise == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t t = 0; t < classes->count; t++) {
        floor[t] = classes->size[t] * s->solution->chance[t];
        rise[t] = classes->size[t];
    }
    lot_target target = {floor, rise, -noise, -noise};
    TRY(lot_raise(&raised, &s->mixture, s->model, &target, s->progress, error));
    *answer = raised.z >= -noise;
done:
    free(raised.weight);
    free(floor);
    free(rise);
    return status;
}

/* Leximin over panels themselves: what the polytope allows is no mixture of panels. */
static lot_status solve_over_panels(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_finding *finding = &s->solution->finding;
    lot_fraction bound;
    TRY(lot_leximin_panels(s->solution->chance, &finding->levels_count, &bound, &s->mixture,
                           s->model, s->progress, error));
    finding->bound.numerator = bound.numerator;
    finding->bound.denominator = bound.denominator;
    finding->cuts_count = finding->levels_count;
    finding->path = LOT_PATH_CUTS;
    s->solution->exact = false;
done:
    return status;
}

/* Stuck: find a mixture of panels that gives the fairest chances, whatever they turn out to be. */
static lot_status find_mixture(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    bool found = false;
    TRY(is_mixture(&found, s, error));
    if (found)
        goto done;
    uint32_t shut;
    TRY(lot_reach_panels(&shut, s->model, s->mixture.compositions, s->progress, error));
    if (shut > 0) {
        TRY(find_chances(s, error));
        TRY(is_mixture(&found, s, error));
    }
    if (!found)
        TRY(solve_over_panels(s, error));
done:
    return status;
}

/* The largest distance of anybody's tickets from the optimal chance, members sharing evenly. */
static lot_status measure_distance(uint64_t *millitickets, const lot_solution *solution,
                                   const lot_compositions *all, const lot_classes *classes,
                                   lot_error *error)
{
    uint64_t *y = lot_array_new(classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t j = 0; j < all->count; j++)
        for (uint32_t i = 0; i < all->seats; i++)
            y[all->classes[(size_t)j * all->seats + i]] += all->tickets[j];
    double worst = 0;
    for (uint32_t t = 0; t < classes->count; t++) {
        double wanted = solution->chance[t] * (double)solution->tickets;
        uint64_t each = y[t] / classes->size[t];
        uint64_t odd = y[t] % classes->size[t] > 0;
        worst = fmax(worst, fabs((double)each - wanted));
        worst = fmax(worst, fabs((double)(each + odd) - wanted));
    }
    *millitickets = (uint64_t)nearbyint(worst * 1000);
    free(y);
    return LOT_OK;
}

/* Round the mixture's shares to tickets. */
static lot_status settle(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    TRY(lot_mixture_round(&s->mixture, s->model, solution->chance, solution->tickets, s->progress,
                          error));
    solution->compositions = s->mixture.compositions;
    s->mixture.compositions = NULL;
    if (solution->finding.cuts_count == 0)
        solution->finding.path = LOT_PATH_ROUNDED;
done:
    return status;
}

static lot_status solve(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    solution->finding.path = LOT_PATH_DIRECT;
    TRY(find_chances(s, error));
    TRY(find_panels(s, error));
    if (solution->compositions == NULL) {
        TRY(find_mixture(s, error));
        TRY(settle(s, error));
    }
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        solution->no_panel[t] = s->model->cap[t] == 0;
    TRY(measure_distance(&solution->finding.distance_millitickets, solution, solution->compositions,
                         s->model->classes, error));
done:
    return status;
}

lot_status lot_solve(lot_solution **out, lot_conflict **conflict, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_fair_options *options,
                     lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    solving s = {.progress = options->progress};
    TRY(lot_progress_report(options->progress, "looking for a panel", 0, 0, error));
    TRY(lot_find_conflict(conflict, quotas, classes, seats, options->progress, error));
    if (*conflict != NULL)
        goto done;
    TRY(lot_model_new(&s.model, quotas, classes, seats, true, error));
    s.solution = lot_array_new(1, sizeof *s.solution);
    if (s.solution == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    s.solution->tickets = options->tickets;
    s.solution->finding.objective = options->objective;
    s.solution->chance = lot_array_new(classes->count, sizeof *s.solution->chance);
    s.solution->no_panel = lot_array_new(classes->count, sizeof *s.solution->no_panel);
    if (s.solution->chance == NULL || s.solution->no_panel == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(solve(&s, error));
    *out = s.solution;
    s.solution = NULL;
done:
    lot_model_free(s.model);
    lot_mixture_free(&s.mixture);
    lot_solution_free(s.solution);
    return status;
}
