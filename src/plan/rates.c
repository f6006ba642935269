/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates: read from a table. */
#include "civiclot/rates.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/wide.h"
#include "plan/population_names.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/share.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] = "a file of rates has feature,value,rate or feature,value,ratio";

typedef struct rates_reader {
    const lot_table *table;
    lot_problems *problems;
    lot_population_names names;
    lot_named_columns columns;
    uint32_t number;
    lot_rates *rates;
} rates_reader;

void lot_rates_free(lot_rates *rates)
{
    if (rates == NULL)
        return;
    free(rates->cases);
    free(rates->of_value);
    free(rates);
}

bool lot_rate_parse(uint32_t *millionths, bool ratio, const char *words)
{
    uint64_t number;
    uint64_t whole;
    bool percent;
    if (!lot_fraction_parse(&number, &whole, &percent, words) || (percent && ratio))
        return false;
    whole *= percent ? 100 : 1;
    lot_unsigned_wide parts = ((lot_unsigned_wide)number * LOT_RATES_ONE + whole / 2) / whole;
    lot_unsigned_wide most = (lot_unsigned_wide)LOT_RATES_ONE * (ratio ? LOT_RATES_RATIO_MOST : 1);
    if (parts > most)
        return false;
    *millionths = (uint32_t)parts;
    return true;
}

static lot_status find_columns(rates_reader *r, lot_error *error)
{
    lot_status status;
    bool ratios;
    TRY(lot_column_exists(&ratios, r->table, "ratio", error));
    r->rates->ratios = ratios;
    TRY(lot_column_need(&r->columns.feature, r->table, "feature", EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->columns.value, r->table, "value", EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->number, r->table, ratios ? "ratio" : "rate", EXPECTED, r->problems,
                        error));
done:
    return status;
}

static void tell_number(rates_reader *r, uint32_t row, const char *cell)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %" PRIu32 ": '", lot_table_name(r->table),
                    lot_table_row_number(r->table, row));
    lot_message_put_cell(&words, cell);
    lot_text_put(&words, r->rates->ratios
                             ? "' is no ratio: write 0.5 for half as often as people of the others"
                             : "' is no rate: write 4 % or 0.04, at most 100 %");
    lot_problems_take(r->problems, &words);
}

static void put_rate(rates_reader *r, uint32_t row, const lot_named *named, uint32_t rate)
{
    lot_rates *rates = r->rates;
    if (named->everybody)
        rates->cases[rates->cases_count++] = rate;
    if (named->everybody || named->value == LOT_NO_NAME)
        return;
    if (rates->of_value[named->value] != LOT_NO_RATE)
        lot_problems_add(r->problems, "%s, row %" PRIu32 ": the value is there twice: remove one",
                         lot_table_name(r->table), lot_table_row_number(r->table, row));
    rates->of_value[named->value] = rate;
}

/* A row of everybody has a rate, in files of ratios too. */
static lot_status read_row(rates_reader *r, uint32_t row, lot_error *error)
{
    lot_named named;
    uint32_t rate;
    char *cell = lot_tidy(lot_table_cell(r->table, row, r->number));
    if (cell == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_population_find_named(&named, &r->names, r->table, row, &r->columns,
                                                  r->problems, error);
    if (status == LOT_OK && !lot_rate_parse(&rate, r->rates->ratios && !named.everybody, cell))
        tell_number(r, row, cell);
    else if (status == LOT_OK)
        put_rate(r, row, &named, rate);
    free(cell);
    return status;
}

static lot_status read_rows(rates_reader *r, const lot_population *population, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t rows = lot_table_rows_count(r->table);
    r->rates->cases = lot_array_new(rows, sizeof *r->rates->cases);
    r->rates->of_value = lot_array_new(population->values_count, sizeof *r->rates->of_value);
    if (r->rates->cases == NULL || r->rates->of_value == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t v = 0; v < population->values_count; v++)
        r->rates->of_value[v] = LOT_NO_RATE;
    for (uint32_t row = 0; row < rows; row++)
        TRY(read_row(r, row, error));
    if (rows == 0)
        lot_problems_add(r->problems, "%s: there are no rows: %s", lot_table_name(r->table),
                         EXPECTED);
done:
    return status;
}

lot_status lot_rates_read(lot_rates **out, const lot_table *table, const lot_population *population,
                          lot_problems *problems, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    rates_reader r = {.table = table, .problems = problems};
    r.rates = lot_array_new(1, sizeof *r.rates);
    if (r.rates == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_population_names_start(&r.names, population, error));
    TRY(find_columns(&r, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    TRY(read_rows(&r, population, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    *out = r.rates;
    r.rates = NULL;
done:
    lot_population_names_clear(&r.names);
    lot_rates_free(r.rates);
    return status;
}

uint32_t lot_rates_mean(const lot_rates *rates, const lot_population *population, uint32_t feature)
{
    lot_unsigned_wide sum = 0;
    uint64_t weights = 0;
    for (uint32_t c = 0; c < population->cells_count; c++) {
        uint32_t rate = rates->of_value[lot_population_value(population, c, feature)];
        if (rate == LOT_NO_RATE)
            continue;
        sum += (lot_unsigned_wide)population->weights[c] * rate;
        weights += population->weights[c];
    }
    return weights == 0 ? LOT_NO_RATE : (uint32_t)((sum + weights / 2) / weights);
}

uint32_t lot_rates_overall(const lot_rates *rates, const lot_population *population)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < rates->cases_count; i++)
        sum += rates->cases[i];
    if (rates->cases_count > 0)
        return (uint32_t)(sum / rates->cases_count);
    for (uint32_t f = 0; f < population->features_count && !rates->ratios; f++) {
        uint32_t mean = lot_rates_mean(rates, population, f);
        if (mean != LOT_NO_RATE)
            return mean;
    }
    return LOT_NO_RATE;
}

bool lot_rates_by_value(const lot_rates *rates, const lot_population *population)
{
    for (uint32_t v = 0; v < population->values_count; v++)
        if (rates->of_value[v] != LOT_NO_RATE)
            return true;
    return false;
}
