/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheet: what one would run, and what it reads instead. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/spreadsheet.h"

#include "support/input.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_safe(const char *cell, const char *expected)
{
    lot_text safe = LOT_TEXT_EMPTY;
    lot_spreadsheet_put(&safe, cell);
    assert_string_equal(lot_text_string(&safe), expected);
    assert_int_equal(lot_spreadsheet_runs(cell), strcmp(cell, expected) != 0);
    /* what is safe needs nothing more */
    assert_false(lot_spreadsheet_runs(expected));
    lot_text_free(&safe);
}

static void a_formula_gets_an_apostrophe(void **state)
{
    (void)state;
    assert_safe("=1+1", "'=1+1");
    assert_safe("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0");
    assert_safe("-2+3", "'-2+3");
    assert_safe("@SUM(1)", "'@SUM(1)");
    assert_safe("=", "'=");
    assert_safe("-", "'-");
}

static void what_a_spreadsheet_trims_hides_no_formula(void **state)
{
    (void)state;
    assert_safe("  =1", "'  =1");
    assert_safe("\u00a0=1", "'\u00a0=1");
    assert_safe("\u200b\ufeff =1", "'\u200b\ufeff =1");
    assert_safe("\x01=1", "'\x01=1");
    assert_safe("\"=1\"", "'\"=1\"");
    assert_safe("\uff1d1", "'\uff1d1");
    assert_safe("\uff0b1", "'\uff0b1");
    assert_safe("\uff0d1", "'\uff0d1");
    assert_safe("\uff20a", "'\uff20a");
}

static void a_tab_or_line_end_does_not_begin_a_cell(void **state)
{
    (void)state;
    assert_safe("\tx", "'\tx");
    assert_safe("\rx", "'\rx");
    assert_safe("\nx", "'\nx");
    assert_safe("\t=1", "'\t'=1");
}

static void another_delimiter_begins_no_formula(void **state)
{
    (void)state;
    assert_safe("a;=1", "a;'=1");
    assert_safe("a, =1", "a,' =1");
    assert_safe("a\t@x", "a\t'@x");
    assert_safe("a\r\n=1", "a\r\n'=1");
    assert_safe(";=1;=2", ";'=1;'=2");
}

static void what_is_no_formula_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const cells[] = {"",          "a",
                                        "a=b",       "12 High Street; Flat 2",
                                        "x-y",       "p+q@example.org",
                                        "007",       "'=1",
                                        " ",         "\u00a0",
                                        "\u00e9=1",  "a, b",
                                        "1, 2\n",    "a b\tc",
                                        ",",         "J\u00f6rg-Peter",
                                        "\u2212 5 C"};
    for (size_t i = 0; i < COUNT(cells); i++)
        assert_safe(cells[i], cells[i]);
}

static void negative_numbers_stay_and_telephone_numbers_keep_their_plus(void **state)
{
    (void)state;
    assert_safe("-5", "-5");
    assert_safe(" -5.25 ", " -5.25 ");
    assert_safe("-5,25", "-5,25");
    assert_safe("-5.", "'-5.");
    assert_safe("-.5", "'-.5");
    assert_safe("-5-3", "'-5-3");
    assert_safe("-5%", "'-5%");
    assert_safe("-5 \u00a0+1", "'-5 \u00a0+1");
    assert_safe("+44 20 7946 0000", "'+44 20 7946 0000");
    assert_safe("+5", "'+5");
}

static void the_first_cells_are_told_and_all_are_counted(void **state)
{
    (void)state;
    lot_table *table = lot_test_table("people.csv", "id,@x\n1,=a\n\n-2,+3\n=3,ok\n");
    lot_formulas formulas;
    lot_spreadsheet_count(&formulas, table);
    assert_int_equal(formulas.count, 4);
    assert_int_equal(formulas.first[0].row_number, 1);
    assert_int_equal(formulas.first[0].column, 1);
    assert_int_equal(formulas.first[1].row_number, 2);
    assert_int_equal(formulas.first[1].column, 1);
    assert_int_equal(formulas.first[2].row_number, 4);
    assert_int_equal(formulas.first[2].column, 1);
    lot_table_free(table);
}

static void a_record_keeps_its_form_and_loses_its_formulas(void **state)
{
    (void)state;
    lot_table *table = lot_test_table("people.csv", "\xef\xbb\xbfid;=n;c\r\n"
                                                    "1;\"=a;\"\"b\"\"\";\"x\ny\";;\r\n");
    lot_text file = LOT_TEXT_EMPTY;
    assert_int_equal(
        lot_spreadsheet_write(&file, table, lot_table_header_record(table), "status", NULL),
        LOT_OK);
    assert_int_equal(lot_spreadsheet_write(&file, table, lot_table_record(table, 0), "e", NULL),
                     LOT_OK);
    assert_string_equal(lot_text_string(&file), "\xef\xbb\xbfid;'=n;c;status\r\n"
                                                "1;\"'=a;\"\"b\"\"\";\"x\ny\";e\r\n");
    lot_text_free(&file);
    lot_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_gets_an_apostrophe),
        cmocka_unit_test(what_a_spreadsheet_trims_hides_no_formula),
        cmocka_unit_test(a_tab_or_line_end_does_not_begin_a_cell),
        cmocka_unit_test(another_delimiter_begins_no_formula),
        cmocka_unit_test(what_is_no_formula_stays_as_it_is),
        cmocka_unit_test(negative_numbers_stay_and_telephone_numbers_keep_their_plus),
        cmocka_unit_test(the_first_cells_are_told_and_all_are_counted),
        cmocka_unit_test(a_record_keeps_its_form_and_loses_its_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
