/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds: how far what a round claims is from what its bound proves. See civiclot/proof.h.
 *
 * The bound itself was checked before (proof_bound.h), and so were the chances and the order of the
 * rounds (proof_check.c):
 *
 *   R1  every chance is a fraction of at most 1, its denominator 1 .. 2^62; of absent classes 0;
 *   R2  round[t] is below rounds_count, or the class is absent;
 *   R3  rounds are of the kinds that the objective has, in their order.
 */
#ifndef CIVICLOT_LOTTERY_PROOF_ROUND_H
#define CIVICLOT_LOTTERY_PROOF_ROUND_H

#include "civiclot/proof.h"
#include "core/wide.h"

/* A claimed chance may be this much, in 2^-64, on the wrong side of what is proven: rounding. */
enum { LOT_PROOF_TOLERANCE = 1 << 14 };

typedef struct lot_rounds {
    const lot_proof *proof;
    const lot_classes *classes;
    const bool *absent;    /* [classes->count] */
    const int64_t *weight; /* [classes->count] of the round's bound */
    uint64_t people_count; /* who is not absent */
    lot_fraction least;    /* chance of those: F once it is proven */
    lot_fraction greatest; /* M once it is proven */
    bool floor_proven;
    bool ceiling_proven;
    bool began;        /* there was a LEAST or GREATEST round: */
    lot_fraction last; /* the chance of the last one */
    lot_wide positive; /* A of the BAND rounds so far */
    lot_wide negative; /* B */
    lot_wide upper;    /* U */
} lot_rounds;

/*
 * Check round `number` and measure its gap, in 2^-60, rounded up. Rounds come in their order.
 * LOT_NOT_VERIFIED when the round proves nothing or claims more than is possible.
 */
lot_status lot_rounds_check_chance(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                   lot_error *error);

/* The same of MEAN and BAND; the first of two BAND rounds has gap 0. */
lot_status lot_rounds_check_mean(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                 lot_error *error);
lot_status lot_rounds_check_band(uint64_t *gap, lot_rounds *rounds, uint32_t number,
                                 lot_error *error);

/* LOT_NOT_VERIFIED: what is wrong with round `number`. */
lot_status lot_round_fail(uint32_t number, const char *what, lot_error *error);

#endif
