/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Surplus: a panel larger than its seats, so that enough of it is left when some drop out.
 */
#ifndef CIVICLOT_SURPLUS_H
#define CIVICLOT_SURPLUS_H

#include "civiclot/dropouts.h"
#include "civiclot/lottery.h"

/*
 * How many people more than the seats are expected to leave `seats` of them at the overall rate:
 * the least m with (seats + m) (1 - rate) >= seats. rate: below LOT_RATE_ONE. Cannot fail.
 */
uint32_t lot_surplus_usual(uint32_t seats, uint32_t rate);

/*
 * The quotas of a panel of seats + surplus people, of whom as many are expected to be left of each
 * value as the quotas want.
 *
 * A bound b becomes b (seats + surplus) / seats, times (1 - overall) / (1 - rate of the value): as
 * it was in shares, and more of those who leave more often. Minima are rounded up and maxima down,
 * where a whole number is between; otherwise minima down and maxima up. Where the minima of a
 * feature are then together more than all people, those that are furthest above what they were
 * before rounding, or else largest, go down by one, the first of equals, until they are not; and
 * the other way with maxima.
 *
 * min_flex goes down to min, and max_flex up to max, where they would exclude them.
 * LOT_FAILURE: no memory. *out is NULL on failure; free it with lot_quotas_free().
 */
lot_status lot_surplus_quotas(lot_quotas **out, const lot_quotas *quotas, uint32_t seats,
                              uint32_t surplus, const lot_dropout_rates *rates, lot_error *error);

/* What drop-outs leave of a panel that was too large, over samples. */
typedef struct lot_surplus_result {
    uint32_t samples;
    uint32_t filled;    /* samples in which at least `seats` people are left */
    uint32_t minima;    /* in which every minimum holds */
    uint32_t quotas;    /* in which every quota holds; see below */
    uint64_t deviation; /* summed over samples */
    uint64_t people;    /* who are left, summed over samples */
} lot_surplus_result;

/*
 * Count how often what is left meets the quotas. Where more people are left than seats, a maximum
 * is its share of the people, rounded up, and no seat is vacant. dropouts: of the panel of seats +
 * surplus. Cannot fail.
 */
void lot_surplus_try(lot_surplus_result *result, const lot_quotas *quotas, uint32_t seats,
                     const lot_dropouts *dropouts);

/* What is asked of panels that are too large. */
typedef struct lot_surplus_question {
    const lot_quotas *quotas; /* of a panel of `seats`: what is left is to meet them */
    uint32_t seats;
    const lot_dropout_rates *rates;
    uint32_t samples; /* at least 1 */
} lot_surplus_question;

/*
 * The same for a lottery over such panels: in each sample one of them is drawn, by its tickets, and
 * who of it leaves. compositions: of `classes`, any number of seats. From the stream come first the
 * panels of all samples, then who leaves of the first panel's samples, and so on.
 * LOT_FAILURE: no memory.
 */
lot_status lot_surplus_simulate(lot_surplus_result *result, const lot_surplus_question *question,
                                const lot_compositions *compositions, const lot_classes *classes,
                                const lot_stream *stream, lot_error *error);

#endif
