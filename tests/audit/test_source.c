/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: every form, one way to write it, and what is refused. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/source.h"
#include "civiclot/text.h"

#include <stdlib.h>
#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

static const char process_id[] = "abcdefghijklmnop";

enum { TICKETS = 1000, SOURCES = 4 };

/* A source of these words; the caller's words outlive it. */
static lot_source source_of(const char *name, const char *value, const char *nonce)
{
    lot_source source;
    memcpy(&source.name, &name, sizeof name);
    memcpy(&source.value, &value, sizeof value);
    memcpy(&source.nonce, &nonce, sizeof nonce);
    return source;
}

static lot_source_parts parts_of(const char *name)
{
    lot_source_parts parts;
    lot_error error;
    if (lot_source_parse(&parts, name, &error) != LOT_OK)
        fail_msg("%s: %s", name, error.message);
    return parts;
}

static void assert_label(const lot_source_parts *parts, const char *label)
{
    assert_int_equal(parts->label_bytes, strlen(label));
    assert_memory_equal(parts->label, label, parts->label_bytes);
}

static void every_kind_is_read_into_its_parts(void **state)
{
    (void)state;
    lot_source_parts parts = parts_of("dice:31");
    assert_int_equal(parts.kind, LOT_SOURCE_DICE);
    assert_int_equal(parts.dice, 31);
    parts = parts_of("beacon:drand-quicknet:9223372036854775807");
    assert_int_equal(parts.kind, LOT_SOURCE_BEACON);
    assert_label(&parts, "drand-quicknet");
    assert_true(parts.round == INT64_MAX);
    parts = parts_of("text:Lottery: 3 February");
    assert_int_equal(parts.kind, LOT_SOURCE_TEXT);
    assert_label(&parts, "Lottery: 3 February");
    parts = parts_of("contribution:Zo\xc3\xab Q.:" ONES);
    assert_int_equal(parts.kind, LOT_SOURCE_CONTRIBUTION);
    assert_label(&parts, "Zo\xc3\xab Q.");
    assert_int_equal(parts.commitment.bytes[31], 0x11);
    parts = parts_of("operator:" ONES);
    assert_int_equal(parts.kind, LOT_SOURCE_OPERATOR);
    assert_int_equal(parts.commitment.bytes[0], 0x11);
    parts = parts_of("by-hand");
    assert_int_equal(parts.kind, LOT_SOURCE_BY_HAND);
}

static void what_is_not_exactly_of_its_form_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "dice",
        "dice:",
        "dice:0",
        "dice:1001",
        "dice:031",
        "dice:31 ",
        "dice:99999999999999999999999",
        "Dice:31",
        "beacon:drand-quicknet",
        "beacon:drand-quicknet:",
        "beacon:drand-quicknet:0",
        "beacon:drand-quicknet:01",
        "beacon:drand-quicknet:9223372036854775808",
        "beacon:drand-quicknet:1:2",
        "beacon::1",
        "beacon:Drand:1",
        "beacon:drand_quicknet:1",
        "beacon:a2345678901234567890123456789012345678901234567890123456789012345:1",
        "text:",
        "text",
        "text:two\nlines",
        "text:a tab\t",
        "text:delete \x7f",
        "text:Latin-1 \xe9",
        "text:overlong \xc0\xaf",
        "text:surrogate \xed\xa0\x80",
        "text:cut \xe2\x82",
        "contribution:Anna",
        "contribution::" ONES,
        "contribution:An:na:" ONES,
        "contribution:Anna:" ONES "1",
        "contribution:Anna:1111",
        "contribution:Anna:A111111111111111111111111111111111111111111111111111111111111111",
        "operator",
        "operator:",
        "operator:" ONES " ",
        "by-hand:",
        "by-hand ",
        "by-han",
        "seed:1",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lot_source_parts parts;
        lot_error error = {.message = ""};
        if (lot_source_parse(&parts, names[i], &error) != LOT_NOT_VERIFIED)
            fail_msg("'%s' passed", names[i]);
        assert_true(strlen(error.message) > 0);
    }
}

static lot_status check_names(const char *const *names, uint32_t count, lot_error *error)
{
    lot_source sources[SOURCES];
    assert_true(count <= SOURCES);
    for (uint32_t s = 0; s < count; s++)
        sources[s] = source_of(names[s], NULL, NULL);
    return lot_sources_check(sources, count, error);
}

static void assert_list_refused(const char *const *names, uint32_t count, const char *word)
{
    lot_error error = {.message = ""};
    assert_int_equal(check_names(names, count, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, word));
}

