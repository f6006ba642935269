/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds that prove a value of all chances together: MEAN of nash, BAND of goldilocks.
 *
 * MEAN leaves open  upper / (n s) - 1.  BAND, with
 *
 *     value = n / seats * greatest + gamma * seats / n / least
 *     proven = 2 sqrt(gamma A / B) - n / seats * U / B,
 *
 * leaves open  (value - proven) / value.  All in parts of 2^-64, each step rounded so that what is
 * open grows, by a few parts.
 */
#include "lottery/proof_round.h"

#include "lottery/fixed.h"

enum { MILLION = 1000000 };

static const char too_large[] = "a number does not fit into 128 bits";

/* open / whole, whichever way, in 2^-60; open is too large by at most `error_parts`. */
static const char *find_gap(uint64_t *gap, lot_wide open, lot_wide error_parts, lot_wide whole)
{
    if (open < -(whole >> 50))
        return "it claims more than is possible";
    lot_wide below = error_parts - open;
    lot_fixed units;
    if (!lot_fixed_quotient(&units, open > below ? open : below, whole, 60) ||
        units.parts >= UINT64_MAX)
        return "what it proves is too far from what it claims: that is nothing";
    *gap = (uint64_t)units.parts + (units.exact ? 0 : 1);
    return NULL;
}

/* s: the least weight[t] p[t] of who is not absent. */
static const char *find_share(lot_fixed *share, const lot_rounds *rounds)
{
    bool found = false;
    for (uint32_t t = 0; t < rounds->classes->count; t++) {
        lot_fixed own;
        if (rounds->absent[t] ? rounds->weight[t] != 0 : rounds->weight[t] <= 0)
            return "a weight is missing, not above 0, or on a class that is in no panel";
        if (rounds->absent[t])
            continue;
        if (!lot_fixed_product(&own, (lot_unsigned_wide)rounds->weight[t],
                               rounds->proof->chance[t]))
            return too_large;
        if (!found || own.parts < share->parts)
            *share = own;
        else if (own.parts == share->parts)
            share->exact = share->exact && own.exact;
        found = true;
    }
    return found && share->parts > 0 ? NULL : "somebody who can be on a panel has no chance";
}

static const char *measure_mean(uint64_t *gap, const lot_rounds *rounds, int64_t upper)
{
    lot_fixed share;
    lot_wide whole;
    lot_wide people = (lot_wide)rounds->people_count;
    const char *wrong = find_share(&share, rounds);
    if (wrong != NULL)
        return wrong;
    if (__builtin_mul_overflow(share.parts, people, &whole))
        return too_large;
    lot_wide open;
    if (__builtin_sub_overflow((lot_wide)upper * ((lot_wide)1 << 64), whole, &open))
        return too_large;
    return find_gap(gap, open, share.exact ? 0 : people, whole);
}

lot_status lot_rounds_check_mean(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                 lot_error *error)
{
    const char *wrong = measure_mean(gap, rounds, rounds->proof->rounds[number].bound.upper);
    return wrong == NULL ? LOT_OK : lot_round_fail(number, wrong, error);
}

/* a * b * c / (d * e * f) in 2^-64, rounded down; none is below 0, the divisor is at least 1. */
static bool divide(lot_fixed *out, const lot_wide above[3], const lot_wide under[3])
{
    lot_wide numerator;
    lot_wide denominator;
    return !__builtin_mul_overflow(above[0], above[1], &numerator) &&
           !__builtin_mul_overflow(numerator, above[2], &numerator) &&
           !__builtin_mul_overflow(under[0], under[1], &denominator) &&
           !__builtin_mul_overflow(denominator, under[2], &denominator) &&
           lot_fixed_quotient(out, numerator, denominator, 64);
}

/* The value of the chances, rounded up by at most 2 parts; false when it is too large. */
static bool find_value(lot_wide *value, const lot_rounds *rounds)
{
    lot_wide people = (lot_wide)rounds->people_count;
    lot_wide seats = rounds->proof->seats;
    lot_wide gamma = rounds->proof->gamma_millionths;
    lot_fixed high;
    lot_fixed low;
    if (!divide(&high, (const lot_wide[]){people, rounds->greatest.numerator, 1},
                (const lot_wide[]){seats, rounds->greatest.denominator, 1}) ||
        !divide(&low, (const lot_wide[]){gamma, seats, rounds->least.denominator},
                (const lot_wide[]){people, rounds->least.numerator, MILLION}) ||
        __builtin_add_overflow(high.parts, low.parts, value))
        return false;
    return !__builtin_add_overflow(*value, (high.exact ? 0 : 1) + (low.exact ? 0 : 1), value);
}

