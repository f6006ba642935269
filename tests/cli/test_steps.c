/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The single commands on one assembly file, in their order and out of it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"
#include "support/tamper.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* An assembly file with people and quotas. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_import(folder, "Steps");
}

/* The same, ready for a commit. */
static void prepare_closed(const lot_run_folder *folder)
{
    prepare(folder);
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
}

/* How often the assembly's log has an entry of that kind; the chain must hold. */
static unsigned count_entries(const lot_run_folder *folder, const char *kind)
{
    unsigned count = 0;
    lot_ran ran = RUN(folder, "log", "file", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_true(json_is_true(json_object_get(object, "holds")));
    json_t *entries = json_object_get(object, "entries");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        json_t *entry = json_array_get(entries, i);
        count += strcmp(json_string_value(json_object_get(entry, "kind")), kind) == 0;
    }
    json_decref(object);
    lot_ran_free(&ran);
    return count;
}

static void tamper(const lot_run_folder *folder, const char *sql)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_test_tamper(path, sql);
}

static void all_steps_lead_to_a_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "solve", "file");
    EXPECT(folder, 0, "close", "file");
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public", "--json");
    assert_int_equal(ran.code, 0);
    json_t *commit = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(commit, "attempt")), 1);
    assert_int_equal(lot_run_count(folder, "public"), 7);
    lot_text log = lot_run_read(folder, "public/log.txt");
    lot_run_assert_has(&log, json_string_value(json_object_get(commit, "checkpoint")));
    lot_text_free(&log);
    lot_ran_free(&ran);
    ran = RUN(folder, "draw", "file", "--seed", "7 8 9", "--json");
    assert_int_equal(ran.code, 0);
    json_t *draw = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_string_equal(json_string_value(json_object_get(draw, "manifest")),
                        json_string_value(json_object_get(commit, "manifest")));
    assert_int_equal(json_array_size(json_object_get(draw, "selected")), 2);
    assert_int_equal(lot_run_count(folder, "public"), 9);
    EXPECT(folder, 0, "export", "file", "--selected", "selected");
    lot_text selected = lot_run_read(folder, "selected");
    lot_run_assert_has(&selected, "id,sex,age\n");
    lot_text_free(&selected);
    json_decref(commit);
    json_decref(draw);
    lot_ran_free(&ran);
}

