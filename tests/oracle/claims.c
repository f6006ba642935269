/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims of proofs, from the formulas as they stand in civiclot/proof.h. */
#include "oracle/claims.h"

#include <gmp.h>

#include <assert.h>

enum { BITS = 1024 };

struct claims {
    const lot_proof *proof;
    const lot_classes *classes;
    mpf_t least, greatest; /* of who is not absent */
    mpf_t people;          /* who is not absent */
    mpf_t gap;             /* the largest distance so far */
};

bool lot_claims_bound_holds(const lot_bound *bound, const lot_brute *brute,
                            const lot_classes *classes)
{
    mpz_t sum;
    mpz_t weight;
    bool holds = true;
    mpz_init(sum);
    mpz_init(weight);
    for (uint32_t panel = 0; panel < brute->panels_count; panel++) {
        mpz_set_si(sum, 0);
        for (uint32_t person = 0; person < brute->people_count; person++)
            for (uint32_t i = 0; i < bound->weights_count; i++) {
                if ((brute->panels[panel] >> person & 1) == 0 ||
                    bound->weights[i].class != classes->of_person[person])
                    continue;
                mpz_set_si(weight, bound->weights[i].weight);
                mpz_add(sum, sum, weight);
            }
        holds = holds && mpz_cmp_si(sum, bound->upper) <= 0;
    }
    mpz_clear(sum);
    mpz_clear(weight);
    return holds;
}

static void get_chance(mpf_t out, const struct claims *claims, uint32_t class)
{
    mpf_t denominator;
    mpf_init2(denominator, BITS);
    mpf_set_ui(out, claims->proof->chance[class].numerator);
    mpf_set_ui(denominator, claims->proof->chance[class].denominator);
    mpf_div(out, out, denominator);
    mpf_clear(denominator);
}

/* Is the class one of S of the round? */
static bool is_own(const struct claims *claims, uint32_t number, uint32_t class, const mpf_t chance)
{
    const lot_proof *proof = claims->proof;
    if (proof->rounds[number].kind == LOT_ROUND_FLOOR)
        return mpf_cmp(chance, claims->least) == 0;
    if (proof->rounds[number].kind == LOT_ROUND_CEILING)
        return mpf_cmp(chance, claims->greatest) == 0;
    return proof->round[class] == number;
}

/*
 * proven - z of LEAST and FLOOR; z - proven of the other two. Where every one of S counts it is
 * what the one could have who weighs the least, but at most 1.
 */
static void find_chance_distance(mpf_t out, const struct claims *claims, uint32_t number)
{
    const lot_bound *bound = &claims->proof->rounds[number].bound;
    bool least = claims->proof->rounds[number].kind == LOT_ROUND_LEAST ||
                 claims->proof->rounds[number].kind == LOT_ROUND_FLOOR;
    bool each = claims->proof->rounds[number].kind == LOT_ROUND_LEAST ||
                claims->proof->rounds[number].kind == LOT_ROUND_GREATEST;
    mpf_t others, own, chance, own_chance, term, lightest;
    mpf_t *all[] = {&others, &own, &chance, &own_chance, &term, &lightest};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        mpf_init2(*all[i], BITS);
    for (uint32_t i = 0; i < bound->weights_count; i++) {
        uint32_t class = bound->weights[i].class;
        uint32_t round = claims->proof->round[class];
        mpf_set_si(term, bound->weights[i].weight);
        mpf_mul_ui(term, term, claims->classes->size[class]);
        get_chance(chance, claims, class);
        if (is_own(claims, number, class, chance)) {
            mpf_set(own_chance, chance);
            mpf_add(own, own, term);
            mpf_abs(term, term);
            if (mpf_sgn(lightest) == 0 || mpf_cmp(term, lightest) < 0)
                mpf_set(lightest, term);
            continue;
        }
        bool fixed = round < number && (claims->proof->rounds[round].kind == LOT_ROUND_LEAST ||
                                        claims->proof->rounds[round].kind == LOT_ROUND_GREATEST);
        if (!fixed)
            mpf_set(chance, least ? claims->greatest : claims->least);
        mpf_mul(term, term, chance);
        mpf_add(others, others, term);
    }
    mpf_set_si(out, bound->upper);
    mpf_sub(out, out, others);
    if (!least) { /* (others - upper) / -own */
        mpf_neg(out, out);
        mpf_neg(own, own);
    }
    assert(mpf_sgn(own) > 0);
    mpf_div(out, out, own);
    mpf_sub(out, out, own_chance);
    if (each) {
        mpf_mul(out, out, own);
        mpf_div(out, out, lightest);
        mpf_abs(out, out);
        if (mpf_cmp_ui(out, 1) > 0)
            mpf_set_ui(out, 1);
    }
    mpf_clears(others, own, chance, own_chance, term, lightest, NULL);
}

/* upper / (n s) - 1 */
static void find_mean_distance(mpf_t out, const struct claims *claims, uint32_t number)
{
    const lot_bound *bound = &claims->proof->rounds[number].bound;
    mpf_t share, own, chance;
    mpf_init2(share, BITS);
    mpf_init2(own, BITS);
    mpf_init2(chance, BITS);
    for (uint32_t i = 0; i < bound->weights_count; i++) {
        get_chance(chance, claims, bound->weights[i].class);
        mpf_set_si(own, bound->weights[i].weight);
        mpf_mul(own, own, chance);
        if (i == 0 || mpf_cmp(own, share) < 0)
            mpf_set(share, own);
    }
    mpf_mul(share, share, claims->people);
    mpf_set_si(out, bound->upper);
    mpf_div(out, out, share);
    mpf_sub_ui(out, out, 1);
    mpf_clears(share, own, chance, NULL);
}

