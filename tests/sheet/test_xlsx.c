/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX: cells as another program writes them, and as ECMA-376 has them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/book.h"
#include "support/run.h"

#include "civiclot/file.h"

#include <stdio.h>
#include <xlsxwriter.h>

static lot_text rows_file(const char *rows)
{
    return lot_test_xlsx_file(&(lot_test_xlsx){.rows = rows});
}

static lxw_format *format_of(lxw_workbook *workbook, const char *code)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_num_format(format, code);
    return format;
}

static void write_cells(lxw_workbook *workbook, lxw_worksheet *sheet)
{
    lxw_datetime day = {1990, 5, 3, 0, 0, 0};
    lxw_datetime moment = {2024, 2, 3, 14, 5, 0};
    lxw_datetime time = {0, 0, 0, 14, 5, 0};
    static const char *const header[] = {"id",   "name",  "born",  "at",   "time",
                                         "code", "share", "agree", "plain"};
    for (lxw_col_t c = 0; c < 9; c++)
        worksheet_write_string(sheet, 0, c, header[c], NULL);
    worksheet_write_string(sheet, 1, 0, "007", NULL);
    worksheet_write_string(sheet, 1, 1, "Ann \"A\", <B> & C\nD", NULL);
    worksheet_write_datetime(sheet, 1, 2, &day, format_of(workbook, "dd/mm/yyyy"));
    worksheet_write_datetime(sheet, 1, 3, &moment, format_of(workbook, "d mmm yyyy h:mm AM/PM"));
    worksheet_write_datetime(sheet, 1, 4, &time, format_of(workbook, "hh:mm"));
    worksheet_write_number(sheet, 1, 5, 123, format_of(workbook, "00000"));
    worksheet_write_number(sheet, 1, 6, 0.125, format_of(workbook, "0.0%"));
    worksheet_write_boolean(sheet, 1, 7, 1, NULL);
    worksheet_write_number(sheet, 1, 8, 0.1, NULL);
    worksheet_write_string(sheet, 3, 0, " kept ", NULL);
    worksheet_write_formula_num(sheet, 3, 5, "=SUM(F2,1)", NULL, 124);
    worksheet_write_blank(sheet, 4, 12, format_of(workbook, "0"));
}

static void what_another_program_writes_reads_as_it_was_typed(void **state)
{
    const lot_run_folder *folder = *state;
    char path[400];
    (void)snprintf(path, sizeof path, "%s/book.xlsx", folder->path);
    lxw_workbook *workbook = workbook_new(path);
    write_cells(workbook, workbook_add_worksheet(workbook, "Form responses 1"));
    assert_int_equal(workbook_close(workbook), LXW_NO_ERROR);
    lot_test_assert_sheet(lot_run_read(folder, "book.xlsx"), NULL,
                          "id,name,born,at,time,code,share,agree,plain\n"
                          "007,\"Ann \"\"A\"\", <B> & C\nD\",1990-05-03,2024-02-03 14:05:00,"
                          "14:05:00,00123,12.5%,TRUE,0.1\n"
                          "\n"
                          " kept ,,,,,124,,,\n");
}

/* Made by openpyxl 3.0.9; gnumeric 1.12.55 made the other two of it. */
static void files_of_other_programs_read_alike(void **state)
{
    static const struct {
        const char *path;
        const char *line_end; /* which gnumeric does not write out in ODS */
    } files[] = {{"tests/fuzz/corpus/sheet_file/openpyxl.xlsx", "\r\n"},
                 {"tests/fuzz/corpus/sheet_file/gnumeric.xlsx", "\r\n"},
                 {"tests/fuzz/corpus/sheet_file/gnumeric.ods", "_x000D_\n"}};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        lot_text file = LOT_TEXT_EMPTY;
        char csv[400];
        assert_int_equal(lot_file_read(&file, files[i].path, NULL), LOT_OK);
        (void)snprintf(csv, sizeof csv,
                       "id,name,born,stamp,time,code,share,ok,err\n"
                       "V1,\"A \"\"q\"\", B\",1990-05-03,2024-02-03 14:05:00,14:05:00,00007,12.5%%,"
                       "TRUE,#N/A\n\nV2,\" \xC3\xA9%s \",,,,0.1,,FALSE,1234567890123456\n"
                       "m,,,,,,,,\n",
                       files[i].line_end);
        lot_test_assert_notice(file, NULL, csv, "1 range of merged cells (A5:B6)");
    }
}

static void rich_text_is_joined_and_its_pronunciation_left_out(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                    "<c r=\"C1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r>"
                    "<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is></c></row>",
            .strings = "<si><r><rPr><b/></rPr><t>first </t></r><r><t xml:space=\"preserve\">name"
                       "</t></r><rPh sb=\"0\" eb=\"1\"><t>FIRST</t></rPh></si>"
                       "<si><t>a_x000D_\nb_x005F_x0041_ _x12_</t></si>"}),
        NULL, "first name,\"a\r\nb_x0041_ _x12_\",inline\n");
}

