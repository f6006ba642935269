/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drop-outs: how likely members of a panel are to leave, and what is left of it in many samples.
 *
 * Rates are whole millionths, and who leaves in a sample is decided by whole numbers of a stream:
 * the same stream gives the same samples everywhere.
 */
#ifndef CIVICLOT_DROPOUTS_H
#define CIVICLOT_DROPOUTS_H

#include "civiclot/quota.h"

/* Millionths; the rate of the seven recorded panels, and how strongly what is learnt is held to it.
 */
enum { LOT_RATE_ONE = 1000000, LOT_RATE_USUAL = 100000, LOT_RATE_PRIOR_PEOPLE = 20 };

/* Numbers to come: the caller says from where, as a draw's published seed. */
typedef struct lot_stream {
    uint64_t (*next)(void *context); /* each of 2^64 as likely as any other */
    void *context;
} lot_stream;

/*
 * Accept or reject one u64 of the stream: false when u >= 2^64 - (2^64 mod limit), which would
 * favour the small numbers; otherwise *number = u mod limit.
 * limit: at least 1. Cannot fail.
 */
bool lot_stream_accept(uint64_t *number, uint64_t u, uint64_t limit);

/* A number below `limit`, at least 1, each as likely as the other: the first that is accepted. */
uint64_t lot_stream_below(const lot_stream *stream, uint64_t limit);

/*
 * How likely people are to leave, in millionths.
 *   D1  overall and of_value[q] are at most LOT_RATE_ONE;
 *   D2  of_value[q] is the rate of everyone with the value q; where it is `overall` for all values
 *       of a feature, the feature tells nothing.
 */
typedef struct lot_dropout_rates {
    uint32_t overall;
    uint32_t *of_value; /* [quotas->count] */
} lot_dropout_rates;

/*
 * How likely somebody is to leave who has these values [features_count]: the odds of `overall`,
 * times, for each feature, the odds of the value over those of `overall`. A value of rate 0 makes
 * it 0, else one of LOT_RATE_ONE makes it that. Millionths, rounded down. Cannot fail.
 */
uint32_t lot_dropout_rate(const lot_dropout_rates *rates, const uint32_t *values,
                          uint32_t features_count);

/* Somebody of a past panel. */
typedef struct lot_past_member {
    const uint32_t *values; /* [features_count] quota rows, LOT_UNKNOWN_VALUE where not known */
    bool left;
} lot_past_member;

#define LOT_UNKNOWN_VALUE UINT32_MAX

/*
 * Learn rates from past panels. overall is (left + P usual) / (members + P) with P of
 * LOT_RATE_PRIOR_PEOPLE and `usual` of LOT_RATE_USUAL: as if P people more had been seen that
 * behave as usual; a value's rate is the same with `overall` in the place of `usual`. Rounded down
 * to millionths. rates->of_value: [quotas->count], the caller's. Cannot fail.
 */
void lot_dropout_learn(lot_dropout_rates *rates, const lot_quotas *quotas,
                       const lot_past_member *members, uint32_t count);

/*
 * What is left of one panel in many samples of who leaves. Samples that leave the same seats to
 * every value are one case, as no deviation tells them apart.
 *   D3  cases ascend by seated, then left[0], left[1], ...; no two are equal;
 *   D4  times sum to samples.
 */
typedef struct lot_dropouts {
    uint32_t samples;
    uint32_t count;   /* cases */
    uint32_t values;  /* quotas->count */
    uint32_t *left;   /* [count][values] seats that are left to each value */
    uint32_t *seated; /* [count] people who stay */
    uint32_t *times;  /* [count] samples of this case */
} lot_dropouts;

/*
 * Draw samples. panel: [people_count][features_count] values of the panel; in what order does not
 * matter. Sample for sample, and in it for everyone by ascending values, the stream gives a number
 * below a million, and who gets one below their rate leaves.
 * LOT_FAILURE: no memory. *out is NULL on failure; free it with lot_dropouts_free().
 */
lot_status lot_dropouts_draw(lot_dropouts **out, const lot_quotas *quotas, const uint32_t *panel,
                             uint32_t people_count, const lot_dropout_rates *rates,
                             uint32_t samples, const lot_stream *stream, lot_error *error);

void lot_dropouts_free(lot_dropouts *dropouts); /* NULL is fine */

#endif
