/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile: whatever stands in the place of `replace`, or in it, is refused and named. */
#include "support/mended.h"
#include "support/run.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 2000, NAME_BYTES = 64 };

static const lot_verify_request nothing = {.known_count = 0};

/* The folder `made`, with two replacements. */
static void write_made(const lot_run_folder *folder)
{
    lot_mended mended;
    char path[sizeof folder->path + 8];
    lot_mended_make(&mended, lot_mended_two, 2);
    (void)snprintf(path, sizeof path, "%s/made", folder->path);
    lot_mended_write(&mended, path);
    lot_mended_free(&mended);
}

static lot_status verify(const lot_run_folder *folder, lot_checks *checks, lot_error *error)
{
    lot_dossier dossier;
    char path[sizeof folder->path + 8];
    (void)snprintf(path, sizeof path, "%s/made", folder->path);
    assert_int_equal(lot_dossier_open(&dossier, path, error), LOT_OK);
    lot_status status = lot_verify(checks, &dossier, &nothing, error);
    lot_dossier_close(&dossier);
    return status;
}

/* Change it as a line of the shell does, expect `files` to fail with the message, and change it
 * back. */
static void check(const lot_run_folder *folder, const char *line, const char *message,
                  const char *back)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_run_expect_shell(folder, 0, line);
    lot_status status = verify(folder, &checks, &error);
    if (status != LOT_NOT_VERIFIED || strcmp(checks.failed, "files") != 0 ||
        strcmp(error.message, message) != 0)
        fail_msg("%s: status %d, but not '%s': %s", line, (int)status, message, error.message);
    lot_checks_free(&checks);
    lot_run_expect_shell(folder, 0, back);
}

static void a_good_folder_of_three_holds(void **state)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    write_made(*state);
    assert_int_equal(verify(*state, &checks, &error), LOT_OK);
    assert_int_equal(checks.replacements, 2);
    lot_checks_free(&checks);
}

static void replace_is_a_folder_and_no_link(void **state)
{
    static const char no_folder[] = "replace: this is not a folder";
    static const char back[] = "rm made/replace; mv other made/replace";
    write_made(*state);
    check(*state, "mv made/replace other; echo x >made/replace", no_folder, back);
    check(*state, "mv made/replace other; ln -s ../other made/replace", no_folder, back);
    check(*state, "mv made/replace other; ln -s nowhere made/replace", no_folder, back);
    check(*state, "mv made/replace other; mkfifo made/replace", no_folder, back);
    check(*state, "mv made/replace other; mkdir made/replace",
          "replace: it holds no folder of a replacement",
          "rmdir made/replace; mv other made/replace");
}

static void it_holds_numbered_folders_and_nothing_else(void **state)
{
    static const char *const names[] = {"01",   "0",  "+1", "1x",     "x",         "-1",
                                        ".hid", "1 ", " 1", "1.html", "4294967297"};
    static const char no_folder[] = "replace/1: this is not a folder";
    static const char back[] = "rm made/replace/1; mv other made/replace/1";
    write_made(*state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char line[NAME_BYTES], words[2 * NAME_BYTES], undo[NAME_BYTES];
        (void)snprintf(line, sizeof line, "mkdir 'made/replace/%s'", names[i]);
        (void)snprintf(undo, sizeof undo, "rmdir 'made/replace/%s'", names[i]);
        (void)snprintf(words, sizeof words, "replace/%s: no published folder has such an entry",
                       names[i]);
        check(*state, line, words, undo);
    }
    check(*state, "cp made/pool.csv made/replace",
          "replace/pool.csv: no published folder has such an entry", "rm made/replace/pool.csv");
    check(*state, "mv made/replace/1 other; ln -s ../../other made/replace/1", no_folder, back);
    check(*state, "mv made/replace/1 other; echo x >made/replace/1", no_folder, back);
    check(*state, "mv made/replace/1 other; mkfifo made/replace/1", no_folder, back);
    check(*state, "mkdir made/replace/\"$(printf 'a\\033b')\"",
          "replace/a\\u001bb: no published folder has such an entry", "rmdir made/replace/a*");
}

static void there_is_no_hole(void **state)
{
    write_made(*state);
    check(*state, "mv made/replace/1 other",
          "replace/1: it is missing, though there is a later one", "mv other made/replace/1");
    check(*state, "mv made/replace/2 made/replace/3",
          "replace/2: it is missing, though there is a later one",
          "mv made/replace/3 made/replace/2");
    check(*state, "mkdir made/replace/999999999",
          "replace/3: it is missing, though there is a later one", "rmdir made/replace/999999999");
}