static void each_step_says_which_comes_first(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", lot_little_people);
    lot_run_write(folder, "quotas.csv", lot_little_quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Steps", "--seats", "2");
    WORDS(folder, 3, "civiclot import comes first", "solve", "file");
    WORDS(folder, 3, "civiclot import comes first", "close", "file");
    EXPECT(folder, 0, "import", "file", "people.csv");
    WORDS(folder, 3, "civiclot quotas comes first", "check", "file");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    WORDS(folder, 3, "civiclot solve comes first", "commit", "file", "--publish", "public");
    WORDS(folder, 3, "civiclot solve comes first", "draw", "file", "--test");
    WORDS(folder, 3, "civiclot commit comes first", "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "solve", "file");
    WORDS(folder, 3, "civiclot close comes first", "commit", "file", "--publish", "public");
    WORDS(folder, 3, "civiclot draw comes first", "export", "file", "--selected", "-");
    WORDS(folder, 3, "civiclot commit comes first", "export", "file", "--publish", "public");
    assert_int_equal(lot_run_count(folder, "."), 3);
}

static void after_the_close_people_and_quotas_are_fixed_and_who_tries_is_logged(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    WORDS(folder, 3, "the registrations are closed", "import", "file", "people.csv");
    WORDS(folder, 3, "the registrations are closed", "quotas", "file", "quotas.csv");
    WORDS(folder, 3, "the registrations are closed", "close", "file");
    assert_int_equal(count_entries(folder, "failed"), 3);
    assert_int_equal(count_entries(folder, "import"), 1);
    assert_int_equal(count_entries(folder, "quotas"), 1);
    assert_int_equal(count_entries(folder, "close"), 1);
}

static void a_close_that_comes_too_early_is_logged(void **state)
{
    const lot_run_folder *folder = *state;
    EXPECT(folder, 0, "new", "file", "--title", "Steps", "--seats", "2");
    EXPECT(folder, 3, "close", "file");
    assert_int_equal(count_entries(folder, "failed"), 1);
}

static void a_second_draw_is_refused_and_a_second_commit_is_the_next_attempt(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    WORDS(folder, 3, "attempt 1 was drawn on 20", "draw", "file", "--seed", "y");
    WORDS(folder, 3, "exists and is not empty", "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    lot_text first = lot_run_read(folder, "public/process.txt");
    lot_text second = lot_run_read(folder, "second/process.txt");
    lot_run_assert_has(&first, "\nprevious: none\n");
    lot_run_assert_has(&second, "\nattempt: 2\n");
    assert_null(strstr(lot_text_string(&second), "\nprevious: none\n"));
    lot_text_free(&first);
    lot_text_free(&second);
    lot_ran ran = RUN(folder, "draw", "file", "--seed", "y");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "WARNING: 1 real draw was made before this one");
    lot_ran_free(&ran);
    assert_int_equal(count_entries(folder, "commit"), 2);
    assert_int_equal(count_entries(folder, "draw"), 2);
}

static void the_draw_takes_the_announced_sources_and_no_others(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:lotto", "--source",
           "operator", "--source", "text:weather");
    WORDS(folder, 2, "text:lotto, operator, text:weather", "draw", "file");
    WORDS(folder, 2, "--seed is missing: text:weather was announced", "draw", "file", "--seed",
          "1");
    WORDS(folder, 2, "--seed was given 3 times", "draw", "file", "--seed", "1", "--seed", "2",
          "--seed", "3");
    EXPECT(folder, 0, "draw", "file", "--seed", " 1 2 3 ", "--seed", "rain");
    lot_text seed = lot_run_read(folder, "public/seed.txt");
    const char *lotto = strstr(lot_text_string(&seed), "source: text:lotto\nvalue: 1 2 3\n");
    const char *weather = strstr(lot_text_string(&seed), "source: text:weather\nvalue: rain\n");
    assert_true(lotto != NULL && weather != NULL && lotto < weather);
    lot_run_assert_has(&seed, "\nsource: operator:");
    lot_text_free(&seed);
    EXPECT(folder, 0, "commit", "file", "--publish", "second", "--source", "operator");
    WORDS(folder, 2, "announced no text source", "draw", "file", "--seed", "1");
    EXPECT(folder, 0, "draw", "file");
}

static void a_test_draw_is_an_attempt_that_never_counts(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "solve", "file");
    lot_ran ran = RUN(folder, "draw", "file", "--test", "--seed", "x");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "TEST DRAW");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "draw", "file", "--test");
    WORDS(folder, 3, "civiclot commit comes first", "draw", "file", "--seed", "x");
    WORDS(folder, 3, "civiclot draw comes first", "export", "file", "--selected", "-");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "solve", "file");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    lot_text process = lot_run_read(folder, "public/process.txt");
    lot_run_assert_has(&process, "\nattempt: 3\ndraw: real\norder: commit first\n");
    lot_run_assert_has(&process, "\nprevious: none\n");
    lot_text_free(&process);
    EXPECT(folder, 0, "draw", "file", "--test");
    ran = RUN(folder, "draw", "file", "--seed", "x");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.out), "TEST"));
    lot_run_assert_has(&ran.out, "attempt 3");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "draw", "file", "--test");
    ran = RUN(folder, "report", "file");
    lot_run_assert_has(&ran.out, "attempt 3");
    lot_ran_free(&ran);
    assert_int_equal(count_entries(folder, "test-draw"), 4);
    assert_int_equal(count_entries(folder, "draw"), 1);
}

