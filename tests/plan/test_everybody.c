/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody: who is in the pool that a population makes. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/everybody.h"
#include "civiclot/worksheet.h"

#include "support/input.h"

#include <string.h>

enum { SEATS = 3 };

static const char table_text[] = "sex,age,n\nf,old,10\nf,young,2\nm,old,0.4\nm,young,1.7\n";

static lot_population *read_population(const char *csv)
{
    lot_population *population;
    lot_text notices = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("a.csv", csv);
    const lot_table *const tables[] = {table};
    const lot_population_source source = {.tables = tables, .tables_count = 1};
    assert_int_equal(lot_population_read(&population, &source, &notices, problems, NULL), LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_text_free(&notices);
    return population;
}

/* The quotas of the population, with an answer that nobody counted and that must have a seat. */
static lot_quotas *make_quotas(const lot_population *population, uint32_t min)
{
    const lot_uncounted other = {"sex", "x", min, 1};
    const lot_worksheet_wish wish = {.population = population,
                                     .rule = {.seats = SEATS},
                                     .uncounted = &other,
                                     .uncounted_count = 1};
    lot_worksheet *worksheet;
    lot_quotas *quotas;
    lot_text notices = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_worksheet_new(&worksheet, &wish, &notices, problems, NULL), LOT_OK);
    assert_int_equal(lot_worksheet_quotas(&quotas, worksheet, NULL), LOT_OK);
    lot_worksheet_free(worksheet);
    lot_problems_free(problems);
    lot_text_free(&notices);
    return quotas;
}

static uint32_t count(const lot_pool *pool, const lot_quotas *quotas, const char *sex,
                      const char *age)
{
    uint32_t found = 0;
    for (uint32_t p = 0; p < pool->people_count; p++)
        found += strcmp(quotas->rows[lot_pool_value(pool, p, 0)].value, sex) == 0 &&
                 strcmp(quotas->rows[lot_pool_value(pool, p, 1)].value, age) == 0;
    return found;
}

static lot_pool *everybody(const lot_population *population, const lot_quotas *quotas,
                           lot_everybody_parts parts, uint32_t sample)
{
    lot_pool *pool;
    const lot_everybody_wish wish = {population, quotas, SEATS, sample, parts};
    assert_int_equal(lot_everybody_new(&pool, &wish, NULL), LOT_OK);
    return pool;
}

static void a_cell_has_whole_people_and_no_more_than_the_seats(void **state)
{
    (void)state;
    lot_population *population = read_population(table_text);
    lot_quotas *quotas = make_quotas(population, 0);
    lot_pool *pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, 0);
    assert_int_equal(count(pool, quotas, "f", "old"), SEATS);
    assert_int_equal(count(pool, quotas, "f", "young"), 2);
    assert_int_equal(count(pool, quotas, "m", "old"), 0);
    assert_int_equal(count(pool, quotas, "m", "young"), 1);
    assert_int_equal(pool->people_count, 6);
    lot_pool_free(pool);
    pool = everybody(population, quotas, LOT_PARTS_ARE_ONE, 0);
    assert_int_equal(count(pool, quotas, "m", "old"), 1);
    assert_int_equal(pool->people_count, 7);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_population_free(population);
}

static void of_an_answer_that_must_have_seats_there_are_enough(void **state)
{
    (void)state;
    lot_population *population = read_population(table_text);
    lot_quotas *quotas = make_quotas(population, 1);
    lot_pool *pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, 0);
    assert_int_equal(pool->people_count, 6 + 3 * SEATS);
    assert_int_equal(count(pool, quotas, "x", "old"), SEATS);
    assert_int_equal(count(pool, quotas, "x", "young"), 2 * SEATS);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_population_free(population);
}

static void a_sample_is_some_of_all_at_equal_distances(void **state)
{
    (void)state;
    lot_population *population = read_population(table_text);
    lot_quotas *quotas = make_quotas(population, 0);
    lot_pool *pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, 2);
    assert_int_equal(pool->people_count, 2);
    assert_int_equal(count(pool, quotas, "f", "old"), 1); /* the third of six */
    assert_int_equal(count(pool, quotas, "m", "young"), 1);
    lot_pool_free(pool);
    pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, 100);
    assert_int_equal(pool->people_count, 6);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_population_free(population);
}

static void too_many_are_an_answer(void **state)
{
    (void)state;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_pool *pool;
    lot_text_put(&csv, "feature,value,count\n");
    for (uint32_t f = 0; f < 18; f++)
        lot_text_format(&csv, "%u,a,50000000\n%u,b,50000000\n", f, f);
    lot_population *population = read_population(lot_text_string(&csv));
    lot_text_free(&csv);
    const lot_worksheet_wish wish = {.population = population, .rule = {.seats = SEATS}};
    lot_worksheet *worksheet;
    lot_quotas *quotas;
    lot_problems *problems = lot_problems_new();
    lot_text notices = LOT_TEXT_EMPTY;
    assert_int_equal(population->cells_count, 1 << 18);
    assert_int_equal(lot_worksheet_new(&worksheet, &wish, &notices, problems, NULL), LOT_OK);
    assert_int_equal(lot_worksheet_quotas(&quotas, worksheet, NULL), LOT_OK);
    pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, 0);
    assert_null(pool);
    pool = everybody(population, quotas, LOT_PARTS_ARE_NOBODY, LOT_EVERYBODY_SAMPLE);
    assert_int_equal(pool->people_count, LOT_EVERYBODY_SAMPLE);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_worksheet_free(worksheet);
    lot_problems_free(problems);
    lot_text_free(&notices);
    lot_population_free(population);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_has_whole_people_and_no_more_than_the_seats),
        cmocka_unit_test(of_an_answer_that_must_have_seats_there_are_enough),
        cmocka_unit_test(a_sample_is_some_of_all_at_equal_distances),
        cmocka_unit_test(too_many_are_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
