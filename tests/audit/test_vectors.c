/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test vectors: they are what the second implementation makes, and what civiclot makes too. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/pseudonym.h"
#include "civiclot/secret_key.h"
#include "civiclot/source.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGNATURES "tests/vectors/signatures/"
#define CONTRIBUTIONS "tests/vectors/contributions/"

static lot_text read_file(const char *folder, const char *name, const char *end)
{
    lot_text file = LOT_TEXT_EMPTY;
    lot_text path = LOT_TEXT_EMPTY;
    lot_text_format(&path, "%s%s%s", folder, name, end);
    assert_int_equal(lot_file_read(&file, lot_text_string(&path), NULL), LOT_OK);
    lot_text_free(&path);
    return file;
}

static void need(const char *program)
{
    lot_text command = LOT_TEXT_EMPTY;
    lot_text_format(&command, "command -v %s >/dev/null", program);
    const int code = system(lot_text_string(&command));
    lot_text_free(&command);
    if (code == 0)
        return;
    print_message("skipped: no %s to check the test vectors with\n", program);
    skip();
}

static void the_vectors_are_what_the_second_implementation_makes(void **state)
{
    (void)state;
    need("python3");
    assert_int_equal(system("python3 -B tests/vectors/make_vectors.py --check"), 0);
}

static void minisign_takes_the_signatures_of_whole_folders(void **state)
{
    (void)state;
    need("minisign");
    assert_int_equal(system("for folder in tests/vectors/folders/*-signed; do "
                            "key=$(sed -n 's/^public-key: //p' $folder/process.txt); "
                            "for name in manifest final; do "
                            "minisign -V -q -m $folder/$name.txt -P $key || exit 1; done; done"),
                     0);
}

/* What the line says of the file that it names. */
static void check_minisig(const lot_vectors *line, const lot_text *message)
{
    const char *key_text = lot_vectors_word(line, 2);
    const char *name = lot_vectors_word(line, 3);
    const bool holds = strcmp(lot_vectors_word(line, 1), "yes") == 0;
    const lot_signed file = {"manifest.txt", message->bytes, message->length, LOT_SIGNED_MANIFEST};
    lot_text minisig = read_file(SIGNATURES, name, ".minisig");
    lot_public_key key;
    assert_true(lot_public_key_parse(&key, key_text, strlen(key_text)));
    const lot_status status =
        lot_signature_check(&file, lot_text_string(&minisig), minisig.length, &key, NULL);
    if (status != (holds ? LOT_OK : LOT_NOT_VERIFIED))
        fail_msg("%s.minisig under %s: %d", name, key_text, (int)status);
    lot_text_free(&minisig);
}

static void signatures_hold_and_fail_as_the_vectors_say(void **state)
{
    (void)state;
    unsigned checked = 0, keys = 0;
    lot_text message = read_file(SIGNATURES, "message.txt", "");
    lot_vectors line;
    lot_vectors_open(&line, "tests/vectors/signatures.txt");
    while (lot_vectors_next(&line)) {
        if (lot_vectors_is(&line, "minisig")) {
            check_minisig(&line, &message);
            checked++;
        } else if (lot_vectors_is(&line, "key")) {
            const char *text = lot_vectors_string(&line, 2);
            lot_public_key key;
            assert_false(lot_public_key_parse(&key, text, strlen(text)));
            keys++;
        }
    }
    lot_vectors_close(&line);
    lot_text_free(&message);
    assert_true(checked > 25 && keys > 5);
}

static void the_key_of_the_vectors_signs_the_same_bytes(void **state)
{
    (void)state;
    lot_text message = read_file(SIGNATURES, "message.txt", "");
    lot_text secret = read_file(SIGNATURES, "key.sec", "");
    lot_text good = read_file(SIGNATURES, "good.minisig", "");
    const lot_signed file = {"manifest.txt", message.bytes, message.length, LOT_SIGNED_MANIFEST};
    const lot_key_text key_text = {"key.sec", lot_text_string(&secret), secret.length};
    lot_secret_key *key;
    lot_text made = LOT_TEXT_EMPTY;
    assert_int_equal(lot_secret_key_read(&key, &key_text, NULL, NULL), LOT_OK);
    assert_int_equal(lot_signature_make(&made, &file, key, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&made), lot_text_string(&good));
    lot_secret_key_free(key);
    lot_text_free(&made);
    lot_text_free(&good);
    lot_text_free(&secret);
    lot_text_free(&message);
}

/* The line's FILE is written from what else stands there. */
static void check_contribution(lot_vectors *line)
{
    const char *process = lot_vectors_word(line, 2);
    const char *name = lot_vectors_string(line, 3);
    const char *value = lot_vectors_string(line, 4);
    const lot_digest nonce = lot_vectors_digest(line, 5);
    lot_digest commitment;
    lot_text file = read_file(CONTRIBUTIONS, lot_vectors_word(line, 1), "");
    lot_text expected = LOT_TEXT_EMPTY;
    lot_text_format(&expected,
                    "civiclot-contribution: 1\nprocess: %s\nname: %s\nvalue: %s\nnonce: %s\n",
                    process, name, value, lot_vectors_word(line, 5));
    assert_string_equal(lot_text_string(&file), lot_text_string(&expected));
    lot_contribution_commit(&commitment, process, name, &nonce, value);
    lot_vectors_check_digest(line, 6, &commitment);
    lot_text_free(&expected);
    lot_text_free(&file);
}

static void check_reveals(lot_vectors *line)
{
    lot_source sources[4] = {{NULL, NULL, NULL}};
    const uint32_t count = lot_vectors_small(line, 1);
    lot_digest digest;
    assert_true(count <= 4);
    for (uint32_t s = 0; s < count; s++) {
        sources[s].name = lot_vectors_string(line, 2 + 2 * s);
        sources[s].value = lot_vectors_string(line, 3 + 2 * s);
    }
    assert_int_equal(lot_sources_check(sources, count, NULL), LOT_OK);
    lot_reveals_digest(&digest, sources, count);
    lot_vectors_check_digest(line, 2 + 2 * count, &digest);
}

static void contributions_and_reveals_are_hashed_as_the_vectors_say(void **state)
{
    (void)state;
    unsigned contributions = 0, reveals = 0;
    lot_vectors line;
    lot_vectors_open(&line, "tests/vectors/contributions.txt");
    while (lot_vectors_next(&line))
        if (lot_vectors_is(&line, "contribution")) {
            check_contribution(&line);
            contributions++;
        } else {
            assert_true(lot_vectors_is(&line, "reveals"));
            check_reveals(&line);
            reveals++;
        }
    lot_vectors_close(&line);
    assert_true(contributions == 3 && reveals == 4);
}

static int setup(void **state)
{
    (void)state;
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_are_what_the_second_implementation_makes),
        cmocka_unit_test(minisign_takes_the_signatures_of_whole_folders),
        cmocka_unit_test(signatures_hold_and_fail_as_the_vectors_say),
        cmocka_unit_test(the_key_of_the_vectors_signs_the_same_bytes),
        cmocka_unit_test(contributions_and_reveals_are_hashed_as_the_vectors_say),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
