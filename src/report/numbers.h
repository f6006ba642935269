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
 * denominator: at least 1. digits: at most 12.
 */
void lot_decimal_put(lot_text *text, uint64_t numerator, uint64_t denominator, unsigned digits);

/* Add part / whole in percent, rounded half up: "8.2 %". As lot_decimal_put(). */
void lot_percent_put(lot_text *text, uint64_t part, uint64_t whole, unsigned digits);

/* How many digits after the point a chance in percent has that is so many tickets of `tickets`. */
unsigned lot_chance_digits(uint64_t tickets);

/*
 * Add a proven upper bound: "8.219 % (6/73)", rounded half up beside its fraction in lowest terms;
 * where the fraction is too long to read, the percentage alone, rounded up so that it stays true.
 */
void lot_bound_put(lot_text *text, uint64_t numerator, uint64_t denominator);

#endif
