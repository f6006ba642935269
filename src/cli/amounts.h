/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts: numbers on a command line that are no plain whole ones. All refuse with LOT_USAGE. */
#ifndef CIVICLOT_CLI_AMOUNTS_H
#define CIVICLOT_CLI_AMOUNTS_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

/*
 * A decimal like 330, 0.95 or 2.4, in parts of 10^digits, with at most so many digits after its
 * point, from `least` to `most` parts. what: for the message: "--cost".
 */
typedef struct lot_amount_form {
    const char *what;
    unsigned digits;
    uint64_t least;
    uint64_t most;
} lot_amount_form;

lot_status lot_amount_parse(uint64_t *parts, const lot_amount_form *form, const char *text,
                            lot_error *error);

/*
 * Numbers of letters: whole ones, and ranges A..B:STEP. *letters: the caller's, rising, each once.
 * items: [count]. LOT_FAILURE: no memory.
 */
lot_status lot_letters_parse(uint32_t **letters, uint32_t *letters_count, const char *const *items,
                             uint32_t count, lot_error *error);

#endif
