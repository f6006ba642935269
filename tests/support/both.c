/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both: a case is written as a folder for the program, and as lines for the page. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/both.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TOLD_MOST = 60, PLACE_BYTES = 1024, CASE_BYTES = 512 };

void lot_both_begin(lot_both *both, const lot_run_folder *folder)
{
    const char *named = getenv("CIVICLOT_VERIFY");
    *both = (lot_both){.folder = folder, .said = json_array()};
    (void)snprintf(both->program, sizeof both->program, "%s",
                   lot_browse_place(named != NULL ? named : "build/civiclot-verify"));
    lot_text_put(&both->cases, "#!driver\n");
}

static void forget_chain(lot_both *both)
{
    while (both->chain_count > 0)
        lot_sealed_free(&both->chain[--both->chain_count]);
}

void lot_both_end(lot_both *both)
{
    lot_text_free(&both->cases);
    json_decref(both->said);
    free(both->put);
    forget_chain(both);
}

void lot_both_take(lot_both *both, const char *folder, size_t at)
{
    char path[PLACE_BYTES];
    struct stat about;
    forget_chain(both);
    (void)snprintf(path, sizeof path, "%s", folder);
    do {
        assert_true(both->chain_count < LOT_BOTH_CHAIN_MOST);
        lot_sealed_load(&both->chain[both->chain_count++], path);
        (void)snprintf(path, sizeof path, "%s/replace/%zu", folder, both->chain_count);
    } while (stat(path, &about) == 0);
    assert_true(at < both->chain_count);
    both->at = at;
}

const lot_text *lot_both_file(const lot_sealed *sealed, const char *name)
{
    for (size_t i = 0; i < sealed->count; i++) {
        if (strcmp(sealed->names[i], name) == 0)
            return &sealed->files[i];
    }
    return NULL;
}

static bool is_same(const lot_text *a, const lot_text *b)
{
    return a->length == b->length && memcmp(lot_text_string(a), lot_text_string(b), a->length) == 0;
}

static bool is_whole(const lot_sealed *forge, const lot_sealed *good)
{
    bool same = forge->count == good->count;
    for (size_t i = 0; same && i < good->count; i++) {
        const lot_text *file = lot_both_file(forge, good->names[i]);
        same = file != NULL && is_same(file, &good->files[i]);
    }
    return same;
}

