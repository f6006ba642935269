/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objectives side by side, and what a false answer would gain. */
#define _XOPEN_SOURCE 700 /* realpath */

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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One seat for whoever lives in the east, one for the three of the west. */
static const char people[] = "id,area,address\nw1,west,a\ne1,east,b\nw2,west,c\nw3,west,d\n";
static const char quotas[] = "feature,value,min,max\narea,west,1,1\narea,east,1,1\n";

static const char *const objectives[] = {"leximin",    "maximin", "nash",
                                         "goldilocks", "minimax", "legacy"};

enum { OBJECTIVES = sizeof objectives / sizeof objectives[0] };

static void write_tables(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
}

/* The JSON object that a run prints, which must end with 0. */
static json_t *run_json(const lot_run_folder *folder, const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    lot_ran_free(&ran);
    return object;
}
#define JSON(folder, ...) run_json((folder), (const char *const[]){__VA_ARGS__, "--json", NULL})

#define TABLES "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2"

/* What is told of one objective; the object's own. */
static json_t *told_of(json_t *object, const char *objective)
{
    json_t *list = json_object_get(object, "objectives");
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *told = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(told, "objective")), objective) == 0)
            return told;
    }
    fail_msg("%s is not told of", objective);
    return NULL;
}

static void assert_string(json_t *told, const char *key, const char *expected)
{
    const char *value = json_string_value(json_object_get(told, key));
    assert_non_null(value);
    assert_string_equal(value, expected);
}

static void assert_number(json_t *told, const char *key, json_int_t expected)
{
    json_t *value = json_object_get(told, key);
    assert_true(json_is_integer(value));
    assert_int_equal(json_integer_value(value), expected);
}

static double number_of(json_t *told, const char *key)
{
    const char *value = json_string_value(json_object_get(told, key));
    assert_non_null(value);
    return strtod(value, NULL);
}

static void all_objectives_stand_side_by_side(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    lot_ran ran = RUN(folder, "compare", TABLES);
    assert_int_equal(ran.code, 0);
    const char *at = lot_text_string(&ran.out);
    for (size_t i = 0; i < OBJECTIVES; i++) {
        char line[32];
        (void)snprintf(line, sizeof line, "\n%s ", objectives[i]);
        at = strstr(at, line);
        assert_non_null(at);
    }
    lot_run_assert_has(&ran.out,
                       "of the 4 people who can sit on a panel; 0 people can sit on none");
    lot_run_assert_has(&ran.out,
                       "people with a chance of less than 25.000 %, half of seats / people");
    lot_run_assert_has(&ran.out, "for comparison only");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "."), 2);
}

/*
 * Two seats, and of 65 people with seven marks each only two have none in common, who make up the
 * one panel: whoever else is picked first, nobody fits. The first of each two opposites is here.
 */
static void write_opposites(const lot_run_folder *folder)
{
    enum { MARKS = 7, HALF = 64 };
    lot_text pool = LOT_TEXT_EMPTY;
    lot_text rules = LOT_TEXT_EMPTY;
    lot_text_put(&pool, "id,m0,m1,m2,m3,m4,m5,m6\n");
    lot_text_put(&rules, "feature,value,min,max\n");
    for (unsigned i = 0; i <= HALF; i++) {
        unsigned marks = i < HALF && i % 3 == 1 ? 127 - i : i; /* 64 is the opposite of 63 */
        lot_text_format(&pool, "p%u", i);
        for (unsigned m = 0; m < MARKS; m++)
            lot_text_format(&pool, ",%u", marks >> m & 1);
        lot_text_put(&pool, "\n");
    }
    for (unsigned m = 0; m < MARKS; m++)
        lot_text_format(&rules, "m%u,0,1,1\nm%u,1,1,1\n", m, m);
    lot_run_write(folder, "people.csv", lot_text_string(&pool));
    lot_run_write(folder, "quotas.csv", lot_text_string(&rules));
    lot_text_free(&pool);
    lot_text_free(&rules);
}

