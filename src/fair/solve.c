/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solving: chances first, panels second.
 *
 *     model -> leximin over Q -> round to tickets -> peel into compositions -> done
 *                 ^                                        | stuck
 *                 |   cut                                  v
 *                 +------------------ mixture of panels? --+
 *                                                          | yes
 *                                                          v
 *                     round the mixture, or round and peel in other ways -> done
 *
 * Q is a relaxation, so chances that panels can give are optimal. Where peeling gets stuck, column
 * generation decides: either the chances are a mixture of panels, or a cut shows that they are none
 * and Q shrinks. Each cut removes chances that no lottery can give, so the first that are a mixture
 * are the optimum.
 */
#include "civiclot/fair.h"

#include "core/array.h"
#include "fair/columns.h"
#include "fair/leximin.h"
#include "fair/reach.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>

enum { CUTS_MAX = 2000 };

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
    lot_mixture mixture; /* panels found while cutting */
    bool reached;        /* reach over panels was settled */
    const lot_progress *progress;
} solving;

/* The fairest chances over Q; who has no seat in Q is shut out first. */
static lot_status find_chances(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_finding *finding = &s->solution->finding;
    lot_bound bound;
    for (;;) {
        TRY(lot_leximin(s->solution->chance, &finding->levels_count, &bound, s->model, s->progress,
                        error));
        uint32_t shut = 0;
        if (bound.numerator == 0)
            TRY(lot_reach_relaxed(&shut, s->model, error));
        if (shut == 0)
            break;
    }
    finding->bound_numerator = bound.numerator;
    finding->bound_denominator = bound.denominator;
done:
    return status;
}

/* Round and peel in the ways first .. end-1. solution->compositions stays NULL when stuck. */
static lot_status find_panels(solving *s, uint32_t first, uint32_t end, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    int64_t *y = lot_array_new(s->model->classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t way = first; way < end && solution->compositions == NULL; way++) {
        bool found;
        TRY(lot_round_seats(y, &found, s->model, solution->chance, solution->tickets,
                            way % LOT_ROUNDINGS, s->progress, error));
        if (found)
            TRY(lot_peel(&solution->compositions, s->model, y, solution->tickets,
                         way >= LOT_ROUNDINGS, s->progress, error));
    }
done:
    free(y);
    return status;
}

/* Are the chances a mixture of panels? If not, the model has changed: a cut, or people shut out. */
static lot_status decide(bool *is_mixture, solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    *is_mixture = false;
    if (!s->reached) {
        uint32_t shut;
        TRY(lot_reach_panels(&shut, s->model, s->mixture.compositions, s->progress, error));
        s->reached = true;
        if (shut > 0)
            goto done;
    }
    bool cut;
    TRY(lot_decompose(&s->mixture, &cut, s->model, s->solution->chance, s->progress, error));
    *is_mixture = !cut || s->model->cuts_count >= CUTS_MAX;
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

/*
 * The chances are a mixture: round its shares. Where that leaves somebody more than a ticket away,
 * try every other way to round and peel.
 */
static lot_status settle(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    TRY(lot_mixture_round(&s->mixture, s->model, solution->chance, solution->tickets, error));
    TRY(measure_distance(&solution->finding.distance_millitickets, solution,
                         s->mixture.compositions, s->model->classes, error));
    if (solution->finding.distance_millitickets > 1000)
        TRY(find_panels(s, 1, 2 * LOT_ROUNDINGS, error));
    if (solution->compositions != NULL)
        goto done;
    solution->compositions = s->mixture.compositions;
    s->mixture.compositions = NULL;
    solution->finding.path = LOT_PATH_ROUNDED;
done:
    return status;
}

static lot_status solve(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    TRY(find_chances(s, error));
    TRY(find_panels(s, 0, 1, error));
    while (solution->compositions == NULL) {
        bool is_mixture;
        TRY(decide(&is_mixture, s, error));
        solution->finding.path = s->model->cuts_count > 0 ? LOT_PATH_CUTS : LOT_PATH_DIRECT;
        if (is_mixture)
            TRY(settle(s, error));
        else
            TRY(find_chances(s, error));
    }
    solution->finding.cuts_count = s->model->cuts_count;
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
    TRY(lot_find_conflict(conflict, quotas, classes, seats, error));
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