static void the_strict_form_and_other_paths_read_alike(void **state)
{
    static const char *const targets[] = {"worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml",
                                          "./worksheets/../worksheets/sheet1.xml",
                                          "../xl/worksheets/sheet1.xml",
                                          "/XL/Worksheets/SHEET1.XML"};
    (void)state;
    for (size_t i = 0; i < 10; i++)
        lot_test_assert_sheet(
            lot_test_xlsx_file(&(lot_test_xlsx){
                .rows = "<row><c t=\"inlineStr\"><is><t>id</t></is></c></row>"
                        "<row><c t=\"d\" s=\"0\"><v>2024-02-03T00:00:00</v></c></row>",
                .target = targets[i / 2],
                .strict = i % 2 == 1}),
            NULL, "id\n2024-02-03\n");
}

static void rows_and_cells_without_a_place_follow_each_other(void **state)
{
    (void)state;
    lot_test_assert_sheet(rows_file("<row><c><v>1</v></c><c><v>2</v></c></row>"
                                    "<row r=\"4\"><c r=\"B4\"><v>3</v></c><c/><c><v>4</v></c></row>"
                                    "<row><c r=\"B5\"><v>6</v></c><c r=\"A5\"><v>5</v></c></row>"),
                          NULL, "1,2\n\n\n,3,,4\n5,6\n");
}

static void days_count_from_1904_where_the_workbook_says_so(void **state)
{
    static const char rows[] = "<row><c s=\"1\"><v>43863</v></c></row>";
    static const char styles[] = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    (void)state;
    lot_test_assert_sheet(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = rows, .styles = styles, .properties = "<workbookPr date1904=\"1\"/>"}),
        NULL, "2024-02-03\n");
    lot_test_assert_sheet(lot_test_xlsx_file(&(lot_test_xlsx){.rows = rows, .styles = styles}),
                          NULL, "2020-02-02\n");
}

static void styles_are_looked_up_in_any_order(void **state)
{
    (void)state;
    lot_test_assert_sheet(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = "<row><c s=\"0\"><v>45325</v></c><c s=\"1\"><v>7</v></c><c s=\"2\"><v>8</v></c>"
                    "<c s=\"99\"><v>9</v></c></row>",
            .styles = "<cellXfs><xf numFmtId=\"165\"/><xf numFmtId=\"164\"/><xf/></cellXfs>"
                      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"000\"/>"
                      "<numFmt numFmtId=\"165\" formatCode=\"yyyy\"/></numFmts>"}),
        NULL, "2024-02-03,007,8,9\n");
}

static void errors_are_read_and_told(void **state)
{
    (void)state;
    lot_test_assert_notice(rows_file("<row><c><v>1</v></c></row>"
                                     "<row><c t=\"e\"><v>#N/A</v></c></row>"
                                     "<row><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"),
                           NULL, "1\n#N/A\n#DIV/0!\n",
                           "book: 2 errors such as #N/A (A2, A3): read as these words\n");
}

static void a_number_that_a_spreadsheet_rounded_is_told(void **state)
{
    (void)state;
    lot_test_assert_notice(rows_file("<row><c><v>1</v></c></row>"
                                     "<row><c><v>1.23456789012346E+15</v></c></row>"),
                           NULL, "1\n1234567890123460\n",
                           "book: 1 number of 16 digits or more (A2): ");
    lot_test_assert_sheet(rows_file("<row><c><v>123456789012345</v></c></row>"), NULL,
                          "123456789012345\n");
}

static void a_formula_without_a_result_is_a_problem(void **state)
{
    (void)state;
    lot_test_assert_refused(rows_file("<row><c><v>1</v></c></row><row><c><f>A1</f></c>"
                                      "<c><f>A1</f><v></v></c></row>"),
                            NULL, "2 formulas without a result (A2, B2)");
    lot_test_assert_sheet(rows_file("<row><c><v>1</v></c></row>"
                                    "<row><c t=\"str\"><f>A1</f><v></v></c></row>"),
                          NULL, "1\n");
}

static void merged_cells_and_hidden_rows_are_told(void **state)
{
    static const char rows[] = "<row><c><v>1</v></c><c><v>2</v></c></row>"
                               "<row hidden=\"1\"><c><v>3</v></c></row>";
    (void)state;
    lot_test_assert_notice(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = rows, .behind = "<mergeCells><mergeCell ref=\"A2:B2\"/></mergeCells>"}),
        NULL, "1,2\n3,\n", "1 range of merged cells (A2:B2)");
    lot_test_assert_notice(rows_file(rows), NULL, "1,2\n3,\n",
                           "1 row that is hidden or filtered out (2)");
    lot_test_assert_sheet(lot_test_xlsx_file(&(lot_test_xlsx){
                              .rows = "<row><c><v>1</v></c></row>",
                              .behind = "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>"}),
                          NULL, "1\n");
}

