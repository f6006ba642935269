/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leximin: make the least chance as large as possible, then the next least, and so on.
 *
 * Level by level, with z the chance of the level and x[t] = size[t] z + y[t] for the open classes:
 *
 *     max z
 *     lower[r] <= sum_t weight(r, t) x[t] <= upper[r]        for every row of the model
 *     y[t] >= 0                                              for every open class
 *     size[t] z + y[t] <= cap[t]                             only where it was violated
 *
 * An open class whose y[t] has a reduced cost is held at z: in every optimum y[t] = 0. The reduced
 * costs, times size, sum to -1, so each level fixes at least one class. Fixed classes keep
 * x[t] = size[t] z. A class is open or fixed; classes shut out are fixed at 0.
 *
 * The solver finds each level's basis in doubles; the basis is then solved in fractions (exact.c),
 * so the chances are exact, levels fix who they should, and no error adds up. A level whose basis
 * cannot be made exact is taken as the doubles have it, and the result is then not called exact.
 *
 * Source: Ogryczak and Sliwinski 2006; chances over classes instead of people.
 */
#include "fair/leximin.h"

#include "core/array.h"
#include "fair/exact.h"

#include <math.h>
#include <stdlib.h>

/* Reduced costs times size sum to -1: below this they are rounding, when they are doubles. */
static const double fixes = 1e-7;

static const uint32_t SHUT_OUT = UINT32_MAX;
static const uint32_t OPEN = UINT32_MAX - 1;

typedef struct levels {
    const lot_model *model;
    uint32_t *level;  /* [classes] at which it was fixed, or OPEN, or SHUT_OUT */
    mpq_t *chance;    /* [classes] by level: of the levels so far */
    bool *capped;     /* [classes] the cap's row is in the LP */
    uint32_t *column; /* [classes] of y[t], for open classes */
    uint32_t open_count;
    uint32_t count; /* levels so far */
    bool exact;     /* all of them */
} levels;

/* A level's LP and its solution: column 0 is z, rows 0 .. are the model's, then caps. */
typedef struct level {
    lot_lp *lp;
    lot_exact exact;
} level;

static void level_free(level *at)
{
    lot_lp_free(at->lp);
    lot_exact_free(&at->exact);
    *at = (level){0};
}

/* What the fixed classes hold of a row, in fractions. */
static void held_of_row(mpq_t held, const levels *state, const lot_row *row)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_ui(held, 0, 1);
    for (uint32_t e = row->first; e < row->end; e++) {
        uint32_t t = state->model->entries[e].class;
        if (state->level[t] >= OPEN)
            continue;
        mpq_set_si(product, state->model->entries[e].weight, 1);
        mpz_mul_ui(mpq_numref(product), mpq_numref(product), state->model->classes->size[t]);
        mpq_mul(product, product, state->chance[state->level[t]]);
        mpq_add(held, held, product);
    }
    mpq_clear(product);
}

/* Add row `r` of the model, its bounds less what is held. */
static lot_status build_row(level *at, const levels *state, uint32_t r, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_row *row = &state->model->rows[r];
    const uint32_t *size = state->model->classes->size;
    mpq_t held;
    mpq_init(held);
    held_of_row(held, state, row);
    mpq_set_si(at->exact.lower[r], row->lower, 1);
    mpq_set_si(at->exact.upper[r], row->upper, 1);
    mpq_sub(at->exact.lower[r], at->exact.lower[r], held);
    mpq_sub(at->exact.upper[r], at->exact.upper[r], held);
    at->exact.bounded[r] = true;
    (void)lot_lp_add_row(at->lp, mpq_get_d(at->exact.lower[r]), mpq_get_d(at->exact.upper[r]));
    double of_z = 0;
    for (uint32_t e = row->first; e < row->end; e++) {
        uint32_t t = state->model->entries[e].class;
        double weight = (double)state->model->entries[e].weight;
        if (state->level[t] != OPEN)
            continue;
        of_z += weight * size[t];
        TRY(lot_lp_add_entry(at->lp, r, state->column[t], weight, error));
    }
    if (of_z != 0)
        TRY(lot_lp_add_entry(at->lp, r, 0, of_z, error));
done:
    mpq_clear(held);
    return status;
}

static lot_status build(level *at, levels *state, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = state->model;
    uint32_t rows_count = model->rows_count;
    for (uint32_t t = 0; t < model->classes->count; t++)
        rows_count += state->level[t] == OPEN && state->capped[t];
    at->lp = lot_lp_new(true);
    if (at->lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_exact_start(&at->exact, rows_count, 1 + state->open_count, error));
    (void)lot_lp_add_column(at->lp, 0, INFINITY, 1, false);
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (state->level[t] == OPEN)
            state->column[t] = lot_lp_add_column(at->lp, 0, INFINITY, 0, false);
    for (uint32_t r = 0; r < model->rows_count; r++)
        TRY(build_row(at, state, r, error));
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (state->level[t] != OPEN || !state->capped[t])
            continue;
        uint32_t row = lot_lp_add_row(at->lp, -INFINITY, model->cap[t]);
        mpq_set_ui(at->exact.upper[row], model->cap[t], 1);
        TRY(lot_lp_add_entry(at->lp, row, 0, model->classes->size[t], error));
        TRY(lot_lp_add_entry(at->lp, row, state->column[t], 1, error));
    }
done:
    return status;
}

