/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every byte: whatever is changed in a published folder, the verifier says no and names the file.
 *
 * A folder of 8 people, 3 seats and 10 tickets is walked from its first byte to its last: flipped,
 * cut, lines dropped, doubled and swapped, files exchanged. Then again with final.txt made anew
 * after each change, as somebody would who has no key to sign with and hopes that nobody was given
 * M: what is below the manifest, in the log or in the draw must still be caught by itself.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "civiclot/file.h"
#include "civiclot/pseudonym.h"
#include "civiclot/secret_key.h"
#include "civiclot/verify.h"
#include "support/run.h"
#include "support/sealed.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIGNED "tests/vectors/folders/full-signed"
#define UNSIGNED "tests/vectors/publication"
#define SHARED "../shared/data/instances/wf_50/"

enum { FLIPS_SAMPLED = 2000 };

/* A folder, and how what was changed in it is covered up. */
typedef struct walk {
    lot_sealed folder;
    bool covered; /* final.txt is made anew */
    unsigned long tried;
} walk;

static walk begin(const char *folder, bool covered)
{
    walk w = {.covered = covered};
    lot_checks checks;
    const lot_verify_request request = {.known_count = 0};
    lot_sealed_load(&w.folder, folder);
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &request, NULL), LOT_OK);
    lot_checks_free(&checks);
    return w;
}

static void end(walk *w)
{
    assert_true(w->tried > 0);
    lot_sealed_free(&w->folder);
}

/* The changed folder must fail, and the changed file be named. what: for who reads the failure. */
static void expect_no(walk *w, const char *file, const char *what, size_t where)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    const lot_verify_request request = {.known_count = 0};
    lot_text kept = *lot_sealed_file(&w->folder, "final.txt");
    bool cover = w->covered && strcmp(file, "final.txt") != 0;
    if (cover) {
        *lot_sealed_file(&w->folder, "final.txt") = LOT_TEXT_EMPTY;
        lot_sealed_put(&w->folder, "final.txt", kept.bytes, kept.length);
        lot_sealed_final(&w->folder);
    }
    lot_status status = lot_sealed_verify(&checks, &w->folder, &request, &error);
    bool named = status == LOT_BAD_INPUT || strstr(error.message, file) != NULL ||
                 (w->covered && error.message[0] != '\0');
    if ((status != LOT_NOT_VERIFIED && status != LOT_BAD_INPUT) || !named)
        fail_msg("%s, %s at %zu: status %d: %s", file, what, where, (int)status, error.message);
    lot_checks_free(&checks);
    if (cover) {
        lot_text_free(lot_sealed_file(&w->folder, "final.txt"));
        *lot_sealed_file(&w->folder, "final.txt") = kept;
    }
    w->tried++;
}

/* Another file for a moment. bytes: [length], borrowed. */
static void try_bytes(walk *w, size_t f, char *bytes, size_t length, const char *what, size_t where)
{
    lot_text kept = w->folder.files[f];
    w->folder.files[f] = (lot_text){bytes, length, length, false};
    expect_no(w, w->folder.names[f], what, where);
    w->folder.files[f] = kept;
}

/* Every bit of every byte where nothing is covered up; else one of each, as that takes longer. */
static void flip_every_byte(walk *w)
{
    unsigned bits = w->covered ? 1 : 8;
    for (size_t f = 0; f < w->folder.count; f++)
        for (size_t i = 0; i < w->folder.files[f].length; i++)
            for (unsigned bit = 0; bit < bits; bit++) {
                char *byte = &w->folder.files[f].bytes[i];
                char kept = *byte;
                *byte = (char)(kept ^ (1 << (i + bit) % 8));
                expect_no(w, w->folder.names[f], "a bit flipped", i);
                w->folder.files[f].bytes[i] = kept;
            }
}

static void cut_everywhere(walk *w)
{
    for (size_t f = 0; f < w->folder.count; f++)
        for (size_t length = 0; length < w->folder.files[f].length; length++)
            try_bytes(w, f, w->folder.files[f].bytes, length, "cut", length);
}

/* One line of a file: [start, end) of its bytes. */
typedef struct line {
    size_t start, end;
} line;

