/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leximin over panels. Where the chances that the polytope Q allows are no mixture of panels, the
 * same levels are solved over mixtures themselves, by column generation:
 *
 *     max z: every open class gets size[t] z, every fixed class what it has
 *
 * The weights w that prove a level are an inequality that all panels meet, w c <= most + w floor: a
 * cut that Q lacks. An open class with w[t] > 0 is held at z: in every optimum its row is tight.
 * The weights of the open classes, times size, sum to 1, so each level fixes at least one class.
 */
#include "fair/panels.h"

#include "core/array.h"

#include <math.h>
#include <stdlib.h>

/* Weights times size sum to 1: below this they are rounding. */
static const double fixes = 1e-6;

/* A fixed class may fall short by this much, so that doubles do not make a level infeasible. */
static const double give = 1e-9;

enum { WEIGHT_MAX = 4096, MULTIPLE_MAX = 128 };

typedef struct levels {
    const lot_model *model;
    double *chance; /* [classes] of fixed classes */
    double *floor;  /* [classes] seats that fixed classes keep */
    double *rise;   /* [classes] size of open classes, 0 of others */
    uint32_t open_count;
} levels;

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
        if (weight[t] > give)
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

/* The bound of the first level, with whole weights: the best panel's weight over everyone's. */
static lot_status prove(lot_fraction *bound, const lot_model *model, const double *weight,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    double *whole = lot_array_new(count, sizeof *whole);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    *bound = (lot_fraction){1, 1};
    if (whole == NULL || seats == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    make_whole(whole, weight, count);
    lot_lp_outcome outcome;
    TRY(lot_best_panel(seats, &outcome, model, whole, progress, error));
    uint64_t best = 0;
    uint64_t people = 0;
    for (uint32_t t = 0; t < count && outcome == LOT_LP_OPTIMAL; t++) {
        best += (uint64_t)whole[t] * (uint64_t)seats[t];
        people += (uint64_t)whole[t] * model->classes->size[t];
    }
    if (best < people) {
        uint64_t common = lot_gcd(best, people);
        *bound = (lot_fraction){best / common, people / common};
    }
done:
    free(whole);
    free(seats);
    return status;
}

static void open_all(levels *state)
{
    const lot_classes *classes = state->model->classes;
    for (uint32_t t = 0; t < classes->count; t++) {
        bool open = state->model->cap[t] > 0;
        state->chance[t] = 0;
        state->floor[t] = 0;
        state->rise[t] = open ? classes->size[t] : 0;
        state->open_count += open;
    }
}

/* Fix the open classes that prove the level; returns how many. */
static uint32_t fix_classes(levels *state, const lot_raised *raised)
{
    uint32_t fixed = 0;
    for (uint32_t t = 0; t < state->model->classes->count; t++) {
        if (state->rise[t] <= 0 || raised->weight[t] * state->rise[t] <= fixes)
            continue;
        state->chance[t] = raised->z;
        state->floor[t] = state->rise[t] * (raised->z - give);
        state->rise[t] = 0;
        fixed++;
    }
    state->open_count -= fixed;
    return fixed;
}

lot_status lot_leximin_panels(double *chance, uint32_t *levels_count, lot_fraction *bound,
                              lot_mixture *mixture, const lot_model *model,
                              const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    levels state = {.model = model, .chance = chance};
    lot_raised raised = {.weight = lot_array_new(count, sizeof *raised.weight)};
    state.floor = lot_array_new(count, sizeof *state.floor);
    state.rise = lot_array_new(count, sizeof *state.rise);
    *levels_count = 0;
    if (raised.weight == NULL || state.floor == NULL || state.rise == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    open_all(&state);
    while (state.open_count > 0) {
        lot_target target = {state.floor, state.rise, INFINITY, -INFINITY};
        TRY(lot_raise(&raised, mixture, model, &target, progress, error));
        if (*levels_count == 0)
            TRY(prove(bound, model, raised.weight, progress, error));
        if (fix_classes(&state, &raised) == 0) {
            status = LOT_FAIL(error, LOT_FAILURE,
                              "the solver lost its way: a level over panels fixes nobody");
            goto done;
        }
        ++*levels_count;
    }
done:
    free(raised.weight);
    free(state.floor);
    free(state.rise);
    return status;
}
