/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossier: opened without following anything out of it. D1 and D2 stand in dossier.h. */
#include "civiclot/dossier.h"

#include "civiclot/text.h"
#include "core/control.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOT_OPEN = -1, NAME_SHOWN = 80 };

static const char *const names[LOT_DOSSIER_FILES] = {
    [LOT_FILE_PROCESS] = "process.txt",
    [LOT_FILE_QUOTAS] = "quotas.csv",
    [LOT_FILE_POOL] = "pool.csv",
    [LOT_FILE_LOTTERY] = "lottery.csv",
    [LOT_FILE_MANIFEST] = "manifest.txt",
    [LOT_FILE_MANIFEST_SIGNATURE] = "manifest.txt.minisig",
    [LOT_FILE_OPENINGS] = "openings.csv",
    [LOT_FILE_CERTIFICATE] = "certificate.txt",
    [LOT_FILE_SEED] = "seed.txt",
    [LOT_FILE_DRAW] = "draw.txt",
    [LOT_FILE_LOG] = "log.txt",
    [LOT_FILE_FINAL] = "final.txt",
    [LOT_FILE_FINAL_SIGNATURE] = "final.txt.minisig",
};

const char *lot_dossier_name(lot_dossier_file file)
{
    return names[file];
}

/* LOT_DOSSIER_FILES where no file has that name. */
static unsigned find_name(const char *name)
{
    unsigned file = 0;
    while (file < LOT_DOSSIER_FILES && strcmp(names[file], name) != 0)
        file++;
    return file;
}

static lot_status read_memory(size_t *count, const lot_dossier *dossier, lot_dossier_file file,
                              uint64_t offset, char *bytes, size_t room, lot_error *error)
{
    const lot_dossier_entry *entry = dossier->memory[file];
    size_t left = offset < entry->length ? entry->length - (size_t)offset : 0;
    (void)error;
    *count = left < room ? left : room;
    if (*count > 0)
        memcpy(bytes, entry->bytes + offset, *count);
    return LOT_OK;
}

static lot_status read_folder(size_t *count, const lot_dossier *dossier, lot_dossier_file file,
                              uint64_t offset, char *bytes, size_t room, lot_error *error)
{
    ssize_t got;
    do
        got = pread(dossier->descriptor[file], bytes, room, (off_t)offset);
    while (got < 0 && errno == EINTR);
    *count = got > 0 ? (size_t)got : 0;
    if (got < 0)
        return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", names[file], strerror(errno));
    return LOT_OK;
}

static void begin(lot_dossier *out, lot_dossier_reader *read)
{
    *out = (lot_dossier){.wrong = {.message = ""}, .read = read};
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++)
        out->descriptor[file] = NOT_OPEN;
}

/* Keep what is wrong with the entry whose name comes first: folders are listed in any order. */
static void tell_wrong(lot_dossier *out, char first[NAME_SHOWN + 1], const char *name,
                       const char *what)
{
    if (out->wrong.message[0] != '\0' && strncmp(first, name, NAME_SHOWN) <= 0)
        return;
    (void)strncpy(first, name, NAME_SHOWN);
    first[NAME_SHOWN] = '\0';
    lot_text shown = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&shown, first);
    (void)LOT_FAIL(&out->wrong, LOT_NOT_VERIFIED, "%s: %s", lot_text_string(&shown), what);
    lot_text_free(&shown);
}

/* Looked at before it is opened, as opening a device may do something; and after, see D2. */
static bool open_file(int *descriptor, int folder, const char *name)
{
    struct stat about;
    *descriptor = NOT_OPEN;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (!S_ISREG(about.st_mode))
        return true;
    int opened = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (opened < 0)
        return false;
    if (fstat(opened, &about) == 0 && S_ISREG(about.st_mode))
        *descriptor = opened;
    else
        (void)close(opened);
    return true;
}

static lot_status take_entry(lot_dossier *out, int folder, const char *name,
                             char first[NAME_SHOWN + 1], lot_error *error)
{
    unsigned file = find_name(name);
    if (file == LOT_DOSSIER_FILES) {
        tell_wrong(out, first, name, "no published folder has such an entry");
        return LOT_OK;
    }
    if (out->descriptor[file] != NOT_OPEN)
        return LOT_OK;
    if (!open_file(&out->descriptor[file], folder, name))
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s: cannot be opened: %s: check whether you may read it", name,
                        strerror(errno));
    out->present[file] = out->descriptor[file] != NOT_OPEN;
    if (!out->present[file])
        tell_wrong(out, first, name, "this is not a regular file");
    return LOT_OK;
}

lot_status lot_dossier_open(lot_dossier *out, const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    char first[NAME_SHOWN + 1] = "";
    begin(out, read_folder);
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: cannot be read as a folder: %s", folder,
                        strerror(errno));
    struct dirent *entry;
    while (status == LOT_OK && (errno = 0, entry = readdir(listing)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = take_entry(out, dirfd(listing), entry->d_name, first, error);
    }
    if (status == LOT_OK && errno != 0)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s: cannot be read as a folder: %s", folder,
                          strerror(errno));
    (void)closedir(listing);
    return status;
}

void lot_dossier_hold(lot_dossier *out, const lot_dossier_entry *entries, size_t count)
{
    char first[NAME_SHOWN + 1] = "";
    begin(out, read_memory);
    for (size_t i = 0; i < count; i++) {
        unsigned file = find_name(entries[i].name);
        if (file == LOT_DOSSIER_FILES) {
            tell_wrong(out, first, entries[i].name, "no published folder has such an entry");
            continue;
        }
        out->present[file] = true;
        out->memory[file] = &entries[i];
    }
}

void lot_dossier_close(lot_dossier *dossier)
{
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        if (dossier->descriptor[file] != NOT_OPEN)
            (void)close(dossier->descriptor[file]);
        dossier->descriptor[file] = NOT_OPEN;
    }
}
