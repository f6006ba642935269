/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: what a council is told, and how it ends when there is nothing good to tell. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const char population[] = "feature,value,count\n"
                                 "gender,woman,6000\n"
                                 "gender,man,4000\n"
                                 "area,North,3000\n"
                                 "area,South,7000\n";

static const char quotas[] = "feature,value,min,max\n"
                             "gender,woman,5,7\n"
                             "gender,man,3,5\n"
                             "area,North,3,3\n"
                             "area,South,7,7\n";

static const char strata[] = "stratum,share,feature,value\n"
                             "everywhere,80%,,\n"
                             "north,20%,area,North\n";

static const char by_value[] = "feature,value,ratio\narea,North,0.25\n";

static void write_files(const lot_run_folder *folder)
{
    lot_run_write(folder, "population.csv", population);
    lot_run_write(folder, "quotas.csv", quotas);
    lot_run_write(folder, "strata.csv", strata);
    lot_run_write(folder, "by-value.csv", by_value);
}

#define PLAN "plan", "--population", "population.csv", "--seats", "10", "--response", "5%"
#define FILES "--quotas", "quotas.csv", "--strata", "strata.csv", "--by-value", "by-value.csv"
#define FEW "--simulations", "200"

/* The JSON object of a run that must end with `code`. */
static json_t *run_json(const lot_run_folder *folder, int code, const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    if (ran.code != code)
        fail_msg("%d: %s", ran.code, lot_text_string(&ran.err));
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    lot_ran_free(&ran);
    return object;
}
#define JSON(folder, code, ...)                                                                    \
    run_json((folder), (code), (const char *const[]){__VA_ARGS__, "--json", NULL})

static double number_of(json_t *object, const char *key)
{
    json_t *number = json_object_get(object, key);
    assert_true(json_is_number(number));
    return json_number_value(number);
}

static json_t *plan_at(json_t *object, size_t index)
{
    json_t *plan = json_array_get(json_object_get(object, "plans"), index);
    assert_non_null(plan);
    return plan;
}

static void plans_are_told_as_the_contract_has_them(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    json_t *object = JSON(folder, 0, PLAN, FILES, FEW, "--letters", "200,400..600:100");
    assert_int_equal(json_array_size(json_object_get(object, "plans")), 4);
    double before = -1;
    for (size_t i = 0; i < 4; i++) {
        json_t *plan = plan_at(object, i);
        double feasible = number_of(plan, "feasible");
        json_t *interval = json_object_get(plan, "feasible_interval");
        assert_int_equal(number_of(plan, "letters"), i == 0 ? 200 : 300 + 100 * (int)i);
        assert_true(feasible >= before && feasible <= 1);
        assert_true(json_number_value(json_array_get(interval, 0)) <= feasible);
        assert_true(json_number_value(json_array_get(interval, 1)) >= feasible);
        assert_true(json_array_size(json_object_get(plan, "values")) == 4);
        before = feasible;
    }
    json_t *last = plan_at(object, 3);
    json_t *chance = json_object_get(last, "least_chance");
    assert_true(number_of(chance, "p10") <= number_of(chance, "p50"));
    assert_true(number_of(chance, "p50") <= number_of(chance, "p90"));
    json_t *binding = json_array_get(json_object_get(plan_at(object, 0), "binding"), 0);
    assert_string_equal(json_string_value(json_object_get(binding, "feature")), "area");
    assert_string_equal(json_string_value(json_object_get(binding, "value")), "North");
    assert_true(fabs(number_of(binding, "share") - number_of(binding, "prevents") -
                     number_of(binding, "limits")) < 1e-6);
    assert_true(number_of(binding, "prevents") > 0.2);
    assert_int_equal(json_array_size(json_object_get(object, "needed")), 3);
    json_decref(object);
}

static void the_number_of_processes_changes_nothing_and_the_seed_does(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_expect_shell(
        folder, 0,
        "run() { \"$0\" plan --population population.csv --quotas quotas.csv --seats 10 "
        "--letters 300,500 --response 5% --dropouts 10% --simulations 100 --json \"$@\"; }\n"
        "run --jobs 1 >one && run --jobs 3 >three && run >all && run --seed other >other && "
        "cmp one three && cmp one all && ! cmp -s one other");
}

