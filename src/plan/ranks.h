/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranks: copies of the program that work at one plan together, on a cluster.
 *
 * ranks_alone.c, the usual build, has one; ranks_mpi.c, of `make MPI=1`, has those of mpirun.
 *
 *   N1  after lot_ranks_share() all ranks have the same records, so they go on alike;
 *   N2  rank 0 alone speaks and writes.
 */
#ifndef CIVICLOT_PLAN_RANKS_H
#define CIVICLOT_PLAN_RANKS_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lot_ranks {
    uint32_t rank;
    uint32_t count;
} lot_ranks;

/* Join the other ranks, before any other call; once. LOT_FAILURE. */
lot_status lot_ranks_join(lot_error *error);

/* Leave them, after the last call. Nothing where they were not joined. Cannot fail. */
void lot_ranks_leave(void);

/* Which rank this is, of how many; 0 of 1 before they are joined. Cannot fail. */
lot_ranks lot_ranks_now(void);

/*
 * Give all ranks the records of all: each word is 0 on all ranks but one. mine: how it went here,
 * LOT_OK only where it went well on all. *error is this rank's, or says that another failed.
 */
lot_status lot_ranks_share(uint32_t *records, size_t words, lot_status mine, lot_error *error);

#endif