static void a_published_file_that_was_changed_stops_the_draw_and_is_named(void **state)
{
    static const char *const names[] = {"process.txt", "quotas.csv", "pool.csv", "lottery.csv",
                                        "manifest.txt"};
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[64];
        char words[96];
        (void)snprintf(path, sizeof path, "public/%s", names[i]);
        (void)snprintf(words, sizeof words, "civiclot: %s in ", names[i]);
        lot_text whole = lot_run_read(folder, path);
        lot_text changed = LOT_TEXT_EMPTY;
        lot_text_format(&changed, "%s ", lot_text_string(&whole));
        lot_run_write(folder, path, lot_text_string(&changed));
        WORDS(folder, 5, words, "draw", "file", "--seed", "x");
        lot_run_write(folder, path, lot_text_string(&whole));
        lot_text_free(&changed);
        lot_text_free(&whole);
    }
    lot_ran ran =
        lot_run_other(folder, "public", (const char *const[]){"mv", "pool.csv", "aside", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    WORDS(folder, 5, "pool.csv in ", "draw", "file", "--seed", "x");
    ran = lot_run_other(folder, "public", (const char *const[]){"mv", "aside", "pool.csv", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_int_equal(count_entries(folder, "failed"), 6);
}

static void an_assembly_file_that_was_changed_stops_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    tamper(folder, "UPDATE quotas SET max = 2");
    WORDS(folder, 5, "the assembly file was changed", "draw", "file", "--seed", "x");
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"rm", "-r", "public", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    WORDS(folder, 5, "the assembly file was changed", "draw", "file", "--seed", "x");
    assert_int_equal(count_entries(folder, "draw"), 0);
}

static void a_draw_stands_when_its_folder_is_gone_and_export_writes_it(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"mv", "public", "moved", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    WORDS(folder, 1, "the draw stands", "draw", "file", "--seed", "x");
    WORDS(folder, 3, "attempt 1 was drawn", "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "export", "file", "--publish", "public");
    assert_int_equal(lot_run_count(folder, "public"), 9);
    lot_run_assert_same(folder, "moved/manifest.txt", "public/manifest.txt");
}

static void a_log_that_was_changed_does_not_hold(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "log", "file");
    tamper(folder, "UPDATE log SET payload = replace(payload, '6', '7') WHERE kind = 'import'");
    WORDS(folder, 5, "entry 2 does not follow", "log", "file");
    lot_ran ran = RUN(folder, "log", "file", "--json");
    assert_int_equal(ran.code, 5);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_true(json_is_false(json_object_get(object, "holds")));
    json_decref(object);
    lot_ran_free(&ran);
}

static void nothing_binding_rests_on_a_log_that_was_changed(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    tamper(folder, "DELETE FROM log WHERE sequence = 3");
    lot_text before = lot_run_read(folder, "file");
    WORDS(folder, 5, "the log does not hold: entry 3", "commit", "file", "--publish", "second");
    WORDS(folder, 5, "the log does not hold: entry 3", "draw", "file", "--seed", "x");
    WORDS(folder, 5, "the log does not hold: entry 3", "draw", "file", "--test");
    WORDS(folder, 5, "the log does not hold: entry 3", "report", "file");
    WORDS(folder, 5, "the log does not hold: entry 3", "export", "file", "--chances", "chances");
    WORDS(folder, 5, "the log does not hold: entry 3", "log", "file");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    assert_int_equal(lot_run_count(folder, "."), 4);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void a_draw_that_was_taken_out_is_missed(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    tamper(folder, "DELETE FROM draw_sources; DELETE FROM draws");
    WORDS(folder, 5, "it tells of other draws than there are", "draw", "file", "--seed", "y");
    lot_ran ran = RUN(folder, "log", "file", "--json");
    assert_int_equal(ran.code, 5);
    lot_run_assert_has(&ran.out, "\"holds\":false");
    lot_ran_free(&ran);
    tamper(folder, "DELETE FROM log");
    WORDS(folder, 5, "it does not begin with the making", "report", "file");
}

static void copy(const lot_run_folder *folder, const char *from, const char *to)
{
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"cp", from, to, NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

static void records_that_were_changed_are_noticed_before_anything_rests_on_them(void **state)
{
    static const char *const changes[] = {
        "UPDATE people SET record = 'a,m,old' WHERE record = 'a,f,old'",
        "UPDATE people SET id = 'zz', record = 'zz,f,old' WHERE record = 'a,f,old'",
        "UPDATE people_classes SET pid = 'aaaaaaaaaaaaaaaa' WHERE person = 0",
        "UPDATE people_classes SET household = 4 WHERE person = 5",
        "UPDATE people_classes SET class = 1 - class WHERE class < 2",
        "DELETE FROM people_classes",
        "UPDATE assembly SET key = zeroblob(32)",
        "INSERT INTO household_columns VALUES (0, 'age')",
    };
    const lot_run_folder *folder = *state;
    prepare_closed(folder);
    copy(folder, "file", "whole");
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        tamper(folder, changes[i]);
        WORDS(folder, 3, "no longer fit together", "report", "file");
        WORDS(folder, 3, "is damaged", "commit", "file", "--publish", "public");
        assert_false(lot_run_is_there(folder, "public"));
        copy(folder, "whole", "file");
    }
    EXPECT(folder, 0, "report", "file");
}

static void the_log_names_nobody(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex,age\nada-77,f,old\nben-78,m,young\n");
    lot_run_write(folder, "quotas.csv", lot_little_quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Steps", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_ran ran = RUN(folder, "log", "file");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.out), "ada-77"));
    assert_null(strstr(lot_text_string(&ran.out), "ben-78"));
    lot_ran_free(&ran);
}

static void a_failed_solve_is_logged_and_nothing_else_changes(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex,age\na,f,old\nb,m,old\nc,m,old\n");
    lot_run_write(folder, "quotas.csv", lot_little_quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Steps", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    WORDS(folder, 4, "no panel can meet these quotas", "solve", "file");
    assert_int_equal(count_entries(folder, "failed"), 1);
    assert_int_equal(count_entries(folder, "solve"), 0);
    lot_ran ran = RUN(folder, "check", "file", "--json");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "\"conflict\":[{");
    lot_run_assert_has(&ran.out, "\"feasible\":false,");
    lot_ran_free(&ran);
}

static void new_people_make_the_old_lottery_void_and_all_say_so(void **state)
{
    static const char changed[] = "people or quotas changed since the lottery was solved";
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "solve", "file");
    lot_run_write(folder, "fewer.csv", "id,sex,age\na,f,old\nb,f,young\nc,m,old\nd,m,young\n");
    lot_ran ran = RUN(folder, "import", "file", "fewer.csv");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Imported 4 people.\nThey replace the 6 from before.\n");
    lot_run_assert_has(&ran.err, "solve again");
    lot_ran_free(&ran);
    WORDS(folder, 3, changed, "draw", "file", "--test");
    WORDS(folder, 3, changed, "export", "file", "--chances", "-");
    ran = RUN(folder, "report", "file");
    lot_run_assert_has(&ran.err, "solve again");
    lot_run_assert_has(&ran.out, "Lottery\n  none any more: people or quotas changed since");
    assert_null(strstr(lot_text_string(&ran.out), "Lottery\n  none yet"));
    lot_ran_free(&ran);
    ran = RUN(folder, "report", "file", "--out", "-");
    lot_run_assert_has(&ran.out, "it has to be worked out again.");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "close", "file");
    WORDS(folder, 3, changed, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "solve", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
}

static void new_quotas_make_the_old_lottery_void(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "quotas", "file", "quotas.csv");
    lot_run_assert_has(&ran.out, "They replace those from before.\n");
    assert_null(strstr(lot_text_string(&ran.err), "solve again"));
    lot_ran_free(&ran);
    EXPECT(folder, 0, "solve", "file");
    WORDS(folder, 0, "solve again", "quotas", "file", "quotas.csv");
}

static void the_log_tells_how_people_were_read(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "key,sex,age,street,town\na,f,old,1 Lane,X\n");
    EXPECT(folder, 0, "new", "file", "--title", "Steps", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "import", "file", "people.csv", "--id", "KEY", "--household", "street,town");
    lot_ran ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "\"household\":[],\"id\":null,");
    lot_run_assert_has(&ran.out, "\"household\":[\"street\",\"town\"],\"id\":\"key\",");
    assert_null(strstr(lot_text_string(&ran.out), "Lane"));
    lot_ran_free(&ran);
}

