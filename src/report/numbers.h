/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers for people: grouped by thousands, decimals and percentages rounded in integers.
 * Nothing here is a float, so every machine prints the same digits.
 */
#ifndef CIVICLOT_REPORT_NUMBERS_H
#define CIVICLOT_REPORT_NUMBERS_H

#include "civiclot/text.h"

#include <stdint.h>

/* factor * numerator / denominator, rounded down; it must fit. denominator: at least 1. */
uint64_t lot_scale(uint64_t factor, uint64_t numerator, uint64_t denominator);

/* Add a number grouped by thousands: "1,000". */
void lot_number_put(lot_text *text, uint64_t number);

/* Add a count and its noun: "1 person", "1,000 people". */
void lot_count_put(lot_text *text, uint64_t count, const char *one, const char *many);

/*
 * Add numerator / denominator as a decimal of `digits` digits after the point, rounded half up.
 * denominator: at least 1. digits: at most 18.
 */
void lot_decimal_put(lot_text *text, uint64_t numerator, uint64_t denominator, unsigned digits);

typedef enum lot_towards { LOT_TOWARDS_NEAREST, LOT_TOWARDS_UP, LOT_TOWARDS_DOWN } lot_towards;

/* As lot_decimal_put(), rounded as `towards` says: bounds stay true, what is nearest is half up. */
void lot_decimal_put_towards(lot_text *text, uint64_t numerator, uint64_t denominator,
                             unsigned digits, lot_towards towards);

/* Add part / whole in percent, rounded half up: "8.2 %". digits: at most 12. */
void lot_percent_put(lot_text *text, uint64_t part, uint64_t whole, unsigned digits);

/* How many digits after the point a chance in percent has that is so many tickets of `tickets`. */
unsigned lot_chance_digits(uint64_t tickets);

/*
 * Add a proven bound of a chance: "8.220 % (6/73)", rounded so that it stays true: an upper bound
 * up, a lower one down. Beside it the fraction in lowest terms, where it is not too long to read.
 */
void lot_bound_put(lot_text *text, uint64_t numerator, uint64_t denominator);
void lot_lower_bound_put(lot_text *text, uint64_t numerator, uint64_t denominator);

/*
 * Add part / whole in percent with two digits that count, rounded up: "0.0000012 %". What is below
 * 10^-10 % and not 0 is shown as that. part, whole: as in lot_decimal_put().
 */
void lot_part_put(lot_text *text, uint64_t part, uint64_t whole);

/* Add the least power of ten that part / whole is below: "10^-9"; at least 10^-15, at most 1. */
void lot_power_put(lot_text *text, uint64_t part, uint64_t whole);

#endif
