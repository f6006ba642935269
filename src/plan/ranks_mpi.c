/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranks: those that mpirun started. The only file that knows MPI; what MPI itself cannot do ends
 * all of them, with its own message.
 */
#include "plan/ranks.h"

#include <mpi.h>

/* MPI counts in ints; so many words go at once. */
enum { WORDS_AT_ONCE = 1 << 20 };

static bool is_joined(void)
{
    int joined = 0;
    int left = 0;
    (void)MPI_Initialized(&joined);
    (void)MPI_Finalized(&left);
    return joined != 0 && left == 0;
}

lot_status lot_ranks_join(lot_error *error)
{
    if (!is_joined() && MPI_Init(NULL, NULL) != MPI_SUCCESS)
        return LOT_FAIL(error, LOT_FAILURE, "MPI does not start");
    return LOT_OK;
}

void lot_ranks_leave(void)
{
    if (is_joined())
        (void)MPI_Finalize();
}

lot_ranks lot_ranks_now(void)
{
    int rank = 0;
    int count = 1;
    if (is_joined()) {
        (void)MPI_Comm_rank(MPI_COMM_WORLD, &rank);
        (void)MPI_Comm_size(MPI_COMM_WORLD, &count);
    }
    return (lot_ranks){.rank = (uint32_t)rank, .count = (uint32_t)count};
}

lot_status lot_ranks_share(uint32_t *records, size_t words, lot_status mine, lot_error *error)
{
    if (!is_joined())
        return mine;
    int worst = (int)mine;
    (void)MPI_Allreduce(MPI_IN_PLACE, &worst, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    if (mine != LOT_OK)
        return mine;
    if (worst != LOT_OK)
        return LOT_FAIL(error, (lot_status)worst, "another rank failed");
    for (size_t at = 0; at < words; at += WORDS_AT_ONCE) {
        size_t left = words - at;
        (void)MPI_Allreduce(MPI_IN_PLACE, records + at,
                            (int)(left < WORDS_AT_ONCE ? left : WORDS_AT_ONCE), MPI_UINT32_T,
                            MPI_SUM, MPI_COMM_WORLD);
    }
    return LOT_OK;
}
