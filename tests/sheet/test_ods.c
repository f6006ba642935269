/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ODS: cells as OpenDocument has them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/book.h"

#define TABLE(rows) "<table:table table:name=\"One\">" rows "</table:table>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define TYPED(type, value, shown)                                                                  \
    "<table:table-cell office:value-type=\"" type "\" office:" value "><text:p>" shown             \
    "</text:p></table:table-cell>"
#define TEXT(words)                                                                                \
    "<table:table-cell office:value-type=\"string\"><text:p>" words "</text:p></table:table-cell>"

static lot_text rows_file(const char *rows)
{
    lot_text tables = LOT_TEXT_EMPTY;
    lot_text_format(&tables, TABLE("%s"), rows);
    lot_text file = lot_test_ods_file(NULL, lot_text_string(&tables));
    lot_text_free(&tables);
    return file;
}

static void every_kind_of_value_is_read_from_what_is_stored(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        rows_file(ROW(TEXT("id")) ROW(
            TYPED("float", "value=\"0.10000000000000001\"", "0,10")
                TYPED("currency", "value=\"12.5\"", "12,50 \xE2\x82\xAC")
                    TYPED("percentage", "value=\"0.125\"", "12,5 %")
                        TYPED("date", "date-value=\"2024-02-03\"", "03.02.24")
                            TYPED("date", "date-value=\"2024-02-03T14:05:00\"", "3. Feb")
                                TYPED("time", "time-value=\"PT14H05M00S\"", "14:05")
                                    TYPED("boolean", "boolean-value=\"true\"", "WAHR")
                                        TYPED("float", "value=\"123\"", "00123")
                                            TYPED("float", "value=\"120\"", "012")
                                                TYPED("string", "string-value=\"stored\"", "s")
                                                    TYPED("float", "value=\"0.5\"", "50%"))),
        NULL,
        "id\n0.1,12.5,12.5%,2024-02-03,2024-02-03 14:05:00,14:05:00,TRUE,00123,120,stored,50%\n");
}

static void paragraphs_and_spaces_are_as_written(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        rows_file(ROW(TEXT("  a  \n b<text:s text:c=\"2\"/>c<text:tab/>d<text:line-break/>e"
                           "</text:p><text:p><text:span>f</text:span> <text:a>g</text:a>"))),
        NULL, "\"a b  c\td\ne\nf g\"\n");
}

static void comments_are_no_content(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        rows_file(ROW("<table:table-cell office:value-type=\"string\"><office:annotation>"
                      "<text:p>a comment</text:p></office:annotation><text:p>a</text:p>"
                      "</table:table-cell>")),
        NULL, "a\n");
}

static void a_million_blank_rows_and_cells_are_nothing(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        rows_file(ROW(TEXT("id") "<table:table-cell table:number-columns-repeated=\"16383\"/>")
                      ROW(TEXT("1")) "<table:table-row table:number-rows-repeated=\"1048574\">"
                                     "<table:table-cell table:number-columns-repeated=\"16384\"/>"
                                     "</table:table-row>"),
        NULL, "id\n1\n");
}

static void what_is_repeated_is_there_as_often(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        rows_file("<table:table-header-rows>" ROW(
            "<table:table-cell office:value-type=\"float\" office:value=\"1\" "
            "table:number-columns-repeated=\"3\"/>") "</table:table-header-rows>"
                                                     "<table:table-row-group><table:table-rows>"
                                                     "<table:table-row "
                                                     "table:number-rows-repeated=\"2\">" TEXT(
                                                         "a") "</table:table-row></"
                                                              "table:table-rows>"
                                                              "</table:table-row-group>"
                                                              "<table:table-row "
                                                              "table:number-rows-repeated=\"2\"/"
                                                              ">" ROW("<table:table-cell "
                                                                      "table:number-columns-"
                                                                      "repeated=\"2\"/"
                                                                      ">" TEXT("b"))),
        NULL, "1,1,1\na,,\na,,\n\n\n,,b\n");
}

