/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mending: where a replacement or a call-up is published. */
#include "desk/mending.h"

#include "civiclot/file.h"
#include "core/array.h"
#include "desk/announced.h"
#include "desk/published.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NUMBER_DIGITS = 9 };

static const char within[] = "/replace/";

/* The number behind the last `/replace/`; NULL: the path does not end so. */
static const char *find_number(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = strlen(within);
    if (slash == NULL || (size_t)(slash + 1 - path) < length ||
        strncmp(slash + 1 - length, within, length) != 0)
        return NULL;
    const char *number = slash + 1;
    size_t digits = strspn(number, "0123456789");
    bool well = digits > 0 && digits <= NUMBER_DIGITS && number[digits] == '\0' && number[0] != '0';
    return well ? number : NULL;
}

bool lot_mending_is_place(const char *path)
{
    return find_number(path) != NULL;
}

/* The folder of the first draw, and `replace` in it; both for the caller to free. */
static lot_status find_first(char **first, char **replace, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t length = (size_t)(find_number(path) - path) - strlen(within);
    lot_text around = LOT_TEXT_EMPTY;
    lot_text_add(&around, length == 0 ? "/" : path, length == 0 ? 1 : length);
    TRY(lot_text_check(&around, error));
    TRY(lot_folder_place(first, around.bytes, error));
    if (access(*first, F_OK) != 0)
        TRY(LOT_FAIL(error, LOT_FAILURE, "%s: the folder of the first draw is not there", *first));
    *replace = lot_path_join(*first, "replace");
    if (*replace == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    lot_text_free(&around);
    return status;
}

/* E3. */
static lot_status need_before(const char *replace, const char *number, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text before = LOT_TEXT_EMPTY;
    unsigned long n = strtoul(number, NULL, 10);
    if (n == 1)
        return LOT_OK;
    lot_text_format(&before, "%s/%lu", replace, n - 1);
    TRY(lot_text_check(&before, error));
    if (access(before.bytes, F_OK) != 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s is missing, the replacement before: civiclot export FILE --publish %s, "
                     "with --attempt N or --call-up N, writes it anew; civiclot report tells "
                     "which",
                     before.bytes, before.bytes));
done:
    lot_text_free(&before);
    return status;
}

/* *fresh: `replace` itself is to be made. */
static lot_status look(char **first, char **replace, bool *fresh, const char *path,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(find_first(first, replace, path, error));
    TRY(need_before(*replace, find_number(path), error));
    *fresh = access(*replace, F_OK) != 0;
    if (!*fresh)
        TRY(lot_folder_check(path, error));
done:
    return status;
}

lot_status lot_mending_check(const char *path, lot_error *error)
{
    char *first = NULL;
    char *replace = NULL;
    bool fresh;
    lot_status status = look(&first, &replace, &fresh, path, error);
    free(replace);
    free(first);
    return status;
}

