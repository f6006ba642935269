/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spoilt: what spreadsheets and merging by hand did, and sound text that looks like it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/spoilt.h"
#include "pool/mojibake.h"
#include "support/input.h"

#include <string.h>

/* What is told of a file whose first column has the use. */
static lot_text told_of(const char *csv, lot_column_use use, bool errors_told)
{
    lot_column_use uses[64] = {use};
    lot_spoilt *spoilt = NULL;
    lot_text lines = LOT_TEXT_EMPTY;
    lot_table *table = lot_test_table("people.csv", csv);
    assert_true(lot_table_columns_count(table) <= sizeof uses / sizeof *uses);
    assert_int_equal(lot_spoilt_find(&spoilt, table, NULL), LOT_OK);
    assert_int_equal(lot_spoilt_put(&lines, spoilt, uses, errors_told, NULL), LOT_OK);
    lot_spoilt_free(spoilt);
    lot_table_free(table);
    return lines;
}

static lot_text told(const char *csv, lot_column_use use)
{
    return told_of(csv, use, false);
}

static void expect(const char *csv, const char *words)
{
    lot_text lines = told(csv, LOT_COLUMN_OTHER);
    assert_string_equal(lot_text_string(&lines), words);
    lot_text_free(&lines);
}

/* One cell is told with these words, and never shown. */
static void expect_cell(const char *cell, const char *words)
{
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_format(&csv, "A\tB\nx\t%s\n", cell);
    lot_text lines = told(lot_text_string(&csv), LOT_COLUMN_OTHER);
    if (words == NULL) {
        assert_string_equal(lot_text_string(&lines), "");
    } else {
        assert_non_null(strstr(lot_text_string(&lines), "people.csv, column 'B', row 2: "));
        assert_non_null(strstr(lot_text_string(&lines), words));
        if (cell[0] != '#') /* the words name some errors themselves */
            assert_null(strstr(lot_text_string(&lines), cell));
    }
    lot_text_free(&lines);
    lot_text_free(&csv);
}

static void long_numbers_that_were_shortened_are_told(void **state)
{
    (void)state;
    static const char *const shortened[] = {"7.70E+09", "4,47701E+11", "4.47701e+11", "1E+15",
                                            "+4.4E+11", " 4.4E+11 ",   "4.4E+011",    "7.7E9"};
    static const char *const sound[] = {
        "1E5",    "3E12",       "12E+10", "7.70E-09", "0E+10", "E+10", "1.5E+03", "7.70E+09x",
        "7.E+09", "7.70E+0900", "1E+5x",  "12.5E+10", "1.0E",  "1E+9", "-",       "1E15"};
    for (size_t i = 0; i < sizeof shortened / sizeof *shortened; i++)
        expect_cell(shortened[i], "a long number that a spreadsheet shortened");
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        expect_cell(sound[i], NULL);
}

static void damage_to_ids_and_addresses_has_strong_words(void **state)
{
    (void)state;
    static const char csv[] = "A,B\n4.4E+11,x\n";
    lot_text lines = told(csv, LOT_COLUMN_ID);
    assert_non_null(strstr(lot_text_string(&lines), "WARNING: these are the ids"));
    lot_text_free(&lines);
    lines = told(csv, LOT_COLUMN_HOUSEHOLD);
    assert_non_null(strstr(lot_text_string(&lines), "WARNING: this is the address"));
    lot_text_free(&lines);
    lines = told(csv, LOT_COLUMN_OTHER);
    assert_null(strstr(lot_text_string(&lines), "WARNING"));
    lot_text_free(&lines);
}

