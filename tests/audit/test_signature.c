/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signatures and key files: minisign made those below, byte for byte. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/pseudonym.h"
#include "civiclot/secret_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* minisign -G -W */
#define SECRET_HEAD "untrusted comment: minisign encrypted secret key\n"
#define SECRET                                                                                     \
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAvHFHc4Y+KXXZmhys"     \
    "h3IflM1nvCd3+lRx/j51PLO3sH4ya06C7K77tNH+SAiCFrt0Tkn0VvyjK5RfK0FZZaIqbldE4E07bBauAAAAAAAA"     \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define PUBLIC "RWS8cUdzhj4pddH+SAiCFrt0Tkn0VvyjK5RfK0FZZaIqbldE4E07bBau"

/* minisign -S -t 'civiclot manifest' -c 'civiclot: check with minisign -V' of these bytes. */
static const char message[] = "abc  manifest\n";
#define HEAD "untrusted comment: civiclot: check with minisign -V\n"
#define FIRST                                                                                      \
    "RUS8cUdzhj4pdXphgHoC4zOnAMlVohcUjR66MWH43Q5qsRWgnRdGa6gzi57ED/mC0QF2SBQBCwPM35IsCjF4rI4P"     \
    "T7Pw930IvQs="
#define SECOND                                                                                     \
    "W+r9SPVdQR0FaTbRyVK5gh5vJlUxPcosEtAPzSMGtLDvyoMK0030yu9WrweOEtxbp4IuVKpMxJDKAHaRXq4xAQ=="
#define COMMENT "\ntrusted comment: civiclot manifest\n"
static const char signature[] = HEAD FIRST COMMENT SECOND "\n";

static const lot_passphrase_cost cheap = {32768, 1 << 20};

static const lot_signed signed_file = {"manifest.txt", message, sizeof message - 1,
                                       LOT_SIGNED_MANIFEST};

static lot_key_text text_of(const char *bytes)
{
    return (lot_key_text){"a.key", bytes, strlen(bytes)};
}

static lot_secret_key *read_key(const char *bytes, const char *passphrase)
{
    lot_error error;
    lot_secret_key *key;
    const lot_key_text file = text_of(bytes);
    if (lot_secret_key_read(&key, &file, passphrase, &error) != LOT_OK)
        fail_msg("%s", error.message);
    return key;
}

static void assert_no_key(const char *bytes, const char *passphrase, const char *words)
{
    lot_error error;
    lot_secret_key *key;
    const lot_key_text file = text_of(bytes);
    assert_int_equal(lot_secret_key_read(&key, &file, passphrase, &error), LOT_BAD_INPUT);
    assert_null(key);
    if (strstr(error.message, words) == NULL)
        fail_msg("%s", error.message);
}

static lot_public_key public_key(void)
{
    lot_public_key key;
    assert_true(lot_public_key_parse(&key, PUBLIC, strlen(PUBLIC)));
    return key;
}

/* Is this text refused as the signature of the message, in these words? */
static void assert_refused(const char *text, const char *words)
{
    lot_error error = {.message = ""};
    const lot_public_key key = public_key();
    assert_int_equal(lot_signature_check(&signed_file, text, strlen(text), &key, &error),
                     LOT_NOT_VERIFIED);
    if (strstr(error.message, words) == NULL)
        fail_msg("%s", error.message);
}

