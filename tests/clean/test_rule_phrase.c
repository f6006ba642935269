/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule phrase: what an organiser may write, and what ends it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "clean/rule_phrase.h"

static const char *const verbs[] = {"is", "contains", NULL};
static const lot_phrase_end end = {",=+", verbs};

/* The phrase at the beginning of a line must be this, and this must be what is left. */
static void assert_phrase(const char *line, const char *text, bool quoted, const char *rest)
{
    lot_phrase phrase;
    lot_phrase_fault fault;
    lot_error error;
    assert_int_equal(lot_phrase_read(&phrase, &fault, &line, &end, &error), LOT_OK);
    assert_int_equal(fault, LOT_PHRASE_SOUND);
    assert_string_equal(phrase.text, text);
    assert_int_equal(phrase.quoted, quoted);
    assert_string_equal(line, rest);
    lot_phrase_free(&phrase);
}

static void assert_fault(const char *line, lot_phrase_fault expected)
{
    lot_phrase phrase;
    lot_phrase_fault fault;
    lot_error error;
    assert_int_equal(lot_phrase_read(&phrase, &fault, &line, &end, &error), LOT_OK);
    assert_int_equal(fault, expected);
    assert_null(phrase.text);
}

static void a_plain_phrase_goes_on_to_what_ends_it(void **state)
{
    (void)state;
    assert_phrase("  What is  your name , B", "What", false, "is  your name , B");
    assert_phrase("First name + Last name", "First name", false, "+ Last name");
    assert_phrase("Male = M", "Male", false, "= M");
    assert_phrase("Island IS Yes", "Island", false, "IS Yes");
    assert_phrase("Whether it contains", "Whether it", false, "contains");
    assert_phrase("is it so", "is it so", false, "");
    assert_phrase("5\" pipe", "5\" pipe", false, "");
}

static void a_quoted_phrase_means_itself(void **state)
{
    (void)state;
    assert_phrase("\"Where is it, then?\" is Yes", "Where is it, then?", true, "is Yes");
    assert_phrase("\"say \"\"yes\"\"\",B", "say \"yes\"", true, ",B");
    assert_phrase("\"\"", "", true, "");
}

static void a_phrase_that_is_none_is_told(void **state)
{
    (void)state;
    assert_fault("", LOT_PHRASE_MISSING);
    assert_fault("  , B", LOT_PHRASE_MISSING);
    assert_fault("\"open", LOT_PHRASE_UNCLOSED);
    assert_fault("\"a\"b", LOT_PHRASE_AFTER_QUOTE);
    assert_fault("\"a\" b", LOT_PHRASE_AFTER_QUOTE);
}

static void a_word_is_passed_over_only_as_a_whole(void **state)
{
    (void)state;
    const char *line = " Younger  than 16";
    assert_true(lot_phrase_word(&line, "younger than"));
    assert_string_equal(line, "16");
    line = "younger thanks";
    assert_false(lot_phrase_word(&line, "younger than"));
    line = "notable";
    assert_false(lot_phrase_word(&line, "not"));
    assert_string_equal(line, "notable");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_phrase_goes_on_to_what_ends_it),
        cmocka_unit_test(a_quoted_phrase_means_itself),
        cmocka_unit_test(a_phrase_that_is_none_is_told),
        cmocka_unit_test(a_word_is_passed_over_only_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
