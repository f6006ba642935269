/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: every kind announced and drawn from, and every mistake told in time. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"
#include "support/tamper.h"

#include <stdio.h>
#include <string.h>

#define DIGITS "1234561234561234561234561234561"
#define ROUND "beacon:drand-quicknet:1000"
#define ROUND_DUE "SOURCE_DATE_EPOCH=1692806364"
#define BEFORE_ROUND "SOURCE_DATE_EPOCH=1692806363"
/* drand quicknet's own round 1000 */
#define RANDOMNESS "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
#define SIGNATURE                                                                                  \
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed" \
    "5e39"

enum { SOURCE_BYTES = 256 };

/* An assembly file, ready for a commit. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Sources");
}

/* What stands behind `before` in the text, to the end of the line. */
static void take_line(char line[SOURCE_BYTES], const lot_text *text, const char *before)
{
    const char *at = strstr(lot_text_string(text), before);
    assert_non_null(at);
    at += strlen(before);
    (void)snprintf(line, SOURCE_BYTES, "%.*s", (int)strcspn(at, "\n"), at);
}

static void take_process(char process[SOURCE_BYTES], const lot_run_folder *folder)
{
    lot_ran ran = RUN(folder, "report", "file", "--json");
    take_line(process, &ran.out, "\"process\":");
    const char *at = strchr(process, '"');
    assert_non_null(at);
    memmove(process, at + 1, strlen(at));
    process[strcspn(process, "\"")] = '\0';
    lot_ran_free(&ran);
}

/* Make a part, and take the source that announces it. */
static void contribute(char source[SOURCE_BYTES], const lot_run_folder *folder, const char *process,
                       const char *name, const char *value, const char *path)
{
    lot_ran ran = RUN(folder, "contribute", "--process", process, "--name", name, "--value", value,
                      "--out", path);
    assert_int_equal(ran.code, 0);
    take_line(source, &ran.out, "");
    assert_memory_equal(source, "contribution:", strlen("contribution:"));
    assert_int_equal(lot_run_mode(folder, path), 0600);
    lot_ran_free(&ran);
}

static void assert_file_has(const lot_run_folder *folder, const char *path, const char *part)
{
    lot_text text = lot_run_read(folder, path);
    lot_run_assert_has(&text, part);
    lot_text_free(&text);
}

static void dice_beacon_and_text_are_drawn_from_in_the_forms_that_people_copy(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 0, ROUND " is due on 2023-08-23T15:59:24Z", BEFORE_ROUND, "commit", "file",
          "--publish", "public", "--source", "dice:31", "--source", ROUND, "--source",
          "text:Lottery of 3 February", "--source", "operator");
    lot_ran ran =
        RUN(folder, "draw", "file", "--dice",
            "1 2, 3456"
            "1234561234561234561234561",
            "--seed", " 3 7 11 ", "--beacon",
            "{\"round\":1000,\"randomness\":\"" RANDOMNESS "\",\"signature\":\"" SIGNATURE "\"}");
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    lot_run_assert_has(&ran.out, "value            " DIGITS "\n");
    lot_run_assert_has(&ran.out, "compare the value of dice:31 with");
    lot_run_assert_has(&ran.out, "compare the value with round 1000 of drand-quicknet");
    lot_ran_free(&ran);
    assert_file_has(folder, "public/seed.txt",
                    "source: dice:31\nvalue: " DIGITS "\nsource: " ROUND "\nvalue: " RANDOMNESS
                    "\nsource: text:Lottery of 3 February\nvalue: 3 7 11\nsource: operator:");
    ran = RUN(folder, "report", "file", "--json");
    lot_run_assert_has(&ran.out, RANDOMNESS);
    lot_run_assert_has(&ran.out, "dice:31");
    lot_ran_free(&ran);
}

static void what_is_missing_or_too_much_is_told_at_once(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, BEFORE_ROUND, "commit", "file", "--publish", "public", "--source", "dice:31",
           "--source", ROUND, "--source", "text:a", "--source", "text:b");
    lot_ran ran = RUN(folder, "draw", "file", "--dice", "12", "--seed", "1", "--seed", "2",
                      "--seed", "3", "--ticket", "5");
    assert_int_equal(ran.code, 2);
    lot_run_assert_has(&ran.err, "31 digits from 1 to 6; 2 characters were given");
    lot_run_assert_has(&ran.err, "--beacon is missing: " ROUND " was announced");
    lot_run_assert_has(&ran.err, "--seed was given 3 times");
    lot_run_assert_has(&ran.err, "announced no ticket drawn by hand: leave --ticket out");
    lot_run_assert_has(&ran.err, "announced dice:31, " ROUND ", text:a, text:b");
    lot_ran_free(&ran);
    ran = RUN(folder, "draw", "file", "--dice", "1 2 3 7");
    lot_run_assert_has(&ran.err, "digits from 1 to 6, and digit 4 is none of these; 4 characters");
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "public/seed.txt"));
}

