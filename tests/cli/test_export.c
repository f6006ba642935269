/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What export and report write: onto nothing that is there, and of the attempt that is meant. */
#define _XOPEN_SOURCE 700 /* symlink, link */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* An assembly file, ready for a commit. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Export");
}

static void prepare_drawn(const lot_run_folder *folder)
{
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
}

static void path_in(char path[512], const lot_run_folder *folder, const char *name)
{
    (void)snprintf(path, 512, "%s/%s", folder->path, name);
}

static void assert_file(const lot_run_folder *folder, const char *name, const char *expected)
{
    lot_text file = lot_run_read(folder, name);
    assert_string_equal(lot_text_string(&file), expected);
    lot_text_free(&file);
}

/* Both are drawn: what is remaining is the header. */
static void a_copy_for_a_spreadsheet_runs_nothing_and_the_plain_files_stay(void **state)
{
    static const char formulas[] = "id,sex,note\n=a,f,\"=1+1\"\n@b,m,-5\n";
    static const char bounds[] = "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n";
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", formulas);
    lot_run_write(folder, "quotas.csv", bounds);
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--tickets", "1", "--out", "r", "--spreadsheet");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err,
                       "people.csv: a spreadsheet would run 3 cells as a formula: row 2, column "
                       "'id'; row 2, column 'note'; row 3, column 'id': open there only");
    lot_ran_free(&ran);
    assert_file(folder, "r/selected.csv", formulas);
    assert_file(folder, "r/selected-spreadsheet.csv", "id,sex,note\n'=a,f,'=1+1\n'@b,m,-5\n");
    assert_file(folder, "r/remaining-spreadsheet.csv", "id,sex,note,status\n");
    assert_file(folder, "r/chances-spreadsheet.csv",
                "id,tickets,chance\n'=a,1,1.000000000000\n'@b,1,1.000000000000\n");
    assert_int_equal(lot_run_mode(folder, "r/selected-spreadsheet.csv"), 0600);
    EXPECT(folder, 0, "export", "r/assembly.civiclot", "--selected", "plain.csv", "--chances",
           "c.csv");
    assert_file(folder, "plain.csv", formulas);
    assert_file(folder, "c.csv", "id,tickets,chance\n=a,1,1.000000000000\n@b,1,1.000000000000\n");
    EXPECT(folder, 0, "export", "r/assembly.civiclot", "--spreadsheet", "--selected", "safe.csv",
           "--lottery", "l.csv");
    assert_file(folder, "safe.csv", "id,sex,note\n'=a,f,'=1+1\n'@b,m,-5\n");
    assert_file(folder, "l.csv", "first,last,member_1,member_2\n0,0,'=a,'@b\n");
    EXPECT(folder, 2, "export", "r/assembly.civiclot", "--spreadsheet", "--panels", "p.html");
    assert_false(lot_run_is_there(folder, "p.html"));
}

static void without_the_option_there_is_no_copy_and_sound_cells_are_not_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\na,f\nb,m\nc,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "r");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.err), "spreadsheet"));
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "r/selected-spreadsheet.csv"));
    /* a personal value is told by its place alone */
    lot_run_write(folder, "people.csv", "id,sex,age,note\na,f,old,=SECRET()\n");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
    ran = RUN(folder, "import", "file", "people.csv", "--json");
    lot_run_assert_has(&ran.out, "\"formulas\":1");
    lot_run_assert_has(&ran.err, "1 cell as a formula: row 2, column 'note':");
    assert_null(strstr(lot_text_string(&ran.err), "SECRET"));
    lot_ran_free(&ran);
}

static void nothing_that_is_there_is_replaced_without_force(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    lot_run_write(folder, "minutes", "precious");
    WORDS(folder, 3, "minutes exists already: choose another name, or add --force", "export",
          "file", "--selected", "new", "--chances", "minutes");
    WORDS(folder, 3, "minutes exists already: choose another name, or add --force", "report",
          "file", "--out", "minutes");
    assert_false(lot_run_is_there(folder, "new"));
    lot_text minutes = lot_run_read(folder, "minutes");
    assert_string_equal(lot_text_string(&minutes), "precious");
    lot_text_free(&minutes);
    EXPECT(folder, 0, "export", "file", "--chances", "minutes", "--force");
    minutes = lot_run_read(folder, "minutes");
    lot_run_assert_has(&minutes, "id,tickets,chance\n");
    lot_text_free(&minutes);
    EXPECT(folder, 0, "report", "file", "--out", "minutes", "--force");
    minutes = lot_run_read(folder, "minutes");
    lot_run_assert_has(&minutes, "<html");
    lot_text_free(&minutes);
}

