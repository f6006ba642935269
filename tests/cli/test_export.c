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
#include "support/workbook.h"

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

/* Excel takes UTF-8 without it for Windows-1252. */
#define MARK "\xEF\xBB\xBF"

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
    assert_file(folder, "r/selected-spreadsheet.csv", MARK "id,sex,note\n'=a,f,'=1+1\n'@b,m,-5\n");
    assert_file(folder, "r/remaining-spreadsheet.csv", MARK "id,sex,note,status\n");
    assert_file(folder, "r/chances-spreadsheet.csv",
                MARK "id,tickets,chance\n'=a,1,1.000000000000\n'@b,1,1.000000000000\n");
    assert_int_equal(lot_run_mode(folder, "r/selected-spreadsheet.csv"), 0600);
    WORDS(folder, 0, "row 2, column 'id'; row 2, column 'note'; row 3, column 'id': open there",
          "export", "r/assembly.civiclot", "--selected", "plain.csv", "--chances", "c.csv");
    WORDS(folder, 0, "people.csv: a spreadsheet would run 3 cells as a formula: row 2,", "report",
          "r/assembly.civiclot");
    ran = RUN(folder, "report", "r/assembly.civiclot", "--composition");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.err), "formula"));
    lot_ran_free(&ran);
    assert_file(folder, "plain.csv", formulas);
    assert_file(folder, "c.csv", "id,tickets,chance\n=a,1,1.000000000000\n@b,1,1.000000000000\n");
    EXPECT(folder, 0, "export", "r/assembly.civiclot", "--spreadsheet", "--selected", "safe.csv",
           "--lottery", "l.csv");
    assert_file(folder, "safe.csv", MARK "id,sex,note\n'=a,f,'=1+1\n'@b,m,-5\n");
    assert_file(folder, "l.csv", MARK "first,last,member_1,member_2\n0,0,'=a,'@b\n");
    EXPECT(folder, 2, "export", "r/assembly.civiclot", "--spreadsheet", "--panels", "p.html");
    assert_false(lot_run_is_there(folder, "p.html"));
}

static const char pair[] = "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n";

/* The copy is read by civiclot too, and has its own form but for the mark. */
static void a_copy_for_a_spreadsheet_has_one_byte_order_mark_where_there_is_one(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const in[] = {MARK "id;sex\r\na;f\r\nb;m\r\n",
                                     "id;sex\r\n\xe9;f\r\nb;m\r\n"};
    static const char *const begin[] = {MARK "id;sex\r\na;f", "id;sex\r\n\xe9;f"};
    lot_run_write(folder, "quotas.csv", pair);
    for (size_t i = 0; i < 2; i++) {
        lot_run_write(folder, "people.csv", in[i]);
        EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats",
               "2", "--out", i == 0 ? "r" : "s", "--spreadsheet");
        lot_text copy = lot_run_read(folder, i == 0 ? "r/selected-spreadsheet.csv"
                                                    : "s/selected-spreadsheet.csv");
        assert_memory_equal(lot_text_string(&copy), begin[i], strlen(begin[i]));
        lot_text_free(&copy);
    }
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
    WORDS(folder, 0, "the column 'id' holds the ids", "import", "file",
          "r/selected-spreadsheet.csv");
}

static void assert_workbook(const lot_run_folder *folder, const char *name, const char *expected)
{
    lot_text file = lot_run_read(folder, name);
    lot_text cells = lot_workbook_cells(&file);
    assert_string_equal(lot_text_string(&cells), expected);
    assert_int_equal(lot_run_mode(folder, name), 0600);
    lot_text_free(&cells);
    lot_text_free(&file);
}

