/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made-up proofs: well formed, of every shape that a proof can have. They prove nothing.
 */
#ifndef CIVICLOT_SUPPORT_MADE_PROOF_H
#define CIVICLOT_SUPPORT_MADE_PROOF_H

#include "civiclot/proof.h"

/* What a proof is made of. */
typedef struct lot_test_proof {
    uint64_t seed;
    lot_objective objective;
    uint64_t gamma_millionths;
    uint32_t seats;
    uint32_t quotas_count;
    uint32_t classes_count;
    const bool *no_panel; /* [classes_count] these are absent; NULL: nobody is */
    uint32_t splits_most; /* of a tree */
} lot_test_proof;

/* Make it: numbers of every size and sign. Free it with lot_proof_free(). */
lot_proof *lot_test_proof_make(const lot_test_proof *wish);

/* Fail unless both say the same. */
void lot_test_proof_assert_same(const lot_proof *a, const lot_proof *b);

#endif
