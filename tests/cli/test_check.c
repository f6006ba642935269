/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot check: what it says, as text and JSON, and the quotas that --apply writes. */
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

static const char people[] = "id,disability,area,address\n"
                             "1,yes,North,a\n2,yes,North,a\n3,yes,North,b\n4,yes,North,\n"
                             "5,yes,South,\n6,yes,South,\n7,no,South,\n8,no,South,\n"
                             "9,no,North,\n10,no,South,\n";
static const char tight[] = "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                            "area,North,0,3\narea,South,0,8\n";

#define CHECK(folder, quotas, ...)                                                                 \
    RUN(folder, "check", "--people", "people.csv", "--quotas", quotas, "--seats", "8", __VA_ARGS__)

static void write_files(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", tight);
}

static void without_a_panel_reason_and_changes_are_told(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_ran ran = CHECK(folder, "quotas.csv", "--quiet");
    assert_int_equal(ran.code, 4);
    assert_string_equal(
        lot_text_string(&ran.out),
        "No panel of 8 exists. These cannot all be met together:\n"
        "  disability yes: at least 6 seats (6 volunteers)\n"
        "  area North: at most 3 seats (5 volunteers)\n"
        "Why: only 2 volunteers are disability yes and not area North, so at most 5 seats, not 6, "
        "can go to disability yes.\n"
        "Loosen any one of them, or recruit more volunteers.\n"
        "\n"
        "Any one of these would help, each the least of its kind:\n"
        "  1  raise the maximum of area North from 3 to 4 (cost 1.000000)\n"
        "  2  lower the minimum of disability yes from 6 to 5 (cost 1.333333)\n"
        "  3  recruit 1 more person: disability yes, area South\n"
        "To write the quotas so changed into a new file: --apply NUMBER --out FILE.\n");
    lot_ran_free(&ran);
}

static void json_has_conflict_and_changes_as_scripts_want_them(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_ran ran = CHECK(folder, "quotas.csv", "--json");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "\"cost\":1.333333,");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    json_t *change = json_array_get(json_object_get(object, "changes"), 1);
    json_t *target = json_array_get(json_object_get(change, "targets"), 0);
    json_t *wanted = json_pack("{s:s, s:s, s:s, s:i, s:i}", "feature", "disability", "value", "yes",
                               "bound", "min", "from", 6, "to", 5);
    assert_true(json_equal(target, wanted));
    json_decref(wanted);
    wanted = json_pack("[{s:s, s:s, s:s, s:i}, {s:s, s:s, s:s, s:i}]", "feature", "disability",
                       "value", "yes", "bound", "min", "seats", 6, "feature", "area", "value",
                       "North", "bound", "max", "seats", 3);
    assert_true(json_equal(json_object_get(object, "conflict"), wanted));
    assert_true(json_is_false(json_object_get(object, "feasible")));
    json_decref(wanted);
    json_decref(object);
    lot_ran_free(&ran);
}

static void a_household_in_a_conflict_is_told_by_its_rows(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n");
    lot_ran ran = CHECK(folder, "quotas.csv", "--json", "--household", "address");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "{\"household\":[2,3]}");
    lot_run_assert_has(&ran.out, "{\"cost\":null,\"kind\":\"household\",\"per_household\":2,");
    lot_ran_free(&ran);
}

static void a_household_of_many_alone_is_in_conflict_and_told_shortly(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text many = LOT_TEXT_EMPTY;
    lot_text_put(&many, "id,g,home\nz,a,other\n");
    for (int i = 0; i < 30; i++)
        lot_text_format(&many, "%d,a,same\n", i);
    lot_run_write(folder, "people.csv", lot_text_string(&many));
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\ng,a,0,8\n");
    lot_ran ran = CHECK(folder, "quotas.csv", "--household", "home");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, ", 21, 22 and 10 more\n"
                                 "Why: with at most 1 of a household, only 2 volunteers can sit, "
                                 "so at most 2 of the 8 seats can be filled.\n");
    lot_ran_free(&ran);
    lot_text_free(&many);
}

