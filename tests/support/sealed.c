/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed: a folder changed, and sealed again. */
#include "support/sealed.h"

#include "civiclot/file.h"
#include "civiclot/log.h"
#include "core/array.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BYTES = 80 };

void lot_sealed_load(lot_sealed *out, const char *folder)
{
    *out = (lot_sealed){.count = 0};
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        lot_text bytes = LOT_TEXT_EMPTY;
        char *path = lot_path_join(folder, entry->d_name);
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "replace") != 0) {
            assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
            lot_sealed_put(out, entry->d_name, lot_text_string(&bytes), bytes.length);
        }
        lot_text_free(&bytes);
        free(path);
    }
    (void)closedir(listing);
}

void lot_sealed_free(lot_sealed *sealed)
{
    while (sealed->count > 0)
        lot_sealed_drop(sealed, sealed->names[0]);
}

static size_t find(const lot_sealed *sealed, const char *name)
{
    size_t i = 0;
    while (i < sealed->count && strcmp(sealed->names[i], name) != 0)
        i++;
    return i;
}

lot_text *lot_sealed_file(lot_sealed *sealed, const char *name)
{
    size_t i = find(sealed, name);
    assert_true(i < sealed->count);
    return &sealed->files[i];
}

void lot_sealed_put(lot_sealed *sealed, const char *name, const char *bytes, size_t length)
{
    lot_text text = LOT_TEXT_EMPTY;
    size_t i = find(sealed, name);
    lot_text_add(&text, bytes, length);
    if (i == sealed->count) {
        assert_true(sealed->count < SEALED_FILES_MOST);
        sealed->names[sealed->count] = lot_string_copy(name);
        sealed->files[sealed->count++] = LOT_TEXT_EMPTY;
    }
    lot_text_free(&sealed->files[i]);
    sealed->files[i] = text;
}

void lot_sealed_drop(lot_sealed *sealed, const char *name)
{
    size_t i = find(sealed, name);
    assert_true(i < sealed->count);
    free(sealed->names[i]);
    lot_text_free(&sealed->files[i]);
    sealed->count--;
    sealed->names[i] = sealed->names[sealed->count];
    sealed->files[i] = sealed->files[sealed->count];
}

void lot_sealed_change(lot_sealed *sealed, const char *name, const char *from, const char *to)
{
    lot_text changed = LOT_TEXT_EMPTY;
    const lot_text *file = lot_sealed_file(sealed, name);
    const char *at = strstr(lot_text_string(file), from);
    assert_non_null(at);
    size_t before = (size_t)(at - file->bytes);
    lot_text_add(&changed, file->bytes, before);
    lot_text_put(&changed, to);
    lot_text_put(&changed, at + strlen(from));
    lot_sealed_put(sealed, name, changed.bytes, changed.length);
    lot_text_free(&changed);
}

void lot_sealed_line(char line[SEALED_LINE_BYTES], lot_sealed *sealed, const char *name,
                     const char *part)
{
    const char *bytes = lot_text_string(lot_sealed_file(sealed, name));
    const char *start = strstr(bytes, part);
    assert_non_null(start);
    start += *start == '\n';
    while (start > bytes && start[-1] != '\n')
        start--;
    size_t length = (size_t)(strchr(start, '\n') + 1 - start);
    assert_true(length < SEALED_LINE_BYTES);
    memcpy(line, start, length);
    line[length] = '\0';
}

void lot_sealed_replace_line(lot_sealed *sealed, const char *name, const char *part,
                             const char *line)
{
    char kept[SEALED_LINE_BYTES];
    lot_sealed_line(kept, sealed, name, part);
    lot_sealed_change(sealed, name, kept, line);
}

static void put_digest_line(lot_text *text, lot_sealed *sealed, const char *name)
{
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    const lot_text *file = lot_sealed_file(sealed, name);
    lot_sha256(&digest, lot_text_string(file), file->length);
    lot_digest_hex(hex, &digest);
    lot_text_format(text, "%s  %s\n", hex, name);
}

/* The word behind `key` in a file, "" where there is none. word: [WORD_BYTES]. */
static void read_word(char *word, lot_sealed *sealed, const char *name, const char *key)
{
    word[0] = '\0';
    if (find(sealed, name) == sealed->count)
        return;
    const char *at = strstr(lot_text_string(lot_sealed_file(sealed, name)), key);
    if (at != NULL)
        (void)sscanf(at + strlen(key), "%79[^\n]", word);
}

void lot_sealed_final(lot_sealed *sealed)
{
    lot_text text = LOT_TEXT_EMPTY;
    char process[WORD_BYTES], attempt[WORD_BYTES], draw[WORD_BYTES], head[WORD_BYTES];
    read_word(head, sealed, "final.txt", "log: ");
    read_word(process, sealed, "final.txt", "process: ");
    read_word(attempt, sealed, "final.txt", "attempt: ");
    read_word(draw, sealed, "final.txt", "draw: ");
    const lot_text *log = lot_sealed_file(sealed, "log.txt");
    lot_text_format(&text, "civiclot-final: 1\nprocess: %s\nattempt: %s\ndraw: %s\nlog: ", process,
                    attempt, draw);
    if (log->length < LOT_HEX_BYTES || log->bytes[log->length - 1] != '\n')
        lot_text_put(&text, head); /* no log at all: what was said of it before */
    else
        lot_text_add(&text, log->bytes + log->length - LOT_HEX_BYTES, LOT_HEX_BYTES - 1);
    lot_text_put(&text, "\n");
    for (unsigned file = 0; file < LOT_FINAL_FILES; file++)
        if (find(sealed, lot_dossier_name(file)) < sealed->count)
            put_digest_line(&text, sealed, lot_dossier_name(file));
    lot_sealed_put(sealed, "final.txt", text.bytes, text.length);
    lot_text_free(&text);
}

