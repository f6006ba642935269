/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What someone forced into the file, past its triggers, keys and checks, is not believed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/kept.h"
#include "support/tamper.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The digests of the attempt in kept.c. */
#define FOUR_TIMES(text) text text text text
#define MANIFEST FOUR_TIMES(FOUR_TIMES("abab"))
#define SEED FOUR_TIMES(FOUR_TIMES("cdcd"))

static const char *const entries[][2] = {
    {"new", "{\"title\":\"Citizens' assembly\",\"seats\":8,\"per_household\":1}"},
    {"solve", "{\"lottery\":1,\"tickets\":11,\"certificate\":\"%s\"}"},
    {"close", "{}"},
    {"prepare", "{\"attempt\":1,\"level\":\"full\",\"lottery\":1,"
                "\"sources\":[\"text:football results\",\"operator:00ff\"]}"},
    {"commit", "{\"attempt\":1,\"manifest\":\"" MANIFEST "\"}"},
    {"draw", "{\"attempt\":1,\"manifest\":\"" MANIFEST "\",\"seed\":\"" SEED "\",\"ticket\":4}"},
};

/* Entry `i`, with the certificate's digest where it has one. */
static void add_entry(lot_assembly *assembly, const lot_kept *kept, size_t i)
{
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    lot_text payload = LOT_TEXT_EMPTY;
    const char *place = strstr(entries[i][1], "%s");
    size_t before = place != NULL ? (size_t)(place - entries[i][1]) : 0;
    lot_sha256(&digest, kept->certificate, strlen(kept->certificate));
    lot_digest_hex(hex, &digest);
    lot_text_add(&payload, entries[i][1], before);
    lot_text_put(&payload, place != NULL ? hex : "");
    lot_text_put(&payload, place != NULL ? place + 2 : entries[i][1]);
    assert_int_equal(lot_assembly_log(assembly, entries[i][0], payload.bytes, NULL), LOT_OK);
    lot_text_free(&payload);
}

/* An assembly file as the commands leave it, drawn. */
static void save_drawn(lot_kept *kept)
{
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        add_entry(assembly, kept, i);
    lot_kept_close(assembly);
}

/* Everything in a file but its people and their classes, as the commands load it. */
static lot_status load_parts(lot_assembly *assembly, lot_error *error)
{
    lot_assembly_info info = {0};
    lot_quotas *quotas = NULL;
    lot_saved_lottery lottery = {0};
    lot_attempt attempt = {0};
    lot_status status;
    TRY(lot_assembly_get_info(&info, assembly, error));
    TRY(lot_assembly_load_quotas(&quotas, assembly, error));
    TRY(lot_assembly_load_lottery(&lottery, assembly, 0, error));
    TRY(lot_assembly_load_attempt(&attempt, assembly, 1, error));
    TRY(lot_assembly_check_log(assembly, error));
done:
    lot_attempt_free(&attempt);
    lot_saved_lottery_free(&lottery);
    lot_quotas_free(quotas);
    lot_assembly_info_free(&info);
    return status;
}

static lot_status load(lot_kept *kept, lot_error *error)
{
    lot_assembly *assembly = NULL;
    lot_table *people = NULL;
    lot_saved_columns columns = {0};
    lot_status status;
    TRY(lot_assembly_open(&assembly, kept->path, false, error));
    TRY(lot_assembly_load_people(&people, &columns, assembly, error));
    TRY(lot_assembly_check_classes(assembly, kept->made->pool, kept->classes, kept->pseudonyms,
                                   error));
    TRY(load_parts(assembly, error));
done:
    lot_table_free(people);
    lot_saved_columns_free(&columns);
    lot_assembly_close(assembly);
    return status;
}

/* After each change loading ends with `status` and these words; the file is as before then. */
static void assert_noticed(lot_kept *kept, lot_status status, const char *words,
                           const char *const *changes)
{
    lot_error error;
    for (; *changes != NULL; changes++) {
        save_drawn(kept);
        assert_int_equal(load(kept, &error), LOT_OK);
        lot_test_tamper(kept->path, *changes);
        lot_status found = load(kept, &error);
        if (found != status)
            fail_msg("%d after: %s", (int)found, *changes);
        if (strstr(error.message, words) == NULL)
            fail_msg("\"%s\" after: %s", error.message, *changes);
        assert_int_equal(unlink(kept->path), 0);
    }
}
#define NOTICED(kept, status, words, ...)                                                          \
    assert_noticed((kept), (status), (words), (const char *const[]){__VA_ARGS__, NULL})

