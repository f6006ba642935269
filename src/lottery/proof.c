/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs: letting go of them. How they are checked: proof_check.c. */
#include "civiclot/proof.h"

#include <stdlib.h>

void lot_bound_clear(lot_bound *bound)
{
    free(bound->weights);
    free(bound->nodes);
    free(bound->scales);
    free(bound->multipliers);
    *bound = (lot_bound){.weights = NULL};
}

void lot_proof_free(lot_proof *proof)
{
    if (proof == NULL)
        return;
    /* a proof half made may have counts whose arrays are not there yet */
    for (uint32_t i = 0; proof->absences != NULL && i < proof->absent_count; i++)
        lot_bound_clear(&proof->absences[i]);
    for (uint32_t r = 0; proof->rounds != NULL && r < proof->rounds_count; r++)
        lot_bound_clear(&proof->rounds[r].bound);
    free(proof->absent);
    free(proof->absences);
    free(proof->chance);
    free(proof->round);
    free(proof->rounds);
    free(proof);
}

bool lot_gap_is_proven(lot_objective objective, uint64_t gap)
{
    static const uint64_t whole = UINT64_C(1) << 60;
    return objective != LOT_LEGACY && gap < whole / (objective == LOT_NASH ? 1000000 : 1000000000);
}
