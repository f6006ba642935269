/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publication: every file of a published folder, against a second implementation. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/publication.h"
#include "civiclot/version.h"
#include "core/array.h"
#include "support/example.h"
#include "support/vectors.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PANELS_MAX = 6, SEATS = 3, SOURCES_MAX = 2 };

/* The example's pool, the lottery and the draw that tests/vectors/publication/ publishes. */
typedef struct example_folder {
    lot_example example;
    lot_pseudonyms *pseudonyms;
    lot_lottery *lottery;
    lot_source *sources;
    uint32_t sources_count;
    lot_digest previous;
    lot_digest certificate;
    lot_digest manifest;
    lot_digest seed;
    uint64_t rejected;
    uint64_t ticket;
} example_folder;

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *left = a;
    const uint32_t *right = b;
    return (*left > *right) - (*left < *right);
}

static void read_panel(lot_panels *panels, const example_folder *fixture, const lot_vectors *line)
{
    assert_true(panels->count < PANELS_MAX);
    uint32_t *members = panels->members + panels->count * SEATS;
    for (uint32_t s = 0; s < SEATS; s++)
        members[s] = fixture->example.place[lot_vectors_small(line, 2 + s)];
    qsort(members, SEATS, sizeof *members, compare_numbers);
    panels->tickets[panels->count++] = lot_vectors_number(line, 1);
}

static void read_source(example_folder *fixture, lot_vectors *line)
{
    assert_true(fixture->sources_count < SOURCES_MAX);
    const char *nonce = lot_vectors_string(line, 3);
    fixture->sources[fixture->sources_count++] =
        (lot_source){.name = lot_string_copy(lot_vectors_string(line, 1)),
                     .value = lot_string_copy(lot_vectors_string(line, 2)),
                     .nonce = nonce[0] != '\0' ? lot_string_copy(nonce) : NULL};
}

static void read_line(example_folder *fixture, lot_panels *panels, lot_vectors *line)
{
    if (lot_vectors_is(line, "panel"))
        read_panel(panels, fixture, line);
    else if (lot_vectors_is(line, "source"))
        read_source(fixture, line);
    else if (lot_vectors_is(line, "previous"))
        fixture->previous = lot_vectors_digest(line, 1);
    else if (lot_vectors_is(line, "M"))
        fixture->manifest = lot_vectors_digest(line, 1);
    else if (lot_vectors_is(line, "seed"))
        fixture->seed = lot_vectors_digest(line, 1);
    else if (lot_vectors_is(line, "draw")) {
        fixture->rejected = lot_vectors_number(line, 1);
        fixture->ticket = lot_vectors_number(line, 2);
    }
}

static lot_text read_published(const char *name)
{
    lot_text file = LOT_TEXT_EMPTY;
    char *path = lot_path_join("tests/vectors/publication", name);
    assert_non_null(path);
    assert_int_equal(lot_file_read(&file, path, NULL), LOT_OK);
    free(path);
    return file;
}

static void read_certificate(example_folder *fixture)
{
    lot_text text = read_published("certificate.txt");
    lot_sha256(&fixture->certificate, text.bytes, text.length);
    lot_text_free(&text);
}

static void fixture_make(example_folder *fixture, bool shuffled)
{
    memset(fixture, 0, sizeof *fixture);
    lot_example_read(&fixture->example, shuffled);
    assert_int_equal(lot_pseudonyms_new(&fixture->pseudonyms, &fixture->example.key,
                                        &fixture->example.pool, &fixture->example.quotas, NULL),
                     LOT_OK);
    fixture->sources = lot_array_new(SOURCES_MAX, sizeof *fixture->sources);
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    assert_non_null(panels);
    panels->seats = SEATS;
    panels->members = lot_array_new(PANELS_MAX * SEATS, sizeof *panels->members);
    panels->tickets = lot_array_new(PANELS_MAX, sizeof *panels->tickets);
    lot_vectors line;
    lot_vectors_open(&line, "tests/vectors/publication.txt");
    while (lot_vectors_next(&line))
        read_line(fixture, panels, &line);
    lot_vectors_close(&line);
    assert_int_equal(lot_number_tickets(&fixture->lottery, panels, fixture->pseudonyms, NULL),
                     LOT_OK);
    read_certificate(fixture);
}

static void fixture_free(example_folder *fixture)
{
    lot_sources_free(fixture->sources, fixture->sources_count);
    lot_lottery_free(fixture->lottery);
    lot_pseudonyms_free(fixture->pseudonyms);
    lot_example_free(&fixture->example);
}

