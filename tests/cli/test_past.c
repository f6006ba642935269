/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Past members, end to end: a panel is drawn, listed, and found again among other people. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fold.h"
#include "civiclot/pseudonym.h"
#include "clean/condition.h"
#include "support/input.h"
#include "support/little.h"
#include "support/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char people[] = "id,sex,age,E-mail,First name,Date of birth\n"
                             "a,f,old,Ann@x.org,Ann,03/04/1950\n"
                             "b,f,young,bea@x.org,Bea,1990-05-06\n"
                             "c,m,old,cy@x.org,Cy,07/08/1950\n"
                             "d,m,young,dan@x.org,Dan,1991-01-02\n"
                             "e,f,old,eve@x.org,Eve,09/10/1950\n"
                             "f,m,old,fred@x.org,Fred,11/12/1950\n";

/* The same people and others, years later, at another office. */
static const char later[] = "Mail;Name;Born\n"
                            "new@x.org;New;1980-01-01\n"
                            " ANN@X.ORG;ann;3 April 1950\n"
                            "BEA@x.org;BEA;6 May 1990\n"
                            ";;\n"
                            "cy@X.org;cy;7 Aug. 1950\n"
                            "Dan@x.org; Dan;2 January 1991\n"
                            "EVE@X.org;Eve;9th October 1950\n"
                            "fred@x.ORG;FRED;11 December 1950\n";

static void prepare(const lot_run_folder *folder, const char *who)
{
    lot_run_write(folder, "people.csv", who);
    lot_run_write(folder, "quotas.csv", lot_little_quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Past", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
}

static void draw(const lot_run_folder *folder, const char *who)
{
    prepare(folder, who);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "export", "file", "--selected", "selected.csv");
}

/* Is the person of this first name drawn? */
static bool is_selected(const lot_table *selected, const char *name)
{
    bool there = false;
    for (uint32_t row = 0; row < lot_table_rows_count(selected); row++)
        there = there || strcasecmp(lot_table_cell(selected, row, 4), name) == 0;
    return there;
}

/* Of the later people exactly those who were drawn must be in the list. */
static void assert_found(const lot_run_folder *folder, const char *list, const char *words)
{
    lot_error error;
    lot_condition *condition;
    lot_rule_place place = {"rules.txt", 1};
    lot_problems *problems = lot_problems_new();
    lot_table *now = lot_test_table("later.csv", later);
    lot_table *selected = lot_test_table_at(folder->path, "selected.csv");
    lot_text bytes = lot_run_read(folder, list);
    uint32_t found = 0;
    assert_int_equal(lot_condition_parse(&condition, words, &place, problems, &error), LOT_OK);
    assert_int_equal(lot_condition_give(condition, bytes.bytes, bytes.length, problems, &error),
                     LOT_OK);
    assert_int_equal(lot_condition_bind(condition, now, LOT_DATE_UNSAID, problems, &error), LOT_OK);
    for (uint32_t row = 0; row < lot_table_rows_count(now); row++) {
        bool holds;
        char *name = lot_tidy(lot_table_cell(now, row, 1));
        assert_int_equal(lot_condition_holds(&holds, condition, row, &error), LOT_OK);
        assert_int_equal(holds, is_selected(selected, name));
        found += holds;
        free(name);
    }
    lot_condition_tell(condition, problems);
    assert_int_equal(lot_problems_count(problems), 0);
    assert_int_equal(found, 2);
    lot_condition_free(condition);
    lot_text_free(&bytes);
    lot_table_free(selected);
    lot_table_free(now);
    lot_problems_free(problems);
}

static void members_are_found_again_among_other_people(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, people);
    EXPECT(folder, 0, "past", "file", "--by", "e-mail", "--out", "mails.txt");
    assert_int_equal(lot_run_mode(folder, "mails.txt"), 0600);
    assert_found(folder, "mails.txt", "Mail is in mails.txt");
    EXPECT(folder, 0, "past", "file", "--by", "First name + \"Date of birth\"", "--dates",
           "day/month/year", "--out", "names.txt");
    assert_found(folder, "names.txt", "Name + Born is in names.txt");
}