static void the_assembly_file_is_never_written_onto(void **state)
{
    static const char *const names[] = {"file", "./file", "symbolic", "hard", "public/../file"};
    const lot_run_folder *folder = *state;
    char file[512], link_path[512];
    prepare_drawn(folder);
    path_in(file, folder, "file");
    path_in(link_path, folder, "symbolic");
    assert_int_equal(symlink("file", link_path), 0);
    path_in(link_path, folder, "hard");
    assert_int_equal(link(file, link_path), 0);
    lot_text before = lot_run_read(folder, "file");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        WORDS(folder, 3, "is the assembly file itself: choose another name", "export", "file",
              "--selected", names[i], "--force");
        WORDS(folder, 3, "is the assembly file itself: choose another name", "report", "file",
              "--out", names[i], "--force");
        WORDS(folder, 3, "is the assembly file itself", "report", names[i], "--out", "file");
    }
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void two_results_do_not_go_to_the_same_place(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    WORDS(folder, 2, "two results cannot both be written to ./a", "export", "file", "--selected",
          "a", "--chances", "./a", "--force");
    WORDS(folder, 2, "two results cannot both be written to a", "export", "file", "--panels", "a",
          "--publish", "a");
    assert_false(lot_run_is_there(folder, "a"));
}

static void a_place_that_cannot_be_written_is_a_failure(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    WORDS(folder, 1, "nowhere is not there", "export", "file", "--selected", "nowhere/a");
    WORDS(folder, 1, "choose another place", "report", "file", "--out", "nowhere/a");
    WORDS(folder, 1, "choose another place", "report", "file", "--out", "public", "--force");
}

static void a_dash_is_standard_output(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "selected");
    lot_ran ran = RUN(folder, "export", "file", "--selected", "-");
    lot_text selected = lot_run_read(folder, "selected");
    assert_string_equal(lot_text_string(&ran.out), lot_text_string(&selected));
    lot_ran_free(&ran);
    lot_text_free(&selected);
    ran = RUN(folder, "report", "file", "--out", "-");
    lot_run_assert_has(&ran.out, "<html");
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "-"));
}

static void an_earlier_draw_is_still_told_after_a_new_commit(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "before", "--publish", "published");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    WORDS(folder, 0, "Attempt 2 is committed but not drawn yet: this is attempt 1", "export",
          "file", "--selected", "after");
    lot_run_assert_same(folder, "before", "after");
    WORDS(folder, 0, "this is attempt 1", "report", "file");
    WORDS(folder, 3, "attempt 2 is not drawn yet: civiclot draw comes first", "export", "file",
          "--selected", "two", "--attempt", "2");
    EXPECT(folder, 0, "export", "file", "--publish", "two", "--attempt", "2");
    lot_run_assert_same(folder, "two", "second");
    EXPECT(folder, 0, "draw", "file", "--seed", "y");
    lot_ran ran = RUN(folder, "report", "file", "--json");
    lot_run_assert_has(&ran.out, "\"attempt\":2,");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "export", "file", "--selected", "one", "--attempt", "1");
    lot_run_assert_same(folder, "before", "one");
    EXPECT(folder, 0, "export", "file", "--publish", "again", "--attempt", "1");
    lot_run_assert_same(folder, "published/draw.txt", "again/draw.txt");
    WORDS(folder, 3, "there is no attempt 3: the last one is 2", "report", "file", "--attempt",
          "3");
}

static void a_commit_that_was_never_drawn_is_told_as_such(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    WORDS(folder, 3, "attempt 2 is not drawn yet", "export", "file", "--selected", "-");
    WORDS(folder, 3, "attempt 1 was never drawn: attempt 2 came in its place", "export", "file",
          "--selected", "-", "--attempt", "1");
}

static void a_rehearsal_is_told_when_it_is_asked_for_and_names_nobody(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_drawn(folder);
    EXPECT(folder, 0, "draw", "file", "--test");
    lot_ran ran = RUN(folder, "report", "file", "--json");
    lot_run_assert_has(&ran.out, "\"attempt\":1,");
    lot_run_assert_has(&ran.out, "\"selected\":");
    lot_ran_free(&ran);
    ran = RUN(folder, "report", "file", "--json", "--attempt", "2");
    lot_run_assert_has(&ran.out, "\"attempt\":2,");
    lot_run_assert_has(&ran.out, "\"test\":true");
    assert_null(strstr(lot_text_string(&ran.out), "\"selected\":"));
    lot_ran_free(&ran);
    WORDS(folder, 3, "is a rehearsal", "export", "file", "--selected", "-", "--attempt", "2");
    WORDS(folder, 3, "is a rehearsal", "export", "file", "--publish", "two", "--attempt", "2");
    EXPECT(folder, 0, "export", "file", "--chances", "chances", "--attempt", "2");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_copy_for_a_spreadsheet_runs_nothing_and_the_plain_files_stay),
        TEST(without_the_option_there_is_no_copy_and_sound_cells_are_not_told),
        TEST(nothing_that_is_there_is_replaced_without_force),
        TEST(the_assembly_file_is_never_written_onto),
        TEST(two_results_do_not_go_to_the_same_place),
        TEST(a_place_that_cannot_be_written_is_a_failure),
        TEST(a_dash_is_standard_output),
        TEST(an_earlier_draw_is_still_told_after_a_new_commit),
        TEST(a_commit_that_was_never_drawn_is_told_as_such),
        TEST(a_rehearsal_is_told_when_it_is_asked_for_and_names_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
