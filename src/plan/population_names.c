/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Population names: folded, as everywhere. */
#include "plan/population_names.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>

static lot_status add(lot_names *names, const char *name, lot_error *error)
{
    uint32_t number;
    char *folded = lot_fold(name);
    bool added = folded != NULL && lot_names_add(&number, names, folded);
    free(folded);
    return added ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_population_names_start(lot_population_names *names, const lot_population *population,
                                      lot_error *error)
{
    lot_status status = LOT_OK;
    *names = (lot_population_names){.population = population};
    names->features = lot_names_new();
    names->values = lot_array_new(population->features_count, sizeof *names->values);
    if (names->features == NULL || names->values == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t f = 0; f < population->features_count; f++) {
        const lot_feature *feature = &population->features[f];
        TRY(add(names->features, feature->name, error));
        names->values[f] = lot_names_new();
        if (names->values[f] == NULL)
            TRY(LOT_NO_MEMORY(error));
        for (uint32_t v = 0; v < feature->values_count; v++)
            TRY(add(names->values[f], population->values[feature->first + v], error));
    }
done:
    return status;
}

void lot_population_names_clear(lot_population_names *names)
{
    lot_names_free(names->features);
    for (uint32_t f = 0; names->values != NULL && f < names->population->features_count; f++)
        lot_names_free(names->values[f]);
    free(names->values);
    *names = (lot_population_names){0};
}

static lot_status find(uint32_t *number, const lot_names *names, const char *name, lot_error *error)
{
    char *folded = lot_fold(name);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    *number = lot_names_find(names, folded);
    free(folded);
    return LOT_OK;
}

lot_status lot_population_find_feature(uint32_t *feature, const lot_population_names *names,
                                       const char *name, lot_error *error)
{
    return find(feature, names->features, name, error);
}

lot_status lot_population_find_value(uint32_t *value, const lot_population_names *names,
                                     uint32_t feature, const char *name, lot_error *error)
{
    lot_status status = find(value, names->values[feature], name, error);
    if (status == LOT_OK && *value != LOT_NO_NAME)
        *value += names->population->features[feature].first;
    return status;
}

/* A problem with a cell that is nothing of the population's. feature: NULL: it should be one. */
static void tell_unknown(lot_problems *problems, const lot_table *table, uint32_t row,
                         const char *cell, const char *feature)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %" PRIu32 ": '", lot_table_name(table),
                    lot_table_row_number(table, row));
    lot_message_put_cell(&words, cell);
    if (feature == NULL)
        lot_text_put(&words, "' is no feature");
    else
        lot_text_format(&words, "' is no value of '%s'", feature);
    lot_text_put(&words, " in the population: write it as it stands there");
    lot_problems_take(problems, &words);
}

lot_status lot_population_find_named(lot_named *named, const lot_population_names *names,
                                     const lot_table *table, uint32_t row,
                                     const lot_named_columns *columns, lot_problems *problems,
                                     lot_error *error)
{
    lot_status status = LOT_OK;
    const char *feature = lot_table_cell(table, row, columns->feature);
    const char *value = lot_table_cell(table, row, columns->value);
    *named = (lot_named){.everybody = lot_is_blank(feature) && lot_is_blank(value),
                         .feature = LOT_NO_NAME,
                         .value = LOT_NO_NAME};
    if (named->everybody)
        goto done;
    TRY(lot_population_find_feature(&named->feature, names, feature, error));
    if (named->feature == LOT_NO_NAME) {
        tell_unknown(problems, table, row, feature, NULL);
        goto done;
    }
    TRY(lot_population_find_value(&named->value, names, named->feature, value, error));
    if (named->value == LOT_NO_NAME)
        tell_unknown(problems, table, row, value, names->population->features[named->feature].name);
done:
    return status;
}