static void a_plan_that_cannot_be_ends_4_with_its_reason(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_write(folder, "never.csv", "feature,value,ratio\narea,North,0\n");
    lot_ran ran =
        RUN(folder, PLAN, "--quotas", "quotas.csv", "--by-value", "never.csv", "--letters", "500");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "area North has at least 3 seats, but there is nobody");
    lot_ran_free(&ran);
    json_t *object = JSON(folder, 4, PLAN, "--quotas", "quotas.csv", "--by-value", "never.csv",
                          "--letters", "500");
    assert_true(json_is_false(json_object_get(plan_at(object, 0), "reachable")));
    assert_int_equal(json_array_size(json_object_get(object, "unreachable")), 1);
    json_decref(object);
    WORDS(folder, 4, "there are addresses for 5000 letters at most", PLAN, "--letters", "5001",
          "--household-size", "2");
    WORDS(folder, 4, "most often fails for: fewer people than seats", PLAN, FEW, "--letters", "20");
}

static void a_plan_beyond_all_addresses_is_told_beside_those_that_can_be(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    json_t *object = JSON(folder, 0, PLAN, FEW, "--letters", "20000,500");
    assert_true(json_is_true(json_object_get(plan_at(object, 0), "reachable")));
    assert_true(json_is_false(json_object_get(plan_at(object, 1), "reachable")));
    assert_string_equal(json_string_value(json_object_get(plan_at(object, 1), "reason")),
                        "there are not so many addresses");
    json_decref(object);
}

static void what_is_wrong_in_all_files_is_told_in_one_pass(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_write(folder, "strata.csv", "stratum,share,feature,value\nall,90%,,\n");
    lot_run_write(folder, "by-value.csv", "feature,value,ratio\narea,East,2\n");
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ngender,woman,5,5\n"
                  "gender,man,5,5\nage,old,10,10\n");
    lot_ran ran = RUN(folder, PLAN, FILES, "--letters", "500");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "sum to 90.0000 %, not to 100 %");
    lot_run_assert_has(&ran.err, "by-value.csv, row 2: 'East' is no value of 'area'");
    lot_run_assert_has(&ran.err, "the quotas have the feature 'age'");
    lot_run_assert_has(&ran.err, "3 problems in the input");
    assert_int_equal(ran.out.length, 0);
    lot_ran_free(&ran);
    lot_run_write(folder, "empty.csv", "");
    WORDS(folder, 3, "empty.csv", "plan", "--population", "empty.csv", "--seats", "10",
          "--response", "5%", "--letters", "500");
    lot_run_write(folder, "no-rate.csv", "feature,value,ratio\narea,North,2\n");
    WORDS(folder, 3, "does not tell how many answer overall", "plan", "--population",
          "population.csv", "--seats", "10", "--response", "no-rate.csv", "--letters", "500");
}

static void rates_by_value_and_drop_outs_come_from_files(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    /* a tenth of the north answers, nobody of the south drops out */
    lot_run_write(folder, "rates.csv", "feature;value;rate\narea;north;10 %\narea;south;2,5 %\n");
    lot_run_write(folder, "leave.csv", "feature,value,rate\n,,0.5\narea,south,0\n");
    json_t *object = JSON(folder, 0, "plan", "--population", "population.csv", "--seats", "10",
                          "--response", "rates.csv", "--dropouts", "leave.csv", "--dispersion",
                          "0%", "--letters", "1000", "--simulations", "2000");
    json_t *values = json_object_get(plan_at(object, 0), "values");
    json_t *north = json_object_get(json_array_get(values, 2), "registered");
    json_t *south = json_object_get(json_array_get(values, 3), "registered");
    json_t *come = json_object_get(plan_at(object, 0), "would_come");
    assert_true(fabs(number_of(north, "mean") - 30) < 0.6);
    assert_true(fabs(number_of(south, "mean") - 17.5) < 0.5);
    assert_true(fabs(number_of(come, "mean") - 32.5) < 0.6);
    json_decref(object);
    lot_run_write(folder, "rates.csv", "feature,value,rate\n,,0%\n");
    WORDS(folder, 3, "rates.csv: by it nobody ever answers a letter", "plan", "--population",
          "population.csv", "--seats", "10", "--response", "rates.csv", "--letters", "500");
    WORDS(folder, 1, "nowhere.csv: cannot be opened", "plan", "--population", "population.csv",
          "--seats", "10", "--response", "nowhere.csv", "--letters", "500");
}

