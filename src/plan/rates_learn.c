/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates, learnt from who registered for past assemblies. */
#include "civiclot/rates.h"

#include "core/array.h"
#include "core/wide.h"
#include "plan/population_names.h"

#include <stdlib.h>

typedef struct learner {
    const lot_population *population;
    lot_population_names names;
    uint64_t *weights; /* [values] who live there */
    uint64_t *people;  /* [values] who registered */
    bool *known;       /* [values] some past quotas have it */
    lot_rates *rates;
} learner;

static lot_status start(learner *l, uint32_t count, lot_error *error)
{
    const lot_population *population = l->population;
    l->weights = lot_array_new(population->values_count, sizeof *l->weights);
    l->people = lot_array_new(population->values_count, sizeof *l->people);
    l->known = lot_array_new(population->values_count, sizeof *l->known);
    l->rates = lot_array_new(1, sizeof *l->rates);
    if (l->weights == NULL || l->people == NULL || l->known == NULL || l->rates == NULL)
        return LOT_NO_MEMORY(error);
    l->rates->ratios = true;
    l->rates->cases = lot_array_new(count, sizeof *l->rates->cases);
    l->rates->of_value = lot_array_new(population->values_count, sizeof *l->rates->of_value);
    if (l->rates->cases == NULL || l->rates->of_value == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t c = 0; c < population->cells_count; c++)
        for (uint32_t f = 0; f < population->features_count; f++)
            l->weights[lot_population_value(population, c, f)] += population->weights[c];
    return lot_population_names_start(&l->names, population, error);
}

static lot_status count_people(learner *l, const lot_past_response *past, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_quotas *quotas = past->quotas;
    l->rates->cases[l->rates->cases_count++] =
        (uint32_t)((uint64_t)past->people * LOT_RATES_ONE / past->letters);
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t feature;
        uint32_t value;
        TRY(lot_population_find_feature(&feature, &l->names,
                                        quotas->features[quotas->rows[q].feature].name, error));
        if (feature == LOT_NO_NAME)
            continue;
        TRY(lot_population_find_value(&value, &l->names, feature, quotas->rows[q].value, error));
        if (value == LOT_NO_NAME)
            continue;
        l->people[value] += past->registered[q];
        l->known[value] = true;
    }
done:
    return status;
}

/* (n + P s) / ((N + P) s), with s = weight / total. */
static uint32_t ratio_of(uint64_t n, uint64_t all, uint64_t weight, uint64_t total)
{
    const lot_unsigned_wide most = (lot_unsigned_wide)LOT_RATES_RATIO_MOST * LOT_RATES_ONE;
    lot_unsigned_wide above =
        (lot_unsigned_wide)n * total + (lot_unsigned_wide)LOT_LEARN_PRIOR_PEOPLE * weight;
    lot_unsigned_wide below = (lot_unsigned_wide)(all + LOT_LEARN_PRIOR_PEOPLE) * weight;
    lot_unsigned_wide ratio = above * LOT_RATES_ONE / below;
    return (uint32_t)(ratio < most ? ratio : most);
}

static void find_ratios(learner *l, const lot_feature *feature)
{
    uint64_t all = 0;
    uint64_t total = 0;
    for (uint32_t v = feature->first; v < feature->first + feature->values_count; v++) {
        all += l->known[v] ? l->people[v] : 0;
        total += l->known[v] ? l->weights[v] : 0;
    }
    for (uint32_t v = feature->first; v < feature->first + feature->values_count; v++)
        l->rates->of_value[v] = l->known[v] && l->weights[v] > 0
                                    ? ratio_of(l->people[v], all, l->weights[v], total)
                                    : LOT_NO_RATE;
}

lot_status lot_rates_learn(lot_rates **out, const lot_past_response *past, uint32_t count,
                           const lot_population *population, lot_error *error)
{
    *out = NULL;
    lot_status status;
    learner l = {.population = population};
    TRY(start(&l, count, error));
    for (uint32_t i = 0; i < count; i++)
        TRY(count_people(&l, &past[i], error));
    for (uint32_t f = 0; f < population->features_count; f++)
        find_ratios(&l, &population->features[f]);
    *out = l.rates;
    l.rates = NULL;
done:
    lot_population_names_clear(&l.names);
    lot_rates_free(l.rates);
    free(l.weights);
    free(l.people);
    free(l.known);
    return status;
}
