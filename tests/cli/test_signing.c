/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and signed folders, end to end; what minisign takes of ours, and we of its. */
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An assembly file, ready for a commit; a key `key` with its passphrase in `words`. */
static void prepare(const lot_run_folder *folder)
{
    lot_run_write(folder, "words", "correct horse\nanother line\n");
    lot_little_close(folder, "Assembly");
    EXPECT(folder, 0, "keygen", "key", "--passphrase-file", "words", "--memory", "1");
}

#define COMMIT "commit", "file", "--publish"
#define KEY "--key", "key", "--passphrase-file", "words"

static void need_minisign(void)
{
    if (system("command -v minisign >/dev/null 2>&1") != 0) {
        print_message("skipped: there is no minisign\n");
        skip();
    }
}

static void keygen_makes_two_files_and_never_onto_others(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "words", "x\n");
    lot_ran ran = RUN(folder, "keygen", "key", "--passphrase-file", "words", "--memory", "1");
    assert_int_equal(ran.code, 0);
    lot_text public_key = lot_run_read(folder, "key.pub");
    const char *line = strchr(lot_text_string(&public_key), '\n') + 1;
    assert_int_equal(strlen(line), 57);
    lot_run_assert_has(&ran.out, line);
    assert_int_equal(lot_run_mode(folder, "key"), 0600);
    assert_int_equal(lot_run_mode(folder, "key.pub"), 0644);
    WORDS(folder, 3, "key exists already", "keygen", "key", "--no-passphrase");
    EXPECT(folder, 0, "keygen", "other", "--no-passphrase");
    lot_run_expect_shell(folder, 0, "rm other");
    WORDS(folder, 3, "other.pub exists already", "keygen", "other", "--no-passphrase");
    assert_false(lot_run_is_there(folder, "other"));
    lot_text_free(&public_key);
    lot_ran_free(&ran);
}

static void a_passphrase_comes_from_a_file_a_pipe_or_a_terminal(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "empty", "\n");
    lot_run_write(folder, "words", "x");
    WORDS(folder, 3, "the passphrase is empty", "keygen", "key", "--passphrase-file", "empty");
    WORDS(folder, 2, "either", "keygen", "key", "--passphrase-file", "words", "--no-passphrase");
    WORDS(folder, 1, "cannot be opened", "keygen", "key", "--passphrase-file", "nowhere");
    WORDS(folder, 0, "whoever can read open can sign", "keygen", "open", "--no-passphrase");
    lot_run_expect_shell(folder, 0,
                         "printf 'x\\n' | \"$0\" keygen key --passphrase-file - --memory 1");
    /* a session of its own has no terminal */
    lot_run_expect_shell(folder, 1, "setsid \"$0\" keygen other </dev/null");
    assert_false(lot_run_is_there(folder, "other"));
    lot_run_expect_shell(folder, 3,
                         "head -c 3000 /dev/zero | tr '\\0' x >long && \"$0\" keygen other "
                         "--passphrase-file long");
}

static void a_signed_folder_is_what_minisign_checks(void **state)
{
    const lot_run_folder *folder = *state;
    need_minisign();
    prepare(folder);
    EXPECT(folder, 0, COMMIT, "public", KEY);
    static const char check[] = "cd public && minisign -Vm manifest.txt -p ../key.pub && "
                                "minisign -Vm final.txt -p ../key.pub && sha256sum -c final.txt";
    lot_run_expect_shell(folder, 0, check);
    lot_run_expect_shell(folder, 0,
                         "tail -n 1 public/process.txt | cut -d ' ' -f 2 >named && "
                         "tail -n 1 key.pub | cmp - named");
    EXPECT(folder, 0, "draw", "file", "--seed", "x", KEY);
    lot_run_expect_shell(folder, 0, check);
    assert_int_equal(lot_run_count(folder, "public"), 11);
    lot_run_expect_shell(folder, 1,
                         "cd public && echo >>final.txt && minisign -Vm final.txt -p ../key.pub");
}

static void minisign_signs_with_our_key(void **state)
{
    const lot_run_folder *folder = *state;
    need_minisign();
    lot_run_write(folder, "message", "text\n");
    EXPECT(folder, 0, "keygen", "key", "--no-passphrase");
    lot_run_expect_shell(folder, 0,
                         "minisign -S -s key -m message && minisign -Vm message -p key.pub");
}

