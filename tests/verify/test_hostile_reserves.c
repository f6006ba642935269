/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile folders with reserves and call-ups: huge files and huge numbers keep nobody waiting. */
#include "support/mended.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

static const lot_verify_request nothing = {.known_count = 0};
static const lot_mend callup[] = {{.call_up = true, .leave = 1}};

static void huge_and_odd_files_are_refused(void **state)
{
    (void)state;
    static char bytes[1 << 21];
    static const struct {
        uint32_t folder;
        const char *file;
    } cases[] = {{0, "dropouts.csv"},
                 {0, "reserves.txt"},
                 {1, "callup.txt"},
                 {1, "standing.csv"},
                 {1, "final.txt"}};
    static const char fills[] = {'\0', '7', '\n', (char)0xff};
    for (size_t i = 0; i < sizeof cases / sizeof *cases * sizeof fills; i++) {
        uint32_t f = cases[i / sizeof fills].folder;
        const char *file = cases[i / sizeof fills].file;
        lot_mended mended;
        lot_checks checks;
        lot_error error = {.message = ""};
        lot_mended_make_reserved(&mended, 3, callup, 1);
        memset(bytes, fills[i % sizeof fills], sizeof bytes);
        lot_sealed_put(&mended.folders[f], file, bytes, sizeof bytes);
        if (f == 0 && strcmp(file, "dropouts.csv") == 0)
            lot_sealed_manifest(&mended.folders[f]);
        if (strcmp(file, "final.txt") != 0)
            lot_sealed_final(&mended.folders[f]);
        assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, &error), LOT_NOT_VERIFIED);
        if (strstr(error.message, strcmp(file, "reserves.txt") == 0 ? "log.txt" : file) == NULL)
            fail_msg("%s: %s", file, error.message);
        lot_checks_free(&checks);
        lot_mended_free(&mended);
    }
}

/* A thousand reserves on a hundred thousand samples would take days. */
static void what_takes_too_long_is_not_checked_and_said(void **state)
{
    (void)state;
    static const lot_mend endless[] = {{.leave = 1, .reserves = 1000, .endless = true}};
    lot_mended mended;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_mended_make(&mended, endless, 1);
    assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, &error), LOT_OK);
    const lot_check *last = &checks.items[checks.count - 1];
    assert_string_equal(last->id, "reserves");
    assert_int_equal(last->verdict, LOT_NOT_CHECKED);
    assert_non_null(strstr(last->text, "takes longer than this verifier goes on"));
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

static void a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make_reserved(&mended, 3, callup, 1);
    lot_text *file = lot_sealed_file(&mended.folders[1], "callup.txt");
    for (size_t at = 0; at < file->length; at++) {
        lot_checks checks;
        lot_error error = {.message = ""};
        char kept = file->bytes[at];
        file->bytes[at] = '\0';
        lot_sealed_final(&mended.folders[1]);
        assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, &error), LOT_NOT_VERIFIED);
        assert_non_null(strstr(error.message, "callup.txt, line "));
        lot_checks_free(&checks);
        file->bytes[at] = kept;
    }
    lot_mended_free(&mended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(huge_and_odd_files_are_refused),
        cmocka_unit_test(what_takes_too_long_is_not_checked_and_said),
        cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