static void a_list_names_nobody_and_two_of_them_have_nothing_in_common(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, people);
    lot_text before = lot_run_read(folder, "file");
    EXPECT(folder, 0, "past", "file", "--by", "E-mail", "--out", "one.txt");
    EXPECT(folder, 0, "past", "file", "--by", "E-mail", "--out", "two.txt");
    lot_text one = lot_run_read(folder, "one.txt");
    lot_text two = lot_run_read(folder, "two.txt");
    lot_text after = lot_run_read(folder, "file");
    assert_null(strchr(lot_text_string(&one), '@'));
    lot_run_assert_has(&one, "civiclot-past: 1\nkey: ");
    lot_run_assert_has(&one, "\nparts: 1\ncount: 2\n");
    const char *hashes = strstr(lot_text_string(&one), "count: 2\n") + 9;
    char first[65] = {0};
    memcpy(first, hashes, 64);
    assert_null(strstr(lot_text_string(&two), first));
    assert_int_equal(before.length, after.length); /* nothing is logged */
    assert_memory_equal(before.bytes, after.bytes, after.length);
    lot_text_free(&before);
    lot_text_free(&after);
    lot_text_free(&one);
    lot_text_free(&two);
}

static void without_a_draw_there_is_no_list(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, people);
    WORDS(folder, 3, "file: nobody is drawn yet", "past", "file", "--by", "E-mail", "--out", "l");
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "x");
    WORDS(folder, 3, "file: nobody is drawn yet", "past", "file", "--by", "E-mail", "--out", "l");
    WORDS(folder, 3, "attempt 1 is a rehearsal: nobody was selected by it", "past", "file", "--by",
          "E-mail", "--out", "l", "--attempt", "1");
    assert_false(lot_run_is_there(folder, "l"));
}

static void what_cannot_be_listed_is_told_by_its_rows(void **state)
{
    static const char blank[] = "id,sex,age,E-mail,First name,Date of birth\n"
                                "a,f,old,ann@x.org,,\n"
                                "b,m,young,,Ben,03/04/1990\n";
    const lot_run_folder *folder = *state;
    draw(folder, blank);
    WORDS(folder, 0,
          "WARNING: 1 of the members are not in the list, as one of the columns is blank: "
          "people.csv: row 3",
          "past", "file", "--by", "E-mail", "--out", "l");
    WORDS(folder, 3,
          "people.csv: row 3: in a date day or month may come first: say so with --dates", "past",
          "file", "--by", "Date of birth", "--out", "m");
    WORDS(folder, 3, "every member has left one of the columns of --by blank", "past", "file",
          "--by", "E-mail+First name", "--out", "m");
    WORDS(folder, 3, "there is no column 'Phone': --by names it; the columns found are: id, sex",
          "past", "file", "--by", "Phone", "--out", "m");
    assert_false(lot_run_is_there(folder, "m"));
}

static void nothing_is_written_onto_what_is_there(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, people);
    lot_run_write(folder, "l", "mine");
    EXPECT(folder, 3, "past", "file", "--by", "E-mail", "--out", "l");
    EXPECT(folder, 3, "past", "file", "--by", "E-mail", "--out", "file", "--force");
    lot_text kept = lot_run_read(folder, "l");
    assert_string_equal(lot_text_string(&kept), "mine");
    lot_text_free(&kept);
    EXPECT(folder, 0, "past", "file", "--by", "E-mail", "--out", "l", "--force");
    assert_found(folder, "l", "Mail is in l");
}

static void a_command_line_that_is_wrong_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    WORDS(folder, 2, "--by", "past", "file", "--out", "l");
    WORDS(folder, 2, "--by: the name of a column: something is missing", "past", "file", "--by",
          "E-mail +", "--out", "l");
    WORDS(folder, 2, "--dates is day/month/year or month/day/year, not 'dmy'", "past", "file",
          "--by", "E-mail", "--dates", "dmy", "--out", "l");
    WORDS(folder, 2, "both want standard output", "past", "file", "--by", "E-mail", "--out", "-",
          "--json");
}

static void with_json_it_is_counted(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, people);
    lot_ran ran = RUN(folder, "past", "file", "--by", "sex", "--out", "l", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(ran.code, 0);
    assert_int_equal(json_integer_value(json_object_get(object, "listed")), 2);
    assert_int_equal(json_integer_value(json_object_get(object, "blank")), 0);
    assert_int_equal(json_integer_value(json_object_get(object, "attempt")), 1);
    json_decref(object);
    lot_ran_free(&ran);
}

int main(void)
{
    lot_error error;
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(members_are_found_again_among_other_people),
        IN_FOLDER(a_list_names_nobody_and_two_of_them_have_nothing_in_common),
        IN_FOLDER(without_a_draw_there_is_no_list),
        IN_FOLDER(what_cannot_be_listed_is_told_by_its_rows),
        IN_FOLDER(nothing_is_written_onto_what_is_there),
        IN_FOLDER(a_command_line_that_is_wrong_is_told),
        IN_FOLDER(with_json_it_is_counted),
    };
    if (lot_audit_start(&error) != LOT_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
