/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rounds prove (civiclot/proof.h), as one number, in exact arithmetic and rounded so that it
 * stays true.
 */
#include "fair/prove.h"

#include "core/array.h"
#include "fair/exact.h"

#include <math.h>
#include <stdlib.h>

enum { PART_BITS = 62 };

/* Of geometric means, where somebody has no chance: no ratio is told above this. */
static const double ratio_most = 1e9;

/* Bits that do not fit are cut off both parts; the numerator is rounded up where `up`. */
static lot_fraction fraction_of(mpq_srcptr rational, bool up)
{
    mpz_t over;
    mpz_t under;
    mpz_init_set(over, mpq_numref(rational));
    mpz_init_set(under, mpq_denref(rational));
    size_t bits = mpz_sizeinbase(over, 2) > mpz_sizeinbase(under, 2) ? mpz_sizeinbase(over, 2)
                                                                     : mpz_sizeinbase(under, 2);
    if (bits > PART_BITS) {
        if (up) {
            mpz_cdiv_q_2exp(over, over, bits - PART_BITS + 1);
            mpz_fdiv_q_2exp(under, under, bits - PART_BITS + 1);
        } else {
            mpz_fdiv_q_2exp(over, over, bits - PART_BITS + 1);
            mpz_cdiv_q_2exp(under, under, bits - PART_BITS + 1);
        }
        if (mpz_sgn(under) == 0)
            mpz_set_ui(under, 1);
    }
    lot_fraction fraction = {mpz_get_ui(over), mpz_get_ui(under)};
    uint64_t common = lot_gcd(fraction.numerator, fraction.denominator);
    mpz_clears(over, under, NULL);
    return (lot_fraction){fraction.numerator / common, fraction.denominator / common};
}

lot_fraction lot_fraction_of(mpq_srcptr rational)
{
    return fraction_of(rational, false);
}

/* Sums of a bound over people: of positive weights and of negative ones, both at least 0. */
typedef struct weighed {
    mpq_t up;
    mpq_t down;
    mpq_t upper;
} weighed;

static void weighed_init(weighed *sums)
{
    mpq_inits(sums->up, sums->down, sums->upper, NULL);
}

static void weighed_clear(weighed *sums)
{
    mpq_clears(sums->up, sums->down, sums->upper, NULL);
}

static void weigh(weighed *sums, const lot_round *round, const lot_model *model)
{
    mpz_t part;
    lot_bound_weigh(sums->up, sums->down, &round->bound, round->times, model);
    mpz_init(part);
    mpz_set_si(part, round->bound.upper);
    mpz_mul_ui(part, part, round->times);
    mpz_add(mpq_numref(sums->upper), mpq_numref(sums->upper), part);
    mpz_clear(part);
}

/* bound = upper / up, or -upper / down for the greatest; what is always true where that is 0. */
static void least_or_greatest(mpq_t bound, weighed *sums, bool least)
{
    mpq_set_ui(bound, least ? 1 : 0, 1);
    if (mpq_sgn(least ? sums->up : sums->down) == 0)
        return;
    mpq_div(bound, sums->upper, least ? sums->up : sums->down);
    if (!least)
        mpq_neg(bound, bound);
    if (mpq_sgn(bound) < 0)
        mpq_set_ui(bound, 0, 1);
}

static uint64_t people_in_panels(const lot_model *model)
{
    uint64_t people = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        people += model->cap[t] > 0 ? model->classes->size[t] : 0;
    return people;
}

/* upper / (n s), with s the least weight times chance. */
static void nash_ratio(mpq_t bound, const lot_rounds *rounds)
{
    const lot_bound *own = &rounds->list[0].bound;
    mpq_t least;
    mpq_t product;
    mpq_inits(least, product, NULL);
    for (uint32_t i = 0; i < own->weights_count; i++) {
        mpq_set_si(product, own->weights[i].weight, 1);
        mpq_mul(product, product, rounds->levels.chance[own->weights[i].class]);
        if (i == 0 || mpq_cmp(product, least) < 0)
            mpq_set(least, product);
    }
    mpq_set_ui(product, people_in_panels(rounds->levels.model), 1);
    mpq_mul(least, least, product);
    mpq_set_si(bound, own->upper, 1);
    if (mpq_sgn(least) > 0)
        mpq_div(bound, bound, least);
    mpq_clears(least, product, NULL);
}

/* root = a little less than the square root of the square. */
static void root_of(mpq_t root, mpq_srcptr square)
{
    mpz_t whole;
    mpz_init(whole);
    mpz_mul_2exp(whole, mpq_numref(square), 120);
    mpz_fdiv_q(whole, whole, mpq_denref(square));
    mpz_sqrt(whole, whole);
    mpq_set_z(root, whole);
    mpq_div_2exp(root, root, 60);
    mpz_clear(whole);
}

/* 2 sqrt(gamma up / down) - n / seats upper / down */
static void goldilocks_value(mpq_t bound, weighed *sums, const lot_model *model, uint64_t gamma)
{
    if (mpq_sgn(sums->down) == 0)
        return;
    mpq_t part;
    mpq_t root;
    mpq_inits(part, root, NULL);
    mpq_set_ui(part, 4 * gamma, LOT_GAMMA_ONE);
    mpq_canonicalize(part);
    mpq_mul(part, part, sums->up);
    mpq_div(part, part, sums->down);
    root_of(root, part);
    mpq_set_ui(part, people_in_panels(model), model->seats);
    mpq_canonicalize(part);
    mpq_mul(part, part, sums->upper);
    mpq_div(part, part, sums->down);
    mpq_sub(bound, root, part);
    if (mpq_sgn(bound) < 0)
        mpq_set_ui(bound, 0, 1);
    mpq_clears(part, root, NULL);
}

