/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Share: a number of seats in a cell, or a part of them: `6`, `12.5 %`, `0,125`, `1/8`.
 */
#ifndef CIVICLOT_POOL_SHARE_H
#define CIVICLOT_POOL_SHARE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Digits, with the ".0" or ".00" that a spreadsheet may add; not ".000", which is a thousand in
 * half of Europe. Numbers beyond any panel are all alike: the largest below LOT_UNBOUNDED.
 */
bool lot_seats_parse(uint32_t *seats, const char *words);

/*
 * `12.5`, `12,5 %` or `1/8` as numerator / denominator, and whether a percent sign follows.
 * False where the words are none. numerator: below 10^18; denominator: from 1 to 10^9. Cannot fail.
 */
bool lot_fraction_parse(uint64_t *numerator, uint64_t *denominator, bool *percent,
                        const char *words);

typedef enum lot_share_kind {
    LOT_NO_SHARE,
    LOT_SHARE,         /* a percentage, or from 0 to 1: of all seats */
    LOT_BROKEN_NUMBER, /* above 1: of seats, but no whole number */
} lot_share_kind;

/*
 * What the words are, and in *down and *up what that is in seats, rounded: of a share of so many
 * seats. A percentage above 100 is no share. Cannot fail.
 */
lot_share_kind lot_share_parse(uint32_t *down, uint32_t *up, const char *words, uint32_t seats);

#endif
