/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solving: chances first, panels second.
 *
 *     model -> who can sit at all -> rounds over Q -> round to tickets -> peel into panels -> done
 *                                                                           | stuck
 *                                                                           v
 *                                                                   mixture of panels?
 *                                                              no |                    | yes
 *                                                                 v                    |
 *                                                        rounds over panels            |
 *                                                                 |                    |
 *                                                                 v                    v
 *                                                     round the mixture to tickets -> done
 *
 * Q is a relaxation, so chances that panels can give are optimal. Where peeling gets stuck, column
 * generation decides whether they are a mixture of panels. If not, the objective is solved again
 * over mixtures of panels; people who are in no panel at all are found and shut out first.
 *
 * Where the time limit comes first, the panels known by then are mixed as they are.
 */
#include "civiclot/fair.h"

#include "core/array.h"
#include "fair/exact.h"
#include "fair/legacy.h"
#include "fair/objective.h"
#include "fair/prove.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Mixtures short by less than this are the solver's noise, in chance. */
static const double noise = 1e-7;

enum { A_TICKET = 1000 /* in thousandths */, GUESSES = 200 };

void lot_solution_free(lot_solution *solution)
{
    if (solution == NULL)
        return;
    free(solution->chance);
    free(solution->fraction);
    free(solution->no_panel);
    lot_compositions_free(solution->compositions);
    lot_proof_free(solution->proof);
    free(solution);
}

typedef struct solving {
    lot_fair_options wish;
    const lot_quotas *quotas;
    lot_model *model;
    lot_rounds rounds;
    lot_absences absences;
    lot_hull *hull; /* once peeling is stuck */
    lot_solution *solution;
    lot_progress progress; /* wish.progress, and the time limit */
    bool late;
} solving;

static bool report_or_stop(void *context, const char *step, uint64_t done, uint64_t total)
{
    solving *s = context;
    const lot_progress *outer = s->wish.progress;
    if (outer != NULL && outer->report != NULL && outer->report(outer->context, step, done, total))
        return true;
    s->late = s->late || (s->wish.late != NULL && s->wish.late(s->wish.late_context));
    return s->late;
}

/* Solve the objective anew over the domain; everyone's chance is settled then. */
static lot_status find_chances(solving *s, lot_hull *hull, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_domain domain = {hull, &s->progress};
    lot_solution *solution = s->solution;
    lot_rounds_clear(&s->rounds);
    TRY(lot_rounds_start(&s->rounds, s->model, error));
    TRY(lot_rounds_solve(&s->rounds, &s->wish, &domain, error));
    for (uint32_t t = 0; t < s->model->classes->count; t++) {
        solution->chance[t] = lot_rational_double(s->rounds.levels.chance[t]);
        solution->fraction[t] = lot_fraction_of(s->rounds.levels.chance[t]);
    }
    solution->exact = s->rounds.exact;
    solution->finding.levels_count = (uint32_t)s->rounds.count;
done:
    return status;
}

/* A hull to put panels into, once one is wanted: where peeling goes through, none is. */
static lot_status need_hull(solving *s, lot_error *error)
{
    return s->hull != NULL ? LOT_OK : lot_hull_new(&s->hull, s->model, error);
}

/* Round and peel in one way each. solution->compositions stays NULL when stuck. */
static lot_status find_panels(solving *s, uint32_t rounding, uint32_t peeling, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    lot_compositions *peeled = NULL;
    bool found;
    bool whole = false;
    int64_t *y = lot_array_new(s->model->classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_round_seats(y, &found, s->model, solution->chance, solution->tickets, rounding,
                        &s->progress, error));
    if (!found)
        goto done;
    TRY(lot_peel(&peeled, &whole, s->model, y, solution->tickets, peeling, &s->progress, error));
    if (whole) {
        solution->compositions = peeled;
        peeled = NULL;
    } else {
        TRY(need_hull(s, error));
        TRY(lot_hull_add_all(s->hull, peeled, error));
    }
done:
    lot_compositions_free(peeled);
    free(y);
    return status;
}

