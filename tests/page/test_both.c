/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both verifiers, the program and the page, on the same folders: good ones, and what forgers make
 * of them. They share no line of code; where they differ, one of them is wrong.
 *
 * The forgeries are every way below of damaging every file of every folder, as they are and sealed
 * anew; of a chain of replacements, of every file of one of its folders. With the environment's
 * FORGERIES=all all of them are tried, else one of STRIDE.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/both.h"
#include "support/damage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No way, file or seal has a period that this shares. */
enum { STRIDE = 29 };

struct forger {
    lot_both both;
    size_t number, stride;
};

static void copy(lot_sealed *out, const lot_sealed *from)
{
    *out = (lot_sealed){.count = 0};
    for (size_t i = 0; i < from->count; i++)
        lot_sealed_put(out, from->names[i], lot_text_string(&from->files[i]),
                       from->files[i].length);
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
        if (lot_both_file(forge, needed[i]) == NULL)
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

static bool is_turn(struct forger *f)
{
    return f->number++ % f->stride == 0;
}

static void damage_file(struct forger *f, const lot_sealed *good, const char *base,
                        const char *name)
{
    for (size_t i = 0; i < LOT_DAMAGES_COUNT * SEALS_COUNT; i++) {
        lot_sealed forge;
        char label[256];
        if (!is_turn(f))
            continue;
        const lot_damage *way = &lot_damages[i % LOT_DAMAGES_COUNT];
        copy(&forge, good);
        (void)snprintf(label, sizeof label, "%s: %s, %s, sealed %zu", base, name, way->name,
                       i / LOT_DAMAGES_COUNT);
        if (way->apply(lot_sealed_file(&forge, name)) && seal(&forge, name, i / LOT_DAMAGES_COUNT))
            lot_both_try(&f->both, &forge, label);
        lot_sealed_free(&forge);
    }
}

/* A file is gone, has another's bytes, or those of the same file of another folder. */
static void exchange_file(struct forger *f, const lot_sealed *good, const lot_sealed *other,
                          const char *base, const char *name)
{
    static const char *const ways[] = {"gone", "as the quotas", "of another folder"};
    for (size_t i = 0; i < 3 * SEALS_COUNT; i++) {
        lot_sealed forge;
        char label[256];
        const lot_text *source =
            i % 3 == 1 ? lot_both_file(good, "quotas.csv") : lot_both_file(other, name);
        if (!is_turn(f))
            continue;
        copy(&forge, good);
        if (i % 3 == 0 || source == NULL)
            lot_sealed_drop(&forge, name);
        else
            lot_sealed_put(&forge, name, lot_text_string(source), source->length);
        (void)snprintf(label, sizeof label, "%s: %s, %s, sealed %zu", base, name, ways[i % 3],
                       i / 3);
        if (seal(&forge, name, i / 3))
            lot_both_try(&f->both, &forge, label);
        lot_sealed_free(&forge);
    }
}

/* One thing more in the folder. Few, so each of them is tried. */
static void add_things(struct forger *f, const lot_sealed *good, const char *base)
{
    static const char *const names[] = {"extra.txt",           ".hidden",   "replace/",
                                        "verify.html",         "Final.txt", "certificate.txt",
                                        "manifest.txt.minisig"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lot_sealed forge;
        char label[256];
        f->number++;
        copy(&forge, good);
        bool there =
            f->both.at == 0 && f->both.chain_count > 1 && strcmp(names[i], "replace/") == 0;
        if (!there && lot_both_file(&forge, names[i]) == NULL) {
            lot_sealed_put(&forge, names[i], "more\n", strlen("more\n"));
            (void)snprintf(label, sizeof label, "%s: with %s", base, names[i]);
            lot_both_try(&f->both, &forge, label);
        }
        lot_sealed_free(&forge);
    }
}

/* An entry more at the log's end, sealed anew. Few, so each of them is tried. */
static void lengthen_log(struct forger *f, const lot_sealed *good, const char *base)
{
    static const char *const kinds[] = {"other", "commit", "reveal", "draw", "test-draw"};
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        lot_sealed forge;
        char label[256];
        size_t lines = 1;
        f->number++;
        copy(&forge, good);
        lot_text *log = lot_sealed_file(&forge, "log.txt");
        for (size_t b = 0; b < log->length; b++)
            lines += log->bytes[b] == '\n';
        lot_text_format(log, "%zu 2024-01-01T00:00:00Z %s %s %s %s\n", lines, kinds[i], zeros,
                        zeros, zeros);
        lot_sealed_seal(&forge);
        (void)snprintf(label, sizeof label, "%s: one more %s in the log", base, kinds[i]);
        lot_both_try(&f->both, &forge, label);
        lot_sealed_free(&forge);
    }
}