static void an_applied_change_is_a_new_file_with_which_a_panel_exists(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    lot_ran ran = CHECK(folder, "quotas.csv", "--apply", "2", "--out", "new.csv");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    lot_text file = lot_run_read(folder, "new.csv");
    assert_string_equal(lot_text_string(&file),
                        "feature,value,min,max\ndisability,yes,5,8\ndisability,no,0,8\n"
                        "area,North,0,3\narea,South,0,8\n");
    lot_text_free(&file);
    ran = CHECK(folder, "new.csv", "--quiet");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "A panel exists: 8 seats, 10 people, 2 features with 4 values.\n");
    lot_ran_free(&ran);
    file = lot_run_read(folder, "quotas.csv");
    assert_string_equal(lot_text_string(&file), tight);
    lot_text_free(&file);
}

static void what_cannot_be_applied_is_refused_and_writes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    static const struct {
        const char *number;
        const char *out;
        int code;
        const char *words;
    } cases[] = {
        {"1", "quotas.csv", 3, "quotas.csv exists already: choose another name"},
        {"3", "new.csv", 3, "change 3 leaves the quotas as they are"},
        {"5", "new.csv", 3, "there is no change 5: they are numbered 1 to 3"},
        {"7", "new.csv", 2, "--apply"},
        {"1", "nowhere/new.csv", 1, "nowhere/new.csv"},
    };
    write_files(folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_ran ran =
            CHECK(folder, "quotas.csv", "--apply", cases[i].number, "--out", cases[i].out);
        assert_int_equal(ran.code, cases[i].code);
        lot_run_assert_has(&ran.err, cases[i].words);
        lot_ran_free(&ran);
    }
    lot_ran ran = CHECK(folder, "quotas.csv", "--apply", "1");
    assert_int_equal(ran.code, 2);
    lot_run_assert_has(&ran.err, "--apply and --out go together");
    lot_ran_free(&ran);
    lot_run_write(folder, "loose.csv", "feature,value,min,max\narea,North,0,8\narea,South,0,8\n");
    ran = CHECK(folder, "loose.csv", "--apply", "1", "--out", "new.csv");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "a panel exists: there is nothing to apply");
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "new.csv"));
}

static void with_an_assembly_file_what_was_applied_is_logged(void **state)
{
    const lot_run_folder *folder = *state;
    write_files(folder);
    EXPECT(folder, 0, "new", "file", "--title", "Check", "--seats", "8");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 4, "check", "file");
    EXPECT(folder, 0, "check", "file", "--apply", "1", "--out", "new.csv");
    EXPECT(folder, 3, "check", "file", "--apply", "1", "--out", "new.csv");
    lot_ran ran = RUN(folder, "log", "file", "--json");
    assert_int_equal(ran.code, 0);
    const char *first = strstr(lot_text_string(&ran.out), "\"relax\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\"relax\""));
    lot_ran_free(&ran);
    EXPECT(folder, 0, "quotas", "file", "new.csv");
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "solve", "file");
}

static void who_cannot_sit_and_who_is_certain_to_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                  "area,North,0,8\narea,South,4,4\n");
    lot_ran ran = CHECK(folder, "quotas.csv", "--quiet");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "WARNING: all with disability yes are certain to be picked: your "
                                 "lot is no lot for these 6 people.\n");
    lot_run_assert_has(&ran.out, "At most about 10^");
    lot_run_assert_has(&ran.out, "The least chance of a lottery can be at most ");
    lot_ran_free(&ran);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                  "area,North,4,4\narea,South,4,8\n");
    ran = CHECK(folder, "quotas.csv", "--quiet");
    lot_run_assert_has(&ran.out,
                       "1 person is on no panel that meets the quotas, and would have no chance:\n"
                       "  row 10: by disability yes at least 6, area North at most 4\n");
    lot_ran_free(&ran);
    ran = CHECK(folder, "quotas.csv", "--json");
    lot_run_assert_has(&ran.out, "\"rows\":[10]");
    lot_run_assert_has(&ran.out, "\"feasible\":true");
    lot_ran_free(&ran);
}

