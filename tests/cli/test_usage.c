/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: what is understood, what is refused, and how that is told. */
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

static const char *const commands[] = {
    "select", "new",          "import", "quotas",  "check",  "compare", "solve",   "close",
    "commit", "draw",         "report", "log",     "export", "verify",  "receipt", "past",
    "keygen", "publish-page", "mark",   "replace", "erase",  "plan"};

/* A usage error with these words, on stderr alone. */
static void refuse(const lot_run_folder *folder, const char *words, const char *const *command)
{
    lot_ran ran = lot_run(folder, command);
    assert_int_equal(ran.code, 2);
    assert_int_equal(ran.out.length, 0);
    lot_run_assert_has(&ran.err, words);
    assert_int_equal(lot_run_count(folder, "."), 0);
    lot_ran_free(&ran);
}
#define REFUSE(words, ...) refuse(*state, (words), (const char *const[]){__VA_ARGS__, NULL})

static void help_lists_every_command(void **state)
{
    lot_ran ran = RUN(*state, "help");
    assert_int_equal(ran.code, 0);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        lot_run_assert_has(&ran.out, commands[i]);
    lot_ran other = RUN(*state, "--help");
    assert_string_equal(lot_text_string(&ran.out), lot_text_string(&other.out));
    lot_ran_free(&ran);
    lot_ran_free(&other);
}

static void every_command_has_its_help_in_two_ways(void **state)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        lot_ran ran = RUN(*state, "help", commands[i]);
        lot_ran other = RUN(*state, commands[i], "--help");
        assert_int_equal(ran.code, 0);
        assert_int_equal(other.code, 0);
        assert_string_equal(lot_text_string(&ran.out), lot_text_string(&other.out));
        lot_run_assert_has(&ran.out, "--json");
        lot_run_assert_has(&ran.out, commands[i]);
        lot_ran_free(&ran);
        lot_ran_free(&other);
    }
}

static void help_tells_ranges_and_what_holds_otherwise(void **state)
{
    lot_ran ran = RUN(*state, "help", "select");
    lot_run_assert_has(&ran.out, "(1 to 100000)");
    lot_run_assert_has(&ran.out, "(1 to 1000000000; 1000 if not given)");
    lot_run_assert_has(&ran.out, "limit on the search: what follows still takes its time");
    lot_ran_free(&ran);
}

static void the_version_is_told(void **state)
{
    lot_ran ran = RUN(*state, "--version");
    assert_int_equal(ran.code, 0);
    assert_memory_equal(lot_text_string(&ran.out), "civiclot ", 9);
    lot_ran_free(&ran);
}

static void no_command_shows_the_help_and_is_an_error(void **state)
{
    refuse(*state, "which command?", (const char *const[]){NULL});
}

static void the_nearest_name_is_suggested(void **state)
{
    REFUSE("did you mean select?", "slect");
    REFUSE("did you mean commit?", "comit", "file");
    REFUSE("there is no command 'xyzzy': see", "xyzzy");
    REFUSE("did you mean --quotas?", "select", "--quota", "x");
    REFUSE("did you mean --tickets?", "solve", "file", "--ticket=5");
    REFUSE("has no option -x", "solve", "-x");
    REFUSE("did you mean report?", "help", "reprot");
}

static void numbers_are_read_strictly_and_the_range_is_told(void **state)
{
    static const char *const wrong[] = {"0",
                                        "100001",
                                        "-1",
                                        "+5",
                                        "5.0",
                                        "1e3",
                                        "5x",
                                        " 5",
                                        "0x5",
                                        "５",
                                        "99999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        REFUSE("--seats must be a whole number from 1 to 100000, not", "new", "file", "--title",
               "T", "--seats", wrong[i]);
    }
    REFUSE("--tickets must be a whole number from 1 to 1000000000", "solve", "file", "--tickets",
           "1000000001");
    REFUSE("--per-household must be", "new", "file", "--title", "T", "--seats", "2",
           "--per-household=0");
}

static void missing_things_are_named(void **state)
{
    REFUSE("select needs --people FILE, --quotas FILE, --seats N, --out DIR", "select");
    REFUSE("new needs FILE", "new", "--seats", "5", "--title", "T");
    REFUSE("import needs FILE PEOPLE", "import", "file");
    REFUSE("--title needs a value", "new", "file", "--seats", "5", "--title");
    REFUSE("--title needs a value", "new", "file", "--title", "--seats", "5");
    REFUSE("--out needs a value", "select", "--out=");
    REFUSE("--quotas and --seats", "check", "--people", "people.csv");
    REFUSE("nothing to export", "export", "file");
}

