/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bound. For integer weights y[t] >= 0 and ANY integers b[r], every composition c has
 *
 *     sum_t y[t] c[t]  <=  U = sum_r max(b[r] lower[r], b[r] upper[r])
 *                              + sum_t cap[t] max(0, y[t] - sum_r b[r] weight(r, t))
 *
 * (write y[t] c[t] as sum_r b[r] weight(r,t) c[t] plus the rest, and bound each part by its row or
 * cap). A lottery that gives everyone at least p has sum_t y[t] size[t] p <= U, so
 *
 *     p  <=  U / sum_t y[t] size[t].
 *
 * Neither y nor b need be right: LP duals scaled and rounded only weaken the bound by a hair. A
 * scale at which all duals are whole numbers gives a small fraction, such as 6/73.
 */
#include "fair/bound.h"

#include "core/array.h"
#include "core/wide.h"

#include <math.h>
#include <stdlib.h>

enum { SCALE_MAX = 200000 };
static const double last_scale = 1099511627776.0; /* 2^40 */
static const double whole = 1e-6;

static bool all_whole(const double *numbers, uint32_t count, double scale)
{
    for (uint32_t i = 0; i < count; i++)
        if (fabs(numbers[i] * scale - nearbyint(numbers[i] * scale)) > whole)
            return false;
    return true;
}

/* The smallest scale at which all duals are whole, or a large one when there is none. */
static double find_scale(const double *weight, uint32_t weights_count, const double *dual,
                         uint32_t duals_count)
{
    for (int scale = 1; scale <= SCALE_MAX; scale++)
        if (all_whole(dual, duals_count, scale) && all_whole(weight, weights_count, scale))
            return scale;
    return last_scale;
}

/* U and the weights' sum. Below 2^62 times 2^32 seats each: no sum of 2^32 terms overflows. */
static void sum_up(lot_wide *numerator, lot_wide *denominator, const lot_model *model,
                   const int64_t *y, const int64_t *b, lot_wide *rest)
{
    *numerator = 0;
    *denominator = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        rest[t] = y[t];
    for (uint32_t r = 0; r < model->rows_count; r++) {
        const lot_row *row = &model->rows[r];
        lot_wide low = (lot_wide)b[r] * row->lower;
        lot_wide high = (lot_wide)b[r] * row->upper;
        *numerator += low > high ? low : high;
        for (uint32_t e = row->first; e < row->end; e++)
            rest[model->entries[e].class] -= (lot_wide)b[r] * model->entries[e].weight;
    }
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (rest[t] > 0)
            *numerator += rest[t] * model->cap[t];
        *denominator += (lot_wide)y[t] * model->classes->size[t];
    }
}

/* Make both fit 64 bits: reduced where that is enough, else rounded up. */
static void reduce(lot_bound *out, lot_wide numerator, lot_wide denominator)
{
    lot_wide a = numerator;
    lot_wide b = denominator;
    while (b != 0) {
        lot_wide rest = a % b;
        a = b;
        b = rest;
    }
    if (a > 1) {
        numerator /= a;
        denominator /= a;
    }
    while (numerator > INT64_MAX || denominator > INT64_MAX) {
        numerator = numerator / 2 + 1;
        denominator /= 2;
    }
    out->numerator = (uint64_t)numerator;
    out->denominator = (uint64_t)denominator;
}

lot_status lot_bound_prove(lot_bound *out, const lot_model *model, const double *weight,
                           const double *dual, lot_error *error)
{
    uint32_t classes_count = model->classes->count;
    lot_status status = LOT_OK;
    int64_t *y = lot_array_new(classes_count, sizeof *y);
    int64_t *b = lot_array_new(model->rows_count, sizeof *b);
    lot_wide *rest = lot_array_new(classes_count, sizeof *rest);
    *out = (lot_bound){1, 1};
    if (y == NULL || b == NULL || rest == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    double scale = find_scale(weight, classes_count, dual, model->rows_count);
    for (uint32_t t = 0; t < classes_count; t++)
        y[t] = (int64_t)nearbyint(fmax(0, weight[t]) * scale);
    for (uint32_t r = 0; r < model->rows_count; r++)
        b[r] = (int64_t)nearbyint(fmax(-1e3, fmin(1e3, dual[r])) * scale);
    lot_wide numerator;
    lot_wide denominator;
    sum_up(&numerator, &denominator, model, y, b, rest);
    if (denominator > 0 && numerator >= 0 && numerator < denominator)
        reduce(out, numerator, denominator);
done:
    free(y);
    free(b);
    free(rest);
    return status;
}
