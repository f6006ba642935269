/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What contributors told is kept once, after the commit and before the draw; signatures too. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "support/kept.h"
#include "support/tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Attempt 1 with two contributions and a text, none of which has a value. */
static void announce(lot_kept *kept)
{
    lot_attempt *attempt = &kept->attempt;
    lot_sources_free(attempt->sources, attempt->sources_count);
    attempt->sources_count = 3;
    attempt->sources = lot_array_new(3, sizeof *attempt->sources);
    attempt->sources[0].name = lot_string_copy("contribution:mayor:00");
    attempt->sources[1].name = lot_string_copy("text:lottery");
    attempt->sources[2].name = lot_string_copy("contribution:club:11");
}

static void tell(lot_source *source, const char *value, const char *nonce)
{
    source->value = lot_string_copy(value);
    source->nonce = nonce != NULL ? lot_string_copy(nonce) : NULL;
}

static lot_assembly *commit(lot_kept *kept, bool test)
{
    announce(kept);
    kept->attempt.test = kept->attempt.draw.test = test;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    return assembly;
}

static void assert_not_taken(lot_assembly *assembly, const lot_attempt *attempt, const char *words)
{
    lot_error error;
    assert_int_equal(lot_assembly_add_reveals(assembly, attempt, &error), LOT_FAILURE);
    if (strstr(error.message, words) == NULL)
        fail_msg("%s", error.message);
}

