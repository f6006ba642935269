/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both programs, on a folder with replacements, as a person would run them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/pseudonym.h"
#include "support/mended.h"
#include "support/run.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* Where the tests run: the repository's root. */
static char root[PATH_BYTES];

static const char *verifier(void)
{
    static char path[PATH_BYTES + sizeof "/build/civiclot-verify"];
    const char *given = getenv("CIVICLOT_VERIFY");
    (void)snprintf(path, sizeof path, "%s/build/civiclot-verify", root);
    return given != NULL ? given : path;
}

/* The folder `made`; change: what is done to it first, or NULL. */
static void write_made(const lot_run_folder *folder, lot_mended_change *change)
{
    lot_mended mended;
    char path[sizeof folder->path + 8];
    lot_mended_make(&mended, lot_mended_two, 2);
    if (change != NULL) {
        change(&mended.folders[2]);
        lot_sealed_seal(&mended.folders[2]);
    }
    (void)snprintf(path, sizeof path, "%s/made", folder->path);
    lot_mended_write(&mended, path);
    lot_mended_free(&mended);
}

/* Run both: they must print the same and end the same. Free what they printed. */
static lot_ran verify(const lot_run_folder *folder, const char *option)
{
    const char *const ours[] = {"verify", "made", option, NULL};
    const char *const others[] = {verifier(), "made", option, NULL};
    lot_ran command = lot_run(folder, ours);
    lot_ran program = lot_run_other(folder, ".", others);
    assert_int_equal(command.code, program.code);
    assert_string_equal(lot_text_string(&command.out), lot_text_string(&program.out));
    lot_ran_free(&command);
    return program;
}

static void both_programs_check_every_folder(void **state)
{
    write_made(*state, NULL);
    lot_ran ran = verify(*state, NULL);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\nreplace/1:\nPROVEN       all 12 files are there");
    lot_run_assert_has(&ran.out, "\nreplace/2:\nPROVEN       all 12 files are there");
    lot_run_assert_has(&ran.out, "\n41 PROVEN, 6 NOT PROVEN, 6 NOT CHECKED\n");
    lot_ran_free(&ran);
}

static void json_has_an_object_for_each(void **state)
{
    write_made(*state, NULL);
    lot_ran ran = verify(*state, "--json");
    json_t *told = json_loads(lot_text_string(&ran.out), 0, NULL);
    const json_t *folders = json_object_get(told, "replacements");
    assert_true(json_is_true(json_object_get(told, "verified")));
    assert_int_equal(json_array_size(json_object_get(told, "statements")), 17);
    assert_int_equal(json_array_size(folders), 2);
    const json_t *second = json_array_get(folders, 1);
    assert_string_equal(json_string_value(json_object_get(second, "folder")), "replace/2");
    assert_int_equal(json_array_size(json_object_get(second, "statements")), 18);
    assert_int_equal(json_integer_value(json_object_get(told, "proven")), 41);
    json_decref(told);
    lot_ran_free(&ran);
}

static void change_household(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "per-household: 1\n", "per-household: 2\n");
}

static void what_is_not_so_in_one_of_them_ends_with_5(void **state)
{
    write_made(*state, change_household);
    lot_ran ran = verify(*state, NULL);
    assert_int_equal(ran.code, 5);
    lot_run_assert_has(&ran.out, "FAILED: replace/2/process.txt: its per-household is not");
    lot_run_assert_has(&ran.err, "replace/2/process.txt: its per-household is not");
    lot_ran_free(&ran);
    ran = verify(*state, "--json");
    json_t *told = json_loads(lot_text_string(&ran.out), 0, NULL);
    const json_t *failure = json_object_get(told, "failure");
    assert_string_equal(json_string_value(json_object_get(failure, "statement")), "standing");
    assert_string_equal(json_string_value(json_object_get(failure, "folder")), "replace/2");
    json_decref(told);
    lot_ran_free(&ran);
}

/* With everybody's standing as one answer more. */
static void each_is_solved_again(void **state)
{
    write_made(*state, NULL);
    lot_ran ran = RUN(*state, "verify", "made", "--rerun");
    assert_int_equal(ran.code, 0);
    const char *at = lot_text_string(&ran.out);
    for (unsigned folder = 0; folder < 3; folder++) {
        at = strstr(at, "\nPROVEN       solved again from ");
        assert_non_null(at);
        at++;
    }
    assert_null(strstr(at, "\nPROVEN       solved again from "));
    lot_ran_free(&ran);
}

static void the_folder_of_a_replacement_alone_is_nothing_to_check(void **state)
{
    write_made(*state, NULL);
    WORDS(*state, 3, "this is the folder of a replacement: check the folder of the first draw",
          "verify", "made/replace/1");
}

static int start(void **state)
{
    (void)state;
    assert_non_null(getcwd(root, sizeof root));
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_programs_check_every_folder),
        TEST(json_has_an_object_for_each),
        TEST(what_is_not_so_in_one_of_them_ends_with_5),
        TEST(each_is_solved_again),
        TEST(the_folder_of_a_replacement_alone_is_nothing_to_check),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
