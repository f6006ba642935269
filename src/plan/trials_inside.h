/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What trials are, for those who count them. */
#ifndef CIVICLOT_PLAN_TRIALS_INSIDE_H
#define CIVICLOT_PLAN_TRIALS_INSIDE_H

#include "plan/trial.h"

struct lot_trials {
    const lot_scenario *scenario;
    uint32_t words;    /* of a record */
    uint32_t *records; /* [simulations][words] */
};

/* The record of a simulation. Cannot fail. */
static inline const uint32_t *lot_trials_record(const lot_trials *trials, uint32_t simulation)
{
    return trials->records + (size_t)simulation * trials->words;
}

/* Sums of glances at a scenario. */
typedef struct lot_glances {
    uint32_t panels;
    uint64_t missing;
    uint64_t least;
} lot_glances;

/* Glance at letters[0] in all simulations. Otherwise as lot_trials_run(). */
lot_status lot_trials_glance(lot_glances *sums, const lot_scenario *scenario, uint32_t workers,
                             const lot_progress *progress, lot_error *error);

#endif
