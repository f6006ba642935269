/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotas: every form of file, and every problem by its words. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/quota.h"

#include "support/input.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static lot_quotas *read_quotas(const char *csv, uint32_t seats)
{
    lot_table *table = lot_test_table("quotas.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    lot_status status = lot_quotas_read(&quotas, table, seats, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    lot_table_free(table);
    return quotas;
}

static void assert_refused(const char *csv, uint32_t seats, const char *const *words, size_t count)
{
    lot_table *table = lot_test_table("quotas.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    lot_error error;
    assert_int_equal(lot_quotas_read(&quotas, table, seats, problems, &error), LOT_BAD_INPUT);
    assert_null(quotas);
    lot_test_assert_problems(problems, words, count);
    assert_non_null(strstr(error.message, "quotas.csv: "));
    lot_problems_free(problems);
    lot_table_free(table);
}

static void assert_refused_for(const char *csv, uint32_t seats, const char *words)
{
    assert_refused(csv, seats, &words, 1);
}

static void all_three_forms_of_header_are_the_same_quotas(void **state)
{
    (void)state;
    const char *const forms[] = {
        "feature,value,min,max\ngender,female,4,6\ngender,male,4,6\n",
        "category,name,min,max\ngender,female,4,6\ngender,male,4,6\n",
        "category,feature,min,max\ngender,female,4,6\ngender,male,4,6\n",
        "category,value,min,max\ngender,female,4,6\ngender,male,4,6\n",
        " Max ,MIN,note,Value,Feature\n6,4,x,female,gender\n6,4,,male,gender\n",
        "category;name;min;max\r\ngender;female;4;6\r\ngender;male;4;6\r\n",
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        lot_quotas *quotas = read_quotas(forms[i], 10);
        assert_int_equal(quotas->features_count, 1);
        assert_string_equal(quotas->features[0].name, "gender");
        assert_int_equal(quotas->features[0].values_count, 2);
        assert_int_equal(quotas->count, 2);
        assert_string_equal(quotas->rows[0].value, "female");
        assert_string_equal(quotas->rows[1].value, "male");
        assert_int_equal(quotas->rows[1].min, 4);
        assert_int_equal(quotas->rows[1].max, 6);
        assert_int_equal(quotas->rows[1].min_flex, 0);
        assert_int_equal(quotas->rows[1].max_flex, LOT_UNBOUNDED);
        assert_int_equal(quotas->rows[1].row, 3);
        lot_quotas_free(quotas);
    }
    lot_quotas_free(NULL);
}

static void rows_of_a_feature_are_brought_together_in_the_order_of_the_file(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas("feature,value,min,max\n"
                                     "age,old,5,5\n"
                                     "gender,male,5,5\n"
                                     ",,,\n"
                                     " AGE ,  Young  one,5,5\n"
                                     "Gender,female,5,5\n",
                                     10);
    assert_int_equal(quotas->features_count, 2);
    assert_string_equal(quotas->features[0].name, "age");
    assert_string_equal(quotas->features[1].name, "gender");
    assert_int_equal(quotas->features[1].first, 2);
    const char *const values[] = {"old", "Young  one", "male", "female"};
    const uint32_t rows[] = {2, 5, 3, 6};
    assert_int_equal(quotas->count, 4);
    for (uint32_t q = 0; q < 4; q++) {
        assert_string_equal(quotas->rows[q].value, values[q]);
        assert_int_equal(quotas->rows[q].row, rows[q]);
        assert_int_equal(quotas->rows[q].feature, q / 2);
    }
    lot_quotas_free(quotas);
}

static void what_a_spreadsheet_makes_of_a_number_is_read(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas("feature,value,min,max,min_flex,max_flex\n"
                                     "f,a,5.0, 7 ,4.00,08\n"
                                     "f,b,0,99999999999999999999,,\n",
                                     10);
    assert_int_equal(quotas->rows[0].min, 5);
    assert_int_equal(quotas->rows[0].max, 7);
    assert_int_equal(quotas->rows[0].min_flex, 4);
    assert_int_equal(quotas->rows[0].max_flex, 8);
    assert_int_equal(quotas->rows[1].max, 10); /* no more than the seats */
    assert_int_equal(quotas->rows[1].min_flex, 0);
    assert_int_equal(quotas->rows[1].max_flex, LOT_UNBOUNDED);
    lot_quotas_free(quotas);
}

static void a_file_without_features_is_allowed(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas("feature,value,min,max\n", 10);
    assert_int_equal(quotas->features_count, 0);
    assert_int_equal(quotas->count, 0);
    assert_true(lot_quotas_admit(quotas, NULL));
    lot_quotas_free(quotas);
}

static void everything_wrong_with_rows_is_told_in_one_pass(void **state)
{
    (void)state;
    const char *const words[] = {
        "quotas.csv, row 2, column Min: '-1' is not a number of seats: write a whole number, 0 or "
        "more",
        "quotas.csv, row 3, column Min: '2.5' is not a whole number of seats: write 2, it rounded "
        "down, or 3, it rounded up",
        "quotas.csv, row 3, column max: '25%' is a share: of 10 seats that is 2 rounded down and 3 "
        "rounded up: write whole numbers, or let --from-shares convert all "
        "bounds of the file",
        "quotas.csv, row 4, column Min is empty: write a number of seats",
        "quotas.csv, row 4, column max: 'two' is not a number of seats: write a whole number, 0 or "
        "more",
        "quotas.csv, row 5, column value is empty: fill it in",
        "quotas.csv, row 6, column feature is empty: fill it in",
        "quotas.csv, row 7: f, a stands in row 2 already: remove one of the two",
        "quotas.csv, row 8: min 3 is above max 2: lower min or raise max",
        "quotas.csv, row 9, column Min: '5.000' is not a number of seats: write a whole number, 0 "
        "or more",
        "quotas.csv: feature g: the maxima sum to 2, but the panel has 10 seats: raise some",
    };
    assert_refused("feature,value,Min,max\n"
                   "f,a,-1,2\n"
                   "f,b,2.5,25%\n"
                   "f,c,,two\n"
                   "f,,1,2\n"
                   ",d,1,2\n"
                   "F, A ,1,2\n"
                   "g,a,3,2\n"
                   "f,e,5.000,6\n",
                   10, words, COUNT(words));
}

static void names_are_one_line_without_control_characters(void **state)
{
    (void)state;
    const char *const words[] = {
        "quotas.csv, row 2, column feature has a line end, tab or other control character inside: "
        "write it in one line",
        "quotas.csv, row 5, column value has a line end, tab or other control character inside: "
        "write it in one line",
        "quotas.csv, row 6, column value has a line end, tab or other control character inside: "
        "write it in one line",
    };
    assert_refused("feature,value,min,max\n"
                   "\x1b[2J,a,1,2\n"
                   "\"g\n\",\" a\t\",1,2\n"
                   "g,b,0,2\n"
                   "h,\"a\nb\",1,2\n"
                   "h,a\xe2\x80\xa8"
                   "b,1,2\n",
                   2, words, COUNT(words));
}

static void sums_that_no_panel_can_have_are_told_by_feature(void **state)
{
    (void)state;
    const char *const words[] = {
        "quotas.csv: feature age: the minima sum to 52, but the panel has 50 seats: lower some",
        "quotas.csv: feature area: the maxima sum to 49, but the panel has 50 seats: raise some",
    };
    assert_refused("feature,value,min,max\n"
                   "age,old,26,30\nage,young,26,30\n"
                   "area,north,0,20\narea,south,0,29\n",
                   50, words, COUNT(words));
}

static void flex_bounds_must_hold_the_bounds(void **state)
{
    (void)state;
    const char *const words[] = {
        "quotas.csv, row 2: min_flex 5 is above min 4: lower min_flex",
        "quotas.csv, row 3: max_flex 5 is below max 6: raise max_flex",
    };
    assert_refused("feature,value,min,max,min_flex,max_flex\n"
                   "f,a,4,6,5,6\n"
                   "f,b,4,6,4,5\n",
                   10, words, COUNT(words));
    assert_refused_for("feature,value,min,max,min_flex\nf,a,10,10,0\n", 10,
                       "quotas.csv: there is no column 'max_flex': min_flex and max_flex go "
                       "together: add it, or remove the other; the columns found are: feature, "
                       "value, min, max, min_flex");
}

static void missing_and_double_columns_are_told_and_once_those_there_are(void **state)
{
    (void)state;
    const char *const words[] = {
        "quotas.csv: there is no column 'feature': a quota file has feature,value,min,max or "
        "category,name,min,max; the columns found are: kind, value, min, Minimum, MIN",
        "quotas.csv: there are 2 columns 'min': rename or remove all but one",
        "quotas.csv: there is no column 'max': a quota file has feature,value,min,max or "
        "category,name,min,max",
    };
    assert_refused("kind,value,min,Minimum,MIN\nf,a,1,2,3\n", 10, words, COUNT(words));
    assert_refused_for("category,min,max\nf,1,2\n", 10,
                       "quotas.csv: there is no column 'name': a quota file has "
                       "feature,value,min,max or category,name,min,max; the columns found are: "
                       "category, min, max");
}

static void another_file_in_place_of_quotas_is_recognised(void **state)
{
    (void)state;
    assert_refused_for("id,gender,age\np1,female,old\n", 10,
                       "quotas.csv: there are no columns min and max: is it the people file, or "
                       "a table of the population? a quota file has feature,value,min,max or "
                       "category,name,min,max");
}

static void a_tally_is_admitted_only_within_all_bounds(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas("feature,value,min,max\nf,a,4,6\nf,b,4,6\n", 10);
    assert_true(lot_quotas_admit(quotas, (const uint32_t[]){4, 6}));
    assert_true(lot_quotas_admit(quotas, (const uint32_t[]){6, 4}));
    assert_false(lot_quotas_admit(quotas, (const uint32_t[]){3, 6}));
    assert_false(lot_quotas_admit(quotas, (const uint32_t[]){4, 7}));
    lot_quotas_free(quotas);
}

/* Files of two other programs, which are to work unchanged. */
static void both_files_of_every_instance_hold_the_same_quotas(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        uint32_t seats, features_count, count;
    } instances[] = {
        {"../shared/data/instances/wf_50", 50, 5, 21},
        {"../shared/data/instances/cca_75", 75, 4, 17},
        {"../shared/data/instances/sfe_110", 110, 7, 31},
        {"../shared/data/instances/example_small_20", 20, 2, 4},
        {"../shared/data/instances/peer150_22", 22, 4, 20},
    };
    for (size_t i = 0; i < COUNT(instances); i++) {
        lot_table *tables[] = {lot_test_table_at(instances[i].folder, "features.csv"),
                               lot_test_table_at(instances[i].folder, "categories.csv")};
        if (tables[0] == NULL || tables[1] == NULL) {
            print_message("skipped: %s is not there\n", instances[i].folder);
            skip();
        }
        lot_quotas *quotas[2];
        lot_problems *problems = lot_problems_new();
        for (size_t t = 0; t < 2; t++) {
            lot_status status =
                lot_quotas_read(&quotas[t], tables[t], instances[i].seats, problems, NULL);
            lot_test_assert_problems(problems, NULL, 0);
            assert_int_equal(status, LOT_OK);
            assert_int_equal(quotas[t]->features_count, instances[i].features_count);
            assert_int_equal(quotas[t]->count, instances[i].count);
        }
        for (uint32_t q = 0; q < quotas[0]->count; q++) {
            assert_string_equal(quotas[0]->rows[q].value, quotas[1]->rows[q].value);
            assert_int_equal(quotas[0]->rows[q].min, quotas[1]->rows[q].min);
            assert_int_equal(quotas[0]->rows[q].max, quotas[1]->rows[q].max);
        }
        for (size_t t = 0; t < 2; t++) {
            lot_quotas_free(quotas[t]);
            lot_table_free(tables[t]);
        }
        lot_problems_free(problems);
    }
}

static void shares_are_converted_on_request_and_rounded_to_both_sides(void **state)
{
    (void)state;
    lot_table *table = lot_test_table("quotas.csv", "feature;value;min;max\n"
                                                    "f;a;12.5%;12,5 %\n"
                                                    "f;b;0.5;0.5\n"
                                                    "f;c;3/8;1\n"
                                                    "f;d;0;0%\n");
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    assert_int_equal(lot_quotas_read_shares(&quotas, table, 50, problems, NULL), LOT_OK);
    assert_int_equal(quotas->rows[0].min, 6); /* 6.25 */
    assert_int_equal(quotas->rows[0].max, 7);
    assert_int_equal(quotas->rows[1].min, 25); /* exactly */
    assert_int_equal(quotas->rows[1].max, 25);
    assert_int_equal(quotas->rows[2].min, 18); /* 18.75 */
    assert_int_equal(quotas->rows[2].max, 50);
    assert_int_equal(quotas->rows[3].max, 0);
    lot_quotas_free(quotas);
    lot_table_free(table);
    table = lot_test_table("quotas.csv", "feature,value,min,max\nf,a,5,101%\nf,b,-0.1,1.000\n");
    const char *const words[] = {
        "quotas.csv, row 2, column min: '5' is not a share: write 12.5% or 0.125, at most 100% or "
        "1",
        "quotas.csv, row 2, column max: '101%' is not a share: write 12.5% or 0.125, at most 100% "
        "or 1",
        "quotas.csv, row 3, column min: '-0.1' is not a share: write 12.5% or 0.125, at most 100% "
        "or 1",
        "quotas.csv, row 3, column max: '1.000' is not a share: write 12.5% or 0.125, at most 100% "
        "or 1",
    };
    assert_int_equal(lot_quotas_read_shares(&quotas, table, 50, problems, NULL), LOT_BAD_INPUT);
    lot_test_assert_problems(problems, words, COUNT(words));
    lot_problems_free(problems);
    lot_table_free(table);
}

static void shares_are_refused_with_the_seats_that_they_would_be(void **state)
{
    (void)state;
    assert_refused_for("feature,value,min,max\nf,a,0.33,50\n", 50,
                       "quotas.csv, row 2, column min: '0.33' is a share: of 50 seats that is 16 "
                       "rounded down and 17 rounded up: write whole numbers, or let --from-shares "
                       "convert all bounds of the file");
}

static void priorities_are_read_where_there_are_any(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas("feature,value,min,max,Priority\nf,a,1,9,3\nf,b,1,9,\n", 10);
    assert_int_equal(quotas->rows[0].priority, 3);
    assert_int_equal(quotas->rows[1].priority, 0);
    lot_quotas_free(quotas);
    static const char wrong[] = "quotas.csv, row 2, column priority: write a whole number from 1 "
                                "to 100, or nothing, which is 1";
    assert_refused_for("feature,value,min,max,priority\nf,a,1,10,0\n", 10, wrong);
    assert_refused_for("feature,value,min,max,priority\nf,a,1,10,high\n", 10, wrong);
    assert_refused_for("feature,value,min,max,priority,Priority\nf,a,1,10,2,3\n", 10,
                       "quotas.csv: there are 2 columns 'priority': rename or remove all but one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_three_forms_of_header_are_the_same_quotas),
        cmocka_unit_test(rows_of_a_feature_are_brought_together_in_the_order_of_the_file),
        cmocka_unit_test(what_a_spreadsheet_makes_of_a_number_is_read),
        cmocka_unit_test(a_file_without_features_is_allowed),
        cmocka_unit_test(everything_wrong_with_rows_is_told_in_one_pass),
        cmocka_unit_test(names_are_one_line_without_control_characters),
        cmocka_unit_test(sums_that_no_panel_can_have_are_told_by_feature),
        cmocka_unit_test(flex_bounds_must_hold_the_bounds),
        cmocka_unit_test(missing_and_double_columns_are_told_and_once_those_there_are),
        cmocka_unit_test(another_file_in_place_of_quotas_is_recognised),
        cmocka_unit_test(a_tally_is_admitted_only_within_all_bounds),
        cmocka_unit_test(both_files_of_every_instance_hold_the_same_quotas),
        cmocka_unit_test(shares_are_converted_on_request_and_rounded_to_both_sides),
        cmocka_unit_test(shares_are_refused_with_the_seats_that_they_would_be),
        cmocka_unit_test(priorities_are_read_where_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