static void numbers_that_are_none_are_refused(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    WORDS(folder, 2, "no range like 5000..15000:1000", PLAN, "--letters", "5000-6000");
    WORDS(folder, 2, "no range like 5000..15000:1000", PLAN, "--letters", "0");
    WORDS(folder, 2, "take larger steps", PLAN, "--letters", "1..1000:1");
    WORDS(folder, 2, "plan needs --letters, or --budget", PLAN);
    WORDS(folder, 2, "--budget needs --cost", PLAN, "--budget", "100");
    WORDS(folder, 2, "does not even pay for one letter", PLAN, "--budget", "100", "--cost", "1",
          "--seat-cost", "10");
    WORDS(folder, 2, "'4' is no rate: write 4% or 0.04", "plan", "--population", "population.csv",
          "--seats", "10", "--response", "4", "--letters", "500");
    WORDS(folder, 2, "--dispersion is 0% or from 5%", PLAN, "--letters", "500", "--dispersion",
          "3%");
    WORDS(folder, 2, "--best-split needs --strata", PLAN, "--letters", "500", "--best-split");
    WORDS(folder, 2, "two files cannot both come from standard input", "plan", "--population", "-",
          "--seats", "10", "--response", "-", "--letters", "500");
}

static void a_budget_pays_seats_first_and_then_letters_to_the_best_strata(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    json_t *object =
        JSON(folder, 0, PLAN, FILES, FEW, "--budget", "400", "--cost", "0.75", "--seat-cost", "10");
    assert_int_equal(number_of(plan_at(object, 0), "letters"), 400);
    assert_true(fabs(number_of(plan_at(object, 0), "cost") - 400) < 1e-9);
    json_t *split = json_object_get(object, "best_split");
    json_t *north = json_array_get(json_object_get(split, "strata"), 1);
    assert_true(number_of(north, "share") > 0.2);
    assert_true(number_of(split, "feasible") >= number_of(split, "feasible_given"));
    json_decref(object);
}

static void the_page_stands_alone_and_names_no_path(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\n"
                  "gender,woman,5,7\ngender,man,3,5\n"
                  "area,<b>North</b>,3,3\narea,South,7,7\n");
    lot_run_write(folder, "population.csv",
                  "feature,value,count\n"
                  "gender,woman,6000\ngender,man,4000\n"
                  "area,<b>North</b>,3000\narea,South,7000\n");
    lot_run_write(folder, "by-value.csv", "feature,value,ratio\narea,<b>north</b>,0.25\n");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" plan --population \"$PWD/population.csv\" --quotas quotas.csv "
                         "--seats 10 --letters 300,500 --response 5% --by-value "
                         "\"$PWD/by-value.csv\" --simulations 100 --out plan.html >text");
    lot_text page = lot_run_read(folder, "plan.html");
    lot_run_assert_has(&page, "<title>Letters for a panel of 10 seats</title>");
    lot_run_assert_has(&page, "area: &lt;b&gt;North&lt;/b&gt;");
    lot_run_assert_has(&page, "told by by-value.csv");
    lot_run_assert_has(&page, "Chance that a panel exists, against letters sent");
    assert_null(strstr(page.bytes, folder->path));
    assert_null(strstr(page.bytes, "<b>"));
    assert_null(strstr(page.bytes, "http"));
    assert_null(strstr(page.bytes, "<script"));
    lot_text_free(&page);
    WORDS(folder, 3, "plan.html", PLAN, FEW, "--letters", "500", "--out", "plan.html");
    WORDS(folder, 3, "is a file that the plan is read from", PLAN, FEW, "--letters", "500", "--out",
          "population.csv", "--force");
    WORDS(folder, 3, "is a file that the plan is read from", "plan", "--population",
          "population.csv", "--seats", "10", "--learn", "quotas.csv:500", "--letters", "500",
          "--out", "quotas.csv", "--force");
    lot_ran nowhere = RUN(folder, PLAN, FEW, "--letters", "500", "--out", "no/plan.html");
    assert_int_equal(nowhere.code, 1);
    assert_int_equal(nowhere.out.length, 0);
    lot_ran_free(&nowhere);
    EXPECT(folder, 0, "plan", "--population", "population.csv", "--seats", "10", "--response", "5%",
           FEW, "--letters", "500", "--out", "plan.html", "--force");
}

