/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clock: how long something took, and when it should end. It never goes back, and no result depends
 * on it but where a user asked for a time limit.
 */
#ifndef CIVICLOT_TALK_CLOCK_H
#define CIVICLOT_TALK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds since some moment in the past. Cannot fail. */
int64_t lot_clock_milliseconds(void);

typedef struct lot_deadline {
    uint64_t seconds; /* 0: there is no limit */
    int64_t ends;     /* milliseconds of the clock, once it was started */
} lot_deadline;

/* The seconds run from now on. Cannot fail. */
void lot_deadline_start(lot_deadline *deadline);

/* Are they over? deadline: a lot_deadline that was started. Cannot fail. */
bool lot_deadline_is_over(void *deadline);

#endif
