/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Past: the file byte by byte, who is found in it, and every way in which it is no list.
 *
 * The hashes were made with Python's hmac, by the definition in docs/registrations.md.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "clean/past.h"
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

#define ANN "6ed0e487fb62de58044180401fd5c8dacd62ee4a0120ff86b902d0a2c4e51164\n"
#define BOB "60038a2d30c30791f64299f8cdc3582c4cd57552b794c43bdd517ecc0cc97b0f\n"
#define KEY "key: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define FIRST "civiclot-past: 1\n"

static const char two_people[] = FIRST KEY "parts: 1\ncount: 2\n" BOB ANN;

static lot_past *begin(uint32_t parts)
{
    lot_key key;
    lot_error error;
    lot_past *past;
    for (size_t i = 0; i < sizeof key.bytes; i++)
        key.bytes[i] = (unsigned char)i;
    assert_int_equal(lot_past_new(&past, &key, parts, &error), LOT_OK);
    return past;
}

static lot_past_reading add_by(lot_past *past, lot_date_order order, const char *const *cells)
{
    lot_error error;
    lot_past_reading reading;
    assert_int_equal(lot_past_add(&reading, past, cells, order, &error), LOT_OK);
    return reading;
}

static void add(lot_past *past, const char *const *cells)
{
    assert_int_equal(add_by(past, LOT_DATE_DAY_FIRST, cells), LOT_PAST_READ);
}
#define ADD(past, ...) add((past), (const char *const[]){__VA_ARGS__})

static bool has(const lot_past *past, const char *const *cells)
{
    bool found;
    lot_error error;
    lot_past_reading reading;
    assert_int_equal(lot_past_has(&found, &reading, past, cells, LOT_DATE_DAY_FIRST, &error),
                     LOT_OK);
    return found;
}
#define HAS(past, ...) has((past), (const char *const[]){__VA_ARGS__})

static void assert_file(const lot_past *past, const char *expected)
{
    lot_text file = LOT_TEXT_EMPTY;
    lot_past_put(&file, past);
    assert_string_equal(lot_text_string(&file), expected);
    lot_text_free(&file);
}

static lot_past *parse(const char *bytes, size_t length)
{
    lot_error error;
    lot_past *past;
    lot_problems *problems = lot_problems_new();
    char *copy = malloc(length + 1); /* exactly so long, for the sanitizers */
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    lot_status status = lot_past_parse(&past, "l.txt", copy, length, problems, &error);
    assert_int_equal(status, past != NULL ? LOT_OK : LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(problems), past != NULL ? 0 : 1);
    lot_problems_free(problems);
    free(copy);
    return past;
}

static void a_list_is_these_bytes(void **state)
{
    (void)state;
    lot_past *past = begin(1);
    ADD(past, "Ann@X.org ");
    ADD(past, "bob@x.org");
    ADD(past, " ann@x.org");
    lot_past_sort(past);
    assert_int_equal(lot_past_count(past), 2);
    assert_file(past, two_people);
    lot_past_free(past);

    past = begin(3);
    ADD(past, "JOSE\xcc\x81", "Lee", "3 April 1990");
    ADD(past, "0044 (20) 7946-0958", "Lee", "3/4/1990 12:00");
    lot_past_sort(past);
    assert_file(past,
                FIRST KEY "parts: 3\ncount: 2\n"
                          "3609efae050edd8014f228ca0117303ff701a4b9d99094735d7cf69a1b436309\n"
                          "4c604e6185c5081a77f0d449fa3a28d0c71c8108d8c999cda380133ee3cbfada\n");
    lot_past_free(past);
}

static void who_is_in_a_list_is_found_however_it_is_written(void **state)
{
    (void)state;
    lot_past *past = parse(two_people, sizeof two_people - 1);
    assert_true(HAS(past, "ANN@x.org"));
    assert_true(HAS(past, "\xc2\xa0"
                          "bob@x.org"));
    assert_false(HAS(past, "ann@x.or"));
    assert_false(HAS(past, ""));
    lot_past_free(past);

    past = begin(3);
    ADD(past, "Ann  Mary", "020 7946 0958", "03/04/1990");
    lot_past_sort(past);
    assert_true(HAS(past, "ann mary", "(020) 7946-0958", "1990-04-03"));
    assert_true(HAS(past, "ann mary", "02079460958", "April 3rd, 1990"));
    assert_false(HAS(past, "ann mary", "02079460958", "04/03/1990"));
    assert_false(HAS(past, "ann mary", "+02079460958", "1990-04-03"));
    assert_false(HAS(past, "ann", "mary02079460958", "1990-04-03"));
    assert_false(HAS(past, "02079460958", "ann mary", "1990-04-03"));
    assert_false(HAS(past, "", "02079460958", "1990-04-03"));
    lot_past_free(past);
}

static void short_numbers_are_no_phones(void **state)
{
    (void)state;
    lot_past *past = begin(1);
    ADD(past, "12-34");
    ADD(past, "a-123 4567");
    lot_past_sort(past);
    assert_true(HAS(past, "12-34"));
    assert_false(HAS(past, "1234"));
    assert_false(HAS(past, "a-1234567"));
    lot_past_free(past);
}

static void who_is_not_named_is_left_out(void **state)
{
    static const char *const blank[] = {"Ann", " \xc2\xa0", "03/04/1990"};
    static const char *const ambiguous[] = {"Ann", "Lee", "03/04/1990"};
    (void)state;
    lot_past *past = begin(3);
    assert_int_equal(add_by(past, LOT_DATE_DAY_FIRST, blank), LOT_PAST_BLANK);
    assert_int_equal(add_by(past, LOT_DATE_UNSAID, blank), LOT_PAST_BLANK);
    assert_int_equal(add_by(past, LOT_DATE_UNSAID, ambiguous), LOT_PAST_AMBIGUOUS);
    lot_past_sort(past);
    assert_int_equal(lot_past_count(past), 0);
    assert_file(past, FIRST KEY "parts: 3\ncount: 0\n");
    assert_false(HAS(past, "Ann", "Lee", "1990-04-03"));
    lot_past_free(past);
}