/* Folders, and the number of the replacement in them that is forged. */
static const struct base {
    const char *name;
    size_t at;
} bases[] = {
    {"publication", 0},
    {"folders/full-signed", 0},
    {"folders/public-unsigned", 0},
    {"folders/contributions", 0},
    {"folders/dice", 0},
    {"folders/by-hand", 0},
    {"folders/undrawn", 0},
    {"folders/rehearsal", 0},
    {"folders/third-attempt", 0},
    {"folders/big-pieces", 0},
    {"folders/operator", 0},
    {"folders/certificate-none-full", 0},
    {"folders/beacon", 0},
    {"folders/undrawn-signed", 0},
    {"folders/replace-one-others", 1},
    {"folders/replace-quotas", 1},
    {"folders/replace-contributions", 1},
    {"folders/replace-abandoned", 1},
    {"folders/replace-two", 0},
    {"folders/replace-two", 2},
    {"folders/replace-two-full-signed", 2},
    {"folders/reserve-uneven", 0},
    {"folders/reserve-undrawn", 0},
    {"folders/callup-public", 1},
    {"folders/callup-two", 2},
    {"folders/callup-signed", 1},
    {"folders/callup-renewed-public", 3},
};

enum { BASES_COUNT = sizeof bases / sizeof bases[0] };

static void take_base(lot_both *both, size_t index)
{
    char path[128];
    const struct base *base = &bases[index % BASES_COUNT];
    (void)snprintf(path, sizeof path, "tests/vectors/%s", base->name);
    lot_both_take(both, path, base->at);
}

static void forge_base(struct forger *f, const lot_sealed *other, const char *name)
{
    const lot_sealed *good = &f->both.chain[f->both.at];
    lot_both_try(&f->both, good, name);
    for (unsigned i = 0; i < LOT_DOSSIER_FILES; i++) {
        const char *file = lot_dossier_name(i);
        if (lot_both_file(good, file) == NULL)
            continue;
        damage_file(f, good, name, file);
        exchange_file(f, good, other, name, file);
    }
    add_things(f, good, name);
    lengthen_log(f, good, name);
}

static void forge_all(struct forger *f)
{
    for (size_t b = 0; b < BASES_COUNT; b++) {
        lot_sealed other;
        char name[128];
        take_base(&f->both, b + 1);
        copy(&other, &f->both.chain[f->both.at]);
        take_base(&f->both, b);
        (void)snprintf(name, sizeof name, "%s, folder %zu", bases[b].name, bases[b].at);
        forge_base(f, &other, name);
        lot_sealed_free(&other);
    }
}

static void forger_begin(struct forger *f, const lot_run_folder *folder)
{
    const char *forgeries = getenv("FORGERIES");
    bool all = forgeries != NULL && strcmp(forgeries, "all") == 0;
    *f = (struct forger){.stride = all ? 1 : STRIDE};
    lot_both_begin(&f->both, folder);
}

static void both_verifiers_say_the_same_of_good_folders_and_of_forged_ones(void **state)
{
    struct forger f;
    forger_begin(&f, *state);
    forge_all(&f);
    size_t verified = lot_both_compare(&f.both);
    /* more than these: an unsigned folder that was made anew as a whole, before any draw, say */
    assert_true(verified >= f.both.whole);
    lot_both_end(&f.both);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_verifiers_say_the_same_of_good_folders_and_of_forged_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
