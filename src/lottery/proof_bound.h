/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking one bound of a proof by its tree: see civiclot/proof.h. */
#ifndef CIVICLOT_LOTTERY_PROOF_BOUND_H
#define CIVICLOT_LOTTERY_PROOF_BOUND_H

#include "civiclot/proof.h"

typedef struct lot_bound_checker {
    const lot_quotas *quotas;
    const lot_classes *classes;
    uint32_t seats;
    int64_t *weight;          /* [classes->count] of the last bound that was checked */
    uint64_t *cap;            /* [classes->count] write 0 when a class is proven absent */
    uint64_t *low, *high;     /* [classes->count] the boxes of the node at hand */
    struct lot_offer *offers; /* [most classes of a kind] */
    struct lot_turn *turns;   /* [turns_room] the way from the root to the node at hand */
    size_t turns_room;
} lot_bound_checker;

/* LOT_FAILURE when there is no memory. Either way, lot_bound_checker_free() it. */
lot_status lot_bound_checker_start(lot_bound_checker *checker, const lot_quotas *quotas,
                                   const lot_classes *classes, uint32_t seats, lot_error *error);

void lot_bound_checker_free(lot_bound_checker *checker);

/*
 * Check that the bound holds for every panel's composition.
 * name: what the bound belongs to, to begin a sentence with.
 * LOT_NOT_VERIFIED when its tree does not prove it; LOT_FAILURE when there is no memory.
 */
lot_status lot_bound_check(lot_bound_checker *checker, const lot_bound *bound, const char *name,
                           lot_error *error);

#endif