/*
 * The quotas come through a pipe, so it is at work once they are written. As on a terminal, the
 * signal goes to all of its processes.
 */
static void ctrl_c_ends_it_and_writes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_expect_shell(folder, 130,
                         "mkfifo pipe\n"
                         "setsid \"$0\" plan --population population.csv --seats 10 --letters 500 "
                         "--response 5% --simulations 200000 --out plan.html --quiet --quotas pipe "
                         ">text &\n"
                         "cat quotas.csv >pipe; kill -TERM -$!; wait $!");
    assert_false(lot_run_is_there(folder, "plan.html"));
}

static void quotas_are_made_where_none_are_given(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    json_t *object = JSON(folder, 0, PLAN, FEW, "--letters", "500");
    json_t *value = json_array_get(json_object_get(plan_at(object, 0), "values"), 2);
    assert_string_equal(json_string_value(json_object_get(value, "value")), "North");
    assert_int_equal(number_of(value, "min"), 3);
    assert_int_equal(number_of(value, "max"), 3);
    json_decref(object);
}

/* 30 registered of 600 letters, 4 of them from the north, where 30 % live. */
static void the_response_is_learnt_from_a_past_assembly(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    write_files(folder);
    lot_text_put(&people, "id,gender,area\n");
    for (int i = 0; i < 30; i++)
        lot_text_format(&people, "p%d,%s,%s\n", i, i % 2 == 0 ? "woman" : "man",
                        i < 4 ? "north" : "south");
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_text_free(&people);
    EXPECT(folder, 0, "new", "past.civiclot", "--title", "Past", "--seats", "10");
    EXPECT(folder, 0, "quotas", "past.civiclot", "quotas.csv");
    EXPECT(folder, 0, "import", "past.civiclot", "people.csv");
    json_t *object = JSON(folder, 0, "plan", "--population", "population.csv", "--seats", "10",
                          "--learn", "past.civiclot:600", "--dispersion", "0%", "--simulations",
                          "2000", "--letters", "1000");
    json_t *values = json_object_get(plan_at(object, 0), "values");
    json_t *north = json_object_get(json_array_get(values, 2), "registered");
    json_t *all = json_object_get(plan_at(object, 0), "registered");
    /* 5 % of 1000; (4 + 6) / 50 of them are from the north */
    assert_true(fabs(number_of(all, "mean") - 50) < 1);
    assert_true(fabs(number_of(north, "mean") - 10) < 0.5);
    json_decref(object);
    WORDS(folder, 2, "more than 20 letters", "plan", "--population", "population.csv", "--seats",
          "10", "--learn", "past.civiclot:20", "--letters", "1000");
    WORDS(folder, 2, "is not FILE:LETTERS", "plan", "--population", "population.csv", "--seats",
          "10", "--learn", "past.civiclot", "--letters", "1000");
    WORDS(folder, 2, "either --response or --learn", PLAN, "--learn", "past.civiclot:600",
          "--letters", "1000");
}

#define TEST(name) cmocka_unit_test_setup_teardown((name), lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plans_are_told_as_the_contract_has_them),
        TEST(the_number_of_processes_changes_nothing_and_the_seed_does),
        TEST(a_plan_that_cannot_be_ends_4_with_its_reason),
        TEST(a_plan_beyond_all_addresses_is_told_beside_those_that_can_be),
        TEST(what_is_wrong_in_all_files_is_told_in_one_pass),
        TEST(rates_by_value_and_drop_outs_come_from_files),
        TEST(numbers_that_are_none_are_refused),
        TEST(a_budget_pays_seats_first_and_then_letters_to_the_best_strata),
        TEST(the_page_stands_alone_and_names_no_path),
        TEST(ctrl_c_ends_it_and_writes_nothing),
        TEST(quotas_are_made_where_none_are_given),
        TEST(the_response_is_learnt_from_a_past_assembly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
