/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What conflicts and changes must keep, on many random pools without a panel:
 *
 *     check_infeasible [SEED [POOLS]]
 *
 * What fails at a seed fails again with `check_infeasible THAT_SEED 1`.
 */
#include "support/infeasible.h"

#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    uint64_t seed = count > 1 ? strtoull(words[1], NULL, 10) : 1;
    uint32_t pools = count > 2 ? (uint32_t)strtoul(words[2], NULL, 10) : 500;
    uint32_t failed = 0;
    lot_test_seen seen = {0};
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    for (; seen.pools < pools; seed++) {
        lot_test_infeasible pool;
        if (lot_test_infeasible_make(&pool, seed))
            failed += !lot_test_infeasible_check(&seen, &pool);
        lot_test_infeasible_free(&pool);
    }
    (void)printf("%u pools without a panel: %u conflicts with households, %u proofs that branch, "
                 "%u beyond any change,\n%u changes of several targets, %u helped by recruits, %u "
                 "by one more of a household, %u by one seat fewer\n",
                 seen.pools, seen.households, seen.branched, seen.unrelaxable, seen.several,
                 seen.recruits, seen.housemates, seen.seats);
    (void)printf("%u passed, %u failed\n", seen.pools - failed, failed);
    return failed > 0;
}
