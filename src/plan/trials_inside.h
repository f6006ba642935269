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

#endif