static bool next_line(line *at, const lot_text *file)
{
    at->start = at->end;
    while (at->end < file->length && file->bytes[at->end] != '\n')
        at->end++;
    at->end += at->end < file->length;
    return at->start < at->end;
}

/* The file with one line dropped (times 0) or doubled (2). */
static void repeat_line(walk *w, size_t f, const line *at, unsigned times)
{
    const lot_text *file = &w->folder.files[f];
    lot_text changed = LOT_TEXT_EMPTY;
    lot_text_add(&changed, file->bytes, at->start);
    for (unsigned i = 0; i < times; i++)
        lot_text_add(&changed, file->bytes + at->start, at->end - at->start);
    lot_text_add(&changed, file->bytes + at->end, file->length - at->end);
    try_bytes(w, f, changed.bytes, changed.length, times == 0 ? "a line dropped" : "a line doubled",
              at->start);
    lot_text_free(&changed);
}

/* The file with a line moved before another. */
static void move_line(walk *w, size_t f, const line *to, const line *from)
{
    const lot_text *file = &w->folder.files[f];
    lot_text changed = LOT_TEXT_EMPTY;
    lot_text_add(&changed, file->bytes, to->start);
    lot_text_add(&changed, file->bytes + from->start, from->end - from->start);
    lot_text_add(&changed, file->bytes + to->start, from->start - to->start);
    lot_text_add(&changed, file->bytes + from->end, file->length - from->end);
    if (memcmp(changed.bytes, file->bytes, file->length) != 0)
        try_bytes(w, f, changed.bytes, changed.length, "a line moved to", to->start);
    lot_text_free(&changed);
}

static void disturb_every_line(walk *w)
{
    for (size_t f = 0; f < w->folder.count; f++) {
        const lot_text *file = &w->folder.files[f];
        for (line at = {0, 0}; next_line(&at, file);) {
            repeat_line(w, f, &at, 0);
            repeat_line(w, f, &at, 2);
            for (line later = at; next_line(&later, file);)
                move_line(w, f, &at, &later);
        }
    }
}

static void exchange_every_two(walk *w)
{
    for (size_t a = 0; a < w->folder.count; a++)
        for (size_t b = a + 1; b < w->folder.count; b++) {
            lot_text kept = w->folder.files[a];
            w->folder.files[a] = w->folder.files[b];
            w->folder.files[b] = kept;
            /* the one that is read first is told */
            lot_checks checks;
            lot_error error = {.message = ""};
            const lot_verify_request request = {.known_count = 0};
            lot_status status = lot_sealed_verify(&checks, &w->folder, &request, &error);
            if (status != LOT_NOT_VERIFIED || (strstr(error.message, w->folder.names[a]) == NULL &&
                                               strstr(error.message, w->folder.names[b]) == NULL))
                fail_msg("%s for %s: status %d: %s", w->folder.names[a], w->folder.names[b],
                         (int)status, error.message);
            lot_checks_free(&checks);
            w->tried++;
            w->folder.files[b] = w->folder.files[a];
            w->folder.files[a] = kept;
        }
}

/* Every file taken away, and files that no folder has. */
static void drop_and_add(walk *w, const char *folder)
{
    static const char *const more[] = {"verify.html", ".hidden",      "process.txt.bak", "Pool.csv",
                                       "replace",     "seed.txt.sig", "nonce.txt"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        lot_sealed_put(&w->folder, more[i], "x\n", 2);
        expect_no(w, more[i], "added", 0);
        lot_sealed_drop(&w->folder, more[i]);
    }
    for (size_t f = 0; f < w->folder.count; f++) {
        char *name = lot_path_join(".", w->folder.names[f]);
        lot_sealed_drop(&w->folder, name + 2);
        lot_checks checks;
        const lot_verify_request request = {.known_count = 0};
        lot_status status = lot_sealed_verify(&checks, &w->folder, &request, NULL);
        if (status != LOT_NOT_VERIFIED)
            fail_msg("%s dropped: status %d", name + 2, (int)status);
        lot_checks_free(&checks);
        free(name);
        lot_sealed_free(&w->folder);
        lot_sealed_load(&w->folder, folder);
    }
}

static void walk_all(const char *folder, bool covered)
{
    walk w = begin(folder, covered);
    flip_every_byte(&w);
    cut_everywhere(&w);
    disturb_every_line(&w);
    end(&w);
}