/* Not lot_file_write(), which waits for the disk: these folders are gone in a moment. */
static void write_file(const char *path, const lot_text *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(lot_text_string(bytes), 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

/* A folder of the chain; place: its path, with a slash at the end. */
static void write_folder(const lot_sealed *forge, const char *place)
{
    assert_int_equal(mkdir(place, 0755), 0);
    for (size_t i = 0; i < forge->count; i++) {
        char path[PLACE_BYTES];
        (void)snprintf(path, sizeof path, "%s%s", place, forge->names[i]);
        if (path[strlen(path) - 1] == '/')
            assert_int_equal(mkdir(path, 0755), 0);
        else
            write_file(path, &forge->files[i]);
    }
}

static const lot_sealed *member(const lot_both *both, const lot_sealed *forge, size_t number)
{
    return number == both->at ? forge : &both->chain[number];
}

/* Where a folder of the chain lies in the first. */
static void put_place(char place[PLACE_BYTES], const char *before, size_t number)
{
    (void)snprintf(place, PLACE_BYTES, number > 0 ? "%sreplace/%zu/" : "%s", before, number);
}

static void write_chain(const lot_both *both, const lot_sealed *forge, const char *before)
{
    char place[PLACE_BYTES];
    for (size_t i = 0; i < both->chain_count; i++) {
        if (i == 1) {
            (void)snprintf(place, sizeof place, "%sreplace", before);
            assert_int_equal(mkdir(place, 0755), 0);
        }
        put_place(place, before, i);
        write_folder(member(both, forge, i), place);
    }
}

static void put_base64(lot_text *out, const char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        uint32_t group = 0;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (i + j < length ? (unsigned char)bytes[i + j] : 0);
        char four[4];
        for (size_t j = 0; j < 4; j++)
            four[j] = i + j > length ? '=' : digits[group >> (18 - 6 * j) & 63];
        lot_text_add(out, four, sizeof four);
    }
}

/* Every content stands once, however many cases have it. */
static void put_blob(lot_both *both, char hex[LOT_HEX_BYTES], const lot_text *bytes)
{
    lot_digest digest;
    lot_sha256(&digest, lot_text_string(bytes), bytes->length);
    lot_digest_hex(hex, &digest);
    for (size_t i = 0; i < both->put_count; i++) {
        if (lot_digest_equal(&both->put[i], &digest))
            return;
    }
    if (both->put_count == both->put_room) {
        both->put_room = both->put_room * 2 + 64;
        both->put = realloc(both->put, both->put_room * sizeof *both->put);
        assert_non_null(both->put);
    }
    both->put[both->put_count++] = digest;
    lot_text_format(&both->cases, "blob %s ", hex);
    put_base64(&both->cases, lot_text_string(bytes), bytes->length);
    lot_text_put(&both->cases, "\n");
}

static void put_entry(lot_both *both, const char *place, const char *name, const lot_text *bytes)
{
    char hex[LOT_HEX_BYTES] = "", path[PLACE_BYTES];
    (void)snprintf(path, sizeof path, "%s%s", place, name);
    size_t length = strlen(path);
    bool is_folder = path[length - 1] == '/';
    if (!is_folder)
        put_blob(both, hex, bytes);
    lot_text_put(&both->cases, is_folder ? "folder " : "file ");
    put_base64(&both->cases, path, length - is_folder);
    lot_text_format(&both->cases, " %s\n", hex);
}

static void put_case(lot_both *both, const lot_sealed *forge, const char *label)
{
    char place[PLACE_BYTES];
    lot_text_put(&both->cases, "case ");
    put_base64(&both->cases, label, strlen(label));
    lot_text_put(&both->cases, "\n");
    if (both->chain_count > 1)
        put_entry(both, "", "replace/", NULL);
    for (size_t i = 0; i < both->chain_count; i++) {
        const lot_sealed *folder = member(both, forge, i);
        put_place(place, "", i);
        if (i > 0)
            put_entry(both, place, "", NULL);
        for (size_t f = 0; f < folder->count; f++)
            put_entry(both, place, folder->names[f], &folder->files[f]);
    }
    lot_text_put(&both->cases, "end\n");
}

static void put_statements(lot_text *lines, const json_t *folder)
{
    size_t i;
    json_t *statement;
    json_array_foreach(json_object_get(folder, "statements"), i, statement)
    {
        lot_text_format(lines, "%s %s\n", lot_browse_text(statement, "id"),
                        lot_browse_text(statement, "verdict"));
    }
}

/* What civiclot-verify says, in the form of lot_browse_verdicts(). */
static void put_said(lot_text *lines, const lot_ran *ran)
{
    size_t i;
    json_t *folder, *answer = json_loads(lot_text_string(&ran->out), 0, NULL);
    const json_t *failure = json_object_get(answer, "failure");
    put_statements(lines, answer);
    json_array_foreach(json_object_get(answer, "replacements"), i, folder)
    {
        lot_text_format(lines, "folder %s\n", lot_browse_text(folder, "folder"));
        put_statements(lines, folder);
    }
    if (json_is_object(failure))
        lot_text_format(lines, "failed %s\n", lot_browse_text(failure, "statement"));
    lot_text_format(lines, "exit %d\n", ran->code);
    json_decref(answer);
}

static void run_program(lot_both *both, const lot_sealed *forge, const char *label)
{
    char name[64], path[CASE_BYTES];
    lot_text lines = LOT_TEXT_EMPTY;
    (void)snprintf(name, sizeof name, "case-%zu", json_array_size(both->said));
    (void)snprintf(path, sizeof path, "%s/%s/", both->folder->path, name);
    write_chain(both, forge, path);
    lot_ran ran = lot_run_other(both->folder, ".",
                                (const char *const[]){both->program, name, "--json", NULL});
    if (ran.code != 0 && ran.code != 3 && ran.code != 5)
        fail_msg("%s: civiclot-verify ended %d: %s", label, ran.code, lot_text_string(&ran.err));
    put_said(&lines, &ran);
    assert_int_equal(json_array_append_new(both->said, json_string(lot_text_string(&lines))), 0);
    lot_text_free(&lines);
    lot_ran_free(&ran);
}

void lot_both_try(lot_both *both, const lot_sealed *forge, const char *label)
{
    both->whole += is_whole(forge, &both->chain[both->at]);
    run_program(both, forge, label);
    put_case(both, forge, label);
}

/* The last lines: `failed ID` where there is one, then `exit CODE`. */
static const char *ending(const char *lines)
{
    const char *failed = strstr(lines, "failed ");
    return failed != NULL ? failed : strstr(lines, "exit ");
}

/* Where they are verified all statements count; else which one fails, and that it does. */
static bool agree(const char *program, const char *page)
{
    if (strstr(program, "exit 0") != NULL)
        return strcmp(program, page) == 0;
    return strcmp(ending(program), ending(page)) == 0;
}

size_t lot_both_compare(lot_both *both)
{
    json_t *answers = NULL, *answer;
    size_t i, different = 0, verified = 0;
    lot_browse(&answers, both->folder, &both->cases);
    assert_int_equal(json_array_size(answers), json_array_size(both->said));
    json_array_foreach(answers, i, answer)
    {
        lot_text page = LOT_TEXT_EMPTY;
        const char *program = json_string_value(json_array_get(both->said, i));
        lot_browse_verdicts(&page, answer);
        verified += json_is_true(json_object_get(answer, "verified"));
        if (!agree(program, lot_text_string(&page)) && ++different <= TOLD_MOST)
            print_error("%s:\n  program %s  page    %s", lot_browse_text(answer, "folder"),
                        ending(program), ending(lot_text_string(&page)));
        lot_text_free(&page);
    }
    print_message("%zu folders, %zu verified, %zu different\n", json_array_size(answers), verified,
                  different);
    json_decref(answers);
    assert_int_equal(different, 0);
    return verified;
}
