/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A level over mixtures of panels themselves, where the relaxation Q is wider than these. The
 * mixture is raised by column generation (hull.c); the weights that end it are an inequality that
 * all panels meet and Q does not know, proven by branch and bound, and z follows from it:
 *
 *     z sum_S weight[t] size[t]  =  upper - sum of weight[t] seats[t] over all other classes
 *
 * with the seats that settled classes have, and those of the limit for open classes outside S.
 */
#include "core/array.h"
#include "fair/exact.h"
#include "fair/level.h"

#include <math.h>
#include <stdlib.h>

/* The mixture's z is that of the bound, but for the solver's noise. */
static const double noise = 1e-9;

/* Room for what the hull is asked. */
typedef struct request {
    lot_target target;
    uint32_t classes_count;
    double *level; /* [classes] */
    double *rise;  /* [classes] */
    double *limit; /* [classes] */
    mpq_t *exact_level;
    mpq_t *exact_limit;
    lot_raised raised;
} request;

/* sum += weight * size * chance, as fractions. */
static void add_seats(mpq_t sum, int64_t weight, uint32_t size, mpq_srcptr chance)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_si(product, weight * size, 1);
    if (chance != NULL)
        mpq_mul(product, product, chance);
    mpq_add(sum, sum, product);
    mpq_clear(product);
}

static lot_status request_start(request *r, const lot_levels *levels, lot_error *error)
{
    uint32_t count = levels->model->classes->count;
    const uint32_t *size = levels->model->classes->size;
    *r = (request){.level = lot_array_new(count, sizeof *r->level),
                   .rise = lot_array_new(count, sizeof *r->rise),
                   .limit = lot_array_new(count, sizeof *r->limit),
                   .exact_level = lot_rationals_new(count),
                   .exact_limit = lot_rationals_new(count),
                   .raised.weight = lot_array_new(count, sizeof *r->raised.weight)};
    r->classes_count = count;
    mpq_init(r->raised.exact_z);
    if (r->level == NULL || r->rise == NULL || r->limit == NULL || r->exact_level == NULL ||
        r->exact_limit == NULL || r->raised.weight == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < count; t++) {
        bool open = levels->open[t];
        r->rise[t] = open ? size[t] : 0;
        if (!open)
            add_seats(r->exact_level[t], 1, size[t], levels->chance[t]);
        if (levels->model->cap[t] > 0)
            add_seats(r->exact_limit[t], 1, size[t], levels->limit);
        r->level[t] = lot_rational_double(r->exact_level[t]);
        r->limit[t] = lot_rational_double(r->exact_limit[t]);
    }
    r->target = (lot_target){.least = levels->least,
                             .level = r->level,
                             .rise = r->rise,
                             .limit = levels->limited ? r->limit : NULL,
                             .enough = levels->least ? INFINITY : -INFINITY,
                             .exact_level = r->exact_level,
                             .exact_limit = r->exact_limit};
    return LOT_OK;
}

static void request_clear(request *r)
{
    free(r->level);
    free(r->rise);
    free(r->limit);
    lot_rationals_free(r->exact_level, r->classes_count);
    lot_rationals_free(r->exact_limit, r->classes_count);
    free(r->raised.weight);
    mpq_clear(r->raised.exact_z);
    lot_bound_clear(&r->raised.bound);
}

/* z, from the weights and their bound; who is fixed. */
static void take_level(lot_level *out, const lot_levels *levels, const lot_raised *raised)
{
    const lot_classes *classes = levels->model->classes;
    mpq_t others;
    mpq_t own;
    mpq_inits(others, own, NULL);
    for (uint32_t t = 0; t < classes->count; t++) {
        int64_t weight = raised->weight[t];
        out->fixes[t] = levels->open[t] && (levels->least ? weight > 0 : weight < 0);
        if (out->fixes[t])
            add_seats(own, weight, classes->size[t], NULL);
        else if (levels->open[t])
            add_seats(others, weight, classes->size[t], levels->limit);
        else
            add_seats(others, weight, classes->size[t], levels->chance[t]);
    }
    out->exact = raised->exact || (raised->whole && mpq_sgn(own) != 0);
    if (raised->exact) {
        mpq_set(out->z, raised->exact_z);
    } else if (mpq_sgn(own) == 0) { /* at the limit: the bound says nothing of it */
        mpq_set_d(out->z, raised->z);
    } else {
        mpq_set_si(out->z, raised->bound.upper, 1);
        mpq_sub(out->z, out->z, others);
        mpq_div(out->z, out->z, own);
    }
    mpq_clears(others, own, NULL);
}

lot_status lot_level_panels(lot_level *out, const lot_levels *levels, lot_hull *hull,
                            const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    request r;
    lot_bound_clear(&out->bound);
    TRY(request_start(&r, levels, error));
    TRY(lot_hull_raise(&r.raised, hull, &r.target, progress, error));
    take_level(out, levels, &r.raised);
    out->exact = out->exact && fabs(mpq_get_d(out->z) - r.raised.z) < noise;
    out->bound = r.raised.bound;
    r.raised.bound = (lot_bound){0};
done:
    request_clear(&r);
    return status;
}
