/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verify: both programs, on real folders, as a person would run them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "support/input.h"
#include "support/solved.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, WORDS_MOST = 16 };

#define KNOWN "345e69661c23dc7f2348bbc0d49d5f3e4f3f32e4298bf8184831e09231c42fcb"

/* Where the tests run: the repository's root. */
static char root[PATH_BYTES];

static const char *verifier(void)
{
    static char path[PATH_BYTES + sizeof "/build/civiclot-verify"];
    const char *given = getenv("CIVICLOT_VERIFY");
    if (given != NULL)
        return given;
    (void)snprintf(path, sizeof path, "%s/build/civiclot-verify", root);
    return path;
}

/* A vector folder's copy, which may be changed. */
static void copy(const lot_run_folder *folder, const char *name)
{
    char from[PATH_BYTES + 64];
    (void)snprintf(from, sizeof from, "%s/tests/vectors/folders/%s", root, name);
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"cp", "-R", from, "made", NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

/* Run both: they must print the same and end the same. Free what they printed. */
static lot_ran verify(const lot_run_folder *folder, const char *const *words)
{
    const char *ours[WORDS_MOST] = {"verify"}, *others[WORDS_MOST] = {verifier()};
    for (size_t w = 0; words[w] != NULL; w++)
        ours[w + 1] = others[w + 1] = words[w];
    lot_ran command = lot_run(folder, ours);
    lot_ran program = lot_run_other(folder, ".", others);
    assert_int_equal(command.code, program.code);
    assert_string_equal(lot_text_string(&command.out), lot_text_string(&program.out));
    lot_ran_free(&command);
    return program;
}
#define VERIFY(folder, ...) verify((folder), (const char *const[]){__VA_ARGS__, NULL})

static void expect(const lot_run_folder *folder, int code, const char *out, const char *err,
                   const char *const *words)
{
    lot_ran ran = verify(folder, words);
    if (ran.code != code)
        fail_msg("ended %d: %s%s", ran.code, lot_text_string(&ran.out), lot_text_string(&ran.err));
    lot_run_assert_has(&ran.out, out);
    lot_run_assert_has(&ran.err, err);
    lot_ran_free(&ran);
}
#define EXPECT_BOTH(folder, code, out, err, ...)                                                   \
    expect((folder), (code), (out), (err), (const char *const[]){__VA_ARGS__, NULL})

static void statements_are_said_one_a_line_and_counted(void **state)
{
    const lot_run_folder *folder = *state;
    copy(folder, "contributions");
    lot_ran ran = VERIFY(folder, "made", "--known", KNOWN);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "PROVEN       M is " KNOWN ": ");
    lot_run_assert_has(&ran.out, "NOT PROVEN   that The Beacon, weekly contributed");
    lot_run_assert_has(&ran.out, "\n14 PROVEN, 3 NOT PROVEN, 4 NOT CHECKED\n");
    lot_run_assert_has(&ran.out, "NOT PROVEN   who published this");
    assert_int_equal(ran.err.length, 0);
    lot_ran_free(&ran);
}

static void a_failure_is_told_on_both_channels_after_what_held(void **state)
{
    const lot_run_folder *folder = *state;
    copy(folder, "contributions");
    lot_run_expect_shell(folder, 0, "sed -i s/5bca8e/5bca8f/ made/pool.csv");
    EXPECT_BOTH(folder, 5, "FAILED: pool.csv: its bytes", ": pool.csv: its bytes", "made");
    EXPECT_BOTH(folder, 5, "{\"verified\":false,\"statements\":[],\"proven\":0", "pool.csv", "made",
                "--json");
}

static void json_is_one_object_of_the_same_statements(void **state)
{
    const lot_run_folder *folder = *state;
    copy(folder, "full-signed");
    lot_ran ran = VERIFY(folder, "made", "--json", "--quiet");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    assert_true(json_is_true(json_object_get(object, "verified")));
    assert_true(json_is_null(json_object_get(object, "failure")));
    json_t *statements = json_object_get(object, "statements");
    json_int_t sum = json_integer_value(json_object_get(object, "proven")) +
                     json_integer_value(json_object_get(object, "not_proven")) +
                     json_integer_value(json_object_get(object, "not_checked"));
    assert_int_equal(json_array_size(statements), sum);
    const json_t *third = json_array_get(statements, 2);
    assert_string_equal(json_string_value(json_object_get(third, "id")), "manifest");
    assert_string_equal(json_string_value(json_object_get(third, "verdict")), "PROVEN");
    assert_non_null(strstr(json_string_value(json_object_get(third, "text")), "\"Bäume\""));
    json_decref(object);
    lot_ran_free(&ran);
}

static void nothing_to_check_ends_with_3(void **state)
{
    const lot_run_folder *folder = *state;
    EXPECT_BOTH(folder, 3, "", "cannot be read as a folder", "none");
    EXPECT_BOTH(folder, 3, "{\"error\":{\"message\":", "cannot be read", "none", "--json");
    lot_run_expect_shell(folder, 0, "mkdir empty");
    EXPECT_BOTH(folder, 3, "", "neither process.txt nor final.txt", "empty");
    lot_run_write(folder, "file", "");
    EXPECT_BOTH(folder, 3, "", "cannot be read as a folder", "file");
    copy(folder, "dice");
    lot_run_expect_shell(folder, 0, "sed -i 's/process: 2/process: 1/' made/process.txt");
    EXPECT_BOTH(folder, 3, "", "another version", "made");
}