static lot_process fixture_process(const example_folder *fixture, const lot_pid *process_id)
{
    return (lot_process){.process_id = process_id->text,
                         .attempt = 2,
                         .title = "Bürgerrat \"Bäume\", 2024",
                         .seats = SEATS,
                         .per_household = 1,
                         .objective = LOT_GOLDILOCKS,
                         .gamma_millionths = 500000,
                         .tickets = fixture->lottery->tickets,
                         .people_count = fixture->pseudonyms->people_count,
                         .pool_root = fixture->pseudonyms->root,
                         .solver = "GLPK 5.0",
                         .sources = fixture->sources,
                         .sources_count = fixture->sources_count,
                         .certificate = &fixture->certificate,
                         .previous = &fixture->previous};
}

static lot_publication_basis fixture_basis(const example_folder *fixture)
{
    return (lot_publication_basis){.quotas = &fixture->example.quotas,
                                   .pseudonyms = fixture->pseudonyms,
                                   .lottery = fixture->lottery};
}

static void check_file(const lot_text *text, const char *name)
{
    lot_text expected = read_published(name);
    assert_string_equal(lot_text_string(text), lot_text_string(&expected));
    lot_text_free(&expected);
}

/* Put "KEY: VALUE" in the place of the line that begins with KEY. */
static lot_text with_line(const char *text, const char *key, const char *line)
{
    lot_text out = LOT_TEXT_EMPTY;
    const char *start = strstr(text, key);
    assert_non_null(start);
    const char *end = strchr(start, '\n');
    assert_non_null(end);
    lot_text_add(&out, text, (size_t)(start - text));
    lot_text_put(&out, line);
    lot_text_put(&out, end);
    return out;
}

