/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole, and written whole or not at all. */
#include "civiclot/file.h"

#include "core/array.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file that is being read. */
typedef struct reader {
    const char *path;
    int descriptor;
    const lot_file_wish *wish;
} reader;

/* length: of the file, where it is known, or else 0. */
static lot_status refuse_long(const reader *from, uintmax_t length, lot_error *error)
{
    char known[64] = "";
    if (length > 0)
        (void)snprintf(known, sizeof known, " (it has %ju)", length);
    return LOT_FAIL(error, LOT_FAILURE, "%s: longer than %zu bytes%s: more is not read; %s",
                    from->path, from->wish->most, known, from->wish->advice);
}

/* What the first bytes say, and then the length, where it is known. */
static lot_status check_begun(const reader *from, const char *bytes, size_t length,
                              lot_error *error)
{
    struct stat about;
    const char *foreign = from->wish->foreign != NULL ? from->wish->foreign(bytes, length) : NULL;
    if (foreign != NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s", from->path, foreign);
    if (fstat(from->descriptor, &about) == 0 && S_ISREG(about.st_mode) &&
        (uintmax_t)about.st_size > from->wish->most)
        return refuse_long(from, (uintmax_t)about.st_size, error);
    return LOT_OK;
}

/* A device or a pipe may never end: it is counted as it comes. */
static lot_status read_all(lot_text *bytes, const reader *from, lot_error *error)
{
    lot_status status = LOT_OK;
    char block[1 << 16];
    size_t left = from->wish->most;
    bool begun = false;
    for (;;) {
        ssize_t count = read(from->descriptor, block, sizeof block);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", from->path,
                            strerror(errno));
        if (count == 0 || bytes->failed)
            return lot_text_check(bytes, error);
        if (!begun)
            TRY(check_begun(from, block, (size_t)count, error));
        begun = true;
        if ((size_t)count > left)
            return refuse_long(from, 0, error);
        lot_text_add(bytes, block, (size_t)count);
        left -= (size_t)count;
    }
done:
    return status;
}

lot_status lot_file_read_known(lot_text *bytes, const char *path, const lot_file_wish *wish,
                               lot_error *error)
{
    if (strcmp(path, "-") == 0)
        return read_all(bytes, &(reader){"standard input", STDIN_FILENO, wish}, error);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s: cannot be opened: %s: check its name and whether you may read it",
                        path, strerror(errno));
    lot_status status = read_all(bytes, &(reader){path, descriptor, wish}, error);
    (void)close(descriptor);
    return status;
}

lot_status lot_file_read_short(lot_text *bytes, const char *path, size_t most, lot_error *error)
{
    const lot_file_wish wish = {.most = most, .advice = "is it the right file?"};
    return lot_file_read_known(bytes, path, &wish, error);
}

lot_status lot_file_read(lot_text *bytes, const char *path, lot_error *error)
{
    return lot_file_read_short(bytes, path, LOT_FILE_MOST, error);
}

static int write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        bytes += count;
        length -= (size_t)count;
    }
    return 0;
}

/* Write it all, down to the disk, and close. 0, or the errno of what went wrong. */
static int fill(int descriptor, const char *bytes, size_t length, unsigned mode)
{
    bool written = fchmod(descriptor, (mode_t)mode) == 0 &&
                   write_all(descriptor, bytes, length) == 0 && fsync(descriptor) == 0;
    int reason = written ? 0 : errno;
    if (close(descriptor) != 0 && written)
        reason = errno;
    return reason;
}

static lot_status refuse_write(const char *path, int reason, lot_error *error)
{
    return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be written: %s: choose another place", path,
                    strerror(reason));
}

static lot_status refuse_there(const char *path, lot_error *error)
{
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists already: choose another name", path);
}

/* A device or pipe would be gone when another file is renamed to its name. */
static bool is_special(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode);
}

/* Write a file beside `path`, down to the disk; when it cannot, none is left. */
static lot_status make_neighbour(lot_text *neighbour, const char *path, const char *bytes,
                                 size_t length, unsigned mode, lot_error *error)
{
    lot_text_format(neighbour, "%s.XXXXXX", path);
    if (neighbour->failed)
        return LOT_NO_MEMORY(error);
    int descriptor = mkstemp(neighbour->bytes);
    if (descriptor < 0)
        return refuse_write(path, errno, error);
    int reason = fill(descriptor, bytes, length, mode);
    if (reason == 0)
        return LOT_OK;
    (void)unlink(neighbour->bytes);
    return refuse_write(path, reason, error);
}

lot_status lot_file_write(const char *path, const char *bytes, size_t length, unsigned mode,
                          lot_error *error)
{
    lot_text neighbour = LOT_TEXT_EMPTY;
    if (is_special(path))
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s is a device or a pipe: name a file", path);
    lot_status status = make_neighbour(&neighbour, path, bytes, length, mode, error);
    if (status == LOT_OK && rename(neighbour.bytes, path) != 0) {
        status = refuse_write(path, errno, error);
        (void)unlink(neighbour.bytes);
    }
    lot_text_free(&neighbour);
    return status;
}

/* Straight to its place, where a file cannot be given another name. */
static lot_status create_there(const char *path, const char *bytes, size_t length, unsigned mode,
                               lot_error *error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (descriptor < 0 && errno == EEXIST)
        return refuse_there(path, error);
    if (descriptor < 0)
        return refuse_write(path, errno, error);
    int reason = fill(descriptor, bytes, length, mode);
    if (reason == 0)
        return LOT_OK;
    (void)unlink(path);
    return refuse_write(path, reason, error);
}

lot_status lot_file_create(const char *path, const char *bytes, size_t length, unsigned mode,
                           lot_error *error)
{
    lot_text neighbour = LOT_TEXT_EMPTY;
    struct stat there;
    if (lstat(path, &there) == 0)
        return refuse_there(path, error);
    lot_status status = make_neighbour(&neighbour, path, bytes, length, mode, error);
    if (status == LOT_OK) {
        bool linked = link(neighbour.bytes, path) == 0;
        bool taken = !linked && errno == EEXIST;
        (void)unlink(neighbour.bytes);
        if (taken)
            status = refuse_there(path, error);
        else if (!linked)
            status = create_there(path, bytes, length, mode, error);
    }
    lot_text_free(&neighbour);
    return status;
}

void lot_file_remove(const char *path)
{
    (void)unlink(path);
}

const char *lot_path_last(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

char *lot_path_join(const char *folder, const char *name)
{
    lot_text path = LOT_TEXT_EMPTY;
    size_t length = strlen(folder);
    lot_text_format(&path, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/",
                    name);
    if (path.failed) {
        lot_text_free(&path);
        return NULL;
    }
    return path.bytes;
}