static void superfluous_things_are_refused(void **state)
{
    REFUSE("--seats is given twice", "new", "file", "--seats", "5", "--seats", "6", "--title", "T");
    REFUSE("does not expect 'other'", "close", "file", "other");
    REFUSE("--json takes no value", "close", "file", "--json=yes");
    REFUSE("--seats does not go with an assembly file", "check", "file", "--seats", "5");
    REFUSE("only one thing can go to standard output", "export", "file", "--selected", "-",
           "--chances", "-");
    REFUSE("cannot both come from standard input", "select", "--people", "-", "--quotas", "-",
           "--seats", "2", "--out", "result");
    REFUSE("empty name between its commas", "import", "file", "people.csv", "--household", "a,,b");
}

static void values_may_stand_after_an_equals_sign(void **state)
{
    const lot_run_folder *folder = *state;
    EXPECT(folder, 0, "new", "--title=--seats=5", "--seats=7", "file");
    lot_ran ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "--seats=5");
    lot_ran_free(&ran);
}

static void two_dashes_end_the_options(void **state)
{
    const lot_run_folder *folder = *state;
    EXPECT(folder, 0, "new", "--title", "T", "--seats", "7", "--", "--file");
    assert_true(lot_run_is_there(folder, "--file"));
    EXPECT(folder, 0, "log", "--", "--file");
}

static void an_unknown_objective_is_told_which_there_are(void **state)
{
    static const char all[] = "there are leximin, maximin, nash, goldilocks, minimax and legacy";
    REFUSE(all, "solve", "file", "--objective", "fairness");
    REFUSE("there is no objective 'fairness': there", "solve", "file", "--objective", "fairness");
    REFUSE("there is no objective 'lexmin' (did you mean leximin?)", "solve", "file", "--objective",
           "lexmin");
    REFUSE(all, "select", "--people", "p", "--quotas", "q", "--seats", "2", "--out", "o",
           "--objective", "Nash");
}