static void lotteries_are_checked(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is damaged",
            "UPDATE panels SET members = '[1,2,3,4,5,6,7,60]' WHERE panel = 2",
            "UPDATE panels SET members = '[1,2]'",
            "UPDATE panels SET members = replace(members, ']', ' ]')",
            "UPDATE panels SET tickets = tickets + 1", "DELETE FROM panels",
            "UPDATE panels SET panel = panel + 9; UPDATE lottery_rows SET panel = panel + 9",
            "UPDATE lottery_rows SET panel = 3 WHERE row = 1",
            "DELETE FROM lottery_rows WHERE row = 0", "UPDATE lottery_rows SET row = row + 9",
            "UPDATE lottery_rows SET first = first + 1", "UPDATE lotteries SET people = 61",
            "UPDATE lotteries SET classes = 0", "UPDATE lotteries SET tickets = 99",
            "UPDATE lotteries SET tickets = 1000000001", "UPDATE lotteries SET objective = 'mine'",
            "UPDATE lotteries SET path = ''", "UPDATE lotteries SET cuts = -1",
            "UPDATE lotteries SET levels = 4294967296",
            "UPDATE no_panel_classes SET class = 9999 WHERE class = 1");
}

static void the_lottery_has_the_seats_of_the_assembly(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is not one of its people and seats",
            "UPDATE assembly SET seats = 7; UPDATE quotas SET min = 0, max = 7",
            "UPDATE lotteries SET seats = 7");
}

static void a_bound_is_a_chance_and_a_distance_within_the_tickets(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is damaged",
            "UPDATE lotteries SET bound_numerator = '0', bound_denominator = '0'",
            "UPDATE lotteries SET bound_denominator = '1'",
            "UPDATE lotteries SET bound_numerator = '18446744073709551616'",
            "UPDATE lotteries SET bound_numerator = '-1'",
            "UPDATE lotteries SET bound_numerator = ' 1'",
            "UPDATE lotteries SET distance_millitickets = 11001",
            "UPDATE lotteries SET distance_millitickets = -1");
}

static void a_certificate_is_one_of_its_lottery(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is damaged: certificate.txt, line 1: this is no certificate",
            "UPDATE findings SET certificate = ''", "UPDATE findings SET certificate = 'x'");
    NOTICED(*state, LOT_BAD_INPUT, "is damaged: certificate.txt, line ",
            "UPDATE findings SET certificate = certificate || char(10)",
            "UPDATE findings SET certificate = substr(certificate, 1, 2000)",
            "UPDATE findings SET certificate = replace(certificate, 'chance ', 'chance 0')");
    NOTICED(*state, LOT_BAD_INPUT, "is damaged: certificate.txt",
            "UPDATE findings SET certificate = replace(certificate, 'quotas: 9', 'quotas: 10')",
            "UPDATE findings SET certificate = replace(certificate, 'per-household: 1',"
            " 'per-household: 2')",
            "UPDATE assembly SET per_household = 2",
            "UPDATE findings SET certificate = replace(certificate,"
            " (SELECT pid FROM people_classes WHERE person = 0), 'aaaaaaaaaaaaaaaa')");
    NOTICED(*state, LOT_BAD_INPUT, "is damaged: a certificate is not one of its lottery",
            "UPDATE findings SET certificate = replace(certificate, 'seats: 8', 'seats: 9')",
            "UPDATE findings SET certificate = replace(certificate, 'leximin', 'maximin')",
            "DELETE FROM no_panel_classes WHERE class = 1");
    NOTICED(*state, LOT_BAD_INPUT, "is damaged", "UPDATE findings SET gap = '-1'",
            "UPDATE findings SET gap = ''", "UPDATE findings SET late = 2",
            "UPDATE findings SET gamma_millionths = -1", "UPDATE findings SET gamma_millionths = 1",
            "UPDATE findings SET lottery = 2");
}

/* Well written, and of this lottery: only the log knows that it was another. */
static void another_certificate_is_not_the_one_in_the_log(void **state)
{
    NOTICED(*state, LOT_NOT_VERIFIED, "it tells of another certificate than there is",
            "UPDATE findings SET certificate = replace(certificate, ' least ', ' floor ')");
    NOTICED(*state, LOT_NOT_VERIFIED, "it tells of other lotteries than there are",
            "UPDATE findings SET certificate = NULL", "DELETE FROM findings");
    NOTICED(*state, LOT_NOT_VERIFIED, "it tells otherwise what was published in full",
            "DELETE FROM full_commits");
}

