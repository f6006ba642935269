/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Residues: a matrix modulo the prime 2^61 - 1, brought to its reduced row echelon form. Whole
 * numbers, so that the same matrix has the same rank everywhere.
 */
#ifndef CIVICLOT_LOTTERY_RESIDUES_H
#define CIVICLOT_LOTTERY_RESIDUES_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stdint.h>

#define LOT_RESIDUES_PRIME ((UINT64_C(1) << 61) - 1)

typedef struct lot_residues {
    uint32_t rows_count;
    uint32_t columns_count;
    uint64_t **rows; /* [rows_count][columns_count] each below the prime */
    uint64_t *cells; /* where the rows begin, once */
    uint32_t rank;   /* after lot_residues_reduce() */
    uint32_t *pivot; /* [rank] the column of each row's leading 1, ascending */
} lot_residues;

/* A matrix of zeros. LOT_FAILURE: no memory. Free with lot_residues_free(). */
lot_status lot_residues_make(lot_residues *out, uint32_t rows_count, uint32_t columns_count,
                             lot_error *error);

void lot_residues_free(lot_residues *residues); /* frees what it holds, not itself */

/*
 * Reduce: the first `rank` rows have a leading 1, above and below which all is 0; the others are 0.
 * Takes rank * rows * columns products at most. Cannot fail.
 */
void lot_residues_reduce(lot_residues *residues);

#endif
