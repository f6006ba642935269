/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds that prove a chance: LEAST and FLOOR from above, GREATEST and CEILING from below.
 *
 * With q[t] what class t counts as (its chance when it is of S or fixed; M or F otherwise), both
 * directions of proof.h come to the same slack, positive where it leaves something open:
 *
 *     upper - sum_t weight[t] n[t] q[t].
 *
 * Over W = sum_S |weight[t]| n[t] it is the distance of the claimed chance z from what is proven
 * for all of S together; over the least |weight[t]| n[t], for each of them (proof.h says why it
 * counts).
 *
 * A product is rounded by less than 2^-64, always so that the distance grows; so it is too large by
 * less than classes / W parts of 2^-64, and not at all where the products are exact.
 */
#include "lottery/proof_round.h"

#include "lottery/fixed.h"

#include <inttypes.h>

static const char too_large[] = "a sum does not fit into 128 bits";

lot_status lot_round_fail(uint32_t number, const char *what, lot_error *error)
{
    return LOT_FAIL(error, LOT_NOT_VERIFIED, "round %" PRIu32 ": %s", number, what);
}

/* What is open, in 2^-64 W. */
struct slack {
    lot_wide parts;         /* not less than it is */
    uint64_t rounded_count; /* nor more than it is by as many parts */
    lot_wide weight;        /* W */
    lot_wide least;         /* of the classes whose every person counts; 0: none does */
};

/* Is the round from above? Then S has positive weights. */
static bool is_from_above(const lot_rounds *rounds, uint32_t number)
{
    lot_round_kind kind = rounds->proof->rounds[number].kind;
    return kind == LOT_ROUND_LEAST || kind == LOT_ROUND_FLOOR;
}

/* Take weight[class] n[class] chance off the slack; false when it is too large. */
static bool take(struct slack *slack, const lot_rounds *rounds, uint32_t class, lot_fraction chance)
{
    lot_wide factor = (lot_wide)rounds->weight[class] * rounds->classes->size[class];
    lot_fixed product;
    if (!lot_fixed_product(&product, (lot_unsigned_wide)(factor < 0 ? -factor : factor), chance))
        return false;
    slack->rounded_count += product.exact ? 0 : 1;
    if (factor > 0)
        return !__builtin_sub_overflow(slack->parts, product.parts, &slack->parts);
    product.parts += product.exact ? 0 : 1; /* below 2^127: a denominator is at most 2^62 */
    return !__builtin_add_overflow(slack->parts, product.parts, &slack->parts);
}

/* The same for a class of S. */
static bool take_own(struct slack *slack, const lot_rounds *rounds, uint32_t class)
{
    lot_wide factor = (lot_wide)rounds->weight[class] * rounds->classes->size[class];
    slack->weight += factor < 0 ? -factor : factor; /* at most 2^63 people_count */
    return take(slack, rounds, class, rounds->proof->chance[class]);
}

static bool is_fixed_before(const lot_rounds *rounds, uint32_t class, uint32_t number)
{
    uint32_t round = rounds->proof->round[class];
    if (round >= number) /* or LOT_NO_ROUND */
        return false;
    lot_round_kind kind = rounds->proof->rounds[round].kind;
    return kind == LOT_ROUND_LEAST || kind == LOT_ROUND_GREATEST;
}

/* A class that is not of S: NULL, or what is wrong. */
static const char *take_other(struct slack *slack, const lot_rounds *rounds, uint32_t class,
                              uint32_t number)
{
    int64_t weight = rounds->weight[class];
    lot_fraction chance;
    if (weight == 0)
        return NULL;
    if (is_fixed_before(rounds, class, number))
        chance = rounds->proof->chance[class];
    else if (rounds->absent[class])
        return "it has a weight on a class that is in no panel";
    else if (is_from_above(rounds, number) && weight < 0 && rounds->ceiling_proven)
        chance = rounds->greatest;
    else if (!is_from_above(rounds, number) && weight > 0 && rounds->floor_proven)
        chance = rounds->least;
    else
        return "it has a weight on a class of a later round that it may not have";
    return take(slack, rounds, class, chance) ? NULL : too_large;
}

