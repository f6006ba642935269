/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot select, end to end: the folder it leaves is read as a person would read it. */
#define _XOPEN_SOURCE 700 /* realpath */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/generate.h"
#include "support/result.h"
#include "support/run.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char secret[] = "0123456789abcdef0123456789abcdef";

/* A made-up assembly of 300 people and 24 seats, written as people.csv and quotas.csv. */
static lot_test_case *write_case(const lot_run_folder *folder)
{
    const lot_test_shape shape = {.seed = 11,
                                  .people_count = 300,
                                  .seats = 24,
                                  .features_count = 3,
                                  .values_per_feature = 3,
                                  .band = 1,
                                  .skew = 1,
                                  .household_percent = 30};
    lot_test_case *made = lot_test_case_make(&shape);
    lot_run_write(folder, "people.csv", lot_text_string(&made->people_csv));
    lot_run_write(folder, "quotas.csv", lot_text_string(&made->quotas_csv));
    lot_run_write(folder, "secret", secret);
    return made;
}

#define CASE "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "24"

static void a_run_writes_everything_and_it_adds_up(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result", "--household", "address,postcode",
           "--seed", "3 14 15");
    lot_result_check(&(lot_result){folder, "result", lot_text_string(&made->people_csv),
                                   lot_text_string(&made->quotas_csv), 24, 1000, "address"});
    assert_int_equal(lot_run_mode(folder, "result"), 0755);
    assert_int_equal(lot_run_count(folder, "."), 4);
    lot_test_case_free(made);
}

static void another_number_of_tickets_adds_up_too(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result", "--tickets", "777");
    lot_result_check(&(lot_result){folder, "result", lot_text_string(&made->people_csv),
                                   lot_text_string(&made->quotas_csv), 24, 777, NULL});
    lot_test_case_free(made);
}

static void the_published_folder_tells_one_run_and_no_person(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result", "--title", "Our panel");
    lot_text process = lot_run_read(folder, "result/publish/process.txt");
    lot_run_assert_has(&process, "\norder: one run\n");
    lot_run_assert_has(&process, "\ntitle: Our panel\n");
    lot_run_assert_has(&process, "\nsource: operator:");
    lot_text_free(&process);
    lot_text pool = lot_run_read(folder, "result/publish/pool.csv");
    assert_null(strstr(lot_text_string(&pool), made->pool->ids[0]));
    lot_text_free(&pool);
    lot_test_case_free(made);
}

static void json_is_one_object_that_tells_the_run(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    lot_ran ran = RUN(folder, "select", CASE, "--out", "result", "--seed", "x", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "out")), "result");
    assert_int_equal(json_integer_value(json_object_get(object, "people")), 300);
    assert_int_equal(json_integer_value(json_object_get(object, "seats")), 24);
    assert_int_equal(json_integer_value(json_object_get(object, "tickets")), 1000);
    assert_string_equal(json_string_value(json_object_get(object, "objective")), "leximin");
    assert_int_equal(json_array_size(json_object_get(object, "selected")), 24);
    assert_int_equal(strlen(json_string_value(json_object_get(object, "manifest"))), 64);
    assert_int_equal(strlen(json_string_value(json_object_get(object, "seed"))), 64);
    assert_non_null(strstr(json_string_value(json_object_get(object, "least_chance")), "/1000"));
    assert_non_null(strchr(json_string_value(json_object_get(object, "bound")), '/'));
    assert_true(json_is_string(json_object_get(object, "distance_tickets")));
    assert_true(json_is_integer(json_object_get(object, "ticket")));
    assert_true(json_is_array(json_object_get(object, "no_panel")));
    json_decref(object);
    lot_ran_free(&ran);
    lot_test_case_free(made);
}

static void the_same_secret_and_date_give_the_same_bytes_in_any_locale(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1700000000", "LC_ALL=C", "TZ=UTC", "select", CASE, "--out",
           "first", "--seed", "x", "--pseudonyms-from", "secret");
    EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1700000000", "LC_ALL=tr_TR.UTF-8", "TZ=Asia/Tokyo",
           "select", CASE, "--out", "second", "--seed", "x", "--pseudonyms-from", "secret");
    EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1700000000", "LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8",
           "select", CASE, "--out", "third", "--seed", "x", "--pseudonyms-from", "secret");
    lot_run_assert_same(folder, "first", "second");
    lot_run_assert_same(folder, "first", "third");
    lot_test_case_free(made);
}