/* Were one of these opened, the test would never end, or read what is elsewhere. */
static void entries_that_are_no_regular_files_are_never_read(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const lines[][2] = {
        {"rm made/log.txt; mkfifo made/log.txt", "log.txt: this is not a regular file"},
        {"mv made/log.txt .; ln -s ../log.txt made/log.txt", "log.txt: this is not a regular"},
        {"rm made/log.txt; ln -s /dev/zero made/log.txt", "log.txt: this is not a regular"},
        {"rm made/log.txt; mkdir made/log.txt", "log.txt: this is not a regular file"},
        {"mkdir made/replace", "replace: it holds no folder of a replacement"},
        {"mkdir made/replace.old", "replace.old: no published folder has such an entry"},
        {"touch made/.hidden", ".hidden: no published folder has such an entry"},
        {"touch \"made/$(printf 'a\\033[2Jb')\"", "a\\u001b[2Jb: no published folder"},
        {"rm made/process.txt; mkfifo made/process.txt", "process.txt: this is not a regular"},
        {"rm made/final.txt; mkfifo made/final.txt", "final.txt: this is not a regular file"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        copy(folder, "dice");
        lot_run_expect_shell(folder, 0, lines[i][0]);
        EXPECT_BOTH(folder, 5, lines[i][1], lines[i][1], "made");
        lot_run_expect_shell(folder, 0, "rm -r made");
    }
    /* a link to the folder itself is the user's own way to it */
    copy(folder, "dice");
    lot_run_expect_shell(folder, 0, "ln -s made link");
    EXPECT_BOTH(folder, 0, "NOT PROVEN", "", "link");
}

static void wrong_words_end_with_2(void **state)
{
    const lot_run_folder *folder = *state;
    copy(folder, "public-signed");
    EXPECT_BOTH(folder, 2, "", "--known must be 64 hexadecimal digits", "made", "--known", "abc");
    EXPECT_BOTH(folder, 2, "", "no public key: give its 56 characters", "made", "--public-key",
                "council.key.pub");
    EXPECT_BOTH(folder, 2, "", "--known needs a value", "made", "--known");
    EXPECT_BOTH(folder, 2, "", "--receipt is given twice", "made", "--receipt=a", "--receipt=b");
    EXPECT_BOTH(folder, 2, "", "verify", "--json=1");
    EXPECT_BOTH(folder, 2, "", "no option", "made", "--nown");
    EXPECT_BOTH(folder, 2, "", "b", "made", "b");
    EXPECT_BOTH(folder, 2, "", "older", "--quiet");
    EXPECT_BOTH(folder, 1, "", "cannot be opened", "made", "--receipt", "none");
}

static void help_and_version_are_results(void **state)
{
    const lot_run_folder *folder = *state;
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){verifier(), "--help", NULL});
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Usage: civiclot-verify FOLDER");
    lot_ran_free(&ran);
    ran = lot_run_other(folder, ".", (const char *const[]){verifier(), "--version", NULL});
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "civiclot-verify ");
    lot_ran_free(&ran);
}

static void what_select_and_the_steps_publish_is_verified(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", lot_solved_people);
    lot_run_write(folder, "quotas.csv", lot_solved_quotas);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--seed", "a value", "--full", "--accept-disclosure", "--out", "out");
    EXPECT_BOTH(folder, 0, "PROVEN       all ", "", "out/publish");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--objective", "legacy", "--out", "old");
    EXPECT_BOTH(folder, 0, "NOT PROVEN   that the chances are the fairest by legacy", "",
                "old/publish");
}

static void a_receipt_tells_its_person_where_they_stand_though_mail_bent_its_lines(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", lot_solved_people);
    lot_run_write(folder, "quotas.csv", lot_solved_quotas);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--seed", "a value", "--out", "out");
    lot_run_expect_shell(
        folder, 0,
        "sed -n '2s/,.*//p' out/selected.csv >drawn; sed -n '2s/,.*//p' out/remaining.csv >left");
    lot_text drawn = lot_run_read(folder, "drawn"), left = lot_run_read(folder, "left");
    drawn.bytes[drawn.length - 1] = left.bytes[left.length - 1] = '\0';
    EXPECT(folder, 0, "receipt", "out/assembly.civiclot", "--id", drawn.bytes, "--out", "r1.txt");
    EXPECT(folder, 0, "receipt", "out/assembly.civiclot", "--id", left.bytes, "--out", "r2.txt");
    lot_run_expect_shell(folder, 0, "sed -i 's/$/\r/' r2.txt");
    EXPECT_BOTH(folder, 0, "PROVEN       the person of the receipt is in the pool as ", "",
                "out/publish", "--receipt", "r1.txt");
    EXPECT_BOTH(folder, 0, " tickets draw them; they were drawn\n", "", "out/publish", "--receipt",
                "r1.txt");
    EXPECT_BOTH(folder, 0, " tickets draw them; they were not drawn\n", "", "out/publish",
                "--receipt", "r2.txt");
    lot_text_free(&drawn);
    lot_text_free(&left);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)
        TEST(statements_are_said_one_a_line_and_counted),
        TEST(a_failure_is_told_on_both_channels_after_what_held),
        TEST(json_is_one_object_of_the_same_statements),
        TEST(nothing_to_check_ends_with_3),
        TEST(entries_that_are_no_regular_files_are_never_read),
        TEST(wrong_words_end_with_2),
        TEST(help_and_version_are_results),
        TEST(what_select_and_the_steps_publish_is_verified),
        TEST(a_receipt_tells_its_person_where_they_stand_though_mail_bent_its_lines),
    };
    if (getcwd(root, sizeof root) == NULL)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