/* Take the doubles for fractions: they are near, but prove nothing. */
static void take_doubles(level *at)
{
    for (uint32_t j = 0; j < at->exact.columns_count; j++) {
        mpq_set_d(at->exact.value[j], lot_lp_value(at->lp, j));
        double reduced = lot_lp_reduced_cost(at->lp, j);
        mpq_set_d(at->exact.reduced[j], fabs(reduced) < fixes / 10 ? 0 : reduced);
    }
    for (uint32_t i = 0; i < at->exact.rows_count; i++)
        mpq_set_d(at->exact.dual[i], lot_lp_row_dual(at->lp, i));
}

/* Solve the LP as it is, in fractions if that can be. */
static lot_status solve_exactly(level *at, levels *state, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    bool exact = false;
    TRY(lot_lp_solve(at->lp, &outcome, error));
    if (outcome != LOT_LP_OPTIMAL) {
        status = LOT_FAIL(error, LOT_FAILURE,
                          "the solver lost its way: a level of leximin has no solution");
        goto done;
    }
    TRY(lot_exact_solve(&exact, &at->exact, at->lp, error));
    if (!exact && lot_lp_polish(at->lp, NULL) == LOT_OK)
        TRY(lot_exact_solve(&exact, &at->exact, at->lp, error));
    if (!exact) {
        TRY(lot_lp_solve(at->lp, &outcome, error));
        take_doubles(at);
        state->exact = false;
    }
done:
    return status;
}

/* Mark open classes above their cap; returns how many were not marked before. */
static uint32_t mark_violated(levels *state, const level *at)
{
    uint32_t marked = 0;
    const lot_classes *classes = state->model->classes;
    mpq_t x;
    mpq_init(x);
    for (uint32_t t = 0; t < classes->count; t++) {
        if (state->level[t] != OPEN || state->capped[t])
            continue;
        mpq_set_ui(x, classes->size[t], 1);
        mpq_mul(x, x, at->exact.value[0]);
        mpq_add(x, x, at->exact.value[state->column[t]]);
        if (mpq_cmp_ui(x, state->model->cap[t], 1) > 0) {
            state->capped[t] = true;
            marked++;
        }
    }
    mpq_clear(x);
    return marked;
}

/* Solve a level with all the caps that it needs. */
static lot_status solve_level(level *at, levels *state, lot_error *error)
{
    lot_status status = LOT_OK;
    do {
        level_free(at);
        TRY(build(at, state, error));
        TRY(solve_exactly(at, state, error));
    } while (mark_violated(state, at) > 0);
done:
    return status;
}

/* Fix the classes that cannot rise above this level. */
static lot_status fix_classes(levels *state, const level *at, lot_error *error)
{
    uint32_t before = state->open_count;
    const lot_classes *classes = state->model->classes;
    for (uint32_t t = 0; t < classes->count; t++) {
        if (state->level[t] != OPEN || mpq_sgn(at->exact.reduced[state->column[t]]) == 0)
            continue;
        state->level[t] = state->count;
        state->open_count--;
    }
    mpq_set(state->chance[state->count++], at->exact.value[0]);
    if (state->open_count == before)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the solver lost its way: a level of leximin fixes nobody");
    return LOT_OK;
}

/* The bound that the duals of the first level prove. */
static lot_status prove(lot_fraction *bound, const levels *state, const level *at, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = state->model->classes->count;
    mpq_t *weight = lot_rationals_new(count);
    if (weight == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < count; t++)
        if (state->level[t] == OPEN && mpq_sgn(at->exact.reduced[state->column[t]]) < 0)
            mpq_neg(weight[t], at->exact.reduced[state->column[t]]);
    TRY(lot_bound_prove(bound, state->model, weight, at->exact.dual, error));
done:
    lot_rationals_free(weight, count);
    return status;
}

static void open_all(levels *state)
{
    for (uint32_t t = 0; t < state->model->classes->count; t++) {
        state->level[t] = state->model->cap[t] > 0 ? OPEN : SHUT_OUT;
        state->open_count += state->level[t] == OPEN;
    }
}

lot_status lot_leximin(double *chance, bool *exact, uint32_t *levels_count, lot_fraction *bound,
                       const lot_model *model, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    level at = {0};
    levels state = {.model = model, .exact = true};
    state.level = lot_array_new(count, sizeof *state.level);
    state.chance = lot_rationals_new(count);
    state.capped = lot_array_new(count, sizeof *state.capped);
    state.column = lot_array_new(count, sizeof *state.column);
    *bound = (lot_fraction){1, 1};
    if (state.level == NULL || state.chance == NULL || state.capped == NULL ||
        state.column == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    open_all(&state);
    uint32_t all = state.open_count;
    while (state.open_count > 0) {
        TRY(lot_progress_report(progress, "finding the fairest chances", all - state.open_count,
                                all, error));
        TRY(solve_level(&at, &state, error));
        if (state.count == 0)
            TRY(prove(bound, &state, &at, error));
        TRY(fix_classes(&state, &at, error));
    }
    for (uint32_t t = 0; t < count; t++)
        chance[t] = state.level[t] == SHUT_OUT ? 0 : mpq_get_d(state.chance[state.level[t]]);
    *levels_count = state.count;
    *exact = state.exact;
done:
    level_free(&at);
    free(state.level);
    lot_rationals_free(state.chance, count);
    free(state.capped);
    free(state.column);
    return status;
}
