/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checking a proof: does it have its objective's form, does every bound hold, and how far are the
 * chances from what the bounds prove together?
 *
 * Nothing of a proof is trusted but that its arrays are as long as its counts say. It is read once,
 * in its order:
 *
 *     form and chances -> absent classes -> rounds: the bound, then what is left open
 *                                           (proof_bound.c)  (proof_round.c, proof_value.c)
 */
#include "civiclot/proof.h"

#include "core/array.h"
#include "lottery/fixed.h"
#include "lottery/proof_bound.h"
#include "lottery/proof_round.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_BYTES = 64, NO_KIND = -1 };

/* The kind that round `number` must be; NO_KIND where there is no such round. */
static int kind_of_round(const lot_proof *proof, uint32_t number)
{
    switch (proof->objective) {
    case LOT_LEXIMIN:
        return LOT_ROUND_LEAST;
    case LOT_MAXIMIN:
        return number == 0 ? LOT_ROUND_FLOOR : LOT_ROUND_GREATEST;
    case LOT_MINIMAX:
        return number == 0 ? LOT_ROUND_CEILING : LOT_ROUND_LEAST;
    case LOT_NASH:
        return number == 0 ? LOT_ROUND_MEAN : NO_KIND;
    case LOT_GOLDILOCKS: /* a second BAND is as good as none */
        return number == 0 || (number == 1 && proof->rounds[1].kind == LOT_ROUND_BAND)
                   ? LOT_ROUND_BAND
                   : LOT_ROUND_LEAST;
    case LOT_LEGACY:
        break;
    }
    return NO_KIND;
}

static lot_status check_form(const lot_proof *proof, const lot_quotas *quotas,
                             const lot_classes *classes, lot_error *error)
{
    if ((unsigned)proof->objective >= LOT_OBJECTIVES_COUNT || proof->objective == LOT_LEGACY)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "no such objective can be proven");
    if ((proof->objective == LOT_GOLDILOCKS) != (proof->gamma_millionths > 0))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "gamma is missing, or stands where the objective has none");
    if (proof->classes_count != classes->count || proof->quotas_count != quotas->count)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the proof is of %" PRIu32 " classes and %" PRIu32
                        " quotas, but there are %" PRIu32 " and %" PRIu32,
                        proof->classes_count, proof->quotas_count, classes->count, quotas->count);
    if (proof->seats == 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "the proof is of no seats");
    if (proof->rounds_count == 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "the proof has no rounds");
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        const lot_round *round = &proof->rounds[r];
        if ((int)round->kind != kind_of_round(proof, r))
            return lot_round_fail(r, "the objective has no round of that kind there", error);
        if (round->kind == LOT_ROUND_BAND ? round->times == 0 : round->times != 1)
            return lot_round_fail(r, "it is taken so many times as is not allowed", error);
    }
    return LOT_OK;
}

/* R1 and R2 of proof_round.h, but for absent classes; and the chances of all sum to the seats. */
static lot_status check_chances(const lot_proof *proof, const lot_classes *classes,
                                lot_error *error)
{
    lot_wide sum = 0; /* at most 2^32 people: below 2^96 */
    for (uint32_t t = 0; t < classes->count; t++) {
        lot_fraction chance = proof->chance[t];
        lot_fixed seats;
        if (chance.denominator == 0 || chance.denominator > LOT_FRACTION_MAX ||
            chance.numerator > chance.denominator ||
            lot_gcd(chance.numerator, chance.denominator) != 1)
            return LOT_FAIL(
                error, LOT_NOT_VERIFIED,
                "the chance of class %" PRIu32 " is no fraction in lowest terms from 0 to 1", t);
        if (proof->round[t] != LOT_NO_ROUND && proof->round[t] >= proof->rounds_count)
            return LOT_FAIL(error, LOT_NOT_VERIFIED, "class %" PRIu32 " is of an unknown round", t);
        if (!lot_fixed_product(&seats, classes->size[t], chance))
            return LOT_FAIL(error, LOT_NOT_VERIFIED, "class %" PRIu32 " is too large", t);
        sum += seats.parts;
    }
    lot_wide left = (lot_wide)proof->seats * ((lot_wide)1 << 64) - sum;
    lot_wide allowed = (lot_wide)classes->people_count * LOT_PROOF_TOLERANCE;
    if (left > allowed || left < -allowed)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the chances of all people do not sum to the seats");
    return LOT_OK;
}

