/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From fractions to the whole numbers of a bound's root (civiclot/proof.h). Weights and multipliers
 * are both taken times the common denominator of the weights, multipliers once more times the scale
 * of the leaf, which is their own common denominator. Where such a number does not fit, a power of
 * two takes its place and the products are rounded: the bound is then proven all the same, and
 * weaker by a hair.
 */
#include "fair/bound.h"

#include "core/array.h"
#include "fair/exact.h"
#include "fair/leaf.h"

#include <assert.h>
#include <stdlib.h>

enum { WEIGHT_BITS = 40, MULTIPLIER_BITS = 60 };

lot_status lot_bound_start(lot_bound *out, const lot_model *model, const int64_t *weight,
                           size_t nodes_count, size_t leaves_count, lot_error *error)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        count += weight[t] != 0;
    *out = (lot_bound){.weights_count = count,
                       .nodes_count = (uint32_t)nodes_count,
                       .leaves_count = (uint32_t)leaves_count};
    out->weights = lot_array_new(count, sizeof *out->weights);
    out->nodes = lot_array_new(nodes_count, sizeof *out->nodes);
    out->scales = lot_array_new(leaves_count, sizeof *out->scales);
    out->multipliers =
        lot_array_new(leaves_count * (1 + model->quotas_count), sizeof *out->multipliers);
    if (out->weights == NULL || out->nodes == NULL || out->scales == NULL ||
        out->multipliers == NULL) {
        lot_bound_clear(out);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t t = 0, i = 0; t < model->classes->count; t++)
        if (weight[t] != 0)
            out->weights[i++] = (lot_weight){t, weight[t]};
    return LOT_OK;
}

/* Bits of the whole part of the largest of `numbers` times `times`, in absolute value. */
static size_t bits_of(mpq_t *numbers, uint32_t count, mpz_t times)
{
    size_t most = 1;
    mpz_t whole;
    mpz_init(whole);
    for (uint32_t i = 0; i < count; i++) {
        mpz_mul(whole, mpq_numref(numbers[i]), times);
        mpz_tdiv_q(whole, whole, mpq_denref(numbers[i]));
        if (mpz_sizeinbase(whole, 2) > most)
            most = mpz_sizeinbase(whole, 2);
    }
    mpz_clear(whole);
    return most;
}

/* The largest power of two, at least 1, with which numbers stay below 2^bits. */
static void power_that_fits(mpz_t times, mpq_t *numbers, uint32_t count, size_t bits)
{
    mpz_set_ui(times, 1);
    size_t used = bits_of(numbers, count, times);
    if (used < bits)
        mpz_mul_2exp(times, times, bits - used);
}

/* The common denominator, or a power of two where products would not stay below 2^bits. */
static void choose_times(mpz_t times, mpq_t *numbers, uint32_t count, size_t bits)
{
    mpz_set_ui(times, 1);
    for (uint32_t i = 0; i < count; i++) {
        mpz_lcm(times, times, mpq_denref(numbers[i]));
        if (mpz_sizeinbase(times, 2) > 4 * bits)
            break;
    }
    if (mpz_sizeinbase(times, 2) > bits || bits_of(numbers, count, times) > bits)
        power_that_fits(times, numbers, count, bits);
}

/* number * times, to the nearest integer. */
static int64_t product_of(mpq_t number, mpz_t times)
{
    mpz_t twice;
    mpz_t under;
    mpz_inits(twice, under, NULL);
    mpz_mul(twice, mpq_numref(number), times);
    mpz_mul_2exp(twice, twice, 1);
    mpz_add(twice, twice, mpq_denref(number));
    mpz_mul_2exp(under, mpq_denref(number), 1);
    mpz_fdiv_q(twice, twice, under);
    assert(mpz_fits_slong_p(twice));
    int64_t product = mpz_get_si(twice);
    mpz_clears(twice, under, NULL);
    return product;
}

