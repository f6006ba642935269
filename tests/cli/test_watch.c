/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot watch: what it says while people register, on files as a council has them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <jansson.h>
#include <string.h>

static const char quotas[] = "feature,value,min,max\nage,young,4,6\nage,old,4,6\n"
                             "area,north,3,7\narea,south,3,7\n";
static const char letters[] = "area,letters\nnorth,1000\nsouth,500\n";

/* Days 1 to 12 of March: two a day, of whom few are young; some of the south. */
static void write_files(const lot_run_folder *folder)
{
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,age,area,registered\n");
    for (unsigned i = 0; i < 24; i++)
        lot_text_format(&people, "%u,%s,%s,%02u/03/2026 10:15\n", i + 1,
                        i % 12 == 5 ? "young" : "old", i % 3 == 2 ? "south" : "north", 1 + i / 2);
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", quotas);
    lot_run_write(folder, "letters.csv", letters);
    lot_text_free(&people);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "10");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
}

#define WATCH(folder, ...)                                                                         \
    RUN(folder, "watch", "file", "--close", "2026-03-26", "--today", "2026-03-12", __VA_ARGS__)

static json_t *watch_json(const lot_run_folder *folder, const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    lot_ran_free(&ran);
    return object;
}
#define JSON(folder, ...)                                                                          \
    watch_json(folder, (const char *const[]){"watch", "file", "--json", __VA_ARGS__, NULL})

static json_int_t number(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void who_will_be_missing_is_told_with_where_letters_would_help(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_ran ran = WATCH(folder, "--sent", "2026-02-26", "--letters", "letters.csv");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(
        &ran.out, "Until 2026-03-12, day 14 after the mailing of 2026-02-26, 24 registered, of "
                  "1500 letters 1.60%. Registration closes on 2026-03-26, in 14 days.\n"
                  "Assumed: as many a day as in the 14 days so far. Mostly fewer and fewer "
                  "answer: then this is too much.\n"
                  "So about 48 will have registered by then (in eight of ten simulations ");
    lot_run_assert_has(&ran.out, "\n  young      4-6           2       4.0");
    lot_run_assert_has(&ran.out, "The pool of today has no panel. By the close there is one in ");
    lot_run_assert_has(&ran.out, "  age young: ");
    lot_run_assert_has(&ran.out, "more letters to area south, posted today, would bring about ");
    lot_run_assert_has(&ran.out, "letters there would be a panel in ");
    lot_run_assert_has(&ran.err, "");
    lot_ran_free(&ran);
}

static void json_has_all_of_it_and_the_same_seed_the_same_bytes(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    json_t *object = JSON(folder, "--close", "2026-03-26", "--today", "2026-03-12", "--sent",
                          "2026-02-26", "--letters", "letters.csv", "--simulations", "100");
    assert_int_equal(number(object, "days"), 14);
    assert_int_equal(number(object, "days_left"), 14);
    assert_int_equal(number(object, "letters"), 1500);
    assert_int_equal(number(object, "simulations"), 100);
    assert_string_equal(json_string_value(json_object_get(object, "pace")), "even");
    assert_true(json_is_false(json_object_get(object, "panel_now")));
    json_t *young = json_array_get(json_object_get(object, "values"), 0);
    assert_int_equal(number(young, "registered"), 2);
    assert_int_equal(number(young, "min"), 4);
    assert_true(number(young, "missed") > 10);
    assert_int_equal(number(object, "feasible"), 100 - number(young, "missed"));
    json_t *mailing = json_array_get(json_object_get(object, "mailings"), 0);
    assert_string_equal(json_string_value(json_object_get(json_object_get(mailing, "to"), "value")),
                        "south");
    assert_true(number(json_object_get(object, "with_mailings"), "feasible") >
                number(object, "feasible"));
    json_decref(object);
    lot_ran ran[3];
    static const char *const seeds[] = {"a", "a", "b"};
    for (size_t i = 0; i < 3; i++)
        ran[i] = WATCH(folder, "--sent", "2026-02-26", "--letters", "1500", "--json", "--seed",
                       seeds[i]);
    assert_string_equal(lot_text_string(&ran[0].out), lot_text_string(&ran[1].out));
    assert_string_not_equal(lot_text_string(&ran[0].out), lot_text_string(&ran[2].out));
    for (size_t i = 0; i < 3; i++)
        lot_ran_free(&ran[i]);
}

static void days_come_from_a_column_and_later_ones_do_not_count(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    WORDS(folder, 3, "say so with --date-order day/month/year or month/day/year", "watch", "file",
          "--letters", "1500", "--close", "2026-03-26", "--today", "2026-03-12", "--date-column",
          "registered");
    lot_ran ran =
        RUN(folder, "watch", "file", "--letters", "1500", "--close", "2026-03-26", "--today",
            "2026-03-10", "--date-column", "Registered", "--date-order", "day/month/year");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "4 who registered after that day do not count\n");
    lot_run_assert_has(&ran.out, "Until 2026-03-10, day 9 after the first registration of "
                                 "2026-03-01, 20 registered");
    lot_run_assert_has(&ran.out, "Assumed: it goes on as in the last 7 days, in which 14 "
                                 "registered.\nSo about 52 will");
    lot_ran_free(&ran);
}

