/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Response: how many letters bring a registration, from whom, and how much that varies.
 *
 * A letter goes to an address and brings one registration or none. A letter that reaches somebody
 * of cell c is answered with a chance of
 *
 *     of_cell[c]  =  mean * ratio[c] / (mean of ratio over the population),
 *     ratio[c]    =  product over the features of the ratio of c's value
 *
 * so that letters sent evenly bring `mean` registrations each. No mailing goes as the last one did:
 * each simulation multiplies all chances by one number, its swing. All in whole numbers.
 *
 *   R1  of_cell[c] is at most LOT_ANSWER_SURE; above it, it was cut off, and `cut` says so;
 *   R2  the mean of the swing is 1 but for rounding; where it would have a mailing answered more
 *       often than there are letters, all of them are answered, by whom they would be.
 */
#ifndef CIVICLOT_RESPONSE_H
#define CIVICLOT_RESPONSE_H

#include "civiclot/rates.h"

/* Chances of an answer and swings are in parts of 2^32. */
#define LOT_ANSWER_SURE (UINT64_C(1) << 32)

/* Per cent of the mean. Usual: six British mailings, 1.15 % to 6.3 %, spread by 42 % of their mean.
 */
enum { LOT_SPREAD_USUAL = 40, LOT_SPREAD_LEAST = 5, LOT_SPREAD_MOST = 100 };

typedef struct lot_response {
    uint32_t low;  /* millionths: letters sent evenly bring from low ... */
    uint32_t high; /* ... to high registrations each, any rate between as likely as the other */
    uint32_t cases_count;
    const uint32_t *cases; /* or else one of these past rates; the rates' own */
    uint32_t mean;         /* millionths */
    uint32_t shape;        /* the swing's spread is 1 / sqrt(shape) more; 0: none */
    bool cut;
    uint64_t *of_cell; /* [population->cells_count] */
} lot_response;

/* What is known of the response. */
typedef struct lot_response_wish {
    uint32_t low; /* millionths; 0 and high 0: the rates' cases tell */
    uint32_t high;
    const lot_rates *rates; /* by value, and past cases; NULL: everybody answers alike */
    uint32_t spread;        /* per cent of the mean: 0, or LOT_SPREAD_LEAST .. LOT_SPREAD_MOST */
} lot_response_wish;

/*
 * Work out everyone's chance to answer. `rates` must outlive it; they, or the wish, tell how many
 * answer overall. LOT_FAILURE: no memory. Free *out with lot_response_free().
 */
lot_status lot_response_new(lot_response **out, const lot_response_wish *wish,
                            const lot_population *population, lot_error *error);

void lot_response_free(lot_response *response); /* NULL is fine */

/* How many exponential numbers make up a swing of this spread, 1 / spread^2, rounded. */
uint32_t lot_response_shape(uint32_t spread);

/*
 * Draw a simulation's swing: a past case or a rate between low and high over the mean, times, where
 * there is a shape, the mean of `shape` exponential numbers: together with the letters' own chance
 * that is the negative binomial distribution. Exponential numbers are made by comparing uniform
 * ones alone. Source: von Neumann, Various techniques used in connection with random digits, 1951.
 * *state: of lot_random(). At most 64. Cannot fail.
 */
uint64_t lot_response_swing(const lot_response *response, uint64_t *state);

#endif