static void without_the_secret_it_says_that_a_repetition_draws_others(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    lot_ran ran = RUN(folder, "select", CASE, "--out", "result", "--seed", "x");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "repeat it from result/assembly.civiclot");
    lot_ran_free(&ran);
    ran =
        RUN(folder, "select", CASE, "--out", "other", "--seed", "x", "--pseudonyms-from", "secret");
    assert_null(strstr(lot_text_string(&ran.err), "repeat it from"));
    lot_ran_free(&ran);
    lot_test_case_free(made);
}

static void without_a_seed_it_says_what_that_does_not_prove(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    lot_ran ran = RUN(folder, "select", CASE, "--out", "result");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "proves nothing to outsiders");
    lot_run_assert_has(&ran.out, "NOT PROVEN");
    lot_ran_free(&ran);
    lot_test_case_free(made);
}

static void quiet_leaves_the_result_alone_on_stdout(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    lot_ran ran = RUN(folder, "select", CASE, "--out", "result", "--quiet");
    assert_int_equal(ran.code, 0);
    assert_int_equal(ran.err.length, 0);
    assert_true(ran.out.length > 0);
    lot_ran_free(&ran);
    lot_test_case_free(made);
}

static void a_run_is_repeated_from_its_assembly_file(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result", "--seed", "x");
    EXPECT(folder, 0, "export", "result/assembly.civiclot", "--selected", "selected", "--remaining",
           "remaining", "--chances", "chances", "--lottery", "lottery", "--publish", "publish");
    EXPECT(folder, 0, "report", "result/assembly.civiclot", "--out", "page");
    lot_run_assert_same(folder, "result/selected.csv", "selected");
    lot_run_assert_same(folder, "result/remaining.csv", "remaining");
    lot_run_assert_same(folder, "result/chances.csv", "chances");
    lot_run_assert_same(folder, "result/lottery.csv", "lottery");
    lot_run_assert_same(folder, "result/report.html", "page");
    lot_run_assert_same(folder, "result/publish", "publish");
    lot_test_case_free(made);
}

static void solving_the_assembly_file_again_gives_the_same_lottery(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result", "--seed", "x");
    EXPECT(folder, 0, "solve", "result/assembly.civiclot");
    EXPECT(folder, 0, "commit", "result/assembly.civiclot", "--publish", "again");
    lot_run_assert_same(folder, "result/publish/lottery.csv", "again/lottery.csv");
    lot_run_assert_same(folder, "result/publish/pool.csv", "again/pool.csv");
    lot_test_case_free(made);
}

static void a_folder_in_use_is_refused_and_left_as_it_was(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    EXPECT(folder, 0, "select", CASE, "--out", "result");
    lot_text before = lot_run_read(folder, "result/selected.csv");
    lot_ran ran = RUN(folder, "select", CASE, "--out", "result");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "exists and is not empty: choose a new folder");
    lot_text after = lot_run_read(folder, "result/selected.csv");
    assert_string_equal(lot_text_string(&before), lot_text_string(&after));
    assert_int_equal(lot_run_count(folder, "."), 4);
    lot_text_free(&before);
    lot_text_free(&after);
    lot_ran_free(&ran);
    EXPECT(folder, 3, "select", CASE, "--out", "people.csv");
    EXPECT(folder, 1, "select", CASE, "--out", "nowhere/result");
    EXPECT(folder, 1, "select", CASE, "--out", "people.csv/result");
    lot_test_case_free(made);
}

static void an_empty_folder_is_filled(void **state)
{
    const lot_run_folder *folder = *state;
    lot_test_case *made = write_case(folder);
    lot_ran ran =
        lot_run_other(folder, ".", (const char *const[]){"mkdir", "-m", "0700", "result", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "select", CASE, "--out", "result/");
    assert_int_equal(lot_run_count(folder, "result"), 7);
    lot_test_case_free(made);
}

static void without_a_panel_nothing_is_written_and_the_conflict_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex,age\n1,f,old\n2,f,old\n3,m,young\n4,m,young\n");
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,old,2,2\nage,young,0,0\n");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "result", "--quiet");
    assert_int_equal(ran.code, 4);
    assert_int_equal(ran.out.length, 0);
    lot_run_assert_has(&ran.err, "no panel can meet these quotas");
    lot_ran_free(&ran);
    ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--out", "result", "--json");
    assert_int_equal(ran.code, 4);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_true(json_is_false(json_object_get(object, "feasible")));
    json_t *conflict = json_object_get(object, "conflict");
    assert_true(json_array_size(conflict) > 0);
    assert_true(json_is_string(json_object_get(json_array_get(conflict, 0), "feature")));
    json_decref(object);
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "."), 2);
}

