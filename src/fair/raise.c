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
 * Duals of a basis are fractions. Mostly their denominators are small, and whole weights are read
 * off the doubles; else the basis is solved in fractions (exact.c), which gives z, too. Weights
 * that do not fit are rounded: z is then still exact, and its proof leaves a little open.
 *
 * Levels that no share meets by the solver's rounding would make the master infeasible: classes
 * without a rise may miss theirs, all by the same chance, at a price that no gain in z can pay.
 */
#include "core/array.h"
#include "fair/bound.h"
#include "fair/exact.h"
#include "fair/hull.h"

#include <math.h>
#include <stdlib.h>

/* Improvements below this part of the weights are the solver's noise. */
static const double noise = 1e-7;

/* What missing a level costs: more than the weights of settled classes sum up to, mostly. */
static const double miss_price = 1e4;
static const double miss_price_rise = 100;
static const double miss_price_most = 1e8;

/* A level is missed by more than this, in chance, or that is the solver's noise. */
static const double missed = 1e-9;

/* Doubles this near to whole are whole. */
static const double whole = 1e-6;

/*
 * Whole weights are multiples of the smallest, times up to MULTIPLE_MAX, and at most WHOLE_MAX;
 * GUESS_MAX: where the exact ones do not matter; EXACT_BITS: what branch and bound can tell apart.
 */
enum { MULTIPLE_MAX = 720, WHOLE_MAX = 1 << 20, GUESS_MAX = 1 << 24, EXACT_BITS = 40 };

enum { Z, MISS, SHARES }; /* columns: share j is SHARES + j */

