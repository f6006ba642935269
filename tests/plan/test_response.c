/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Response: chances by cell against their definition in doubles; the swing against its
 * distribution. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/response.h"
#include "support/input.h"
#include "support/planned.h"

#include <math.h>
#include <stdlib.h>

static const char population_csv[] = "feature,value,count\n"
                                     "gender,woman,600\n"
                                     "gender,man,400\n"
                                     "age,young,250\n"
                                     "age,old,750\n";

static lot_rates *rates_of(const char *csv, const lot_population *population)
{
    lot_rates *rates;
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("rates.csv", csv);
    (void)lot_rates_read(&rates, table, population, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    lot_table_free(table);
    lot_problems_free(problems);
    return rates;
}

static void assert_refused(const char *csv, const char *words)
{
    lot_rates *rates;
    lot_population *population = lot_planned_population(population_csv);
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("rates.csv", csv);
    assert_int_equal(lot_rates_read(&rates, table, population, problems, NULL), LOT_BAD_INPUT);
    assert_null(rates);
    lot_test_assert_problems(problems, &words, 1);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_population_free(population);
}

static double chance(const lot_response *response, uint32_t cell)
{
    return (double)response->of_cell[cell] / (double)LOT_ANSWER_SURE;
}

/* Cells stand as woman young, woman old, man young, man old. */
static void ratios_multiply_and_keep_the_mean(void **state)
{
    (void)state;
    lot_population *population = lot_planned_population(population_csv);
    lot_rates *rates =
        rates_of("feature,value,ratio\n,,4%\ngender,man,0.5\nage,young,0.2\n", population);
    lot_response *response;
    const lot_response_wish wish = {.rates = rates};
    const double ratio[] = {0.2, 1, 0.1, 0.5};
    const double weight[] = {0.15, 0.45, 0.1, 0.3};
    double mean = 0;
    assert_int_equal(lot_response_new(&response, &wish, population, NULL), LOT_OK);
    assert_int_equal(response->mean, 40000);
    for (uint32_t c = 0; c < 4; c++)
        mean += ratio[c] * weight[c];
    for (uint32_t c = 0; c < 4; c++)
        assert_true(fabs(chance(response, c) - 0.04 * ratio[c] / mean) < 1e-8);
    assert_false(response->cut);
    lot_response_free(response);
    lot_rates_free(rates);
    lot_population_free(population);
}

static void rates_by_value_tell_the_mean_and_are_kept(void **state)
{
    (void)state;
    lot_population *population = lot_planned_population(population_csv);
    lot_rates *rates = rates_of("Feature;Value;Rate\nage;Young;1 %\nage;old;5,0 %\n", population);
    lot_response *response;
    const lot_response_wish wish = {.rates = rates};
    assert_int_equal(lot_response_new(&response, &wish, population, NULL), LOT_OK);
    assert_int_equal(response->mean, 40000);
    for (uint32_t c = 0; c < 4; c++)
        assert_true(fabs(chance(response, c) - (c % 2 == 0 ? 0.01 : 0.05)) < 1e-6);
    lot_response_free(response);
    lot_rates_free(rates);
    lot_population_free(population);
}

static void what_is_above_certain_is_cut_off_and_said_so(void **state)
{
    (void)state;
    lot_population *population = lot_planned_population(population_csv);
    lot_rates *rates = rates_of("feature,value,ratio\nage,young,1000\n", population);
    lot_response *response;
    const lot_response_wish wish = {.low = 500000, .high = 500000, .rates = rates};
    assert_int_equal(lot_response_new(&response, &wish, population, NULL), LOT_OK);
    assert_true(response->cut);
    assert_int_equal(response->of_cell[0], LOT_ANSWER_SURE);
    lot_response_free(response);
    lot_rates_free(rates);
    lot_population_free(population);
}

static void rates_and_ratios_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bool ratio;
        uint32_t millionths; /* LOT_NO_RATE: it is none */
    } cases[] = {
        {"4 %", false, 40000},         {"0,045", false, 45000},     {"1/25", false, 40000},
        {"1.15%", false, 11500},       {"1", false, LOT_RATES_ONE}, {"2", false, LOT_NO_RATE},
        {"101 %", false, LOT_NO_RATE}, {"1.277", true, 1277000},    {"0.33333349", true, 333333},
        {"50 %", true, LOT_NO_RATE},   {"1001", true, LOT_NO_RATE}, {"", false, LOT_NO_RATE},
        {".5", false, LOT_NO_RATE},    {"1/0", false, LOT_NO_RATE}, {"4 % x", false, LOT_NO_RATE},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        uint32_t millionths = LOT_NO_RATE;
        bool read = lot_rate_parse(&millionths, cases[c].ratio, cases[c].words);
        if (read != (cases[c].millionths != LOT_NO_RATE) || millionths != cases[c].millionths)
            fail_msg("'%s' is read as %u", cases[c].words, millionths);
    }
}