static void a_list_is_refused_that_is_empty_repeats_or_adds_to_a_hand(void **state)
{
    (void)state;
    static const char *const good[] = {"text:a", "text:A", "contribution:Anna:" ONES,
                                       "contribution:Ann:" ONES};
    static const char *const twice[] = {"text:a", "dice:3", "text:a"};
    static const char *const hand[] = {"by-hand"};
    static const char *const beside[] = {"dice:31", "by-hand"};
    static const char *const parts[] = {"contribution:Anna:" ONES, "contribution:Anna:" ZEROS};
    static const char *const wrong[] = {"text:a", "dice:0"};
    assert_int_equal(check_names(good, 4, NULL), LOT_OK);
    assert_int_equal(check_names(hand, 1, NULL), LOT_OK);
    assert_list_refused(good, 0, "no source is announced");
    assert_list_refused(twice, 3, "announced twice");
    assert_list_refused(beside, 2, "by-hand");
    assert_list_refused(parts, 2, "this is the second");
    assert_list_refused(wrong, 2, "dice:0");
}

static void more_sources_than_anyone_announces_are_refused_at_once(void **state)
{
    (void)state;
    lot_error error;
    lot_source *sources = calloc(LOT_SOURCES_MOST + 1, sizeof *sources);
    assert_non_null(sources);
    assert_int_equal(lot_sources_check(sources, LOT_SOURCES_MOST + 1, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "1000 at most"));
    free(sources);
}

static lot_status check_value(const char *name, const char *value, const char *nonce)
{
    lot_source source = source_of(name, value, nonce);
    lot_error error = {.message = ""};
    lot_status status = lot_source_check_value(&source, process_id, TICKETS, &error);
    if (status != LOT_OK)
        assert_true(strlen(error.message) > 0);
    return status;
}

static void assert_value(const char *name, const char *value)
{
    if (check_value(name, value, NULL) != LOT_OK)
        fail_msg("%s: '%s' was refused", name, value);
    if (check_value(name, value, ZEROS) != LOT_NOT_VERIFIED)
        fail_msg("%s: a nonce passed", name);
}

static void assert_no_value(const char *name, const char *value)
{
    if (check_value(name, value, NULL) != LOT_NOT_VERIFIED)
        fail_msg("%s: '%s' passed", name, value);
}

static void values_of_dice_are_as_many_digits_as_announced(void **state)
{
    (void)state;
    assert_value("dice:6", "123456");
    assert_no_value("dice:6", "12345");
    assert_no_value("dice:6", "1234561");
    assert_no_value("dice:6", "123450");
    assert_no_value("dice:6", "123457");
    assert_no_value("dice:6", "1 2 3 4 5 6");
    assert_no_value("dice:6", "");
    assert_int_equal(check_value("dice:6", NULL, NULL), LOT_NOT_VERIFIED);
}

static void values_of_beacons_are_lower_case_digits_of_the_right_number(void **state)
{
    (void)state;
    char digits[LOT_BEACON_VALUE_MOST + 3];
    memset(digits, 'f', sizeof digits);
    for (size_t length = 0; length < sizeof digits; length++) {
        bool any = length >= 32 && length <= 256 && length % 2 == 0;
        digits[length] = '\0';
        assert_int_equal(check_value("beacon:other:1", digits, NULL) == LOT_OK, any);
        assert_int_equal(check_value("beacon:drand-quicknet:1", digits, NULL) == LOT_OK,
                         length == 64);
        assert_int_equal(check_value("beacon:nist:1", digits, NULL) == LOT_OK, length == 128);
        digits[length] = 'f';
    }
    assert_value("beacon:drand:1", ONES);
    assert_value("beacon:dran:1", "0123456789abcdef0123456789abcdef");
    assert_no_value("beacon:dran:1", "0123456789ABCDEF0123456789abcdef");
    assert_no_value("beacon:dran:1", "0123456789abcdef0123456789abcdeg");
}

static void values_of_texts_are_any_line(void **state)
{
    (void)state;
    assert_value("text:a", "3, 17 \xe2\x80\x94 22");
    assert_value("text:a", LOT_ABSENT);
    assert_no_value("text:a", "");
    assert_no_value("text:a", "two\nlines");
    assert_no_value("text:a", "\xff");
}

static void a_ticket_drawn_by_hand_is_one_of_the_lottery_s(void **state)
{
    (void)state;
    assert_value("by-hand", "0");
    assert_value("by-hand", "999");
    assert_no_value("by-hand", "1000");
    assert_no_value("by-hand", "007");
    assert_no_value("by-hand", "-1");
    assert_no_value("by-hand", "7 ");
    assert_no_value("by-hand", "18446744073709551616");
    uint64_t ticket = 0;
    lot_source sources[] = {source_of("by-hand", "999", NULL), source_of("text:a", "999", NULL)};
    assert_true(lot_sources_by_hand(&ticket, sources, 1));
    assert_int_equal(ticket, 999);
    assert_true(lot_sources_by_hand(NULL, sources, 1));
    assert_false(lot_sources_by_hand(NULL, sources, 2));
    assert_false(lot_sources_by_hand(NULL, sources + 1, 1));
    assert_false(lot_sources_by_hand(NULL, sources, 0));
}

