/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheets, end to end: the same people are the same lot, whatever their file is. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/book.h"
#include "support/generate.h"
#include "support/input.h"
#include "support/mending.h"

#include "civiclot/file.h"
#include "civiclot/table.h"

#include <stdio.h>
#include <xlsxwriter.h>

#define DATE "SOURCE_DATE_EPOCH=1700000000"
#define FIXED "--seats", "6", "--seed", "3 14 15", "--pseudonyms-from", "secret"

static lot_test_case *make_case(void)
{
    const lot_test_shape shape = {.seed = 5,
                                  .people_count = 60,
                                  .seats = 6,
                                  .features_count = 2,
                                  .values_per_feature = 2,
                                  .band = 1,
                                  .skew = 1,
                                  .household_percent = 20};
    return lot_test_case_make(&shape);
}

static void fill_sheet(lxw_workbook *workbook, const char *name, const char *csv)
{
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, name);
    lot_table *table = lot_test_table("csv", csv);
    for (uint32_t c = 0; c < lot_table_columns_count(table); c++) {
        worksheet_write_string(sheet, 0, (lxw_col_t)c, lot_table_header(table, c), NULL);
        for (uint32_t r = 0; r < lot_table_rows_count(table); r++)
            worksheet_write_string(sheet, lot_table_row_number(table, r) - 1, (lxw_col_t)c,
                                   lot_table_cell(table, r, c), NULL);
    }
    lot_table_free(table);
}

/* book.xlsx: a note, the people, their quotas. */
static void write_xlsx(const lot_run_folder *folder, const lot_test_case *made)
{
    char path[400];
    (void)snprintf(path, sizeof path, "%s/book.xlsx", folder->path);
    lxw_workbook *workbook = workbook_new(path);
    fill_sheet(workbook, "Read me", "note\nthe people are on the next sheet\n");
    fill_sheet(workbook, "People", lot_text_string(&made->people_csv));
    fill_sheet(workbook, "Quotas", lot_text_string(&made->quotas_csv));
    assert_int_equal(workbook_close(workbook), LXW_NO_ERROR);
}

static void put_cell(lot_text *row, const char *cell)
{
    lot_text_format(row,
                    "<table:table-cell office:value-type=\"string\"><text:p>%s</text:p>"
                    "</table:table-cell>",
                    cell);
}

/* people.ods; what the made-up people hold is no markup. */
static void write_ods(const lot_run_folder *folder, const lot_test_case *made)
{
    lot_text tables = LOT_TEXT_EMPTY;
    lot_table *table = lot_test_table("csv", lot_text_string(&made->people_csv));
    lot_text_put(&tables, "<table:table table:name=\"A\"><table:table-row>");
    for (uint32_t c = 0; c < lot_table_columns_count(table); c++)
        put_cell(&tables, lot_table_header(table, c));
    for (uint32_t r = 0; r < lot_table_rows_count(table); r++) {
        lot_text_put(&tables, "</table:table-row><table:table-row>");
        for (uint32_t c = 0; c < lot_table_columns_count(table); c++)
            put_cell(&tables, lot_table_cell(table, r, c));
    }
    lot_text_put(&tables, "</table:table-row></table:table>");
    lot_text file = lot_test_ods_file(NULL, lot_text_string(&tables));
    char path[400];
    (void)snprintf(path, sizeof path, "%s/people.ods", folder->path);
    assert_int_equal(lot_file_write(path, file.bytes, file.length, 0600, NULL), LOT_OK);
    lot_table_free(table);
    lot_text_free(&tables);
    lot_text_free(&file);
}

static void write_all(const lot_run_folder *folder)
{
    lot_test_case *made = make_case();
    lot_run_write(folder, "people.csv", lot_text_string(&made->people_csv));
    lot_run_write(folder, "quotas.csv", lot_text_string(&made->quotas_csv));
    lot_run_write(folder, "secret", "0123456789abcdef0123456789abcdef");
    write_xlsx(folder, made);
    write_ods(folder, made);
    lot_test_case_free(made);
}

