/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool: who is in it, and every problem by its words. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/pool.h"

#include "support/generate.h"
#include "support/input.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char QUOTAS[] = "feature,value,min,max\n"
                             "Gender,Female,0,9\nGender,Male,0,9\n"
                             "Age,16-29,0,9\nAge,30+,0,9\n";

static const lot_pool_columns NO_COLUMNS = {0};

static lot_quotas *quotas_of(const char *csv)
{
    lot_table *table = lot_test_table("quotas.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = NULL;
    assert_int_equal(lot_quotas_read(&quotas, table, 9, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    lot_table_free(table);
    return quotas;
}

static lot_pool *read_pool(const char *csv, const char *quotas_csv, const lot_pool_columns *columns)
{
    lot_table *table = lot_test_table("people.csv", csv);
    lot_quotas *quotas = quotas_csv != NULL ? quotas_of(quotas_csv) : NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool *pool = NULL;
    lot_status status = lot_pool_read(&pool, table, quotas, columns, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    lot_quotas_free(quotas);
    lot_table_free(table);
    return pool;
}

static void assert_refused(const char *csv, const char *quotas_csv, const lot_pool_columns *columns,
                           const char *const *words, size_t count)
{
    lot_table *table = lot_test_table("people.csv", csv);
    lot_quotas *quotas = quotas_of(quotas_csv);
    lot_problems *problems = lot_problems_new();
    lot_pool *pool = NULL;
    lot_error error;
    assert_int_equal(lot_pool_read(&pool, table, quotas, columns, problems, &error), LOT_BAD_INPUT);
    assert_null(pool);
    lot_test_assert_problems(problems, words, count);
    assert_non_null(strstr(error.message, "people.csv: "));
    lot_problems_free(problems);
    lot_quotas_free(quotas);
    lot_table_free(table);
}

static void people_stand_in_the_order_of_the_file_with_their_quota_rows(void **state)
{
    (void)state;
    lot_pool *pool = read_pool("age, ID ,GENDER,shoe\n"
                               "30+, p1 ,female,41\n"
                               "\n"
                               "16-29,P1, MALE ,40\n"
                               " 30+,p2,Female,\n",
                               QUOTAS, &NO_COLUMNS);
    assert_int_equal(pool->people_count, 3);
    assert_int_equal(pool->features_count, 2);
    assert_false(pool->ids_are_rows);
    assert_int_equal(pool->id_column, 1);
    const char *const ids[] = {"p1", "P1", "p2"};
    const uint32_t rows[] = {2, 4, 5};
    const uint32_t genders[] = {0, 1, 0};
    const uint32_t ages[] = {3, 2, 3};
    for (uint32_t p = 0; p < 3; p++) {
        assert_string_equal(pool->ids[p], ids[p]);
        assert_int_equal(pool->rows[p], rows[p]);
        assert_int_equal(lot_pool_value(pool, p, 0), genders[p]);
        assert_int_equal(lot_pool_value(pool, p, 1), ages[p]);
        assert_int_equal(pool->households[p], p);
    }
    assert_int_equal(pool->households_count, 3);
    lot_pool_free(pool);
    lot_pool_free(NULL);
}

static void without_an_id_column_the_row_number_serves(void **state)
{
    (void)state;
    lot_pool *pool = read_pool("gender,age\nmale,30+\nmale,30+\n", QUOTAS, &NO_COLUMNS);
    assert_true(pool->ids_are_rows);
    assert_int_equal(pool->id_column, LOT_NO_COLUMN);
    assert_string_equal(pool->ids[0], "2");
    assert_string_equal(pool->ids[1], "3");
    lot_pool_free(pool);
}

static void another_column_can_be_the_id(void **state)
{
    (void)state;
    lot_pool_columns columns = {.id = "Badge"};
    lot_pool *pool = read_pool("id,badge\n1,x\n1,y\n", NULL, &columns);
    assert_string_equal(pool->ids[0], "x");
    assert_string_equal(pool->ids[1], "y");
    assert_int_equal(pool->features_count, 0);
    lot_pool_free(pool);
}

static void an_e_mail_address_that_is_there_twice_is_not_shown(void **state)
{
    (void)state;
    const char *const words[] = {
        "people.csv, row 3: the id is that of row 2 already: give everyone an id of their own, or "
        "remove one of the rows",
    };
    assert_refused("id,gender,Age\nana@example.org,male,30+\nana@example.org,male,30+\n", QUOTAS,
                   &NO_COLUMNS, words, COUNT(words));
}

#define TEN_EUROS "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"

static void what_files_hold_tells_a_terminal_nothing(void **state)
{
    (void)state;
    const char *const double_id[] = {
        "people.csv, row 5, column gender: '\\u009b0m\\u2028' is not a value in the quotas (there "
        "are: Female, Male)",
        "people.csv, row 3: the id '\\u001b[2J' is that of row 2 already: give everyone an id of "
        "their own, or remove one of the rows",
        "people.csv, row 7: the id '" TEN_EUROS TEN_EUROS TEN_EUROS TEN_EUROS "...' is that of row "
        "6 already: give everyone an id of their own, or remove one of the rows",
        "people.csv, row 4, column id is empty: give everyone an id of their own",
    };
    assert_refused("id,gender,Age\n"
                   "\x1b[2J,male,30+\n"
                   "\x1b[2J,male,30+\n"
                   ",male,30+\n"
                   "c,\xc2\x9b"
                   "0m\xe2\x80\xa8,30+\n" TEN_EUROS TEN_EUROS TEN_EUROS TEN_EUROS TEN_EUROS
                   ",male,30+\n" TEN_EUROS TEN_EUROS TEN_EUROS TEN_EUROS TEN_EUROS ",male,30+\n",
                   QUOTAS, &NO_COLUMNS, double_id, COUNT(double_id));
    const char *const header[] = {
        "people.csv: there is no column 'Gender': the quotas have a feature of that name; the "
        "columns found are: id, \\u001b]0;x\\u0007, Age",
    };
    assert_refused("id,\x1b]0;x\x07,Age\na,male,30+\n", QUOTAS, &NO_COLUMNS, header, COUNT(header));
}

static void everything_wrong_with_people_is_told_in_one_pass(void **state)
{
    (void)state;
    const char *const words[] = {
        "people.csv, row 2, column gender: 'Femal' is not a value in the quotas (there are: "
        "Female, Male): did you mean Female?",
        "people.csv, row 2, column Age is empty: fill it in or give the quotas a value for it",
        "people.csv, row 4, column Age: '61' is not a value in the quotas (there are: 16-29, 30+)",
        "people.csv, rows 4, 6: the id 'a' is that of row 2 already: give everyone an id of their "
        "own, or remove all of the rows but one",
        "people.csv, row 3, column id is empty: give everyone an id of their own",
    };
    assert_refused("id,gender,Age\n"
                   "a,Femal,\n"
                   ",male,30+\n"
                   " a ,male,61\n"
                   " ,,\n"
                   "a,male,30+\n",
                   QUOTAS, &NO_COLUMNS, words, COUNT(words));
}

static void missing_and_double_columns_are_told_and_once_those_there_are(void **state)
{
    (void)state;
    const char *const address[] = {"street", "town"};
    lot_pool_columns columns = {.id = "badge", .household = address, .household_count = 2};
    const char *const words[] = {
        ("people.csv: there is no column 'badge': it was to be the id; name another column, or "
         "none; the columns found are: age, sex, AGE, town"),
        "people.csv: there is no column 'Gender': the quotas have a feature of that name",
        "people.csv: there are 2 columns 'Age': rename or remove all but one",
        "people.csv: there is no column 'street': it was to be part of the address of households",
        "people.csv, row 3, column age: 'x' is not a value in the quotas (there are: 16-29, 30+)",
    };
    assert_refused("age,sex,AGE,town\n30+,male,30+,a\nx,male,30+,a\n", QUOTAS, &columns, words,
                   COUNT(words));
}

static void two_id_columns_are_a_problem_even_unasked(void **state)
{
    (void)state;
    const char *const words[] = {
        "people.csv: there are 2 columns 'id': rename or remove all but one",
    };
    assert_refused("id,ID,gender,age\n1,2,male,30+\n", QUOTAS, &NO_COLUMNS, words, 1);
}

static void a_pool_of_nobody_is_a_problem(void **state)
{
    (void)state;
    const char *const words[] = {"people.csv: there is nobody in it, only a header"};
    assert_refused("id,gender,age\n", QUOTAS, &NO_COLUMNS, words, 1);
}

static void a_quota_file_in_place_of_people_is_recognised(void **state)
{
    (void)state;
    const char *const words[] = {
        "people.csv: there are columns min and max, so it looks like a quota file: were the two "
        "files swapped?",
    };
    assert_refused(QUOTAS, "feature,value,min,max\n", &NO_COLUMNS, words, 1);
}

static void a_long_list_of_values_is_cut_and_a_slip_is_still_found_in_all_of_it(void **state)
{
    (void)state;
    const char *const words[] = {
        "people.csv, column f: 4 of 4 people have a value not in the quotas (there are: one, two, "
        "three, four, five, six, seven, eight, ...): the quota file may be the wrong one, or "
        "misspelt",
        "people.csv, row 2, column f: 'Nnnth' is not a value in the quotas: did you mean ninth?",
        "people.csv, row 3, column f: 'w' is not a value in the quotas",
        ("people.csv, row 4, column f: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is not a "
         "value "
         "in the quotas"),
        "people.csv, row 5, column f: 'a\\u000ab' is not a value in the quotas",
    };
    assert_refused("f\nNnnth\nw\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\"a\nb\"\n",
                   "feature,value,min,max\nf,one,0,9\nf,two,0,9\nf,three,0,9\nf,four,0,9\n"
                   "f,five,0,9\nf,six,0,9\nf,seven,0,9\nf,eight,0,9\nf,ninth,0,9\n",
                   &NO_COLUMNS, words, COUNT(words));
}

/* Every wrong cell is another one, but for the last two: what is told does not grow with them. */
static void thousands_of_different_wrong_cells_are_a_few_lines(void **state)
{
    (void)state;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_put(&csv, "gender,age\n");
    for (int i = 0; i < 3000; i++)
        lot_text_format(&csv, "female,a%d\n", i < 2999 ? i : 2998);
    lot_table *table = lot_test_table("people.csv", lot_text_string(&csv));
    lot_quotas *quotas = quotas_of(QUOTAS);
    lot_problems *problems = lot_problems_new();
    lot_pool *pool;
    lot_error error;
    assert_int_equal(lot_pool_read(&pool, table, quotas, &NO_COLUMNS, problems, &error),
                     LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(problems), 22);
    assert_string_equal(error.message, "people.csv: 22 problems");
    assert_string_equal(lot_problems_at(problems, 0),
                        "people.csv, column age: 3000 of 3000 people have a value not in the "
                        "quotas (there are: 16-29, 30+): the quota file may be the wrong one, or "
                        "misspelt");
    assert_string_equal(lot_problems_at(problems, 1),
                        "people.csv, column age: 'a2998' is not a value in the quotas: rows 3000, "
                        "3001");
    assert_string_equal(lot_problems_at(problems, 2),
                        "people.csv, row 2, column age: 'a0' is not a value in the quotas");
    assert_string_equal(lot_problems_at(problems, 21),
                        "people.csv, column age: 2979 more that are no values in the quotas: 2979 "
                        "rows, first 21");
    lot_problems_free(problems);
    lot_quotas_free(quotas);
    lot_table_free(table);
    lot_text_free(&csv);
}

static void thousands_of_double_ids_are_a_few_lines(void **state)
{
    (void)state;
    lot_text file = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_pool *pool;
    lot_text_put(&file, "id\n");
    for (int i = 0; i < 4000; i++)
        lot_text_format(&file, "%d\n", i % 1000);
    lot_table *table = lot_test_table("people.csv", file.bytes);
    assert_int_equal(lot_pool_read(&pool, table, NULL, &NO_COLUMNS, problems, NULL), LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(problems), 21);
    assert_string_equal(lot_problems_at(problems, 0),
                        "people.csv, rows 1002, 2002, 3002: the id '0' is that of row 2 already: "
                        "give everyone an id of their own, or remove all of the rows but one");
    assert_string_equal(lot_problems_at(problems, 20),
                        "people.csv, 2940 rows, first 1022, 1023, 1024: ids that rows before have "
                        "already, too: give everyone an id of their own, or remove the rows");
    lot_problems_free(problems);
    lot_table_free(table);
    lot_text_free(&file);
}

static void rows_with_the_same_wrong_value_are_one_problem(void **state)
{
    (void)state;
    lot_text csv = LOT_TEXT_EMPTY;
    const char *const words[] = {
        "people.csv, column gender: 'Femal' is not a value in the quotas (there are: Female, "
        "Male): 4 rows, first 3, 5, 6: did you mean Female?",
        "people.csv, column gender: 'robot' is not a value in the quotas: rows 4, 9",
        "people.csv, column Age: no value in 4 rows, first 2, 4, 6: fill it in or give the quotas "
        "a value for it",
        "people.csv, column id: no id in rows 5, 6: give everyone an id of their own",
    };
    lot_text_put(&csv, "id,gender,Age\n"
                       "a,Female,\n"           /* 2 */
                       "b,Femal,30+\n"         /* 3 */
                       "c,robot, \n"           /* 4 */
                       ",FEMAL ,30+\n"         /* 5: folds to the same */
                       "\u00a0,femal,\u00a0\n" /* 6 */
                       "f,male,30+\n"          /* 7 */
                       "g,\u00a0Femal,\n"      /* 8 */
                       "h,Robot,30+\n");       /* 9 */
    for (int i = 0; i < 5; i++)
        lot_text_format(&csv, "p%d,male,30+\n", i);
    assert_refused(lot_text_string(&csv), QUOTAS, &NO_COLUMNS, words, COUNT(words));
    lot_text_free(&csv);
}

static void the_quotas_are_doubted_when_most_people_do_not_fit_them(void **state)
{
    (void)state;
    static const char HALF[] = "gender,Age\nx,30+\nx,30+\nx,30+\nmale,30+\nmale,30+\nmale,30+\n";
    const char *const half[] = {
        "people.csv, column gender: 'x' is not a value in the quotas (there are: Female, Male): "
        "rows 2, 3, 4",
    };
    assert_refused(HALF, QUOTAS, &NO_COLUMNS, half, COUNT(half));
    const char *const most[] = {
        "people.csv, column gender: 3 of 5 people have a value not in the quotas (there are: "
        "Female, Male): the quota file may be the wrong one, or misspelt",
        "people.csv, column gender: 'x' is not a value in the quotas: rows 2, 3, 4",
    };
    assert_refused("gender,Age\nx,30+\nx,30+\nX,30+\nmale,30+\nmale,30+\n", QUOTAS, &NO_COLUMNS,
                   most, COUNT(most));
    /* where nothing was answered, the quotas are not to blame */
    const char *const blank[] = {
        "people.csv, column gender: no value in 4 rows, first 2, 3, 4: fill it in or give the "
        "quotas a value for it",
    };
    assert_refused("gender,Age\n,30+\n,30+\n,30+\n,30+\n", QUOTAS, &NO_COLUMNS, blank,
                   COUNT(blank));
}

/* People files of two other programs, which are to work unchanged. */
static void both_files_of_every_instance_hold_the_same_people(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        uint32_t seats, people_count;
    } instances[] = {
        {"../shared/data/instances/wf_50", 50, 300},
        {"../shared/data/instances/cca_75", 75, 825},
        {"../shared/data/instances/sfe_110", 110, 1727},
        {"../shared/data/instances/peer150_22", 22, 150},
    };
    for (size_t i = 0; i < COUNT(instances); i++) {
        lot_table *tables[] = {lot_test_table_at(instances[i].folder, "people.csv"),
                               lot_test_table_at(instances[i].folder, "respondents.csv"),
                               lot_test_table_at(instances[i].folder, "features.csv")};
        if (tables[0] == NULL || tables[1] == NULL || tables[2] == NULL) {
            print_message("skipped: %s is not there\n", instances[i].folder);
            skip();
        }
        lot_problems *problems = lot_problems_new();
        lot_quotas *quotas = NULL;
        lot_pool *pools[2] = {NULL, NULL};
        assert_int_equal(lot_quotas_read(&quotas, tables[2], instances[i].seats, problems, NULL),
                         LOT_OK);
        for (size_t t = 0; t < 2; t++) {
            lot_status status =
                lot_pool_read(&pools[t], tables[t], quotas, &NO_COLUMNS, problems, NULL);
            lot_test_assert_problems(problems, NULL, 0);
            assert_int_equal(status, LOT_OK);
            assert_int_equal(pools[t]->people_count, instances[i].people_count);
        }
        assert_string_equal(pools[0]->ids[9], "p9");
        assert_string_equal(pools[1]->ids[9], "11");
        assert_memory_equal(pools[0]->values, pools[1]->values,
                            instances[i].people_count * quotas->features_count * sizeof(uint32_t));
        for (size_t t = 0; t < 3; t++)
            lot_table_free(tables[t]);
        for (size_t t = 0; t < 2; t++)
            lot_pool_free(pools[t]);
        lot_quotas_free(quotas);
        lot_problems_free(problems);
    }
}

static void a_made_up_pool_has_the_panel_it_was_made_around(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        lot_test_shape shape = {.seed = seed,
                                .people_count = 20 + (uint32_t)seed,
                                .seats = 1 + (uint32_t)seed % 20,
                                .features_count = (uint32_t)seed % 5,
                                .values_per_feature = 2 + (uint32_t)seed % 4,
                                .band = (uint32_t)seed % 3,
                                .skew = (uint32_t)seed % 4,
                                .household_percent = (uint32_t)(seed * 10 % 110)};
        lot_test_case *made = lot_test_case_make(&shape);
        uint32_t tally[64] = {0};
        bool housed[256] = {false};
        for (uint32_t s = 0; s < shape.seats; s++) {
            uint32_t person = made->witness[s];
            assert_true(s == 0 || made->witness[s - 1] < person);
            assert_false(housed[made->pool->households[person]]);
            housed[made->pool->households[person]] = true;
            for (uint32_t f = 0; f < shape.features_count; f++)
                tally[lot_pool_value(made->pool, person, f)]++;
        }
        assert_true(lot_quotas_admit(made->quotas, tally));
        if (shape.household_percent >= 50)
            assert_true(made->pool->households_count < shape.people_count);
        if (shape.household_percent == 0)
            assert_int_equal(made->pool->households_count, shape.people_count);
        lot_test_case *again = lot_test_case_make(&shape);
        assert_string_equal(made->people_csv.bytes, again->people_csv.bytes);
        assert_string_equal(made->quotas_csv.bytes, again->quotas_csv.bytes);
        lot_test_case_free(made);
        lot_test_case_free(again);
    }
}

static void another_answer_changes_one_value_and_can_be_taken_back(void **state)
{
    (void)state;
    lot_pool *pool = read_pool("id,gender,age\na,female,30+\nb,male,16-29\n", QUOTAS, &NO_COLUMNS);
    assert_int_equal(lot_pool_answer(pool, 1, 1, 3), 2);
    assert_int_equal(lot_pool_value(pool, 1, 1), 3);
    assert_int_equal(lot_pool_value(pool, 1, 0), 1);
    assert_int_equal(lot_pool_value(pool, 0, 1), 3);
    assert_int_equal(lot_pool_answer(pool, 1, 1, 2), 3);
    assert_int_equal(lot_pool_value(pool, 1, 1), 2);
    lot_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_stand_in_the_order_of_the_file_with_their_quota_rows),
        cmocka_unit_test(without_an_id_column_the_row_number_serves),
        cmocka_unit_test(another_column_can_be_the_id),
        cmocka_unit_test(an_e_mail_address_that_is_there_twice_is_not_shown),
        cmocka_unit_test(what_files_hold_tells_a_terminal_nothing),
        cmocka_unit_test(everything_wrong_with_people_is_told_in_one_pass),
        cmocka_unit_test(missing_and_double_columns_are_told_and_once_those_there_are),
        cmocka_unit_test(two_id_columns_are_a_problem_even_unasked),
        cmocka_unit_test(a_pool_of_nobody_is_a_problem),
        cmocka_unit_test(a_quota_file_in_place_of_people_is_recognised),
        cmocka_unit_test(a_long_list_of_values_is_cut_and_a_slip_is_still_found_in_all_of_it),
        cmocka_unit_test(thousands_of_different_wrong_cells_are_a_few_lines),
        cmocka_unit_test(thousands_of_double_ids_are_a_few_lines),
        cmocka_unit_test(rows_with_the_same_wrong_value_are_one_problem),
        cmocka_unit_test(the_quotas_are_doubted_when_most_people_do_not_fit_them),
        cmocka_unit_test(both_files_of_every_instance_hold_the_same_people),
        cmocka_unit_test(a_made_up_pool_has_the_panel_it_was_made_around),
        cmocka_unit_test(another_answer_changes_one_value_and_can_be_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
