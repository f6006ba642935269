/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quota files that come with civiclot: do they follow from the census counts beside them? */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const areas_path = "quotas/waltham-forest.csv";
static const char *const wards_path = "quotas/waltham-forest-wards.csv";
static const char *const population_path = "quotas/waltham-forest-population.csv";
static const char *const census_path = "../shared/data/census_waltham_forest_2021/age6_ward.csv";

enum { SEATS = 50, AGED_16_PLUS = 222177 };

static lot_table *read_table(const char *path)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_table *table = NULL;
    lot_error error = {0};
    assert_int_equal(lot_file_read(&bytes, path, &error), LOT_OK);
    assert_int_equal(
        lot_table_parse(&table, path, lot_text_string(&bytes), bytes.length, problems, &error),
        LOT_OK);
    assert_int_equal(lot_problems_count(problems), 0);
    lot_problems_free(problems);
    lot_text_free(&bytes);
    return table;
}

static lot_quotas *read_quotas(const char *path)
{
    lot_table *table = read_table(path);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    lot_error error = {0};
    assert_int_equal(lot_quotas_read(&quotas, table, SEATS, problems, &error), LOT_OK);
    assert_int_equal(lot_problems_count(problems), 0);
    lot_problems_free(problems);
    lot_table_free(table);
    return quotas;
}

static const char *cell(const lot_table *table, uint32_t row, const char *column)
{
    uint32_t index;
    assert_int_equal(lot_table_find_column(&index, NULL, table, column, NULL), LOT_OK);
    assert_int_not_equal(index, LOT_NO_COLUMN);
    return lot_table_cell(table, row, index);
}

static uint64_t number(const lot_table *table, uint32_t row, const char *column)
{
    char *end;
    uint64_t value = strtoull(cell(table, row, column), &end, 10);
    assert_int_equal(*end, '\0');
    return value;
}

/* The row of a value in a file with the columns feature and value, or UINT32_MAX. */
static uint32_t find_value(const lot_table *table, const char *feature, const char *value)
{
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        if (strcmp(cell(table, row, "feature"), feature) == 0 &&
            strcmp(cell(table, row, "value"), value) == 0)
            return row;
    return UINT32_MAX;
}

/* The sum of a feature's counts, and how many values it has. */
static uint64_t total_of(const lot_table *population, const char *feature, uint32_t *values_count)
{
    uint64_t total = 0;
    *values_count = 0;
    for (uint32_t row = 0; row < lot_table_rows_count(population); row++) {
        if (strcmp(cell(population, row, "feature"), feature) != 0)
            continue;
        total += number(population, row, "count");
        ++*values_count;
    }
    return total;
}

static bool is_not_said(const char *value)
{
    return strncmp(value, "Prefer ", 7) == 0;
}

/* Compare one feature's bounds with the floor and the ceiling of seats * count / total. */
static void check_feature(const lot_quotas *quotas, const lot_feature *feature,
                          const lot_table *population)
{
    uint32_t values_count;
    uint32_t found = 0;
    uint64_t total = total_of(population, feature->name, &values_count);
    assert_true(total > 0);
    for (uint32_t i = feature->first; i < feature->first + feature->values_count; i++) {
        const lot_quota *quota = &quotas->rows[i];
        if (is_not_said(quota->value))
            continue;
        uint32_t row = find_value(population, feature->name, quota->value);
        assert_int_not_equal(row, UINT32_MAX);
        uint64_t share = SEATS * number(population, row, "count");
        assert_int_equal(quota->min, share / total);
        assert_int_equal(quota->max, (share + total - 1) / total);
        found++;
    }
    assert_int_equal(found, values_count);
}

static void bounds_are_floor_and_ceiling_of_the_census_shares(void **state)
{
    (void)state;
    const char *const paths[] = {areas_path, wards_path};
    lot_table *population = read_table(population_path);
    for (size_t file = 0; file < 2; file++) {
        lot_quotas *quotas = read_quotas(paths[file]);
        assert_int_equal(quotas->features_count, 5);
        for (uint32_t f = 0; f < quotas->features_count; f++)
            check_feature(quotas, &quotas->features[f], population);
        lot_quotas_free(quotas);
    }
    lot_table_free(population);
}

static void the_other_columns_show_the_count_and_its_share_of_the_seats(void **state)
{
    (void)state;
    const char *const paths[] = {areas_path, wards_path};
    lot_table *population = read_table(population_path);
    for (size_t file = 0; file < 2; file++) {
        lot_table *table = read_table(paths[file]);
        for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
            const char *feature = cell(table, row, "feature");
            const char *value = cell(table, row, "value");
            if (is_not_said(value)) {
                assert_string_equal(cell(table, row, "count"), "");
                assert_string_equal(cell(table, row, "exact_seats"), "");
                continue;
            }
            uint32_t values_count;
            uint64_t total = total_of(population, feature, &values_count);
            uint64_t count = number(population, find_value(population, feature, value), "count");
            assert_int_equal(number(table, row, "count"), count);
            uint64_t hundredths = (100 * SEATS * count + total / 2) / total;
            char words[32];
            snprintf(words, sizeof words, "%u.%02u", (unsigned)(hundredths / 100),
                     (unsigned)(hundredths % 100));
            assert_string_equal(cell(table, row, "exact_seats"), words);
        }
        lot_table_free(table);
    }
    lot_table_free(population);
}

