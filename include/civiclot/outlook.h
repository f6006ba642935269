/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Outlook: what trials say of a plan, counted in whole numbers, and how sure that is.
 *
 * Intervals hold the true value in about 95 of 100 cases, as far as chance in the simulations goes;
 * what was assumed may be wrong by any amount.
 */
#ifndef CIVICLOT_OUTLOOK_H
#define CIVICLOT_OUTLOOK_H

#include "civiclot/trials.h"

/* A tenth of the simulations is at most `low`, half at most `middle`, nine tenths at most `high`.
 */
typedef struct lot_range {
    uint32_t low;
    uint32_t middle;
    uint32_t high;
    uint64_t sum; /* over all that were counted */
} lot_range;

/* The range of numbers [count], which are sorted for it; zeros of none. Cannot fail. */
lot_range lot_range_of(uint32_t *numbers, uint32_t count);

typedef struct lot_interval {
    uint32_t low;  /* millionths, rounded down */
    uint32_t high; /* rounded up */
} lot_interval;

typedef struct lot_outlook {
    uint32_t letters;
    uint32_t simulations;
    uint32_t feasible; /* in so many of them there is a panel */
    lot_interval chance;
    lot_range least;   /* the least chance in billionths, where there is a panel */
    lot_range people;  /* who register */
    lot_range stay;    /* of whom would come */
    lot_range *values; /* [quotas->count] who register */
    uint32_t *scarce;  /* [quotas->count] in so many, fewer register than the minimum */
    uint32_t *collide; /* [2 * quotas->count] without a panel, because of it among others */
    uint32_t *limit;   /* [2 * quotas->count] with one, it keeps the least chance down */
    uint32_t few;      /* without a panel, as there are fewer people than seats */
} lot_outlook;

/* Count what came of letters[plan] of the scenario. LOT_FAILURE: no memory. */
lot_status lot_outlook_new(lot_outlook **out, const lot_trials *trials, uint32_t plan,
                           lot_error *error);

void lot_outlook_free(lot_outlook *outlook); /* NULL is fine */

/* k of n, by Wilson's interval. Source: Wilson, JASA 22 (1927). n: at least 1. Cannot fail. */
lot_interval lot_interval_of(uint32_t k, uint32_t n);

/* Letters that are enough for a chance of success. */
typedef struct lot_needed {
    uint32_t percent;
    uint32_t letters; /* 0: more than the horizon */
    uint32_t low;     /* an interval of it; 0: more than the horizon */
    uint32_t high;
} lot_needed;

/*
 * From which number of letters on there is a panel, one number a simulation that has one within the
 * horizon, rising. *enough: [*count], the caller's. LOT_FAILURE: no memory.
 */
lot_status lot_trials_enough(uint32_t **enough, uint32_t *count, const lot_trials *trials,
                             lot_error *error);

/* How many of enough [count] are at most `letters`. Cannot fail. */
uint32_t lot_enough_by(const uint32_t *enough, uint32_t count, uint32_t letters);

/*
 * The letters from which on at least `percent` of the simulations have a panel, and what they may
 * be by order statistics, in 95 of 100 cases or more. simulations: at least 10. Cannot fail.
 */
lot_needed lot_letters_needed(const uint32_t *enough, uint32_t count, uint32_t simulations,
                              uint32_t percent);

#endif