/* The announced name of a commitment: prefix and hex. The caller frees it. */
static char *announce(const char *prefix, const char *name, const char *nonce_hex,
                      const char *value)
{
    lot_digest nonce, commitment;
    char hex[LOT_HEX_BYTES];
    lot_text text = LOT_TEXT_EMPTY;
    assert_true(lot_digest_parse(&nonce, nonce_hex));
    lot_contribution_commit(&commitment, process_id, name, &nonce, value);
    lot_digest_hex(hex, &commitment);
    lot_text_format(&text, "%s%s", prefix, hex);
    return text.bytes;
}

static void a_contribution_opens_with_its_own_value_nonce_name_and_process(void **state)
{
    (void)state;
    char *name = announce("contribution:Anna:", "Anna", ONES, "tulips");
    char *other = announce("contribution:Ann:", "Anna", ONES, "tulips");
    lot_source source = source_of(name, "tulips", ONES);
    assert_int_equal(check_value(name, "tulips", ONES), LOT_OK);
    assert_int_equal(check_value(name, "tulip", ONES), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(name, "tulips", ZEROS), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(name, "tulips", NULL), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(name, "tulips", "11"), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(name, "tulips", ONES "1"), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(other, "tulips", ONES), LOT_NOT_VERIFIED);
    assert_int_equal(lot_source_check_value(&source, "abcdefghijklmnoq", TICKETS, NULL),
                     LOT_NOT_VERIFIED);
    free(name);
    free(other);
}

static void an_absent_contribution_has_no_nonce(void **state)
{
    (void)state;
    char *name = announce("contribution:Anna:", "Anna", ONES, LOT_ABSENT);
    lot_source source = source_of(name, LOT_ABSENT, NULL);
    assert_true(lot_source_is_absent(&source));
    assert_int_equal(check_value(name, LOT_ABSENT, NULL), LOT_OK);
    assert_int_equal(check_value(name, LOT_ABSENT, ONES), LOT_NOT_VERIFIED);
    source = source_of(name, NULL, NULL);
    assert_false(lot_source_is_absent(&source));
    source = source_of("text:a", LOT_ABSENT, NULL);
    assert_false(lot_source_is_absent(&source));
    free(name);
}

static void an_operator_s_value_is_64_digits_and_opens_the_commitment(void **state)
{
    (void)state;
    char *name = announce("operator:", "operator", ONES, ZEROS);
    char *word = announce("operator:", "operator", ONES, "tulips");
    char *absent = announce("operator:", "operator", ONES, LOT_ABSENT);
    assert_int_equal(check_value(name, ZEROS, ONES), LOT_OK);
    assert_int_equal(check_value(name, ONES, ONES), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(name, ZEROS, NULL), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(word, "tulips", ONES), LOT_NOT_VERIFIED);
    assert_int_equal(check_value(absent, LOT_ABSENT, NULL), LOT_NOT_VERIFIED);
    free(name);
    free(word);
    free(absent);
}

static void assert_outcomes(const char *const *names, uint32_t count, lot_outcomes expected,
                            uint32_t dice_expected)
{
    lot_source sources[SOURCES];
    uint32_t dice;
    for (uint32_t s = 0; s < count; s++)
        sources[s] = source_of(names[s], NULL, NULL);
    assert_int_equal(lot_sources_outcomes(&dice, sources, count), expected);
    if (expected != LOT_OUTCOMES_UNCOUNTED)
        assert_int_equal(dice, dice_expected);
}

static void outcomes_are_those_of_all_dice_together(void **state)
{
    (void)state;
    static const char *const few[] = {"dice:30", "operator:" ONES, "contribution:Anna:" ONES};
    static const char *const many[] = {"dice:30", "dice:1"};
    static const char *const text[] = {"dice:30", "text:a"};
    static const char *const beacon[] = {"beacon:drand:1"};
    static const char *const hand[] = {"by-hand"};
    assert_outcomes(few, 3, LOT_OUTCOMES_FEW, 30);
    assert_outcomes(few + 1, 2, LOT_OUTCOMES_NONE, 0);
    assert_outcomes(many, 2, LOT_OUTCOMES_MANY, 31);
    assert_outcomes(text, 2, LOT_OUTCOMES_UNCOUNTED, 0);
    assert_outcomes(beacon, 1, LOT_OUTCOMES_UNCOUNTED, 0);
    assert_outcomes(hand, 1, LOT_OUTCOMES_UNCOUNTED, 0);
}