static void tickets_of_one_person_are_listed(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "solve", "file", "--tickets", "4");
    lot_ran ran = RUN(folder, "export", "file", "--chances", "-");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "id,tickets,chance\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "export", "file", "--tickets-of", "b");
    WORDS(folder, 3, "nobody has the id 'z'", "export", "file", "--tickets-of", "z", "--chances",
          "chances");
    assert_false(lot_run_is_there(folder, "chances"));
}

/* The ranges of the JSON must be those of the line: "0-1, 3". */
static void the_tickets_of_one_person_are_ranges_in_json(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text line = LOT_TEXT_EMPTY;
    prepare(folder);
    EXPECT(folder, 0, "solve", "file", "--tickets", "20");
    lot_ran ran = RUN(folder, "export", "file", "--tickets-of", "b", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    lot_ran_free(&ran);
    assert_null(json_object_get(object, "written"));
    json_t *ranges = json_object_get(object, "tickets_of");
    assert_true(json_array_size(ranges) > 1);
    for (size_t i = 0; i < json_array_size(ranges); i++) {
        json_t *range = json_array_get(ranges, i);
        assert_int_equal(json_array_size(range), 2);
        long long first = json_integer_value(json_array_get(range, 0));
        long long last = json_integer_value(json_array_get(range, 1));
        lot_text_format(&line, "%s%lld", i > 0 ? ", " : "", first);
        if (last > first)
            lot_text_format(&line, "-%lld", last);
    }
    lot_text_put(&line, "\n");
    ran = RUN(folder, "export", "file", "--tickets-of", "b");
    assert_string_equal(lot_text_string(&ran.out), lot_text_string(&line));
    lot_ran_free(&ran);
    lot_text_free(&line);
    json_decref(object);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_steps_lead_to_a_draw),
        TEST(each_step_says_which_comes_first),
        TEST(after_the_close_people_and_quotas_are_fixed_and_who_tries_is_logged),
        TEST(a_close_that_comes_too_early_is_logged),
        TEST(a_second_draw_is_refused_and_a_second_commit_is_the_next_attempt),
        TEST(the_draw_takes_the_announced_sources_and_no_others),
        TEST(a_test_draw_is_an_attempt_that_never_counts),
        TEST(a_published_file_that_was_changed_stops_the_draw_and_is_named),
        TEST(an_assembly_file_that_was_changed_stops_the_draw),
        TEST(a_draw_stands_when_its_folder_is_gone_and_export_writes_it),
        TEST(a_log_that_was_changed_does_not_hold),
        TEST(nothing_binding_rests_on_a_log_that_was_changed),
        TEST(a_draw_that_was_taken_out_is_missed),
        TEST(records_that_were_changed_are_noticed_before_anything_rests_on_them),
        TEST(the_log_names_nobody),
        TEST(a_failed_solve_is_logged_and_nothing_else_changes),
        TEST(new_people_make_the_old_lottery_void_and_all_say_so),
        TEST(new_quotas_make_the_old_lottery_void),
        TEST(the_log_tells_how_people_were_read),
        TEST(tickets_of_one_person_are_listed),
        TEST(the_tickets_of_one_person_are_ranges_in_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
