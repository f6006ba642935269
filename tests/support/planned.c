/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned: texts through the readers. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/planned.h"

#include "support/input.h"

#include <stdlib.h>

lot_population *lot_planned_population(const char *csv)
{
    lot_population *population;
    lot_text notices = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("population.csv", csv);
    const lot_table *tables[] = {table};
    const lot_population_source source = {.tables = tables, .tables_count = 1};
    lot_status status = lot_population_read(&population, &source, &notices, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_text_free(&notices);
    return population;
}

static void read_rates(lot_planned *p, lot_problems *problems)
{
    if (p->texts.rates == NULL)
        return;
    lot_table *table = lot_test_table("rates.csv", p->texts.rates);
    (void)lot_rates_read(&p->rates, table, p->population, problems, NULL);
    lot_table_free(table);
}

static void read_mailings(lot_planned *p, lot_problems *problems)
{
    if (p->texts.strata == NULL) {
        assert_int_equal(lot_mailings_even(&p->mailings, p->population, NULL), LOT_OK);
        return;
    }
    lot_table *table = lot_test_table("strata.csv", p->texts.strata);
    (void)lot_mailings_read(&p->mailings, table, p->population, problems, NULL);
    lot_table_free(table);
}

static void read_quotas(lot_planned *p, lot_problems *problems)
{
    lot_table *table = lot_test_table("quotas.csv", p->texts.quotas);
    (void)lot_quotas_read(&p->quotas, table, p->texts.seats, problems, NULL);
    lot_table_free(table);
    lot_test_assert_problems(problems, NULL, 0);
    (void)lot_match_rows(&p->rows, p->population, p->quotas, problems, NULL);
}

void lot_planned_make(lot_planned *planned, const lot_planned_texts *texts)
{
    lot_problems *problems = lot_problems_new();
    uint32_t count = 0;
    *planned = (lot_planned){.texts = *texts};
    planned->population = lot_planned_population(texts->population);
    read_rates(planned, problems);
    read_mailings(planned, problems);
    read_quotas(planned, problems);
    lot_test_assert_problems(problems, NULL, 0);
    lot_problems_free(problems);
    const lot_response_wish wish = {.low = texts->rate,
                                    .high = texts->high > 0 ? texts->high : texts->rate,
                                    .rates = planned->rates,
                                    .spread = texts->spread};
    assert_int_equal(lot_response_new(&planned->response, &wish, planned->population, NULL),
                     LOT_OK);
    while (count < LOT_PLANNED_LETTERS_MOST && texts->letters[count] > 0)
        count++;
    planned->scenario =
        (lot_scenario){.population = planned->population,
                       .quotas = planned->quotas,
                       .seats = texts->seats,
                       .rows = planned->rows,
                       .response = planned->response,
                       .mailings = planned->mailings,
                       .seed = lot_trials_seed("test"),
                       .simulations = texts->simulations,
                       .letters = planned->texts.letters,
                       .letters_count = count,
                       .horizon = texts->horizon > 0 ? texts->horizon : texts->letters[count - 1]};
}

void lot_planned_clear(lot_planned *planned)
{
    free(planned->rows);
    lot_mailings_free(planned->mailings);
    lot_response_free(planned->response);
    lot_rates_free(planned->rates);
    lot_quotas_free(planned->quotas);
    lot_population_free(planned->population);
}
