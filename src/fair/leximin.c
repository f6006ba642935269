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
 * Source: Ogryczak and Sliwinski 2006; chances over classes instead of people.
 */
#include "fair/leximin.h"

#include "core/array.h"

#include <math.h>
#include <stdlib.h>

/* Reduced costs times size sum to -1: below this they are rounding. */
static const double fixes = 1e-7;
static const double violated = 1e-9;

typedef struct levels {
    const lot_model *model;
    double *chance;   /* of fixed classes */
    bool *open;       /* [classes] */
    bool *capped;     /* [classes] the cap's row is in the LP */
    uint32_t *column; /* [classes] of y[t], for open classes */
    uint32_t open_count;
} levels;

/* Build the LP of a level: column 0 is z, rows 0 .. are the model's, then caps. */
static lot_status build(lot_lp *lp, levels *state, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = state->model;
    const uint32_t *size = model->classes->size;
    uint32_t z = lot_lp_add_column(lp, 0, INFINITY, 1, false);
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (state->open[t])
            state->column[t] = lot_lp_add_column(lp, 0, INFINITY, 0, false);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        const lot_row *row = &model->rows[r];
        double held = 0;
        double of_z = 0;
        for (uint32_t e = row->first; e < row->end; e++) {
            uint32_t t = model->entries[e].class;
            double weight = (double)model->entries[e].weight;
            if (state->open[t])
                of_z += weight * size[t];
            else
                held += weight * size[t] * state->chance[t];
        }
        uint32_t number = lot_lp_add_row(lp, (double)row->lower - held, (double)row->upper - held);
        if (of_z != 0)
            TRY(lot_lp_add_entry(lp, number, z, of_z, error));
        for (uint32_t e = row->first; e < row->end; e++)
            if (state->open[model->entries[e].class])
                TRY(lot_lp_add_entry(lp, number, state->column[model->entries[e].class],
                                     (double)model->entries[e].weight, error));
    }
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (!state->open[t] || !state->capped[t])
            continue;
        uint32_t number = lot_lp_add_row(lp, -INFINITY, model->cap[t]);
        TRY(lot_lp_add_entry(lp, number, z, size[t], error));
        TRY(lot_lp_add_entry(lp, number, state->column[t], 1, error));
    }
done:
    return status;
}

/* Mark open classes above their cap; returns how many were not marked before. */
static uint32_t mark_violated(levels *state, const lot_lp *lp)
{
    uint32_t marked = 0;
    const lot_classes *classes = state->model->classes;
    for (uint32_t t = 0; t < classes->count; t++) {
        if (!state->open[t] || state->capped[t])
            continue;
        double x = classes->size[t] * lot_lp_value(lp, 0) + lot_lp_value(lp, state->column[t]);
        if (x > state->model->cap[t] * (1 + violated)) {
            state->capped[t] = true;
            marked++;
        }
    }
    return marked;
}

/* Solve a level with all the caps that it needs. *out: the LP, solved. */
static lot_status solve_level(lot_lp **out, levels *state, lot_error *error)
{
    *out = NULL;
    for (;;) {
        lot_lp_outcome outcome = LOT_LP_INFEASIBLE;
        lot_lp *lp = lot_lp_new(true);
        if (lp == NULL)
            return LOT_NO_MEMORY(error);
        lot_status status = build(lp, state, error);
        if (status == LOT_OK)
            status = lot_lp_solve(lp, &outcome, error);
        if (status == LOT_OK && outcome != LOT_LP_OPTIMAL)
            status = LOT_FAIL(error, LOT_FAILURE,
                              "the solver lost its way: a level of leximin has no solution");
        if (status != LOT_OK || mark_violated(state, lp) == 0) {
            if (status == LOT_OK)
                *out = lp;
            else
                lot_lp_free(lp);
            return status;
        }
        lot_lp_free(lp);
    }
}

/* Fix the classes that cannot rise above this level; returns how many. */
static uint32_t fix_classes(levels *state, const lot_lp *lp)
{
    uint32_t fixed = 0;
    const lot_classes *classes = state->model->classes;
    double z = lot_lp_value(lp, 0);
    for (uint32_t t = 0; t < classes->count; t++) {
        if (!state->open[t])
            continue;
        double cost = classes->size[t] * fabs(lot_lp_reduced_cost(lp, state->column[t]));
        if (cost > fixes) {
            state->open[t] = false;
            state->chance[t] = z;
            state->open_count--;
            fixed++;
        }
    }
    return fixed;
}

/* The bound that the duals of the first level prove. */
static lot_status prove(lot_bound *bound, const levels *state, const lot_lp *lp, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = state->model;
    double *weight = lot_array_new(model->classes->count, sizeof *weight);
    double *dual = lot_array_new(model->rows_count, sizeof *dual);
    if (weight == NULL || dual == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (state->open[t])
            weight[t] = fmax(0, -lot_lp_reduced_cost(lp, state->column[t]));
    for (uint32_t r = 0; r < model->rows_count; r++)
        dual[r] = lot_lp_row_dual(lp, r);
    TRY(lot_bound_prove(bound, model, weight, dual, error));
done:
    free(weight);
    free(dual);
    return status;
}

static void open_all(levels *state)
{
    for (uint32_t t = 0; t < state->model->classes->count; t++) {
        state->chance[t] = 0;
        state->open[t] = state->model->cap[t] > 0;
        state->open_count += state->open[t];
    }
}

lot_status lot_leximin(double *chance, uint32_t *levels_count, lot_bound *bound,
                       const lot_model *model, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = NULL;
    uint32_t count = model->classes->count;
    levels state = {.model = model, .chance = chance};
    state.open = lot_array_new(count, sizeof *state.open);
    state.capped = lot_array_new(count, sizeof *state.capped);
    state.column = lot_array_new(count, sizeof *state.column);
    *levels_count = 0;
    *bound = (lot_bound){1, 1};
    if (state.open == NULL || state.capped == NULL || state.column == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    open_all(&state);
    uint32_t all = state.open_count;
    while (state.open_count > 0) {
        TRY(lot_progress_report(progress, "finding the fairest chances", all - state.open_count,
                                all, error));
        TRY(solve_level(&lp, &state, error));
        if (*levels_count == 0)
            TRY(prove(bound, &state, lp, error));
        if (fix_classes(&state, lp) == 0) {
            status = LOT_FAIL(error, LOT_FAILURE,
                              "the solver lost its way: a level of leximin fixes nobody");
            goto done;
        }
        ++*levels_count;
        lot_lp_free(lp);
        lp = NULL;
    }
done:
    lot_lp_free(lp);
    free(state.open);
    free(state.capped);
    free(state.column);
    return status;
}
