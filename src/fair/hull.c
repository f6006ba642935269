/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raising a mixture of panels, by column generation. Over the panels known so far:
 *
 *     max z                                                  (or min z, all inequalities turned)
 *     sum_j share[j] c_j[t] - rise[t] z >= level[t]          for every class
 *     sum_j share[j] c_j[t]             <= limit[t]          for every class, where limited
 *     sum_j share[j] = 1                                                      (dual v)
 *
 * The duals of class t sum up to -weight[t]. A panel with weight c > v can improve the mixture. One
 * is guessed first; where the guess does not help, branch and bound looks for one that is heavier
 * than all that are known, with whole weights, and finds it or proves that there is none. Then
 * nothing improves the mixture, and the weights prove it.
 *
 * Levels that no share meets by the solver's rounding would make the master infeasible: classes
 * without a rise may miss theirs, all by the same chance, at a price that no gain in z can pay.
 */
#include "fair/hull.h"

#include "core/array.h"
#include "fair/seats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Improvements below this part of the weights are the solver's noise. */
static const double noise = 1e-7;

/* What missing a level costs: far more than the weights of other classes sum up to. */
static const double miss_price = 1e4;

/* Weights are whole multiples of the smallest, times up to MULTIPLE_MAX; else rounded. */
enum { MULTIPLE_MAX = 720, WHOLE_MAX = 1 << 20, ROUNDED_MAX = 1 << 24 };

lot_status lot_hull_new(lot_hull **out, const lot_model *model, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_hull *hull = lot_array_new(1, sizeof *hull);
    if (hull == NULL)
        return LOT_NO_MEMORY(error);
    hull->model = model;
    hull->compositions = lot_array_new(1, sizeof *hull->compositions);
    if (hull->compositions == NULL)
        TRY(LOT_NO_MEMORY(error));
    hull->compositions->seats = model->seats;
    TRY(lot_branch_new(&hull->branch, model, error));
    *out = hull;
    hull = NULL;
done:
    lot_hull_free(hull);
    return status;
}

void lot_hull_free(lot_hull *hull)
{
    if (hull == NULL)
        return;
    lot_branch_free(hull->branch);
    lot_compositions_free(hull->compositions);
    free(hull->share);
    free(hull);
}

lot_status lot_hull_add(lot_hull *hull, const int64_t *seats, lot_error *error)
{
    void *array = hull->share;
    uint32_t count = hull->compositions->count;
    if (lot_array_grow(&array, &hull->share_room, count, sizeof *hull->share) != 0)
        return LOT_NO_MEMORY(error);
    hull->share = array;
    hull->share[count] = 0;
    return lot_compositions_add(hull->compositions, &hull->room, hull->model, seats, 0, error);
}

static bool is_known(const lot_hull *hull, const uint32_t *classes)
{
    const lot_compositions *known = hull->compositions;
    for (uint32_t j = 0; j < known->count; j++)
        if (memcmp(known->classes + (size_t)j * known->seats, classes,
                   known->seats * sizeof *classes) == 0)
            return true;
    return false;
}

lot_status lot_hull_add_all(lot_hull *hull, const lot_compositions *list, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = hull->model->classes->count;
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (seats == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t j = 0; j < list->count; j++) {
        const uint32_t *classes = list->classes + (size_t)j * list->seats;
        if (is_known(hull, classes))
            continue;
        memset(seats, 0, count * sizeof *seats);
        for (uint32_t i = 0; i < list->seats; i++)
            seats[classes[i]]++;
        TRY(lot_hull_add(hull, seats, error));
    }
done:
    free(seats);
    return status;
}

void lot_hull_chances(double *chance, const lot_hull *hull)
{
    const lot_compositions *known = hull->compositions;
    for (uint32_t t = 0; t < hull->model->classes->count; t++)
        chance[t] = 0;
    for (uint32_t j = 0; j < known->count; j++)
        for (uint32_t i = 0; i < known->seats; i++) {
            uint32_t t = known->classes[(size_t)j * known->seats + i];
            chance[t] += hull->share[j] / hull->model->classes->size[t];
        }
}

