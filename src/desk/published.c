/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published: written, compared, completed. */
#include "desk/published.h"

#include "civiclot/dossier.h"
#include "civiclot/file.h"
#include "core/folder.h"
#include "desk/edition.h"
#include "desk/journal.h"
#include "desk/results.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum comparison { SAME, OTHER, MISSING } comparison;

bool lot_published_is_there(const lot_attempt *attempt)
{
    /* a run in one stands beside its assembly file, which may be anywhere: not looked for */
    return attempt->folder != NULL && attempt->folder[0] == '/' &&
           access(attempt->folder, F_OK) == 0;
}

bool lot_published_has(const char *path, const char *name)
{
    char *file = lot_path_join(path, name);
    bool there = file != NULL && access(file, F_OK) == 0;
    free(file);
    return there;
}

static lot_status write_missing(const char *folder, const lot_workbench *bench,
                                const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[LOT_PUBLISHED_FILES];
    uint32_t count = lot_publication_files(files, &bench->publication);
    for (uint32_t i = 0; i < count; i++) {
        TRY(lot_progress_report(progress, "publishing", i, count, error));
        if (!lot_published_has(folder, files[i].name))
            TRY(lot_folder_write(folder, files[i].name, files[i].bytes, LOT_MODE_PUBLIC, error));
    }
done:
    return status;
}

lot_status lot_published_write_edition(const char *folder, const lot_workbench *bench,
                                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_edition edition;
    lot_published_file files[LOT_EDITION_FILES];
    TRY(lot_edition_make(&edition, bench, error));
    uint32_t count = lot_edition_files(files, &edition);
    for (uint32_t i = 0; i < count && status == LOT_OK; i++)
        status = lot_folder_write(folder, files[i].name, files[i].bytes, LOT_MODE_PUBLIC, error);
    lot_edition_free(&edition);
done:
    return status;
}

lot_status lot_published_write(const char *folder, const lot_workbench *bench,
                               const lot_progress *progress, lot_error *error)
{
    lot_status status = write_missing(folder, bench, progress, error);
    return status != LOT_OK ? status : lot_published_write_edition(folder, bench, error);
}

lot_status lot_published_update(const lot_workbench *bench, const char *stands, lot_error *error)
{
    lot_error reason = {.message = "it is not there"};
    const lot_attempt *attempt = &bench->attempt;
    if (lot_published_is_there(attempt) &&
        lot_published_write_edition(attempt->folder, bench, &reason) == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE,
                    "%s, but %s was not updated: %s. civiclot export FILE --publish DIR completes "
                    "it or writes it anew",
                    stands, attempt->folder != NULL ? attempt->folder : "the folder",
                    reason.message);
}

/* A file that cannot be read is another one. */
static comparison compare(const char *folder, const lot_published_file *file)
{
    lot_text found = LOT_TEXT_EMPTY;
    comparison result = OTHER;
    char *path = lot_path_join(folder, file->name);
    if (path == NULL)
        return OTHER;
    if (access(path, F_OK) != 0)
        result = MISSING;
    else if (lot_file_read_short(&found, path, file->bytes->length, NULL) == LOT_OK &&
             found.length == file->bytes->length &&
             memcmp(lot_text_string(&found), lot_text_string(file->bytes), found.length) == 0)
        result = SAME;
    lot_text_free(&found);
    free(path);
    return result;
}

bool lot_published_is_same(const char *path, const lot_published_file *file)
{
    return compare(path, file) == SAME;
}

static lot_status refuse_file(const char *folder, const char *name, comparison found,
                              const lot_workbench *bench, lot_error *error)
{
    bool bound = lot_digest_equal(&bench->publication.digest, &bench->attempt.manifest);
    if (found == MISSING)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s in %s is missing: it was removed after attempt %" PRIu32
                        " was committed; civiclot export FILE --publish DIR puts it back",
                        name, folder, bench->attempt.number);
    if (!bound)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s in %s differs from the assembly file: the assembly file was changed "
                        "after attempt %" PRIu32 " was committed",
                        name, folder, bench->attempt.number);
    return LOT_FAIL(
        error, LOT_NOT_VERIFIED,
        "%s in %s differs from the assembly file: it was changed after attempt %" PRIu32
        " was committed; move it away, and civiclot export FILE --publish DIR puts it back",
        name, folder, bench->attempt.number);
}