static void an_objective_that_fails_does_not_lose_the_others(void **state)
{
    const lot_run_folder *folder = *state;
    write_opposites(folder);
    lot_ran ran = RUN(folder, "compare", TABLES, "--objective", "leximin,legacy");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\nleximin      100.000 %   100.000 %");
    lot_run_assert_has(&ran.out, "\nlegacy: the legacy algorithm found no panel for ticket ");
    lot_run_assert_has(&ran.out, "of the 2 people who can sit on a panel; 63 people can sit on");
    assert_null(strstr(lot_text_string(&ran.out), "chances are estimates"));
    lot_ran_free(&ran);
    json_t *object = JSON(folder, "compare", TABLES, "--objective", "leximin,legacy");
    json_t *legacy = told_of(object, "legacy");
    assert_int_equal(json_object_size(legacy), 2);
    const char *reason = json_string_value(json_object_get(legacy, "failed"));
    assert_non_null(reason);
    assert_int_equal(strncmp(reason, "the legacy algorithm found no panel", 35), 0);
    assert_string(told_of(object, "leximin"), "least_chance", "1.000000000");
    assert_number(object, "people_in_panels", 2);
    json_decref(object);
    ran = RUN(folder, "compare", TABLES, "--objective", "legacy");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "legacy: the legacy algorithm found no panel");
    lot_ran_free(&ran);
}

static void equal_panels_are_counted_once_as_select_does(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = JSON(folder, "compare", TABLES, "--tickets", "1", "--objective", "legacy");
    assert_number(told_of(object, "legacy"), "panels", 1);
    json_decref(object);
    object = JSON(folder, "compare", TABLES, "--tickets", "100", "--objective", "legacy");
    assert_number(told_of(object, "legacy"), "panels", 3); /* one of the west, three times */
    json_decref(object);
    object =
        JSON(folder, "select", TABLES, "--tickets", "100", "--objective", "legacy", "--out", "out");
    assert_number(object, "panels", 3);
    json_decref(object);
    lot_ran ran = RUN(folder, "compare", TABLES, "--tickets", "1", "--objective", "leximin");
    lot_run_assert_has(&ran.out, "Panels: different ones, with 1 ticket. Seconds");
    lot_ran_free(&ran);
}

/* Three of 1/3 and one of 1: all objectives agree, as the classes' seats are fixed. */
static void the_figures_are_those_worked_out_by_hand(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = JSON(folder, "compare", TABLES, "--gamma", "0.5");
    assert_number(object, "people", 4);
    assert_number(object, "seats", 2);
    assert_number(object, "people_in_panels", 4);
    assert_number(object, "people_in_no_panel", 0);
    for (size_t i = 0; i + 1 < OBJECTIVES; i++) {
        json_t *told = told_of(object, objectives[i]);
        assert_string(told, "least_chance", "0.333333333");
        assert_string(told, "greatest_chance", "1.000000000");
        assert_string(told, "gini", "0.250000000");
        assert_string(told, "geometric_mean", "0.4387");
        assert_number(told, "panels", 3);
        assert_number(told, "tickets", 1000);
        /* half of 2/4 is 0.25 */
        assert_number(told, "below_half", 0);
        assert_true(json_is_true(json_object_get(told, "proven")));
        assert_true(json_is_false(json_object_get(told, "late")));
        assert_true(number_of(told, "seconds") >= 0);
    }
    assert_string(told_of(object, "leximin"), "bound", "1/3");
    json_t *legacy = told_of(object, "legacy");
    assert_true(json_is_false(json_object_get(legacy, "proven")));
    assert_true(json_is_true(json_object_get(legacy, "comparison_only")));
    assert_true(json_is_null(json_object_get(legacy, "bound")));
    json_decref(object);
}

