/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Apportion: from how many people there are of each value to how many seats it may hold.
 *
 * For n seats beside those that are kept for values nobody counted, what comes out always has
 *   V1  sum(min) + kept <= seats <= sum(max) + kept   or more: some panel has these sums;
 *   V2  min <= max, and min is at_least or more where anybody is counted.
 * Everything is in whole numbers, and a tie is told and decided by nobody: values with the same
 * claim to the last seats have bounds that admit either, so that the lottery of panels decides.
 */
#ifndef CIVICLOT_APPORTION_H
#define CIVICLOT_APPORTION_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum lot_apportion_method {
    /* min is the value's share of the seats rounded down, max rounded up */
    LOT_APPORTION_BOUNDS,
    /*
     * Hamilton's method: shares rounded down, and the seats that are left to the largest
     * remainders. At_least: who falls below has so many, and the others share what is left.
     */
    LOT_APPORTION_LARGEST_REMAINDER,
    /*
     * Webster's method: every seat goes to the largest count / (2 * seats so far + 1).
     * Source: Balinski and Young, Fair Representation (1982), appendix A.
     */
    LOT_APPORTION_SAINTE_LAGUE
} lot_apportion_method;

typedef struct lot_apportion_rule {
    lot_apportion_method method;
    uint32_t seats;
    uint32_t kept;     /* of them: the minima of values that nobody counted */
    uint32_t band;     /* so many seats less and more are allowed than come out */
    uint32_t at_least; /* of every value that anybody is counted for */
} lot_apportion_rule;

typedef struct lot_apportioned {
    uint32_t min;
    uint32_t max;
    bool raised; /* at_least is more than its share gives */
    bool tied;   /* it has the same claim to the last seats as another */
} lot_apportioned;

/*
 * Apportion the seats to the values of one feature.
 * out, counts: [count] their sum below 2^64 and above 0. seats: at most 2^31.
 * LOT_BAD_INPUT when there are not seats enough for at_least of each; LOT_FAILURE: no memory.
 */
lot_status lot_apportion(lot_apportioned *out, const uint64_t *counts, uint32_t count,
                         const lot_apportion_rule *rule, lot_error *error);

#endif