static void texts_are_lines_of_utf8(void **state)
{
    NOTICED(
        *state, LOT_BAD_INPUT,
        "is damaged: its table assembly holds what civiclot never writes; use a copy from before",
        "UPDATE assembly SET title = 'a' || char(10) || 'b'");
    NOTICED(*state, LOT_BAD_INPUT, "is damaged",
            "UPDATE assembly SET title = 'a' || char(0) || 'b'",
            "UPDATE assembly SET title = char(27) || '[2J'",
            "UPDATE assembly SET title = CAST(x'ff' AS TEXT)",
            "UPDATE features SET name = name || char(155)",
            "UPDATE quotas SET value = value || char(8232) WHERE position = 1",
            "UPDATE people_file SET name = char(27)", "UPDATE commits SET folder = char(10)",
            "UPDATE commits SET process = 'title: a' || char(13, 10)",
            "UPDATE commits SET process = 'no end'",
            "UPDATE commit_sources SET name = 'text:a' || char(10) || 'value: b'",
            "UPDATE draw_sources SET value = char(10)", "UPDATE draw_sources SET nonce = char(127)",
            "UPDATE log SET kind = char(27)", "UPDATE log SET payload = payload || char(10)");
}

static void people_and_quotas_are_what_they_were(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is damaged", "UPDATE people_file SET delimiter = 'x'",
            "UPDATE people_file SET header = '\"'", "UPDATE people_file SET encoding = 4",
            "UPDATE people SET record = 'x' WHERE position = 3",
            "UPDATE people SET record = record || char(10) WHERE position = 3",
            "UPDATE people SET row = 1 WHERE position = 3",
            "UPDATE people SET position = 99 WHERE position = 3",
            "UPDATE people SET id = 'another' WHERE position = 3",
            "UPDATE people_classes SET pid = 'aaaaaaaaaaaaaaaa' WHERE person = 3",
            "UPDATE people_classes SET household = 0", "UPDATE people_classes SET class = 0",
            "DELETE FROM people WHERE position = 59", "DELETE FROM people_classes",
            "DELETE FROM people_classes WHERE person = 59",
            "UPDATE people_classes SET household = household + 1 WHERE household ="
            " (SELECT max(household) FROM people_classes)",
            "INSERT INTO people_classes VALUES (99, 'aaaaaaaaaaaaaaaa', 99, 0)",
            "INSERT INTO people VALUES (60, 62, 'more', 'more')", "UPDATE kinds SET seat_limit = 9",
            "UPDATE classes SET cap = cap + 1", "UPDATE classes SET size = size + 1",
            "UPDATE class_values SET quota = 1 - quota WHERE quota < 2",
            "UPDATE quotas SET max = 9 WHERE position = 0", "UPDATE quotas SET min = max",
            "UPDATE quotas SET min = 0, max = 0", "UPDATE quotas SET feature = 0",
            "UPDATE quotas SET position = position + 1 WHERE position = 8");
}

static void attempts_are_whole(void **state)
{
    NOTICED(*state, LOT_BAD_INPUT, "is damaged", "UPDATE commits SET attempt = 2",
            "UPDATE commits SET folder = NULL", "UPDATE commits SET test = 2",
            "UPDATE commits SET manifest = x'00'", "DELETE FROM commit_sources WHERE position = 1",
            "UPDATE commit_sources SET position = 5 WHERE position = 1;"
            " UPDATE draw_sources SET position = 5 WHERE position = 1",
            "DELETE FROM draw_sources WHERE position = 0", "UPDATE draws SET row = 9",
            "UPDATE draws SET ticket = 0", "UPDATE draws SET rejected = -1",
            "UPDATE draws SET seed = zeroblob(31)");
}

static void the_log_tells_of_what_there_is(void **state)
{
    NOTICED(*state, LOT_NOT_VERIFIED, "does not follow",
            "UPDATE log SET payload = '{}' WHERE sequence = 1",
            "UPDATE log SET time = 'yesterday' WHERE sequence = 3",
            "DELETE FROM log WHERE sequence = 2", "UPDATE log SET sequence = 9 WHERE sequence = 6");
    NOTICED(
        *state, LOT_NOT_VERIFIED, "was changed, use a copy from before", "DELETE FROM log",
        "DELETE FROM log WHERE sequence = 6", "DELETE FROM log WHERE sequence > 3",
        "DELETE FROM draw_sources; DELETE FROM draws",
        "DELETE FROM draw_sources; DELETE FROM draws; DELETE FROM log WHERE sequence = 6;"
        " UPDATE commits SET manifest = zeroblob(32)",
        "UPDATE draws SET ticket = 5, row = 2", "UPDATE draws SET seed = zeroblob(32)",
        "UPDATE commit_sources SET name = 'text:the weather' WHERE position = 0",
        "UPDATE commits SET test = 1", "UPDATE assembly SET closed = 0",
        "UPDATE assembly SET title = 'Another'",
        "INSERT INTO commits SELECT 2, lottery, 1, 1, manifest, process, NULL FROM commits",
        "INSERT INTO lotteries SELECT 2, tickets, seats, people, classes, objective, path, cuts,"
        " levels, bound_numerator, bound_denominator, distance_millitickets FROM lotteries");
}