static void a_path_that_ends_in_xlsx_is_written_for_a_spreadsheet(void **state)
{
    static const char people[] = "id,sex,phone\n007,f,+44 20\n1234567890123456789,m,=1+1\n";
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", pair);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--tickets", "1", "--out", "r", "--xlsx");
    assert_file(folder, "r/selected.csv", people);
    assert_workbook(folder, "r/selected.xlsx",
                    "[id][sex][phone]\n[007][f][+44 20]\n[1234567890123456789][m][=1+1]\n");
    assert_workbook(folder, "r/remaining.xlsx", "[id][sex][phone][status]\n");
    assert_workbook(folder, "r/chances.xlsx",
                    "[id][tickets][chance]\n[007]<1><1>\n[1234567890123456789]<1><1>\n");
    assert_false(lot_run_is_there(folder, "r/selected-spreadsheet.csv"));
    assert_int_equal(lot_run_count(folder, "r"), 10);
    lot_ran ran = RUN(folder, "export", "r/assembly.civiclot", "--selected", "a.xlsx",
                      "--remaining", "b.XLSX", "--chances", "c.xlsx", "--lottery", "d.xlsx");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.err), "formula"));
    lot_ran_free(&ran);
    lot_run_assert_same(folder, "a.xlsx", "r/selected.xlsx");
    lot_run_assert_same(folder, "b.XLSX", "r/remaining.xlsx");
    lot_run_assert_same(folder, "c.xlsx", "r/chances.xlsx");
    assert_workbook(folder, "d.xlsx",
                    "[first][last][member_1][member_2]\n<0><0>[007][1234567890123456789]\n");
    assert_int_equal(lot_run_count(folder, "."), 7);
    WORDS(folder, 3, "a.xlsx exists already", "export", "r/assembly.civiclot", "--selected",
          "a.xlsx");
    EXPECT(folder, 0, "export", "r/assembly.civiclot", "--remaining", "a.xlsx", "--force");
    lot_run_assert_same(folder, "a.xlsx", "r/remaining.xlsx");
    WORDS(folder, 2, "with a PATH that does not end in .xlsx", "export", "r/assembly.civiclot",
          "--selected", "e.xlsx", "--spreadsheet");
}

static void what_a_spreadsheet_has_no_room_for_is_told_before_anything_is_written(void **state)
{
    enum { MEGABYTE = 1 << 20 };
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,note\na,f,\nb,m,");
    for (unsigned i = 0; i < MEGABYTE; i++)
        lot_text_put(&people, "x");
    lot_text_put(&people, "\n");
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", pair);
    WORDS(folder, 3, "people.csv, column 'note', row 3: longer than the 32,767 characters",
          "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2", "--out",
          "r", "--xlsx");
    assert_false(lot_run_is_there(folder, "r"));
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--out", "r");
    WORDS(folder, 3, "people.csv, column 'note', row 3: longer than the 32,767 characters",
          "export", "r/assembly.civiclot", "--chances", "c.csv", "--selected", "a.xlsx");
    assert_int_equal(lot_run_count(folder, "."), 3);
    lot_text_free(&people);
}

/* The sheet is more than the shell allows a file to be, and the archive that it is packed into is
 * not. */
static void a_spreadsheet_that_lost_something_on_its_way_is_not_written(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex\n");
    for (int i = 0; i < 2000; i++)
        lot_text_format(&people, "%d,%c\n", i, "fm"[i % 2]);
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_text_free(&people);
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--tickets", "10", "--out", "r");
    unsigned before = lot_run_count(folder, ".");
    lot_ran ran = lot_run_shell(
        folder, "ulimit -f 64 && \"$0\" export r/assembly.civiclot --remaining r.xlsx");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "does not hold the list when it is read again");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "."), before);
    EXPECT(folder, 0, "export", "r/assembly.civiclot", "--remaining", "r.xlsx");
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
        TEST(a_copy_for_a_spreadsheet_has_one_byte_order_mark_where_there_is_one),
        TEST(a_path_that_ends_in_xlsx_is_written_for_a_spreadsheet),
        TEST(what_a_spreadsheet_has_no_room_for_is_told_before_anything_is_written),
        TEST(a_spreadsheet_that_lost_something_on_its_way_is_not_written),
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