/* The master at work. Row t is class t's, then the shares' sum, then the limits. */
typedef struct master {
    lot_lp *lp;
    double miss_price;
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
        run = lot_seats_alike(seat + i, known->seats - i);
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
    (void)lot_lp_add_column(m->lp, 0, INFINITY, -m->miss_price, false);
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

/* Solve the LP; while classes miss their levels, that grows dearer. */
static lot_status solve_lp(master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    for (;;) {
        TRY(lot_lp_solve(m->lp, &outcome, error));
        if (outcome != LOT_LP_OPTIMAL)
            TRY(LOT_FAIL(error, LOT_FAILURE,
                         "the solver lost its way: a mixture of panels has no solution"));
        if (lot_lp_value(m->lp, MISS) <= missed || m->miss_price >= miss_price_most)
            goto done;
        m->miss_price *= miss_price_rise;
        lot_lp_set_cost(m->lp, MISS, -m->miss_price);
    }
done:
    return status;
}

/* Solve the master: shares, z, weights. */
static lot_status solve_master(lot_raised *out, master *m, lot_error *error)
{
    uint32_t count = classes_count(m);
    lot_status status = solve_lp(m, error);
    if (status != LOT_OK)
        return status;
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
    return LOT_OK;
}

/* How far weights are from whole, `times` times. */
static double distance_from_whole(const double *real, uint32_t count, double times)
{
    double worst = 0;
    for (uint32_t t = 0; t < count; t++)
        worst = fmax(worst, fabs(real[t] * times - nearbyint(real[t] * times)));
    return worst;
}

static void round_weights(lot_raised *out, const double *real, uint32_t count, double times)
{
    for (uint32_t t = 0; t < count; t++)
        out->weight[t] = (int64_t)nearbyint(real[t] * times);
}

/* Weights for a guess: near enough. False where no class has one, as at the limit. */
static bool make_near(lot_raised *out, const double *real, uint32_t count)
{
    double most = 0;
    for (uint32_t t = 0; t < count; t++)
        most = fmax(most, fabs(real[t]));
    if (most > noise)
        round_weights(out, real, count, GUESS_MAX / most);
    return most > noise;
}

/* Whole weights in proportion, where a multiple of them, measured by the smallest, is whole. */
static bool read_whole(lot_raised *out, const double *real, uint32_t count)
{
    double most = 0;
    double least = INFINITY;
    for (uint32_t t = 0; t < count; t++) {
        most = fmax(most, fabs(real[t]));
        if (fabs(real[t]) > noise)
            least = fmin(least, fabs(real[t]));
    }
    for (int multiple = 1; multiple <= MULTIPLE_MAX; multiple++) {
        double times = multiple / least;
        if (times * most > WHOLE_MAX || distance_from_whole(real, count, times) > whole * multiple)
            continue;
        round_weights(out, real, count, times);
        return true;
    }
    return false;
}

/* The master's bounds, as fractions. */
static void put_bounds(lot_exact *exact, const master *m)
{
    const lot_target *target = m->target;
    uint32_t count = classes_count(m);
    for (uint32_t t = 0; t < count; t++) {
        exact->bounded[t] = target->least;
        exact->open[t] = target->least;
        mpq_set(target->least ? exact->lower[t] : exact->upper[t], target->exact_level[t]);
        if (target->limit == NULL)
            continue;
        uint32_t row = count + 1 + t;
        exact->bounded[row] = !target->least;
        exact->open[row] = !target->least;
        mpq_set(target->least ? exact->upper[row] : exact->lower[row], target->exact_limit[t]);
    }
    exact->bounded[count] = true;
    mpq_set_ui(exact->lower[count], 1, 1);
    mpq_set_ui(exact->upper[count], 1, 1);
}

/* z and weights from a basis that was solved exactly. */
static lot_status take_exact(lot_raised *out, const lot_exact *exact, const master *m,
                             lot_error *error)
{
    uint32_t count = classes_count(m);
    mpq_t *weight = lot_rationals_new(count);
    if (weight == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < count; t++) {
        if (m->hull->model->cap[t] == 0)
            continue;
        mpq_neg(weight[t], exact->dual[t]);
        if (m->target->limit != NULL)
            mpq_sub(weight[t], weight[t], exact->dual[count + 1 + t]);
    }
    lot_whole_weights(out->weight, weight, count, EXACT_BITS);
    mpq_set(out->exact_z, exact->value[Z]);
    out->exact = true;
    lot_rationals_free(weight, count);
    return LOT_OK;
}

/* Solve the master's basis in fractions, where that is wanted and can be. */
static lot_status solve_exactly(lot_raised *out, master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    bool optimal = false;
    lot_exact exact = {0};
    uint32_t count = classes_count(m);
    uint32_t rows_count = m->target->limit != NULL ? 2 * count + 1 : count + 1;
    if (m->target->exact_level == NULL)
        return LOT_OK;
    TRY(lot_exact_start(&exact, rows_count, SHARES + m->hull->compositions->count, error));
    put_bounds(&exact, m);
    TRY(lot_exact_solve(&optimal, &exact, m->lp, error));
    if (!optimal && lot_lp_polish(m->lp, NULL) == LOT_OK)
        TRY(lot_exact_solve(&optimal, &exact, m->lp, error));
    if (optimal)
        TRY(take_exact(out, &exact, m, error));
done:
    lot_exact_free(&exact);
    return status;
}

/* A panel that helps, by a guess: clearly heavier than all that are known. */
static lot_status guess(bool *helps, lot_raised *out, master *m, lot_error *error)
{
    lot_status status = LOT_OK;
    int64_t sum = 0;
    *helps = false;
    if (!make_near(out, m->real, classes_count(m)))
        return LOT_OK;
    TRY(lot_branch_guess(m->hull->branch, helps, m->seats, out->weight, error));
    for (uint32_t t = 0; t < classes_count(m) && *helps; t++)
        sum += out->weight[t] * m->seats[t];
    *helps = *helps && sum > lot_hull_heaviest(m->hull, out->weight) + m->hull->model->seats;
done:
    return status;
}

/* Look for a panel that helps; *decision: one was added, or none can be. */
static lot_status price(lot_decision *decision, lot_raised *out, master *m,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    bool helps;
    out->exact = false;
    TRY(guess(&helps, out, m, error));
    *decision = LOT_DECISION_PANEL;
    if (!helps && m->target->guesses > 0) {
        *decision = LOT_DECISION_BOUND;
    } else if (!helps) {
        out->whole = read_whole(out, m->real, classes_count(m));
        if (!out->whole)
            TRY(solve_exactly(out, m, error));
        TRY(lot_branch_decide(m->hull->branch, decision, m->seats, &out->bound, out->weight,
                              lot_hull_heaviest(m->hull, out->weight), progress, error));
    }
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
    for (uint32_t tries = 1; decision == LOT_DECISION_PANEL; tries++) {
        TRY(lot_progress_report(progress, "mixing panels", m->hull->compositions->count, 0, error));
        TRY(solve_master(out, m, error));
        if (m->target->least ? out->z >= m->target->enough : out->z <= m->target->enough)
            goto done;
        if (m->target->guesses > 0 && tries > m->target->guesses)
            goto done;
        TRY(price(&decision, out, m, progress, error));
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
                .miss_price = miss_price,
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
