/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invitations: what the second implementation's author wrote down that a verifier says of its
 * folders; and every byte of them changed, with and without the digests that would give it away.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/invitation.h"
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "support/run.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FOLDERS "tests/vectors/invitations/"

static const char *const cases[] = {"by-addresses", "by-response", "by-size",
                                    "given",        "one-stratum", "two-stage"};
static const char *const files[] = {"invitation.txt", "strata.csv", "manifest.txt", "seed.txt",
                                    "draw.txt",       "drawn.csv",  "proof.txt",    "final.txt"};

enum { CASES = sizeof cases / sizeof cases[0], FILES = sizeof files / sizeof files[0], FINAL = 7 };

static void digest_of(lot_digest *out, const char *folder, const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
    lot_sha256(out, lot_text_string(&bytes), bytes.length);
    lot_text_free(&bytes);
}

static lot_status verify(lot_checks *checks, const char *folder, const lot_verify_request *request,
                         lot_error *error)
{
    assert_true(lot_verify_is_invitation(folder));
    return lot_verify_invitation(checks, folder, request, error);
}

static void each_folder_is_said_what_was_written_down_of_it(void **state)
{
    (void)state;
    for (size_t c = 0; c < CASES; c++) {
        char folder[256], expected[300];
        lot_checks checks;
        lot_digest known;
        lot_vectors lines;
        lot_error error = {.message = ""};
        uint32_t at = 0;
        (void)snprintf(folder, sizeof folder, FOLDERS "%s", cases[c]);
        (void)snprintf(expected, sizeof expected, "%s.expected", folder);
        digest_of(&known, folder, "manifest.txt");
        const lot_verify_request request = {.known = &known, .known_count = 1};
        if (verify(&checks, folder, &request, &error) != LOT_OK)
            fail_msg("%s: %s", folder, error.message);
        lot_vectors_open(&lines, expected);
        for (; lot_vectors_next(&lines); at++) {
            char verdict[32];
            (void)snprintf(verdict, sizeof verdict, "%s%s%s", lot_vectors_word(&lines, 1),
                           lines.count > 2 ? " " : "",
                           lines.count > 2 ? lot_vectors_word(&lines, 2) : "");
            assert_true(at < checks.count);
            assert_string_equal(checks.items[at].id, lot_vectors_word(&lines, 0));
            assert_string_equal(lot_verdict_name(checks.items[at].verdict), verdict);
        }
        assert_int_equal(at, checks.count);
        lot_vectors_close(&lines);
        lot_checks_free(&checks);
    }
}

/* A folder of its own, held in memory, whose files are changed and written. */
typedef struct copy {
    char path[400];
    lot_text files[FILES];
} copy;

static void write_copy(const copy *c, unsigned file)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", c->path, files[file]);
    (void)remove(path); /* a file that is cut and written again waits for the disk */
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(lot_text_string(&c->files[file]), 1, c->files[file].length, out),
                     c->files[file].length);
    assert_int_equal(fclose(out), 0);
}

static void take_copy(copy *c, const lot_run_folder *folder, const char *name)
{
    (void)snprintf(c->path, sizeof c->path, "%s/%s", folder->path, name);
    char line[700];
    (void)snprintf(line, sizeof line, "mkdir '%s'", c->path);
    lot_run_expect_shell(folder, 0, line);
    for (unsigned file = 0; file < FILES; file++) {
        char path[512];
        c->files[file] = LOT_TEXT_EMPTY;
        (void)snprintf(path, sizeof path, FOLDERS "%s/%s", name, files[file]);
        assert_int_equal(lot_file_read(&c->files[file], path, NULL), LOT_OK);
        write_copy(c, file);
    }
}

static void free_copy(copy *c)
{
    for (unsigned file = 0; file < FILES; file++)
        lot_text_free(&c->files[file]);
}

static lot_status look(const copy *c, char failed[32])
{
    lot_checks checks;
    lot_error error = {.message = ""};
    const lot_verify_request request = {.known_count = 0};
    lot_status status = verify(&checks, c->path, &request, &error);
    (void)snprintf(failed, 32, "%s", checks.failed != NULL ? checks.failed : "");
    lot_checks_free(&checks);
    return status;
}

static void put_sums(lot_text *text, const copy *c, unsigned first, unsigned end)
{
    for (unsigned file = first; file < end; file++) {
        lot_digest digest;
        lot_sha256(&digest, lot_text_string(&c->files[file]), c->files[file].length);
        lot_invitation_put_sum(text, &digest, files[file]);
    }
}

/* Make the digests that a careful forger would: of the manifest, too, where it has to be. */
static void cover_up(copy *c, unsigned changed)
{
    if (changed < 2) {
        lot_text_begin_again(&c->files[2]);
        put_sums(&c->files[2], c, 0, 2);
        write_copy(c, 2);
    }
    size_t head = strlen("civiclot-final: 1\nprocess: 0123456789abcdef\n");
    c->files[FINAL].length = head;
    c->files[FINAL].bytes[head] = '\0';
    put_sums(&c->files[FINAL], c, 0, FINAL);
    write_copy(c, FINAL);
}

static bool is_version(unsigned file, size_t at)
{
    return file == 0 && at < strlen("civiclot-invitation: 1\n");
}

