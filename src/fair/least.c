/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Least: a bound of the least chance, without making a lottery. One LP over Q, with n[t] people in
 * class t,
 *
 *     max  z     x[t] = n[t] z + s[t],  s >= 0,  and the model's rows over x
 *
 * with x[t] <= cap[t] added where it is violated. Its duals, rounded, are weights y and
 * multipliers; what they bound is summed up in integers (leaf.c): everyone's least chance is at
 * most U / sum of n[t] y[t]. One person less of class t takes the seats from U that only such
 * people can take, and y[t] from the sum.
 */
#include "fair/least.h"

#include "core/array.h"
#include "fair/leaf.h"

#include <math.h>
#include <stdlib.h>

/* Duals below this are the solver's noise; others are multiplied by `fine` and rounded. */
static const double noise = 1e-9;
static const double fine = 0x1p24;

typedef struct search {
    lot_least *out;
    const lot_model *model;
    const lot_classes *classes;
    lot_lp *lp;
    uint32_t *capped; /* [classes] the row of x <= cap in the LP, or 0 */
    int64_t *weight;  /* [classes] y */
    uint32_t *low;    /* [classes] 0 */
    lot_wide *rest;   /* [classes] */
} search;

void lot_least_clear(lot_least *least)
{
    free(least->multipliers);
    free(least->worth);
    *least = (lot_least){0};
}

/* Column t is s[t], the last one z. */
static lot_status make_program(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = s->model;
    TRY(lot_model_to_lp(s->lp, model, false, 1, error));
    uint32_t z = lot_lp_add_column(s->lp, 0, 1, 1, false);
    for (uint32_t t = 0; t < s->classes->count; t++)
        lot_lp_set_column_bounds(s->lp, t, 0, model->cap[t] > 0 ? INFINITY : 0);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        double people = 0;
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            uint32_t t = model->entries[e].class;
            people += model->cap[t] > 0 ? s->classes->size[t] : 0;
        }
        if (people > 0)
            TRY(lot_lp_add_entry(s->lp, r, z, people, error));
    }
done:
    return status;
}

/* Add x <= cap for each class that is above it; *added: for how many. */
static lot_status cap_classes(uint32_t *added, search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = s->classes->count;
    *added = 0;
    s->out->z = lot_lp_value(s->lp, count);
    for (uint32_t t = 0; t < count; t++)
        if (s->capped[t] == 0 && s->model->cap[t] > 0 &&
            s->classes->size[t] * s->out->z + lot_lp_value(s->lp, t) > s->model->cap[t] + 1e-7)
            s->capped[t] = UINT32_MAX;
    for (uint32_t t = 0; t < count; t++) {
        if (s->capped[t] != UINT32_MAX)
            continue;
        s->capped[t] = lot_lp_add_row(s->lp, -INFINITY, s->model->cap[t]);
        TRY(lot_lp_add_entry(s->lp, s->capped[t], t, 1, error));
        TRY(lot_lp_add_entry(s->lp, s->capped[t], count, s->classes->size[t], error));
        (*added)++;
    }
done:
    return status;
}

static int64_t rounded_dual(const search *s, uint32_t row)
{
    double dual = lot_lp_row_dual(s->lp, row);
    return fabs(dual) > noise ? (int64_t)nearbyint(dual * fine * s->classes->people_count) : 0;
}

static void round_duals(search *s)
{
    const lot_model *model = s->model;
    for (uint32_t r = 0; r <= model->quotas_count; r++)
        s->out->multipliers[r] = rounded_dual(s, r);
    for (uint32_t r = 0; r < model->rows_count; r++)
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++)
            s->weight[model->entries[e].class] += rounded_dual(s, r);
    for (uint32_t t = 0; t < s->classes->count; t++) {
        if (s->capped[t] > 0)
            s->weight[t] += rounded_dual(s, s->capped[t]);
        if (s->weight[t] < 0 || model->cap[t] == 0)
            s->weight[t] = 0;
    }
}

/* What is the bound worth when there is nothing to divide by, or the sums are too large: 1. */
static void sum_bound(search *s)
{
    lot_wide upper;
    lot_wide weights = 0;
    const lot_leaf leaf = {s->model, s->weight, s->low, s->model->cap, s->rest};
    for (uint32_t t = 0; t < s->classes->count; t++)
        weights += (lot_wide)s->weight[t] * (lot_wide)s->classes->size[t];
    s->out->chance = (lot_fraction){1, 1};
    if (!lot_leaf_sum(&upper, &leaf, 1, s->out->multipliers) || weights <= 0 ||
        weights > INT64_MAX || upper < 0 || upper > weights)
        return;
    uint64_t common = lot_gcd((uint64_t)upper, (uint64_t)weights);
    s->out->chance = (lot_fraction){(uint64_t)upper / common, (uint64_t)weights / common};
    for (uint32_t t = 0; t < s->classes->count; t++) {
        double seat = s->capped[t] > 0 ? (double)rounded_dual(s, s->capped[t]) : 0;
        s->out->worth[t] = (seat - s->out->z * (double)s->weight[t]) / (double)weights;
    }
}

static lot_status solve(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    uint32_t added = 1;
    TRY(make_program(s, error));
    while (added > 0) {
        TRY(lot_lp_solve(s->lp, &outcome, error));
        if (outcome != LOT_LP_OPTIMAL)
            TRY(LOT_FAIL(error, LOT_FAILURE,
                         "the solver lost its way: it found no chances though there is a panel"));
        TRY(cap_classes(&added, s, error));
    }
done:
    return status;
}

lot_status lot_find_least(lot_least *out, const lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    search s = {.out = out, .model = model, .classes = model->classes};
    *out = (lot_least){.multipliers =
                           lot_array_new((size_t)model->quotas_count + 1, sizeof *out->multipliers),
                       .worth = lot_array_new(count, sizeof *out->worth)};
    s.lp = lot_lp_new(true);
    s.capped = lot_array_new(count, sizeof *s.capped);
    s.weight = lot_array_new(count, sizeof *s.weight);
    s.low = lot_array_new(count, sizeof *s.low);
    s.rest = lot_array_new(count, sizeof *s.rest);
    if (out->multipliers == NULL || out->worth == NULL || s.lp == NULL || s.capped == NULL ||
        s.weight == NULL || s.low == NULL || s.rest == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(solve(&s, error));
    round_duals(&s);
    sum_bound(&s);
done:
    if (status != LOT_OK)
        lot_least_clear(out);
    lot_lp_free(s.lp);
    free(s.capped);
    free(s.weight);
    free(s.low);
    free(s.rest);
    return status;
}