static void the_objectives_named_are_compared_alone(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = JSON(folder, "compare", TABLES, "--objective", "nash,leximin,nash");
    assert_int_equal(json_array_size(json_object_get(object, "objectives")), 2);
    (void)told_of(object, "nash");
    (void)told_of(object, "leximin");
    json_decref(object);
}

/* Without what is measured. */
static void forget_seconds(json_t *object)
{
    json_t *list = json_object_get(object, "objectives");
    for (size_t i = 0; i < json_array_size(list); i++)
        (void)json_object_del(json_array_get(list, i), "seconds");
}

static void an_assembly_file_is_compared_as_its_tables_and_left_as_it_was(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    lot_text before = lot_run_read(folder, "file");
    json_t *kept = JSON(folder, "compare", "file");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    json_t *read = JSON(folder, "compare", TABLES, "--household", "address");
    forget_seconds(kept);
    forget_seconds(read);
    assert_true(json_equal(kept, read));
    json_decref(kept);
    json_decref(read);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void the_order_of_the_rows_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\narea,west,1,2\narea,east,1,2\nage,old,1,2\n"
                  "age,young,1,2\n");
    lot_run_write(folder, "people.csv",
                  "id,area,age,address\n1,west,old,a\n2,west,young,b\n3,east,old,a\n"
                  "4,east,old,c\n5,west,young,c\n6,east,young,d\n7,west,old,e\n");
    json_t *first = JSON(folder, "compare", TABLES, "--household", "address");
    lot_run_write(folder, "people.csv",
                  "id,area,age,address\n6,east,young,d\n3,east,old,a\n7,west,old,e\n"
                  "5,west,young,c\n1,west,old,a\n4,east,old,c\n2,west,young,b\n");
    json_t *second = JSON(folder, "compare", TABLES, "--household", "address");
    forget_seconds(first);
    forget_seconds(second);
    assert_true(json_equal(first, second));
    json_decref(first);
    json_decref(second);
}

static void without_a_panel_the_conflict_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const ways[] = {"--quiet", "--misreport"};
    lot_run_write(folder, "people.csv", "id,area\n1,west\n2,west\n3,west\n");
    lot_run_write(folder, "quotas.csv", quotas);
    for (size_t i = 0; i < 2; i++) {
        lot_ran ran = RUN(folder, "compare", TABLES, "--json", ways[i]);
        assert_int_equal(ran.code, 4);
        json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
        assert_true(json_is_false(json_object_get(object, "feasible")));
        assert_true(json_array_size(json_object_get(object, "conflict")) > 0);
        json_decref(object);
        lot_ran_free(&ran);
    }
}

/* Who is shut out by the quotas is counted, and left out of the figures. */
static void who_can_sit_on_no_panel_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,area\n1,west\n2,east\n3,west\n4,south\n5,west\n");
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\narea,west,1,1\narea,east,1,1\narea,south,0,0\n");
    json_t *object = JSON(folder, "compare", TABLES, "--objective", "leximin");
    assert_number(object, "people", 5);
    assert_number(object, "people_in_panels", 4);
    assert_number(object, "people_in_no_panel", 1);
    assert_string(told_of(object, "leximin"), "gini", "0.250000000");
    assert_string(told_of(object, "leximin"), "least_chance", "0.333333333");
    json_decref(object);
}

/* The place of a shared pool's file; skips the test where there is none. */
static char *shared_file(const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "../shared/data/instances/%s", name);
    char *place = realpath(path, NULL);
    if (place == NULL) {
        print_message("skipped: ../shared/data/instances is not there\n");
        skip();
    }
    return place;
}

