/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beacons: their values as people copy them, with the round they are of. */
#ifndef CIVICLOT_DESK_BEACON_H
#define CIVICLOT_DESK_BEACON_H

#include "civiclot/digest.h"

#include <stdint.h>

typedef struct lot_pulse {
    uint64_t round;
    char *value;          /* hexadecimal digits, lower case */
    bool is_signed;       /* a signature stood beside it */
    lot_digest signature; /* its SHA-256 */
} lot_pulse;

/*
 * Read ROUND:HEX, or a beacon's JSON: {"round":..,"randomness":"..","signature":".."}.
 * LOT_USAGE when it is neither. Free with lot_pulse_free().
 */
lot_status lot_pulse_read(lot_pulse *out, const char *typed, lot_error *error);

void lot_pulse_free(lot_pulse *pulse); /* frees what it holds, not itself */

#endif
