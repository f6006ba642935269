/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot report --composition, from a draw to who was there. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static json_t *told(const lot_run_folder *folder, const char *public)
{
    lot_ran ran = RUN(folder, "report", "file", "--composition", "--json", public);
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    lot_ran_free(&ran);
    return object;
}

static json_int_t number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

static json_int_t total(const json_t *object, const char *stage)
{
    return number(json_object_get(object, "totals"), stage);
}

/* The values of one feature sum to the total. */
static void assert_sums(const json_t *object, const char *feature, const char *stage)
{
    json_int_t sum = 0;
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(object, "values"), i,
                       value) if (strcmp(json_string_value(json_object_get(value, "feature")),
                                         feature) == 0) sum += number(value, stage);
    assert_int_equal(sum, total(object, stage));
}

/* Drawn; two are replaced by one replacement and one by another; one leaves, and five confirm, of
 * whom four attend. */
static void play(const lot_run_folder *folder)
{
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", panel.ids[0], "--reason", "ill", "--seed",
           "a");
    panel = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "mark", "file", "--id", panel.ids[7], "--as", "withdrawn", "--reason",
           "moved");
    EXPECT(folder, 0, "replace", "file", "--dropout", panel.ids[6], "--reason", "ill", "--seed",
           "b");
    panel = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "mark", "file", "--id", panel.ids[0], "--as", "withdrawn", "--reason", "ill");
    for (uint32_t i = 1; i < 6; i++)
        EXPECT(folder, 0, "mark", "file", "--id", panel.ids[i], "--as",
               i < 5 ? "attended" : "confirmed");
}

static void everything_is_counted_from_the_pool_to_who_was_there(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const stages[] = {"pool", "drawn", "now", "confirmed", "attended"};
    static const json_int_t expected[] = {60, 8, 7, 5, 4};
    play(folder);
    json_t *object = told(folder, NULL);
    for (size_t s = 0; s < 5; s++) {
        assert_int_equal(total(object, stages[s]), expected[s]);
        assert_sums(object, "sex", stages[s]);
        assert_sums(object, "age", stages[s]);
    }
    const json_t *changes = json_object_get(object, "replacements");
    assert_int_equal(json_array_size(changes), 2);
    assert_int_equal(number(json_array_get(changes, 0), "left"), 1);
    assert_int_equal(number(json_array_get(changes, 1), "left"), 2);
    assert_int_equal(number(json_array_get(changes, 1), "came"), 2);
    const json_t *reasons = json_object_get(json_array_get(changes, 1), "reasons");
    assert_int_equal(number(reasons, "ill"), 1);
    assert_int_equal(number(reasons, "moved"), 1);
    json_decref(object);
}

/* drawn - left + came, less those who withdrew since and are not replaced: on the panel now. */
static void assert_leads_to_now(const json_t *object, json_int_t withdrew)
{
    json_int_t vacant = 0;
    size_t i, c, m;
    json_t *value, *change, *moved;
    json_array_foreach(json_object_get(object, "values"), i, value)
    {
        json_int_t now = number(value, "drawn");
        json_array_foreach(json_object_get(object, "replacements"), c, change) json_array_foreach(
            json_object_get(change, "values"), m,
            moved) if (json_equal(json_object_get(moved, "value"), json_object_get(value, "value")))
            now += number(moved, "came") - number(moved, "left");
        assert_in_range(now - number(value, "now"), 0, withdrew);
        vacant += now - number(value, "now");
    }
    assert_int_equal(vacant, 2 * withdrew); /* with a value of each of two features */
}

static void what_replacements_changed_leads_from_the_draw_to_now(void **state)
{
    const lot_run_folder *folder = *state;
    play(folder);
    json_t *object = told(folder, NULL);
    assert_leads_to_now(object, 1);
    json_decref(object);
}