static void people_come_from_standard_input_and_row_numbers_serve_as_ids(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    lot_ran ran = lot_run_with_input(folder, "sex;age\r\nf;20\r\nm;30\r\nf;40\r\n",
                                     (const char *const[]){"select", "--people", "-", "--quotas",
                                                           "quotas.csv", "--seats", "2", "--out",
                                                           "result", NULL});
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "the row numbers serve as ids");
    lot_run_assert_has(&ran.err, "semicolons, CRLF");
    lot_text chances = lot_run_read(folder, "result/chances.csv");
    lot_run_assert_has(&chances, "2,500,0.500000000000");
    lot_run_assert_has(&chances, "3,1000,1.000000000000");
    lot_text_free(&chances);
    lot_ran_free(&ran);
}

static void ctrl_c_leaves_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    const lot_test_shape shape = {.seed = 5,
                                  .people_count = 3000,
                                  .seats = 150,
                                  .features_count = 8,
                                  .values_per_feature = 6,
                                  .skew = 2};
    lot_test_case *made = lot_test_case_make(&shape);
    lot_run_write(folder, "people.csv", lot_text_string(&made->people_csv));
    lot_run_write(folder, "quotas.csv", lot_text_string(&made->quotas_csv));
    lot_test_case_free(made);
    const int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        lot_ran ran = lot_run_and_signal(folder, signals[i], 3, "result.partial-",
                                         (const char *const[]){"select", "--people", "people.csv",
                                                               "--quotas", "quotas.csv", "--seats",
                                                               "150", "--out", "result", NULL});
        assert_int_equal(ran.code, 130);
        lot_run_assert_has(&ran.err, "interrupted");
        assert_int_equal(lot_run_count(folder, "."), 2);
        lot_ran_free(&ran);
    }
}

/* One of the shared instances, in one form of its files. */
static void select_instance(const lot_run_folder *folder, const char *place, const char *name,
                            const char *people, const char *quotas)
{
    const char *seats = strrchr(name, '_') + 1;
    lot_text people_path = LOT_TEXT_EMPTY;
    lot_text quotas_path = LOT_TEXT_EMPTY;
    lot_text out = LOT_TEXT_EMPTY;
    lot_text_format(&people_path, "%s/%s/%s", place, name, people);
    lot_text_format(&quotas_path, "%s/%s/%s", place, name, quotas);
    lot_text_format(&out, "%s-%s", name, people);
    EXPECT(folder, 0, "select", "--people", lot_text_string(&people_path), "--quotas",
           lot_text_string(&quotas_path), "--seats", seats, "--out", lot_text_string(&out));
    const lot_run_folder root = {"/"};
    lot_text people_csv = lot_run_read(&root, lot_text_string(&people_path));
    lot_text quotas_csv = lot_run_read(&root, lot_text_string(&quotas_path));
    lot_result_check(&(lot_result){folder, lot_text_string(&out), lot_text_string(&people_csv),
                                   lot_text_string(&quotas_csv), (unsigned)strtoul(seats, NULL, 10),
                                   1000, NULL});
    lot_text_free(&people_csv);
    lot_text_free(&quotas_csv);
    lot_text_free(&people_path);
    lot_text_free(&quotas_path);
    lot_text_free(&out);
}

static void every_instance_adds_up_in_both_forms_of_its_files(void **state)
{
    static const char *const names[] = {
        "cca_75",     "example_large_200", "example_small_20", "peer150_22",
        "peer300_45", "peer750_112",       "sfe_110",          "wf_50"};
    char *place = realpath("../shared/data/instances", NULL);
    if (place == NULL) {
        print_message("skipped: ../shared/data/instances is not there\n");
        skip();
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        select_instance(*state, place, names[i], "people.csv", "features.csv");
        select_instance(*state, place, names[i], "respondents.csv", "categories.csv");
    }
    free(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_writes_everything_and_it_adds_up),
        TEST(another_number_of_tickets_adds_up_too),
        TEST(the_published_folder_tells_one_run_and_no_person),
        TEST(json_is_one_object_that_tells_the_run),
        TEST(the_same_secret_and_date_give_the_same_bytes_in_any_locale),
        TEST(without_the_secret_it_says_that_a_repetition_draws_others),
        TEST(without_a_seed_it_says_what_that_does_not_prove),
        TEST(quiet_leaves_the_result_alone_on_stdout),
        TEST(a_run_is_repeated_from_its_assembly_file),
        TEST(solving_the_assembly_file_again_gives_the_same_lottery),
        TEST(a_folder_in_use_is_refused_and_left_as_it_was),
        TEST(an_empty_folder_is_filled),
        TEST(without_a_panel_nothing_is_written_and_the_conflict_is_told),
        TEST(people_come_from_standard_input_and_row_numbers_serve_as_ids),
        TEST(ctrl_c_leaves_nothing),
        TEST(every_instance_adds_up_in_both_forms_of_its_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
