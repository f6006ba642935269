/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reveals, against a second implementation, and against whoever changes a file. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/reveal.h"
#include "support/vectors.h"

#include <stdlib.h>
#include <string.h>

static const char vectors_path[] = "tests/vectors/contributions.txt";

enum { SOURCES_MOST = 8 };

/* The file of the vectors, which must be there. */
static lot_text read_vector(const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    char *path = lot_path_join("tests/vectors/contributions", name);
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
    free(path);
    return bytes;
}

static lot_status parse(lot_reveal *out, const lot_text *bytes)
{
    lot_error error = {.message = ""};
    lot_status status = lot_reveal_parse(out, "f", bytes->bytes, bytes->length, &error);
    assert_true(status == LOT_OK || strncmp(error.message, "f, line ", 8) == 0);
    return status;
}

static void files_hold_what_the_second_implementation_put_in_and_are_written_the_same(void **state)
{
    (void)state;
    int checked = 0;
    lot_vectors line;
    lot_vectors_open(&line, vectors_path);
    while (lot_vectors_next(&line)) {
        if (!lot_vectors_is(&line, "contribution"))
            continue;
        lot_reveal reveal;
        lot_text again = LOT_TEXT_EMPTY;
        lot_text bytes = read_vector(lot_vectors_word(&line, 1));
        assert_int_equal(parse(&reveal, &bytes), LOT_OK);
        assert_string_equal(reveal.process.text, lot_vectors_word(&line, 2));
        assert_string_equal(reveal.name, lot_vectors_string(&line, 3));
        assert_string_equal(reveal.value, lot_vectors_string(&line, 4));
        lot_vectors_check_digest(&line, 5, &reveal.nonce);
        char *source = lot_reveal_source(&reveal);
        assert_string_equal(strrchr(source, ':') + 1, lot_vectors_word(&line, 6));
        lot_reveal_put(&again, &reveal);
        assert_string_equal(again.bytes, bytes.bytes);
        free(source);
        lot_text_free(&again);
        lot_text_free(&bytes);
        lot_reveal_free(&reveal);
        checked++;
    }
    lot_vectors_close(&line);
    assert_int_equal(checked, 3);
}

static void what_the_log_binds_is_as_the_second_implementation_hashes_it(void **state)
{
    (void)state;
    int checked = 0;
    lot_vectors line;
    lot_vectors_open(&line, vectors_path);
    while (lot_vectors_next(&line)) {
        if (!lot_vectors_is(&line, "reveals"))
            continue;
        lot_source sources[SOURCES_MOST];
        lot_digest digest;
        uint32_t count = lot_vectors_small(&line, 1);
        assert_true(count <= SOURCES_MOST);
        for (uint32_t s = 0; s < count; s++)
            sources[s] = (lot_source){.name = lot_vectors_string(&line, 2 + 2 * s),
                                      .value = lot_vectors_string(&line, 3 + 2 * s)};
        lot_reveals_digest(&digest, sources, count);
        lot_vectors_check_digest(&line, 2 + 2 * count, &digest);
        checked++;
    }
    lot_vectors_close(&line);
    assert_true(checked >= 4);
}

/* Cut anywhere, or with one byte more or changed into what cannot stand there. */
static void a_file_that_is_cut_or_added_to_is_refused(void **state)
{
    (void)state;
    static const char bad[] = {'\0', '\n', '\x7f', '\xff'};
    lot_text bytes = read_vector("ann.txt");
    for (size_t i = 0; i <= bytes.length; i++) {
        lot_reveal reveal;
        lot_text harmed = LOT_TEXT_EMPTY;
        lot_text_add(&harmed, bytes.bytes, i);
        if (i < bytes.length)
            assert_int_equal(
                lot_reveal_parse(&reveal, "f", lot_text_string(&harmed), harmed.length, NULL),
                LOT_BAD_INPUT);
        lot_text_add(&harmed, &bad[i % sizeof bad], 1);
        lot_text_add(&harmed, bytes.bytes + i, bytes.length - i);
        if (parse(&reveal, &harmed) != LOT_BAD_INPUT)
            fail_msg("a byte more at %zu passed", i);
        assert_null(reveal.value);
        lot_text_free(&harmed);
    }
    lot_text_free(&bytes);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    static const char *const files[] = {
        "",
        "civiclot-contribution: 2\n",
        "civiclot-contribution: 1\r\nprocess: w4wxwhumha7pwz5u\r\n",
        "civiclot-contribution: 1\nprocess: w4wxwhumha7pwz5u\nname: A:B\nvalue: 1\nnonce: "
        "0000000000000000000000000000000000000000000000000000000000000000\n",
        "civiclot-contribution: 1\nprocess: w4wxwhumha7pwz5u\nname: A\nvalue: ABSENT\nnonce: "
        "0000000000000000000000000000000000000000000000000000000000000000\n",
        "civiclot-contribution: 1\nprocess: w4wxwhumha7pwz5u\nname: \nvalue: 1\nnonce: "
        "0000000000000000000000000000000000000000000000000000000000000000\n",
        "civiclot-contribution: 1\nprocess: w4wxwhumha7pwz5u\nname: A\nvalue: \nnonce: "
        "0000000000000000000000000000000000000000000000000000000000000000\n",
        "civiclot-contribution: 1\nprocess: w4wxwhumha7pwz5u\nname: A\nvalue: 1\nnonce: "
        "A000000000000000000000000000000000000000000000000000000000000000\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        lot_reveal reveal;
        lot_text bytes = LOT_TEXT_EMPTY;
        lot_text_put(&bytes, files[i]);
        if (parse(&reveal, &bytes) != LOT_BAD_INPUT)
            fail_msg("file %zu passed", i);
        lot_text_free(&bytes);
    }
}

static void every_part_has_a_nonce_of_its_own(void **state)
{
    (void)state;
    lot_reveal one, other;
    lot_error error;
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_reveal_make(&one, "abcdefghijklmnop", "A", NULL, NULL), LOT_OK);
    assert_int_equal(lot_reveal_make(&other, "abcdefghijklmnop", "A", NULL, NULL), LOT_OK);
    assert_int_equal(strlen(one.value), 64);
    assert_string_not_equal(one.value, other.value);
    assert_false(lot_digest_equal(&one.nonce, &other.nonce));
    lot_reveal_free(&one);
    lot_reveal_free(&other);
    assert_null(one.value);
    assert_int_equal(lot_reveal_make(&one, "abcdefghijklmnoP", "A", NULL, &error), LOT_USAGE);
    assert_int_equal(lot_reveal_make(&one, "abcdefghijklmnop", "A", "two\nlines", &error),
                     LOT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_hold_what_the_second_implementation_put_in_and_are_written_the_same),
        cmocka_unit_test(what_the_log_binds_is_as_the_second_implementation_hashes_it),
        cmocka_unit_test(a_file_that_is_cut_or_added_to_is_refused),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(every_part_has_a_nonce_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