/* The line of `text` that begins with `key`, without its end. The caller frees it. */
static char *line_of(const char *text, const char *key)
{
    const char *start = strstr(text, key);
    assert_non_null(start);
    char *line = lot_string_copy(start);
    assert_non_null(line);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

/* Version and machine are this build's own; all else is as published. */
static void process_txt_says_what_the_draw_rests_on(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_pid id;
    lot_process_id(&id, &fixture.example.key);
    lot_process process = fixture_process(&fixture, &id);
    lot_publication made;
    const lot_publication_basis basis = fixture_basis(&fixture);
    assert_int_equal(lot_publication_make(&made, &process, &basis, NULL), LOT_OK);
    const char *text = lot_text_string(&made.process);
    assert_non_null(strstr(text, "\nciviclot: " LOT_VERSION "\n"));
    char *architecture = line_of(text, "architecture: ");
    assert_true(strlen(architecture) > strlen("architecture: "));
    lot_text published = read_published("process.txt");
    lot_text versioned =
        with_line(lot_text_string(&published), "civiclot: ", "civiclot: " LOT_VERSION);
    lot_text expected = with_line(lot_text_string(&versioned), "architecture: ", architecture);
    assert_string_equal(text, lot_text_string(&expected));
    free(architecture);
    lot_text_free(&published);
    lot_text_free(&versioned);
    lot_text_free(&expected);
    lot_publication_free(&made);
    fixture_free(&fixture);
}

static void a_rehearsal_in_one_run_says_so(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_pid id;
    lot_process_id(&id, &fixture.example.key);
    lot_process process = fixture_process(&fixture, &id);
    process.test = true;
    process.one_run = true;
    process.previous = NULL;
    process.certificate = NULL;
    process.objective = LOT_LEGACY;
    process.gamma_millionths = 0;
    process.sources_count = 0;
    lot_publication made;
    const lot_publication_basis basis = fixture_basis(&fixture);
    assert_int_equal(lot_publication_make(&made, &process, &basis, NULL), LOT_OK);
    const char *text = lot_text_string(&made.process);
    assert_non_null(strstr(text, "\ndraw: test\norder: one run\n"));
    assert_non_null(strstr(text, "\nobjective: legacy\n"));
    assert_non_null(strstr(text, "\ncertificate: none\nprevious: none\n"));
    assert_null(strstr(text, "\nsource: "));
    lot_publication_free(&made);
    fixture_free(&fixture);
}

/* A draw with reserves announces them, and binds the rates by which they are chosen. */
static void reserves_are_announced_with_their_rates(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_pid id;
    lot_process_id(&id, &fixture.example.key);
    lot_process process = fixture_process(&fixture, &id);
    uint32_t rates[64] = {0, LOT_RATE_ONE, 120000};
    const lot_reserve_plan plan = {12, 500, {100000, rates}};
    lot_publication made;
    lot_publication_basis basis = fixture_basis(&fixture);
    lot_published_file files[LOT_PUBLISHED_FILES];
    process.reserves = &plan;
    basis.plan = &plan;
    assert_int_equal(lot_publication_make(&made, &process, &basis, NULL), LOT_OK);
    const char *text = lot_text_string(&made.process);
    assert_ptr_equal(strstr(text, "civiclot-process: 4\n"), text);
    assert_non_null(strstr(text, "new attempt is announced and numbered\nreserves: 12\n"
                                 "dropout-samples: 500\ndropout-rate: 100000\n"
                                 "call-up: least deviation, most seats, first in order\n"
                                 "certificate: "));
    assert_int_equal(lot_publication_files(files, &made), 6);
    assert_string_equal(files[1].name, "quotas.csv");
    assert_string_equal(files[2].name, "dropouts.csv");
    assert_string_equal(files[3].name, "pool.csv");
    assert_ptr_equal(strstr(lot_text_string(&made.dropouts), "feature,value,rate\n"),
                     lot_text_string(&made.dropouts));
    assert_non_null(strstr(lot_text_string(&made.dropouts), ",0\n"));
    assert_non_null(strstr(lot_text_string(&made.dropouts), ",1000000\n"));
    assert_non_null(strstr(lot_text_string(&made.manifest), "  dropouts.csv\n"));
    lot_digest digest = made.digest;
    lot_publication_free(&made);
    rates[0] = 1;
    assert_int_equal(lot_publication_make(&made, &process, &basis, NULL), LOT_OK);
    assert_false(lot_digest_equal(&digest, &made.digest));
    lot_publication_free(&made);
    assert_int_equal(lot_process_version(true, true), 5);
    fixture_free(&fixture);
}

/* Level `full`: the openings and a certificate that is about the people in them. */
static void check_full(const example_folder *fixture, lot_publication *made)
{
    const lot_example *example = &fixture->example;
    lot_text certificate = read_published("certificate.txt");
    const lot_disclosed disclosed = {.key = &example->key,
                                     .pool = &example->pool,
                                     .quotas = &example->quotas,
                                     .pseudonyms = fixture->pseudonyms,
                                     .certificate = certificate.bytes};
    lot_published_file files[LOT_PUBLISHED_FILES];
    assert_int_equal(lot_publication_files(files, made), 5);
    lot_digest digest = made->digest;
    assert_int_equal(lot_publication_open(made, &disclosed, NULL), LOT_OK);
    assert_true(lot_digest_equal(&digest, &made->digest));
    check_file(&made->openings, "openings.csv");
    check_file(&made->certificate, "certificate.txt");
    assert_int_equal(lot_publication_files(files, made), 7);
    assert_string_equal(files[4].name, "manifest.txt");
    assert_string_equal(files[5].name, "openings.csv");
    assert_string_equal(files[6].name, "certificate.txt");
    lot_text_free(&certificate);
}

static void check_folder(bool shuffled)
{
    example_folder fixture;
    fixture_make(&fixture, shuffled);
    lot_text process = read_published("process.txt");
    lot_publication made;
    const lot_publication_basis basis = fixture_basis(&fixture);
    assert_int_equal(lot_publication_remake(&made, lot_text_string(&process), &basis, NULL),
                     LOT_OK);
    check_file(&made.process, "process.txt");
    check_file(&made.quotas, "quotas.csv");
    check_file(&made.pool, "pool.csv");
    check_file(&made.lottery, "lottery.csv");
    check_file(&made.manifest, "manifest.txt");
    assert_true(lot_digest_equal(&made.digest, &fixture.manifest));
    check_full(&fixture, &made);
    lot_text_free(&process);
    lot_publication_free(&made);
    fixture_free(&fixture);
}

static void the_files_under_the_manifest_are_as_defined(void **state)
{
    (void)state;
    check_folder(false);
}

static void the_order_of_the_people_file_changes_no_file(void **state)
{
    (void)state;
    check_folder(true);
}

static void a_changed_quota_changes_the_manifest(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    fixture.example.quotas.rows[0].max++;
    lot_text process = read_published("process.txt");
    lot_publication made;
    const lot_publication_basis basis = fixture_basis(&fixture);
    assert_int_equal(lot_publication_remake(&made, lot_text_string(&process), &basis, NULL),
                     LOT_OK);
    assert_false(lot_digest_equal(&made.digest, &fixture.manifest));
    lot_text_free(&process);
    lot_publication_free(&made);
    fixture_free(&fixture);
}

static void seed_and_draw_follow_from_the_manifest(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_digest seed;
    lot_seed(&seed, &fixture.manifest, fixture.sources, fixture.sources_count);
    assert_true(lot_digest_equal(&seed, &fixture.seed));
    lot_text text = LOT_TEXT_EMPTY;
    lot_seed_put(&text, fixture.sources, fixture.sources_count, &seed);
    check_file(&text, "seed.txt");
    lot_text_free(&text);

    lot_drawn drawn = {.attempt = 2};
    drawn.ticket = lot_draw_ticket("panel", &fixture.manifest, &seed, fixture.lottery->tickets,
                                   &drawn.rejected);
    assert_int_equal(drawn.ticket, fixture.ticket);
    assert_int_equal(drawn.rejected, fixture.rejected);
    drawn.row = lot_lottery_row(fixture.lottery, drawn.ticket);
    assert_int_equal(lot_draw_put(&text, &drawn, fixture.lottery, fixture.pseudonyms, NULL),
                     LOT_OK);
    check_file(&text, "draw.txt");
    lot_text_free(&text);
    fixture_free(&fixture);
}

static void the_operators_commitment_opens_to_its_value(void **state)
{
    (void)state;
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_pid id;
    lot_process_id(&id, &fixture.example.key);
    const lot_source *source = &fixture.sources[0];
    lot_digest nonce;
    lot_digest commitment;
    char name[sizeof "operator:" + LOT_HEX_BYTES] = "operator:";
    assert_true(lot_digest_parse(&nonce, source->nonce));
    lot_contribution_commit(&commitment, id.text, "operator", &nonce, source->value);
    lot_digest_hex(name + strlen("operator:"), &commitment);
    assert_string_equal(name, source->name);
    fixture_free(&fixture);
}

static void log_txt_is_as_defined(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_vectors line;
    lot_vectors_open(&line, "tests/vectors/log.txt");
    while (lot_vectors_next(&line)) {
        lot_log_entry entry = {.sequence = lot_vectors_number(&line, 1),
                               .time = lot_string_copy(lot_vectors_word(&line, 2)),
                               .kind = lot_string_copy(lot_vectors_word(&line, 3)),
                               .payload = lot_vectors_string(&line, 4),
                               .salt = lot_vectors_digest(&line, 5),
                               .previous = lot_vectors_digest(&line, 7)};
        lot_log_seal(&entry);
        lot_log_put_line(&text, &entry);
        free(entry.time);
        free(entry.kind);
    }
    lot_vectors_close(&line);
    check_file(&text, "log.txt");
    lot_text_free(&text);
}

static void write_file(const char *folder, const char *name, const lot_text *text)
{
    char *path = lot_path_join(folder, name);
    assert_non_null(path);
    assert_int_equal(lot_file_write(path, text->bytes, text->length, 0600, NULL), LOT_OK);
    free(path);
}

/* Run sha256sum in the folder; its exit code. */
static int run_sha256sum(const char *folder)
{
    lot_text command = LOT_TEXT_EMPTY;
    lot_text_format(&command, "cd %s && sha256sum --check --strict --status manifest.txt", folder);
    int code = system(lot_text_string(&command));
    lot_text_free(&command);
    return code;
}

static void sha256sum_accepts_the_manifest_and_sees_a_change(void **state)
{
    (void)state;
    if (system("command -v sha256sum >/dev/null") != 0) {
        print_message("skipped: sha256sum is not installed\n");
        skip();
    }
    example_folder fixture;
    fixture_make(&fixture, false);
    lot_text process = read_published("process.txt");
    lot_publication made;
    const lot_publication_basis basis = fixture_basis(&fixture);
    assert_int_equal(lot_publication_remake(&made, lot_text_string(&process), &basis, NULL),
                     LOT_OK);
    char folder[] = "/tmp/civiclot-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_file(folder, "process.txt", &made.process);
    write_file(folder, "quotas.csv", &made.quotas);
    write_file(folder, "pool.csv", &made.pool);
    write_file(folder, "lottery.csv", &made.lottery);
    write_file(folder, "manifest.txt", &made.manifest);
    assert_int_equal(run_sha256sum(folder), 0);
    lot_text_put(&made.quotas, "\n");
    write_file(folder, "quotas.csv", &made.quotas);
    assert_int_not_equal(run_sha256sum(folder), 0);

    lot_text command = LOT_TEXT_EMPTY;
    lot_text_format(&command, "rm -r %s", folder);
    assert_int_equal(system(lot_text_string(&command)), 0);
    lot_text_free(&command);
    lot_text_free(&process);
    lot_publication_free(&made);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(process_txt_says_what_the_draw_rests_on),
        cmocka_unit_test(a_rehearsal_in_one_run_says_so),
        cmocka_unit_test(reserves_are_announced_with_their_rates),
        cmocka_unit_test(the_files_under_the_manifest_are_as_defined),
        cmocka_unit_test(the_order_of_the_people_file_changes_no_file),
        cmocka_unit_test(a_changed_quota_changes_the_manifest),
        cmocka_unit_test(seed_and_draw_follow_from_the_manifest),
        cmocka_unit_test(the_operators_commitment_opens_to_its_value),
        cmocka_unit_test(log_txt_is_as_defined),
        cmocka_unit_test(sha256sum_accepts_the_manifest_and_sees_a_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
