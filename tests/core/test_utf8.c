/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: cutting between characters, and telling lines from what only looks like one. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/problems.h"
#include "core/control.h"
#include "core/utf8.h"

#include <stdio.h>
#include <string.h>

/* Cut after `bytes` bytes, `text` becomes `expected`. */
static void assert_cut(const char *text, size_t bytes, const char *expected)
{
    char cut[16] = {0};
    memcpy(cut, text, bytes);
    lot_utf8_mend_cut(cut);
    assert_string_equal(cut, expected);
}

static void a_cut_is_mended_at_a_character(void **state)
{
    (void)state;
    assert_cut("", 0, "");
    assert_cut("abc", 3, "abc");
    assert_cut("a\xc3\xa9", 2, "a");
    assert_cut("a\xc3\xa9", 3, "a\xc3\xa9");
    assert_cut("a\xe2\x82\xac", 2, "a");
    assert_cut("a\xe2\x82\xac", 3, "a");
    assert_cut("a\xe2\x82\xac", 4, "a\xe2\x82\xac");
    assert_cut("\xf0\x9f\x98\x80", 3, "");
    assert_cut("\xf0\x9f\x98\x80", 4, "\xf0\x9f\x98\x80");
    assert_cut("\x80\x80\x80\x80\x80", 5, "\x80\x80\x80\x80\x80");
}

/* `most` bytes in which every character has three, and the last is cut. */
static void assert_whole(const char *message, size_t most)
{
    size_t length = strlen(message);
    assert_in_range(length, most - 3, most - 1);
    assert_memory_equal(message + length - 3, "\xe2\x82\xac", 3);
}

static void long_messages_and_problems_are_cut_between_characters(void **state)
{
    (void)state;
    lot_problems *problems = lot_problems_new();
    lot_text euros = LOT_TEXT_EMPTY;
    lot_error error;
    for (int i = 0; i < LOT_MESSAGE_BYTES; i++)
        lot_text_put(&euros, "\xe2\x82\xac");
    for (int shift = 0; shift < 3; shift++) {
        (void)LOT_FAIL(&error, LOT_FAILURE, "%.*s%s", shift, "ab", euros.bytes);
        assert_whole(error.message, sizeof error.message);
        lot_problems_add(problems, "%.*s%s", shift, "ab", euros.bytes);
        assert_whole(lot_problems_at(problems, (size_t)shift), 1024);
    }
    lot_text_free(&euros);
    lot_problems_free(problems);
}

static void a_problem_takes_the_words_it_is_given(void **state)
{
    (void)state;
    lot_problems *problems = lot_problems_new();
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, "row 3: 100 %s");
    lot_problems_take(problems, &words);
    assert_null(words.bytes);
    assert_string_equal(lot_problems_at(problems, 0), "row 3: 100 %s");
    lot_problems_free(problems);
}

static void one_line_has_no_control_characters(void **state)
{
    static const char *const lines[] = {"",         "a b",          "caf\xc3\xa9",
                                        "\xc2\xa0", "\xe2\x82\xac", "no UTF-8: \xff"};
    static const char *const others[] = {"a\nb",     "a\tb",          "\x1b[2J",      "\x7f",
                                         "\xc2\x9b", "a\xe2\x80\xa8", "\xe2\x80\xa9", "a\r"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_true(lot_is_one_line(lines[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(lot_is_one_line(others[i]));
}

static void lines_are_ended_and_plain(void **state)
{
    (void)state;
    assert_true(lot_is_lines(""));
    assert_true(lot_is_lines("a\n\nb\n"));
    assert_false(lot_is_lines("a\nb"));
    assert_false(lot_is_lines("a\r\n"));
    assert_false(lot_is_lines("a\n\x1b\n"));
}

static void control_characters_are_written_out(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&text, "\x1b[2J a\nb\x7f"
                                "caf\xc3\xa9\xc2\x9b!\xe2\x80\xa8\xe2\x82\xac");
    assert_string_equal(lot_text_string(&text), "\\u001b[2J a\\u000ab\\u007f"
                                                "caf\xc3\xa9\\u009b!\\u2028\xe2\x82\xac");
    assert_true(lot_is_one_line(lot_text_string(&text)));
    lot_text_free(&text);
}

static void what_has_a_line_read_in_another_order_is_written_out(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&text, "a\xe2\x80\xaa"
                                "b\xe2\x80\xae"
                                "c\xe2\x81\xa6"
                                "d\xe2\x81\xa9");
    assert_string_equal(lot_text_string(&text), "a\\u202ab\\u202ec\\u2066d\\u2069");
    lot_text_free(&text);
    lot_text_put_escaped(&text,
                         "\xe2\x80\xaf\xe2\x81\xaa\xe2\x81"); /* their neighbours, and a cut one */
    assert_string_equal(lot_text_string(&text), "\xe2\x80\xaf\xe2\x81\xaa\xe2\x81");
    lot_text_free(&text);
}

static void only_utf_8_as_the_standard_has_it_is_valid(void **state)
{
    (void)state;
    static const char *const valid[] = {"",
                                        "plain",
                                        "\x7f",
                                        "\xc2\x80",
                                        "\xdf\xbf",
                                        "\xe0\xa0\x80",
                                        "\xed\x9f\xbf",
                                        "\xef\xbf\xbf",
                                        "\xf0\x90\x80\x80",
                                        "\xf4\x8f\xbf\xbf"};
    static const char *const invalid[] = {"\x80",
                                          "\xbf",
                                          "\xc0\x80",
                                          "\xc1\xbf",
                                          "\xc2",
                                          "\xc2 ",
                                          "\xe0\x9f\xbf",
                                          "\xed\xa0\x80",
                                          "\xe2\x82",
                                          "\xe2\x82 ",
                                          "\xf0\x8f\xbf\xbf",
                                          "\xf4\x90\x80\x80",
                                          "\xf5\x80\x80\x80",
                                          "\xf0\x9f\x98",
                                          "\xff"};
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        assert_true(lot_utf8_is_valid(valid[i]));
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++)
        assert_false(lot_utf8_is_valid(invalid[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_is_mended_at_a_character),
        cmocka_unit_test(long_messages_and_problems_are_cut_between_characters),
        cmocka_unit_test(a_problem_takes_the_words_it_is_given),
        cmocka_unit_test(one_line_has_no_control_characters),
        cmocka_unit_test(lines_are_ended_and_plain),
        cmocka_unit_test(control_characters_are_written_out),
        cmocka_unit_test(what_has_a_line_read_in_another_order_is_written_out),
        cmocka_unit_test(only_utf_8_as_the_standard_has_it_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