static void only_the_announced_round_counts_and_its_signature_must_fit(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 2, ROUND " was due on 2023-08-23T15:59:24Z", ROUND_DUE, "commit", "file",
          "--publish", "public", "--source", ROUND);
    WORDS(folder, 2, "after the year 9999", "commit", "file", "--publish", "public", "--source",
          "beacon:drand-quicknet:9223372036854775807");
    assert_false(lot_run_is_there(folder, "public"));
    EXPECT(folder, 0, BEFORE_ROUND, "commit", "file", "--publish", "public", "--source", ROUND);
    WORDS(folder, 2, ROUND " is due on 2023-08-23T15:59:24Z: before that nobody", BEFORE_ROUND,
          "draw", "file", "--beacon", "1000:" RANDOMNESS);
    WORDS(folder, 2, "this is round 1001, but " ROUND " was announced", "draw", "file", "--beacon",
          "1001:" RANDOMNESS);
    WORDS(folder, 2, "is not the SHA-256 of its signature", "draw", "file", "--beacon",
          "{\"round\":1000,\"randomness\":\"" RANDOMNESS "\",\"signature\":\"ab\"}");
    WORDS(folder, 2, "--beacon must be ROUND:HEX", "draw", "file", "--beacon", RANDOMNESS);
    WORDS(folder, 2, "--beacon must be ROUND:HEX", "draw", "file", "--beacon", "{\"round\":1000}");
    WORDS(folder, 2, "must be 64 lower-case hexadecimal digits", "draw", "file", "--beacon",
          "1000:abcd");
    EXPECT(folder, 0, "draw", "file", "--beacon",
           "1000:FE290BECA10872EF2FB164D2AA4442DE4566183EC51C56FF3CD603D930E54FDD");
    assert_file_has(folder, "public/seed.txt", "value: " RANDOMNESS "\n");
}

static void few_dice_are_refused_twice_with_their_outcomes(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 2, "30 dice have 221073919720733357899776 outcomes", "commit", "file",
          "--publish", "public", "--source", "dice:30", "--source", "operator");
    assert_false(lot_run_is_there(folder, "public"));
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "dice:3", "--weak");
    WORDS(folder, 2, "3 dice have 216 outcomes", "draw", "file", "--dice", "123");
    assert_false(lot_run_is_there(folder, "public/seed.txt"));
    lot_ran ran = RUN(folder, "draw", "file", "--dice", "123", "--weak");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "NOT PROVEN: that nobody tried all outcomes beforehand: 3 dice "
                                 "have 216");
    lot_ran_free(&ran);
}

static void a_ticket_drawn_by_hand_is_the_ticket_from_first_to_last(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "first", "--source", "by-hand");
    WORDS(folder, 2, "must be a number from 0 to 99", "draw", "file", "--ticket", "100");
    WORDS(folder, 2, "--ticket is missing", "draw", "file");
    WORDS(folder, 2, "must be a number from 0 to 99", "draw", "file", "--ticket", "1e1");
    lot_ran ran = RUN(folder, "draw", "file", "--ticket", "000");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "witnesses must confirm ticket 0");
    lot_ran_free(&ran);
    assert_file_has(folder, "first/seed.txt", "source: by-hand\nvalue: 0\nseed: ");
    assert_file_has(folder, "first/draw.txt", "rejected: 0\nticket: 0\npanel: 0-");
    EXPECT(folder, 0, "commit", "file", "--publish", "second", "--source", "by-hand");
    EXPECT(folder, 0, "draw", "file", "--ticket", "99");
    assert_file_has(folder, "second/draw.txt", "ticket: 99\n");
    EXPECT(folder, 0, "report", "file");
    EXPECT(folder, 0, "export", "file", "--publish", "copy");
    lot_run_assert_same(folder, "second", "copy");
    WORDS(folder, 2, "by-hand is announced beside other sources", "commit", "file", "--publish",
          "third", "--source", "by-hand", "--source", "dice:31");
}

