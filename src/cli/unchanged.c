/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unchanged: made again, byte by byte. */
#include "cli/unchanged.h"

#include "civiclot/file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool lot_published_is_there(const lot_attempt *attempt)
{
    /* a run in one stands beside its assembly file, which may be anywhere: not looked for */
    return attempt->folder != NULL && attempt->folder[0] == '/' &&
           access(attempt->folder, F_OK) == 0;
}

/* Does the folder's file hold these bytes? A file that cannot be read holds others. */
static lot_status compare(bool *same, const char *folder, const char *name, const lot_text *bytes,
                          lot_error *error)
{
    lot_text found = LOT_TEXT_EMPTY;
    char *path = lot_path_join(folder, name);
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_file_read(&found, path, error);
    bool no_memory = found.failed;
    *same = status == LOT_OK && found.length == bytes->length &&
            memcmp(lot_text_string(&found), lot_text_string(bytes), bytes->length) == 0;
    lot_text_free(&found);
    free(path);
    return no_memory ? status : LOT_OK;
}

/* Compare all five files with the folder: the first that differs is named. */
static lot_status compare_folder(const lot_attempt *attempt, const lot_publication *made,
                                 lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[LOT_PUBLISHED_FILES];
    lot_publication_files(files, made);
    bool bound = lot_digest_equal(&made->digest, &attempt->manifest);
    for (size_t i = 0; i < LOT_PUBLISHED_FILES; i++) {
        bool same = false;
        TRY(compare(&same, attempt->folder, files[i].name, files[i].bytes, error));
        if (!same)
            TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                         "%s in %s differs from the assembly file: %s after attempt %" PRIu32
                         " was committed",
                         files[i].name, attempt->folder,
                         bound ? "it was changed" : "the assembly file was changed",
                         attempt->number));
    }
done:
    return status;
}

static lot_status make_again(lot_workbench *bench, lot_error *error)
{
    lot_publication_free(&bench->publication);
    bench->publication = (lot_publication){0};
    return lot_publication_remake(&bench->publication, bench->attempt.process_text, bench->quotas,
                                  bench->pseudonyms, bench->lottery.lottery, error);
}

static lot_status check_bound(const lot_workbench *bench, lot_error *error)
{
    if (lot_digest_equal(&bench->publication.digest, &bench->attempt.manifest))
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the people, the quotas or the lottery are not those that attempt %" PRIu32
                    " committed: the assembly file was changed",
                    bench->attempt.number);
}

lot_status lot_unchanged_inside(lot_workbench *bench, lot_error *error)
{
    lot_status status = make_again(bench, error);
    return status != LOT_OK ? status : check_bound(bench, error);
}

lot_status lot_unchanged(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(make_again(bench, error));
    if (lot_published_is_there(&bench->attempt))
        TRY(compare_folder(&bench->attempt, &bench->publication, error));
    TRY(check_bound(bench, error));
done:
    return status;
}