/* The report says how the file was written, which differs: take that off. */
static void drop_form(lot_text *file)
{
    char *from = strstr(lot_text_string(file), "<p>The file of people was read as: ");
    if (from == NULL)
        return;
    char *end = strchr(from, '\n');
    assert_non_null(end);
    memmove(from, end, strlen(end) + 1);
}

static void assert_same_file(const lot_run_folder *folder, const char *other, const char *name)
{
    char paths[2][64];
    (void)snprintf(paths[0], sizeof paths[0], "csv/%s", name);
    (void)snprintf(paths[1], sizeof paths[1], "%s/%s", other, name);
    lot_text a = lot_run_read(folder, paths[0]);
    lot_text b = lot_run_read(folder, paths[1]);
    drop_form(&a);
    drop_form(&b);
    assert_string_equal(lot_text_string(&a), lot_text_string(&b));
    lot_text_free(&a);
    lot_text_free(&b);
}

static void the_same_people_are_the_same_selection(void **state)
{
    static const char *const files[] = {
        "selected.csv", "remaining.csv",    "chances.csv",         "lottery.csv",
        "report.html",  "publish/pool.csv", "publish/process.txt", "publish/draw.txt"};
    const lot_run_folder *folder = *state;
    write_all(folder);
    EXPECT(folder, 0, DATE, "select", "--people", "people.csv", "--quotas", "quotas.csv", FIXED,
           "--out", "csv");
    WORDS(folder, 0, "book.xlsx: 60 people (XLSX, sheet 'People')", DATE, "select", "--people",
          "book.xlsx", "--sheet", "People", "--quotas", "book.xlsx", "--quotas-sheet", "Quotas",
          FIXED, "--out", "xlsx");
    WORDS(folder, 0, "people.ods: 60 people (ODS, sheet 'A')", DATE, "select", "--people",
          "people.ods", "--quotas", "quotas.csv", FIXED, "--out", "ods");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_same_file(folder, "xlsx", files[i]);
        assert_same_file(folder, "ods", files[i]);
    }
    lot_text page = lot_run_read(folder, "ods/report.html");
    lot_run_assert_has(&page, "<p>The file of people was read as: ODS, sheet ");
    lot_text_free(&page);
}

static void import_quotas_and_export_take_a_sheet_too(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "6");
    WORDS(folder, 0, "book.xlsx: 60 people (XLSX, sheet 'People')", "import", "file", "book.xlsx",
          "--sheet", "People");
    WORDS(folder, 0, "(XLSX, sheet 'Quotas')", "quotas", "file", "book.xlsx", "--sheet", "Quotas");
    lot_ran ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "XLSX, sheet 'People'");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "check", "--people", "book.xlsx", "--sheet", "People", "--quotas",
           "quotas.csv", "--seats", "6");
}

static void a_spreadsheet_may_come_from_standard_input(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    lot_run_expect_shell(folder, 0,
                         "\"$0\" check --people - --sheet People --quotas quotas.csv "
                         "--seats 6 <book.xlsx");
}

static void an_unknown_sheet_is_told_with_those_there_are(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "6");
    WORDS(folder, 3, "there is no sheet 'Form': it has 'Read me', 'People', 'Quotas'", "import",
          "file", "book.xlsx", "--sheet", "Form");
    WORDS(folder, 3, "there is no sheet 'Form'", "check", "--people", "people.csv", "--quotas",
          "book.xlsx", "--quotas-sheet", "Form", "--seats", "6");
    WORDS(folder, 3,
          "people.csv: is no XLSX or ODS file and has no sheet 'Form': leave out --sheet", "import",
          "file", "people.csv", "--sheet", "Form");
}