static void expect_gini(const lot_run_folder *folder, const char *name, const char *seats,
                        double expected)
{
    char file[64];
    (void)snprintf(file, sizeof file, "%s/people.csv", name);
    char *people_path = shared_file(file);
    (void)snprintf(file, sizeof file, "%s/features.csv", name);
    char *quotas_path = shared_file(file);
    json_t *object = JSON(folder, "compare", "--people", people_path, "--quotas", quotas_path,
                          "--seats", seats, "--objective", "leximin");
    double gini = number_of(told_of(object, "leximin"), "gini");
    if (fabs(gini - expected) > 1e-5)
        fail_msg("%s: the Gini coefficient is %.9f, not %.5f", name, gini, expected);
    json_decref(object);
    free(people_path);
    free(quotas_path);
}

/* The reference values have five digits. */
static void the_gini_coefficients_are_those_known_of_the_shared_pools(void **state)
{
    expect_gini(*state, "cca_75", "75", 0.72321);
    expect_gini(*state, "wf_50", "50", 0.38147);
    expect_gini(*state, "peer150_22", "22", 0.14035);
}

static json_t *change_of(json_t *told, const char *key, const char *from, const char *to)
{
    json_t *change = json_object_get(told, key);
    assert_string(change, "feature", "area");
    assert_string(change, "from", from);
    assert_string(change, "to", to);
    return change;
}

/*
 * West saying east: of two each, 1/2 instead of 1/3. East saying west leaves no panel. So three
 * people may gain 1/6 and one may not.
 */
static void gains_are_those_worked_out_by_hand(void **state)
{
    const lot_run_folder *folder = *state;
    write_tables(folder);
    json_t *object = JSON(folder, "compare", TABLES, "--misreport");
    json_t *told = told_of(object, "leximin");
    assert_number(told, "misreports", 2);
    assert_number(told, "tried", 2);
    assert_number(told, "infeasible", 1);
    assert_null(json_object_get(told, "seed"));
    json_t *best = change_of(told, "maximum", "west", "east");
    assert_string(best, "gain", "0.166666667");
    assert_number(best, "people", 3);
    assert_string(told, "percentile_95", "0.166666667");
    assert_string(told, "mean", "0.125000000");
    assert_string(change_of(told, "invites_most", "west", "east"), "gain", "0.166666667");
    json_decref(object);
    lot_ran ran = RUN(folder, "compare", TABLES, "--misreport");
    lot_run_assert_has(&ran.out, "leximin\n  misreports   2, all there are; 1 leave no panel");
    lot_run_assert_has(&ran.out, "maximum      +16.667 points, from 33.333 % to 50.000 % (area: "
                                 "east instead of west)\n");
    lot_run_assert_has(&ran.out, "invites most area: east instead of west, +16.667 points in the "
                                 "mean of 3 people\n");
    lot_ran_free(&ran);
}

/* With w1 in the east's only other household, w1 as a second east could never sit beside e1. */
static void who_misreports_stays_in_the_same_household(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,area,address\nw1,west,a\nw2,west,a\ne1,east,b\n");
    lot_run_write(folder, "quotas.csv", quotas);
    json_t *object = JSON(folder, "compare", TABLES, "--misreport", "--household", "address");
    json_t *told = told_of(object, "leximin");
    /* w1 as east: w2 and e1 is the only panel, for w1 may not sit beside w2 */
    assert_string(change_of(told, "invites_most", "east", "west"), "gain", "0.000000000");
    assert_string(told, "mean", "-0.333333334");
    json_decref(object);
    object = JSON(folder, "compare", TABLES, "--misreport");
    /* w1 as east: of w1 and e1 either sits beside w2 */
    assert_string(told_of(object, "leximin"), "mean", "0.000000000");
    json_decref(object);
}

static void without_a_choice_there_is_nothing_to_misreport(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,area\n1,west\n2,west\n3,west\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\narea,west,2,2\n");
    json_t *object = JSON(folder, "compare", TABLES, "--misreport");
    assert_number(told_of(object, "leximin"), "misreports", 0);
    assert_null(json_object_get(told_of(object, "leximin"), "maximum"));
    json_decref(object);
    lot_ran ran = RUN(folder, "compare", TABLES, "--misreport");
    lot_run_assert_has(&ran.out, "nobody has another answer to give");
    lot_ran_free(&ran);
}