static void outcomes_of_dice_are_counted_to_the_last_digit(void **state)
{
    (void)state;
    char digits[LOT_OUTCOMES_BYTES];
    lot_outcomes_number(digits, 0);
    assert_string_equal(digits, "1");
    lot_outcomes_number(digits, 3);
    assert_string_equal(digits, "216");
    lot_outcomes_number(digits, 30);
    assert_string_equal(digits, "221073919720733357899776");
}

static void rounds_of_quicknet_have_their_times(void **state)
{
    (void)state;
    uint64_t seconds = 0;
    lot_source_parts parts = parts_of("beacon:drand-quicknet:1");
    assert_true(lot_beacon_due(&seconds, &parts));
    assert_int_equal(seconds, 1692803367);
    parts = parts_of("beacon:drand-quicknet:1000");
    assert_true(lot_beacon_due(&seconds, &parts));
    assert_int_equal(seconds, 1692803367 + 3 * 999);
    parts = parts_of("beacon:drand-quicknet:9223372036854775807");
    assert_true(lot_beacon_due(&seconds, &parts));
    assert_true(seconds == UINT64_MAX);
    parts = parts_of("beacon:drand-quicknet2:1");
    assert_false(lot_beacon_due(&seconds, &parts));
    parts = parts_of("text:drand-quicknet");
    assert_false(lot_beacon_due(&seconds, &parts));
}

/* SHA-256 of the bytes that docs/protocol.md lists, put together here by hand. */
static void reveals_are_hashed_as_written_down(void **state)
{
    (void)state;
    static const char bytes[] = "civiclot/reveals/v1\0"
                                "\0\0\0\x52"
                                "contribution:Anna:" ONES "\0\0\0\x06"
                                "tulips"
                                "\0\0\0\x51"
                                "contribution:Bob:" ZEROS "\0\0\0\x06" LOT_ABSENT;
    lot_digest expected, digest;
    lot_source sources[] = {source_of("contribution:Anna:" ONES, "tulips", ONES),
                            source_of("dice:31", NULL, NULL),
                            source_of("contribution:Bob:" ZEROS, LOT_ABSENT, NULL)};
    lot_sha256(&expected, bytes, sizeof bytes - 1);
    lot_reveals_digest(&digest, sources, 3);
    assert_true(lot_digest_equal(&digest, &expected));
}

static void kinds_go_by_their_names(void **state)
{
    (void)state;
    lot_source source = source_of("contribution:Anna:" ONES, NULL, NULL);
    assert_true(lot_source_is(&source, LOT_SOURCE_CONTRIBUTION));
    assert_true(lot_source_is_sealed(&source));
    source = source_of("operator:" ONES, NULL, NULL);
    assert_true(lot_source_is_sealed(&source));
    source = source_of("text:operator:", NULL, NULL);
    assert_true(lot_source_is(&source, LOT_SOURCE_TEXT));
    assert_false(lot_source_is(&source, LOT_SOURCE_OPERATOR));
    assert_false(lot_source_is_sealed(&source));
    assert_string_equal(lot_source_kind_name(LOT_SOURCE_BY_HAND), "by-hand");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read_into_its_parts),
        cmocka_unit_test(what_is_not_exactly_of_its_form_is_refused),
        cmocka_unit_test(a_list_is_refused_that_is_empty_repeats_or_adds_to_a_hand),
        cmocka_unit_test(more_sources_than_anyone_announces_are_refused_at_once),
        cmocka_unit_test(values_of_dice_are_as_many_digits_as_announced),
        cmocka_unit_test(values_of_beacons_are_lower_case_digits_of_the_right_number),
        cmocka_unit_test(values_of_texts_are_any_line),
        cmocka_unit_test(a_ticket_drawn_by_hand_is_one_of_the_lottery_s),
        cmocka_unit_test(a_contribution_opens_with_its_own_value_nonce_name_and_process),
        cmocka_unit_test(an_absent_contribution_has_no_nonce),
        cmocka_unit_test(an_operator_s_value_is_64_digits_and_opens_the_commitment),
        cmocka_unit_test(outcomes_are_those_of_all_dice_together),
        cmocka_unit_test(outcomes_of_dice_are_counted_to_the_last_digit),
        cmocka_unit_test(rounds_of_quicknet_have_their_times),
        cmocka_unit_test(reveals_are_hashed_as_written_down),
        cmocka_unit_test(kinds_go_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
