/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacements: a panel that is mended, and mended again, and what the verifier says of it. */
#include "support/mended.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <string.h>

static void scratch(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 2, .others = 1}, {.leave = 1}};
    lot_mended mended;
    lot_checks checks;
    lot_text text = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    lot_mended_make(&mended, mends, 2);
    int s = lot_mended_verify(&checks, &mended, &request, &error);
    lot_checks_put(&text, &checks, error.message);
    lot_checks_put_json(&text, &checks, error.message);
    printf("%d\n%s\n", s, lot_text_string(&text));
    lot_text_free(&text);
    lot_checks_free(&checks);
    lot_mended_write(&mended, "/tmp/vr_mended");
    lot_mended_free(&mended);
}
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scratch),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