static void a_replacement_has_files_alone(void **state)
{
    static const char nested[] = "replace/1/replace: no published folder has such an entry";
    write_made(*state);
    check(*state, "cp -R made/replace/2 other; mv other made/replace/1/replace", nested,
          "rm -r made/replace/1/replace");
    check(*state, "ln -s .. made/replace/1/replace", nested, "rm made/replace/1/replace");
    check(*state, "mkdir made/replace/2/1", "replace/2/1: no published folder has such an entry",
          "rmdir made/replace/2/1");
    check(*state, "mv made/replace/1/pool.csv other; ln -s ../../../other made/replace/1/pool.csv",
          "replace/1/pool.csv: this is not a regular file",
          "rm made/replace/1/pool.csv; mv other made/replace/1/pool.csv");
    check(*state, "mv made/replace/1/log.txt other; mkfifo made/replace/1/log.txt",
          "replace/1/log.txt: this is not a regular file",
          "rm made/replace/1/log.txt; mv other made/replace/1/log.txt");
    check(*state, "mv made/replace/2 other; mkdir made/replace/2",
          "replace/2/process.txt: it is missing", "rmdir made/replace/2; mv other made/replace/2");
}

static void hundreds_of_entries_keep_nobody_waiting(void **state)
{
    write_made(*state);
    check(*state, "cd made/replace; seq 3 400 | xargs mkdir",
          "replace/3/process.txt: it is missing", "cd made/replace; seq 3 400 | xargs rmdir");
    check(*state, "cd made/replace; seq -f x%.0f 3 400 | xargs touch",
          "replace/x10: no published folder has such an entry", "rm made/replace/x*");
}

/* The files of one folder and no more are open beside those of the first. */
static void few_files_are_open_at_once(void **state)
{
    static const lot_mend mends[] = {{.leave = 1}, {.leave = 1}, {.leave = 1}, {.leave = 1}};
    const lot_run_folder *folder = *state;
    lot_mended mended;
    char path[sizeof folder->path + 8];
    lot_mended_make(&mended, mends, 4);
    (void)snprintf(path, sizeof path, "%s/made", folder->path);
    lot_mended_write(&mended, path);
    lot_mended_free(&mended);
    lot_run_expect_shell(folder, 0, "ulimit -n 36; \"$0\" verify made");
}

/* In memory entries are what files of a folder are. */
static void expect_held(const lot_dossier_entry *entries, size_t count, const char *message)
{
    lot_checks checks;
    lot_dossier dossier;
    lot_error error = {.message = ""};
    lot_dossier_hold(&dossier, entries, count);
    assert_int_equal(lot_verify(&checks, &dossier, &nothing, &error), LOT_NOT_VERIFIED);
    assert_string_equal(error.message, message);
    lot_checks_free(&checks);
    lot_dossier_close(&dossier);
}

static void the_same_is_refused_in_memory(void **state)
{
    (void)state;
    static const struct {
        const char *name, *message;
    } cases[] = {
        {"replace", "replace: no published folder has such an entry"},
        {"replace/", "replace/: no published folder has such an entry"},
        {"replace/1", "replace/1: this is not a folder"},
        {"replace/01/pool.csv", "replace/01: no published folder has such an entry"},
        {"replace//pool.csv", "replace/: no published folder has such an entry"},
        {"replace/x/pool.csv", "replace/x: no published folder has such an entry"},
        {"replace/2/pool.csv", "replace/1: it is missing, though there is a later one"},
        {"replace/999999999/pool.csv", "replace/1: it is missing, though there is a later one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lot_dossier_entry entries[] = {{"final.txt", "", 0}, {cases[i].name, "", 0}};
        expect_held(entries, 2, cases[i].message);
    }
}

static void nor_is_a_replacement_of_a_replacement_held(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make(&mended, lot_mended_two, 1);
    lot_sealed_put(&mended.folders[1], "replace/1/pool.csv", "", 0);
    lot_mended_expect(&mended, "files",
                      "replace/1/replace/1/pool.csv: no published folder has such an entry");
    lot_mended_free(&mended);
}

static void thousands_are_held_in_memory(void **state)
{
    (void)state;
    lot_dossier dossier, one;
    lot_dossier_entry *entries = calloc(MANY, sizeof *entries);
    char(*names)[NAME_BYTES] = calloc(MANY, sizeof *names);
    assert_non_null(entries);
    assert_non_null(names);
    for (unsigned i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "replace/%u/pool.csv", MANY - i);
        entries[i] = (lot_dossier_entry){names[i], "", 0};
    }
    lot_dossier_hold(&dossier, entries, MANY);
    assert_int_equal(dossier.replacements, MANY);
    assert_string_equal(dossier.wrong.message, "");
    assert_int_equal(lot_dossier_replacement(&one, &dossier, MANY, NULL), LOT_OK);
    assert_true(one.present[LOT_FILE_POOL]);
    assert_false(one.present[LOT_FILE_LOG]);
    lot_dossier_close(&one);
    lot_dossier_close(&dossier);
    free(entries);
    free(names);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_folder_of_three_holds),
        TEST(replace_is_a_folder_and_no_link),
        TEST(it_holds_numbered_folders_and_nothing_else),
        TEST(there_is_no_hole),
        TEST(a_replacement_has_files_alone),
        TEST(hundreds_of_entries_keep_nobody_waiting),
        TEST(few_files_are_open_at_once),
        cmocka_unit_test(the_same_is_refused_in_memory),
        cmocka_unit_test(nor_is_a_replacement_of_a_replacement_held),
        cmocka_unit_test(thousands_are_held_in_memory),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
