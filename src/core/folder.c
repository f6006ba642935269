/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folder: built beside its place, and moved there in one step. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "core/folder.h"

#include "civiclot/file.h"
#include "core/array.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static lot_status refuse_place(const char *path, int reason, lot_error *error)
{
    if (reason == ENOMEM)
        return LOT_NO_MEMORY(error);
    return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be made: %s: choose another place", path,
                    strerror(reason));
}

/* Is something at `path`, and is it not an empty folder? */
static lot_status refuse_used(const char *path, lot_error *error)
{
    struct stat about;
    DIR *folder = opendir(path);
    if (folder == NULL && errno == ENOENT)
        return LOT_OK;
    if (folder == NULL && errno == ENOTDIR && stat(path, &about) == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists and is no folder: choose a new folder",
                        path);
    if (folder == NULL)
        return refuse_place(path, errno, error);
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(folder)) != NULL;)
        empty = is_dots(entry->d_name);
    (void)closedir(folder);
    return empty ? LOT_OK
                 : LOT_FAIL(error, LOT_BAD_INPUT, "%s exists and is not empty: choose a new folder",
                            path);
}

/* The absolute path of the folder `name` in the folder `parent`, which must be there. */
static lot_status find_inside(char **out, const char *parent, const char *name, lot_error *error)
{
    char *resolved = realpath(parent, NULL);
    if (resolved == NULL && errno == ENOENT)
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s cannot be made: the folder %s is not there: make that one first", name,
                        parent);
    if (resolved == NULL)
        return refuse_place(parent, errno, error);
    *out = lot_path_join(resolved, name);
    free(resolved);
    return *out != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_folder_place(char **out, const char *path, lot_error *error)
{
    *out = realpath(path, NULL);
    if (*out != NULL)
        return LOT_OK;
    if (errno != ENOENT)
        return refuse_place(path, errno, error);
    char *around = lot_string_copy(path);
    if (around == NULL)
        return LOT_NO_MEMORY(error);
    size_t length = strlen(around);
    while (length > 1 && around[length - 1] == '/')
        around[--length] = '\0';
    char *slash = strrchr(around, '/');
    const char *name = slash != NULL ? slash + 1 : around;
    /* the slash of the root folder stays */
    const char *parent = slash == NULL ? "." : slash == around ? "/" : around;
    if (slash != NULL)
        *slash = '\0';
    lot_status status = find_inside(out, parent, name, error);
    free(around);
    return status;
}

/* The folder around an absolute path. The caller frees it; NULL: no memory. */
static char *folder_around(const char *target)
{
    char *around = lot_string_copy(target);
    if (around == NULL)
        return NULL;
    char *slash = strrchr(around, '/');
    slash[slash == around ? 1 : 0] = '\0';
    return around;
}

/* What looks like no folder, or an empty one, and still cannot be replaced by another. */
static lot_status refuse_fixed(const char *target, const char *around, lot_error *error)
{
    struct stat outside;
    struct stat there;
    if (lstat(target, &there) != 0)
        return LOT_OK;
    if (S_ISLNK(there.st_mode))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is a link to something that is not there: choose a new folder", target);
    if (stat(around, &outside) == 0 && there.st_dev != outside.st_dev)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is where another disk begins (a mount point): name a new folder inside "
                        "it",
                        target);
    return LOT_OK;
}

static lot_status look(char **target, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    char *around = NULL;
    TRY(lot_folder_place(target, path, error));
    around = folder_around(*target);
    if (around == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(refuse_fixed(*target, around, error));
    TRY(refuse_used(path, error));
    if (access(around, W_OK | X_OK) != 0)
        TRY(refuse_place(path, errno, error));
done:
    free(around);
    return status;
}

lot_status lot_folder_check(const char *path, lot_error *error)
{
    char *target;
    lot_status status = look(&target, path, error);
    free(target);
    return status;
}

/* Make a fresh neighbour of `place`: see D1. path: how to call it. */
static lot_status make_partial(lot_folder *folder, const char *place, const char *path,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text partial = LOT_TEXT_EMPTY;
    lot_text_format(&partial, "%s.partial-XXXXXX", place);
    if (partial.failed)
        status = LOT_NO_MEMORY(error);
    else if (mkdtemp(partial.bytes) == NULL)
        status = LOT_FAIL(error, LOT_FAILURE, "%s: cannot be made: %s", path, strerror(errno));
    if (status == LOT_OK)
        folder->partial = partial.bytes;
    else
        lot_text_free(&partial);
    return status;
}

lot_status lot_folder_begin(lot_folder *folder, const char *path, lot_error *error)
{
    *folder = (lot_folder){NULL, NULL};
    lot_status status = look(&folder->target, path, error);
    return status == LOT_OK ? make_partial(folder, folder->target, path, error) : status;
}

lot_status lot_folder_begin_beside(lot_folder *folder, const char *path, lot_error *error)
{
    *folder = (lot_folder){NULL, NULL};
    return make_partial(folder, path, path, error);
}

lot_status lot_folder_make(const char *inside, const char *name, lot_error *error)
{
    char *path = lot_path_join(inside, name);
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = LOT_OK;
    if (mkdir(path, 0700) != 0 || chmod(path, 0755) != 0)
        status = LOT_FAIL(error, LOT_FAILURE, "%s: cannot be made: %s", path, strerror(errno));
    free(path);
    return status;
}

lot_status lot_folder_write(const char *inside, const char *name, const lot_text *bytes,
                            unsigned mode, lot_error *error)
{
    lot_status status = lot_text_check(bytes, error);
    if (status != LOT_OK)
        return status;
    char *path = lot_path_join(inside, name);
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    status = lot_file_write(path, lot_text_string(bytes), bytes->length, mode, error);
    free(path);
    return status;
}

/* Put a folder's list of names on the disk. */
static int flush_folder(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return -1;
    int result = fsync(descriptor);
    (void)close(descriptor);
    return result;
}

/* Give every entry of a folder to `act` as a path, until it fails. */
static int for_each_entry(const char *path, int (*act)(const char *path))
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return -1;
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder)) != NULL;) {
        if (is_dots(entry->d_name))
            continue;
        char *inner = lot_path_join(path, entry->d_name);
        result = inner != NULL ? act(inner) : -1;
        free(inner);
    }
    (void)closedir(folder);
    return result;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int flush_if_folder(const char *path)
{
    return is_folder(path) ? flush_folder(path) : 0;
}

static int remove_entry(const char *path)
{
    if (!is_folder(path))
        return unlink(path);
    return for_each_entry(path, remove_entry) == 0 ? rmdir(path) : -1;
}

lot_status lot_folder_finish(lot_folder *folder, lot_error *error)
{
    bool ready = for_each_entry(folder->partial, flush_if_folder) == 0 &&
                 flush_folder(folder->partial) == 0 && chmod(folder->partial, 0755) == 0;
    if (!ready || rename(folder->partial, folder->target) != 0) {
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
            return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists and is not empty: choose a new folder",
                            folder->target);
        return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be made: %s", folder->target,
                        strerror(errno));
    }
    free(folder->partial);
    folder->partial = NULL;
    /* the folder is there; that its name is on the disk too is all that could still fail */
    char *around = folder_around(folder->target);
    if (around != NULL)
        (void)flush_folder(around);
    free(around);
    return LOT_OK;
}

void lot_folder_abandon(lot_folder *folder)
{
    if (folder->partial != NULL)
        (void)remove_entry(folder->partial);
    free(folder->partial);
    free(folder->target);
    *folder = (lot_folder){NULL, NULL};
}