static void merged_cells_and_hidden_rows_are_told(void **state)
{
    static const char rows[] =
        ROW(TEXT("a") TEXT("b")) "<table:table-row table:visibility=\"filter\">"
                                 "<table:table-cell office:value-type=\"string\" "
                                 "table:number-columns-spanned=\"2\" "
                                 "table:number-rows-spanned=\"2\"><text:p>c</text:p>"
                                 "</table:table-cell><table:covered-table-cell "
                                 "office:value-type=\"string\"><text:p>no</text:p>"
                                 "</table:covered-table-cell>" TEXT("d") "</table:table-row>";
    (void)state;
    lot_test_assert_notice(rows_file(rows), NULL, "a,b\nc,,d\n", "1 range of merged cells (A2:B3)");
    lot_test_assert_notice(rows_file(rows), NULL, "a,b\nc,,d\n",
                           "1 row that is hidden or filtered out (2)");
}

static void errors_are_told_and_formulas_without_a_result_are_problems(void **state)
{
    (void)state;
    lot_test_assert_notice(
        rows_file(ROW(TEXT("a")) ROW(
            "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" "
            "office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p>"
            "</table:table-cell>")),
        NULL, "a\n#DIV/0!\n", "1 error such as #N/A (A2)");
    lot_test_assert_refused(
        rows_file(ROW(TEXT("a")) ROW("<table:table-cell table:formula=\"of:=[.A1]\"/>")), NULL,
        "1 formula without a result (A2)");
}

static void hidden_sheets_and_copies_of_other_files_are_passed_over(void **state)
{
    static const char styles[] =
        "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties "
        "table:display=\"false\"/></style:style><style:style style:name=\"ta2\" "
        "style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>";
    static const char tables[] = "<table:table table:name=\"'file:///x.ods'#A\">" ROW(
        TEXT("copy")) "</table:table>"
                      "<table:table table:name=\"Secret\" table:style-name=\"ta1\">" ROW(
                          TEXT("secret")) "</table:table><table:table table:name=\"People\" "
                                          "table:style-name=\"ta2\">" ROW(TEXT(
                                              "people")) "</table:table>"
                                                         "<table:table "
                                                         "table:name="
                                                         "\"Quotas\">" ROW(TEXT("quotas")) "</"
                                                                                           "tab"
                                                                                           "le:"
                                                                                           "tab"
                                                                                           "le"
                                                                                           ">";
    (void)state;
    lot_test_assert_notice(lot_test_ods_file(styles, tables), NULL, "people\n",
                           "its first sheet, 'People', is read, and not "
                           "'Quotas'\nbook: hidden sheets are passed over: 'Secret'\n");
    lot_test_assert_sheet(lot_test_ods_file(styles, tables), "Quotas", "quotas\n");
    lot_test_assert_sheet(lot_test_ods_file(styles, tables), "QUOTAS", "quotas\n");
    lot_test_assert_sheet(lot_test_ods_file(styles, tables), "Secret", "secret\n");
    lot_test_assert_refused(lot_test_ods_file(styles, tables), "Form",
                            "there is no sheet 'Form': it has 'People', 'Quotas' and, hidden, "
                            "'Secret'");
}

static void a_password_is_told(void **state)
{
    static const lot_test_part parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0},
        {"content.xml", "\x01\x02\x03 encrypted", 0},
        {"META-INF/manifest.xml",
         "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
         "<m:file-entry m:full-path=\"content.xml\"><m:encryption-data/></m:file-entry>"
         "</m:manifest>",
         0}};
    (void)state;
    lot_test_assert_refused(lot_test_zip(parts, 3, false), NULL, "is protected by a password");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_is_read_from_what_is_stored),
        cmocka_unit_test(paragraphs_and_spaces_are_as_written),
        cmocka_unit_test(comments_are_no_content),
        cmocka_unit_test(a_million_blank_rows_and_cells_are_nothing),
        cmocka_unit_test(what_is_repeated_is_there_as_often),
        cmocka_unit_test(merged_cells_and_hidden_rows_are_told),
        cmocka_unit_test(errors_are_told_and_formulas_without_a_result_are_problems),
        cmocka_unit_test(hidden_sheets_and_copies_of_other_files_are_passed_over),
        cmocka_unit_test(a_password_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