/* LEAST and GREATEST: all classes of the round are S. NULL, or what is wrong. */
static const char *measure_level(struct slack *slack, lot_rounds *rounds, uint32_t number)
{
    const lot_proof *proof = rounds->proof;
    bool from_above = is_from_above(rounds, number);
    const lot_fraction *own = NULL;
    for (uint32_t t = 0; t < rounds->classes->count; t++) {
        if (proof->round[t] != number) {
            const char *wrong = take_other(slack, rounds, t, number);
            if (wrong != NULL)
                return wrong;
            continue;
        }
        if (own != NULL && lot_fraction_compare(*own, proof->chance[t]) != 0)
            return "its classes do not have the same chance";
        own = &proof->chance[t];
        if (rounds->weight[t] == 0 || (rounds->weight[t] > 0) != from_above)
            return "one of its classes has no weight, or one of the wrong sign";
        lot_wide before = slack->weight;
        if (!take_own(slack, rounds, t))
            return too_large;
        if (slack->least == 0 || slack->weight - before < slack->least)
            slack->least = slack->weight - before;
    }
    if (own == NULL)
        return "it fixes no class";
    int order = rounds->began ? lot_fraction_compare(rounds->last, *own) : 0;
    if (from_above ? order > 0 : order < 0)
        return from_above ? "its chance is below that of the round before"
                          : "its chance is above that of the round before";
    rounds->began = true;
    rounds->last = *own;
    return NULL;
}

/* FLOOR and CEILING: S are whoever has that chance, as far as they have weights. */
static const char *measure_limit(struct slack *slack, lot_rounds *rounds, uint32_t number)
{
    const lot_proof *proof = rounds->proof;
    bool from_above = is_from_above(rounds, number);
    lot_fraction limit = from_above ? rounds->least : rounds->greatest;
    for (uint32_t t = 0; t < rounds->classes->count; t++) {
        bool has = !rounds->absent[t] && lot_fraction_compare(limit, proof->chance[t]) == 0;
        if (proof->round[t] == number && !has)
            return from_above ? "one of its classes does not have the least chance"
                              : "one of its classes does not have the greatest chance";
        if (rounds->weight[t] == 0)
            continue;
        if (!has || (rounds->weight[t] > 0) != from_above)
            return "a weight is of the wrong sign, or on a class that does not have its chance";
        if (!take_own(slack, rounds, t))
            return too_large;
    }
    if (slack->weight == 0)
        return "it has no weight";
    rounds->floor_proven = rounds->floor_proven || from_above;
    rounds->ceiling_proven = rounds->ceiling_proven || !from_above;
    return NULL;
}

/* Parts of 2^-64 over a weight, as units of 2^-60 rounded up. */
static lot_wide count_units(lot_wide parts, lot_wide weight)
{
    lot_wide unit = weight * 16;
    return parts / unit + (parts % unit != 0 ? 1 : 0);
}

/* The distance, whichever way, in 2^-60. NULL, or what is wrong. */
static const char *find_gap(uint64_t *gap, const struct slack *slack)
{
    static const lot_wide one = (lot_wide)1 << 60;
    if (slack->parts < -slack->weight * LOT_PROOF_TOLERANCE) /* below 2^(63 + 32 + 14) */
        return "it claims more than is possible";
    lot_wide below = (lot_wide)slack->rounded_count - slack->parts;
    lot_wide open = slack->parts > below ? slack->parts : below;
    if (count_units(open, slack->weight) >= one)
        return "what it proves is further than 1 from its chance: that is nothing";
    lot_wide units = count_units(open, slack->least > 0 ? slack->least : slack->weight);
    *gap = (uint64_t)(units < one ? units : one);
    return NULL;
}

lot_status lot_rounds_check_chance(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                   lot_error *error)
{
    const lot_round *round = &rounds->proof->rounds[number];
    struct slack slack = {.parts = (lot_wide)round->bound.upper * ((lot_wide)1 << 64)};
    bool level = round->kind == LOT_ROUND_LEAST || round->kind == LOT_ROUND_GREATEST;
    const char *wrong =
        level ? measure_level(&slack, rounds, number) : measure_limit(&slack, rounds, number);
    if (wrong == NULL)
        wrong = find_gap(gap, &slack);
    return wrong == NULL ? LOT_OK : lot_round_fail(number, wrong, error);
}