/* Everyone has a value of their own, and a seat is reserved for the first. */
static void write_many_values(const lot_run_folder *folder, unsigned count)
{
    lot_text people_csv = LOT_TEXT_EMPTY;
    lot_text quotas_csv = LOT_TEXT_EMPTY;
    lot_text_put(&people_csv, "id,shoe\n");
    lot_text_put(&quotas_csv, "feature,value,min,max\n");
    for (unsigned i = 0; i < count; i++) {
        lot_text_format(&people_csv, "%u,s%u\n", i, i);
        lot_text_format(&quotas_csv, "shoe,s%u,%d,1\n", i, i == 0);
    }
    lot_run_write(folder, "people.csv", lot_text_string(&people_csv));
    lot_run_write(folder, "quotas.csv", lot_text_string(&quotas_csv));
    lot_text_free(&people_csv);
    lot_text_free(&quotas_csv);
}

static void many_misreports_are_sampled_from_a_seed_that_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    write_many_values(folder, 46);
    json_t *object = JSON(folder, "compare", TABLES, "--misreport", "--seed", "a");
    json_t *other = JSON(folder, "compare", TABLES, "--misreport", "--seed", "b");
    json_t *told = told_of(object, "leximin");
    assert_number(told, "misreports", 46 * 45);
    assert_number(told, "tried", 2000);
    assert_string(told, "seed", "a");
    assert_string(told_of(other, "leximin"), "seed", "b");
    double mean = number_of(told, "mean");
    assert_true(mean != number_of(told_of(other, "leximin"), "mean"));
    json_decref(object);
    json_decref(other);
    lot_ran ran = RUN(folder, "compare", TABLES, "--misreport", "--seed", "a");
    lot_run_assert_has(&ran.out, "2,000, a sample of the 2,070 there are (seed: a); ");
    const char *words = strstr(lot_text_string(&ran.out), "mean         +");
    assert_non_null(words);
    /* three digits in percent */
    assert_true(fabs(strtod(words + strlen("mean         +"), NULL) / 100 - mean) < 6e-6);
    lot_ran_free(&ran);
}

static void ctrl_c_ends_it(void **state)
{
    const lot_run_folder *folder = *state;
    char *people_path = shared_file("wf_50/people.csv");
    char *quotas_path = shared_file("wf_50/features.csv");
    lot_run_write(folder, "sign", "");
    lot_ran ran =
        lot_run_and_signal(folder, SIGINT, 3, "sign",
                           (const char *const[]){"compare", "--misreport", "--people", people_path,
                                                 "--quotas", quotas_path, "--seats", "50", NULL});
    assert_int_equal(ran.code, 130);
    assert_int_equal(ran.out.length, 0);
    lot_ran_free(&ran);
    free(people_path);
    free(quotas_path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_objectives_stand_side_by_side),
        TEST(an_objective_that_fails_does_not_lose_the_others),
        TEST(equal_panels_are_counted_once_as_select_does),
        TEST(the_figures_are_those_worked_out_by_hand),
        TEST(the_objectives_named_are_compared_alone),
        TEST(an_assembly_file_is_compared_as_its_tables_and_left_as_it_was),
        TEST(the_order_of_the_rows_changes_nothing),
        TEST(without_a_panel_the_conflict_is_told),
        TEST(who_can_sit_on_no_panel_is_told),
        TEST(the_gini_coefficients_are_those_known_of_the_shared_pools),
        TEST(gains_are_those_worked_out_by_hand),
        TEST(who_misreports_stays_in_the_same_household),
        TEST(without_a_choice_there_is_nothing_to_misreport),
        TEST(many_misreports_are_sampled_from_a_seed_that_is_told),
        TEST(ctrl_c_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
