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
