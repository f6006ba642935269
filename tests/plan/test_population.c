/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Population: tables of every form, and every problem by its words. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/population.h"

#include "support/input.h"

#include <stdlib.h>
#include <string.h>

enum { TABLES_MOST = 4 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Read a population of up to four files; what was told goes to *notices, which may be NULL. */
static lot_status read_files(lot_population **out, const char *const *files, size_t count,
                             const char *feature, lot_text *notices, lot_problems *problems)
{
    lot_table *tables[TABLES_MOST];
    static const char *const names[TABLES_MOST] = {"a.csv", "b.csv", "c.csv", "d.csv"};
    lot_text unused = LOT_TEXT_EMPTY;
    lot_error error;
    for (size_t i = 0; i < count; i++)
        tables[i] = lot_test_table(names[i], files[i]);
    const lot_population_source source = {.tables = (const lot_table *const *)tables,
                                          .tables_count = count,
                                          .features = &feature,
                                          .features_count = feature != NULL};
    lot_status status =
        lot_population_read(out, &source, notices != NULL ? notices : &unused, problems, &error);
    for (size_t i = 0; i < count; i++)
        lot_table_free(tables[i]);
    lot_text_free(&unused);
    return status;
}

static lot_population *population_of(const char *const *files, size_t count, lot_text *notices)
{
    lot_population *population;
    lot_problems *problems = lot_problems_new();
    lot_status status = read_files(&population, files, count, NULL, notices, problems);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    return population;
}

static lot_population *population_of_one(const char *file)
{
    return population_of(&file, 1, NULL);
}

static void assert_refused(const char *file, const char *const *words, size_t count)
{
    lot_population *population;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(read_files(&population, &file, 1, NULL, NULL, problems), LOT_BAD_INPUT);
    assert_null(population);
    lot_test_assert_problems(problems, words, count);
    lot_problems_free(problems);
}

static void assert_refused_for(const char *file, const char *words)
{
    assert_refused(file, &words, 1);
}

/* The weight of the cell with these values, one of each feature; 0 where there is none. */
static uint64_t weight(const lot_population *population, const char *const *values)
{
    for (uint32_t c = 0; c < population->cells_count; c++) {
        bool same = true;
        for (uint32_t f = 0; f < population->features_count; f++)
            same = same && strcmp(population->values[lot_population_value(population, c, f)],
                                  values[f]) == 0;
        if (same)
            return population->weights[c];
    }
    return 0;
}

#define WEIGHT(population, ...) weight(population, (const char *const[]){__VA_ARGS__})

/* U2 and U3. */
static void assert_sound(const lot_population *population)
{
    uint64_t sum = 0;
    size_t width = population->features_count;
    for (uint32_t c = 0; c < population->cells_count; c++) {
        assert_true(population->weights[c] > 0);
        sum += population->weights[c];
        bool rises = c == 0;
        for (uint32_t f = 0; f < width && !rises; f++) {
            uint32_t now = lot_population_value(population, c, f);
            uint32_t before = lot_population_value(population, c - 1, f);
            assert_true(now >= before);
            rises = now > before;
        }
        assert_true(rises);
    }
    assert_true(sum == population->total);
}

static void single_tables_are_independent_of_each_other(void **state)
{
    (void)state;
    lot_population *population = population_of_one("feature,value,count\n"
                                                   "sex,female,60\n"
                                                   "sex,male,40\n"
                                                   "age,old,25\n"
                                                   "age,young,75\n");
    assert_sound(population);
    assert_int_equal(population->features_count, 2);
    assert_string_equal(population->features[1].name, "age");
    assert_int_equal(population->features[1].first, 2);
    assert_int_equal(population->cells_count, 4);
    assert_true(population->sized);
    assert_true(population->total == 100 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "female", "old") == 15 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "male", "young") == 30 * LOT_POPULATION_PARTS);
    assert_true(population->counts[0] == 60 * LOT_COUNT_PARTS);
    assert_true(population->counts[2] == 25 * LOT_COUNT_PARTS);
    assert_string_equal(population->tables[0], "sex (a.csv)");
    assert_true(population->fit.settled);
    lot_population_free(population);
    lot_population_free(NULL);
}