/* Copy the assembly file, or put the copy back. */
static void copy(const lot_run_folder *folder, const char *from, const char *to)
{
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"cp", from, to, NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

/* Else who has a backup could try who contributed, and overwrite what was published of it. */
static void a_copy_from_before_the_reveal_takes_no_other_contributions(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", anna, "--source",
           "dice:31");
    copy(folder, "file", "before");
    EXPECT(folder, 0, "reveal", "file", "anna");
    lot_text told = lot_run_read(folder, "public/log.txt");
    WORDS(folder, 5, "has entries that before has not", "reveal", "before", "--absent", "Anna");
    WORDS(folder, 5, "has entries that before has not", "draw", "before", "--dice", DIGITS,
          "--reveal", "anna");
    WORDS(folder, 5, "has entries that before has not", "export", "before", "--publish", "public");
    lot_text after = lot_run_read(folder, "public/log.txt");
    assert_string_equal(lot_text_string(&told), lot_text_string(&after));
    EXPECT(folder, 0, "draw", "file", "--dice", DIGITS);
    lot_text_free(&told);
    lot_text_free(&after);
}

static void three_contribute_and_one_is_absent(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES], zoe[SOURCE_BYTES], carl[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    contribute(zoe, folder, process, "Zoe\xcc\x88 Q.", "fog", "zoe"); /* not in NFC */
    contribute(carl, folder, process, "Carl", "snow", "carl");
    assert_file_has(folder, "zoe", "\nname: Zo\xc3\xab Q.\nvalue: fog\nnonce: ");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", anna, "--source", zoe,
           "--source", carl, "--source", "dice:31");
    WORDS(folder, 2, "nothing was told of 3 contributions", "draw", "file", "--dice", DIGITS);
    WORDS(folder, 3, "no file is given of Carl: wait", "reveal", "file", "zoe", "anna");
    lot_ran ran = RUN(folder, "reveal", "file", "zoe", "anna", "--absent", "Carl");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "told         contribution:Anna\n");
    lot_run_assert_has(&ran.out, "ABSENT       contribution:Carl\n");
    char checkpoint[SOURCE_BYTES];
    take_line(checkpoint, &ran.out, "checkpoint   ");
    assert_file_has(folder, "public/log.txt", checkpoint);
    lot_ran_free(&ran);
    WORDS(folder, 3, "was revealed already", "reveal", "file", "zoe", "anna", "carl");
    WORDS(folder, 2, "is settled: leave --reveal out", "draw", "file", "--dice", DIGITS, "--reveal",
          "carl");
    ran = RUN(folder, "draw", "file", "--dice", DIGITS);
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    lot_run_assert_has(&ran.out, "  PROVEN: the value of Anna is what was committed to");
    lot_run_assert_has(&ran.out, "NOT PROVEN: that Carl has a part in the seed");
    lot_run_assert_has(&ran.out, "NOT PROVEN: that the contributions were told before");
    lot_run_assert_has(&ran.out, "PROVEN: 31 dice have more outcomes than anybody can try");
    assert_null(strstr(lot_text_string(&ran.err), "ABSENT"));
    lot_ran_free(&ran);
    assert_file_has(folder, "public/seed.txt", "\nvalue: tulips\nnonce: ");
    assert_file_has(folder, "public/seed.txt", "\nvalue: ABSENT\nsource: dice:31\n");
    WORDS(folder, 3, "is drawn already", "reveal", "file", "carl");
    EXPECT(folder, 0, "log", "file");
}

static void nobody_is_absent_by_mistake(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES], bob[SOURCE_BYTES], other[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    contribute(bob, folder, process, "Bob", "fog", "bob");
    contribute(other, folder, process, "Anna", "tulips", "again");
    contribute(other, folder, process, "Dora", "tulips", "dora");
    contribute(other, folder, "abcdefghijklmnop", "Bob", "fog", "elsewhere");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", anna, "--source", bob,
           "--source", "text:a");
    lot_ran ran = RUN(folder, "reveal", "file", "again", "dora", "elsewhere", "--absent", "Bop");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "again: value and nonce are not what Anna committed to");
    lot_run_assert_has(&ran.err, "dora: attempt 1 announced no contribution of Dora");
    lot_run_assert_has(&ran.err, "elsewhere: it is for process abcdefghijklmnop, but this is");
    lot_run_assert_has(&ran.err, "--absent Bop: attempt 1 announced no such contributor");
    lot_run_assert_has(&ran.err, "no file is given of Anna, Bob");
    lot_ran_free(&ran);
    WORDS(folder, 3, "--absent Bob: but a file of theirs was given", "reveal", "file", "anna",
          "bob", "--absent", "Bob");
    WORDS(folder, 3, "Anna is told twice", "reveal", "file", "anna", "bob", "anna");
    lot_text text = lot_run_read(folder, "anna");
    char *value = strstr(text.bytes, "tulips");
    assert_non_null(value);
    *value = 'T';
    lot_run_write(folder, "changed", text.bytes);
    WORDS(folder, 3, "changed: value and nonce are not what Anna committed to", "reveal", "file",
          "changed", "bob");
    *strchr(text.bytes, '1') = '2';
    lot_run_write(folder, "other", text.bytes);
    WORDS(folder, 3, "other, line 1: this is not a reveal file", "reveal", "file", "other", "bob");
    lot_text_free(&text);
    EXPECT(folder, 0, "reveal", "file", "bob", "anna");
}