static void errors_of_a_spreadsheet_are_told(void **state)
{
    (void)state;
    static const char *const errors[] = {"#REF!",   "#NAME?", "#N/A",  "#VALUE!",
                                         "#DIV/0!", "#NUM!",  "#NULL!"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        expect_cell(errors[i], "an error of a spreadsheet");
    expect_cell("#N/A of us", NULL);
    lot_text lines = told_of("A\n#N/A\n", LOT_COLUMN_ID, true);
    assert_string_equal(lot_text_string(&lines), ""); /* told already, as of spreadsheets */
    lot_text_free(&lines);
    expect_cell("#REF", NULL);
    expect_cell("N/A", NULL);
}

static void letters_read_in_another_encoding_are_told(void **state)
{
    (void)state;
    static const char *const garbled[] = {
        "Ren\u00C3\u00A9",              /* e acute */
        "O\u00E2\u20AC\u2122Brien",     /* apostrophe */
        "said \u00E2\u20AC so",         /* a quotation mark that lost its end */
        "Road\u00C2\u00A0 12",          /* no-break space */
        "\u00C2\u00A3 5",               /* pound */
        "\u00C3\u2013sterreich",        /* O umlaut, before a letter */
        "Szab\u00C5\u2018",             /* o with two strokes, behind a letter */
        "\u00D0\u00A4\u00D0\u00BD",     /* two Cyrillic letters */
        "\u00F0\u0178\u2122\u201A",     /* an emotion */
        "\u00EF\u00BB\u00BFid",         /* a byte order mark */
        "\u00EF\u00BF\u00BD",           /* what could not be read */
        "\u4E2D\u6587 Ren\u00C3\u00A9", /* behind letters that cannot be garbled */
    };
    for (size_t i = 0; i < sizeof garbled / sizeof *garbled; i++)
        expect_cell(garbled[i], "letters that were UTF-8 and were read as Windows-1252");
    expect_cell("Ren\uFFFD", "a letter that is lost");
}

static void sound_letters_are_not_told(void **state)
{
    (void)state;
    static const char *const sound[] = {
        "Ren\u00E9",
        "CAF\u00C9\u2019S",                  /* E acute and an apostrophe */
        "\u201E\u00D6\u201C",                /* O umlaut between quotation marks */
        "\u201E\u00C4\u201C",                /* A umlaut, which is nearer still */
        "Stra\u00DF\u2013",                  /* sharp s and a dash */
        "IRM\u00C3\u2026",                   /* A tilde and dots */
        "ol\u00E9\u2026\u201D",              /* three that would be one Chinese letter */
        "\u00AB\u00A0CIT\u00C9\u00A0\u00BB", /* French quotation marks */
        "\u0141\u00F3d\u017A",
        "\u0410\u043D\u043D\u0430",
        "\u674E",
        "\u00C3",
        "\u00E2\u00EE",
        "\u20AC 5",
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        expect_cell(sound[i], NULL);
}

static void what_is_told_names_columns_and_first_rows_and_shows_no_cell(void **state)
{
    (void)state;
    expect("Phone,Note\n7.7E+09,\n7.7E+09,x\n1,x\n7.7E+09,x\n7.7E+09,#N/A\n",
           "people.csv, column 'Phone', 4 rows, first 2, 3, 5: a long number that a spreadsheet "
           "shortened (like 1.23E+09), so that its last digits are lost: export it again, and make "
           "the column text before a spreadsheet shows it\n"
           "people.csv, column 'Note', row 6: an error of a spreadsheet (#N/A, #REF! and their "
           "like) in place of what stood there: mend the formula, or type what belongs there\n");
}

static void a_spoilt_header_is_row_1(void **state)
{
    (void)state;
    lot_text lines = told("A,Pr\u00C3\u00A9nom\nx,y\n", LOT_COLUMN_OTHER);
    assert_non_null(strstr(lot_text_string(&lines), "row 1: letters that were UTF-8"));
    lot_text_free(&lines);
}

static void names_that_two_columns_have_are_told_at_once(void **state)
{
    (void)state;
    expect("E-mail,a,e-MAIL , ,A,\n1,2,3,,4,\n",
           "people.csv: 2 columns are called 'E-mail' (columns 1, 3): neither can be a feature, an "
           "address or asked for by a rule: rename or remove all but one\n"
           "people.csv: 2 columns are called 'a' (columns 2, 5): neither can be a feature, an "
           "address or asked for by a rule: rename or remove all but one\n");
}

/* Bytes, as the file has them: A9 alone, and C3 A9, which is the same letter in UTF-8. */
static void a_file_of_two_encodings_is_told_with_rows_of_each(void **state)
{
    (void)state;
    expect("A,B\nRen\xC3\xA9,x\nx,y\nRen\xE9,x\nRen\xC3\xA9,x\n",
           "people.csv: two encodings, as where two files were put together: UTF-8 in rows 2, 5; "
           "Windows-1252 in row 4. All is read as Windows-1252, so that letters of the first are "
           "garbled: save both files as UTF-8, and put them together again\n");
    expect("A,B\nRen\xE9,x\n\xC9t\xE9,x\n", "");
    expect("A,B\nRen\xC3\xA9,x\n", "");
}

static void many_columns_are_counted(void **state)
{
    (void)state;
    lot_text csv = LOT_TEXT_EMPTY;
    for (int c = 0; c < 13; c++)
        lot_text_format(&csv, "c%d,", c);
    lot_text_put(&csv, "last\n");
    for (int c = 0; c < 13; c++)
        lot_text_put(&csv, "1.5E+10,");
    lot_text_put(&csv, "x\n");
    lot_text lines = told(lot_text_string(&csv), LOT_COLUMN_OTHER);
    assert_non_null(strstr(lot_text_string(&lines), ": 3 columns more with a long number"));
    lot_text_free(&lines);
    lot_text_free(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_numbers_that_were_shortened_are_told),
        cmocka_unit_test(damage_to_ids_and_addresses_has_strong_words),
        cmocka_unit_test(errors_of_a_spreadsheet_are_told),
        cmocka_unit_test(letters_read_in_another_encoding_are_told),
        cmocka_unit_test(sound_letters_are_not_told),
        cmocka_unit_test(what_is_told_names_columns_and_first_rows_and_shows_no_cell),
        cmocka_unit_test(a_spoilt_header_is_row_1),
        cmocka_unit_test(names_that_two_columns_have_are_told_at_once),
        cmocka_unit_test(a_file_of_two_encodings_is_told_with_rows_of_each),
        cmocka_unit_test(many_columns_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