static void reveals_come_back_and_are_never_taken_twice(void **state)
{
    lot_kept *kept = *state;
    lot_attempt loaded;
    bool revealed = true;
    lot_assembly *assembly = commit(kept, false);
    assert_int_equal(lot_assembly_load_attempt(&loaded, assembly, 1, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_reveals(&revealed, &loaded, assembly, NULL), LOT_OK);
    assert_false(revealed);
    tell(&kept->attempt.sources[0], "ABSENT", NULL);
    tell(&kept->attempt.sources[2], "seven", "0123");
    assert_int_equal(lot_assembly_add_reveals(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_reveals(&revealed, &loaded, assembly, NULL), LOT_OK);
    assert_true(revealed);
    assert_string_equal(loaded.sources[0].value, "ABSENT");
    assert_null(loaded.sources[0].nonce);
    assert_null(loaded.sources[1].value);
    assert_string_equal(loaded.sources[2].value, "seven");
    assert_string_equal(loaded.sources[2].nonce, "0123");
    lot_attempt_free(&loaded);
    assert_not_taken(assembly, &kept->attempt, "revealed already");
    lot_kept_close(assembly);
    assert_non_null(lot_kept_sql(kept, "UPDATE reveals SET value = 'eight'"));
    assert_non_null(lot_kept_sql(kept, "DELETE FROM reveals"));
    assert_non_null(lot_kept_sql(kept, "REPLACE INTO reveals VALUES (1, 2, 'eight', '0123')"));
}

static void only_contributions_of_a_real_undrawn_commit_are_revealed(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly = commit(kept, false);
    tell(&kept->attempt.sources[1], "a text", "01");
    assert_not_taken(assembly, &kept->attempt, "only contributions");
    lot_assembly_close(assembly);

    assembly = commit(kept, true);
    tell(&kept->attempt.sources[0], "seven", "0123");
    assert_not_taken(assembly, &kept->attempt, "no commit to reveal for");
    lot_assembly_close(assembly);

    assembly = commit(kept, false);
    for (uint32_t s = 0; s < 3; s++)
        tell(&kept->attempt.sources[s], "seven", "0123");
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    assert_not_taken(assembly, &kept->attempt, "drawn already");
    lot_assembly_close(assembly);
}

/* `ABSENT` has no nonce, everything else has one. */
static void a_nonce_belongs_to_what_was_told(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly = commit(kept, false);
    tell(&kept->attempt.sources[0], "ABSENT", "00");
    assert_not_taken(assembly, &kept->attempt, "CHECK");
    lot_assembly_close(assembly);
    assembly = commit(kept, false);
    tell(&kept->attempt.sources[0], "seven", NULL);
    assert_not_taken(assembly, &kept->attempt, "CHECK");
    lot_assembly_close(assembly);
}

#define HEX_OF_M "abababababababababababababababababababababababababababababababab"

/* Log the commit, then a reveal, in this order or the other. */
static void log_reveal(lot_assembly *assembly, const lot_attempt *attempt, bool after)
{
    char hex[LOT_HEX_BYTES];
    char payload[160];
    lot_digest digest;
    lot_reveals_digest(&digest, attempt->sources, attempt->sources_count);
    lot_digest_hex(hex, &digest);
    (void)snprintf(payload, sizeof payload, "{\"attempt\":1,\"reveals\":\"%s\"}", hex);
    if (!after)
        assert_int_equal(lot_assembly_log(assembly, "reveal", payload, NULL), LOT_OK);
    assert_int_equal(
        lot_assembly_log(
            assembly, "prepare",
            "{\"attempt\":1,\"level\":\"full\",\"lottery\":1,\"sources\":[\"contribution:"
            "mayor:00\",\"text:lottery\",\"contribution:club:11\"]}",
            NULL),
        LOT_OK);
    assert_int_equal(
        lot_assembly_log(assembly, "commit", "{\"attempt\":1,\"manifest\":\"" HEX_OF_M "\"}", NULL),
        LOT_OK);
    if (after)
        assert_int_equal(lot_assembly_log(assembly, "reveal", payload, NULL), LOT_OK);
}

/* An assembly with a commit and a reveal of both contributions, and a log that tells of it. */
static void save_revealed(lot_kept *kept, bool after)
{
    char certificate[LOT_HEX_BYTES];
    char solve[160];
    lot_digest digest;
    lot_assembly *assembly = commit(kept, false);
    tell(&kept->attempt.sources[0], "ABSENT", NULL);
    tell(&kept->attempt.sources[2], "seven", "0123");
    assert_int_equal(lot_assembly_add_reveals(assembly, &kept->attempt, NULL), LOT_OK);
    lot_sha256(&digest, kept->certificate, strlen(kept->certificate));
    lot_digest_hex(certificate, &digest);
    (void)snprintf(solve, sizeof solve, "{\"lottery\":1,\"tickets\":11,\"certificate\":\"%s\"}",
                   certificate);
    assert_int_equal(
        lot_assembly_log(assembly, "new",
                         "{\"title\":\"Citizens' assembly\",\"seats\":8,\"per_household\":1}",
                         NULL),
        LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "solve", solve, NULL), LOT_OK);
    log_reveal(assembly, &kept->attempt, after);
    lot_kept_close(assembly);
}

static void assert_log(lot_kept *kept, lot_status expected, const char *words)
{
    lot_error error = {.message = ""};
    lot_assembly *assembly = lot_kept_open(kept, false);
    if (lot_assembly_check_log(assembly, &error) != expected ||
        strstr(error.message, words) == NULL)
        fail_msg("%s", error.message);
    lot_assembly_close(assembly);
}

static void the_log_binds_what_was_revealed(void **state)
{
    lot_kept *kept = *state;
    save_revealed(kept, true);
    assert_log(kept, LOT_OK, "");
    lot_test_tamper(kept->path, "UPDATE reveals SET value = 'eight' WHERE position = 2");
    assert_log(kept, LOT_NOT_VERIFIED, "other contributions than were revealed");
    lot_test_tamper(kept->path, "DELETE FROM reveals WHERE position = 0");
    assert_log(kept, LOT_NOT_VERIFIED, "lacks a contribution");
    lot_test_tamper(kept->path, "DELETE FROM reveals");
    assert_log(kept, LOT_NOT_VERIFIED, "which contributions were revealed");
}

static void a_reveal_comes_after_its_commit(void **state)
{
    lot_kept *kept = *state;
    save_revealed(kept, false);
    assert_log(kept, LOT_NOT_VERIFIED, "does not stand between its commit and its draw");
}

static void a_kept_signature_stays(void **state)
{
    lot_kept *kept = *state;
    const lot_digest *digest = &kept->attempt.manifest;
    char *minisig;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_signature(assembly, digest, "first\n", NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_signature(assembly, digest, "second\n", NULL), LOT_OK);
    assert_int_equal(lot_assembly_find_signature(&minisig, assembly, digest, NULL), LOT_OK);
    assert_string_equal(minisig, "first\n");
    free(minisig);
    lot_kept_close(assembly);
    assert_non_null(lot_kept_sql(kept, "UPDATE signatures SET minisig = 'x'"));
    assert_non_null(lot_kept_sql(kept, "DELETE FROM signatures"));
    assert_non_null(lot_kept_sql(kept, "REPLACE INTO signatures SELECT digest, 'x' FROM"
                                       " signatures"));
}

static void a_signature_that_is_no_text_is_noticed(void **state)
{
    lot_kept *kept = *state;
    char *minisig;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_signature(assembly, &kept->attempt.manifest, "a\n", NULL),
                     LOT_OK);
    lot_kept_close(assembly);
    lot_test_tamper(kept->path, "UPDATE signatures SET minisig = char(7)");
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_find_signature(&minisig, assembly, &kept->attempt.manifest, NULL),
                     LOT_BAD_INPUT);
    assert_null(minisig);
    lot_assembly_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reveals_come_back_and_are_never_taken_twice),
        TEST(only_contributions_of_a_real_undrawn_commit_are_revealed),
        TEST(a_nonce_belongs_to_what_was_told),
        TEST(the_log_binds_what_was_revealed),
        TEST(a_reveal_comes_after_its_commit),
        TEST(a_kept_signature_stays),
        TEST(a_signature_that_is_no_text_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
