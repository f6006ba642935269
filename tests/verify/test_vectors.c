/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders of a second implementation: what its author wrote down that a verifier says of each,
 * going by the protocol, is what this verifier says.
 */
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "support/vectors.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS "tests/vectors/folders"

enum { KNOWN_MOST = 8, PATH_BYTES = 512, WORDS_BYTES = 256 };

/* What a case gives the verifier. */
typedef struct given {
    lot_digest known[KNOWN_MOST];
    size_t known_count;
    char key[PATH_BYTES];
    lot_text receipt;
} given;

static void take_given(given *out, const lot_vectors *vectors)
{
    *out = (given){.known_count = 0};
    for (size_t w = 1; w < vectors->count; w++) {
        const char *word = lot_vectors_word(vectors, w);
        const char *value = strchr(word, '=');
        assert_non_null(value);
        value++;
        if (strncmp(word, "known=", strlen("known=")) == 0) {
            assert_true(out->known_count < KNOWN_MOST);
            assert_int_equal(lot_verify_parse_known(&out->known[out->known_count++], value, NULL),
                             LOT_OK);
        } else if (strncmp(word, "public-key=", strlen("public-key=")) == 0)
            (void)snprintf(out->key, sizeof out->key, "%s", value);
        else if (strncmp(word, "receipt=", strlen("receipt=")) == 0)
            assert_int_equal(lot_verify_read_receipt(&out->receipt, value, NULL), LOT_OK);
        else
            fail_msg("what is %s?", word);
    }
}

static lot_status verify(lot_checks *checks, const char *folder, given *with, lot_error *error)
{
    lot_dossier dossier;
    lot_verify_request request = {.known = with->known, .known_count = with->known_count};
    if (with->key[0] != '\0')
        request.public_key = with->key;
    if (with->receipt.length > 0) {
        request.receipt = lot_text_string(&with->receipt);
        request.receipt_length = with->receipt.length;
    }
    assert_int_equal(lot_dossier_open(&dossier, folder, error), LOT_OK);
    lot_status status = lot_verify(checks, &dossier, &request, error);
    lot_dossier_close(&dossier);
    return status;
}

/* Each figure behind `#` is in the statement's text; of what there is none, words may say so. */
static void check_figures(const lot_vectors *vectors, const char *text)
{
    bool behind = false;
    for (size_t w = 1; w < vectors->count; w++) {
        const char *word = lot_vectors_word(vectors, w);
        behind = behind || *word == '#';
        if (behind && *word > '0' && *word <= '9' && strstr(text, word) == NULL)
            fail_msg("%s is not in: %s", word, text);
    }
}

/* The lines of one case, from `given` to `exit`. */
static void check_case(lot_vectors *vectors, const char *folder)
{
    given with;
    lot_checks checks;
    lot_error error = {.message = ""};
    uint32_t at = 0, replacement = 0;
    const char *failed = NULL;
    assert_true(lot_vectors_is(vectors, "given"));
    take_given(&with, vectors);
    lot_status status = verify(&checks, folder, &with, &error);
    while (lot_vectors_next(vectors) && !lot_vectors_is(vectors, "exit")) {
        char verdict[WORDS_BYTES] = "";
        const char *id = lot_vectors_word(vectors, 0);
        if (lot_vectors_is(vectors, "failed")) {
            if (checks.failed == NULL)
                fail_msg("%s: %s does not fail", folder, lot_vectors_word(vectors, 1));
            assert_string_equal(lot_vectors_word(vectors, 1), checks.failed);
            failed = checks.failed;
            continue;
        }
        if (lot_vectors_is(vectors, "folder")) {
            char name[WORDS_BYTES];
            (void)snprintf(name, sizeof name, "replace/%u", (unsigned)++replacement);
            assert_string_equal(lot_vectors_word(vectors, 1), name);
            continue;
        }
        if (at == checks.count)
            fail_msg("%s: no statement %s: %s", folder, id, error.message);
        for (size_t w = 1; w < vectors->count && *lot_vectors_word(vectors, w) != '#'; w++)
            (void)snprintf(verdict + strlen(verdict), sizeof verdict - strlen(verdict), "%s%s",
                           w > 1 ? " " : "", lot_vectors_word(vectors, w));
        if (strcmp(checks.items[at].id, id) != 0)
            fail_msg("%s: %s is said, not %s: %s", folder, checks.items[at].id, id, error.message);
        assert_int_equal(checks.items[at].replacement, replacement);
        if (strcmp(lot_verdict_name(checks.items[at].verdict), verdict) != 0)
            fail_msg("%s, folder %u: %s is %s, not %s: %s", folder, (unsigned)replacement, id,
                     lot_verdict_name(checks.items[at].verdict), verdict, checks.items[at].text);
        check_figures(vectors, checks.items[at].text);
        at++;
    }
    assert_int_equal(at, checks.count);
    assert_int_equal(replacement, checks.replacements);
    assert_int_equal(status, lot_vectors_small(vectors, 1));
    assert_true((failed == NULL) == (checks.failed == NULL));
    lot_checks_free(&checks);
    lot_text_free(&with.receipt);
}

static void every_folder_gets_the_statements_that_were_foretold(void **state)
{
    (void)state;
    unsigned cases = 0;
    struct dirent **entries;
    int count = scandir(FOLDERS, &entries, NULL, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char folder[PATH_BYTES], expected[PATH_BYTES];
        const char *name = entries[i]->d_name;
        if (strchr(name, '.') == NULL) {
            lot_vectors vectors;
            (void)snprintf(folder, sizeof folder, FOLDERS "/%s", name);
            (void)snprintf(expected, sizeof expected, FOLDERS "/%s.expected", name);
            lot_vectors_open(&vectors, expected);
            while (lot_vectors_next(&vectors)) {
                check_case(&vectors, folder);
                cases++;
            }
            lot_vectors_close(&vectors);
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(cases > 200);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_folder_gets_the_statements_that_were_foretold),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
