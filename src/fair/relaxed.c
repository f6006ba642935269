/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A level over the relaxation Q. With s = 1 and base[t] = 0 for LEAST, s = -1 and base[t] = size[t]
 * for GREATEST, the open classes have x[t] = base[t] + s (size[t] z + y[t]):
 *
 *     max z
 *     lower[r] <= sum_t weight(r, t) x[t] <= upper[r]        for every row of the model
 *     y[t] >= 0                                              for every open class
 *     least[t] <= x[t] <= most[t]                            only where it was violated
 *
 * so z is the least chance, or what the greatest is below 1. An open class whose y[t] has a reduced
 * cost is held at z: in every optimum y[t] = 0. The reduced costs, times size, sum to -1, so each
 * level fixes at least one class.
 *
 * The solver finds the basis in doubles; the basis is then solved in fractions (exact.c), so the
 * level is exact, fixes who it should, and no error adds up. A basis that cannot be made exact is
 * taken as the doubles have it, and the level is then not called exact.
 *
 * The bound: reduced costs are the weights of open classes, and the rows' duals its multipliers. A
 * class that is settled, or held by the limit, takes the weight that leaves it no rest.
 *
 * Source: Ogryczak and Sliwinski 2006; chances over classes instead of people.
 */
#include "core/array.h"
#include "fair/exact.h"
#include "fair/level.h"

#include <math.h>
#include <stdlib.h>

/* Reduced costs times size sum to -1: below this they are rounding, when they are doubles. */
static const double fixes = 1e-7;

/* The LP and its solution: column 0 is z, rows 0 .. are the model's, then bounds of classes. */
typedef struct program {
    const lot_levels *levels;
    lot_lp *lp;
    lot_exact exact;
    uint32_t *column; /* [classes] of y[t], for open classes */
    uint32_t *row;    /* [classes] that row */
    bool is_exact;
} program;

static void forget_lp(program *p)
{
    lot_lp_free(p->lp);
    p->lp = NULL;
    lot_exact_free(&p->exact);
}

static int64_t base_of(const lot_levels *levels, uint32_t t)
{
    return levels->least ? 0 : levels->model->classes->size[t];
}

/* What row `row` holds whatever the LP does: settled classes, and the bases of open ones. */
static void held_of_row(mpq_t held, const lot_levels *levels, const lot_row *row)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_ui(held, 0, 1);
    for (uint32_t e = row->first; e < row->end; e++) {
        lot_entry entry = levels->model->entries[e];
        int64_t size = levels->model->classes->size[entry.class];
        if (levels->open[entry.class]) {
            mpq_set_si(product, entry.weight * base_of(levels, entry.class), 1);
        } else {
            mpq_set_si(product, entry.weight * size, 1);
            mpq_mul(product, product, levels->chance[entry.class]);
        }
        mpq_add(held, held, product);
    }
    mpq_clear(product);
}

/* Add row `r` of the model, its bounds less what is held. */
static lot_status build_row(program *p, uint32_t r, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_levels *levels = p->levels;
    const lot_row *row = &levels->model->rows[r];
    int64_t sign = levels->least ? 1 : -1;
    mpq_t held;
    mpq_init(held);
    held_of_row(held, levels, row);
    mpq_set_si(p->exact.lower[r], row->lower, 1);
    mpq_set_si(p->exact.upper[r], row->upper, 1);
    mpq_sub(p->exact.lower[r], p->exact.lower[r], held);
    mpq_sub(p->exact.upper[r], p->exact.upper[r], held);
    p->exact.bounded[r] = true;
    (void)lot_lp_add_row(p->lp, mpq_get_d(p->exact.lower[r]), mpq_get_d(p->exact.upper[r]));
    int64_t of_z = 0;
    for (uint32_t e = row->first; e < row->end; e++) {
        lot_entry entry = levels->model->entries[e];
        if (!levels->open[entry.class])
            continue;
        of_z += sign * entry.weight * levels->model->classes->size[entry.class];
        TRY(lot_lp_add_entry(p->lp, r, p->column[entry.class], (double)(sign * entry.weight),
                             error));
    }
    if (of_z != 0)
        TRY(lot_lp_add_entry(p->lp, r, 0, (double)of_z, error));
done:
    mpq_clear(held);
    return status;
}

