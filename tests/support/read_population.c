/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reader of tables of a population, and what is made of one: quotas by every method. */
#include "support/readers.h"

#include "civiclot/worksheet.h"

#include <assert.h>
#include <stdlib.h>

enum { SEATS = 12 };

static void check_population(const lot_population *population)
{
    uint64_t sum = 0;
    assert(population->cells_count > 0 && population->cells_count <= LOT_POPULATION_CELLS_MOST);
    for (uint32_t c = 0; c < population->cells_count; c++) {
        assert(population->weights[c] > 0);
        sum += population->weights[c];
        for (uint32_t f = 0; f < population->features_count; f++) {
            uint32_t value = lot_population_value(population, c, f) - population->features[f].first;
            assert(value < population->features[f].values_count);
        }
    }
    assert(sum == population->total);
}

/* What is put as CSV reads as quotas that admit the seats. */
static void make_quotas(const lot_population *population, lot_apportion_method method)
{
    lot_worksheet *worksheet;
    lot_text text = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    const lot_uncounted uncounted = {NULL, "not said", 1, 2};
    lot_worksheet_wish wish = {.population = population,
                               .rule = {.method = method, .seats = SEATS, .at_least = 1},
                               .uncounted = &uncounted,
                               .uncounted_count = 1};
    lot_status status = lot_worksheet_new(&worksheet, &wish, &text, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    if (status == LOT_OK) {
        lot_quotas *quotas;
        status = lot_worksheet_quotas(&quotas, worksheet, NULL);
        assert(status == LOT_OK);
        lot_worksheet_put_csv(&text, worksheet);
        lot_worksheet_put_text(&text, worksheet);
        lot_quotas_free(quotas);
    }
    lot_worksheet_free(worksheet);
    lot_problems_free(problems);
    lot_text_free(&text);
}

static void read_table(const lot_table *table)
{
    lot_population *population;
    lot_text notices = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    const lot_population_source source = {.tables = &table, .tables_count = 1};
    lot_status status = lot_population_read(&population, &source, &notices, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    assert((status == LOT_OK) == (population != NULL));
    if (status == LOT_OK) {
        check_population(population);
        for (int method = 0; method < 3; method++)
            make_quotas(population, (lot_apportion_method)method);
    }
    lot_population_free(population);
    lot_problems_free(problems);
    lot_text_free(&notices);
}

void lot_test_read_population(const char *bytes, size_t length)
{
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    if (lot_table_parse(&table, "file.csv", bytes, length, problems, NULL) == LOT_OK)
        read_table(table);
    lot_table_free(table);
    lot_problems_free(problems);
}