static void a_cross_table_is_the_population_itself(void **state)
{
    (void)state;
    lot_population *population = population_of_one("Sex;Age;Observation\r\n"
                                                   "female;old;11\r\n"
                                                   "male;young;5\r\n"
                                                   "female;young;7\r\n");
    assert_sound(population);
    assert_int_equal(population->cells_count, 3);
    assert_true(population->total == 23 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "female", "old") == 11 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "female", "young") == 7 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "male", "young") == 5 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "male", "old") == 0);
    assert_true(population->counts[0] == 18 * LOT_COUNT_PARTS);
    lot_population_free(population);
}

static void a_column_named_as_a_feature_makes_rows_a_cross_table(void **state)
{
    (void)state;
    lot_population *population = population_of_one("feature,value,count,area,note\n"
                                                   "area,north,30,,x\n"
                                                   "area,south,10,,x\n"
                                                   "ward,hill,20,north,y\n"
                                                   "ward,lake,10,north,y\n"
                                                   "ward,port,10,south,y\n");
    assert_sound(population);
    assert_int_equal(population->cells_count, 3);
    assert_true(WEIGHT(population, "north", "hill") == 20 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "south", "port") == 10 * LOT_POPULATION_PARTS);
    lot_population_free(population);
}

static void only_features_that_are_asked_for_are_read(void **state)
{
    (void)state;
    const char *files[] = {"feature,value,count,area\n"
                           "ward,hill,20,north\n"
                           "ward,hill,5,south\n"
                           "ward,port,10,south\n"
                           "area,north,1,\n"
                           "area,south,1,\n",
                           "ward,sex,age,n\n"
                           "hill,f,old,6\n"
                           "hill,m,old,4\n"
                           "port,f,old,2\n"
                           "port,f,young,1\n"};
    lot_population *population;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(read_files(&population, files, COUNT(files), "WARD", NULL, problems), LOT_OK);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(population->features_count, 1);
    assert_true(population->counts[0] == 25 * LOT_COUNT_PARTS);
    assert_true(population->counts[1] == 10 * LOT_COUNT_PARTS);
    lot_population_free(population);
    assert_int_equal(read_files(&population, files, COUNT(files), "height", NULL, problems),
                     LOT_BAD_INPUT);
    lot_problems_free(problems);
}

/* Small areas by their codes alone: what is counted by them is added up. */
static void rows_that_a_code_tells_apart_are_added_up(void **state)
{
    (void)state;
    const char *file = "area_code,ward,age code,age,n\nE1,hill,1,old,6\nE2,hill,1,old,4\n"
                       "E2,hill,2,young,3\n";
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population = population_of(&file, 1, &notices);
    assert_int_equal(population->cells_count, 2);
    assert_true(population->total == 13 * LOT_POPULATION_PARTS);
    assert_true(population->weights[0] == 10 * LOT_POPULATION_PARTS);
    lot_population_free(population);
    lot_text_free(&notices);
    assert_refused_for("ward,age code,age,n\nhill,1,old,6\nport,2,young,4\nhill,1,old,3\n",
                       "a.csv, row 4: ward, hill; age, old stands in row 2 already: remove one of "
                       "the two");
}

static void numbers_are_read_as_offices_write_them(void **state)
{
    (void)state;
    lot_population *population = population_of_one("feature;value;count\n"
                                                   "sex;female;141,951\n"
                                                   "sex;male;136 474.0\n"
                                                   "sex;other;12,5\n");
    assert_true(population->counts[0] == 141951 * LOT_COUNT_PARTS);
    assert_true(population->counts[1] == 136474 * LOT_COUNT_PARTS);
    assert_true(population->counts[2] == 25 * LOT_COUNT_PARTS / 2);
    lot_population_free(population);
    population = population_of_one("feature;value;share\nsex;female;51,25%\nsex;male;48.75 %\n");
    assert_false(population->sized);
    assert_true(population->total == 1000000 * LOT_POPULATION_PARTS);
    assert_true(WEIGHT(population, "female") == 512500 * LOT_POPULATION_PARTS);
    lot_population_free(population);
}

