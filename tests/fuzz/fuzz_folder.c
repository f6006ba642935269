/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fuzzing the verifier: one file of a good folder is what the fuzzer makes of it, and the digests
 * above it are made anew, so that its reader is reached. FUZZ_FILE names the file; `receipt` is one
 * that comes with the request.
 *
 * Whatever a file holds, the verifier says yes, no (5) or that there is nothing to check (3).
 */
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "support/sealed.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *file;
static lot_sealed folder;

/* Below the manifest, so that M and with it the log have to be made anew. */
static bool is_bound(void)
{
    static const char *const bound[] = {"process.txt", "quotas.csv", "dropouts.csv", "pool.csv",
                                        "lottery.csv"};
    for (size_t i = 0; i < sizeof bound / sizeof *bound; i++)
        if (strcmp(file, bound[i]) == 0)
            return true;
    return false;
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count;
    (void)words;
    const char *path = getenv("FUZZ_FOLDER");
    file = getenv("FUZZ_FILE");
    if (file == NULL || path == NULL || lot_audit_start(NULL) != LOT_OK)
        abort();
    lot_sealed_load(&folder, path);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    lot_checks checks;
    lot_error error;
    lot_verify_request request = {.known_count = 0};
    lot_text text = LOT_TEXT_EMPTY;
    if (strcmp(file, "receipt") == 0) {
        request.receipt = (const char *)bytes;
        request.receipt_length = length;
    } else
        lot_sealed_put(&folder, file, (const char *)bytes, length);
    if (is_bound())
        lot_sealed_seal(&folder);
    else if (strncmp(file, "final.txt", strlen("final.txt")) != 0)
        lot_sealed_final(&folder);
    lot_status status = lot_sealed_verify(&checks, &folder, &request, &error);
    if (status != LOT_OK && status != LOT_NOT_VERIFIED && status != LOT_BAD_INPUT)
        abort();
    lot_checks_put(&text, &checks, error.message);
    lot_checks_put_json(&text, &checks, error.message);
    lot_text_free(&text);
    lot_checks_free(&checks);
    return 0;
}