/*
 * Bounds of size z + y of an open class, from those of x; *limits: the upper one is the limit's.
 */
static void bounds_of_class(mpq_t lower, mpq_t upper, bool *limits, const lot_levels *levels,
                            uint32_t t)
{
    uint32_t size = levels->model->classes->size[t];
    uint32_t cap = levels->model->cap[t];
    mpq_set_ui(lower, 0, 1);
    mpq_set_ui(upper, size, 1);
    mpq_mul(upper, upper, levels->limit);
    *limits = levels->limited && (!levels->least || mpq_cmp_ui(upper, cap, 1) < 0);
    if (levels->least) {
        if (!*limits)
            mpq_set_ui(upper, cap, 1);
        return;
    }
    mpq_set_ui(lower, size - cap, 1);
    if (!levels->limited)
        mpq_set_ui(upper, 0, 1);
    mpq_neg(upper, upper);
    mpq_t whole;
    mpq_init(whole);
    mpq_set_ui(whole, size, 1);
    mpq_add(upper, upper, whole);
    mpq_clear(whole);
}

/* A row for the bounds of class t. */
static lot_status build_bounds(program *p, uint32_t t, lot_error *error)
{
    lot_status status = LOT_OK;
    bool limits;
    uint32_t row = lot_lp_add_row(p->lp, 0, 0);
    p->row[t] = row;
    bounds_of_class(p->exact.lower[row], p->exact.upper[row], &limits, p->levels, t);
    p->exact.bounded[row] = true;
    lot_lp_set_row_bounds(p->lp, row, mpq_get_d(p->exact.lower[row]),
                          mpq_get_d(p->exact.upper[row]));
    TRY(lot_lp_add_entry(p->lp, row, 0, p->levels->model->classes->size[t], error));
    TRY(lot_lp_add_entry(p->lp, row, p->column[t], 1, error));
done:
    return status;
}

static lot_status build(program *p, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_levels *levels = p->levels;
    uint32_t count = levels->model->classes->count;
    uint32_t rows_count = levels->model->rows_count;
    for (uint32_t t = 0; t < count; t++)
        rows_count += levels->open[t] && p->levels->bounded[t];
    p->lp = lot_lp_new(true);
    if (p->lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_exact_start(&p->exact, rows_count, 1 + levels->open_count, error));
    (void)lot_lp_add_column(p->lp, 0, INFINITY, 1, false);
    for (uint32_t t = 0; t < count; t++)
        if (levels->open[t])
            p->column[t] = lot_lp_add_column(p->lp, 0, INFINITY, 0, false);
    for (uint32_t r = 0; r < levels->model->rows_count; r++)
        TRY(build_row(p, r, error));
    for (uint32_t t = 0; t < count; t++)
        if (levels->open[t] && p->levels->bounded[t])
            TRY(build_bounds(p, t, error));
done:
    return status;
}

/* Take the doubles for fractions: they are near, but prove nothing. */
static void take_doubles(program *p)
{
    for (uint32_t j = 0; j < p->exact.columns_count; j++) {
        mpq_set_d(p->exact.value[j], lot_lp_value(p->lp, j));
        double reduced = lot_lp_reduced_cost(p->lp, j);
        mpq_set_d(p->exact.reduced[j], fabs(reduced) < fixes / 10 ? 0 : reduced);
    }
    for (uint32_t i = 0; i < p->exact.rows_count; i++)
        mpq_set_d(p->exact.dual[i], lot_lp_row_dual(p->lp, i));
}