/* A call-up, a draw, and a call-up of its reserves. */
static void who_is_called_from_the_reserves_is_counted_as_who_is_drawn(void **state)
{
    const lot_run_folder *folder = *state;
    static const bool is_call_up[] = {true, false, true};
    lot_mending_draw_reserves(folder, "6");
    for (size_t i = 0; i < 3; i++) {
        lot_mending_panel panel = lot_mending_selected(folder, "file");
        EXPECT(folder, 0, "replace", "file", "--dropout", panel.ids[i], "--reason", "ill",
               is_call_up[i] ? "--accept-deviation" : "--fresh", is_call_up[i] ? NULL : "--seed",
               "x", "--reserves", "4");
        json_t *object = told(folder, NULL);
        const json_t *changes = json_object_get(object, "replacements");
        assert_int_equal(json_array_size(changes), i + 1);
        const json_t *change = json_array_get(changes, i);
        assert_int_equal(json_object_get(change, "call_up") != NULL, is_call_up[i]);
        assert_int_equal(number(change, "left"), 1);
        assert_int_equal(number(change, "came"), 1);
        assert_int_equal(number(json_object_get(change, "reasons"), "ill"), 1);
        assert_leads_to_now(object, 0);
        json_decref(object);
        object = told(folder, "--public"); /* two panels would tell who was changed */
        assert_null(json_object_get(json_array_get(json_object_get(object, "values"), 0), "drawn"));
        json_decref(object);
    }
    lot_ran ran = RUN(folder, "report", "file", "--composition");
    lot_run_assert_has(&ran.out, "Call-up 1: 1 left (ill 1), 1 came.\n"
                                 "Replacement 1: 1 left (ill 1), 1 came.\n"
                                 "Call-up 2: 1 left (ill 1), 1 came.\n");
    lot_ran_free(&ran);
}

static void the_public_sees_no_small_number_and_nothing_of_a_replacement(void **state)
{
    const lot_run_folder *folder = *state;
    play(folder);
    json_t *object = told(folder, "--public");
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(object, "values"), i, value)
    {
        const json_t *now = json_object_get(value, "now");
        assert_true(!json_is_integer(now) || json_integer_value(now) >= 5);
        assert_null(json_object_get(value, "drawn"));
        assert_null(json_object_get(value, "attended"));
    }
    json_array_foreach(json_object_get(object, "replacements"), i, value)
        assert_null(json_object_get(value, "values"));
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(object, "totals"), "attended")), "<5");
    json_decref(object);
}

/* Drawn with reserves; one is replaced by a reserve, and one more by another. */
static void play_reserves(const lot_run_folder *folder)
{
    lot_mending_draw_reserves(folder, "6");
    for (unsigned i = 0; i < 2; i++) {
        lot_mending_panel panel = lot_mending_selected(folder, "file");
        EXPECT(folder, 0, "replace", "file", "--dropout", panel.ids[i], "--reason",
               i == 0 ? "ill" : "moved", "--accept-deviation");
    }
}

static void what_call_ups_changed_leads_from_the_draw_to_now(void **state)
{
    const lot_run_folder *folder = *state;
    play_reserves(folder);
    json_t *object = told(folder, NULL);
    const json_t *changes = json_object_get(object, "replacements");
    assert_int_equal(json_array_size(changes), 2);
    assert_int_equal(number(json_array_get(changes, 0), "call_up"), 1);
    assert_int_equal(number(json_array_get(changes, 1), "call_up"), 2);
    assert_int_equal(number(json_object_get(json_array_get(changes, 1), "reasons"), "moved"), 1);
    size_t i, c, m;
    json_t *value, *change, *moved;
    json_array_foreach(json_object_get(object, "values"), i, value)
    {
        json_int_t now = number(value, "drawn");
        json_array_foreach(changes, c, change) json_array_foreach(
            json_object_get(change, "values"), m,
            moved) if (json_equal(json_object_get(moved, "value"), json_object_get(value, "value")))
            now += number(moved, "came") - number(moved, "left");
        assert_int_equal(now, number(value, "now"));
    }
    json_decref(object);
    lot_ran ran = RUN(folder, "report", "file", "--composition");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "  call-up 2  ");
    lot_run_assert_has(&ran.out, "Call-up 1: 1 left (ill 1), 1 came.");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "report", "file", "--composition", "--out", "all.csv");
    lot_text csv = lot_run_read(folder, "all.csv");
    lot_run_assert_has(&csv, ",drawn,call_up_1_left,call_up_1_came,call_up_2_left,");
    lot_text_free(&csv);
}