static void a_date_that_is_none_stays_a_number_and_is_told(void **state)
{
    (void)state;
    lot_test_assert_notice(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = "<row><c><v>1</v></c></row><row><c s=\"0\"><v>-3</v></c></row>",
            .styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>"}),
        NULL, "1900-01-01\n-3\n", "(A2): read as it stands in the file");
}

#define TWO                                                                                        \
    "<sheet name=\"Notes\" state=\"hidden\" sheetId=\"1\" r:id=\"rId1\"/>"                         \
    "<sheet name=\"People\" sheetId=\"2\" r:id=\"rId2\"/>"                                         \
    "<sheet name=\"Quotas \xC3\xA9\" sheetId=\"3\" r:id=\"rId1\"/>"                                \
    "<sheet name=\"Chart\" sheetId=\"4\" r:id=\"rId9\"/>"

static lot_text two_sheets(void)
{
    return lot_test_xlsx_file(
        &(lot_test_xlsx){.rows = "<row><c><v>1</v></c></row>", .sheets = TWO});
}

static void the_first_sheet_that_is_shown_is_read_and_the_others_are_told(void **state)
{
    (void)state;
    lot_test_assert_notice(two_sheets(), NULL, "1\n",
                           "book: its first sheet, 'People', is read, and not "
                           "'Quotas \xC3\xA9'\nbook: hidden sheets are passed over: 'Notes'\n");
}

static void a_sheet_is_found_by_its_name(void **state)
{
    (void)state;
    lot_test_assert_sheet(two_sheets(), "Quotas \xC3\xA9", "1\n");
    lot_test_assert_sheet(two_sheets(), " people ", "1\n");
    lot_test_assert_sheet(two_sheets(), "Notes", "1\n");
}

static void an_unknown_sheet_is_a_problem_that_names_them_all(void **state)
{
    (void)state;
    lot_test_assert_refused(two_sheets(), "Form",
                            "there is no sheet 'Form': it has 'People', 'Quotas \xC3\xA9' and, "
                            "hidden, 'Notes'");
    lot_test_assert_refused(two_sheets(), "Chart", "there is no sheet 'Chart'");
    lot_test_assert_refused(
        lot_test_xlsx_file(&(lot_test_xlsx){
            .rows = "<row/>",
            .sheets = "<sheet name=\"N\" state=\"veryHidden\" sheetId=\"1\" r:id=\"rId1\"/>"}),
        NULL, "all its sheets are hidden");
}

static void a_header_that_looks_like_something_else_is_quoted(void **state)
{
    (void)state;
    lot_test_assert_sheet(rows_file("<row><c t=\"str\"><v>sep=;</v></c>"
                                    "<c t=\"str\"><v>a;b</v></c></row>"
                                    "<row><c t=\"str\"><v>a;b</v></c></row>"),
                          NULL, "\"sep=;\",\"a;b\"\na;b,\n");
}

static void a_header_below_empty_rows_is_one(void **state)
{
    (void)state;
    lot_test_assert_sheet(rows_file("<row r=\"3\"><c t=\"str\"><v>id</v></c>"
                                    "<c t=\"str\"><v>a;b;c</v></c></row>"
                                    "<row><c t=\"str\"><v>1</v></c></row>"),
                          NULL, "\n\nid,\"a;b;c\"\n1,\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_another_program_writes_reads_as_it_was_typed,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test(files_of_other_programs_read_alike),
        cmocka_unit_test(rich_text_is_joined_and_its_pronunciation_left_out),
        cmocka_unit_test(the_strict_form_and_other_paths_read_alike),
        cmocka_unit_test(rows_and_cells_without_a_place_follow_each_other),
        cmocka_unit_test(days_count_from_1904_where_the_workbook_says_so),
        cmocka_unit_test(styles_are_looked_up_in_any_order),
        cmocka_unit_test(errors_are_read_and_told),
        cmocka_unit_test(a_header_below_empty_rows_is_one),
        cmocka_unit_test(a_number_that_a_spreadsheet_rounded_is_told),
        cmocka_unit_test(a_formula_without_a_result_is_a_problem),
        cmocka_unit_test(merged_cells_and_hidden_rows_are_told),
        cmocka_unit_test(a_date_that_is_none_stays_a_number_and_is_told),
        cmocka_unit_test(the_first_sheet_that_is_shown_is_read_and_the_others_are_told),
        cmocka_unit_test(a_sheet_is_found_by_its_name),
        cmocka_unit_test(an_unknown_sheet_is_a_problem_that_names_them_all),
        cmocka_unit_test(a_header_that_looks_like_something_else_is_quoted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
