/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Width: a bound on the number of panels.
 *
 * For any numbers b[r], one for the size and each quota, with s[t] the sum of those of class t,
 *
 *     panels  <=  exp(sum_r max(b[r] lower[r], b[r] upper[r]))  *  product over people (1 + e^-s)
 *
 * since every panel is a term of the product, and worth at least e^-(sum_r ...). Where at most one
 * of a household sits, its factor is 1 + the sum of its members' e^-s. The logarithm is convex in
 * b: it is made small, one b after the other, by Newton's steps. The least is reached where chances
 * with the most entropy meet the quotas. Any b bounds: how near to the least it came decides only
 * how good the bound is.
 */
#include "fair/width.h"

#include "core/array.h"

#include <math.h>
#include <stdlib.h>

enum { SWEEPS = 40, STEPS = 3 };

typedef struct width {
    const lot_model *model;
    double *times; /* [rows] b */
    double *sum;   /* [classes] s */
    uint32_t rows; /* the size and the quotas */
} width;

/* How many copies of a factor a class has, and how often its term stands in it. */
static bool shares_factor(const lot_classes *classes, const lot_kind *kind)
{
    return classes->per_household == 1 && kind->limit == kind->copies &&
           (kind->classes_count > 1 || classes->per_copy[kind->first] > 1);
}

/* The logarithm of a kind's factors. */
static double factors(const width *w, const lot_kind *kind)
{
    const lot_classes *classes = w->model->classes;
    double all = 1;
    double logs = 0;
    for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
        if (w->model->cap[t] == 0)
            continue;
        all += classes->per_copy[t] * exp(-w->sum[t]);
        logs += classes->size[t] * log1p(exp(-w->sum[t]));
    }
    return shares_factor(classes, kind) ? kind->copies * log(all) : logs;
}

static double bound(const width *w)
{
    double sum = 0;
    for (uint32_t r = 0; r < w->rows; r++) {
        const lot_row *row = &w->model->rows[r];
        sum += w->times[r] * (double)(w->times[r] > 0 ? row->upper : row->lower);
    }
    for (uint32_t h = 0; h < w->model->classes->kinds_count; h++)
        sum += factors(w, &w->model->classes->kinds[h]);
    return sum;
}

/* The row's expected seats and their variance, as if classes were apart. */
static void expect(double *mean, double *variance, const width *w, uint32_t r)
{
    const lot_model *model = w->model;
    *mean = 0;
    *variance = 0;
    for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
        uint32_t t = model->entries[e].class;
        const lot_kind *kind = &model->classes->kinds[model->classes->kind[t]];
        double others = 1;
        if (model->cap[t] == 0)
            continue;
        if (shares_factor(model->classes, kind)) {
            for (uint32_t u = kind->first; u < kind->first + kind->classes_count; u++)
                if (model->cap[u] > 0)
                    others += model->classes->per_copy[u] * exp(-w->sum[u]);
        } else {
            others += exp(-w->sum[t]);
        }
        double chance = exp(-w->sum[t]) / others;
        *mean += model->classes->size[t] * chance;
        *variance += model->classes->size[t] * chance * (1 - chance);
    }
}

static void shift(width *w, uint32_t r, double by)
{
    const lot_model *model = w->model;
    w->times[r] += by;
    for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++)
        w->sum[model->entries[e].class] += by;
}

/* Newton's step along one b; at 0 the bound has a corner, where it may stay. */
static void step(width *w, uint32_t r)
{
    const lot_row *row = &w->model->rows[r];
    double mean, variance;
    expect(&mean, &variance, w, r);
    double now = w->times[r];
    double aim;
    if (mean > (double)row->upper)
        aim = (double)row->upper;
    else if (mean < (double)row->lower)
        aim = (double)row->lower;
    else if (now > 0)
        aim = (double)row->upper;
    else if (now < 0)
        aim = (double)row->lower;
    else
        return;
    double by = fmin(fmax((mean - aim) / fmax(variance, 1e-9), -2), 2);
    if (now * (now + by) < 0)
        by = -now;
    shift(w, r, by);
}

lot_status lot_width(double *log10_panels, const lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    width w = {.model = model, .rows = model->quotas_count + 1};
    w.times = lot_array_new(w.rows, sizeof *w.times);
    w.sum = lot_array_new(model->classes->count, sizeof *w.sum);
    if (w.times == NULL || w.sum == NULL)
        TRY(LOT_NO_MEMORY(error));
    double least = bound(&w);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (uint32_t r = 0; r < w.rows; r++)
            for (int i = 0; i < STEPS; i++)
                step(&w, r);
        least = fmin(least, bound(&w));
    }
    *log10_panels = least / log(10);
done:
    free(w.times);
    free(w.sum);
    return status;
}
