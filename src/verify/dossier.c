/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossier: opened without following anything out of it. D1 to D3 stand in dossier.h. */
#include "civiclot/dossier.h"

#include "civiclot/text.h"
#include "core/control.h"
#include "verify/plain_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOT_OPEN = -1, NAME_SHOWN = 80, NUMBER_DIGITS = 9, PLACE_BYTES = 32 };

static const char replace[] = "replace";
static const char no_entry[] = "no published folder has such an entry";

static const char *const names[LOT_DOSSIER_FILES] = {
    [LOT_FILE_CALLUP] = "callup.txt",
    [LOT_FILE_PROCESS] = "process.txt",
    [LOT_FILE_QUOTAS] = "quotas.csv",
    [LOT_FILE_DROPOUTS] = "dropouts.csv",
    [LOT_FILE_POOL] = "pool.csv",
    [LOT_FILE_STANDING] = "standing.csv",
    [LOT_FILE_LOTTERY] = "lottery.csv",
    [LOT_FILE_MANIFEST] = "manifest.txt",
    [LOT_FILE_MANIFEST_SIGNATURE] = "manifest.txt.minisig",
    [LOT_FILE_OPENINGS] = "openings.csv",
    [LOT_FILE_CERTIFICATE] = "certificate.txt",
    [LOT_FILE_SEED] = "seed.txt",
    [LOT_FILE_DRAW] = "draw.txt",
    [LOT_FILE_RESERVES] = "reserves.txt",
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

/* A folder as its entries are taken. */
typedef struct listing {
    lot_dossier *out;
    int folder;                 /* whose entries are taken; NOT_OPEN: in memory */
    bool within;                /* it is a replacement's, and has none in it */
    uint32_t count, highest;    /* of the folders of replacements */
    char first[NAME_SHOWN + 1]; /* of the entry that is told as wrong */
} listing;

static listing begin(lot_dossier *out, lot_dossier_reader *read)
{
    *out = (lot_dossier){.wrong = {.message = ""}, .read = read, .replace = NOT_OPEN};
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++)
        out->descriptor[file] = NOT_OPEN;
    return (listing){.out = out, .folder = NOT_OPEN};
}

/* Keep what is wrong with the entry whose name comes first: folders are listed in any order. */
static void tell_wrong(listing *l, const char *name, const char *what)
{
    if (l->out->wrong.message[0] != '\0' && strncmp(l->first, name, NAME_SHOWN) <= 0)
        return;
    (void)strncpy(l->first, name, NAME_SHOWN);
    l->first[NAME_SHOWN] = '\0';
    lot_text shown = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&shown, l->first);
    (void)LOT_FAIL(&l->out->wrong, LOT_NOT_VERIFIED, "%s: %s", lot_text_string(&shown), what);
    lot_text_free(&shown);
}

/* name: [length] of an entry of the folder `replace`. */
static void tell_wrong_within(listing *l, const char *name, size_t length, const char *what)
{
    char whole[sizeof replace + 1 + NAME_SHOWN];
    int shown = length < NAME_SHOWN ? (int)length : NAME_SHOWN;
    (void)snprintf(whole, sizeof whole, "%s/%.*s", replace, shown, name);
    tell_wrong(l, whole, what);
}

/* The number that a replacement's folder has as its name; 0: it is none. name: [length]. */
static uint32_t read_number(const char *name, size_t length)
{
    uint32_t number = 0;
    if (length == 0 || length > NUMBER_DIGITS || name[0] == '0')
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (name[i] < '0' || name[i] > '9')
            return 0;
        number = number * 10 + (uint32_t)(name[i] - '0');
    }
    return number;
}

static void name_replacement(char place[PLACE_BYTES], uint32_t number)
{
    (void)snprintf(place, PLACE_BYTES, "%s/%" PRIu32 "/", replace, number);
}

/* Is there an entry in memory whose name begins so? */
static bool holds(const lot_dossier *dossier, const char *place)
{
    for (size_t i = 0; i < dossier->entries_count; i++)
        if (strncmp(dossier->entries[i].name, place, strlen(place)) == 0)
            return true;
    return false;
}

static bool has_replacement(const listing *l, uint32_t number)
{
    struct stat about;
    char place[PLACE_BYTES];
    name_replacement(place, number);
    if (l->out->replace == NOT_OPEN)
        return holds(l->out, place);
    place[strlen(place) - 1] = '\0';
    return fstatat(l->out->replace, strchr(place, '/') + 1, &about, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The folders of replacements are numbered from 1 without a hole. */
static void count_replacements(listing *l)
{
    uint32_t number = 1;
    char place[PLACE_BYTES];
    while (number < l->highest && has_replacement(l, number))
        number++;
    if (number < l->highest) {
        name_replacement(place, number);
        place[strlen(place) - 1] = '\0';
        tell_wrong(l, place, "it is missing, though there is a later one");
    }
    l->out->replacements = number < l->highest ? number - 1 : l->highest;
}

/* NOT_OPEN where it is no folder; false where it cannot be opened. */
static bool open_folder(int *descriptor, int folder, const char *name)
{
    struct stat about;
    *descriptor = NOT_OPEN;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISDIR(about.st_mode))
        *descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return !S_ISDIR(about.st_mode) || *descriptor != NOT_OPEN;
}

static lot_status refuse_opening(const char *name, lot_error *error)
{
    return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be opened: %s: check whether you may read it",
                    name, strerror(errno));
}

