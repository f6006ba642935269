/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trials: a plan tried out in many simulated pools, each put to the real solver.
 *
 * A simulation sends letters until they are enough for a panel: more people never make it harder,
 * so there is one number from which on a panel exists. From the numbers of all simulations the
 * chance of success is read for any number of letters at once.
 *
 *   T1  simulation i gives the same record whoever runs it, in whatever order: records stand by
 *       their number, and all that is told of them is counted from there, in whole numbers.
 */
#ifndef CIVICLOT_TRIALS_H
#define CIVICLOT_TRIALS_H

#include "civiclot/mailings.h"
#include "civiclot/progress.h"
#include "civiclot/response.h"

enum { LOT_SIMULATED_MOST = 1000000, LOT_PLANS_MOST = 100, LOT_WORKERS_MOST = 256 };

/* A plan's records take at most so many bytes. */
#define LOT_TRIALS_BYTES_MOST (UINT64_C(1) << 31)

typedef struct lot_scenario {
    const lot_population *population;
    const lot_quotas *quotas;
    uint32_t seats;
    const uint32_t *rows; /* [cells_count][quotas->features_count] of lot_match_rows() */
    const lot_response *response;
    const lot_mailings *mailings;
    const uint32_t *leaves; /* [cells_count] millionths who would not come; NULL: nobody */
    uint64_t seed;          /* of lot_trials_seed() */
    uint32_t simulations;
    const uint32_t *letters; /* [letters_count] rising */
    uint32_t letters_count;
    uint32_t horizon; /* letters beyond are not looked at; at least the last of `letters` */
} lot_scenario;

/* What came out. */
typedef struct lot_trials lot_trials;

/* The seed that a text stands for: FNV-1a, 64 bits. Cannot fail. */
uint64_t lot_trials_seed(const char *text);

/*
 * The quota row for which each cell counts in each feature of the quotas; names are compared
 * folded. A feature or value that the quotas have not, or the population not: added to `problems`,
 * and LOT_BAD_INPUT; but a value of the quotas without people in the population is fine. *rows:
 * [cells_count][quotas->features_count], the caller's. LOT_FAILURE: no memory.
 */
lot_status lot_match_rows(uint32_t **rows, const lot_population *population,
                          const lot_quotas *quotas, lot_problems *problems, lot_error *error);

/*
 * Try the scenario out, in `workers` processes at once, or 1: in this one; the scenario must
 * outlive *out. LOT_FAILURE: no memory, solver, or a process died; LOT_INTERRUPTED. *out is NULL on
 * failure; free it with lot_trials_free().
 */
lot_status lot_trials_run(lot_trials **out, const lot_scenario *scenario, uint32_t workers,
                          const lot_progress *progress, lot_error *error);

void lot_trials_free(lot_trials *trials); /* NULL is fine */

#endif