/* Mix panels so that everyone has as much as can be, *z, above their chance, or above nothing. */
static lot_status mix(double *z, solving *s, bool above_chance, double enough, uint32_t guesses,
                      lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = s->model->classes;
    lot_raised raised = {.weight = lot_array_new(classes->count, sizeof *raised.weight)};
    double *level = lot_array_new(classes->count, sizeof *level);
    double *rise = lot_array_new(classes->count, sizeof *rise);
    if (raised.weight == NULL || level == NULL || rise == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < classes->count; t++) {
        level[t] = above_chance ? classes->size[t] * s->solution->chance[t] : 0;
        rise[t] = s->model->cap[t] > 0 ? classes->size[t] : 0;
    }
    const lot_target target = {
        .least = true, .level = level, .rise = rise, .enough = enough, .guesses = guesses};
    TRY(lot_hull_raise(&raised, s->hull, &target, &s->progress, error));
    *z = raised.z;
done:
    lot_bound_clear(&raised.bound);
    free(raised.weight);
    free(level);
    free(rise);
    return status;
}

/* Are the chances a mixture of panels? */
static lot_status is_mixture(bool *answer, solving *s, lot_error *error)
{
    double z;
    lot_status status = mix(&z, s, true, -noise, 0, error);
    *answer = status == LOT_OK && z >= -noise;
    return status;
}

/* The first panel, where peeling gave none: any. */
static lot_status need_panel(solving *s, lot_error *error)
{
    uint32_t count = s->model->classes->count;
    lot_status status = need_hull(s, error);
    if (status != LOT_OK || s->hull->compositions->count > 0)
        return status;
    lot_decision decision = LOT_DECISION_LIMIT;
    lot_bound bound = {0};
    int64_t *zeros = lot_array_new(count, sizeof *zeros);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (zeros == NULL || seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_branch_decide(s->hull->branch, &decision, seats, &bound, zeros, -1, &s->progress,
                          error));
    if (decision != LOT_DECISION_PANEL)
        TRY(LOT_FAIL(error, LOT_FAILURE, "the solver found no panel within its limits"));
    TRY(lot_hull_add(s->hull, seats, error));
done:
    lot_bound_clear(&bound);
    free(zeros);
    free(seats);
    return status;
}

/* Stuck: find a mixture of panels that gives the fairest chances, whatever they turn out to be. */
static lot_status find_mixture(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    bool found = false;
    TRY(need_panel(s, error));
    TRY(is_mixture(&found, s, error));
    if (found)
        goto done;
    uint32_t absent = s->absences.count;
    TRY(lot_reach_panels(&s->absences, s->model, s->hull, &s->progress, error));
    if (s->absences.count > absent) {
        TRY(find_chances(s, NULL, error));
        TRY(is_mixture(&found, s, error));
    }
    if (found)
        goto done;
    s->solution->finding.path = LOT_PATH_CUTS;
    TRY(find_chances(s, s->hull, error));
    TRY(is_mixture(&found, s, error));
done:
    return status;
}

/* Seat-tickets of classes. y: [classes]. */
static void count_seats(uint64_t *y, const lot_compositions *all, const lot_classes *classes)
{
    memset(y, 0, classes->count * sizeof *y);
    for (uint32_t j = 0; j < all->count; j++)
        for (uint32_t i = 0; i < all->seats; i++)
            y[all->classes[(size_t)j * all->seats + i]] += all->tickets[j];
}