/* A, B and U of all BAND rounds. */
static void add_bands(mpf_t positive, mpf_t negative, mpf_t upper, const struct claims *claims)
{
    mpf_t term;
    mpf_init2(term, BITS);
    for (uint32_t r = 0; r < claims->proof->rounds_count; r++) {
        const lot_round *round = &claims->proof->rounds[r];
        if (round->kind != LOT_ROUND_BAND)
            continue;
        for (uint32_t i = 0; i < round->bound.weights_count; i++) {
            mpf_set_si(term, round->bound.weights[i].weight);
            mpf_mul_ui(term, term, claims->classes->size[round->bound.weights[i].class]);
            mpf_mul_ui(term, term, round->times);
            if (mpf_sgn(term) > 0)
                mpf_add(positive, positive, term);
            else
                mpf_sub(negative, negative, term);
        }
        mpf_set_si(term, round->bound.upper);
        mpf_mul_ui(term, term, round->times);
        mpf_add(upper, upper, term);
    }
    mpf_clear(term);
}

/* (value - proven) / value */
static void find_band_distance(mpf_t out, const struct claims *claims)
{
    mpf_t positive, negative, upper, per_seat, gamma, value, term;
    mpf_t *all[] = {&positive, &negative, &upper, &per_seat, &gamma, &value, &term};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        mpf_init2(*all[i], BITS);
    add_bands(positive, negative, upper, claims);
    mpf_div_ui(per_seat, claims->people, claims->proof->seats);
    mpf_set_ui(gamma, claims->proof->gamma_millionths);
    mpf_div_ui(gamma, gamma, 1000000);
    mpf_mul(value, per_seat, claims->greatest);
    mpf_div(term, gamma, per_seat);
    mpf_div(term, term, claims->least);
    mpf_add(value, value, term);
    mpf_mul(out, gamma, positive);
    mpf_div(out, out, negative);
    mpf_sqrt(out, out);
    mpf_mul_ui(out, out, 2);
    mpf_mul(term, per_seat, upper);
    mpf_div(term, term, negative);
    mpf_sub(out, out, term);
    mpf_sub(out, value, out);
    mpf_div(out, out, value);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        mpf_clear(*all[i]);
}

static void find_ends(struct claims *claims)
{
    mpf_t chance;
    mpf_init2(chance, BITS);
    bool found = false;
    for (uint32_t t = 0; t < claims->classes->count; t++) {
        if (claims->proof->round[t] == LOT_NO_ROUND)
            continue;
        get_chance(chance, claims, t);
        if (!found || mpf_cmp(chance, claims->least) < 0)
            mpf_set(claims->least, chance);
        if (!found || mpf_cmp(chance, claims->greatest) > 0)
            mpf_set(claims->greatest, chance);
        mpf_add_ui(claims->people, claims->people, claims->classes->size[t]);
        found = true;
    }
    mpf_clear(chance);
}

/*
 * distance 2^60 <= gap, but for 2^-500, which is what is rounded here; and not by more than a few
 * units or 2^-30 of it, which is how exact the root of almost nothing is.
 */
static bool is_about(uint64_t gap, const mpf_t distance)
{
    mpf_t told, exact, most;
    mpf_init2(told, BITS);
    mpf_init2(exact, BITS);
    mpf_init2(most, BITS);
    mpf_set_ui(told, gap);
    mpf_mul_2exp(exact, distance, 60);
    mpf_div_2exp(most, exact, 30);
    mpf_add(most, most, exact);
    mpf_add_ui(most, most, 16);
    bool about = mpf_cmp(told, most) <= 0;
    mpf_set_ui(most, 1);
    mpf_div_2exp(most, most, 500);
    mpf_add(told, told, most);
    about = about && mpf_cmp(told, exact) >= 0;
    mpf_clears(told, exact, most, NULL);
    return about;
}

bool lot_claims_gap_is_right(uint64_t gap, const lot_proof *proof, const lot_classes *classes)
{
    struct claims claims = {.proof = proof, .classes = classes};
    mpf_t distance;
    mpf_init2(claims.least, BITS);
    mpf_init2(claims.greatest, BITS);
    mpf_init2(claims.people, BITS);
    mpf_init2(claims.gap, BITS);
    mpf_init2(distance, BITS);
    find_ends(&claims);
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        if (proof->rounds[r].kind == LOT_ROUND_MEAN)
            find_mean_distance(distance, &claims, r);
        else if (proof->rounds[r].kind == LOT_ROUND_BAND)
            find_band_distance(distance, &claims);
        else
            find_chance_distance(distance, &claims, r);
        mpf_abs(distance, distance);
        if (mpf_cmp(distance, claims.gap) > 0)
            mpf_set(claims.gap, distance);
    }
    bool right = is_about(gap, claims.gap);
    mpf_clears(claims.least, claims.greatest, claims.people, claims.gap, distance, NULL);
    return right;
}