/* may_miss: files that are not there are no difference. */
static lot_status compare_all(const char *folder, const lot_workbench *bench, bool may_miss,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[LOT_PUBLISHED_FILES];
    uint32_t count = lot_publication_files(files, &bench->publication);
    for (uint32_t i = 0; i < count; i++) {
        comparison found = compare(folder, &files[i]);
        if (found == OTHER || (found == MISSING && !may_miss))
            TRY(refuse_file(folder, files[i].name, found, bench, error));
    }
done:
    return status;
}

lot_status lot_published_compare(const char *folder, const lot_workbench *bench, lot_error *error)
{
    return compare_all(folder, bench, false, error);
}

/* Has log.txt an entry that the assembly file's log has not? It may be behind, never beside. */
static lot_status check_log(const char *folder, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest head;
    lot_text own = LOT_TEXT_EMPTY;
    lot_text found = LOT_TEXT_EMPTY;
    char *path = lot_path_join(folder, "log.txt");
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    if (access(path, F_OK) != 0)
        goto done;
    TRY(lot_journal_text(&own, &head, bench, error));
    if (lot_file_read_short(&found, path, own.length, NULL) != LOT_OK ||
        memcmp(lot_text_string(&found), lot_text_string(&own), found.length) != 0)
        TRY(LOT_FAIL(
            error, LOT_NOT_VERIFIED,
            "log.txt in %s has entries that %s has not: it is a copy from before they were "
            "made, or was changed",
            folder, bench->path));
done:
    free(path);
    lot_text_free(&own);
    lot_text_free(&found);
    return status;
}

lot_status lot_published_check_undrawn(const char *folder, const lot_workbench *bench,
                                       lot_error *error)
{
    static const char *const names[] = {"draw.txt", "seed.txt", "reserves.txt"};
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !bench->attempt.drawn; i++) {
        if (lot_published_has(folder, names[i]))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "%s holds %s, but attempt %" PRIu32 " is not drawn in %s: it is a copy "
                            "from before the draw, or was changed",
                            folder, names[i], bench->attempt.number, bench->path);
    }
    return bench->attempt.drawn ? LOT_OK : check_log(folder, bench, error);
}

bool lot_published_is_own(const char *folder, const lot_workbench *bench)
{
    const lot_published_file manifest = {"manifest.txt", &bench->publication.manifest};
    return lot_published_is_same(folder, &manifest);
}

lot_status lot_published_check(const char *folder, const lot_workbench *bench, lot_error *error)
{
    lot_status status = compare_all(folder, bench, true, error);
    return status != LOT_OK ? status : lot_published_check_undrawn(folder, bench, error);
}

/* Is this the name that lot_file_write() writes a published file under before it is whole? */
static bool is_stray(const char *name)
{
    static const char ending[] = ".XXXXXX";
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        const char *whole = lot_dossier_name((lot_dossier_file)file);
        size_t length = strlen(whole);
        if (strncmp(name, whole, length) == 0 && name[length] == ending[0] &&
            strlen(name) == length + strlen(ending))
            return true;
    }
    return false;
}

/* What cannot be removed does no harm to the files beside it. */
static void remove_strays(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (is_stray(entry->d_name))
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    (void)closedir(folder);
}

lot_status lot_published_complete(const char *folder, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_published_check(folder, bench, error));
    TRY(write_missing(folder, bench, NULL, error));
    TRY(lot_published_write_edition(folder, bench, error));
    remove_strays(folder);
done:
    return status;
}