/* Take every entry of the folder that `stream` lists, and close it. */
static lot_status list(listing *l, DIR *stream, const char *folder,
                       lot_status (*take)(listing *l, const char *name, lot_error *error),
                       lot_error *error)
{
    lot_status status = LOT_OK;
    struct dirent *entry;
    while (status == LOT_OK && (errno = 0, entry = readdir(stream)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = take(l, entry->d_name, error);
    }
    if (status == LOT_OK && errno != 0)
        status = LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read as a folder: %s", folder,
                          strerror(errno));
    (void)closedir(stream);
    return status;
}

/* An entry of `replace`: a folder with a number, and nothing else. */
static lot_status take_numbered(listing *l, const char *name, lot_error *error)
{
    struct stat about;
    size_t length = strlen(name);
    uint32_t number = read_number(name, length);
    (void)error;
    if (number == 0)
        tell_wrong_within(l, name, length, no_entry);
    else if (fstatat(l->out->replace, name, &about, AT_SYMLINK_NOFOLLOW) != 0 ||
             !S_ISDIR(about.st_mode))
        tell_wrong_within(l, name, length, "this is not a folder");
    l->highest = number > l->highest ? number : l->highest;
    l->count++;
    return LOT_OK;
}

static lot_status take_replace(listing *l, lot_error *error)
{
    if (l->out->replace != NOT_OPEN)
        return LOT_OK;
    if (!open_folder(&l->out->replace, l->folder, replace))
        return refuse_opening(replace, error);
    if (l->out->replace == NOT_OPEN) {
        tell_wrong(l, replace, "this is not a folder");
        return LOT_OK;
    }
    int again = openat(l->out->replace, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = again < 0 ? NULL : fdopendir(again);
    if (stream == NULL) {
        if (again >= 0)
            (void)close(again);
        return refuse_opening(replace, error);
    }
    lot_status status = list(l, stream, replace, take_numbered, error);
    if (status == LOT_OK && l->count == 0)
        tell_wrong(l, replace, "it holds no folder of a replacement");
    if (status == LOT_OK)
        count_replacements(l);
    return status;
}

static lot_status take_entry(listing *l, const char *name, lot_error *error)
{
    lot_dossier *out = l->out;
    unsigned file = find_name(name);
    if (!l->within && strcmp(name, replace) == 0)
        return take_replace(l, error);
    if (file == LOT_DOSSIER_FILES) {
        tell_wrong(l, name, no_entry);
        return LOT_OK;
    }
    if (out->descriptor[file] != NOT_OPEN)
        return LOT_OK;
    if (!lot_plain_file_open(&out->descriptor[file], l->folder, name))
        return refuse_opening(name, error);
    out->present[file] = out->descriptor[file] != NOT_OPEN;
    if (!out->present[file])
        tell_wrong(l, name, "this is not a regular file");
    return LOT_OK;
}

lot_status lot_dossier_open(lot_dossier *out, const char *folder, lot_error *error)
{
    listing l = begin(out, read_folder);
    DIR *stream = opendir(folder);
    if (stream == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: cannot be read as a folder: %s", folder,
                        strerror(errno));
    l.folder = dirfd(stream);
    return list(&l, stream, folder, take_entry, error);
}

/* An entry in memory of the folder `replace`. name: what is behind "replace/". */
static void hold_numbered(listing *l, const char *name)
{
    size_t length = strcspn(name, "/");
    uint32_t number = read_number(name, length);
    if (number == 0)
        tell_wrong_within(l, name, length, no_entry);
    else if (name[length] == '\0')
        tell_wrong_within(l, name, length, "this is not a folder");
    l->highest = number > l->highest ? number : l->highest;
}

/* Those whose names begin with `place`. */
static void hold(listing *l, const lot_dossier_entry *entries, size_t count, const char *place)
{
    lot_dossier *out = l->out;
    size_t within = strlen(replace);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(entries[i].name, place, strlen(place)) != 0)
            continue;
        const char *name = entries[i].name + strlen(place);
        unsigned file = find_name(name);
        if (!l->within && strncmp(name, replace, within) == 0 && name[within] == '/')
            hold_numbered(l, name + within + 1);
        else if (file == LOT_DOSSIER_FILES)
            tell_wrong(l, name, no_entry);
        else {
            out->present[file] = true;
            out->memory[file] = &entries[i];
        }
    }
}

void lot_dossier_hold(lot_dossier *out, const lot_dossier_entry *entries, size_t count)
{
    listing l = begin(out, read_memory);
    out->entries = entries;
    out->entries_count = count;
    hold(&l, entries, count, "");
    count_replacements(&l);
}

lot_status lot_dossier_replacement(lot_dossier *out, const lot_dossier *dossier, uint32_t number,
                                   lot_error *error)
{
    int folder;
    char place[PLACE_BYTES];
    listing l = begin(out, dossier->read);
    l.within = true;
    name_replacement(place, number);
    if (dossier->replace == NOT_OPEN) {
        hold(&l, dossier->entries, dossier->entries_count, place);
        return LOT_OK;
    }
    place[strlen(place) - 1] = '\0';
    const char *name = strchr(place, '/') + 1;
    DIR *stream = open_folder(&folder, dossier->replace, name) && folder != NOT_OPEN
                      ? fdopendir(folder)
                      : NULL;
    if (stream == NULL) {
        if (folder != NOT_OPEN)
            (void)close(folder);
        return refuse_opening(place, error);
    }
    l.folder = folder;
    return list(&l, stream, place, take_entry, error);
}

void lot_dossier_close(lot_dossier *dossier)
{
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        if (dossier->descriptor[file] != NOT_OPEN)
            (void)close(dossier->descriptor[file]);
        dossier->descriptor[file] = NOT_OPEN;
    }
    if (dossier->replace != NOT_OPEN)
        (void)close(dossier->replace);
    dossier->replace = NOT_OPEN;
}
