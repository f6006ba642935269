/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numerals, dates and formats: what cells are to read like. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "sheet/date.h"
#include "sheet/numeral.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_reads(const char *words, const char *expected)
{
    lot_numeral number;
    lot_text text = LOT_TEXT_EMPTY;
    assert_true(lot_numeral_read(&number, words));
    lot_numeral_put(&text, &number);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void a_number_is_the_shortest_that_is_the_same(void **state)
{
    (void)state;
    assert_reads("12", "12");
    assert_reads("12.0", "12");
    assert_reads("0.1", "0.1");
    assert_reads("0.10000000000000001", "0.1");
    assert_reads("0.28999999999999998", "0.29");
    assert_reads("1.1000000000000001", "1.1");
    assert_reads("0.30000000000000004", "0.30000000000000004");
    assert_reads("-0.5", "-0.5");
    assert_reads("+7", "7");
    assert_reads("-0", "0");
    assert_reads("0.000", "0");
    assert_reads("007", "7");
    assert_reads("1.23456789012346E+15", "1234567890123460");
    assert_reads("1E2", "100");
    assert_reads("1.5E-7", "0.00000015");
    assert_reads("1E+300", "1E+300");
    assert_reads("-2.5e-300", "-2.5E-300");
    assert_reads("9007199254740993", "9007199254740992");
    assert_reads("123456789.125", "123456789.125");
    assert_reads("5e-324", "5E-324");
    assert_reads("0.0000000000000000000000000000000000001e37", "1");
}

static void what_is_no_number_is_not_read(void **state)
{
    static const char *const words[] = {"",
                                        "-",
                                        ".",
                                        "1e",
                                        "e5",
                                        "1.2.3",
                                        "0x10",
                                        "nan",
                                        "inf",
                                        "1,5",
                                        "1e5x",
                                        "1e400",
                                        "1e999999999999999999999",
                                        " 1",
                                        "1 "};
    lot_numeral number;
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_false(lot_numeral_read(&number, words[i]));
}

/* Against printf and strtod: 17 digits are always enough, so the shortest reads as the same. */
static void every_number_reads_back_as_the_same(void **state)
{
    uint64_t bits = 88172645463325252u;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        double value;
        char words[400];
        lot_numeral number;
        lot_text text = LOT_TEXT_EMPTY;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        uint64_t mild = (bits & 0x800FFFFFFFFFFFFFu) | (uint64_t)(1023 - 60 + i % 120) << 52;
        memcpy(&value, &mild, sizeof value);
        (void)snprintf(words, sizeof words, "%.17g", value);
        assert_true(lot_numeral_read(&number, words));
        lot_numeral_put(&text, &number);
        assert_true(strtod(lot_text_string(&text), NULL) == value);
        (void)snprintf(words, sizeof words, "%.*g", number.digits_count - 1, value);
        assert_true(number.digits_count == 1 || strtod(words, NULL) != value);
        lot_text_free(&text);
    }
}

