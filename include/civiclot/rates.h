/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rates: how often people do something, answer a letter or drop out, as a file tells it.
 *
 *     feature,value,rate          feature,value,ratio
 *     ,,4 %                       ,,
 *     age,16-24,1.5 %             age,16-24,0.4
 *
 * A row without feature and value is of everybody; several such rows are as many past cases. A rate
 * is in per cent or a decimal up to 1. A ratio says how often next to people of the other values: 2
 * is twice as often, and values without a row have 1.
 */
#ifndef CIVICLOT_RATES_H
#define CIVICLOT_RATES_H

#include "civiclot/population.h"

enum { LOT_RATES_ONE = 1000000, LOT_RATES_RATIO_MOST = 1000 };

#define LOT_NO_RATE UINT32_MAX

typedef struct lot_rates {
    uint32_t cases_count;
    uint32_t *cases;    /* [cases_count] millionths, of everybody */
    bool ratios;        /* of_value are ratios */
    uint32_t *of_value; /* [population->values_count] millionths; LOT_NO_RATE: not told */
} lot_rates;

/*
 * Read rates of a population's values; other columns are not looked at.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT; no memory LOT_FAILURE.
 * *out is NULL on failure; free it with lot_rates_free().
 */
lot_status lot_rates_read(lot_rates **out, const lot_table *table, const lot_population *population,
                          lot_problems *problems, lot_error *error);

void lot_rates_free(lot_rates *rates); /* NULL is fine */

/*
 * A rate as people write it: "4%", "4.5 %", "0,045", "1/25", in millionths, rounded. ratio: up to
 * LOT_RATES_RATIO_MOST, and no percentage; else at most LOT_RATES_ONE. False where it is none.
 */
bool lot_rate_parse(uint32_t *millionths, bool ratio, const char *words);

/* The mean of the rates of the feature's values over the population; LOT_NO_RATE: none is told. */
uint32_t lot_rates_mean(const lot_rates *rates, const lot_population *population, uint32_t feature);

/*
 * The rate of everybody: the mean of past cases, or else of the first feature that has rates by
 * value; LOT_NO_RATE: neither is told. Cannot fail.
 */
uint32_t lot_rates_overall(const lot_rates *rates, const lot_population *population);

/* Do the rates tell of any value? Cannot fail. */
bool lot_rates_by_value(const lot_rates *rates, const lot_population *population);

/* What a past assembly shows of the response. */
typedef struct lot_past_response {
    const lot_quotas *quotas;
    const uint32_t *registered; /* [quotas->count] people with each value */
    uint32_t people;
    uint32_t letters; /* at least as many */
} lot_past_response;

/* So many more people, who are like the population, are thought to have registered. */
enum { LOT_LEARN_PRIOR_PEOPLE = 20 };

/*
 * Learn rates from past assemblies [count]: each is a case; and of a value with the share s of the
 * population, that had n of the N people whose value of its feature the population knows, in all of
 * them together, the ratio is (n + P s) / ((N + P) s) with P of LOT_LEARN_PRIOR_PEOPLE, so that few
 * people tell little. Names are compared folded. LOT_FAILURE: no memory.
 */
lot_status lot_rates_learn(lot_rates **out, const lot_past_response *past, uint32_t count,
                           const lot_population *population, lot_error *error);

#endif
