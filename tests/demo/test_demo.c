/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's made-up volunteers: the program is run, and its file read as a council's would be. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char *const areas_path = "quotas/waltham-forest.csv";
static const char *const wards_path = "quotas/waltham-forest-wards.csv";

enum { SEATS = 50, PEOPLE = 400 };

/* Run the generator, keep what it writes to standard output, and return its exit code. */
static int run_volunteers(lot_text *output, const char *arguments)
{
    const char *program = getenv("VOLUNTEERS");
    lot_text command = LOT_TEXT_EMPTY;
    lot_text_format(&command, "'%s' %s 2>&1", program == NULL ? "build/demo/volunteers" : program,
                    arguments);
    FILE *pipe = popen(lot_text_string(&command), "r");
    assert_non_null(pipe);
    char bytes[4096];
    size_t length;
    while ((length = fread(bytes, 1, sizeof bytes, pipe)) > 0)
        lot_text_add(output, bytes, length);
    int ending = pclose(pipe);
    lot_text_free(&command);
    assert_true(WIFEXITED(ending));
    return WEXITSTATUS(ending);
}

static lot_table *parse(const char *name, const lot_text *bytes)
{
    lot_problems *problems = lot_problems_new();
    lot_table *table = NULL;
    lot_error error = {0};
    assert_int_equal(
        lot_table_parse(&table, name, lot_text_string(bytes), bytes->length, problems, &error),
        LOT_OK);
    assert_int_equal(lot_problems_count(problems), 0);
    lot_problems_free(problems);
    return table;
}

static lot_table *make_people(const char *arguments)
{
    lot_text output = LOT_TEXT_EMPTY;
    assert_int_equal(run_volunteers(&output, arguments), 0);
    lot_table *people = parse("volunteers.csv", &output);
    lot_text_free(&output);
    return people;
}

static lot_quotas *read_quotas(const char *path)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_error error = {0};
    assert_int_equal(lot_file_read(&bytes, path, &error), LOT_OK);
    lot_table *table = parse(path, &bytes);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    assert_int_equal(lot_quotas_read(&quotas, table, SEATS, problems, &error), LOT_OK);
    lot_problems_free(problems);
    lot_table_free(table);
    lot_text_free(&bytes);
    return quotas;
}

/* Read the pool as `select --household address,postcode` would; no problem may be found. */
static lot_pool *read_pool(const lot_table *people, const lot_quotas *quotas)
{
    static const char *const household[] = {"address", "postcode"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 2};
    lot_problems *problems = lot_problems_new();
    lot_pool *pool = NULL;
    lot_error error = {0};
    lot_status status = lot_pool_read(&pool, people, quotas, &columns, problems, &error);
    for (size_t i = 0; i < lot_problems_kept(problems); i++)
        print_error("%s\n", lot_problems_at(problems, i));
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    return pool;
}

static void the_same_count_and_seed_give_the_same_bytes(void **state)
{
    (void)state;
    lot_text first = LOT_TEXT_EMPTY;
    lot_text second = LOT_TEXT_EMPTY;
    lot_text other = LOT_TEXT_EMPTY;
    assert_int_equal(run_volunteers(&first, ""), 0);
    assert_int_equal(run_volunteers(&second, ""), 0);
    assert_int_equal(run_volunteers(&other, "400 2021"), 0);
    assert_string_equal(lot_text_string(&first), lot_text_string(&second));
    assert_string_not_equal(lot_text_string(&first), lot_text_string(&other));
    lot_text_free(&first);
    lot_text_free(&second);
    lot_text_free(&other);
}

static void there_are_as_many_people_as_asked_for(void **state)
{
    (void)state;
    lot_table *usual = make_people("");
    assert_int_equal(lot_table_rows_count(usual), PEOPLE);
    assert_string_equal(lot_table_header_record(usual),
                        "id,first_name,last_name,email,address,postcode,sex,age,ethnic group,"
                        "disability,area,ward");
    lot_table *few = make_people("7");
    assert_int_equal(lot_table_rows_count(few), 7);
    for (uint32_t row = 0; row < 7; row++)
        assert_string_equal(lot_table_record(few, row), lot_table_record(usual, row));
    lot_table_free(usual);
    lot_table_free(few);
}

