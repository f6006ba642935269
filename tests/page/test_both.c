/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both verifiers, the program and the page, on the same folders: good ones, and what forgers make
 * of them. They share no line of code; where they differ, one of them is wrong.
 *
 * The forgeries are every way below of damaging every file of every folder, as they are and sealed
 * anew. With the environment's FORGERIES=all all of them are tried, else one of STRIDE.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/browse.h"
#include "support/damage.h"
#include "support/sealed.h"

#include "civiclot/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* No way, file or seal has a period that this shares. */
enum { STRIDE = 29, TOLD_MOST = 60 };

struct both {
    const lot_run_folder *folder;
    char program[4096];
    lot_text cases;  /* for tests/page/driver.js */
    json_t *said;    /* by the program, of each case */
    lot_digest *put; /* contents that are among the cases already */
    size_t put_count, put_room;
    size_t number, stride;
    size_t whole; /* cases that are good, as they are or because sealing mended the damage */
};

static void both_begin(struct both *both, const lot_run_folder *folder)
{
    const char *named = getenv("CIVICLOT_VERIFY");
    const char *forgeries = getenv("FORGERIES");
    bool all = forgeries != NULL && strcmp(forgeries, "all") == 0;
    *both = (struct both){.folder = folder, .said = json_array(), .stride = all ? 1 : STRIDE};
    (void)snprintf(both->program, sizeof both->program, "%s",
                   lot_browse_place(named != NULL ? named : "build/civiclot-verify"));
    lot_text_put(&both->cases, "#!driver\n");
}

static void both_end(struct both *both)
{
    lot_text_free(&both->cases);
    json_decref(both->said);
    free(both->put);
}

static const lot_text *file_of(const lot_sealed *sealed, const char *name)
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
        const lot_text *file = file_of(forge, good->names[i]);
        same = file != NULL && is_same(file, &good->files[i]);
    }
    return same;
}

static void copy(lot_sealed *out, const lot_sealed *from)
{
    *out = (lot_sealed){.count = 0};
    for (size_t i = 0; i < from->count; i++)
        lot_sealed_put(out, from->names[i], lot_text_string(&from->files[i]),
                       from->files[i].length);
}