/* Whole weights; what has a weight keeps one of that sign. */
static void make_whole(int64_t *whole, mpq_t *weight, uint32_t count, mpz_t times)
{
    for (uint32_t t = 0; t < count; t++) {
        whole[t] = product_of(weight[t], times);
        if (whole[t] == 0)
            whole[t] = mpq_sgn(weight[t]);
    }
}

void lot_whole_weights(int64_t *whole, mpq_t *weight, uint32_t count, size_t bits)
{
    mpz_t times;
    mpz_init(times);
    choose_times(times, weight, count, bits);
    make_whole(whole, weight, count, times);
    mpz_clear(times);
}

/* Multipliers and scale of the only leaf, for weights that were taken `times` times. */
static void make_leaf(lot_bound *out, mpq_t *dual, uint32_t count, mpz_t times)
{
    mpz_t scale;
    mpz_init(scale);
    for (uint32_t r = 0; r < count; r++) {
        mpz_mul(mpq_numref(dual[r]), mpq_numref(dual[r]), times);
        mpq_canonicalize(dual[r]);
    }
    choose_times(scale, dual, count, MULTIPLIER_BITS);
    if (mpz_sizeinbase(scale, 2) > MULTIPLIER_BITS - WEIGHT_BITS) {
        mpz_set_ui(scale, 1);
        mpz_mul_2exp(scale, scale, MULTIPLIER_BITS - WEIGHT_BITS);
    }
    out->scales[0] = mpz_get_ui(scale);
    for (uint32_t r = 0; r < count; r++)
        out->multipliers[r] = product_of(dual[r], scale);
    mpz_clear(scale);
}

/* The least upper that the leaf proves. */
static lot_status set_upper(lot_bound *out, const lot_model *model, const int64_t *weight,
                            lot_error *error)
{
    uint32_t count = model->classes->count;
    uint32_t *low = lot_array_new(count, sizeof *low);
    lot_wide *rest = lot_array_new(count, sizeof *rest);
    lot_wide sum = 0;
    if (low == NULL || rest == NULL) {
        free(low);
        free(rest);
        return LOT_NO_MEMORY(error);
    }
    const lot_leaf leaf = {model, weight, low, model->cap, rest};
    (void)lot_leaf_sum(&sum, &leaf, out->scales[0], out->multipliers);
    lot_wide scale = (lot_wide)out->scales[0];
    out->upper = (int64_t)(sum / scale - (sum % scale < 0));
    free(low);
    free(rest);
    return LOT_OK;
}

lot_status lot_bound_prove(lot_bound *out, const lot_model *model, mpq_t *weight, mpq_t *dual,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    mpz_t times;
    mpz_init(times);
    *out = (lot_bound){0};
    int64_t *whole = lot_array_new(count, sizeof *whole);
    if (whole == NULL)
        TRY(LOT_NO_MEMORY(error));
    choose_times(times, weight, count, WEIGHT_BITS);
    make_whole(whole, weight, count, times);
    TRY(lot_bound_start(out, model, whole, 1, 1, error));
    out->nodes[0].class = LOT_NO_CLASS;
    make_leaf(out, dual, 1 + model->quotas_count, times);
    TRY(set_upper(out, model, whole, error));
done:
    if (status != LOT_OK)
        lot_bound_clear(out);
    mpz_clear(times);
    free(whole);
    return status;
}

void lot_bound_weigh(mpq_t up, mpq_t down, const lot_bound *bound, uint64_t times,
                     const lot_model *model)
{
    mpz_t part;
    mpz_init(part);
    for (uint32_t i = 0; i < bound->weights_count; i++) {
        lot_weight entry = bound->weights[i];
        if (model->cap[entry.class] == 0)
            continue;
        mpz_set_si(part, entry.weight);
        mpz_mul_ui(part, part, model->classes->size[entry.class]);
        mpz_mul_ui(part, part, times);
        if (entry.weight > 0)
            mpz_add(mpq_numref(up), mpq_numref(up), part);
        else
            mpz_sub(mpq_numref(down), mpq_numref(down), part);
    }
    mpz_clear(part);
}