/* By the curve half of all answers have come by day 14, and all by day 20. */
static void a_curve_says_how_it_goes_on(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_run_write(folder, "curve.csv", "day,share\n7,20%\n14,50%\n20,100%\n");
    json_t *object = JSON(folder, "--close", "2026-03-26", "--today", "2026-03-12", "--sent",
                          "2026-02-26", "--letters", "1500", "--curve", "curve.csv");
    assert_true(json_real_value(json_object_get(json_object_get(object, "people"), "expected")) ==
                48.0);
    json_decref(object);
    object = JSON(folder, "--close", "2026-03-15", "--today", "2026-03-12", "--sent", "2026-02-26",
                  "--letters", "1500", "--curve", "curve.csv");
    assert_true(json_real_value(json_object_get(json_object_get(object, "people"), "expected")) ==
                36.0);
    json_decref(object);
    lot_run_write(folder, "curve.csv", "day,share\n7,60%\n14,50%\n");
    WORDS(folder, 3, "curve.csv, row 3: days must rise from row to row, and shares never fall",
          "watch", "file", "--letters", "9", "--close", "2026-03-15", "--today", "2026-03-12",
          "--sent", "2026-02-26", "--curve", "curve.csv");
}

static void after_the_close_the_pool_is_what_it_is(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_ran ran = RUN(folder, "watch", "file", "--letters", "1500", "--close", "2026-03-12",
                      "--today", "2026-03-20", "--sent", "2026-02-26");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Registration closed on 2026-03-12: this is the pool.\n");
    lot_run_assert_has(&ran.out, "in 0 of 200 simulations");
    lot_run_assert_has(&ran.out, "  age young: at least 4 seats (2 volunteers)\n");
    lot_run_assert_has(&ran.out, "\nLetters posted today come too late.\n");
    lot_ran_free(&ran);
}

static void wrong_words_are_refused(void **state)
{
    const lot_run_folder *folder = *state;
    EXPECT(folder, 0, "new", "empty", "--title", "T", "--seats", "10");
    WORDS(folder, 3, "civiclot import comes first", "watch", "empty", "--letters", "9", "--close",
          "2026-03-26", "--sent", "2026-02-26");
    write_files(folder);
#define REFUSED(code, words, ...)                                                                  \
    WORDS(folder, code, words, "watch", "file", "--letters", "9", "--close", "2026-03-26",         \
          "--today", "2026-03-12", __VA_ARGS__)
    REFUSED(2, "watch needs --sent DATE", "--seed", "x");
    REFUSED(2, "--sent: write the date as 2026-03-24, not 'soon'", "--sent", "soon");
    REFUSED(2, "--close is not after the mailing", "--sent", "2026-04-01");
    REFUSED(3, "no day has passed since the mailing", "--sent", "2026-03-12");
    REFUSED(2, "--pace is recent or even, not 'fast'", "--sent", "2026-02-26", "--pace", "fast");
    REFUSED(2, "--pace recent needs --date-column", "--sent", "2026-02-26", "--pace", "recent");
    REFUSED(3, "there is no column 'day'", "--date-column", "day");
    WORDS(folder, 2, "--letters must be from 1", "watch", "file", "--letters", "0", "--close",
          "2026-03-26", "--sent", "2026-02-26");
    WORDS(folder, 3, "no column is named as a feature of the quotas", "watch", "file", "--letters",
          "quotas.csv", "--close", "2026-03-26", "--sent", "2026-02-26");
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(who_will_be_missing_is_told_with_where_letters_would_help),
        IN_A_FOLDER(json_has_all_of_it_and_the_same_seed_the_same_bytes),
        IN_A_FOLDER(days_come_from_a_column_and_later_ones_do_not_count),
        IN_A_FOLDER(a_curve_says_how_it_goes_on),
        IN_A_FOLDER(after_the_close_the_pool_is_what_it_is),
        IN_A_FOLDER(wrong_words_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