lot_status lot_mending_begin(lot_folder *folder, char **inside, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    char *first = NULL;
    char *replace = NULL;
    bool fresh = false;
    const char *number = find_number(path);
    *folder = (lot_folder){NULL, NULL};
    *inside = NULL;
    TRY(look(&first, &replace, &fresh, path, error));
    TRY(lot_folder_begin_beside(folder, first, error));
    folder->target = fresh ? lot_string_copy(replace) : lot_path_join(replace, number);
    if (fresh)
        TRY(lot_folder_make(folder->partial, number, error));
    *inside = fresh ? lot_path_join(folder->partial, number) : lot_string_copy(folder->partial);
    if (folder->target == NULL || *inside == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    if (status != LOT_OK)
        lot_folder_abandon(folder);
    free(replace);
    free(first);
    return status;
}

/* Where the first draw was published: a run in one stands beside its assembly file. */
static lot_status find_published(char **place, const lot_workbench *bench, const char *folder,
                                 lot_error *error)
{
    lot_status status = LOT_OK;
    char *file = NULL;
    if (folder[0] == '/')
        return lot_folder_place(place, folder, error);
    TRY(lot_folder_place(&file, bench->path, error));
    *strrchr(file, '/') = '\0';
    char *beside = lot_path_join(file[0] == '\0' ? "/" : file, folder);
    status = beside != NULL ? lot_folder_place(place, beside, error) : LOT_NO_MEMORY(error);
    free(beside);
done:
    free(file);
    return status;
}

/* Does the folder tell of that draw? */
static bool tells_of(const char *folder, const lot_attempt *attempt)
{
    lot_text manifest = LOT_TEXT_EMPTY;
    lot_digest digest;
    char *path = lot_path_join(folder, "manifest.txt");
    bool own = path != NULL && lot_file_read(&manifest, path, NULL) == LOT_OK;
    if (own) {
        lot_sha256(&digest, lot_text_string(&manifest), manifest.length);
        own = lot_digest_equal(&digest, &attempt->manifest);
    }
    lot_text_free(&manifest);
    free(path);
    return own && lot_published_has(folder, "draw.txt");
}

/*
 * How many folders of replacements and call-ups there are of the panel that `first` drew, up to the
 * attempt `last` and the call-up `callup`.
 */
static uint32_t count_folders(const lot_workbench *bench, uint32_t first, uint32_t last,
                              uint32_t callup)
{
    uint32_t count = 0;
    for (uint32_t i = first; i < last; i++)
        count += !bench->attempts[i].test && bench->attempts[i].replacement;
    for (uint32_t c = 0; c < callup; c++)
        count += bench->callups[c].behind >= first;
    return count;
}

/* Is the path that of this folder? what: whose it is, in words. */
static lot_status need_place(const char *path, uint32_t own, uint32_t first, const char *what,
                             lot_error *error)
{
    if (strtoul(find_number(path), NULL, 10) == own)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s is not the place of %s: that is replace/%" PRIu32
                    " in the folder of attempt %" PRIu32,
                    path, what, own, first);
}

lot_status lot_mending_need_own(const lot_workbench *bench, const char *path, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    uint32_t first = lot_workbench_first_draw(bench, attempt->number);
    uint32_t callups = 0;
    char what[32];
    if (!attempt->replacement)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is a place for a replacement, and attempt %" PRIu32
                        " is none: choose another folder, or --attempt, or --call-up",
                        path, attempt->number);
    while (callups < bench->callups_count && bench->callups[callups].behind < attempt->number)
        callups++;
    (void)snprintf(what, sizeof what, "attempt %" PRIu32, attempt->number);
    return need_place(path, count_folders(bench, first, attempt->number, callups), first, what,
                      error);
}

lot_status lot_mending_need_callup(const lot_workbench *bench, const lot_callup *callup,
                                   const char *path, lot_error *error)
{
    uint32_t first = lot_workbench_first_draw(bench, callup->attempt + 1);
    char what[32];
    if (!lot_mending_is_place(path))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is not the place of a call-up: that is replace/N in the folder of "
                        "attempt %" PRIu32,
                        path, first);
    (void)snprintf(what, sizeof what, "call-up %" PRIu32, callup->number);
    return need_place(path, count_folders(bench, first, callup->behind, callup->number), first,
                      what, error);
}

lot_status lot_mending_find(char **path, const lot_workbench *bench, uint32_t first,
                            const char *given, lot_error *error)
{
    lot_status status = LOT_OK;
    char *place = NULL;
    lot_text words = LOT_TEXT_EMPTY;
    lot_attempt attempt = {0};
    TRY(lot_assembly_load_attempt(&attempt, bench->assembly, first, error));
    if (!lot_announced_is_today(&attempt))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "attempt %" PRIu32 " was committed by an earlier civiclot, in a form that "
                     "nobody outside can follow: no replacement of it would be proven",
                     first));
    TRY(given != NULL ? lot_folder_place(&place, given, error)
                      : find_published(&place, bench, attempt.folder, error));
    if (!tells_of(place, &attempt))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s is not the published folder of attempt %" PRIu32
                     " with its draw, in which its replacements are published: --publish DIR says "
                     "where that is, and civiclot export FILE --attempt %" PRIu32
                     " --publish DIR writes it anew",
                     place, first, first));
    lot_text_format(&words, "%s%s%" PRIu32, strcmp(place, "/") == 0 ? "" : place, within,
                    count_folders(bench, first, bench->attempts_count, bench->callups_count) + 1);
    TRY(lot_text_check(&words, error));
    TRY(lot_mending_check(words.bytes, error));
    *path = words.bytes;
    words = LOT_TEXT_EMPTY;
done:
    lot_text_free(&words);
    free(place);
    lot_attempt_free(&attempt);
    return status;
}