static void a_key_of_minisign_signs(void **state)
{
    const lot_run_folder *folder = *state;
    need_minisign();
    prepare(folder);
    lot_run_expect_shell(folder, 0, "minisign -G -W -s theirs -p theirs.pub");
    EXPECT(folder, 0, COMMIT, "public", "--key", "theirs");
    EXPECT(folder, 0, "draw", "file", "--seed", "x", "--key", "theirs");
    lot_run_expect_shell(folder, 0, "cd public && minisign -Vm final.txt -p ../theirs.pub");
}

static void select_signs_its_folder(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--out", "result", "--seed", "x", KEY);
    assert_true(lot_run_is_there(folder, "result/publish/manifest.txt.minisig"));
    assert_true(lot_run_is_there(folder, "result/publish/final.txt.minisig"));
    EXPECT(folder, 0, "export", "result/assembly.civiclot", "--publish", "again");
    lot_run_assert_same(folder, "again", "result/publish");
}

static void only_the_key_that_was_named_can_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "keygen", "other", "--no-passphrase");
    EXPECT(folder, 0, COMMIT, "public", KEY);
    lot_text key = lot_run_read(folder, "key.pub");
    char wanted[128];
    (void)snprintf(wanted, sizeof wanted, "the public key %.56s",
                   strchr(lot_text_string(&key), '\n') + 1);
    WORDS(folder, 3, wanted, "draw", "file", "--seed", "x");
    WORDS(folder, 3, wanted, "draw", "file", "--seed", "x", "--key", "other");
    lot_run_write(folder, "wrong", "correct horsf\n");
    WORDS(folder, 3, "key: the passphrase is wrong", "draw", "file", "--seed", "x", "--key", "key",
          "--passphrase-file", "wrong");
    WORDS(folder, 2, "--passphrase-file needs --key", "draw", "file", "--seed", "x",
          "--passphrase-file", "words");
    WORDS(folder, 3, "is not a secret key", "draw", "file", "--seed", "x", "--key", "key.pub");
    assert_false(lot_run_is_there(folder, "public/draw.txt"));
    EXPECT(folder, 0, "draw", "file", "--seed", "x", KEY);
    lot_text_free(&key);
}

static void an_attempt_without_a_key_is_not_signed_later(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 0, "Not signed, as no --key was given", COMMIT, "public");
    assert_false(lot_run_is_there(folder, "public/manifest.txt.minisig"));
    assert_false(lot_run_is_there(folder, "public/final.txt.minisig"));
    assert_true(lot_run_is_there(folder, "public/final.txt"));
    WORDS(folder, 3, "was committed without a key: leave --key out", "draw", "file", "--seed", "x",
          KEY);
    WORDS(folder, 3, "was committed without a key", "export", "file", "--publish", "again", KEY);
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_int_equal(lot_run_count(folder, "public"), 9);
}

static void a_signed_folder_is_written_anew_without_the_key(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, COMMIT, "public", KEY);
    EXPECT(folder, 0, "export", "file", "--publish", "committed");
    lot_run_assert_same(folder, "committed", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x", KEY);
    lot_run_expect_shell(folder, 0, "rm key");
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "again", "public");
}

/* At level full final.txt has two lines more: other bytes, which nobody signed yet. */
static void what_was_not_shown_before_needs_the_key_again(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, COMMIT, "public", KEY);
    EXPECT(folder, 0, "draw", "file", "--seed", "x", KEY);
    WORDS(folder, 3, "is signed with the public key", "export", "file", "--publish", "full",
          "--full", "--accept-disclosure");
    assert_false(lot_run_is_there(folder, "full"));
    EXPECT(folder, 0, "export", "file", "--publish", "full", "--full", "--accept-disclosure", KEY);
    EXPECT(folder, 0, "export", "file", "--publish", "twin", "--full", "--accept-disclosure", KEY);
    lot_run_assert_same(folder, "full", "twin");
    lot_run_assert_same(folder, "full/manifest.txt.minisig", "public/manifest.txt.minisig");
    WORDS(folder, 2, "--key needs --publish", "export", "file", "--chances", "c", KEY);
}