static void lists_of_two_keys_share_nothing(void **state)
{
    lot_key key = {{7}};
    lot_error error;
    lot_past *other;
    lot_text one = LOT_TEXT_EMPTY;
    (void)state;
    assert_int_equal(lot_past_new(&other, &key, 1, &error), LOT_OK);
    ADD(other, "ann@x.org");
    lot_past_sort(other);
    lot_past_put(&one, other);
    assert_null(strstr(lot_text_string(&one), "6ed0e487fb62de58"));
    assert_true(HAS(other, "ann@x.org"));
    lot_text_free(&one);
    lot_past_free(other);
}

static void what_is_no_list_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "civiclot-past: 2\n" KEY "parts: 1\ncount: 0\n",
        "civiclot-past: 1\r\n" KEY "parts: 1\ncount: 0\n",
        "\xef\xbb\xbf" FIRST KEY "parts: 1\ncount: 0\n",
        FIRST "parts: 1\ncount: 0\n",
        FIRST "key: 00\nparts: 1\ncount: 0\n",
        FIRST "key: 000102030405060708090A0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
              "parts: 1\ncount: 0\n",
        FIRST KEY "parts: 0\ncount: 0\n",
        FIRST KEY "parts: 17\ncount: 0\n",
        FIRST KEY "parts: 01\ncount: 0\n",
        FIRST KEY "parts: 1\ncount: 0",
        FIRST KEY "parts: 1\ncount: -0\n",
        FIRST KEY "parts: 1\ncount: 4294967295\n",
        FIRST KEY "parts: 1\ncount: 99999999999999999999\n",
        FIRST KEY "parts: 1\ncount: 0\n\n",
        FIRST KEY "parts: 1\ncount: 0\n" ANN,
        FIRST KEY "parts: 1\ncount: 1\n",
        FIRST KEY "parts: 1\ncount: 1\n" ANN BOB,
        FIRST KEY "parts: 1\ncount: 2\n" ANN,
        FIRST KEY "parts: 1\ncount: 2\n" ANN BOB,
        FIRST KEY "parts: 1\ncount: 2\n" ANN ANN,
        FIRST KEY "parts: 1\ncount: 1\n " ANN,
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lot_past *past = parse(wrong[i], strlen(wrong[i]));
        if (past != NULL)
            fail_msg("taken: %s", wrong[i]);
    }
}

static void every_byte_of_a_list_counts(void **state)
{
    char bytes[sizeof two_people];
    (void)state;
    for (size_t length = 0; length < sizeof two_people - 1; length++)
        assert_null(parse(two_people, length));
    for (size_t at = 0; at < sizeof two_people - 1; at++) {
        memcpy(bytes, two_people, sizeof bytes);
        bytes[at] = bytes[at] == '0' ? '1' : '0';
        lot_past *past = parse(bytes, sizeof two_people - 1);
        if (past != NULL)
            assert_file(past, bytes);
        lot_past_free(past);
    }
}

static void the_place_of_what_is_wrong_is_told(void **state)
{
    static const char *const told[] = {
        "l.txt, line 6: the hashes must ascend: write the list anew with civiclot past",
        "l.txt, line 5: there are fewer people than `count` says: write the list anew with "
        "civiclot past",
        "l.txt, line 7: nothing was expected behind the last of the people: write the list anew "
        "with civiclot past",
    };
    static const char *const wrong[] = {
        FIRST KEY "parts: 1\ncount: 2\n" ANN BOB,
        FIRST KEY "parts: 1\ncount: 9\n" BOB ANN,
        FIRST KEY "parts: 1\ncount: 2\n" BOB ANN "x",
    };
    (void)state;
    lot_problems *problems = lot_problems_new();
    for (size_t i = 0; i < 3; i++) {
        lot_error error;
        lot_past *past;
        assert_int_equal(
            lot_past_parse(&past, "l.txt", wrong[i], strlen(wrong[i]), problems, &error),
            LOT_BAD_INPUT);
    }
    lot_test_assert_problems(problems, told, 3);
    lot_problems_free(problems);
}

static void a_list_is_told_from_a_table_by_its_first_word(void **state)
{
    (void)state;
    assert_true(lot_past_is_list(two_people, sizeof two_people - 1));
    assert_true(lot_past_is_list("civiclot-past: 9", 16));
    assert_true(lot_past_is_list("\xef\xbb\xbf"
                                 "civiclot-past: 1",
                                 19));
    assert_false(lot_past_is_list("civiclot-past", 13));
    assert_false(lot_past_is_list("E-mail\nann@x.org\n", 17));
    assert_false(lot_past_is_list("", 0));
}

int main(void)
{
    lot_error error;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_these_bytes),
        cmocka_unit_test(who_is_in_a_list_is_found_however_it_is_written),
        cmocka_unit_test(short_numbers_are_no_phones),
        cmocka_unit_test(who_is_not_named_is_left_out),
        cmocka_unit_test(lists_of_two_keys_share_nothing),
        cmocka_unit_test(what_is_no_list_is_refused),
        cmocka_unit_test(every_byte_of_a_list_counts),
        cmocka_unit_test(the_place_of_what_is_wrong_is_told),
        cmocka_unit_test(a_list_is_told_from_a_table_by_its_first_word),
    };
    if (lot_audit_start(&error) != LOT_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