static void the_first_sheet_is_told_also_where_it_is_the_wrong_one(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    WORDS(folder, 3, "book.xlsx: its first sheet, 'Read me', is read, and not 'People', 'Quotas'",
          "check", "--people", "book.xlsx", "--quotas", "quotas.csv", "--seats", "6");
    WORDS(folder, 3, "book.xlsx: --quotas-sheet NAME reads another sheet", "check", "--people",
          "people.csv", "--quotas", "book.xlsx", "--seats", "6");
}

static void a_sheet_is_made_anonymous_as_the_table_it_is_read_as(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    EXPECT(folder, 0, "anonymise", "people.csv", "--quotas", "quotas.csv", "--out", "csv");
    EXPECT(folder, 0, "anonymise", "book.xlsx", "--sheet", "People", "--quotas", "book.xlsx",
           "--quotas-sheet", "Quotas", "--out", "xlsx");
    assert_same_file(folder, "xlsx", "people.csv");
    assert_same_file(folder, "xlsx", "quotas.csv");
    WORDS(folder, 3, "there is no sheet 'Form'", "anonymise", "book.xlsx", "--sheet", "Form",
          "--out", "none");
}

static void other_files_are_told_by_what_they_are(void **state)
{
    const lot_run_folder *folder = *state;
    write_all(folder);
    lot_run_write(folder, "old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 EncryptedPackage");
    lot_run_write(folder, "cut.xlsx", "PK\x03\x04 and then nothing");
    WORDS(folder, 3, "is an old spreadsheet (XLS), or one that is protected by a password", "check",
          "--people", "old.xls", "--quotas", "quotas.csv", "--seats", "6");
    WORDS(folder, 3, "cut.xlsx: begins as a ZIP file (XLSX, ODS) and does not end as one", "check",
          "--people", "cut.xlsx", "--quotas", "quotas.csv", "--seats", "6");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

/* One sheet. */
static void write_sheet(const lot_run_folder *folder, const char *name, const char *csv)
{
    char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    lxw_workbook *workbook = workbook_new(path);
    fill_sheet(workbook, "A", csv);
    assert_int_equal(workbook_close(workbook), LXW_NO_ERROR);
}

static void after_the_draw_lists_quotas_and_rates_may_be_spreadsheets(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    lot_text ids = LOT_TEXT_EMPTY;
    lot_text_format(&ids, "name,ID\nx,%s\ny,%s\n", panel.ids[0], panel.ids[1]);
    write_sheet(folder, "there.xlsx", lot_text_string(&ids));
    lot_text_free(&ids);
    write_sheet(folder, "quotas.xlsx",
                "feature,value,min,max\nsex,f,2,6\nsex,m,2,6\nage,young,2,3\nage,mid,2,3\n"
                "age,old,2,4\n");
    write_sheet(folder, "rates.xlsx", "feature,value,rate\nsex,f,12%\n");
    lot_ran ran = RUN(folder, "mark", "file", "--from", "there.xlsx", "--as", "attended");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Marked: 2\n");
    lot_ran_free(&ran);
    WORDS(folder, 3, "there.xlsx: there are no columns min and max", "replace", "file", "--dropout",
          panel.ids[2], "--reason", "ill", "--seed", "x", "--quotas", "there.xlsx");
    WORDS(folder, 0, "others than before: 4.", "replace", "file", "--dropout", panel.ids[2],
          "--reason", "ill", "--seed", "x", "--quotas", "quotas.xlsx");
    EXPECT(folder, 0, "surplus", "file", "--dropouts", "rates.xlsx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_people_are_the_same_selection),
        TEST(import_quotas_and_export_take_a_sheet_too),
        TEST(a_spreadsheet_may_come_from_standard_input),
        TEST(an_unknown_sheet_is_told_with_those_there_are),
        TEST(the_first_sheet_is_told_also_where_it_is_the_wrong_one),
        TEST(a_sheet_is_made_anonymous_as_the_table_it_is_read_as),
        TEST(other_files_are_told_by_what_they_are),
        TEST(after_the_draw_lists_quotas_and_rates_may_be_spreadsheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