/* As a run leaves it that was killed between any two of the files that come with a draw. */
static void a_draw_that_was_stopped_anywhere_in_its_folder_is_completed(void **state)
{
    static const char *const written[] = {"seed.txt", "log.txt", "final.txt.minisig", "final.txt",
                                          "draw.txt"};
    const lot_run_folder *folder = *state;
    char line[160];
    prepare(folder);
    EXPECT(folder, 0, COMMIT, "public", KEY);
    lot_run_expect_shell(folder, 0, "cp -pr public before");
    EXPECT(folder, 0, "draw", "file", "--seed", "x", KEY);
    lot_run_expect_shell(folder, 0, "mv public whole");
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        lot_run_expect_shell(folder, 0, "rm -rf public && cp -pr before public");
        for (size_t j = 0; j < i; j++) {
            (void)snprintf(line, sizeof line, "cp -p whole/%s public/", written[j]);
            lot_run_expect_shell(folder, 0, line);
        }
        (void)snprintf(line, sizeof line, "cp whole/%s public/%s.aB3xYz", written[i], written[i]);
        lot_run_expect_shell(folder, 0, line);
        WORDS(folder, 3, "does not tell of it yet", "draw", "file", "--seed", "x", KEY);
        EXPECT(folder, 0, "export", "file", "--publish", "public");
        lot_run_assert_same(folder, "public", "whole");
    }
}

static void a_signature_that_was_changed_is_noticed(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    prepare(folder);
    EXPECT(folder, 0, COMMIT, "public", KEY);
    lot_run_expect_shell(folder, 0,
                         "cp -p public/manifest.txt.minisig kept && "
                         "cat public/final.txt.minisig >public/manifest.txt.minisig");
    WORDS(folder, 5, "manifest.txt.minisig in ", "draw", "file", "--seed", "x", KEY);
    lot_run_expect_shell(folder, 0, "cp -p kept public/manifest.txt.minisig");
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_test_tamper(path, "UPDATE signatures SET minisig = replace(minisig, 'final', 'finak')");
    WORDS(folder, 5, "a signature that the assembly file keeps was changed", "export", "file",
          "--publish", "again");
    lot_test_tamper(path, "DELETE FROM signatures");
    WORDS(folder, 3, "give --key FILE", "export", "file", "--publish", "again");
    EXPECT(folder, 0, "export", "file", "--publish", "again", KEY);
    lot_run_assert_same(folder, "again", "public");
}

/* Nothing of it, neither as it is in the key file nor as it is in memory. */
static void the_secret_key_is_not_in_the_assembly_file(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "keygen", "open", "--no-passphrase");
    EXPECT(folder, 0, COMMIT, "public", "--key", "open");
    EXPECT(folder, 0, "draw", "file", "--seed", "x", "--key", "open");
    lot_run_expect_shell(folder, 1, "grep -qF \"$(tail -n 1 open)\" file");
    /* the seed is bytes 62 to 93 of what the second line says */
    lot_run_expect_shell(folder, 0,
                         "tail -n 1 open | base64 -d | tail -c +63 | head -c 32 | od -An -v -tx1 | "
                         "tr -d ' \\n' >seed && test $(wc -c <seed) = 64");
    lot_run_expect_shell(folder, 1,
                         "od -An -v -tx1 file | tr -d ' \\n' | grep -qF \"$(cat seed)\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keygen_makes_two_files_and_never_onto_others),
        TEST(a_passphrase_comes_from_a_file_a_pipe_or_a_terminal),
        TEST(a_signed_folder_is_what_minisign_checks),
        TEST(minisign_signs_with_our_key),
        TEST(a_key_of_minisign_signs),
        TEST(select_signs_its_folder),
        TEST(only_the_key_that_was_named_can_draw),
        TEST(an_attempt_without_a_key_is_not_signed_later),
        TEST(a_signed_folder_is_written_anew_without_the_key),
        TEST(what_was_not_shown_before_needs_the_key_again),
        TEST(a_draw_that_was_stopped_anywhere_in_its_folder_is_completed),
        TEST(a_signature_that_was_changed_is_noticed),
        TEST(the_secret_key_is_not_in_the_assembly_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
