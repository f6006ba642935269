/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Response: chances in fixed point, and the swing of a simulation. */
#include "civiclot/response.h"

#include "core/array.h"
#include "core/random.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>

/* No swing is larger; ratios multiply up to this. */
static const uint64_t swing_most = 64 * LOT_ANSWER_SURE;
static const lot_unsigned_wide ratio_most = (lot_unsigned_wide)LOT_ANSWER_SURE << 24;

void lot_response_free(lot_response *response)
{
    if (response == NULL)
        return;
    free(response->of_cell);
    free(response);
}

/* The ratio of a value next to its feature's mean, or as it is told; in parts of 2^32. */
static uint64_t ratio_of(const lot_rates *rates, uint32_t value, uint32_t mean)
{
    uint32_t told = rates->of_value[value];
    if (rates->ratios)
        return told == LOT_NO_RATE ? LOT_ANSWER_SURE : told * LOT_ANSWER_SURE / LOT_RATES_ONE;
    if (told == LOT_NO_RATE || mean == LOT_NO_RATE || mean == 0)
        return LOT_ANSWER_SURE;
    return told * LOT_ANSWER_SURE / mean;
}

/* of_cell becomes the product of the ratios. */
static lot_status multiply_ratios(lot_response *response, const lot_rates *rates,
                                  const lot_population *population, lot_error *error)
{
    uint32_t *mean = lot_array_new(population->features_count, sizeof *mean);
    if (mean == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t f = 0; f < population->features_count && rates != NULL; f++)
        mean[f] = lot_rates_mean(rates, population, f);
    for (uint32_t c = 0; c < population->cells_count; c++) {
        lot_unsigned_wide product = LOT_ANSWER_SURE;
        for (uint32_t f = 0; f < population->features_count && rates != NULL; f++) {
            product *= ratio_of(rates, lot_population_value(population, c, f), mean[f]);
            product >>= 32;
            product = product < ratio_most ? product : ratio_most;
        }
        response->of_cell[c] = (uint64_t)product;
    }
    free(mean);
    return LOT_OK;
}

/* The mean of the products over the population. */
static uint64_t mean_product(const lot_response *response, const lot_population *population)
{
    lot_unsigned_wide sum = 0;
    for (uint32_t c = 0; c < population->cells_count; c++)
        sum += (lot_unsigned_wide)population->weights[c] * response->of_cell[c];
    return (uint64_t)(sum / population->total);
}

/* What the wish says; else past cases; else what rates by value make. */
static void set_overall(lot_response *response, const lot_response_wish *wish,
                        const lot_population *population)
{
    response->low = wish->low;
    response->high = wish->high;
    response->mean = (uint32_t)(((uint64_t)wish->low + wish->high) / 2);
    if (wish->high > 0 || wish->rates == NULL)
        return;
    uint32_t overall = lot_rates_overall(wish->rates, population);
    response->mean = overall == LOT_NO_RATE ? 0 : overall;
    response->cases_count = wish->rates->cases_count;
    response->cases = wish->rates->cases;
    if (response->cases_count == 0)
        response->low = response->high = response->mean;
}

lot_status lot_response_new(lot_response **out, const lot_response_wish *wish,
                            const lot_population *population, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_response *response = lot_array_new(1, sizeof *response);
    if (response == NULL)
        return LOT_NO_MEMORY(error);
    response->of_cell = lot_array_new(population->cells_count, sizeof *response->of_cell);
    if (response->of_cell == NULL)
        TRY(LOT_NO_MEMORY(error));
    set_overall(response, wish, population);
    response->shape = wish->spread == 0 ? 0 : lot_response_shape(wish->spread);
    TRY(multiply_ratios(response, wish->rates, population, error));
    uint64_t mean = mean_product(response, population);
    uint64_t overall = response->mean * LOT_ANSWER_SURE / LOT_RATES_ONE;
    for (uint32_t c = 0; c < population->cells_count && mean > 0; c++) {
        lot_unsigned_wide chance = (lot_unsigned_wide)overall * response->of_cell[c] / mean;
        response->cut = response->cut || chance > LOT_ANSWER_SURE;
        response->of_cell[c] = chance < LOT_ANSWER_SURE ? (uint64_t)chance : LOT_ANSWER_SURE;
    }
    *out = response;
    response = NULL;
done:
    lot_response_free(response);
    return status;
}

uint32_t lot_response_shape(uint32_t spread)
{
    assert(spread >= LOT_SPREAD_LEAST && spread <= LOT_SPREAD_MOST);
    uint32_t square = spread * spread;
    return (10000 + square / 2) / square;
}

/*
 * An exponential number in parts of 2^32. Uniform numbers are drawn as long as they fall; an odd
 * length of the run takes the first of them, an even one adds 1 and begins again.
 */
static uint64_t draw_exponential(uint64_t *state)
{
    for (uint64_t whole = 0;; whole += LOT_ANSWER_SURE) {
        uint64_t first = lot_random(state);
        uint64_t last = first;
        bool odd = true;
        for (uint64_t next = lot_random(state); next < last; next = lot_random(state)) {
            last = next;
            odd = !odd;
        }
        if (odd)
            return whole + (first >> 32);
    }
}

uint64_t lot_response_swing(const lot_response *response, uint64_t *state)
{
    uint64_t overall = response->mean;
    if (response->cases_count > 0)
        overall = response->cases[lot_random_below(state, response->cases_count)];
    else if (response->high > response->low)
        overall =
            response->low + lot_random_below(state, (uint64_t)response->high - response->low + 1);
    lot_unsigned_wide swing = LOT_ANSWER_SURE;
    if (response->mean > 0)
        swing = swing * overall / response->mean;
    if (response->shape > 0) {
        lot_unsigned_wide sum = 0;
        for (uint32_t i = 0; i < response->shape; i++)
            sum += draw_exponential(state);
        swing = swing * sum / response->shape >> 32;
    }
    return swing < swing_most ? (uint64_t)swing : swing_most;
}
