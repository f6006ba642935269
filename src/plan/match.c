/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Match: values of the population and rows of the quotas that mean the same. */
#include "civiclot/trials.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "plan/population_names.h"

#include <stdlib.h>

typedef struct matcher {
    const lot_population *population;
    const lot_quotas *quotas;
    lot_population_names names;
    uint32_t *features; /* [quotas->features_count] of the population */
    uint32_t *rows;     /* [population->values_count] quota rows, or LOT_NO_NAME */
    lot_problems *problems;
} matcher;

/* Quota rows take the values of the population that fold to theirs. */
static lot_status match_values(matcher *m, uint32_t feature, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_feature *wanted = &m->quotas->features[feature];
    const lot_feature *counted = &m->population->features[m->features[feature]];
    for (uint32_t q = wanted->first; q < wanted->first + wanted->values_count; q++) {
        uint32_t value;
        TRY(lot_population_find_value(&value, &m->names, m->features[feature],
                                      m->quotas->rows[q].value, error));
        if (value != LOT_NO_NAME)
            m->rows[value] = q;
    }
    for (uint32_t v = counted->first; v < counted->first + counted->values_count; v++)
        if (m->rows[v] == LOT_NO_NAME)
            lot_problems_add(m->problems,
                             "the population has people with %s '%s', for whom there is no quota: "
                             "add it to the quotas, or write the value as it stands there",
                             counted->name, m->population->values[v]);
done:
    return status;
}

static lot_status match_features(matcher *m, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t v = 0; v < m->population->values_count; v++)
        m->rows[v] = LOT_NO_NAME;
    for (uint32_t f = 0; f < m->quotas->features_count; f++) {
        const char *name = m->quotas->features[f].name;
        TRY(lot_population_find_feature(&m->features[f], &m->names, name, error));
        if (m->features[f] == LOT_NO_NAME)
            lot_problems_add(m->problems,
                             "the quotas have the feature '%s', which the population does not tell "
                             "of: add a table of it, or leave its quotas out",
                             name);
        else
            TRY(match_values(m, f, error));
    }
done:
    return status;
}

lot_status lot_match_rows(uint32_t **rows, const lot_population *population,
                          const lot_quotas *quotas, lot_problems *problems, lot_error *error)
{
    *rows = NULL;
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    matcher m = {.population = population, .quotas = quotas, .problems = problems};
    size_t features = quotas->features_count;
    m.features = lot_array_new(features, sizeof *m.features);
    m.rows = lot_array_new(population->values_count, sizeof *m.rows);
    if (m.features == NULL || m.rows == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_population_names_start(&m.names, population, error));
    TRY(match_features(&m, error));
    TRY(lot_problems_refuse(problems, before, "population and quotas", error));
    *rows = lot_array_new(population->cells_count * features, sizeof **rows);
    if (*rows == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < population->cells_count; c++)
        for (uint32_t f = 0; f < features; f++)
            (*rows)[c * features + f] = m.rows[lot_population_value(population, c, m.features[f])];
done:
    lot_population_names_clear(&m.names);
    free(m.features);
    free(m.rows);
    return status;
}