static void a_draw_takes_what_nobody_told_before_and_says_what_that_leaves_open(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES], bob[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    contribute(bob, folder, process, "Bob", "fog", "bob");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:a", "--source",
           anna, "--source", bob);
    lot_ran ran = RUN(folder, "draw", "file", "--seed", "1", "--reveal", "anna");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "Nobody can know that the contributions were told before");
    lot_run_assert_has(&ran.err, "ABSENT, as no file of theirs was given: Bob\n");
    lot_ran_free(&ran);
    assert_file_has(folder, "public/log.txt", " reveal ");
    EXPECT(folder, 0, "report", "file");
}

static void a_part_that_is_struck_out_after_the_reveal_is_found_out(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES], path[512];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:a", "--source",
           anna);
    EXPECT(folder, 0, "reveal", "file", "anna");
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_test_tamper(path, "UPDATE reveals SET value = 'ABSENT', nonce = NULL");
    WORDS(folder, 5, "other contributions than were revealed", "draw", "file", "--seed", "1");
    lot_test_tamper(path, "UPDATE reveals SET value = 'roses', nonce = '" RANDOMNESS "'");
    WORDS(folder, 5, "other contributions than were revealed", "draw", "file", "--seed", "1");
    lot_test_tamper(path, "DELETE FROM reveals");
    WORDS(folder, 5, "which contributions were revealed", "draw", "file", "--seed", "1");
    assert_false(lot_run_is_there(folder, "public/seed.txt"));
}

static void a_reveal_is_signed_and_told_when_it_is_too_late(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    EXPECT(folder, 0, "keygen", "key", "--no-passphrase");
    EXPECT(folder, 0, BEFORE_ROUND, "commit", "file", "--publish", "public", "--source", ROUND,
           "--source", anna, "--key", "key");
    lot_text before = lot_run_read(folder, "public/final.txt.minisig");
    WORDS(folder, 3, "is signed with the public key", "reveal", "file", "anna");
    WORDS(folder, 0, "too late to prove that the contributions were told before", ROUND_DUE,
          "reveal", "file", "anna", "--key", "key");
    lot_text after = lot_run_read(folder, "public/final.txt.minisig");
    assert_string_not_equal(before.bytes, after.bytes);
    EXPECT(folder, 0, "verify", "public");
    EXPECT(folder, 0, "draw", "file", "--beacon", "1000:" RANDOMNESS, "--key", "key");
    EXPECT(folder, 0, "verify", "public");
    lot_text_free(&before);
    lot_text_free(&after);
}

static void what_was_revealed_stands_when_its_folder_is_gone(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:a", "--source",
           anna);
    lot_ran gone = lot_run_other(folder, ".", (const char *const[]){"mv", "public", "x", NULL});
    assert_int_equal(gone.code, 0);
    lot_ran_free(&gone);
    lot_ran ran = RUN(folder, "reveal", "file", "anna");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "what was revealed is kept");
    lot_run_assert_has(&ran.out, "checkpoint   ");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "export", "file", "--publish", "public");
    assert_file_has(folder, "public/log.txt", " reveal ");
    EXPECT(folder, 0, "verify", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "1");
    EXPECT(folder, 0, "verify", "public");
}