/* Q2 allows a max that the other rows' mins leave no room for; these files have none such. */
static void who_prefers_not_to_say_fits_beside_all_mins(void **state)
{
    (void)state;
    const char *const paths[] = {areas_path, wards_path};
    for (size_t file = 0; file < 2; file++) {
        lot_quotas *quotas = read_quotas(paths[file]);
        uint32_t rows_count = 0;
        for (uint32_t f = 0; f < quotas->features_count; f++) {
            const lot_feature *feature = &quotas->features[f];
            uint32_t mins = 0;
            uint32_t maxes = 0;
            uint32_t not_said = 0;
            for (uint32_t i = feature->first; i < feature->first + feature->values_count; i++) {
                const lot_quota *quota = &quotas->rows[i];
                mins += quota->min;
                if (!is_not_said(quota->value)) {
                    maxes += quota->max;
                    continue;
                }
                assert_int_equal(quota->min, 0);
                assert_in_range(quota->max, 1, 2);
                not_said = quota->max;
                rows_count++;
            }
            assert_true(mins + not_said <= SEATS);
            assert_true(maxes >= SEATS);
        }
        assert_int_equal(rows_count, 3);
        lot_quotas_free(quotas);
    }
}

static void the_two_files_differ_in_area_and_ward_only(void **state)
{
    (void)state;
    lot_quotas *areas = read_quotas(areas_path);
    lot_quotas *wards = read_quotas(wards_path);
    assert_string_equal(areas->features[4].name, "area");
    assert_int_equal(areas->features[4].values_count, 4);
    assert_string_equal(wards->features[4].name, "ward");
    assert_int_equal(wards->features[4].values_count, 22);
    assert_int_equal(areas->features[4].first, wards->features[4].first);
    for (uint32_t f = 0; f < 4; f++)
        assert_string_equal(areas->features[f].name, wards->features[f].name);
    for (uint32_t i = 0; i < areas->features[4].first; i++) {
        assert_string_equal(areas->rows[i].value, wards->rows[i].value);
        assert_int_equal(areas->rows[i].feature, wards->rows[i].feature);
        assert_int_equal(areas->rows[i].min, wards->rows[i].min);
        assert_int_equal(areas->rows[i].max, wards->rows[i].max);
    }
    lot_quotas_free(areas);
    lot_quotas_free(wards);
}

static void the_wards_of_an_area_add_up_to_it(void **state)
{
    (void)state;
    lot_table *population = read_table(population_path);
    uint32_t areas_count = 0;
    uint32_t wards_count = 0;
    for (uint32_t a = 0; a < lot_table_rows_count(population); a++) {
        if (strcmp(cell(population, a, "feature"), "area") != 0)
            continue;
        uint64_t people = 0;
        areas_count++;
        for (uint32_t w = 0; w < lot_table_rows_count(population); w++) {
            if (strcmp(cell(population, w, "area"), cell(population, a, "value")) != 0)
                continue;
            assert_string_equal(cell(population, w, "feature"), "ward");
            people += number(population, w, "count");
            wards_count++;
        }
        assert_int_equal(people, number(population, a, "count"));
    }
    assert_int_equal(areas_count, 4);
    assert_int_equal(wards_count, 22);
    uint32_t values_count;
    assert_int_equal(total_of(population, "age", &values_count), AGED_16_PLUS);
    assert_int_equal(total_of(population, "area", &values_count), AGED_16_PLUS);
    assert_int_equal(total_of(population, "ward", &values_count), AGED_16_PLUS);
    lot_table_free(population);
}

static void ward_and_age_counts_are_those_of_the_census(void **state)
{
    (void)state;
    static const char *const ages[][2] = {
        {"16-24", "Aged 16 to 24 years"},  {"25-34", "Aged 25 to 34 years"},
        {"35-49", "Aged 35 to 49 years"},  {"50-64", "Aged 50 to 64 years"},
        {"65+", "Aged 65 years and over"},
    };
    if (access(census_path, R_OK) != 0) {
        print_message("skipped: no %s\n", census_path);
        skip();
    }
    lot_table *population = read_table(population_path);
    lot_table *census = read_table(census_path);
    uint32_t borough = lot_table_rows_count(census) - 1;
    assert_string_equal(cell(census, borough, "ward24_name"), "BOROUGH");
    assert_int_equal(borough, 22);
    for (uint32_t row = 0; row < borough; row++) {
        uint32_t ward = find_value(population, "ward", cell(census, row, "ward24_name"));
        assert_int_not_equal(ward, UINT32_MAX);
        assert_int_equal(number(population, ward, "count"), number(census, row, "16plus"));
    }
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        uint32_t age = find_value(population, "age", ages[i][0]);
        assert_int_not_equal(age, UINT32_MAX);
        assert_int_equal(number(population, age, "count"), number(census, borough, ages[i][1]));
    }
    lot_table_free(population);
    lot_table_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_floor_and_ceiling_of_the_census_shares),
        cmocka_unit_test(the_other_columns_show_the_count_and_its_share_of_the_seats),
        cmocka_unit_test(who_prefers_not_to_say_fits_beside_all_mins),
        cmocka_unit_test(the_two_files_differ_in_area_and_ward_only),
        cmocka_unit_test(the_wards_of_an_area_add_up_to_it),
        cmocka_unit_test(ward_and_age_counts_are_those_of_the_census),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