static void robust_tells_who_is_indispensable_and_what_seed_it_used(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                  "area,North,0,8\narea,South,4,4\n");
    lot_ran ran = CHECK(folder, "quotas.csv", "--robust", "--seed", "7", "--simulations", "3");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "without any one of them there is none.\n");
    lot_run_assert_has(&ran.out,
                       ": without one of them, changes of the quotas would cost at least ");
    lot_run_assert_has(&ran.out, "(3 trials, seed 7)");
    lot_ran_free(&ran);
    ran = CHECK(folder, "quotas.csv", "--robust", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    json_t *robust = json_object_get(object, "robust");
    assert_int_equal(json_array_size(json_object_get(robust, "borne")), 20);
    assert_int_equal(json_integer_value(json_object_get(robust, "seed")), 1);
    assert_true(json_array_size(json_object_get(robust, "indispensable")) > 0);
    json_decref(object);
    lot_ran_free(&ran);
    ran = CHECK(folder, "quotas.csv", "--seed", "7");
    assert_int_equal(ran.code, 2);
    lot_ran_free(&ran);
}

static void shares_become_seats_by_a_rule_that_is_printed(void **state)
{
    static const char shares[] = "feature,value,min,max\ndisability,yes,50%,60%\n"
                                 "disability,no,40%,50%\n";
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", shares);
    lot_ran ran = CHECK(folder, "quotas.csv", "--quiet");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err,
                       "'60%' is a share: of 8 seats that is 4 rounded down and 5 rounded "
                       "up");
    lot_ran_free(&ran);
    ran = CHECK(folder, "quotas.csv", "--from-shares");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "quotas: shares became seats: min is its share of 8 seats rounded "
                                 "down, max its share rounded up");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "new", "file", "--title", "Check", "--seats", "8");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 3, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv", "--from-shares");
    EXPECT(folder, 2, "check", "file", "--from-shares");
    ran = RUN(folder, "log", "file", "--json");
    lot_run_assert_has(&ran.out, "from_shares");
    lot_ran_free(&ran);
    EXPECT(folder, 3, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8",
           "--out", "results");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8",
           "--out", "results", "--from-shares");
}

static void priorities_make_other_changes_the_cheapest(void **state)
{
    static const char changes[] =
        "  1  lower the minimum of disability yes from 6 to 5 (cost 1.333333)\n"
        "  2  raise the maximum of area North from 3 to 4 (cost 2.000000)\n";
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max,priority\ndisability,yes,6,8,\ndisability,no,0,8,\n"
                  "area,North,0,3,2\narea,South,0,8,\n");
    lot_ran ran = CHECK(folder, "quotas.csv", "--quiet");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, changes);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "new", "file", "--title", "Check", "--seats", "8");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "check", "file", "--apply", "2", "--out", "new.csv");
    ran = RUN(folder, "check", "file");
    lot_run_assert_has(&ran.out, changes);
    lot_ran_free(&ran);
    ran = CHECK(folder, "new.csv", "--quiet");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_panel_reason_and_changes_are_told),
        TEST(json_has_conflict_and_changes_as_scripts_want_them),
        TEST(a_household_in_a_conflict_is_told_by_its_rows),
        TEST(a_household_of_many_alone_is_in_conflict_and_told_shortly),
        TEST(an_applied_change_is_a_new_file_with_which_a_panel_exists),
        TEST(what_cannot_be_applied_is_refused_and_writes_nothing),
        TEST(with_an_assembly_file_what_was_applied_is_logged),
        TEST(who_cannot_sit_and_who_is_certain_to_is_told),
        TEST(robust_tells_who_is_indispensable_and_what_seed_it_used),
        TEST(shares_become_seats_by_a_rule_that_is_printed),
        TEST(priorities_make_other_changes_the_cheapest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