static void a_contribution_that_could_not_be_told_is_not_made(void **state)
{
    const lot_run_folder *folder = *state;
    WORDS(folder, 2, "a process id has 16 characters", "contribute", "--process", "short", "--name",
          "A", "--out", "a");
    WORDS(folder, 2, "must not have a colon", "contribute", "--process", "abcdefghijklmnop",
          "--name", "A:B", "--out", "a");
    WORDS(folder, 2, "the value ABSENT is kept", "contribute", "--process", "abcdefghijklmnop",
          "--name", "A", "--value", "ABSENT", "--out", "a");
    WORDS(folder, 2, "what is in it is secret", "contribute", "--process", "abcdefghijklmnop",
          "--name", "A", "--out", "-");
    assert_false(lot_run_is_there(folder, "a"));
    EXPECT(folder, 0, "contribute", "--process", "abcdefghijklmnop", "--name", "A", "--out", "a");
    EXPECT(folder, 0, "contribute", "--process", "abcdefghijklmnop", "--name", "A", "--out", "b");
    WORDS(folder, 3, "exists already", "contribute", "--process", "abcdefghijklmnop", "--name", "A",
          "--out", "a");
    lot_text a = lot_run_read(folder, "a");
    lot_text b = lot_run_read(folder, "b");
    assert_string_not_equal(a.bytes, b.bytes);
    lot_text_free(&a);
    lot_text_free(&b);
}

static void announcements_that_are_no_sources_are_refused(void **state)
{
    const lot_run_folder *folder = *state;
    WORDS(folder, 2, "dice:0 is not of the form dice:COUNT", "commit", "file", "--publish", "p",
          "--source", "dice:0");
    WORDS(folder, 2, "is not of the form beacon:NAME:ROUND", "commit", "file", "--publish", "p",
          "--source", "beacon:drand");
    WORDS(folder, 2, "is not of the form contribution:NAME:COMMITMENT", "commit", "file",
          "--publish", "p", "--source", "contribution:Anna:12");
    WORDS(folder, 2, "stands alone: its commitment is made by the commit", "commit", "file",
          "--publish", "p", "--source", "operator:12");
    WORDS(folder, 2, "the source operator is announced twice", "commit", "file", "--publish", "p",
          "--source", "operator", "--source", "operator");
    WORDS(folder, 2, "this is the second", "commit", "file", "--publish", "p", "--source",
          "contribution:A:" RANDOMNESS, "--source",
          "contribution:A:0000000000000000000000000000000000000000000000000000000000000000");
}

static void every_kind_can_be_rehearsed_and_selects_nobody(void **state)
{
    const lot_run_folder *folder = *state;
    char process[SOURCE_BYTES], anna[SOURCE_BYTES];
    prepare(folder);
    take_process(process, folder);
    contribute(anna, folder, process, "Anna", "tulips", "anna");
    WORDS(folder, 0, "", "draw", "file", "--test");
    WORDS(folder, 0, "", "draw", "file", "--test", "--dice", "12345", "--beacon", "7:" RANDOMNESS,
          "--seed", "a", "--seed", "b", "--reveal", "anna");
    lot_ran ran = RUN(folder, "draw", "file", "--test", "--ticket", "42");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "TEST DRAW: NOBODY IS SELECTED");
    lot_run_assert_has(&ran.out, "ticket 42 of 0 to 99");
    lot_ran_free(&ran);
    WORDS(folder, 2, "by-hand is announced beside", "draw", "file", "--test", "--ticket", "42",
          "--seed", "a");
    ran = RUN(folder, "report", "file", "--attempt", "2");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "beacon:drand-rehearsal:7");
    lot_run_assert_has(&ran.out, "text:seed 2");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "log", "file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dice_beacon_and_text_are_drawn_from_in_the_forms_that_people_copy),
        TEST(what_is_missing_or_too_much_is_told_at_once),
        TEST(only_the_announced_round_counts_and_its_signature_must_fit),
        TEST(few_dice_are_refused_twice_with_their_outcomes),
        TEST(a_ticket_drawn_by_hand_is_the_ticket_from_first_to_last),
        TEST(a_copy_from_before_the_reveal_takes_no_other_contributions),
        TEST(three_contribute_and_one_is_absent),
        TEST(nobody_is_absent_by_mistake),
        TEST(a_draw_takes_what_nobody_told_before_and_says_what_that_leaves_open),
        TEST(a_part_that_is_struck_out_after_the_reveal_is_found_out),
        TEST(a_reveal_is_signed_and_told_when_it_is_too_late),
        TEST(what_was_revealed_stands_when_its_folder_is_gone),
        TEST(a_contribution_that_could_not_be_told_is_not_made),
        TEST(announcements_that_are_no_sources_are_refused),
        TEST(every_kind_can_be_rehearsed_and_selects_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