static void make_manifest(lot_sealed *sealed, char hex[LOT_HEX_BYTES])
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest digest;
    for (unsigned file = LOT_FILE_PROCESS; file <= LOT_FILE_LOTTERY; file++)
        if (find(sealed, lot_dossier_name(file)) < sealed->count)
            put_digest_line(&text, sealed, lot_dossier_name(file));
    lot_sha256(&digest, text.bytes, text.length);
    lot_digest_hex(hex, &digest);
    lot_sealed_put(sealed, "manifest.txt", text.bytes, text.length);
    lot_text_free(&text);
}

/* The payload of the attempt's own entries; an empty text for others, which keep their digest. */
static void put_payload(lot_text *payload, lot_sealed *sealed, const char *kind, const char *hex)
{
    char attempt[WORD_BYTES], seed[WORD_BYTES], ticket[WORD_BYTES];
    lot_text reserves = LOT_TEXT_EMPTY;
    if (find(sealed, "reserves.txt") < sealed->count)
        put_digest_line(&reserves, sealed, "reserves.txt");
    read_word(attempt, sealed, "process.txt", "attempt: ");
    read_word(seed, sealed, "seed.txt", "\nseed: ");
    read_word(ticket, sealed, "draw.txt", "ticket: ");
    if (strcmp(kind, "commit") == 0)
        lot_text_format(payload, "{\"attempt\":%s,\"manifest\":\"%s\"}", attempt, hex);
    else if (strcmp(kind, "draw") == 0)
        lot_text_format(
            payload, "{\"attempt\":%s,\"manifest\":\"%s\",%s%.64s%s\"seed\":\"%s\",\"ticket\":%s}",
            attempt, hex, reserves.length > 0 ? "\"reserves\":\"" : "", lot_text_string(&reserves),
            reserves.length > 0 ? "\"," : "", seed, ticket);
    else if (strcmp(kind, "call-up") == 0)
        lot_text_format(payload, "{\"callup\":\"%s\"}", hex);
    lot_text_free(&reserves);
}

/* Seal one line of the log anew. entry: its previous is set. */
static void put_entry(lot_text *text, lot_sealed *sealed, const char *line, lot_log_entry *entry,
                      const char *hex, bool own)
{
    char time[WORD_BYTES], kind[WORD_BYTES], payload[WORD_BYTES];
    lot_text words = LOT_TEXT_EMPTY;
    lot_digest kept;
    assert_int_equal(
        sscanf(line, "%" SCNu64 " %79s %79s %79s", &entry->sequence, time, kind, payload), 4);
    if (own)
        put_payload(&words, sealed, kind, hex);
    entry->time = time;
    entry->kind = kind;
    entry->payload = words.length > 0 ? words.bytes : payload;
    lot_log_seal(entry);
    if (words.length == 0 && lot_digest_parse(&kept, payload)) {
        entry->payload_digest = kept;
        lot_log_seal_digest(entry);
    }
    lot_log_put_line(text, entry);
    lot_text_free(&words);
}

void lot_sealed_manifest(lot_sealed *sealed)
{
    char hex[LOT_HEX_BYTES];
    make_manifest(sealed, hex);
}

/* A call-up has no manifest: hex is of callup.txt. */
static void make_callup(lot_sealed *sealed, char hex[LOT_HEX_BYTES])
{
    lot_digest digest;
    char line[SEALED_LINE_BYTES];
    const lot_text *file = lot_sealed_file(sealed, "standing.csv");
    lot_sha256(&digest, lot_text_string(file), file->length);
    lot_digest_hex(hex, &digest);
    (void)snprintf(line, sizeof line, "standing: %s\n", hex);
    if (strstr(lot_text_string(lot_sealed_file(sealed, "callup.txt")), "\nstanding: ") != NULL)
        lot_sealed_replace_line(sealed, "callup.txt", "\nstanding: ", line);
    file = lot_sealed_file(sealed, "callup.txt");
    lot_sha256(&digest, lot_text_string(file), file->length);
    lot_digest_hex(hex, &digest);
}

void lot_sealed_seal(lot_sealed *sealed)
{
    char hex[LOT_HEX_BYTES];
    lot_text text = LOT_TEXT_EMPTY;
    lot_log_entry entry = {0};
    bool callup =
        find(sealed, "callup.txt") < sealed->count && find(sealed, "process.txt") == sealed->count;
    if (callup)
        make_callup(sealed, hex);
    else
        make_manifest(sealed, hex);
    const char *log = lot_text_string(lot_sealed_file(sealed, "log.txt"));
    const char *own = NULL;
    for (const char *at = log; (at = strstr(at, callup ? " call-up " : " commit ")) != NULL; at++)
        own = at;
    for (const char *line = log; *line != '\0'; line = strchr(line, '\n') + 1) {
        bool is_own = own != NULL && strchr(line, '\n') > own;
        put_entry(&text, sealed, line, &entry, hex, is_own);
        entry.previous = entry.digest;
    }
    lot_sealed_put(sealed, "log.txt", lot_text_string(&text), text.length);
    lot_text_free(&text);
    lot_sealed_final(sealed);
}

lot_status lot_sealed_verify(lot_checks *checks, const lot_sealed *sealed,
                             const lot_verify_request *request, lot_error *error)
{
    lot_dossier_entry entries[SEALED_FILES_MOST];
    lot_dossier dossier;
    for (size_t i = 0; i < sealed->count; i++)
        entries[i] = (lot_dossier_entry){sealed->names[i], lot_text_string(&sealed->files[i]),
                                         sealed->files[i].length};
    lot_dossier_hold(&dossier, entries, sealed->count);
    return lot_verify(checks, &dossier, request, error);
}
