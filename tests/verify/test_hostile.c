/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile: bytes that no writer would make end in a refusal, and never reach a terminal. */
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

static void words_of_the_folder_cannot_reach_a_terminal(void **state)
{
    (void)state;
    lot_sealed sealed;
    lot_checks checks;
    lot_text text = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    lot_sealed_load(&sealed, LOT_TAMPER_FOLDERS "undrawn");
    lot_sealed_change(&sealed, "process.txt", "title: ",
                      "title: \xc2\x9b"
                      "2J ");
    lot_sealed_seal(&sealed);
    assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_OK);
    lot_checks_put_json(&text, &checks, error.message);
    assert_non_null(strstr(text.bytes, "'\\\\u009b2J "));
    assert_null(strstr(text.bytes, "\xc2\x9b"));
    lot_text_free(&text);
    lot_checks_free(&checks);
    lot_sealed_put(&sealed, "\xff\xc2\x9b", "", 0);
    assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "?\\u009b: no published"));
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
}

/* As strings end there, what is behind one might not be looked at. */
static void a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const names[] = {"process.txt", "quotas.csv", "seed.txt", "openings.csv"};
    lot_sealed sealed;
    lot_sealed_load(&sealed, LOT_TAMPER_FOLDERS "certificate-none-full");
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        lot_text *file = lot_sealed_file(&sealed, names[n]);
        for (size_t at = 0; at < file->length; at++) {
            lot_checks checks;
            lot_error error = {.message = ""};
            lot_verify_request request = {.known_count = 0};
            char kept = file->bytes[at];
            file->bytes[at] = '\0';
            lot_sealed_manifest(&sealed);
            lot_sealed_final(&sealed);
            assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error),
                             LOT_NOT_VERIFIED);
            if (strstr(error.message, names[n]) == NULL)
                fail_msg("%s, byte %zu: %s", names[n], at, error.message);
            lot_checks_free(&checks);
            file->bytes[at] = kept;
        }
    }
    lot_sealed_free(&sealed);
}

static void huge_and_odd_files_are_refused_without_being_held(void **state)
{
    (void)state;
    static char zeros[1 << 21];
    static const char *const names[] = {"process.txt", "quotas.csv", "pool.csv",
                                        "lottery.csv", "log.txt",    "manifest.txt",
                                        "seed.txt",    "draw.txt",   "final.txt"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (int fill = 0; fill < 2; fill++) {
            lot_sealed sealed;
            lot_checks checks;
            lot_error error = {.message = ""};
            lot_verify_request request = {.known_count = 0};
            memset(zeros, fill == 0 ? 0 : '7', sizeof zeros);
            lot_sealed_load(&sealed, LOT_TAMPER_FOLDERS "dice");
            lot_sealed_put(&sealed, names[n], zeros, sizeof zeros);
            if (strcmp(names[n], "final.txt") != 0)
                lot_sealed_final(&sealed);
            lot_status status = lot_sealed_verify(&checks, &sealed, &request, &error);
            assert_int_equal(status, LOT_NOT_VERIFIED);
            assert_non_null(strstr(error.message, names[n]));
            lot_checks_free(&checks);
            lot_sealed_free(&sealed);
        }
    }
}

static void another_version_and_no_folder_at_all_are_nothing_to_check(void **state)
{
    (void)state;
    static const struct {
        const char *first_line;
        lot_status status;
    } cases[] = {
        {"civiclot-process: 1\n", LOT_BAD_INPUT},
        {"civiclot-process: 18446744073709551615\n", LOT_BAD_INPUT},
        {"civiclot-process: 18446744073709551616\n", LOT_NOT_VERIFIED},
        {"civiclot-process: 02\n", LOT_NOT_VERIFIED},
        {"civiclot-process: 1", LOT_NOT_VERIFIED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_checks checks;
        lot_dossier dossier;
        lot_verify_request request = {.known_count = 0};
        lot_dossier_entry entry = {"process.txt", cases[i].first_line, strlen(cases[i].first_line)};
        lot_dossier_hold(&dossier, &entry, 1);
        assert_int_equal(lot_verify(&checks, &dossier, &request, NULL), cases[i].status);
        lot_checks_free(&checks);
        lot_dossier_hold(&dossier, &entry, 0);
        assert_int_equal(lot_verify(&checks, &dossier, &request, NULL), LOT_BAD_INPUT);
        assert_null(checks.failed);
        lot_checks_free(&checks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_folder_cannot_reach_a_terminal),
        cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(huge_and_odd_files_are_refused_without_being_held),
        cmocka_unit_test(another_version_and_no_folder_at_all_are_nothing_to_check),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
