/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fit: the population of several cross-tables, against the same fitting in doubles. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/population.h"

#include "support/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Three features, a, b and c, with so many values. */
enum { A = 3, B = 4, C = 5, CELLS = A * B * C, ROUNDS = 3000, TRIALS = 20 };

static uint32_t lot_state;

static uint32_t draw(uint32_t below)
{
    lot_state = lot_state * 1664525u + 1013904223u;
    return (lot_state >> 8) % below;
}

static uint32_t cell_at(uint32_t a, uint32_t b, uint32_t c)
{
    return (a * B + b) * C + c;
}

/* The table of two features of a population; the third is summed over. skip: which that is. */
static double sum_of(const double *people, uint32_t skip, uint32_t x, uint32_t y)
{
    double sum = 0;
    for (uint32_t a = 0; a < A; a++)
        for (uint32_t b = 0; b < B; b++)
            for (uint32_t c = 0; c < C; c++) {
                uint32_t first = skip == 0 ? b : a;
                uint32_t second = skip == 2 ? b : c;
                if (first == x && second == y)
                    sum += people[cell_at(a, b, c)];
            }
    return sum;
}

static void scale(double *fitted, const double *people, uint32_t skip)
{
    double before[CELLS];
    memcpy(before, fitted, sizeof before);
    for (uint32_t a = 0; a < A; a++)
        for (uint32_t b = 0; b < B; b++)
            for (uint32_t c = 0; c < C; c++) {
                uint32_t x = skip == 0 ? b : a;
                uint32_t y = skip == 2 ? b : c;
                double now = sum_of(before, skip, x, y);
                if (now > 0)
                    fitted[cell_at(a, b, c)] *= sum_of(people, skip, x, y) / now;
            }
}

static char *write_table(const double *people, uint32_t skip)
{
    static const char names[] = "abc";
    lot_text text = LOT_TEXT_EMPTY;
    uint32_t first = skip == 0 ? 1 : 0;
    uint32_t second = skip == 2 ? 1 : 2;
    const uint32_t counts[] = {A, B, C};
    lot_text_format(&text, "%c,%c,count\n", names[first], names[second]);
    for (uint32_t x = 0; x < counts[first]; x++)
        for (uint32_t y = 0; y < counts[second]; y++)
            lot_text_format(&text, "%c%u,%c%u,%.0f\n", names[first], x, names[second], y,
                            sum_of(people, skip, x, y));
    return text.bytes;
}

