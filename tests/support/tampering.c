/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tampering: edited, sealed, verified. */
#include "support/tampering.h"

#include "civiclot/pseudonym.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <string.h>

static void apply(lot_sealed *sealed, const lot_tampering *t)
{
    for (size_t e = 0; e < LOT_EDITS_MOST && t->edits[e].file != NULL; e++) {
        const lot_edit *one = &t->edits[e];
        if (one->to == NULL)
            lot_sealed_drop(sealed, one->file);
        else if (one->from == NULL)
            lot_sealed_put(sealed, one->file, one->to, strlen(one->to));
        else
            lot_sealed_change(sealed, one->file, one->from, one->to);
    }
    if (t->seal == SEAL_ALL)
        lot_sealed_seal(sealed);
    else if (t->seal == SEAL_FINAL)
        lot_sealed_final(sealed);
}

void lot_tampering_check(const lot_tampering *t)
{
    char path[LOT_TAMPER_PATH_BYTES];
    lot_sealed sealed;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    (void)snprintf(path, sizeof path, LOT_TAMPER_FOLDERS "%s", t->folder);
    lot_sealed_load(&sealed, path);
    apply(&sealed, t);
    lot_status status = lot_sealed_verify(&checks, &sealed, &request, &error);
    if (status != LOT_NOT_VERIFIED || strcmp(checks.failed, t->failed) != 0 ||
        strstr(error.message, t->message) == NULL)
        fail_msg("%s of %s: status %d, failed %s, but not %s with '%s': %s", t->edits[0].file,
                 t->folder, (int)status, checks.failed != NULL ? checks.failed : "nothing",
                 t->failed, t->message, error.message);
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
}

int lot_tampering_start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}