static void everything_wrong_is_told_in_one_pass(void **state)
{
    (void)state;
    const char *const words[] = {
        "a.csv, row 2, column count is empty: write a number; 0 where nobody is",
        ("a.csv, row 3, column count is not a number: write how many people there are; what is "
         "kept secret or unknown needs an estimate"),
        "a.csv, row 4, column count is below 0: write how many people there are",
        "a.csv, row 5, column count may be thousands or a fraction: write it without the point",
        "a.csv, row 6, column value is empty: fill it in",
        "a.csv, row 7, column feature is empty: fill it in",
        "a.csv, row 8, column value is a sum of the other rows: remove the row",
        "a.csv, row 10: sex, i stands in row 9 already: remove one of the two",
    };
    assert_refused("feature,value,count\nsex,a,\nsex,b,c\nsex,d,-5\nsex,e,12.345\nsex,,1\n,g,1\n"
                   "sex,Total,7\nsex,i,1\nsex,I,2\n",
                   words, COUNT(words));
    assert_refused_for(
        "\"a\nb\",age,n\nx,old,1\ny,young,1\n",
        "a.csv, row 1, column 1: the name of the column has a line end, tab or other "
        "control character inside: write it in one line");
    assert_refused_for(
        "feature,value,count\n\"a\nb\",x,1\n",
        "a.csv, row 2, column feature has a line end, tab or other control character "
        "inside: write it in one line");
    assert_refused_for("feature,value,count\nsex,a,0\nsex,b,0\n",
                       "sex (a.csv): the table counts nobody");
    assert_refused_for("feature,value,count\n", "a.csv: no row counts anybody");
    assert_refused_for(
        "feature,value,share\nsex,a,51%\nsex,b,0.49\n",
        "a.csv: some shares have a percent sign and some have none: write all alike");
    assert_refused_for(
        "feature,value,min,max\nsex,a,1,2\n",
        "a.csv: there is no column 'count': a table of the population has "
        "feature,value,count, or a column for each feature and one of counts: count, "
        "people, population, number, n, observation; or of shares: share, percent, "
        "%; the columns found are: feature, value, min, max");
}

static void the_population_of_waltham_forest_is_read_as_it_is(void **state)
{
    (void)state;
    lot_table *table = lot_test_table_at("quotas", "waltham-forest-population.csv");
    lot_problems *problems = lot_problems_new();
    lot_text notices = LOT_TEXT_EMPTY;
    lot_population *population;
    const lot_table *const tables[] = {table};
    const lot_population_source source = {.tables = tables, .tables_count = 1};
    assert_non_null(table);
    assert_int_equal(lot_population_read(&population, &source, &notices, problems, NULL), LOT_OK);
    assert_sound(population);
    assert_int_equal(population->features_count, 6);
    assert_int_equal(population->cells_count, 2 * 5 * 6 * 2 * 22);
    assert_true(population->total == 222177 * LOT_POPULATION_PARTS);
    assert_true(population->fit.settled);
    lot_text_free(&notices);
    lot_population_free(population);
    lot_problems_free(problems);
    lot_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_tables_are_independent_of_each_other),
        cmocka_unit_test(a_cross_table_is_the_population_itself),
        cmocka_unit_test(a_column_named_as_a_feature_makes_rows_a_cross_table),
        cmocka_unit_test(only_features_that_are_asked_for_are_read),
        cmocka_unit_test(rows_that_a_code_tells_apart_are_added_up),
        cmocka_unit_test(numbers_are_read_as_offices_write_them),
        cmocka_unit_test(everything_wrong_is_told_in_one_pass),
        cmocka_unit_test(the_population_of_waltham_forest_is_read_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