/* What was drawn, beside what is there now, would tell all answers of who was replaced. */
static void the_public_sees_nothing_of_who_was_replaced_by_a_reserve(void **state)
{
    const lot_run_folder *folder = *state;
    play_reserves(folder);
    json_t *object = told(folder, "--public");
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(object, "values"), i, value)
        assert_null(json_object_get(value, "drawn"));
    json_array_foreach(json_object_get(object, "replacements"), i, value)
        assert_null(json_object_get(value, "values"));
    assert_int_equal(json_array_size(json_object_get(object, "replacements")), 2);
    EXPECT(folder, 0, "report", "file", "--composition", "--public", "--out", "public.html");
    lot_text page = lot_run_read(folder, "public.html");
    lot_run_assert_has(&page, "reserves were called up");
    assert_null(strstr(lot_text_string(&page), "Nobody was replaced"));
    lot_text_free(&page);
    EXPECT(folder, 0, "erase", "file");
    json_t *after = told(folder, "--public");
    assert_true(json_equal(object, after));
    json_decref(object);
    json_decref(after);
}

static void the_page_names_nobody_and_says_whom_it_is_for(void **state)
{
    const lot_run_folder *folder = *state;
    play(folder);
    EXPECT(folder, 0, "report", "file", "--composition", "--out", "inside.html");
    EXPECT(folder, 0, "report", "file", "--composition", "--public", "--out", "public.html");
    EXPECT(folder, 0, "report", "file", "--composition", "--public", "--out", "public.csv");
    static const char *const files[] = {"inside.html", "public.html", "public.csv"};
    for (size_t f = 0; f < 3; f++) {
        lot_text page = lot_run_read(folder, files[f]);
        for (unsigned p = 0; p < 60; p++) {
            char id[LOT_MENDING_ID];
            (void)snprintf(id, sizeof id, "V%03u", p);
            assert_null(strstr(lot_text_string(&page), id));
        }
        assert_true((strstr(lot_text_string(&page), "NOT FOR THE PUBLIC") != NULL) == (f == 0));
        lot_text_free(&page);
    }
    WORDS(folder, 3, "public.html", "report", "file", "--composition", "--out", "public.html");
}

static void a_population_stands_beside_it(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_run_write(folder, "population.csv",
                  "feature,value,count\nsex,f,510\nsex,m,490\nage,young,20\nage,mid,30\n");
    lot_ran ran = RUN(folder, "report", "file", "--composition", "--population", "population.csv");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "51.0 %");
    lot_run_assert_has(&ran.err, "population.csv has no row of age old");
    lot_ran_free(&ran);
    WORDS(folder, 2, "go with --composition", "report", "file", "--population", "population.csv");
    WORDS(folder, 2, "go with --composition", "report", "file", "--public");
    WORDS(folder, 2, "leave --attempt out", "report", "file", "--composition", "--attempt", "1");
    WORDS(folder, 3, "there is no column 'count'", "report", "file", "--composition",
          "--population", "quotas.csv");
    EXPECT(folder, 2, "report", "file", "--composition", "--population", "population.csv", "--out",
           "population.csv", "--force");
}

static void without_a_draw_there_is_none(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    WORDS(folder, 3, "nobody is drawn yet", "report", "file", "--composition");
}

static void it_is_told_when_everybody_is_erased(void **state)
{
    const lot_run_folder *folder = *state;
    play(folder);
    json_t *before = told(folder, "--public");
    EXPECT(folder, 0, "erase", "file");
    json_t *after = told(folder, "--public");
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)
    const struct CMUnitTest tests[] = {
        TEST(everything_is_counted_from_the_pool_to_who_was_there),
        TEST(what_replacements_changed_leads_from_the_draw_to_now),
        TEST(who_is_called_from_the_reserves_is_counted_as_who_is_drawn),
        TEST(the_public_sees_no_small_number_and_nothing_of_a_replacement),
        TEST(what_call_ups_changed_leads_from_the_draw_to_now),
        TEST(the_public_sees_nothing_of_who_was_replaced_by_a_reserve),
        TEST(the_page_names_nobody_and_says_whom_it_is_for),
        TEST(a_population_stands_beside_it),
        TEST(without_a_draw_there_is_none),
        TEST(it_is_told_when_everybody_is_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