/* The largest distance of anybody's tickets from the optimal chance, members sharing evenly. */
static lot_status measure_distance(uint64_t *millitickets, const lot_solution *solution,
                                   const lot_compositions *all, const lot_classes *classes,
                                   lot_error *error)
{
    uint64_t *y = lot_array_new(classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    count_seats(y, all, classes);
    double worst = 0;
    for (uint32_t t = 0; t < classes->count; t++) {
        double wanted = solution->chance[t] * (double)solution->tickets;
        uint64_t each = y[t] / classes->size[t];
        uint64_t odd = y[t] % classes->size[t] > 0;
        worst = fmax(worst, fabs((double)each - wanted));
        worst = fmax(worst, fabs((double)(each + odd) - wanted));
    }
    *millitickets = (uint64_t)ceil(worst * 1000 - 1e-6);
    free(y);
    return LOT_OK;
}

/* Peel in all the other ways; what brings everyone within a ticket is taken. */
static lot_status peel_again(solving *s, uint64_t distance, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    lot_compositions *best = solution->compositions;
    const lot_path path = solution->finding.path;
    for (uint32_t way = 1;
         way < LOT_ROUNDINGS * 2 && distance > A_TICKET && !solution->finding.late; way++) {
        uint64_t now = UINT64_MAX;
        solution->compositions = NULL;
        TRY(find_panels(s, way / 2, way % 2, error));
        if (solution->compositions != NULL)
            TRY(measure_distance(&now, solution, solution->compositions, s->model->classes, error));
        lot_compositions *worse = now < distance ? best : solution->compositions;
        best = now < distance ? solution->compositions : best;
        distance = now < distance ? now : distance;
        lot_compositions_free(worse);
    }
done:
    if (status != LOT_OK && best != solution->compositions)
        lot_compositions_free(solution->compositions);
    solution->compositions = best;
    solution->finding.path = path;
    return status;
}

/* Round the mixture's shares to tickets. */
static lot_status settle(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    uint64_t distance;
    TRY(lot_mixture_round(s->hull, solution->chance, solution->tickets, &s->progress, error));
    solution->compositions = s->hull->compositions;
    s->hull->compositions = NULL;
    if (solution->finding.path == LOT_PATH_DIRECT)
        solution->finding.path = LOT_PATH_ROUNDED;
    TRY(measure_distance(&distance, solution, solution->compositions, s->model->classes, error));
    lot_hull_free(s->hull);
    s->hull = NULL;
    TRY(peel_again(s, distance, error));
done:
    return status;
}

/* Take the chances that the tickets give for what was sought. */
static lot_status take_chances(lot_solution *solution, const lot_classes *classes, lot_error *error)
{
    uint64_t *y = lot_array_new(classes->count, sizeof *y);
    if (y == NULL)
        return LOT_NO_MEMORY(error);
    count_seats(y, solution->compositions, classes);
    for (uint32_t t = 0; t < classes->count; t++) {
        uint64_t all = solution->tickets * classes->size[t];
        uint64_t common = lot_gcd(y[t], all);
        solution->fraction[t] = (lot_fraction){y[t] / common, all / common};
        solution->chance[t] = (double)y[t] / (double)all;
    }
    free(y);
    return LOT_OK;
}

/* The greedy algorithm: its chances are what comes out. */
static lot_status simulate(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    s->solution->finding.path = LOT_PATH_SIMULATED;
    TRY(lot_legacy(&s->solution->compositions, s->quotas, s->model->classes, s->model->seats,
                   s->wish.tickets, &s->progress, error));
    TRY(take_chances(s->solution, s->model->classes, error));
done:
    return status;
}

/* Mix panels that are found quickly so that the least chance is as large as they can make it. */
static lot_status mix_known(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    double z;
    TRY(need_panel(s, error));
    TRY(lot_hull_cover(s->hull, &s->progress, error));
    TRY(mix(&z, s, false, INFINITY, GUESSES, error));
    lot_hull_chances(s->solution->chance, s->hull);
    TRY(settle(s, error));
done:
    return status;
}

/* Of legacy, the panels picked until then share the tickets. */
static lot_status share_tickets(solving *s, lot_error *error)
{
    lot_compositions *picked = s->solution->compositions;
    if (picked == NULL)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the time limit came before the legacy algorithm had picked a panel");
    for (uint64_t j = 0; j < picked->count; j++)
        picked->tickets[j] =
            s->wish.tickets * (j + 1) / picked->count - s->wish.tickets * j / picked->count;
    return take_chances(s->solution, s->model->classes, error);
}

/* Is everyone's chance settled, and nobody shut out since? */
static bool have_chances(const solving *s)
{
    const lot_levels *levels = &s->rounds.levels;
    if (levels->model == NULL || levels->open_count > 0)
        return false;
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        if (s->model->cap[t] == 0 && mpq_sgn(levels->chance[t]) > 0)
            return false;
    return true;
}

/*
 * The time limit came. What the rounds so far prove stays; where they are not all there, leximin
 * over the relaxation, which is quick, stands in; panels are sought in the quick way only, where
 * there are none yet.
 */
static lot_status end_early(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    const lot_objective objective = s->wish.objective;
    s->wish.late = NULL;
    s->late = false;
    solution->finding.late = true;
    solution->finding.bound = lot_proof_bound(&s->rounds, s->model, solution->chance, &s->wish);
    if (objective == LOT_LEGACY)
        return share_tickets(s, error);
    if (!have_chances(s)) {
        s->wish.objective = LOT_LEXIMIN;
        TRY(find_chances(s, NULL, error));
        s->wish.objective = objective;
    }
    if (solution->compositions == NULL)
        TRY(find_panels(s, 0, 0, error));
    if (solution->compositions == NULL)
        TRY(mix_known(s, error));
    TRY(take_chances(solution, s->model->classes, error));
    if (objective == LOT_NASH) /* a ratio to the chances that came out */
        solution->finding.bound = lot_proof_bound(&s->rounds, s->model, solution->chance, &s->wish);
    solution->exact = false;
done:
    return status;
}

static lot_status solve(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_reach_relaxed(&s->absences, s->model, &s->progress, error));
    if (s->wish.objective == LOT_LEGACY)
        return simulate(s, error);
    TRY(find_chances(s, NULL, error));
    TRY(find_panels(s, 0, 0, error));
    if (s->solution->compositions == NULL) {
        TRY(find_mixture(s, error));
        TRY(settle(s, error));
    }
done:
    return status;
}