static void gamma_is_a_plain_decimal_of_goldilocks(void **state)
{
    static const char *const wrong[] = {"0",
                                        "0.000000",
                                        "1000.000001",
                                        "1001",
                                        ".5",
                                        "5.",
                                        "1.1e2",
                                        "0.0000001",
                                        "1,5",
                                        "-1",
                                        "+1",
                                        "1 ",
                                        "1.2.3",
                                        "nan",
                                        "1.0000000",
                                        "0x1",
                                        "٣",
                                        "1000000",
                                        "99999999999999999999999999",
                                        "0.5\xc2\xa0"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        REFUSE("--gamma must be a decimal from 0.000001 to 1000 with at most 6 digits", "solve",
               "file", "--objective", "goldilocks", "--gamma", wrong[i]);
    REFUSE("--gamma goes with --objective goldilocks only", "solve", "file", "--gamma", "1");
    REFUSE("--gamma goes with --objective goldilocks only", "solve", "file", "--gamma", "1",
           "--objective", "nash");
}

static void gamma_of_its_range_is_understood(void **state)
{
    static const char *const right[] = {"1000", "1000.000000", "0.000001", "1", "0.5", "007.25"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        /* as far as to the file, which is not there */
        EXPECT(*state, 1, "solve", "file", "--objective", "goldilocks", "--gamma", right[i]);
}

static void legacy_has_no_more_tickets_than_panels_can_be_picked(void **state)
{
    REFUSE("--tickets must be at most 100000 with the objective legacy: it picks a panel anew",
           "solve", "file", "--objective", "legacy", "--tickets", "100001");
    EXPECT(*state, 1, "solve", "file", "--objective", "legacy", "--tickets", "100000");
}

static void compare_says_what_does_not_go_together(void **state)
{
    REFUSE("compare needs an assembly FILE, or else --people, --quotas and --seats", "compare");
    REFUSE("compare needs an assembly FILE", "compare", "--people", "p", "--quotas", "q");
    REFUSE("--household does not go with an assembly file", "compare", "file", "--household", "a");
    REFUSE("there is no objective 'fair'", "compare", "file", "--objective", "leximin,fair");
    REFUSE("--gamma goes with --objective goldilocks only", "compare", "file", "--objective",
           "leximin,nash", "--gamma", "2");
    REFUSE("--gamma goes with --objective goldilocks only", "compare", "file", "--misreport",
           "--gamma", "2");
    REFUSE("--misreport does not go with legacy", "compare", "file", "--misreport", "--objective",
           "leximin,legacy");
    REFUSE("--seed goes with --misreport", "compare", "file", "--seed", "x");
    REFUSE("--seed must be one line", "compare", "file", "--misreport", "--seed", "a\nb");
    REFUSE("--tickets does not go with --misreport", "compare", "file", "--misreport", "--tickets",
           "5");
}

static void a_time_limit_is_whole_seconds(void **state)
{
    REFUSE("--time-limit must be a whole number from 1 to 1000000", "solve", "file", "--time-limit",
           "0");
    REFUSE("--time-limit must be a whole number from 1 to 1000000", "solve", "file", "--time-limit",
           "1.5");
    REFUSE("--time-limit must be a whole number from 1 to 1000000", "solve", "file", "--time-limit",
           "1000001");
}

static void only_what_is_a_source_can_be_announced(void **state)
{
    REFUSE("dice:1001 is not of the form dice:COUNT", "commit", "file", "--publish", "p",
           "--source", "dice:1001");
    REFUSE("there is no source 'coin'", "commit", "file", "--publish", "p", "--source", "coin");
    REFUSE("text: is not of the form text:WHAT", "commit", "file", "--publish", "p", "--source",
           "text:");
    REFUSE("announced twice", "commit", "file", "--publish", "p", "--source", "text:a", "--source",
           "text:a");
}

static void texts_are_one_line_of_utf8(void **state)
{
    REFUSE("--title must be one line without control characters", "new", "file", "--seats", "2",
           "--title", "two\nlines");
    REFUSE("--title must be one line", "new", "file", "--seats", "2", "--title", "a\xe2\x80\xa8z");
    REFUSE("--title is not valid UTF-8", "new", "file", "--seats", "2", "--title", "caf\xe9");
    REFUSE("--title is empty", "new", "file", "--seats", "2", "--title", "  ");
    REFUSE("--seed must be one line", "draw", "file", "--seed", "a\tb");
}

static void titles_are_composed(void **state)
{
    const lot_run_folder *folder = *state;
    lot_ran ran = RUN(folder, "new", "file", "--seats", "2", "--title", " cafe\xcc\x81 ", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_string_equal(json_string_value(json_object_get(object, "title")), "caf\xc3\xa9");
    json_decref(object);
    lot_ran_free(&ran);
}

static void usage_errors_are_json_too_where_it_is_asked_for(void **state)
{
    lot_ran ran = RUN(*state, "select", "--json", "--nonsense");
    assert_int_equal(ran.code, 2);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    json_t *failure = json_object_get(object, "error");
    assert_int_equal(json_integer_value(json_object_get(failure, "status")), 2);
    json_decref(object);
    lot_ran_free(&ran);
}

static void a_full_device_is_a_failure(void **state)
{
    const lot_run_folder *folder = *state;
    lot_ran ran = lot_run_other(
        folder, ".",
        (const char *const[]){"sh", "-c", "exec \"$0\" help >/dev/full", lot_run_program(), NULL});
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "standard output cannot be written");
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(help_lists_every_command),
        TEST(every_command_has_its_help_in_two_ways),
        TEST(help_tells_ranges_and_what_holds_otherwise),
        TEST(the_version_is_told),
        TEST(no_command_shows_the_help_and_is_an_error),
        TEST(the_nearest_name_is_suggested),
        TEST(numbers_are_read_strictly_and_the_range_is_told),
        TEST(missing_things_are_named),
        TEST(superfluous_things_are_refused),
        TEST(values_may_stand_after_an_equals_sign),
        TEST(two_dashes_end_the_options),
        TEST(an_unknown_objective_is_told_which_there_are),
        TEST(gamma_is_a_plain_decimal_of_goldilocks),
        TEST(gamma_of_its_range_is_understood),
        TEST(legacy_has_no_more_tickets_than_panels_can_be_picked),
        TEST(compare_says_what_does_not_go_together),
        TEST(a_time_limit_is_whole_seconds),
        TEST(only_what_is_a_source_can_be_announced),
        TEST(texts_are_one_line_of_utf8),
        TEST(titles_are_composed),
        TEST(usage_errors_are_json_too_where_it_is_asked_for),
        TEST(a_full_device_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