static int64_t weight_of(const lot_compositions *known, uint32_t j, const int64_t *weight)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < known->seats; i++)
        sum += weight[known->classes[(size_t)j * known->seats + i]];
    return sum;
}

int64_t lot_hull_heaviest(const lot_hull *hull, const int64_t *weight)
{
    int64_t most = INT64_MIN;
    for (uint32_t j = 0; j < hull->compositions->count; j++) {
        int64_t sum = weight_of(hull->compositions, j, weight);
        most = sum > most ? sum : most;
    }
    return most;
}

enum { Z, MISS, SHARES }; /* columns: share j is SHARES + j */

/* The master at work. Row t is class t's, then the shares' sum, then the limits. */
typedef struct master {
    lot_lp *lp;
    lot_hull *hull;
    const lot_target *target;
    double *real;       /* [classes] weights, as doubles */
    int64_t *seats;     /* [classes] of a panel */
    lot_lp_cell *cells; /* [1 + 2 * seats] of a column */
} master;

static uint32_t classes_count(const master *m)
{
    return m->hull->model->classes->count;
}

/* A column for panel `j`. */
static lot_status add_share(master *m, uint32_t j, lot_error *error)
{
    const lot_compositions *known = m->hull->compositions;
    const uint32_t *seat = known->classes + (size_t)j * known->seats;
    uint32_t sum = classes_count(m);
    uint32_t count = 0;
    m->cells[count++] = (lot_lp_cell){sum, 1};
    for (uint32_t i = 0, run; i < known->seats; i += run) {
        for (run = 1; i + run < known->seats && seat[i + run] == seat[i];)
            run++;
        m->cells[count++] = (lot_lp_cell){seat[i], run};
        if (m->target->limit != NULL)
            m->cells[count++] = (lot_lp_cell){sum + 1 + seat[i], run};
    }
    return lot_lp_append_column(m->lp, 0, INFINITY, 0, m->cells, count, error);
}

static lot_status build_master(master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_target *target = m->target;
    bool least = target->least;
    uint32_t count = classes_count(m);
    (void)lot_lp_add_column(m->lp, -INFINITY, INFINITY, least ? 1 : -1, false);
    (void)lot_lp_add_column(m->lp, 0, INFINITY, -miss_price, false);
    for (uint32_t t = 0; t < count; t++) {
        (void)lot_lp_add_row(m->lp, least ? target->level[t] : -INFINITY,
                             least ? INFINITY : target->level[t]);
        double size = m->hull->model->classes->size[t];
        if (target->rise[t] > 0)
            TRY(lot_lp_add_entry(m->lp, t, Z, -target->rise[t], error));
        else if (m->hull->model->cap[t] > 0)
            TRY(lot_lp_add_entry(m->lp, t, MISS, least ? size : -size, error));
    }
    (void)lot_lp_add_row(m->lp, 1, 1);
    for (uint32_t t = 0; t < count && target->limit != NULL; t++) {
        double size = m->hull->model->classes->size[t];
        uint32_t row = lot_lp_add_row(m->lp, least ? -INFINITY : target->limit[t],
                                      least ? target->limit[t] : INFINITY);
        if (m->hull->model->cap[t] > 0)
            TRY(lot_lp_add_entry(m->lp, row, MISS, least ? -size : size, error));
    }
    for (uint32_t j = 0; j < m->hull->compositions->count; j++)
        TRY(add_share(m, j, error));
done:
    return status;
}

/* Solve the master: shares, z, weights; *worth: v, what a new panel must exceed. */
static lot_status solve_master(lot_raised *out, double *worth, master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = classes_count(m);
    lot_lp_outcome outcome;
    TRY(lot_lp_solve(m->lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL)
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "the solver lost its way: a mixture of panels has no solution"));
    for (uint32_t j = 0; j < m->hull->compositions->count; j++)
        m->hull->share[j] = fmax(0, lot_lp_value(m->lp, SHARES + j));
    out->z = lot_lp_value(m->lp, Z);
    for (uint32_t t = 0; t < count; t++) {
        m->real[t] = -lot_lp_row_dual(m->lp, t);
        if (m->target->limit != NULL)
            m->real[t] -= lot_lp_row_dual(m->lp, count + 1 + t);
        if (m->hull->model->cap[t] == 0)
            m->real[t] = 0;
    }
    *worth = lot_lp_row_dual(m->lp, count);
