/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: what --full tells first, and publishes then; and how it is kept. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "civiclot/digest.h"
#include "civiclot/openings.h"
#include "support/input.h"
#include "support/solved.h"

#include <string.h>

#define SELECT                                                                                     \
    "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2", "--out", "out"

static void write_inputs(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", lot_solved_people);
    lot_run_write(folder, "quotas.csv", lot_solved_quotas);
}

static void what_would_be_told_is_told_before_it_is_accepted(void **state)
{
    const lot_run_folder *folder = *state;
    write_inputs(folder);
    WORDS(folder, 2, "0 of 6 people have values that nobody else has", SELECT, "--full");
    WORDS(folder, 2, "2 of 2 groups of people with the same values are below 5", SELECT, "--full",
          "--quiet");
    WORDS(folder, 2, "--full needs --accept-disclosure", SELECT, "--full", "--json");
    WORDS(folder, 2, "says nothing without --full", SELECT, "--accept-disclosure");
    assert_false(lot_run_is_there(folder, "out"));
    WORDS(folder, 0, "0 of 6 people have values that nobody else has", SELECT, "--full",
          "--accept-disclosure");
    assert_true(lot_run_is_there(folder, "out/publish/openings.csv"));
    assert_int_equal(lot_run_mode(folder, "out/publish/openings.csv"), 0644);
    lot_text page = lot_run_read(folder, "out/report.html");
    lot_run_assert_has(&page, "answers, which are published under pseudonyms: openings.csv.");
    assert_null(strstr(page.bytes, "which are not published"));
    lot_text_free(&page);
}

static void who_lives_with_whom_is_counted_where_it_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv",
                  "id,sex,home\n1,woman,a\n2,man,a\n3,woman,\n4,woman,\n5,man,b\n6,man,b\n");
    lot_run_write(folder, "quotas.csv", lot_solved_quotas);
    lot_ran ran = RUN(folder, SELECT, "--full");
    assert_int_equal(ran.code, 2);
    assert_null(strstr(ran.err.bytes, "live"));
    lot_ran_free(&ran);
    WORDS(folder, 2, "  2 of 6 are the only ones with theirs and those of whom they live with;",
          SELECT, "--full", "--household", "home");
    WORDS(folder, 2, "are below 5 people (4 of 4 with their households)", SELECT, "--full",
          "--household", "home");
}

static void whoever_refuses_to_tell_leaves_the_assembly_as_it_was(void **state)
{
    const lot_run_folder *folder = *state;
    lot_solved_make(folder);
    lot_text before = lot_run_read(folder, "file");
    WORDS(folder, 2, "groups of people", "commit", "file", "--publish", "public", "--full");
    assert_false(lot_run_is_there(folder, "public"));
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, after.length);
    lot_text_free(&before);
    lot_text_free(&after);
}

/* process.txt has this objective, and the digest of the certificate's bytes. */
static void assert_bound(const lot_run_folder *folder, const char *process, const char *certificate,
                         const char *objective)
{
    lot_text terms = lot_run_read(folder, process);
    lot_text proof = lot_run_read(folder, certificate);
    lot_text line = LOT_TEXT_EMPTY;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    lot_sha256(&digest, proof.bytes, proof.length);
    lot_digest_hex(hex, &digest);
    lot_text_format(&line, "\nobjective: %s\n", objective);
    lot_run_assert_has(&terms, line.bytes);
    lot_text_free(&line);
    lot_text_format(&line, "\ncertificate: %s\n", hex);
    lot_run_assert_has(&terms, line.bytes);
    lot_text_free(&line);
    lot_text_free(&terms);
    lot_text_free(&proof);
}

static void every_objective_but_legacy_has_its_certificate(void **state)
{
    static const char *const objectives[] = {"leximin", "maximin", "nash", "minimax"};
    const lot_run_folder *folder = *state;
    write_inputs(folder);
    for (size_t i = 0; i < sizeof objectives / sizeof *objectives; i++) {
        EXPECT(folder, 0, SELECT, "--full", "--accept-disclosure", "--objective", objectives[i]);
        assert_bound(folder, "out/publish/process.txt", "out/publish/certificate.txt",
                     objectives[i]);
        lot_run_expect_shell(folder, 0, "rm -r out");
    }
    EXPECT(folder, 0, SELECT, "--full", "--accept-disclosure", "--objective", "goldilocks",
           "--gamma", "0.50");
    assert_bound(folder, "out/publish/process.txt", "out/publish/certificate.txt",
                 "goldilocks gamma=0.5");
    lot_run_expect_shell(folder, 0, "rm -r out");
    EXPECT(folder, 0, SELECT, "--full", "--accept-disclosure", "--objective", "legacy");
    assert_true(lot_run_is_there(folder, "out/publish/openings.csv"));
    assert_false(lot_run_is_there(folder, "out/publish/certificate.txt"));
    lot_run_expect_shell(folder, 0, "grep -qx 'certificate: none' out/publish/process.txt");
}

static void the_same_key_and_time_give_the_same_bytes_in_full(void **state)
{
    const lot_run_folder *folder = *state;
    write_inputs(folder);
    lot_run_write(folder, "key", "0123456789abcdef0123456789abcdef");
    for (int run = 0; run < 2; run++) {
        EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1700000000", SELECT, "--full", "--accept-disclosure",
               "--pseudonyms-from", "key", "--seed", "x");
        lot_run_expect_shell(folder, 0, run == 0 ? "mv out first" : "true");
    }
    lot_run_assert_same(folder, "first/publish", "out/publish");
}