static void no_byte_of_a_signed_folder_can_be_changed(void **state)
{
    (void)state;
    walk_all(SIGNED, false);
    walk_all(SIGNED, true);
}

static void no_byte_of_an_unsigned_folder_can_be_changed(void **state)
{
    (void)state;
    walk_all(UNSIGNED, false);
}

static void what_is_below_final_holds_by_itself(void **state)
{
    (void)state;
    walk_all(UNSIGNED, true);
    walk_all("tests/vectors/folders/contributions", true);
    walk_all("tests/vectors/folders/by-hand", true);
    walk_all("tests/vectors/folders/third-attempt", true);
    walk_all("tests/vectors/folders/undrawn", true);
}

static void no_file_can_be_exchanged_added_or_taken_away(void **state)
{
    (void)state;
    static const char *const folders[] = {SIGNED, UNSIGNED};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        walk w = begin(folders[i], false);
        exchange_every_two(&w);
        drop_and_add(&w, folders[i]);
        end(&w);
    }
}

static void put_signature(lot_sealed *folder, const char *name, const char *file,
                          const char *comment, const lot_secret_key *key)
{
    lot_text minisig = LOT_TEXT_EMPTY;
    const lot_text *bytes = lot_sealed_file(folder, file);
    const lot_signed about = {file, bytes->bytes, bytes->length, comment};
    assert_int_equal(lot_signature_make(&minisig, &about, key, NULL), LOT_OK);
    lot_sealed_put(folder, name, minisig.bytes, minisig.length);
    lot_text_free(&minisig);
}

/* The manifest is signed before final.txt has its digest. */
static void sign_all(lot_sealed *folder, const lot_secret_key *key)
{
    put_signature(folder, "manifest.txt.minisig", "manifest.txt", LOT_SIGNED_MANIFEST, key);
    lot_sealed_final(folder);
    put_signature(folder, "final.txt.minisig", "final.txt", LOT_SIGNED_FINAL, key);
}

static void assert_fails(const lot_sealed *folder, const lot_verify_request *request,
                         const char *statement)
{
    lot_checks checks;
    assert_int_equal(lot_sealed_verify(&checks, folder, request, NULL), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, statement);
    lot_checks_free(&checks);
}

/* The log without its last entry, the draw. */
static void cut_draw(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    do
        log->length--;
    while (log->length > 0 && log->bytes[log->length - 1] != '\n');
    log->bytes[log->length] = '\0';
}

/* With another key, and with that key announced: only who knows the first one, or M, can tell. */
static void a_folder_signed_with_another_key_is_another(void **state)
{
    (void)state;
    lot_secret_key *key = NULL;
    lot_checks checks;
    char kept[LOT_PUBLIC_KEY_LENGTH + 1], mine[LOT_PUBLIC_KEY_LENGTH + 1];
    walk w = begin(SIGNED, false);
    const lot_text *manifest = lot_sealed_file(&w.folder, "manifest.txt");
    lot_digest m;
    lot_sha256(&m, manifest->bytes, manifest->length);
    const lot_verify_request alone = {.known_count = 0};
    const lot_verify_request known = {.known = &m, .known_count = 1};
    const lot_verify_request announced = {.public_key = kept};
    assert_int_equal(lot_secret_key_make(&key, NULL), LOT_OK);
    lot_public_key_text(mine, lot_secret_key_public(key));
    const char *at = strstr(lot_sealed_file(&w.folder, "process.txt")->bytes, "public-key: ");
    assert_non_null(at);
    (void)snprintf(kept, sizeof kept, "%.56s", at + strlen("public-key: "));

    sign_all(&w.folder, key);
    assert_fails(&w.folder, &alone, "signature");
    lot_sealed_change(&w.folder, "process.txt", kept, mine);
    lot_sealed_seal(&w.folder);
    sign_all(&w.folder, key);
    /* the seed was made from the manifest that had the other key */
    assert_fails(&w.folder, &alone, "seed");
    assert_fails(&w.folder, &announced, "signature");
    assert_fails(&w.folder, &known, "known");
    lot_sealed_drop(&w.folder, "seed.txt");
    lot_sealed_drop(&w.folder, "draw.txt");
    cut_draw(&w.folder);
    lot_sealed_seal(&w.folder);
    sign_all(&w.folder, key);
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &alone, NULL), LOT_OK);
    lot_checks_free(&checks);
    assert_fails(&w.folder, &announced, "signature");
    assert_fails(&w.folder, &known, "known");
    lot_secret_key_free(key);
    w.tried++;
    end(&w);
}

