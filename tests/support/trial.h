/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trial: one problem, solved for one objective and dealt to people, and what it must keep.
 *
 * A check prints what does not hold, with all that is needed to see it again, and returns false.
 */
#ifndef CIVICLOT_SUPPORT_TRIAL_H
#define CIVICLOT_SUPPORT_TRIAL_H

#include "civiclot/fair.h"

typedef struct lot_trial {
    uint64_t seed; /* given, as all down to objective */
    const lot_pool *pool;
    const lot_quotas *quotas;
    uint32_t seats;
    uint32_t per_household;
    uint64_t tickets;
    uint64_t gamma_millionths;
    lot_objective objective;
    lot_classes *classes; /* found */
    lot_solution *solution;
    lot_panels *panels;
    uint64_t *held; /* [people_count] tickets */
} lot_trial;

/* Print what is wrong. Always false. */
bool lot_trial_wrong(const lot_trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Solve. There must be a panel. Legacy may look for one in vain: then the answer is true and
 * trial->solution is NULL. Always end with lot_trial_end().
 */
bool lot_trial_solve(lot_trial *trial);

/* Deal the solution's seats, to people in a random order. */
bool lot_trial_deal(lot_trial *trial, uint64_t *state);

void lot_trial_end(lot_trial *trial);

double lot_trial_chance(const lot_trial *trial, uint32_t person);

/* Every panel has its people, its quotas, its households; and all have all the tickets. */
bool lot_trial_check_panels(const lot_trial *trial);

/* Chances and tickets sum to the seats; people of one class hold the same, up to one ticket. */
bool lot_trial_check_chances(const lot_trial *trial);

/* The finding tells how far anybody's tickets are off, and the bound holds. */
bool lot_trial_check_finding(const lot_trial *trial);

/* The proof holds, and leaves open what the finding says. */
bool lot_trial_check_proof(const lot_trial *trial);

#endif
