/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mended, checked: what was made, handed to the verifier, in memory and as a folder. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mended.h"

#include "civiclot/file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* "replace/1/pool.csv" */
static char *place_name(uint32_t folder, const char *name)
{
    lot_text text = LOT_TEXT_EMPTY;
    if (folder > 0)
        lot_text_format(&text, "replace/%" PRIu32 "/", folder);
    lot_text_put(&text, name);
    return text.bytes;
}

lot_status lot_mended_verify(lot_checks *checks, const lot_mended *mended,
                             const lot_verify_request *request, lot_error *error)
{
    lot_dossier_entry entries[(1 + LOT_MENDED_MOST) * SEALED_FILES_MOST];
    char *names[(1 + LOT_MENDED_MOST) * SEALED_FILES_MOST];
    lot_dossier dossier;
    size_t count = 0;
    for (uint32_t f = 0; f <= mended->count; f++)
        for (size_t i = 0; i < mended->folders[f].count; i++) {
            const lot_text *file = &mended->folders[f].files[i];
            names[count] = place_name(f, mended->folders[f].names[i]);
            entries[count] = (lot_dossier_entry){names[count], lot_text_string(file), file->length};
            count++;
        }
    lot_dossier_hold(&dossier, entries, count);
    lot_status status = lot_verify(checks, &dossier, request, error);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    return status;
}

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0755), 0);
}

/* Not flushed, as nobody needs it tomorrow. */
static void write_file(const char *path, const lot_text *bytes)
{
    FILE *file = fopen(path, "wbx");
    assert_non_null(file);
    assert_int_equal(fwrite(lot_text_string(bytes), 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

void lot_mended_write(const lot_mended *mended, const char *folder)
{
    make_folder(folder);
    for (uint32_t f = 0; f <= mended->count; f++) {
        char *own = place_name(f, "");
        char *path = lot_path_join(folder, own);
        if (f == 1) {
            char *all = lot_path_join(folder, "replace");
            make_folder(all);
            free(all);
        }
        if (f > 0)
            make_folder(path);
        for (size_t i = 0; i < mended->folders[f].count; i++) {
            const lot_text *bytes = &mended->folders[f].files[i];
            char *file = lot_path_join(f > 0 ? path : folder, mended->folders[f].names[i]);
            write_file(file, bytes);
            free(file);
        }
        free(path);
        free(own);
    }
}

lot_digest lot_mended_manifest(lot_mended *mended, uint32_t folder)
{
    lot_digest digest;
    const lot_text *manifest = lot_sealed_file(&mended->folders[folder], "manifest.txt");
    lot_sha256(&digest, manifest->bytes, manifest->length);
    return digest;
}

void lot_mended_expect(const lot_mended *mended, const char *failed, const char *message)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    const lot_verify_request nothing = {.known_count = 0};
    lot_status status = lot_mended_verify(&checks, mended, &nothing, &error);
    if (status != LOT_NOT_VERIFIED || strcmp(checks.failed, failed) != 0 ||
        strstr(error.message, message) == NULL)
        fail_msg("status %d, failed %s, but not %s with '%s': %s", (int)status,
                 checks.failed != NULL ? checks.failed : "nothing", failed, message, error.message);
    lot_checks_free(&checks);
}

void lot_mended_check(uint32_t folder, lot_mended_change *change, const char *failed,
                      const char *message)
{
    lot_mended mended;
    lot_text whole = LOT_TEXT_EMPTY;
    lot_mended_make(&mended, lot_mended_two, 2);
    change(&mended.folders[folder]);
    lot_sealed_seal(&mended.folders[folder]);
    lot_text_format(&whole, "replace/%" PRIu32 "/%s", folder, message);
    lot_mended_expect(&mended, failed, whole.bytes);
    lot_text_free(&whole);
    lot_mended_free(&mended);
}
