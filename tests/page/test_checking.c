/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's own hashes, signatures and proofs, in a real browser. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/browse.h"

#include "civiclot/file.h"

#include <string.h>

static void put_vectors(lot_text *cases, const char *path)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_error error = {0};
    assert_int_equal(lot_file_read(&bytes, lot_browse_place(path), &error), LOT_OK);
    lot_text_format(cases, "%.*s", (int)bytes.length, bytes.bytes);
    lot_text_free(&bytes);
}

static void hashes_signatures_and_proofs_are_what_others_say_they_are(void **state)
{
    lot_text cases = LOT_TEXT_EMPTY;
    lot_text lines = LOT_TEXT_EMPTY;
    unsigned sentences = 0;
    lot_text_put(&cases, "#!driver\n");
    put_vectors(&cases, "tests/vectors/signatures.txt");
    put_vectors(&cases, "tests/vectors/paths.txt");
    lot_browse_with(&lines, *state, "checking.js", &cases);
    assert_non_null(lines.bytes);
    for (char *line = strtok(lines.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (strlen(line) < 5 || strcmp(line + strlen(line) - 5, ": yes") != 0)
            fail_msg("%s", line);
        sentences++;
    }
    assert_true(sentences >= 31);
    lot_text_free(&lines);
    lot_text_free(&cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hashes_signatures_and_proofs_are_what_others_say_they_are,
                                        lot_run_setup, lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