/* What civiclot logged for a commit before everyone could check it; its process.txt says so. */
static const char old_commit[] =
    "{\"attempt\":1,\"level\":\"full\",\"lottery\":1,\"manifest\":\"" MANIFEST
    "\",\"sources\":[\"text:football results\",\"operator:00ff\"]}";

/* Keep attempt 1, drawn, with a commit entry of the old form after an entry `before`, if any. */
static lot_status check_old_commit(lot_kept *kept, const char *process_text, lot_error *error)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%s", process_text);
    char *today = kept->attempt.process_text;
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    kept->attempt.process_text = text;
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    kept->attempt.process_text = today;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (strcmp(entries[i][0], "commit") == 0)
            assert_int_equal(lot_assembly_log(assembly, "commit", old_commit, NULL), LOT_OK);
        else if (strcmp(entries[i][0], "prepare") != 0)
            add_entry(assembly, kept, i);
    }
    lot_status status = lot_assembly_check_log(assembly, error);
    lot_assembly_close(assembly);
    return status;
}

static void a_commit_of_before_is_one_entry_and_holds(void **state)
{
    lot_error error = {.message = ""};
    lot_status status = check_old_commit(*state, "civiclot-process: 1\nprocess: made up\n", &error);
    if (status != LOT_OK)
        fail_msg("%s", error.message);
}

static void a_commit_of_today_must_be_one_that_everyone_can_check(void **state)
{
    lot_error error;
    assert_int_equal(check_old_commit(*state, "civiclot-process: 2\n", &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "not the one that everyone can check"));
}

/* One more entry, sealed as it should be, is noticed all the same. */
static void assert_entry_noticed(lot_kept *kept, const char *kind, const char *payload,
                                 const char *words)
{
    lot_error error;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, kind, payload, NULL), LOT_OK);
    assert_int_equal(lot_assembly_check_log(assembly, &error), LOT_NOT_VERIFIED);
    if (strstr(error.message, words) == NULL)
        fail_msg("%s", error.message);
    lot_assembly_close(assembly);
}

static void what_the_log_tells_twice_or_of_nothing_is_noticed(void **state)
{
    lot_kept *kept = *state;
    save_drawn(kept);
    assert_entry_noticed(kept, "commit", entries[4][1], "the same thing twice");
    assert_entry_noticed(kept, "draw", entries[5][1], "the same thing twice");
    assert_entry_noticed(kept, "prepare", "{\"attempt\":2,\"lottery\":1}", "other lotteries");
    assert_entry_noticed(kept, "reveal", "{\"attempt\":1}", "which contributions were revealed");
}

static void an_entry_that_is_no_json_is_noticed(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    save_drawn(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, "draw", "no JSON", NULL), LOT_OK);
    assert_int_equal(lot_assembly_check_log(assembly, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "an entry is not readable"));
    lot_assembly_close(assembly);
}

static void what_would_be_refused_later_is_not_kept(void **state)
{
    static char folder[] = "/some\nwhere";
    lot_kept *kept = *state;
    lot_error error;
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    lot_attempt attempt = kept->attempt;
    attempt.folder = folder;
    assert_int_equal(lot_assembly_add_commit(assembly, &attempt, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "choose another"));
    lot_assembly_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lotteries_are_checked),
        TEST(the_lottery_has_the_seats_of_the_assembly),
        TEST(a_bound_is_a_chance_and_a_distance_within_the_tickets),
        TEST(a_certificate_is_one_of_its_lottery),
        TEST(another_certificate_is_not_the_one_in_the_log),
        TEST(texts_are_lines_of_utf8),
        TEST(people_and_quotas_are_what_they_were),
        TEST(attempts_are_whole),
        TEST(the_log_tells_of_what_there_is),
        TEST(a_commit_of_before_is_one_entry_and_holds),
        TEST(a_commit_of_today_must_be_one_that_everyone_can_check),
        TEST(what_the_log_tells_twice_or_of_nothing_is_noticed),
        TEST(an_entry_that_is_no_json_is_noticed),
        TEST(what_would_be_refused_later_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
