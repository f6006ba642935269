/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text, problems and integers: what everything else stands on. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/problems.h"
#include "civiclot/text.h"
#include "core/array.h"

static void a_text_grows_and_stays_a_string(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    assert_string_equal(lot_text_string(&text), "");
    for (int i = 0; i < 1000; i++)
        lot_text_format(&text, "%d,", i);
    assert_int_equal(text.length, 3890);
    assert_memory_equal(text.bytes, "0,1,2,3,", 8);
    assert_int_equal(text.bytes[text.length], 0);
    assert_int_equal(lot_text_check(&text, NULL), LOT_OK);
    lot_text_free(&text);
    assert_null(text.bytes);
}

static void a_text_is_padded_by_its_characters(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put_padded(&text,
                        "S\xc3\xbc"
                        "d",
                        5);
    lot_text_put_padded(&text, "too long", 3);
    assert_string_equal(lot_text_string(&text), "S\xc3\xbc"
                                                "d  too long");
    assert_int_equal(lot_text_places("S\xc3\xbc"
                                     "d"),
                     3);
    lot_text_free(&text);
}

static void a_text_whose_part_failed_has_failed(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text part = LOT_TEXT_EMPTY;
    lot_text_put(&part, "words");
    lot_text_free_part(&text, &part);
    assert_null(part.bytes);
    assert_int_equal(lot_text_check(&text, NULL), LOT_OK);
    part.failed = true;
    lot_text_free_part(&text, &part);
    assert_false(part.failed);
    lot_text_free_part(&text, &part);
    assert_int_equal(lot_text_check(&text, NULL), LOT_FAILURE);
    lot_text_free(&text);
}

static void only_the_problems_of_this_file_refuse_it(void **state)
{
    (void)state;
    lot_error error;
    lot_problems *problems = lot_problems_new();
    lot_problems_add(problems, "of another file");
    assert_int_equal(lot_problems_refuse(problems, 1, "people.csv", &error), LOT_OK);
    lot_problems_add(problems, "of this one");
    assert_int_equal(lot_problems_refuse(problems, 1, "people.csv", &error), LOT_BAD_INPUT);
    assert_string_equal(error.message, "people.csv: 1 problem");
    assert_int_equal(lot_problems_refuse(problems, 0, "people.csv", &error), LOT_BAD_INPUT);
    assert_string_equal(error.message, "people.csv: 2 problems");
    lot_problems_free(problems);
}

static void problems_beyond_a_thousand_are_counted_not_kept(void **state)
{
    (void)state;
    lot_problems *problems = lot_problems_new();
    for (int i = 0; i < 1234; i++)
        lot_problems_add(problems, "row %d", i);
    assert_int_equal(lot_problems_count(problems), 1234);
    assert_int_equal(lot_problems_kept(problems), 1000);
    assert_string_equal(lot_problems_at(problems, 999), "row 999");
    lot_problems_free(problems);
    lot_problems_free(NULL);
}

static void an_array_too_large_is_refused(void **state)
{
    (void)state;
    assert_null(lot_array_resize(NULL, SIZE_MAX / 4, 8));
    assert_int_equal(lot_gcd(84, 60), 12);
    assert_int_equal(lot_gcd(0, 7), 7);
}

static void a_message_too_long_is_cut(void **state)
{
    (void)state;
    lot_error error;
    char words[2 * LOT_MESSAGE_BYTES];
    for (size_t i = 0; i < sizeof words; i++)
        words[i] = 'x';
    words[sizeof words - 1] = '\0';
    assert_int_equal(LOT_FAIL(&error, LOT_BAD_INPUT, "%s", words), LOT_BAD_INPUT);
    assert_int_equal(error.message[LOT_MESSAGE_BYTES - 1], 0);
    assert_int_equal(error.message[LOT_MESSAGE_BYTES - 2], 'x');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_and_stays_a_string),
        cmocka_unit_test(a_text_is_padded_by_its_characters),
        cmocka_unit_test(a_text_whose_part_failed_has_failed),
        cmocka_unit_test(only_the_problems_of_this_file_refuse_it),
        cmocka_unit_test(problems_beyond_a_thousand_are_counted_not_kept),
        cmocka_unit_test(an_array_too_large_is_refused),
        cmocka_unit_test(a_message_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