static lot_status check_absence(lot_bound_checker *checker, bool *absent, const lot_proof *proof,
                                uint32_t index, lot_error *error)
{
    uint32_t class = proof->absent[index];
    const lot_bound *bound = &proof->absences[index];
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "the absence of class %" PRIu32, class);
    if (class >= proof->classes_count || absent[class])
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "%s: it is unknown, or absent before", name);
    if (bound->weights_count != 1 || bound->weights[0].class != class ||
        bound->weights[0].weight != 1 || bound->upper != 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "%s: its bound says something else", name);
    lot_status status = lot_bound_check(checker, bound, name, error);
    if (status != LOT_OK)
        return status;
    absent[class] = true;
    checker->cap[class] = 0;
    return LOT_OK;
}

/* Every class is absent, without a chance, or has a round. */
static lot_status check_presence(lot_rounds *rounds, lot_error *error)
{
    const lot_proof *proof = rounds->proof;
    for (uint32_t t = 0; t < proof->classes_count; t++) {
        lot_fraction chance = proof->chance[t];
        if (rounds->absent[t] != (proof->round[t] == LOT_NO_ROUND))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "class %" PRIu32 " must have a round, or be in no panel", t);
        if (rounds->absent[t] && chance.numerator != 0)
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "class %" PRIu32 " is in no panel but has a chance", t);
        if (rounds->absent[t])
            continue;
        bool first = rounds->people_count == 0;
        if (first || lot_fraction_compare(chance, rounds->least) < 0)
            rounds->least = chance;
        if (first || lot_fraction_compare(chance, rounds->greatest) > 0)
            rounds->greatest = chance;
        rounds->people_count += rounds->classes->size[t];
    }
    if (rounds->people_count == 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "nobody is in any panel");
    return LOT_OK;
}

static lot_status check_round(uint64_t *gap, lot_bound_checker *checker, lot_rounds *rounds,
                              uint32_t number, lot_error *error)
{
    const lot_round *round = &rounds->proof->rounds[number];
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "round %" PRIu32, number);
    lot_status status = lot_bound_check(checker, &round->bound, name, error);
    if (status != LOT_OK)
        return status;
    switch (round->kind) {
    case LOT_ROUND_MEAN:
        return lot_rounds_check_mean(gap, rounds, number, error);
    case LOT_ROUND_BAND:
        return lot_rounds_check_band(gap, rounds, number, error);
    case LOT_ROUND_LEAST:
    case LOT_ROUND_GREATEST:
    case LOT_ROUND_FLOOR:
    case LOT_ROUND_CEILING:
        break;
    }
    return lot_rounds_check_chance(gap, rounds, number, error);
}

lot_status lot_proof_check(lot_proof_result *result, const lot_proof *proof,
                           const lot_quotas *quotas, const lot_classes *classes, lot_error *error)
{
    assert(classes->features_count == quotas->features_count);
    lot_status status = LOT_OK;
    lot_bound_checker checker = {.quotas = NULL};
    lot_proof_result found = {.gap = 0};
    bool *absent = lot_array_new(classes->count, sizeof *absent);
    *result = found;
    TRY(absent == NULL ? LOT_NO_MEMORY(error) : LOT_OK);
    TRY(check_form(proof, quotas, classes, error));
    TRY(check_chances(proof, classes, error));
    TRY(lot_bound_checker_start(&checker, quotas, classes, proof->seats, error));
    for (uint32_t i = 0; i < proof->absent_count; i++) {
        TRY(check_absence(&checker, absent, proof, i, error));
        found.branched += proof->absences[i].nodes_count > 1;
    }
    lot_rounds rounds = {
        .proof = proof, .classes = classes, .absent = absent, .weight = checker.weight};
    TRY(check_presence(&rounds, error));
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        uint64_t gap = 0;
        TRY(check_round(&gap, &checker, &rounds, r, error));
        found.branched += proof->rounds[r].bound.nodes_count > 1;
        if (r == 0 || gap > found.gap) {
            found.gap = gap;
            found.gap_round = r;
        }
    }
    *result = found;
done:
    lot_bound_checker_free(&checker);
    free(absent);
    return status;
}