/* What is known of the solution, and its proof. */
static lot_status finish(solving *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = s->solution;
    lot_finding *finding = &solution->finding;
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        solution->no_panel[t] = s->model->cap[t] == 0;
    if (!finding->late)
        finding->bound = lot_proof_bound(&s->rounds, s->model, solution->chance, &s->wish);
    TRY(measure_distance(&finding->distance_millitickets, solution, solution->compositions,
                         s->model->classes, error));
    if (finding->late || s->wish.objective == LOT_LEGACY)
        goto done;
    TRY(lot_proof_make(&solution->proof, &s->rounds, &s->absences, &s->wish, error));
    lot_proof_result result;
    TRY(lot_proof_check(&result, solution->proof, s->quotas, s->model->classes, error));
    finding->gap = result.gap;
    finding->cuts_count = result.branched;
done:
    return status;
}

static lot_status start(solving *s, const lot_quotas *quotas, const lot_classes *classes,
                        uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_model_new(&s->model, quotas, classes, seats, true, error));
    s->solution = lot_array_new(1, sizeof *s->solution);
    if (s->solution == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_solution *solution = s->solution;
    solution->tickets = s->wish.tickets;
    solution->finding.objective = s->wish.objective;
    solution->finding.gamma_millionths = s->wish.gamma_millionths;
    solution->chance = lot_array_new(classes->count, sizeof *solution->chance);
    solution->fraction = lot_array_new(classes->count, sizeof *solution->fraction);
    solution->no_panel = lot_array_new(classes->count, sizeof *solution->no_panel);
    if (solution->chance == NULL || solution->fraction == NULL || solution->no_panel == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    return status;
}

static void solving_clear(solving *s)
{
    lot_rounds_clear(&s->rounds);
    lot_absences_clear(&s->absences);
    lot_hull_free(s->hull);
    lot_model_free(s->model);
    lot_solution_free(s->solution);
}

lot_status lot_solve(lot_solution **out, lot_conflict **conflict, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_fair_options *options,
                     lot_error *error)
{
    *out = NULL;
    *conflict = NULL;
    lot_status status = LOT_OK;
    solving s = {.wish = *options, .quotas = quotas};
    s.progress = (lot_progress){report_or_stop, &s};
    s.wish.gamma_millionths = 0;
    if (options->objective == LOT_GOLDILOCKS)
        s.wish.gamma_millionths =
            options->gamma_millionths > 0 ? options->gamma_millionths : LOT_GAMMA_ONE;
    TRY(lot_progress_report(options->progress, "looking for a panel", 0, 0, error));
    TRY(lot_find_conflict(conflict, quotas, classes, seats, options->progress, error));
    if (*conflict != NULL)
        goto done;
    TRY(start(&s, quotas, classes, seats, error));
    status = solve(&s, error);
    if (status == LOT_INTERRUPTED && s.late)
        status = end_early(&s, error);
    if (status != LOT_OK)
        goto done;
    TRY(finish(&s, error));
    *out = s.solution;
    s.solution = NULL;
done:
    solving_clear(&s);
    return status;
}