static void level_public_binds_the_certificate_and_keeps_it(void **state)
{
    const lot_run_folder *folder = *state;
    lot_solved_make(folder);
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"level\":\"public\"");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "public"), 7);
    WORDS(folder, 0, "Written: auditor", "export", "file", "--publish", "auditor", "--full",
          "--accept-disclosure");
    assert_int_equal(lot_run_count(folder, "auditor"), 9);
    assert_bound(folder, "public/process.txt", "auditor/certificate.txt", "leximin");
    lot_run_expect_shell(folder, 0, "cmp public/manifest.txt auditor/manifest.txt");
    WORDS(folder, 0, "", "draw", "file", "--seed", "x");
    WORDS(folder, 0, "Up to date: auditor", "export", "file", "--publish", "auditor");
    lot_run_expect_shell(folder, 0, "rm auditor/openings.csv auditor/certificate.txt");
    lot_run_assert_same(folder, "public", "auditor");
}

static void the_folder_of_everybody_is_not_opened_afterwards(void **state)
{
    const lot_run_folder *folder = *state;
    lot_solved_make(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    WORDS(folder, 3, "was published at level public: choose a new folder", "export", "file",
          "--publish", "public", "--full", "--accept-disclosure");
    WORDS(folder, 2, "--full needs --accept-disclosure", "export", "file", "--publish", "auditor",
          "--full");
    WORDS(folder, 2, "--full needs --publish", "export", "file", "--chances", "c", "--full");
    assert_int_equal(lot_run_count(folder, "public"), 7);
    assert_false(lot_run_is_there(folder, "auditor"));
}

/* With nothing but what is published. */
static void a_stranger_opens_every_leaf_and_finds_no_name(void **state)
{
    const lot_run_folder *folder = *state;
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas;
    lot_openings openings;
    lot_solved_make(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--full", "--accept-disclosure");
    assert_int_equal(lot_run_count(folder, "public"), 9);
    assert_bound(folder, "public/process.txt", "public/certificate.txt", "leximin");
    lot_run_expect_shell(folder, 0, "cd public && sha256sum --check --strict --quiet manifest.txt");
    lot_run_expect_shell(folder, 0, "! grep -E 'Quux|w1|m1' public/*");
    lot_text quotas_csv = lot_run_read(folder, "public/quotas.csv");
    lot_text openings_csv = lot_run_read(folder, "public/openings.csv");
    lot_text pool_csv = lot_run_read(folder, "public/pool.csv");
    lot_table *table = lot_test_table("quotas.csv", quotas_csv.bytes);
    assert_int_equal(lot_quotas_read(&quotas, table, 2, problems, NULL), LOT_OK);
    assert_int_equal(lot_openings_read(&openings, &openings_csv, &pool_csv, quotas, NULL), LOT_OK);
    assert_int_equal(openings.pool->people_count, 6);
    lot_openings_free(&openings);
    lot_quotas_free(quotas);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_text_free(&quotas_csv);
    lot_text_free(&openings_csv);
    lot_text_free(&pool_csv);
}

static void the_files_of_level_full_are_guarded_like_the_others(void **state)
{
    const lot_run_folder *folder = *state;
    lot_solved_make(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--full", "--accept-disclosure");
    lot_run_expect_shell(folder, 0,
                         "cp -pr public whole && sed -i 's/,woman$/,man/' public/openings.csv");
    WORDS(folder, 5, "openings.csv in /", "draw", "file", "--seed", "x");
    lot_run_expect_shell(folder, 0,
                         "cp -p whole/openings.csv public && echo >>public/certificate.txt");
    WORDS(folder, 5, "certificate.txt in /", "draw", "file", "--seed", "x");
    WORDS(folder, 5, "certificate.txt in public differs", "export", "file", "--publish", "public");
    lot_run_expect_shell(folder, 0,
                         "rm public/certificate.txt public/openings.csv"
                         " && touch public/openings.csv.aB3xYz public/certificate.txt.aB3xYz");
    WORDS(folder, 5, "openings.csv in ", "draw", "file", "--seed", "x");
    WORDS(folder, 0, "Up to date: public", "export", "file", "--publish", "public");
    lot_run_assert_same(folder, "public", "whole");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_int_equal(lot_run_count(folder, "public"), 11);
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "public", "again");
}

static void the_log_tells_the_level(void **state)
{
    const lot_run_folder *folder = *state;
    lot_solved_make(folder);
    EXPECT(folder, 0, "draw", "file", "--test");
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public", "--full",
                      "--accept-disclosure", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"level\":\"full\"");
    lot_ran_free(&ran);
    ran = RUN(folder, "log", "file", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "full");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "report", "file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_would_be_told_is_told_before_it_is_accepted),
        TEST(who_lives_with_whom_is_counted_where_it_is_told),
        TEST(whoever_refuses_to_tell_leaves_the_assembly_as_it_was),
        TEST(every_objective_but_legacy_has_its_certificate),
        TEST(the_same_key_and_time_give_the_same_bytes_in_full),
        TEST(level_public_binds_the_certificate_and_keeps_it),
        TEST(the_folder_of_everybody_is_not_opened_afterwards),
        TEST(a_stranger_opens_every_leaf_and_finds_no_name),
        TEST(the_files_of_level_full_are_guarded_like_the_others),
        TEST(the_log_tells_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
