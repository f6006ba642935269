/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding: which cells mean the same, and which do not. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fold.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static void assert_folds(const char *cell, const char *expected)
{
    char *folded = lot_fold(cell);
    assert_non_null(folded);
    assert_string_equal(folded, expected);
    char *again = lot_fold(folded);
    assert_string_equal(again, expected);
    free(again);
    free(folded);
}

static bool folds_equal(const char *a, const char *b)
{
    char *folded_a = lot_fold(a);
    char *folded_b = lot_fold(b);
    assert_true(folded_a != NULL && folded_b != NULL);
    bool equal = strcmp(folded_a, folded_b) == 0;
    free(folded_a);
    free(folded_b);
    return equal;
}

static void assert_tidies(const char *cell, const char *expected)
{
    char *tidy = lot_tidy(cell);
    assert_non_null(tidy);
    assert_string_equal(tidy, expected);
    free(tidy);
}

static void ascii_is_trimmed_squeezed_and_lowered(void **state)
{
    (void)state;
    assert_folds("Female", "female");
    assert_folds(" \t Prefer  not\t\r\nto SAY \v\f", "prefer not to say");
    assert_folds("16-24 @[`{~", "16-24 @[`{~");
    assert_folds("", "");
    assert_folds("   ", "");
    assert_folds("AZaz", "azaz");
}

static void composed_and_decomposed_letters_are_equal(void **state)
{
    (void)state;
    assert_folds("Ren\xC3\xA9", "ren\xC3\xA9");
    assert_folds("RENE\xCC\x81", "ren\xC3\xA9");
    assert_true(folds_equal("\xC3\x89tage", "e\xCC\x81TAGE"));
    assert_true(folds_equal("\xE2\x84\xAB", "\xC3\xA5")); /* angstrom sign, a with ring */
    assert_false(folds_equal("Ren\xC3\xA9", "Rene"));
}

static void full_case_folding_knows_sharp_s_and_sigma(void **state)
{
    (void)state;
    assert_true(folds_equal("Stra\xC3\x9F"
                            "e",
                            "STRASSE"));
    assert_true(folds_equal("\xE1\xBA\x9E", "ss"));
    assert_true(folds_equal("\xCE\xA3\xCE\xAF\xCF\x82", "\xCF\x83\xCE\x8A\xCE\xA3"));
    assert_true(folds_equal("\xEF\xAC\x81n", "FIN")); /* fi ligature */
}

static void turkish_letters_are_not_special(void **state)
{
    (void)state;
    (void)setlocale(LC_ALL, "tr_TR.UTF-8");
    assert_folds("ID", "id");
    assert_folds("I\xC3\x9F", "iss");
    assert_folds("\xC4\xB0", "i\xCC\x87");
    assert_false(folds_equal("\xC4\xB1", "I"));
    assert_false(folds_equal("\xC4\xB0", "i"));
    (void)setlocale(LC_ALL, "C");
}

static void every_white_space_is_white_space(void **state)
{
    (void)state;
    assert_folds("\xC2\xA0White\xC2\xA0 \xE2\x80\xAFother\xE3\x80\x80", "white other");
    assert_folds("\xEF\xBB\xBFid", "id");
    assert_folds("female\xE2\x80\x8B", "female");
    assert_folds("fe\xE2\x80\x8Bmale", "female");
    assert_folds("a \xE2\x80\x8B b", "a b");
    assert_folds("a\xE2\x80\x8E", "a");
    assert_folds("\xE2\x80\x8D"
                 "a\xE2\x80\x8C",
                 "a");
    /* a joiner between letters spells another word */
    assert_folds("\xD9\x85\xE2\x80\x8C\xD8\xAE", "\xD9\x85\xE2\x80\x8C\xD8\xAE");
}

static void a_tidy_cell_keeps_case_and_inner_spaces(void **state)
{
    (void)state;
    assert_tidies("  Ann  Lee ", "Ann  Lee");
    assert_tidies("\xC2\xA0Rene\xCC\x81\xE2\x80\x8B", "Ren\xC3\xA9");
    assert_tidies("\xC2\xA0 ", "");
    assert_tidies("", "");
    assert_tidies("\xC3\x9F", "\xC3\x9F");
}

static void only_white_space_is_blank(void **state)
{
    (void)state;
    assert_true(lot_is_blank(""));
    assert_true(lot_is_blank(" \t\r\n"));
    assert_true(lot_is_blank("\xC2\xA0\xE2\x80\x8B\xEF\xBB\xBF\xE2\x80\x8D"));
    assert_false(lot_is_blank(" x"));
    assert_false(lot_is_blank("\xC2\xA0\xC3\xA9"));
    assert_false(lot_is_blank("\xFF"));
    assert_false(lot_is_blank("0"));
}

static void what_is_no_utf8_is_folded_as_ascii(void **state)
{
    (void)state;
    assert_folds(" Gr\xF6\xDF"
                 "E ",
                 "gr\xF6\xDF"
                 "e");
    assert_tidies(" \xC3", "\xC3");
}

/* Every character behind a letter, combining marks too. */
static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    for (uint32_t c = 0x80; c < 0x20000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char cell[8] = "a";
        size_t at = 1;
        if (c >= 0x10000)
            cell[at++] = (char)(0xF0 | c >> 18);
        if (c >= 0x800)
            cell[at++] =
                (char)((c >= 0x10000 ? 0x80 : 0xE0) | (c >> 12 & (c >= 0x10000 ? 63 : 15)));
        cell[at++] = (char)((c >= 0x800 ? 0x80 : 0xC0) | (c >> 6 & (c >= 0x800 ? 63 : 31)));
        cell[at] = (char)(0x80 | (c & 63));
        char *once = lot_fold(cell);
        char *twice = lot_fold(once);
        if (strcmp(once, twice) != 0)
            fail_msg("U+%04X folds to something that folds on", (unsigned)c);
        free(twice);
        free(once);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_trimmed_squeezed_and_lowered),
        cmocka_unit_test(composed_and_decomposed_letters_are_equal),
        cmocka_unit_test(full_case_folding_knows_sharp_s_and_sigma),
        cmocka_unit_test(turkish_letters_are_not_special),
        cmocka_unit_test(every_white_space_is_white_space),
        cmocka_unit_test(a_tidy_cell_keeps_case_and_inner_spaces),
        cmocka_unit_test(only_white_space_is_blank),
        cmocka_unit_test(what_is_no_utf8_is_folded_as_ascii),
        cmocka_unit_test(folding_twice_is_folding_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