done:
    return status;
}

/* How far weights are from whole, `times` times. */
static double distance_from_whole(const double *real, uint32_t count, double times)
{
    double worst = 0;
    for (uint32_t t = 0; t < count; t++)
        worst = fmax(worst, fabs(real[t] * times - nearbyint(real[t] * times)));
    return worst;
}

/*
 * Whole weights in proportion to the real ones: exactly so where a multiple of them, measured by
 * the smallest, is whole (duals of a basis are fractions with small denominators), else rounded.
 */
static void make_whole(lot_raised *out, const double *real, uint32_t count)
{
    double most = 0;
    double least = INFINITY;
    for (uint32_t t = 0; t < count; t++) {
        most = fmax(most, fabs(real[t]));
        if (fabs(real[t]) > noise)
            least = fmin(least, fabs(real[t]));
    }
    double scale = ROUNDED_MAX / most;
    out->whole = false;
    for (int multiple = 1; multiple <= MULTIPLE_MAX && !out->whole; multiple++) {
        double times = multiple / least;
        out->whole =
            times * most <= WHOLE_MAX && distance_from_whole(real, count, times) < 1e-5 * multiple;
        if (out->whole)
            scale = times;
    }
    for (uint32_t t = 0; t < count; t++)
        out->weight[t] = (int64_t)nearbyint(real[t] * scale);
}

/* Look for a panel that helps; *decision: one was added, or none can be. */
static lot_status price(lot_decision *decision, lot_raised *out, double worth, master *m,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    bool found;
    double sum = 0;
    make_whole(out, m->real, classes_count(m));
    int64_t heaviest = lot_hull_heaviest(m->hull, out->weight);
    TRY(lot_branch_guess(m->hull->branch, &found, m->seats, out->weight, error));
    for (uint32_t t = 0; t < classes_count(m) && found; t++)
        sum += m->real[t] * (double)m->seats[t];
    *decision = LOT_DECISION_PANEL;
    if (!found || sum <= worth + noise)
        TRY(lot_branch_decide(m->hull->branch, decision, m->seats, &out->bound, out->weight,
                              heaviest, progress, error));
    if (*decision == LOT_DECISION_PANEL)
        TRY(lot_hull_add(m->hull, m->seats, error));
done:
    return status;
}

static lot_status generate(lot_raised *out, master *m, const lot_progress *progress,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_decision decision = LOT_DECISION_PANEL;
    while (decision == LOT_DECISION_PANEL) {
        double worth = 0;
        TRY(lot_progress_report(progress, "mixing panels", m->hull->compositions->count, 0, error));
        TRY(solve_master(out, &worth, m, error));
        if (m->target->least ? out->z >= m->target->enough : out->z <= m->target->enough)
            goto done;
        TRY(price(&decision, out, worth, m, progress, error));
        if (decision == LOT_DECISION_PANEL)
            TRY(add_share(m, m->hull->compositions->count - 1, error));
    }
    if (decision == LOT_DECISION_LIMIT)
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "proving what no panel can do took too many steps: nothing is known"));
done:
    return status;
}

lot_status lot_hull_raise(lot_raised *out, lot_hull *hull, const lot_target *target,
                          const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = hull->model->classes->count;
    master m = {.lp = lot_lp_new(true),
                .hull = hull,
                .target = target,
                .real = lot_array_new(count, sizeof *m.real),
                .seats = lot_array_new(count, sizeof *m.seats),
                .cells = lot_array_new(1 + 2 * (size_t)hull->model->seats, sizeof *m.cells)};
    lot_bound_clear(&out->bound);
    if (m.lp == NULL || m.real == NULL || m.seats == NULL || m.cells == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(build_master(&m, error));
    TRY(generate(out, &m, progress, error));
done:
    lot_lp_free(m.lp);
    free(m.real);
    free(m.seats);
    free(m.cells);
    return status;
}
