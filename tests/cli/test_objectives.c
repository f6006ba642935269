/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of each objective, by every output that tells of it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/result.h"
#include "support/run.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Seven people, three seats. Of west 1 or 2; of the young just one. The objectives differ here: the
 * only young ones are w1 and e1, and west is short of people.
 */
static const char people[] = "id,area,age\nw1,west,young\nw2,west,old\ne1,east,young\n"
                             "e2,east,old\ne3,east,old\ne4,east,old\ne5,east,old\n";
static const char quotas[] = "feature,value,min,max\narea,west,1,2\narea,east,1,2\n"
                             "age,young,1,1\nage,old,2,2\n";

static void write_tables(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
}

#define TABLES "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "3"

/* Select with one objective into a folder of its name; what was printed with --json. */
static json_t *select_with(const lot_run_folder *folder, const char *objective)
{
    lot_ran ran = RUN(folder, "select", TABLES, "--objective", objective, "--out", objective,
                      "--json", "--seed", "x", "--tickets", "100");
    if (ran.code != 0)
        fail_msg("%s: %s", objective, lot_text_string(&ran.err));
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    lot_ran_free(&ran);
    return object;
}

static const char *string_of(json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    assert_non_null(value);
    return value;
}

static void every_objective_selects_and_adds_up(void **state)
{
    static const struct {
        const char *objective;
        const char *bound_of;
    } cases[] = {{"leximin", "least_chance"},
                 {"maximin", "least_chance"},
                 {"nash", "geometric_mean_ratio"},
                 {"goldilocks", "goldilocks"},
                 {"minimax", "greatest_chance"}};
    const lot_run_folder *folder = *state;
    write_tables(folder);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *object = select_with(folder, cases[i].objective);
        assert_string_equal(string_of(object, "objective"), cases[i].objective);
        assert_string_equal(string_of(object, "bound_of"), cases[i].bound_of);
        assert_true(json_is_true(json_object_get(object, "proven")));
        assert_true(json_is_false(json_object_get(object, "late")));
        assert_true(json_is_true(json_object_get(object, "bound_proven")));
        assert_null(json_object_get(object, "comparison_only"));
        assert_true(json_is_integer(json_object_get(object, "case_distinctions")));
        assert_true(strtod(string_of(object, "proof_gap"), NULL) < 1e-6);
        assert_true((json_object_get(object, "gamma") != NULL) ==
                    (strcmp(cases[i].objective, "goldilocks") == 0));
        json_decref(object);
        lot_result_check(&(lot_result){folder, cases[i].objective, people, quotas, 3, 100, NULL});
    }
}

/*
 * A panel is w1 and two old ones, not both of them w2 and nobody of the east; or e1, w2 and one old
 * one of the east. With p the chance of w1, e1 has 1 - p, w2 at least that, and the four old ones
 * of the east share what w2 leaves of two seats: at best (1 + p) / 4 each.
 */
static void their_bounds_are_those_worked_out_by_hand(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = select_with(folder, "leximin"); /* 1 - p = (1 + p) / 4 */
    assert_string_equal(string_of(object, "bound"), "2/5");
    assert_string_equal(string_of(object, "least_chance"), "40/100");
    assert_string_equal(string_of(object, "greatest_chance"), "60/100");
    json_decref(object);
    object = select_with(folder, "minimax"); /* p = 1 - p */
    assert_string_equal(string_of(object, "bound"), "1/2");
    assert_string_equal(string_of(object, "greatest_chance"), "50/100");
    json_decref(object);
    object = select_with(folder, "maximin");
    assert_string_equal(string_of(object, "bound"), "2/5");
    assert_string_equal(string_of(object, "greatest_chance"), "60/100");
    json_decref(object);
}

static void expect_goldilocks(const lot_run_folder *folder, const char *gamma, const char *words)
{
    lot_ran ran = RUN(folder, "select", TABLES, "--objective", "goldilocks", "--gamma", gamma,
                      "--tickets", "1000", "--out", gamma);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, words);
    lot_ran_free(&ran);
}

/* The value is 7/3 p + gamma 3/7 4 / (1 + p), for p from 1/2 to 3/5. */
static void gamma_weighs_a_low_chance(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    /* p = 1/2: 7/6 + 8/7 gamma */
    expect_goldilocks(folder, "1",
                      "goldilocks       the value here is 2.309525; proven: no lottery "
                      "has a goldilocks value below 2.309523\n");
    expect_goldilocks(folder, "0.25",
                      "gamma            0.250000\n"
                      "  goldilocks       the value here is 1.452382; proven: ");
    /* p = 3/5: 7/5 + 15/14 gamma */
    expect_goldilocks(folder, "4",
                      "goldilocks       the value here is 5.685715; proven: no lottery "
                      "has a goldilocks value below 5.685714\n");
}