/* Each `step`-th byte of each file. */
static void change_bytes(const lot_run_folder *folder, const char *name, bool covered, size_t step)
{
    copy c;
    char failed[32];
    take_copy(&c, folder, name);
    assert_int_equal(look(&c, failed), LOT_OK);
    for (unsigned file = 0; file < FILES - (covered ? 1 : 0); file++) {
        for (size_t at = 0; at < c.files[file].length; at += step) {
            c.files[file].bytes[at] ^= 1;
            write_copy(&c, file);
            if (covered && file != 2)
                cover_up(&c, file);
            else if (covered)
                cover_up(&c, FINAL);
            lot_status status = look(&c, failed);
            if (status != LOT_NOT_VERIFIED && !(status == LOT_BAD_INPUT && is_version(file, at)))
                fail_msg("%s, byte %zu of %s: %d", name, at, files[file], (int)status);
            c.files[file].bytes[at] ^= 1;
            write_copy(&c, file);
        }
        if (covered)
            cover_up(&c, file);
    }
    assert_int_equal(look(&c, failed), LOT_OK);
    free_copy(&c);
}

static void one_changed_byte_anywhere_fails(void **state)
{
    change_bytes(*state, "two-stage", false, 1);
}

static void one_changed_byte_fails_however_its_digests_are_covered_up(void **state)
{
    change_bytes(*state, "by-addresses", true, 3);
    change_bytes(*state, "two-stage", true, 7);
}

/* Put one text in the place of another of a file, and cover it up: the statement that fails. */
static void forge(const lot_run_folder *folder, unsigned file, const char *from, const char *to,
                  const char *statement)
{
    copy c;
    char failed[32];
    lot_run_expect_shell(folder, 0, "rm -rf two-stage");
    take_copy(&c, folder, "two-stage");
    lot_text text = LOT_TEXT_EMPTY;
    const char *at = strstr(lot_text_string(&c.files[file]), from);
    assert_non_null(at);
    lot_text_add(&text, c.files[file].bytes, (size_t)(at - c.files[file].bytes));
    lot_text_put(&text, to);
    lot_text_put(&text, at + strlen(from));
    lot_text_free(&c.files[file]);
    c.files[file] = text;
    write_copy(&c, file);
    cover_up(&c, file);
    assert_int_equal(look(&c, failed), LOT_NOT_VERIFIED);
    assert_string_equal(failed, statement);
    free_copy(&c);
}

static void what_is_forged_is_found_where_it_is(void **state)
{
    forge(*state, 0, "letters: 14", "letters: 15", "manifest"); /* chances are of 14 */
    forge(*state, 0, "title: Erste", "title: Zweite", "seed");  /* another M */
    forge(*state, 0, "source: dice:31", "source: by-hand", "manifest");
    forge(*state, 1, "West,", "Best,", "seed");
    forge(*state, 1, "7/29", "8/29", "manifest");
    forge(*state, 3, "value: 1", "value: 2", "seed");
    forge(*state, 3, "value: 1", "value: 7", "source");
    forge(*state, 4, "portions: 1 2", "portions: 1 1", "portions");
    forge(*state, 5, "\n1,", "\n2,", "drawn");
    forge(*state, 6, "\n", "\n\n", "places");
}

static void files_too_many_or_missing_fail(void **state)
{
    const lot_run_folder *folder = *state;
    copy c;
    char failed[32];
    take_copy(&c, folder, "two-stage");
    lot_run_expect_shell(folder, 0, "touch two-stage/extra");
    assert_int_equal(look(&c, failed), LOT_NOT_VERIFIED);
    lot_run_expect_shell(folder, 0, "rm two-stage/extra; mv two-stage/proof.txt x");
    assert_int_equal(look(&c, failed), LOT_NOT_VERIFIED);
    lot_run_expect_shell(folder, 0, "ln -s ../x two-stage/proof.txt");
    assert_int_equal(look(&c, failed), LOT_NOT_VERIFIED);
    assert_string_equal(failed, "files");
    lot_run_expect_shell(folder, 0, "rm two-stage/proof.txt; mv x two-stage/proof.txt");
    assert_int_equal(look(&c, failed), LOT_OK);
    free_copy(&c);
}

static void a_file_longer_than_anybody_can_read_is_not_read(void **state)
{
    const lot_run_folder *folder = *state;
    copy c;
    char failed[32];
    take_copy(&c, folder, "two-stage");
    lot_run_expect_shell(folder, 0, "truncate -s 1T two-stage/strata.csv");
    clock_t begun = clock();
    assert_int_equal(look(&c, failed), LOT_NOT_VERIFIED);
    assert_string_equal(failed, "files");
    assert_true(clock() - begun < 2 * CLOCKS_PER_SEC);
    free_copy(&c);
}

static void a_key_or_m_that_was_given_must_be_that_of_the_folder(void **state)
{
    (void)state;
    lot_checks checks;
    lot_digest other = {{1}};
    lot_error error = {.message = ""};
    lot_verify_request request = {.known = &other, .known_count = 1};
    assert_int_equal(verify(&checks, FOLDERS "given", &request, &error), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, "known");
    lot_checks_free(&checks);
    request = (lot_verify_request){.public_key =
                                       "RWQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    assert_int_equal(verify(&checks, FOLDERS "by-size", &request, &error), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, "signature");
    lot_checks_free(&checks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_folder_is_said_what_was_written_down_of_it),
        cmocka_unit_test_setup_teardown(one_changed_byte_anywhere_fails, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(one_changed_byte_fails_however_its_digests_are_covered_up,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(what_is_forged_is_found_where_it_is, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(files_too_many_or_missing_fail, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_file_longer_than_anybody_can_read_is_not_read,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test(a_key_or_m_that_was_given_must_be_that_of_the_folder),
    };
    return lot_audit_start(NULL) == LOT_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
