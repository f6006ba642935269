/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bound. For weights y[t] >= 0 and ANY multipliers b[r], every composition c has
 *
 *     sum_t y[t] c[t]  <=  U = sum_r max(b[r] lower[r], b[r] upper[r])
 *                              + sum_t cap[t] max(0, y[t] - sum_r b[r] weight(r, t))
 *
 * (write y[t] c[t] as sum_r b[r] weight(r,t) c[t] plus the rest, and bound each part by its row or
 * cap). A lottery that gives everyone at least p has sum_t y[t] size[t] p <= U, so
 *
 *     p  <=  U / sum_t y[t] size[t].
 *
 * Neither y nor b need be right: the duals of an optimal basis make the bound equal to the optimum,
 * and anything near them a bound that is near. All in fractions.
 */
#include "fair/bound.h"

#include "fair/exact.h"

/* *sum += count * number. */
static void add_product(mpq_t sum, int64_t count, mpq_t number)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_si(product, count, 1);
    mpq_mul(product, product, number);
    mpq_add(sum, sum, product);
    mpq_clear(product);
}

/* U: rest is [classes] of scratch, y - sum b weight at the end. */
static void bound_sum(mpq_t sum, const lot_model *model, mpq_t *weight, mpq_t *dual, mpq_t *rest)
{
    for (uint32_t t = 0; t < model->classes->count; t++)
        mpq_set(rest[t], weight[t]);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        const lot_row *row = &model->rows[r];
        if (mpq_sgn(dual[r]) == 0)
            continue;
        add_product(sum, mpq_sgn(dual[r]) > 0 ? row->upper : row->lower, dual[r]);
        for (uint32_t e = row->first; e < row->end; e++)
            add_product(rest[model->entries[e].class], -model->entries[e].weight, dual[r]);
    }
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (mpq_sgn(rest[t]) > 0)
            add_product(sum, model->cap[t], rest[t]);
}

/* As two 64-bit numbers: rounded up where they do not fit. */
static void round_up(lot_fraction *out, mpq_t bound)
{
    while (mpz_sizeinbase(mpq_numref(bound), 2) > 62 || mpz_sizeinbase(mpq_denref(bound), 2) > 62) {
        mpz_cdiv_q_2exp(mpq_numref(bound), mpq_numref(bound), 1);
        mpz_fdiv_q_2exp(mpq_denref(bound), mpq_denref(bound), 1);
    }
    out->numerator = mpz_get_ui(mpq_numref(bound));
    out->denominator = mpz_get_ui(mpq_denref(bound));
}

lot_status lot_bound_prove(lot_fraction *out, const lot_model *model, mpq_t *weight, mpq_t *dual,
                           lot_error *error)
{
    *out = (lot_fraction){1, 1};
    uint32_t count = model->classes->count;
    mpq_t *rest = lot_rationals_new(count);
    if (rest == NULL)
        return LOT_NO_MEMORY(error);
    mpq_t bound;
    mpq_t people;
    mpq_inits(bound, people, NULL);
    bound_sum(bound, model, weight, dual, rest);
    for (uint32_t t = 0; t < count; t++)
        add_product(people, model->classes->size[t], weight[t]);
    if (mpq_sgn(people) > 0 && mpq_sgn(bound) >= 0 && mpq_cmp(bound, people) < 0) {
        mpq_div(bound, bound, people);
        round_up(out, bound);
    }
    mpq_clears(bound, people, NULL);
    lot_rationals_free(rest, count);
    return LOT_OK;
}