/*
 * How much larger a geometric mean can be than that of any chances: by the inequality of means,
 * with a bound's weights or, where that is NULL, with everyone weighing 1. By logarithms, and a
 * little more. 0 where somebody has no chance: there is no such number then.
 */
static void ratio_of_means(mpq_t bound, const lot_bound *own, const lot_model *model,
                           const double *chance)
{
    double people = (double)people_in_panels(model);
    double upper = own == NULL ? model->seats : (double)own->upper;
    double logarithms = 0;
    mpq_set_ui(bound, 0, 1);
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (model->cap[t] == 0)
            continue;
        if (!(chance[t] > 0))
            return;
        logarithms += model->classes->size[t] * log(chance[t]);
    }
    for (uint32_t i = 0; own != NULL && i < own->weights_count; i++)
        if (model->cap[own->weights[i].class] > 0)
            logarithms +=
                model->classes->size[own->weights[i].class] * log((double)own->weights[i].weight);
    mpq_set_d(bound, fmin(ratio_most, upper / exp(logarithms / people) / people * (1 + 1e-9)));
}

/* Are these the chances that the rounds settled? */
static bool are_settled(const double *chance, const lot_levels *levels)
{
    for (uint32_t t = 0; t < levels->model->classes->count; t++)
        if (chance[t] != lot_rational_double(levels->chance[t]))
            return false;
    return true;
}

/* What seats and people alone say: the chances' mean is seats / people. */
static void bound_of_mean(mpq_t bound, const lot_model *model, const double *chance,
                          const lot_fair_options *wish)
{
    mpq_set_ui(bound, model->seats, people_in_panels(model));
    switch (wish->objective) {
    case LOT_NASH: /* the geometric mean is at most the mean */
        ratio_of_means(bound, NULL, model, chance);
        break;
    case LOT_GOLDILOCKS: /* 1 + gamma */
        mpq_set_ui(bound, LOT_GAMMA_ONE + wish->gamma_millionths, LOT_GAMMA_ONE);
        break;
    case LOT_LEGACY:
        mpq_set_ui(bound, 0, 1);
        break;
    case LOT_LEXIMIN:
    case LOT_MAXIMIN:
    case LOT_MINIMAX:
        break;
    }
    mpq_canonicalize(bound);
}

/* What the first rounds say. */
static void bound_of_rounds(mpq_t bound, const lot_rounds *rounds, const double *chance,
                            const lot_fair_options *wish)
{
    const lot_model *model = rounds->levels.model;
    weighed sums;
    weighed_init(&sums);
    for (size_t i = 0; i < rounds->count; i++)
        if (i == 0 || rounds->list[i].kind == LOT_ROUND_BAND)
            weigh(&sums, &rounds->list[i], model);
    if (wish->objective == LOT_NASH && are_settled(chance, &rounds->levels))
        nash_ratio(bound, rounds);
    else if (wish->objective == LOT_NASH)
        ratio_of_means(bound, &rounds->list[0].bound, model, chance);
    else if (wish->objective == LOT_GOLDILOCKS)
        goldilocks_value(bound, &sums, model, wish->gamma_millionths);
    else
        least_or_greatest(bound, &sums, wish->objective != LOT_MINIMAX);
    weighed_clear(&sums);
}

lot_fraction lot_proof_bound(const lot_rounds *rounds, const lot_model *model, const double *chance,
                             const lot_fair_options *wish)
{
    bool below = wish->objective == LOT_MINIMAX || wish->objective == LOT_GOLDILOCKS;
    mpq_t bound;
    mpq_init(bound);
    bool foreign = wish->objective == LOT_NASH && rounds->count > 0 &&
                   rounds->list[0].kind != LOT_ROUND_MEAN; /* leximin's, standing in */
    if (rounds->count > 0 && !foreign)
        bound_of_rounds(bound, rounds, chance, wish);
    else
        bound_of_mean(bound, model, chance, wish);
    lot_fraction fraction = fraction_of(bound, !below);
    mpq_clear(bound);
    return fraction;
}

lot_status lot_proof_make(lot_proof **out, lot_rounds *rounds, lot_absences *absences,
                          const lot_fair_options *wish, lot_error *error)
{
    *out = NULL;
    const lot_model *model = rounds->levels.model;
    uint32_t count = model->classes->count;
    lot_proof *proof = lot_array_new(1, sizeof *proof);
    if (proof == NULL)
        return LOT_NO_MEMORY(error);
    *proof = (lot_proof){.objective = wish->objective,
                         .gamma_millionths = wish->gamma_millionths,
                         .seats = model->seats,
                         .classes_count = count,
                         .quotas_count = model->quotas_count};
    proof->chance = lot_array_new(count, sizeof *proof->chance);
    if (proof->chance == NULL) {
        lot_proof_free(proof);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t t = 0; t < count; t++)
        proof->chance[t] = lot_fraction_of(rounds->levels.chance[t]);
    proof->round = rounds->round;
    proof->rounds = rounds->list;
    proof->rounds_count = (uint32_t)rounds->count;
    proof->absent = absences->classes;
    proof->absences = absences->bounds;
    proof->absent_count = absences->count;
    rounds->round = NULL;
    rounds->list = NULL;
    rounds->count = 0;
    *absences = (lot_absences){0};
    *out = proof;
    return LOT_OK;
}