static void people_without_a_ticket_are_counted(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    lot_ran ran = RUN(folder, "select", TABLES, "--tickets", "1", "--out", "one", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(object, "without_ticket")), 4);
    json_decref(object);
    lot_ran_free(&ran);
    ran = RUN(folder, "report", "one/assembly.civiclot");
    lot_run_assert_has(&ran.out, "WARNING: there is only one panel: the draw decides nothing\n");
    lot_run_assert_has(&ran.out, "WARNING: 4 people who can sit on a panel have no ticket: use "
                                 "more tickets (--tickets)\n");
    lot_ran_free(&ran);
    object = select_with(folder, "leximin");
    assert_int_equal(json_integer_value(json_object_get(object, "without_ticket")), 0);
    json_decref(object);
}

static void legacy_says_everywhere_that_it_is_for_comparison_only(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = select_with(folder, "legacy");
    assert_true(json_is_false(json_object_get(object, "proven")));
    assert_true(json_is_true(json_object_get(object, "comparison_only")));
    assert_true(json_is_null(json_object_get(object, "bound")));
    assert_string_equal(string_of(object, "path"), "simulated");
    json_decref(object);
    lot_result_check(&(lot_result){folder, "legacy", people, quotas, 3, 100, NULL});
    lot_text page = lot_run_read(folder, "legacy/report.html");
    lot_run_assert_has(&page, "FOR COMPARISON ONLY.");
    lot_text_free(&page);
    lot_ran ran = RUN(folder, "report", "legacy/assembly.civiclot");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "none: a simulation, for comparison only");
    lot_ran_free(&ran);
}

static void commit_and_draw_of_legacy_say_that_it_is_for_comparison_only(void **state)
{
    static const char words[] = "WARNING: this lottery is for comparison only (legacy)";
    const lot_run_folder *folder = *state;
    write_tables(folder);
    EXPECT(folder, 0, "new", "f", "--seats", "3", "--title", "T");
    EXPECT(folder, 0, "import", "f", "people.csv");
    EXPECT(folder, 0, "quotas", "f", "quotas.csv");
    EXPECT(folder, 0, "solve", "f", "--objective", "legacy", "--tickets", "100");
    EXPECT(folder, 0, "close", "f");
    lot_ran ran = RUN(folder, "commit", "f", "--publish", "p", "--quiet");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, words);
    lot_ran_free(&ran);
    ran = RUN(folder, "draw", "f", "--test", "--seed", "x");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
    ran = RUN(folder, "draw", "f", "--seed", "x");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, words);
    lot_run_assert_has(&ran.out, "none: a simulation, for comparison only");
    lot_ran_free(&ran);
}

static void a_time_limit_that_is_not_reached_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    lot_ran ran = RUN(folder, "select", TABLES, "--out", "o", "--time-limit", "1000000", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_true(json_is_false(json_object_get(object, "late")));
    assert_true(json_is_true(json_object_get(object, "proven")));
    json_decref(object);
    assert_null(strstr(lot_text_string(&ran.err), "time limit"));
    lot_ran_free(&ran);
}

static void the_model_is_written_before_it_is_solved(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    EXPECT(folder, 0, "select", TABLES, "--out", "o", "--dump-model", "model.lp");
    lot_text model = lot_run_read(folder, "model.lp");
    lot_run_assert_has(&model, "Subject To");
    lot_run_assert_has(&model, "seats:");
    lot_run_assert_has(&model, "quota_4");
    lot_run_assert_has(&model, "class_4");
    assert_null(strstr(lot_text_string(&model), "w1"));
    lot_text_free(&model);
    /* also where no panel exists: that is when one wants to look at it */
    lot_run_write(folder, "people.csv", "id,area,age\n1,west,old\n2,west,old\n3,west,old\n");
    EXPECT(folder, 4, "select", TABLES, "--out", "p", "--dump-model", "other.lp");
    assert_true(lot_run_is_there(folder, "other.lp"));
}

static void a_model_is_written_onto_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    lot_run_write(folder, "there", "precious");
    lot_ran ran = RUN(folder, "select", TABLES, "--out", "o", "--dump-model", "there");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "there exists already: choose another name\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "select", TABLES, "--out", "o", "--dump-model", "-");
    assert_int_equal(ran.code, 2);
    lot_run_assert_has(&ran.err, "--dump-model needs a file");
    lot_ran_free(&ran);
    lot_text there = lot_run_read(folder, "there");
    assert_string_equal(lot_text_string(&there), "precious");
    lot_text_free(&there);
    assert_false(lot_run_is_there(folder, "o"));
    EXPECT(folder, 1, "select", TABLES, "--out", "o", "--dump-model", "nowhere/model.lp");
    assert_false(lot_run_is_there(folder, "o"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_objective_selects_and_adds_up),
        TEST(their_bounds_are_those_worked_out_by_hand),
        TEST(gamma_weighs_a_low_chance),
        TEST(people_without_a_ticket_are_counted),
        TEST(legacy_says_everywhere_that_it_is_for_comparison_only),
        TEST(commit_and_draw_of_legacy_say_that_it_is_for_comparison_only),
        TEST(a_time_limit_that_is_not_reached_changes_nothing),
        TEST(the_model_is_written_before_it_is_solved),
        TEST(a_model_is_written_onto_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