/* A log that is made anew from its first entry on holds by itself: only others can tell. */
static void a_log_made_anew_is_caught_by_who_was_given_a_digest(void **state)
{
    (void)state;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_digest head;
    walk w = begin(UNSIGNED, false);
    lot_text *log = lot_sealed_file(&w.folder, "log.txt");
    char hex[LOT_HEX_BYTES] = "";
    memcpy(hex, log->bytes + log->length - LOT_HEX_BYTES, LOT_HEX_BYTES - 1);
    assert_true(lot_digest_parse(&head, hex));
    const lot_verify_request alone = {.known_count = 0};
    const lot_verify_request known = {.known = &head, .known_count = 1};
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &known, &error), LOT_OK);
    lot_checks_free(&checks);
    /* the time of the first entry, and so the digest of every entry */
    char *time = strchr(log->bytes, 'T');
    assert_non_null(time);
    time[1] = time[1] == '0' ? '1' : '0';
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &alone, &error), LOT_NOT_VERIFIED);
    lot_checks_free(&checks);
    lot_sealed_seal(&w.folder);
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &alone, &error), LOT_OK);
    lot_checks_free(&checks);
    assert_int_equal(lot_sealed_verify(&checks, &w.folder, &known, &error), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, "known");
    lot_checks_free(&checks);
    w.tried++;
    end(&w);
}

/* A generator of its own, the same everywhere: xorshift64. */
static uint64_t next_random(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static size_t folder_bytes(const lot_sealed *folder)
{
    size_t bytes = 0;
    for (size_t f = 0; f < folder->count; f++)
        bytes += folder->files[f].length;
    return bytes;
}

/* The byte that stands at `place` when all files are put one behind the other. */
static char *find_byte(size_t *file, const lot_sealed *folder, size_t place)
{
    size_t f = 0;
    while (place >= folder->files[f].length)
        place -= folder->files[f++].length;
    *file = f;
    return &folder->files[f].bytes[place];
}

static void flips_in_a_real_folder_are_found(void **state)
{
    const lot_run_folder *folder = *state;
    char out[320];
    uint64_t random = 20261125;
    if (access(SHARED "respondents.csv", R_OK) != 0) {
        print_message("skipped: no ../shared with the pool wf_50\n");
        skip();
    }
    char *here = realpath(SHARED, NULL);
    char *people = lot_path_join(here, "respondents.csv");
    char *quotas = lot_path_join(here, "categories.csv");
    EXPECT(folder, 0, "select", "--people", people, "--quotas", quotas, "--seats", "50", "--seed",
           "x", "--out", "result", "--full", "--accept-disclosure");
    (void)snprintf(out, sizeof out, "%s/result/publish", folder->path);
    walk w = begin(out, false);
    size_t bytes = folder_bytes(&w.folder);
    for (unsigned i = 0; i < FLIPS_SAMPLED; i++) {
        size_t file;
        size_t place = (size_t)(next_random(&random) % bytes);
        char *byte = find_byte(&file, &w.folder, place);
        char kept = *byte;
        *byte = (char)(kept ^ (1 << next_random(&random) % 8));
        expect_no(&w, w.folder.names[file], "a bit flipped", place);
        *byte = kept;
    }
    end(&w);
    free(people);
    free(quotas);
    free(here);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_byte_of_a_signed_folder_can_be_changed),
        cmocka_unit_test(no_byte_of_an_unsigned_folder_can_be_changed),
        cmocka_unit_test(what_is_below_final_holds_by_itself),
        cmocka_unit_test(no_file_can_be_exchanged_added_or_taken_away),
        cmocka_unit_test(a_folder_signed_with_another_key_is_another),
        cmocka_unit_test(a_log_made_anew_is_caught_by_who_was_given_a_digest),
        cmocka_unit_test_setup_teardown(flips_in_a_real_folder_are_found, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
