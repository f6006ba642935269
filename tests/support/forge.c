/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forge: small folders, so that names are looked for one by one. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/forge.h"

#include "civiclot/digest.h"
#include "civiclot/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

lot_text *lot_forge_add(lot_forge *forge, const char *name)
{
    assert_true(forge->count < LOT_FORGE_FILES_MOST && strlen(name) < LOT_FORGE_NAME_BYTES);
    (void)snprintf(forge->names[forge->count], LOT_FORGE_NAME_BYTES, "%s", name);
    forge->files[forge->count] = LOT_TEXT_EMPTY;
    return &forge->files[forge->count++];
}

void lot_forge_read(lot_forge *forge, const char *path)
{
    lot_error error = {.message = ""};
    *forge = (lot_forge){.count = 0};
    DIR *entries = opendir(path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] != '.')
            (void)lot_forge_add(forge, entry->d_name);
    }
    (void)closedir(entries);
    /* so that the order is not the file system's */
    qsort(forge->names, forge->count, sizeof forge->names[0], compare_names);
    for (size_t i = 0; i < forge->count; i++) {
        char *place = lot_path_join(path, forge->names[i]);
        assert_int_equal(lot_file_read(&forge->files[i], place, &error), LOT_OK);
        free(place);
    }
}

void lot_forge_copy(lot_forge *out, const lot_forge *forge)
{
    *out = (lot_forge){.count = 0};
    for (size_t i = 0; i < forge->count; i++) {
        lot_text *file = lot_forge_add(out, forge->names[i]);
        lot_text_add(file, lot_text_string(&forge->files[i]), forge->files[i].length);
    }
}

void lot_forge_free(lot_forge *forge)
{
    for (size_t i = 0; i < forge->count; i++)
        lot_text_free(&forge->files[i]);
    forge->count = 0;
}

static size_t find(const lot_forge *forge, const char *name)
{
    size_t i = 0;
    while (i < forge->count && strcmp(forge->names[i], name) != 0)
        i++;
    return i;
}

lot_text *lot_forge_file(lot_forge *forge, const char *name)
{
    size_t i = find(forge, name);
    return i < forge->count ? &forge->files[i] : NULL;
}

void lot_forge_remove(lot_forge *forge, const char *name)
{
    size_t i = find(forge, name);
    if (i == forge->count)
        return;
    lot_text_free(&forge->files[i]);
    forge->count--;
    for (; i < forge->count; i++) {
        memcpy(forge->names[i], forge->names[i + 1], LOT_FORGE_NAME_BYTES);
        forge->files[i] = forge->files[i + 1];
    }
}

/* A line `DIGEST  NAME` of a file that is there gets its digest; any other is as it was. */
static void seal_line(lot_forge *forge, lot_text *out, const char *line, size_t length)
{
    char name[LOT_FORGE_NAME_BYTES] = "";
    const size_t before = LOT_HEX_BYTES - 1 + strlen("  ");
    if (length > before && length - before < sizeof name && memcmp(line + before - 2, "  ", 2) == 0)
        memcpy(name, line + before, length - before);
    const lot_text *file = lot_forge_file(forge, name);
    if (file != NULL) {
        lot_digest digest;
        char hex[LOT_HEX_BYTES];
        lot_sha256(&digest, lot_text_string(file), file->length);
        lot_digest_hex(hex, &digest);
        lot_text_format(out, "%s  %s", hex, name);
    } else {
        lot_text_add(out, line, length);
    }
}

void lot_forge_seal(lot_forge *forge, const char *list)
{
    lot_text *file = lot_forge_file(forge, list);
    if (file == NULL)
        return;
    lot_text sealed = LOT_TEXT_EMPTY;
    const char *line = lot_text_string(file), *end = line + file->length;
    for (const char *stop; line < end && (stop = memchr(line, '\n', (size_t)(end - line))) != NULL;
         line = stop + 1) {
        seal_line(forge, &sealed, line, (size_t)(stop - line));
        lot_text_put(&sealed, "\n");
    }
    lot_text_add(&sealed, line, (size_t)(end - line));
    lot_text_free(file);
    *file = sealed;
}

bool lot_forge_equal(const lot_forge *a, const lot_forge *b)
{
    for (size_t i = 0; i < a->count; i++) {
        size_t j = find(b, a->names[i]);
        if (j == b->count || a->files[i].length != b->files[j].length ||
            memcmp(lot_text_string(&a->files[i]), lot_text_string(&b->files[j]),
                   a->files[i].length) != 0)
            return false;
    }
    return a->count == b->count;
}

/* Not lot_file_write(), which waits for the disk: these folders are gone in a moment. */
static void write_file(const char *path, const lot_text *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(lot_text_string(bytes), 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

void lot_forge_write(const lot_forge *forge, const char *path)
{
    assert_int_equal(mkdir(path, 0755), 0);
    for (size_t i = 0; i < forge->count; i++) {
        char *place = lot_path_join(path, forge->names[i]);
        assert_non_null(place);
        if (place[strlen(place) - 1] == '/')
            assert_int_equal(mkdir(place, 0755), 0);
        else
            write_file(place, &forge->files[i]);
        free(place);
    }
}