static void wrong_arguments_are_a_usage_error(void **state)
{
    (void)state;
    const char *const wrong[] = {"0",      "-1", "4x", "1000001", "''", "400 18446744073709551616",
                                 "400 2 3"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lot_text output = LOT_TEXT_EMPTY;
        assert_int_equal(run_volunteers(&output, wrong[i]), 2);
        assert_non_null(strstr(lot_text_string(&output), "usage: volunteers"));
        lot_text_free(&output);
    }
}

static void both_quota_files_know_every_value_and_could_be_met(void **state)
{
    (void)state;
    const char *const paths[] = {areas_path, wards_path};
    lot_table *people = make_people("");
    for (size_t file = 0; file < 2; file++) {
        lot_quotas *quotas = read_quotas(paths[file]);
        lot_pool *pool = read_pool(people, quotas);
        uint32_t *tally = calloc(quotas->count, sizeof *tally);
        assert_non_null(tally);
        for (uint32_t p = 0; p < pool->people_count; p++)
            for (uint32_t f = 0; f < pool->features_count; f++)
                tally[lot_pool_value(pool, p, f)]++;
        for (uint32_t i = 0; i < quotas->count; i++) {
            assert_true(tally[i] > 0);
            assert_true(tally[i] >= quotas->rows[i].min);
        }
        free(tally);
        lot_pool_free(pool);
        lot_quotas_free(quotas);
    }
    lot_table_free(people);
}

static uint32_t column_of(const lot_table *people, const char *name)
{
    uint32_t column;
    assert_int_equal(lot_table_find_column(&column, NULL, people, name, NULL), LOT_OK);
    assert_int_not_equal(column, LOT_NO_COLUMN);
    return column;
}

static uint32_t count_value(const lot_table *people, const char *column, const char *value)
{
    uint32_t index = column_of(people, column);
    uint32_t count = 0;
    for (uint32_t row = 0; row < lot_table_rows_count(people); row++)
        count += strcmp(lot_table_cell(people, row, index), value) == 0;
    return count;
}

static void the_pool_is_no_mirror_of_the_borough(void **state)
{
    (void)state;
    lot_table *people = make_people("");
    assert_true(count_value(people, "sex", "Female") > PEOPLE * 55 / 100);
    /* 12 of 100 residents are under 25, 34 are White British, 14 live in Leytonstone */
    assert_true(count_value(people, "age", "16-24") < PEOPLE * 6 / 100);
    assert_true(count_value(people, "ethnic group", "White British") > PEOPLE * 45 / 100);
    assert_true(count_value(people, "area", "Leytonstone") < PEOPLE * 12 / 100);
    lot_table_free(people);
}

static void one_in_twenty_registers_from_an_address_that_is_there_already(void **state)
{
    (void)state;
    lot_table *people = make_people("");
    lot_pool *pool = read_pool(people, NULL);
    uint32_t second_registrations = pool->people_count - pool->households_count;
    assert_in_range(second_registrations, PEOPLE * 4 / 100, PEOPLE * 6 / 100);

    uint32_t address = column_of(people, "address");
    uint32_t ward = column_of(people, "ward");
    uint32_t written_otherwise = 0;
    for (uint32_t p = 1; p < pool->people_count; p++) {
        for (uint32_t q = 0; q < p; q++) {
            if (pool->households[p] != pool->households[q])
                continue;
            assert_string_equal(lot_table_cell(people, p, ward), lot_table_cell(people, q, ward));
            written_otherwise +=
                strcmp(lot_table_cell(people, p, address), lot_table_cell(people, q, address)) != 0;
        }
    }
    assert_true(written_otherwise >= 5);
    lot_pool_free(pool);
    lot_table_free(people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_count_and_seed_give_the_same_bytes),
        cmocka_unit_test(there_are_as_many_people_as_asked_for),
        cmocka_unit_test(wrong_arguments_are_a_usage_error),
        cmocka_unit_test(both_quota_files_know_every_value_and_could_be_met),
        cmocka_unit_test(the_pool_is_no_mirror_of_the_borough),
        cmocka_unit_test(one_in_twenty_registers_from_an_address_that_is_there_already),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