/* Not lot_file_write(), which waits for the disk: these folders are gone in a moment. */
static void write_file(const char *path, const lot_text *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(lot_text_string(bytes), 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

static void write_folder(const lot_sealed *forge, const char *path)
{
    assert_int_equal(mkdir(path, 0755), 0);
    for (size_t i = 0; i < forge->count; i++) {
        char place[1024];
        (void)snprintf(place, sizeof place, "%s/%s", path, forge->names[i]);
        if (place[strlen(place) - 1] == '/')
            assert_int_equal(mkdir(place, 0755), 0);
        else
            write_file(place, &forge->files[i]);
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
static void put_blob(struct both *both, char hex[LOT_HEX_BYTES], const lot_text *bytes)
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

static void put_case(struct both *both, const lot_sealed *forge, const char *label)
{
    char hex[LOT_HEX_BYTES];
    lot_text_put(&both->cases, "case ");
    put_base64(&both->cases, label, strlen(label));
    lot_text_put(&both->cases, "\n");
    for (size_t i = 0; i < forge->count; i++) {
        size_t length = strlen(forge->names[i]);
        bool is_folder = forge->names[i][length - 1] == '/';
        if (!is_folder)
            put_blob(both, hex, &forge->files[i]);
        lot_text_put(&both->cases, is_folder ? "folder " : "file ");
        put_base64(&both->cases, forge->names[i], length - is_folder);
        lot_text_format(&both->cases, " %s\n", is_folder ? "" : hex);
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

static void run_program(struct both *both, const lot_sealed *forge, const char *label)
{
    char name[64], path[512];
    lot_text lines = LOT_TEXT_EMPTY;
    (void)snprintf(name, sizeof name, "case-%zu", json_array_size(both->said));
    (void)snprintf(path, sizeof path, "%s/%s", both->folder->path, name);
    write_folder(forge, path);
    lot_ran ran = lot_run_other(both->folder, ".",
                                (const char *const[]){both->program, name, "--json", NULL});
    if (ran.code != 0 && ran.code != 3 && ran.code != 5)
        fail_msg("%s: civiclot-verify ended %d: %s", label, ran.code, lot_text_string(&ran.err));
    put_said(&lines, &ran);
    assert_int_equal(json_array_append_new(both->said, json_string(lot_text_string(&lines))), 0);
    lot_text_free(&lines);
    lot_ran_free(&ran);
}

static void try_folder(struct both *both, const lot_sealed *forge, const lot_sealed *good,
                       const char *label)
{
    both->whole += is_whole(forge, good);
    run_program(both, forge, label);
    put_case(both, forge, label);
}

enum { SEALS_COUNT = 3 };

/*
 * 0: as it is; 1: final.txt made anew; 2: manifest.txt and the log as well. False: with this file
 * damaged or gone that cannot be done.
 */
static bool seal(lot_sealed *forge, const char *name, size_t depth)
{
    static const char *const needed[] = {"log.txt", "process.txt", "quotas.csv", "pool.csv",
                                         "lottery.csv"};
    size_t count = depth == 0 ? 0 : depth == 1 ? 1 : sizeof needed / sizeof needed[0];
    for (size_t i = 0; i < count; i++) {
        if (file_of(forge, needed[i]) == NULL)
            return false;
    }
    if (depth == 2 && strcmp(name, "log.txt") == 0)
        return false;
    if (depth == 1)
        lot_sealed_final(forge);
    else if (depth == 2)
        lot_sealed_seal(forge);
    return true;
}

static bool is_turn(struct both *both)
{
    return both->number++ % both->stride == 0;
}

static void damage_file(struct both *both, const lot_sealed *good, const char *base,
                        const char *name)
{
    for (size_t i = 0; i < LOT_DAMAGES_COUNT * SEALS_COUNT; i++) {
        lot_sealed forge;
        char label[256];
        if (!is_turn(both))
            continue;
        const lot_damage *way = &lot_damages[i % LOT_DAMAGES_COUNT];
        copy(&forge, good);
        (void)snprintf(label, sizeof label, "%s: %s, %s, sealed %zu", base, name, way->name,
                       i / LOT_DAMAGES_COUNT);
        if (way->apply(lot_sealed_file(&forge, name)) && seal(&forge, name, i / LOT_DAMAGES_COUNT))
            try_folder(both, &forge, good, label);
        lot_sealed_free(&forge);
    }
}

/* A file is gone, has another's bytes, or those of the same file of another folder. */
static void exchange_file(struct both *both, const lot_sealed *good, const lot_sealed *other,
                          const char *base, const char *name)
{
    static const char *const ways[] = {"gone", "as the quotas", "of another folder"};
    for (size_t i = 0; i < 3 * SEALS_COUNT; i++) {
        lot_sealed forge;
        char label[256];
        const lot_text *source = i % 3 == 1 ? file_of(good, "quotas.csv") : file_of(other, name);
        if (!is_turn(both))
            continue;
        copy(&forge, good);
        if (i % 3 == 0 || source == NULL)
            lot_sealed_drop(&forge, name);
        else
            lot_sealed_put(&forge, name, lot_text_string(source), source->length);
        (void)snprintf(label, sizeof label, "%s: %s, %s, sealed %zu", base, name, ways[i % 3],
                       i / 3);
        if (seal(&forge, name, i / 3))
            try_folder(both, &forge, good, label);
        lot_sealed_free(&forge);
    }
}

/* One thing more in the folder. Few, so each of them is tried. */
static void add_things(struct both *both, const lot_sealed *good, const char *base)
{
    static const char *const names[] = {"extra.txt",           ".hidden",   "replace/",
                                        "verify.html",         "Final.txt", "certificate.txt",
                                        "manifest.txt.minisig"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lot_sealed forge;
        char label[256];
        both->number++;
        copy(&forge, good);
        if (file_of(&forge, names[i]) == NULL) {
            lot_sealed_put(&forge, names[i], "more\n", strlen("more\n"));
            (void)snprintf(label, sizeof label, "%s: with %s", base, names[i]);
            try_folder(both, &forge, good, label);
        }
        lot_sealed_free(&forge);
    }
}

/* An entry more at the log's end, sealed anew. Few, so each of them is tried. */
static void lengthen_log(struct both *both, const lot_sealed *good, const char *base)
{
    static const char *const kinds[] = {"other", "commit", "reveal", "draw", "test-draw"};
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        lot_sealed forge;
        char label[256];
        size_t lines = 1;
        both->number++;
        copy(&forge, good);
        lot_text *log = lot_sealed_file(&forge, "log.txt");
        for (size_t b = 0; b < log->length; b++)
            lines += log->bytes[b] == '\n';
        lot_text_format(log, "%zu 2024-01-01T00:00:00Z %s %s %s %s\n", lines, kinds[i], zeros,
                        zeros, zeros);
        lot_sealed_seal(&forge);
        (void)snprintf(label, sizeof label, "%s: one more %s in the log", base, kinds[i]);
        try_folder(both, &forge, good, label);
        lot_sealed_free(&forge);
    }
}

static const char *const bases[] = {
    "publication",           "folders/full-signed",    "folders/public-unsigned",
    "folders/contributions", "folders/dice",           "folders/by-hand",
    "folders/undrawn",       "folders/rehearsal",      "folders/third-attempt",
    "folders/big-pieces",    "folders/operator",       "folders/certificate-none-full",
    "folders/beacon",        "folders/undrawn-signed",
};

enum { BASES_COUNT = sizeof bases / sizeof bases[0] };

static void read_base(lot_sealed *forge, size_t index)
{
    char path[128];
    (void)snprintf(path, sizeof path, "tests/vectors/%s", bases[index % BASES_COUNT]);
    lot_sealed_load(forge, path);
}

static void forge_all(struct both *both)
{
    for (size_t b = 0; b < BASES_COUNT; b++) {
        lot_sealed good, other;
        read_base(&good, b);
        read_base(&other, b + 1);
        try_folder(both, &good, &good, bases[b]);
        for (unsigned i = 0; i < LOT_DOSSIER_FILES; i++) {
            const char *name = lot_dossier_name(i);
            if (file_of(&good, name) == NULL)
                continue;
            damage_file(both, &good, bases[b], name);
            exchange_file(both, &good, &other, bases[b], name);
        }
        add_things(both, &good, bases[b]);
        lengthen_log(both, &good, bases[b]);
        lot_sealed_free(&good);
        lot_sealed_free(&other);
    }
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

static void compare_all(struct both *both, size_t *verified)
{
    json_t *answers = NULL, *answer;
    size_t i, different = 0;
    lot_browse(&answers, both->folder, &both->cases);
    assert_int_equal(json_array_size(answers), json_array_size(both->said));
    *verified = 0;
    json_array_foreach(answers, i, answer)
    {
        lot_text page = LOT_TEXT_EMPTY;
        const char *program = json_string_value(json_array_get(both->said, i));
        lot_browse_verdicts(&page, answer);
        *verified += json_is_true(json_object_get(answer, "verified"));
        if (!agree(program, lot_text_string(&page)) && ++different <= TOLD_MOST)
            print_error("%s:\n  program %s  page    %s", lot_browse_text(answer, "folder"),
                        ending(program), ending(lot_text_string(&page)));
        lot_text_free(&page);
    }
    print_message("%zu folders, %zu verified, %zu different\n", json_array_size(answers), *verified,
                  different);
    json_decref(answers);
    assert_int_equal(different, 0);
}

static void both_verifiers_say_the_same_of_good_folders_and_of_forged_ones(void **state)
{
    struct both both;
    size_t verified;
    both_begin(&both, *state);
    forge_all(&both);
    compare_all(&both, &verified);
    /* more than these: an unsigned folder that was made anew as a whole, before any draw, say */
    assert_true(verified >= both.whole);
    both_end(&both);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_verifiers_say_the_same_of_good_folders_and_of_forged_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