/*
 * What is proven, rounded down by at most *error_parts; false when a number is too large.
 * The root is taken of what is rounded down; one of a part more is too much.
 */
static bool find_proven(lot_wide *proven, lot_wide *error_parts, const lot_rounds *rounds)
{
    lot_wide people = (lot_wide)rounds->people_count;
    lot_wide seats = rounds->proof->seats;
    lot_wide gamma = rounds->proof->gamma_millionths;
    lot_wide upper = rounds->upper;
    lot_fixed square;
    lot_fixed shift;
    if (upper < -INT64_MAX * (lot_wide)INT64_MAX || /* that it can be negated */
        !divide(&square, (const lot_wide[]){gamma, rounds->positive, 1},
                (const lot_wide[]){rounds->negative, MILLION, 1}) ||
        !divide(&shift, (const lot_wide[]){people, upper < 0 ? -upper : upper, 1},
                (const lot_wide[]){seats, rounds->negative, 1}) ||
        square.parts >= (lot_wide)1 << 126 || shift.parts >= (lot_wide)1 << 126)
        return false;
    lot_fixed root = lot_fixed_root(square.parts);
    lot_fixed above = square.exact ? root : lot_fixed_root(square.parts + 1);
    lot_wide most = above.parts + (above.exact ? 0 : 1);
    lot_wide shift_up = shift.parts + (shift.exact ? 0 : 1);
    *error_parts = 2 * (most - root.parts) + (shift_up - shift.parts);
    return !__builtin_add_overflow(2 * root.parts, upper < 0 ? shift.parts : -shift_up, proven);
}

/* The BAND rounds are complete. */
static const char *measure_band(uint64_t *gap, const lot_rounds *rounds)
{
    lot_wide value;
    lot_wide proven;
    lot_wide error_parts;
    lot_wide open;
    if (rounds->negative == 0)
        return "it has no weight below 0";
    if (rounds->least.numerator == 0)
        return "somebody who can be on a panel has no chance";
    if (!find_value(&value, rounds) || !find_proven(&proven, &error_parts, rounds) ||
        __builtin_sub_overflow(value, proven, &open))
        return too_large;
    if (proven <= 0)
        return "what it proves is not above 0: that is nothing";
    return find_gap(gap, open, error_parts + 2, value);
}

/* Add `times` times the round to A, B and U. */
static const char *add_band(lot_rounds *rounds, const lot_round *round)
{
    lot_wide positive = 0; /* each at most 2^63 people_count */
    lot_wide negative = 0;
    lot_wide times = round->times;
    lot_wide upper;
    for (uint32_t t = 0; t < rounds->classes->count; t++) {
        lot_wide weight = (lot_wide)rounds->weight[t] * rounds->classes->size[t];
        if (weight != 0 && rounds->absent[t])
            return "it has a weight on a class that is in no panel";
        positive += weight > 0 ? weight : 0;
        negative -= weight < 0 ? weight : 0;
    }
    bool large = __builtin_mul_overflow(positive, times, &positive) ||
                 __builtin_mul_overflow(negative, times, &negative) ||
                 __builtin_mul_overflow((lot_wide)round->bound.upper, times, &upper) ||
                 __builtin_add_overflow(rounds->positive, positive, &rounds->positive) ||
                 __builtin_add_overflow(rounds->negative, negative, &rounds->negative) ||
                 __builtin_add_overflow(rounds->upper, upper, &rounds->upper);
    return large ? too_large : NULL;
}

lot_status lot_rounds_check_band(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                 lot_error *error)
{
    const lot_proof *proof = rounds->proof;
    bool last =
        number + 1 == proof->rounds_count || proof->rounds[number + 1].kind != LOT_ROUND_BAND;
    const char *wrong = NULL;
    *gap = 0;
    for (uint32_t t = 0; t < rounds->classes->count && wrong == NULL; t++)
        if (proof->round[t] == number &&
            (!last || lot_fraction_compare(rounds->greatest, proof->chance[t]) != 0))
            wrong = "one of its classes does not have the greatest chance, or is not of the last "
                    "such round";
    if (wrong == NULL)
        wrong = add_band(rounds, &proof->rounds[number]);
    if (wrong == NULL && last)
        wrong = measure_band(gap, rounds);
    rounds->ceiling_proven = last;
    return wrong == NULL ? LOT_OK : lot_round_fail(number, wrong, error);
}