static void a_key_and_a_signature_of_minisign_are_made_again_byte_by_byte(void **state)
{
    (void)state;
    char text[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_text minisig = LOT_TEXT_EMPTY;
    lot_secret_key *key = read_key(SECRET_HEAD SECRET "\n", NULL);
    const lot_public_key expected = public_key();
    assert_true(lot_public_key_equal(lot_secret_key_public(key), &expected));
    lot_public_key_text(text, &expected);
    assert_string_equal(text, PUBLIC);
    assert_int_equal(lot_signature_make(&minisig, &signed_file, key, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&minisig), signature);
    assert_int_equal(
        lot_signature_check(&signed_file, signature, strlen(signature), &expected, NULL), LOT_OK);
    lot_text_free(&minisig);
    lot_secret_key_free(key);
}

static void a_public_key_has_one_way_to_be_written(void **state)
{
    (void)state;
    lot_public_key key;
    char text[] = PUBLIC;
    assert_false(lot_public_key_parse(&key, text, strlen(text) - 1));
    assert_false(lot_public_key_parse(&key, PUBLIC "A", strlen(PUBLIC) + 1));
    text[1]++; /* another algorithm */
    assert_false(lot_public_key_parse(&key, text, strlen(text)));
    text[1]--;
    text[30] = '-'; /* of the other base64 */
    assert_false(lot_public_key_parse(&key, text, strlen(text)));
    text[30] = '\n';
    assert_false(lot_public_key_parse(&key, text, strlen(text)));
}

/* One bit of any byte of the file changed, and it is refused; so is every part of it. */
static void a_changed_signature_is_refused_wherever_it_was_changed(void **state)
{
    (void)state;
    lot_error error;
    char text[sizeof signature];
    const lot_public_key key = public_key();
    for (size_t i = 0; i < strlen(signature); i++) {
        memcpy(text, signature, sizeof text);
        text[i] ^= 1;
        assert_int_equal(lot_signature_check(&signed_file, text, strlen(signature), &key, &error),
                         LOT_NOT_VERIFIED);
        assert_int_equal(lot_signature_check(&signed_file, signature, i, &key, &error),
                         LOT_NOT_VERIFIED);
    }
}

static void what_differs_is_named(void **state)
{
    (void)state;
    assert_refused("", "manifest.txt.minisig, line 1: it is not the comment");
    assert_refused("untrusted comment: x\n" FIRST COMMENT SECOND "\n", "line 1");
    assert_refused(HEAD FIRST "\ntrusted comment: civiclot final\n" SECOND "\n", "line 3");
    assert_refused(HEAD FIRST "\r" COMMENT SECOND "\n", "line 2");
    assert_refused(HEAD FIRST COMMENT SECOND, "line 4: it is no signature");
    assert_refused(HEAD FIRST COMMENT SECOND "\n\n", "there is more than a signature");
}

static void other_bytes_another_comment_and_another_key_are_refused(void **state)
{
    (void)state;
    lot_error error;
    lot_public_key key = public_key();
    lot_signed other = signed_file;
    other.length--;
    assert_int_equal(lot_signature_check(&other, signature, strlen(signature), &key, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "the signature of manifest.txt does not hold"));
    other = signed_file;
    other.comment = LOT_SIGNED_FINAL;
    assert_int_equal(lot_signature_check(&other, signature, strlen(signature), &key, &error),
                     LOT_NOT_VERIFIED);
    key.id[0] ^= 1;
    assert_int_equal(lot_signature_check(&signed_file, signature, strlen(signature), &key, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "of another key"));
}

/* A signature that a comment was put under without the key. */
static void the_second_signature_binds_the_comment(void **state)
{
    (void)state;
    assert_refused(HEAD FIRST COMMENT
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                   "AAAAAAAA==\n",
                   "line 4: the signature of the comment");
}

/* The point of order one signs everything with R of order one and s = 0, were it taken. */
static void a_key_of_small_order_signs_nothing(void **state)
{
    (void)state;
    lot_error error;
    char text[512];
    lot_public_key key = {.point = {1}};
    (void)snprintf(text, sizeof text,
                   HEAD
                   "RUQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" COMMENT
                   "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                   "AAAAAAAAAA==\n");
    assert_int_equal(lot_signature_check(&signed_file, text, strlen(text), &key, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "does not hold"));
}

static void a_key_is_locked_by_its_passphrase(void **state)
{
    (void)state;
    bool locked = false;
    char *text = lot_secret_new(LOT_SECRET_FILE_MOST);
    lot_secret_key *key;
    assert_int_equal(lot_secret_key_make(&key, NULL), LOT_OK);
    assert_int_equal(lot_secret_key_put(text, key, "correct horse", &cheap, NULL), LOT_OK);
    const lot_key_text file = text_of(text);
    assert_int_equal(lot_secret_key_is_locked(&locked, &file, NULL), LOT_OK);
    assert_true(locked);
    lot_secret_key *again = read_key(text, "correct horse");
    assert_true(lot_public_key_equal(lot_secret_key_public(again), lot_secret_key_public(key)));
    assert_no_key(text, "correct horsf", "a.key: the passphrase is wrong");
    assert_no_key(text, "", "the passphrase is wrong");
    assert_no_key(text, NULL, "needs its passphrase");
    lot_secret_key_free(again);
    lot_secret_key_free(key);
    lot_secret_free(text);
}

static void a_key_without_a_passphrase_is_not_locked(void **state)
{
    (void)state;
    bool locked = true;
    char *text = lot_secret_new(LOT_SECRET_FILE_MOST);
    lot_secret_key *key = read_key(SECRET_HEAD SECRET "\n", NULL);
    assert_int_equal(lot_secret_key_put(text, key, NULL, &cheap, NULL), LOT_OK);
    const lot_key_text file = text_of(text);
    assert_int_equal(lot_secret_key_is_locked(&locked, &file, NULL), LOT_OK);
    assert_false(locked);
    assert_string_equal(strchr(text, '\n') + 1, SECRET "\n"); /* as minisign has it */
    lot_secret_key_free(key);
    lot_secret_free(text);
}

/* Character `at` of the secret key's second line. */
static void assert_damage(size_t at, char character, const char *words)
{
    char text[] = SECRET_HEAD SECRET "\n";
    text[strlen(SECRET_HEAD) + at] = character;
    assert_no_key(text, "x", words);
}

static void a_damaged_key_file_is_refused(void **state)
{
    (void)state;
    assert_no_key("", NULL, "is it the right file?");
    assert_no_key("id,name\n1,x\n", NULL, "is it the right file?");
    assert_no_key(SECRET_HEAD SECRET "\nmore\n", NULL, "is it the right file?");
    assert_no_key("untrusted comment: minisign public key\n" PUBLIC "\n", NULL,
                  "is it the right file?");
    assert_damage(0, 'S', "line 2: this is not a secret key");
    assert_damage(40, '?', "line 2: this is not a secret key");
    assert_damage(100, 'A', "do not belong together");
}

/* Who may ask for any amount of memory would end the program. */
static void a_key_file_cannot_ask_for_endless_work(void **state)
{
    (void)state;
    char *text = lot_secret_new(LOT_SECRET_FILE_MOST);
    lot_secret_key *key = read_key(SECRET_HEAD SECRET "\n", NULL);
    assert_int_equal(lot_secret_key_put(text, key, "x", &cheap, NULL), LOT_OK);
    char *line = strchr(text, '\n') + 1;
    memcpy(line + 52, "/////", 5); /* the highest bytes of operations */
    assert_no_key(text, "x", "asks for more work");
    lot_secret_key_free(key);
    lot_secret_free(text);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_and_a_signature_of_minisign_are_made_again_byte_by_byte),
        cmocka_unit_test(a_public_key_has_one_way_to_be_written),
        cmocka_unit_test(a_changed_signature_is_refused_wherever_it_was_changed),
        cmocka_unit_test(what_differs_is_named),
        cmocka_unit_test(other_bytes_another_comment_and_another_key_are_refused),
        cmocka_unit_test(the_second_signature_binds_the_comment),
        cmocka_unit_test(a_key_of_small_order_signs_nothing),
        cmocka_unit_test(a_key_is_locked_by_its_passphrase),
        cmocka_unit_test(a_key_without_a_passphrase_is_not_locked),
        cmocka_unit_test(a_damaged_key_file_is_refused),
        cmocka_unit_test(a_key_file_cannot_ask_for_endless_work),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