/* Solve the LP as it is, in fractions if that can be. */
static lot_status solve_exactly(program *p, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    p->is_exact = false;
    TRY(lot_lp_solve(p->lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL)
        TRY(LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: a level has no solution"));
    TRY(lot_exact_solve(&p->is_exact, &p->exact, p->lp, error));
    if (!p->is_exact && lot_lp_polish(p->lp, NULL) == LOT_OK)
        TRY(lot_exact_solve(&p->is_exact, &p->exact, p->lp, error));
    if (!p->is_exact) {
        TRY(lot_lp_solve(p->lp, &outcome, error));
        take_doubles(p);
    }
done:
    return status;
}

/* Mark open classes out of their bounds; returns how many were not marked before. */
static uint32_t mark_violated(program *p)
{
    uint32_t marked = 0;
    const lot_levels *levels = p->levels;
    bool limits;
    mpq_t x;
    mpq_t lower;
    mpq_t upper;
    mpq_inits(x, lower, upper, NULL);
    for (uint32_t t = 0; t < levels->model->classes->count; t++) {
        if (!levels->open[t] || p->levels->bounded[t])
            continue;
        mpq_set_ui(x, levels->model->classes->size[t], 1);
        mpq_mul(x, x, p->exact.value[0]);
        mpq_add(x, x, p->exact.value[p->column[t]]);
        bounds_of_class(lower, upper, &limits, levels, t);
        p->levels->bounded[t] = mpq_cmp(x, lower) < 0 || mpq_cmp(x, upper) > 0;
        marked += p->levels->bounded[t];
    }
    mpq_clears(x, lower, upper, NULL);
    return marked;
}

/* The multipliers' sum over the rows of each class: the weight that leaves it no rest. */
static void put_covered(mpq_t *covered, const program *p)
{
    const lot_model *model = p->levels->model;
    mpq_t product;
    mpq_init(product);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        if (mpq_sgn(p->exact.dual[r]) == 0)
            continue;
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            mpq_set_si(product, model->entries[e].weight, 1);
            mpq_mul(product, product, p->exact.dual[r]);
            mpq_add(covered[model->entries[e].class], covered[model->entries[e].class], product);
        }
    }
    mpq_clear(product);
}

/* Is the open class held by the limit? */
static bool is_limited(const program *p, uint32_t t)
{
    bool limits;
    mpq_t lower;
    mpq_t upper;
    if (!p->levels->bounded[t] || mpq_sgn(p->exact.dual[p->row[t]]) <= 0)
        return false;
    mpq_inits(lower, upper, NULL);
    bounds_of_class(lower, upper, &limits, p->levels, t);
    mpq_clears(lower, upper, NULL);
    return limits;
}

/* The bound that the duals prove. */
static lot_status prove(lot_level *out, program *p, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_levels *levels = p->levels;
    uint32_t count = levels->model->classes->count;
    mpq_t *weight = lot_rationals_new(count);
    if (weight == NULL)
        return LOT_NO_MEMORY(error);
    put_covered(weight, p);
    for (uint32_t t = 0; t < count; t++) {
        out->fixes[t] = levels->open[t] && mpq_sgn(p->exact.reduced[p->column[t]]) != 0;
        if (levels->model->cap[t] == 0)
            mpq_set_ui(weight[t], 0, 1);
        if (!levels->open[t] || (is_limited(p, t) && !out->fixes[t]))
            continue;
        mpq_set(weight[t], p->exact.reduced[p->column[t]]);
        if (levels->least)
            mpq_neg(weight[t], weight[t]);
    }
    TRY(lot_bound_prove(&out->bound, levels->model, weight, p->exact.dual, error));
done:
    lot_rationals_free(weight, count);
    return status;
}

/* Solve with all the bounds that are needed. */
static lot_status solve(lot_level *out, program *p, lot_error *error)
{
    lot_status status = LOT_OK;
    do {
        forget_lp(p);
        TRY(build(p, error));
        TRY(solve_exactly(p, error));
    } while (mark_violated(p) > 0);
    out->exact = p->is_exact;
    mpq_set(out->z, p->exact.value[0]);
    if (!p->levels->least) {
        mpq_set_ui(out->z, 1, 1);
        mpq_sub(out->z, out->z, p->exact.value[0]);
    }
    TRY(prove(out, p, error));
done:
    return status;
}

lot_status lot_level_relaxed(lot_level *out, const lot_levels *levels, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = levels->model->classes->count;
    program p = {.levels = levels,
                 .column = lot_array_new(count, sizeof *p.column),
                 .row = lot_array_new(count, sizeof *p.row)};
    lot_bound_clear(&out->bound);
    if (p.column == NULL || p.row == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(solve(out, &p, error));
done:
    forget_lp(&p);
    free(p.column);
    free(p.row);
    return status;
}