static void what_is_wrong_with_a_file_of_rates_is_told(void **state)
{
    (void)state;
    assert_refused("feature,value,rate\nage,young,101 %\n",
                   "rates.csv, row 2: '101 %' is no rate: write 4 % or 0.04, at most 100 %");
    assert_refused("feature,value,ratio\nage,young,-1\n",
                   "rates.csv, row 2: '-1' is no ratio: write 0.5 for half as often as people of "
                   "the others");
    assert_refused("feature,value,rate\nheight,tall,1 %\n",
                   "rates.csv, row 2: 'height' is no feature in the population: write it as it "
                   "stands there");
    assert_refused("feature,value,rate\nage,tall,1 %\n",
                   "rates.csv, row 2: 'tall' is no value of 'age' in the population: write it as "
                   "it stands there");
    assert_refused("feature,value,rate\nage,young,1 %\nAGE,Young,2 %\n",
                   "rates.csv, row 3: the value is there twice: remove one");
}

static void ratios_are_learnt_from_who_registered(void **state)
{
    (void)state;
    lot_population *population = lot_planned_population(population_csv);
    char *values[] = {"Woman", "man", "No answer", "tall", "short"};
    char *features[] = {"Gender", "height"};
    lot_feature named[] = {{features[0], 0, 3}, {features[1], 3, 2}};
    lot_quota rows[5];
    for (uint32_t q = 0; q < 5; q++)
        rows[q] = (lot_quota){.feature = q / 3, .value = values[q]};
    const lot_quotas quotas = {2, 5, named, rows};
    const uint32_t first[] = {60, 10, 2, 36, 36};
    const uint32_t second[] = {20, 10, 0, 15, 15};
    const lot_past_response past[] = {{&quotas, first, 72, 1000}, {&quotas, second, 30, 1000}};
    lot_rates *rates;
    assert_int_equal(lot_rates_learn(&rates, past, 2, population, NULL), LOT_OK);
    assert_int_equal(rates->cases_count, 2);
    assert_int_equal(rates->cases[0], 72000);
    assert_int_equal(rates->cases[1], 30000);
    assert_true(rates->ratios);
    /* 80 of 100 women, where 60 % are: (80 + 12) / (120 * 0.6) */
    assert_int_equal(rates->of_value[0], 1277777);
    assert_int_equal(rates->of_value[1], 583333);
    assert_true(rates->of_value[2] == LOT_NO_RATE && rates->of_value[3] == LOT_NO_RATE);
    assert_true(lot_rates_by_value(rates, population));
    lot_rates_free(rates);
    lot_population_free(population);
}

/* P(sum of `shape` exponential numbers <= x): 1 - e^-x (1 + x + x^2/2 + ...). */
static double gamma_below(uint32_t shape, double x)
{
    double term = 1;
    double sum = 0;
    for (uint32_t i = 0; i < shape; i++) {
        sum += term;
        term *= x / (i + 1);
    }
    return 1 - exp(-x) * sum;
}

static void the_swing_has_the_distribution_that_it_says(void **state)
{
    (void)state;
    enum { DRAWN = 200000 };
    static const double places[] = {0.2, 0.29, 0.5, 1, 1.5, 2.5};
    const uint32_t spreads[] = {100, 40};
    for (uint32_t s = 0; s < 2; s++) {
        uint64_t stream = 5;
        double mean = 0;
        uint32_t below[6] = {0};
        const lot_response response = {
            .low = 40000, .high = 40000, .mean = 40000, .shape = lot_response_shape(spreads[s])};
        assert_int_equal(response.shape, s == 0 ? 1 : 6);
        for (uint32_t i = 0; i < DRAWN; i++) {
            double swing = (double)lot_response_swing(&response, &stream) / (double)LOT_ANSWER_SURE;
            mean += swing / DRAWN;
            for (uint32_t p = 0; p < 6; p++)
                below[p] += swing <= places[p];
        }
        assert_true(fabs(mean - 1) < 0.01);
        for (uint32_t p = 0; p < 6; p++) {
            double exact = gamma_below(response.shape, places[p] * response.shape);
            double spread = sqrt(exact * (1 - exact) / DRAWN);
            assert_true(fabs((double)below[p] / DRAWN - exact) < 4.5 * spread);
        }
    }
}

static void a_range_and_past_cases_are_drawn_evenly(void **state)
{
    (void)state;
    uint32_t cases[] = {10000, 70000};
    uint64_t stream = 9;
    uint32_t low = 0;
    const lot_response past = {.cases_count = 2, .cases = cases, .mean = 40000};
    const lot_response range = {.low = 10000, .high = 30000, .mean = 20000};
    for (uint32_t i = 0; i < 10000; i++) {
        uint64_t swing = lot_response_swing(&past, &stream);
        assert_true(swing == LOT_ANSWER_SURE / 4 || swing == LOT_ANSWER_SURE / 4 * 7);
        low += swing == LOT_ANSWER_SURE / 4;
        swing = lot_response_swing(&range, &stream);
        assert_true(swing >= LOT_ANSWER_SURE / 2 && swing <= LOT_ANSWER_SURE / 2 * 3);
    }
    assert_true(low > 4700 && low < 5300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_multiply_and_keep_the_mean),
        cmocka_unit_test(rates_by_value_tell_the_mean_and_are_kept),
        cmocka_unit_test(what_is_above_certain_is_cut_off_and_said_so),
        cmocka_unit_test(rates_and_ratios_are_read_as_people_write_them),
        cmocka_unit_test(what_is_wrong_with_a_file_of_rates_is_told),
        cmocka_unit_test(ratios_are_learnt_from_who_registered),
        cmocka_unit_test(the_swing_has_the_distribution_that_it_says),
        cmocka_unit_test(a_range_and_past_cases_are_drawn_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