static void assert_percent(const char *words, const char *expected)
{
    lot_numeral number;
    lot_text text = LOT_TEXT_EMPTY;
    assert_true(lot_numeral_read(&number, words));
    lot_numeral_put_percent(&text, &number);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void a_share_is_a_percentage(void **state)
{
    (void)state;
    assert_percent("0.125", "12.5%");
    assert_percent("1", "100%");
    assert_percent("0", "0%");
    assert_percent("0.28999999999999998", "29%");
    assert_percent("0.00005", "0.005%");
}

static void assert_masked(const char *words, const char *code, const char *expected)
{
    lot_numeral number;
    lot_format format;
    lot_text text = LOT_TEXT_EMPTY;
    lot_format_of_code(&format, code);
    assert_int_equal(format.kind, LOT_FORMAT_MASK);
    assert_true(lot_numeral_read(&number, words));
    lot_numeral_put_masked(&text, &number, format.mask);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void leading_zeros_are_as_shown(void **state)
{
    (void)state;
    assert_masked("7", "00000", "00007");
    assert_masked("123456", "00000", "123456");
    assert_masked("0", "000", "000");
    assert_masked("1200", "00000", "01200");
    assert_masked("7911123456", "00000\\ 000000", "07911 123456");
    assert_masked("75001234", "00000-0000", "07500-1234");
    assert_masked("42", "\"V\"0000;[Red]-0", "V0042");
    assert_masked("42", "#00", "42");
    assert_masked("4", "#00", "04");
}

static void assert_kind(const char *code, lot_format_kind kind)
{
    lot_format format;
    lot_format_of_code(&format, code);
    if (format.kind != kind)
        fail_msg("%s: %d, not %d", code, format.kind, kind);
}

static void formats_are_told_apart(void **state)
{
    (void)state;
    assert_kind("General", LOT_FORMAT_NUMBER);
    assert_kind("0", LOT_FORMAT_NUMBER);
    assert_kind("0.00", LOT_FORMAT_NUMBER);
    assert_kind("#,##0.00", LOT_FORMAT_NUMBER);
    assert_kind("0.00E+00", LOT_FORMAT_NUMBER);
    assert_kind("# ?/?", LOT_FORMAT_NUMBER);
    assert_kind("@", LOT_FORMAT_NUMBER);
    assert_kind("[$\xE2\x82\xAC-407] #,##0.00;[Red]-0", LOT_FORMAT_NUMBER);
    assert_kind("0 \"days\"", LOT_FORMAT_NUMBER);
    assert_kind("[<=9999999]000-0000;(000) 000-0000", LOT_FORMAT_NUMBER);
    assert_kind("0.0%", LOT_FORMAT_PERCENT);
    assert_kind("yyyy-mm-dd", LOT_FORMAT_DATE);
    assert_kind("DD/MM/YYYY", LOT_FORMAT_DATE);
    assert_kind("mmm", LOT_FORMAT_DATE);
    assert_kind("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", LOT_FORMAT_DATE);
    assert_kind("d.m.yyyy;@", LOT_FORMAT_DATE);
    assert_kind("m/d/yyyy h:mm:ss", LOT_FORMAT_DATE_TIME);
    assert_kind("yyyy\\-mm\\-dd\\Thh:mm", LOT_FORMAT_DATE_TIME);
    assert_kind("h:mm AM/PM", LOT_FORMAT_TIME);
    assert_kind("mm:ss.0", LOT_FORMAT_TIME);
    assert_kind("[h]:mm:ss", LOT_FORMAT_ELAPSED);
    assert_kind("[Red]0", LOT_FORMAT_NUMBER);
    assert_kind("\"", LOT_FORMAT_NUMBER);
    assert_kind("\\", LOT_FORMAT_NUMBER);
    assert_kind("[", LOT_FORMAT_NUMBER);
    assert_kind("_", LOT_FORMAT_NUMBER);
    assert_int_equal(lot_format_of_number(14), LOT_FORMAT_DATE);
    assert_int_equal(lot_format_of_number(22), LOT_FORMAT_DATE_TIME);
    assert_int_equal(lot_format_of_number(9), LOT_FORMAT_PERCENT);
    assert_int_equal(lot_format_of_number(2), LOT_FORMAT_NUMBER);
}

/* expected: NULL where there is no such day. */
static void assert_serial(double serial, lot_format_kind kind, bool from_1904, const char *expected)
{
    lot_text text = LOT_TEXT_EMPTY;
    bool good = lot_sheet_put_serial(&text, serial, kind, from_1904);
    assert_int_equal(good, expected != NULL);
    assert_string_equal(lot_text_string(&text), expected != NULL ? expected : "");
    lot_text_free(&text);
}

static void days_are_counted_as_excel_does(void **state)
{
    (void)state;
    assert_serial(1, LOT_FORMAT_DATE, false, "1900-01-01");
    assert_serial(59, LOT_FORMAT_DATE, false, "1900-02-28");
    assert_serial(60, LOT_FORMAT_DATE, false, NULL);
    assert_serial(61, LOT_FORMAT_DATE, false, "1900-03-01");
    assert_serial(45325, LOT_FORMAT_DATE, false, "2024-02-03");
    assert_serial(45351, LOT_FORMAT_DATE, false, "2024-02-29");
    assert_serial(2958465, LOT_FORMAT_DATE, false, "9999-12-31");
    assert_serial(2958466, LOT_FORMAT_DATE, false, NULL);
    assert_serial(-1, LOT_FORMAT_DATE, false, NULL);
    assert_serial(0, LOT_FORMAT_DATE, false, NULL);
    assert_serial(1e300, LOT_FORMAT_ELAPSED, false, NULL);
    assert_serial(0, LOT_FORMAT_DATE, true, "1904-01-01");
    assert_serial(43863, LOT_FORMAT_DATE, true, "2024-02-03");
}

static void times_are_rounded_to_seconds(void **state)
{
    double afternoon = 45325 + (14 * 60 + 5) / 1440.0;
    (void)state;
    assert_serial(afternoon, LOT_FORMAT_DATE_TIME, false, "2024-02-03 14:05:00");
    assert_serial(afternoon, LOT_FORMAT_DATE, false, "2024-02-03 14:05:00");
    assert_serial(45325, LOT_FORMAT_DATE_TIME, false, "2024-02-03 00:00:00");
    assert_serial(45325.9999999, LOT_FORMAT_DATE, false, "2024-02-04");
    assert_serial(0.5, LOT_FORMAT_TIME, false, "12:00:00");
    assert_serial(0.5, LOT_FORMAT_DATE_TIME, false, "12:00:00");
    assert_serial(1.25, LOT_FORMAT_ELAPSED, false, "30:00:00");
    assert_serial(45325.25, LOT_FORMAT_TIME, false, "2024-02-03 06:00:00");
}

static void assert_iso(const char *words, lot_format_kind kind, const char *expected)
{
    lot_text text = LOT_TEXT_EMPTY;
    bool good = kind == LOT_FORMAT_ELAPSED ? lot_sheet_put_duration(&text, words)
                                           : lot_sheet_put_iso(&text, words, kind);
    assert_int_equal(good, expected != NULL);
    assert_string_equal(lot_text_string(&text), expected != NULL ? expected : "");
    lot_text_free(&text);
}

static void written_dates_are_checked(void **state)
{
    (void)state;
    assert_iso("2024-02-03", LOT_FORMAT_DATE, "2024-02-03");
    assert_iso("2024-02-03T00:00:00", LOT_FORMAT_DATE, "2024-02-03");
    assert_iso("2024-02-03T00:00:00", LOT_FORMAT_DATE_TIME, "2024-02-03 00:00:00");
    assert_iso("2024-02-03T14:05", LOT_FORMAT_DATE, "2024-02-03 14:05:00");
    assert_iso("2024-02-28T23:59:59.999999", LOT_FORMAT_DATE, "2024-02-29");
    assert_iso("2024-02-03T14:04:59.499Z", LOT_FORMAT_DATE, "2024-02-03 14:04:59");
    assert_iso("2023-02-29", LOT_FORMAT_DATE, NULL);
    assert_iso("2024-13-01", LOT_FORMAT_DATE, NULL);
    assert_iso("9999-12-31T23:59:59.9", LOT_FORMAT_DATE, NULL);
    assert_iso("2024-2-3", LOT_FORMAT_DATE, NULL);
    assert_iso("2024-02-03T25:00:00", LOT_FORMAT_DATE, NULL);
    assert_iso("2024-02-03 and more", LOT_FORMAT_DATE, NULL);
    assert_iso("PT14H05M00S", LOT_FORMAT_ELAPSED, "14:05:00");
    assert_iso("PT26H05M00.6S", LOT_FORMAT_ELAPSED, "26:05:01");
    assert_iso("P1DT2H", LOT_FORMAT_ELAPSED, "26:00:00");
    assert_iso("PT99999999999999999999H", LOT_FORMAT_ELAPSED, NULL);
    assert_iso("14:05", LOT_FORMAT_ELAPSED, NULL);
}

static void no_locale_matters(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "tr_TR.UTF-8"};
    for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
        (void)setlocale(LC_ALL, locales[i]); /* where it is installed */
        a_number_is_the_shortest_that_is_the_same(state);
        a_share_is_a_percentage(state);
    }
    (void)setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_the_shortest_that_is_the_same),
        cmocka_unit_test(what_is_no_number_is_not_read),
        cmocka_unit_test(every_number_reads_back_as_the_same),
        cmocka_unit_test(a_share_is_a_percentage),
        cmocka_unit_test(leading_zeros_are_as_shown),
        cmocka_unit_test(formats_are_told_apart),
        cmocka_unit_test(days_are_counted_as_excel_does),
        cmocka_unit_test(times_are_rounded_to_seconds),
        cmocka_unit_test(written_dates_are_checked),
        cmocka_unit_test(no_locale_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