static lot_population *read_population(char *const *files, size_t count, lot_text *notices)
{
    const lot_table *tables[4];
    lot_population *population;
    lot_problems *problems = lot_problems_new();
    static const char *const names[] = {"1.csv", "2.csv", "3.csv", "4.csv"};
    for (size_t i = 0; i < count; i++)
        tables[i] = lot_test_table(names[i], files[i]);
    const lot_population_source source = {.tables = tables, .tables_count = count};
    assert_int_equal(lot_population_read(&population, &source, notices, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    for (size_t i = 0; i < count; i++)
        lot_table_free((lot_table *)(uintptr_t)tables[i]);
    return population;
}

/* Where in `fitted` a cell of the population is, whatever the order of its features. */
static uint32_t find_cell(const lot_population *population, uint32_t cell)
{
    uint32_t values[3] = {0};
    for (uint32_t f = 0; f < 3; f++) {
        uint32_t feature = (uint32_t)(population->features[f].name[0] - 'a');
        values[feature] =
            (uint32_t)atoi(population->values[lot_population_value(population, cell, f)] + 1);
    }
    return cell_at(values[0], values[1], values[2]);
}

static void compare(const lot_population *population, const double *fitted, double allowed)
{
    double ours[CELLS] = {0};
    for (uint32_t c = 0; c < population->cells_count; c++)
        ours[find_cell(population, c)] =
            (double)population->weights[c] / (double)LOT_POPULATION_PARTS;
    for (uint32_t i = 0; i < CELLS; i++)
        if (fabs(ours[i] - fitted[i]) > allowed)
            fail_msg("cell %u: %f instead of %f", i, ours[i], fitted[i]);
}

static void make_people(double *people, bool with_zeros)
{
    for (uint32_t i = 0; i < CELLS; i++)
        people[i] = with_zeros && draw(4) == 0 ? 0 : 1 + draw(20000);
}

/* skips: [count] which feature each table leaves out. */
static void try_tables(uint32_t trial, const uint32_t *skips, size_t count)
{
    double people[CELLS];
    double fitted[CELLS];
    char *files[3];
    lot_text notices = LOT_TEXT_EMPTY;
    lot_state = trial + 1;
    make_people(people, trial % 2 == 1);
    for (uint32_t i = 0; i < CELLS; i++)
        fitted[i] = 1;
    for (uint32_t round = 0; round < ROUNDS / TRIALS; round++)
        for (size_t t = 0; t < count; t++)
            scale(fitted, people, skips[t]);
    for (size_t t = 0; t < count; t++)
        files[t] = write_table(people, skips[t]);
    lot_population *population = read_population(files, count, &notices);
    assert_true(population->fit.settled);
    assert_true(population->fit.difference < LOT_POPULATION_PARTS / 100);
    /* a population that every table allows may still be reached slowly near a zero */
    compare(population, fitted, 0.5);
    for (size_t t = 0; t < count; t++)
        free(files[t]);
    lot_population_free(population);
    lot_text_free(&notices);
}

static void cross_tables_are_joined_as_doubles_join_them(void **state)
{
    (void)state;
    const uint32_t two[] = {2, 0};
    const uint32_t other_two[] = {1, 0};
    const uint32_t three[] = {0, 1, 2};
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        try_tables(trial, two, 2);
        try_tables(trial, other_two, 2);
        try_tables(trial, three, 3);
    }
}

/* One table joins a and b, another agrees with it about b; nothing is known of c. */
static void a_known_example_comes_out(void **state)
{
    (void)state;
    char cross[] = "a,b,count\na0,b0,40\na0,b1,30\na1,b0,20\na1,b1,10\n";
    char single[] = "feature,value,count\nc,c0,50\nc,c1,50\nb,b0,60\nb,b1,40\n";
    char *files[] = {cross, single};
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population = read_population(files, 2, &notices);
    assert_int_equal(population->cells_count, 8);
    assert_true(population->weights[0] == 20 * LOT_POPULATION_PARTS);
    assert_true(population->weights[7] == 5 * LOT_POPULATION_PARTS);
    assert_string_equal(lot_text_string(&notices),
                        "tables joined by proportional fitting, 2 rounds: the largest difference "
                        "left is 0.000 people\n");
    lot_text_free(&notices);
    lot_population_free(population);
}

static void tables_that_contradict_each_other_are_told(void **state)
{
    (void)state;
    char ab[] = "a,b,count\na0,b0,90\na1,b1,10\n";
    char bc[] = "b,c,count\nb0,c0,30\nb1,c1,70\n";
    char ac[] = "a,c,count\na0,c1,60\na1,c1,20\na0,c0,20\n";
    char *files[] = {ab, bc, ac};
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population = read_population(files, 3, &notices);
    assert_false(population->fit.settled);
    assert_true(population->fit.difference > 10 * LOT_POPULATION_PARTS);
    assert_non_null(population->fit.table);
    assert_non_null(strstr(lot_text_string(&notices), "warning: tables joined by proportional"));
    assert_non_null(strstr(lot_text_string(&notices), ": the tables contradict each other\n"));
    lot_text_free(&notices);
    lot_population_free(population);
}

static void what_differs_between_tables_is_told(void **state)
{
    (void)state;
    char single[] = "feature,value,count\nage,16-24,50\nage,25+,950\nage,unknown,0\n"
                    "sex,female,510\nsex,male,492\nhome,rented,800\nhome,owned,700\n";
    char cross[] = "age,area,count\n25+,north,500\n25+,south,450\n16 to 24,north,52\n";
    char *files[] = {single, cross};
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population = read_population(files, 2, &notices);
    assert_string_equal(
        lot_text_string(&notices),
        "totals differ from table to table, by 2 at most: each share is of its own table's total\n"
        "warning: tables count different people. age (1.csv) has 1000, but these have more: home "
        "(1.csv) 1500. Count only those whom you would seat (of 16 and over, say) in all tables; "
        "until then each share is of its own table's total\n"
        "warning: age, 16-24: age (1.csv) counts people, and age by area (2.csv) none: is it "
        "written in another way there? Nobody is taken to have it\n"
        "age, unknown: nobody is counted\n"
        "warning: age, 16 to 24: age by area (2.csv) counts people, and age (1.csv) none: is it "
        "written in another way there? Nobody is taken to have it\n"
        "age by area (2.csv): 1 of 4 combinations have nobody, by a count of 0 or since no row has "
        "them\n"
        "warning: age, 16-24: 50 people of age (1.csv) are lost: no row of values is left for them "
        "that all tables allow\n"
        "warning: tables joined by proportional fitting, 21 rounds: the largest difference left is "
        "51.896 people, from age by area (2.csv): the tables contradict each other\n");
    lot_text_free(&notices);
    lot_population_free(population);
}

static void shares_that_do_not_add_up_are_told(void **state)
{
    (void)state;
    char file[] = "feature,value,percent\nsex,female,45\nsex,male,45\nage,old,0.4\nage,young,0.6\n";
    char *files[] = {file};
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population = read_population(files, 1, &notices);
    assert_string_equal(lot_text_string(&notices),
                        "the tables have shares only: a million people are assumed\n"
                        "warning: sex (1.csv): the shares add up to 90.00%: is a row missing? They "
                        "are read as shares of their sum\n");
    lot_text_free(&notices);
    lot_population_free(population);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cross_tables_are_joined_as_doubles_join_them),
        cmocka_unit_test(a_known_example_comes_out),
        cmocka_unit_test(tables_that_contradict_each_other_are_told),
        cmocka_unit_test(what_differs_between_tables_is_told),
        cmocka_unit_test(shares_that_do_not_add_up_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
