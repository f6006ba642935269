/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XLSX files, read back by a reader of their own. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/extent.h"
#include "support/input.h"
#include "support/run.h"
#include "support/sample.h"
#include "support/workbook.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static lot_text write_list(const lot_run_folder *folder, const lot_sample *sample, lot_list list)
{
    lot_text file = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    if (lot_report_xlsx(&file, &sample->report, list, folder->path, &error) != LOT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(lot_run_count(folder, "."), 0);
    return file;
}

static void assert_cells(const lot_text *file, const char *expected)
{
    lot_text cells = lot_workbook_cells(file);
    assert_string_equal(lot_text_string(&cells), expected);
    lot_text_free(&cells);
}

static void assert_list(const lot_run_folder *folder, const lot_sample *sample, lot_list list,
                        const char *expected)
{
    lot_text file = write_list(folder, sample, list);
    assert_cells(&file, expected);
    lot_text_free(&file);
}

static void the_lists_hold_what_the_csv_files_do(void **state)
{
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    assert_list(folder, sample, LOT_LIST_SELECTED,
                "[id][name][gender][area][address]\n"
                "[ID-1][Zebulon Quux][f][north][12 High Street]\n"
                "[ID-4][ Wilma Quux ][M][south][4 Low Road]\n");
    assert_list(folder, sample, LOT_LIST_REMAINING,
                "[id][name][gender][area][address][status]\n"
                "[ID-2][Quux, Yolanda][m][north][12 High Street][housemate]\n"
                "[ID-3][Xaver Quux][f][south][3 Low Road][eligible]\n"
                "[ID-5][Victor \"V\" Quux][f][north][][eligible]\n"
                "[ID-6][Ulla Quux][x][south][][no_panel]\n");
    assert_list(folder, sample, LOT_LIST_LOTTERY,
                "[first][last][member_1][member_2]\n"
                "<0><1>[ID-1][ID-4]\n<2><4>[ID-2][ID-3]\n<5><5>[ID-4][ID-5]\n"
                "<6><6>[ID-1][ID-4]\n");
    lot_sample_free(sample);
}

static void tickets_and_chances_are_numbers(void **state)
{
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    lot_text file = write_list(folder, sample, LOT_LIST_CHANCES);
    lot_text cells = lot_workbook_cells(&file);
    const char *at = strstr(lot_text_string(&cells), "[ID-4]<4><0.5714285714285714>\n");
    assert_non_null(at);
    assert_non_null(strstr(at, "[ID-6]<0><0>\n"));
    lot_text_free(&cells);
    lot_text_free(&file);
    lot_sample_free(sample);
}

/* The sample's six people, with other cells. */
static lot_table *people_with(const char *const notes[6], const char *header)
{
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_format(&csv, "id,%s\n", header);
    for (unsigned p = 0; p < 6; p++) {
        lot_text_format(&csv, "ID-%u,", p + 1);
        lot_csv_put_cell(&csv, notes[p], ',');
        lot_text_put(&csv, "\n");
    }
    lot_table *table = lot_test_table("people.csv", lot_text_string(&csv));
    lot_text_free(&csv);
    return table;
}

static void every_cell_is_text_and_stays_as_it_was_typed(void **state)
{
    static const char *const first[6] = {"007",  "1234567890123456789", "+44 20 7946 0000",
                                         "=1+1", "2024-02-03",          "1e5"};
    static const char *const second[6] = {
        "\xc3\xa9\ntwo\r\nthree\rfour", "_x0041_ _x", " \t ",
        "http://example.org/",          "\x01\x0b",   "{=A1} <&> \"x\""};
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    sample->report.draw = NULL;
    lot_table *people = people_with(first, "=note");
    sample->report.people = people;
    assert_list(folder, sample, LOT_LIST_REMAINING,
                "[id][=note][status]\n[ID-1][007][eligible]\n"
                "[ID-2][1234567890123456789][eligible]\n[ID-3][+44 20 7946 0000][eligible]\n"
                "[ID-4][=1+1][eligible]\n[ID-5][2024-02-03][eligible]\n[ID-6][1e5][no_panel]\n");
    lot_table_free(people);
    people = people_with(second, "_x000a_");
    sample->report.people = people;
    assert_list(folder, sample, LOT_LIST_REMAINING,
                "[id][_x000a_][status]\n[ID-1][\xc3\xa9\ntwo\r\nthree\rfour][eligible]\n"
                "[ID-2][_x0041_ _x][eligible]\n[ID-3][ \t ][eligible]\n"
                "[ID-4][http://example.org/][eligible]\n[ID-5][\x01\x0b][eligible]\n"
                "[ID-6][{=A1} <&> \"x\"][no_panel]\n");
    lot_table_free(people);
    lot_sample_free(sample);
}

static void what_xml_has_no_character_for_is_escaped(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_extent_put_cell(&text, "a\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd_xFFFE_");
    assert_string_equal(lot_text_string(&text), "a_xFFFE__xFFFF_\xef\xbf\xbd_x005F_xFFFE_");
    lot_text_free(&text);
}

/* Nor is there a clock, a user or a place of the world in it. */
static void the_same_list_has_the_same_bytes(void **state)
{
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    assert_int_equal(setenv("TZ", "Pacific/Auckland", 1), 0);
    tzset();
    lot_text first = write_list(folder, sample, LOT_LIST_REMAINING);
    assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    lot_text second = write_list(folder, sample, LOT_LIST_REMAINING);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    lot_text core = lot_workbook_member(&first, "docProps/core.xml");
    lot_run_assert_has(&core, "<dc:creator></dc:creator>");
    lot_run_assert_has(&core, ">1980-01-01T00:00:00Z</dcterms:created>");
    lot_run_assert_has(&core, ">1980-01-01T00:00:00Z</dcterms:modified>");
    lot_text_free(&core);
    lot_text_free(&first);
    lot_text_free(&second);
    lot_sample_free(sample);
    assert_int_equal(unsetenv("TZ"), 0);
}

static void the_header_stays_in_sight_and_cells_stay_text_when_edited(void **state)
{
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    lot_text file = write_list(folder, sample, LOT_LIST_REMAINING);
    lot_text sheet = lot_workbook_member(&file, "xl/worksheets/sheet1.xml");
    lot_run_assert_has(&sheet, "state=\"frozen\"");
    lot_run_assert_has(&sheet, "<autoFilter ref=\"A1:F5\"/>");
    lot_run_assert_has(&sheet, "sqref=\"A1:F5\" numberStoredAsText=\"1\"");
    lot_text styles = lot_workbook_member(&file, "xl/styles.xml");
    const char *heading = strstr(lot_text_string(&styles), "numFmtId=\"49\"");
    assert_non_null(heading);
    assert_non_null(strstr(heading + 1, "numFmtId=\"49\"")); /* and the cells */
    lot_text_free(&styles);
    lot_text_free(&sheet);
    lot_text_free(&file);
    lot_sample_free(sample);
}

static lot_status check_list(lot_problems *problems, const lot_sample *sample, lot_list list)
{
    return lot_report_xlsx_check(&sample->report, list, problems, NULL);
}

static void a_cell_that_no_spreadsheet_holds_is_told_by_row_and_column(void **state)
{
    static char longest[32767 + 1], longer[32767 + 2], astral[4 * 16384 + 1];
    const lot_run_folder *folder = *state;
    memset(longest, 'a', sizeof longest - 1);
    memset(longer, 'a', sizeof longer - 1);
    for (size_t c = 0; c < 16384; c++)
        memcpy(astral + 4 * c, "\xf0\x9f\x8e\xb2", 4);
    const char *const notes[6] = {longest, longer, "", astral, "b", longer};
    lot_sample *sample = lot_sample_new();
    lot_problems *problems = lot_problems_new();
    lot_table *people = people_with(notes, "free text");
    sample->report.people = people;
    assert_int_equal(check_list(problems, sample, LOT_LIST_REMAINING), LOT_BAD_INPUT);
    lot_test_assert_problems(
        problems,
        (const char *const[]){
            "people.csv, column 'free text', rows 3, 7: longer than the 32,767 characters that a "
            "cell of a spreadsheet holds: ask for the CSV file, or shorten it in the people file"},
        1);
    lot_text file = LOT_TEXT_EMPTY;
    lot_error error;
    assert_int_equal(
        lot_report_xlsx(&file, &sample->report, LOT_LIST_SELECTED, folder->path, &error),
        LOT_BAD_INPUT);
    assert_int_equal(file.length, 0);
    assert_int_equal(lot_run_count(folder, "."), 0);
    lot_problems_free(problems);
    lot_table_free(people);
    lot_sample_free(sample);
}

static void more_rows_or_columns_than_a_sheet_has_are_told(void **state)
{
    (void)state;
    lot_problems *problems = lot_problems_new();
    lot_extent extent = {.rows = 1048577};
    lot_extent_tell(&extent, "people.csv", problems);
    extent.rows = 1048576;
    lot_extent_tell(&extent, "people.csv", problems);
    lot_text header = LOT_TEXT_EMPTY;
    for (unsigned c = 2; c <= 16383; c++)
        lot_text_format(&header, "c%u%s", c, c < 16383 ? "," : "");
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_format(&csv, "id,%s\n", lot_text_string(&header));
    lot_table *people = lot_test_table("people.csv", lot_text_string(&csv));
    lot_sample *sample = lot_sample_new();
    lot_table *before = sample->people;
    sample->report.people = people;
    sample->pool->people_count = 0;
    assert_int_equal(check_list(problems, sample, LOT_LIST_REMAINING), LOT_OK);
    lot_table_free(people);
    lot_text_free(&csv);
    lot_text_format(&csv, "id,more,%s\n", lot_text_string(&header));
    people = lot_test_table("people.csv", lot_text_string(&csv));
    sample->report.people = people;
    assert_int_equal(check_list(problems, sample, LOT_LIST_SELECTED), LOT_OK);
    assert_int_equal(check_list(problems, sample, LOT_LIST_REMAINING), LOT_BAD_INPUT);
    lot_test_assert_problems(
        problems,
        (const char *const[]){"people.csv: 1,048,577 rows, but a sheet of a spreadsheet has at "
                              "most 1,048,576: ask for the CSV file",
                              "people.csv: 16,385 columns, but a sheet of a spreadsheet has at "
                              "most 16,384: ask for the CSV file"},
        2);
    lot_problems_free(problems);
    sample->pool->people_count = 6;
    sample->report.people = before;
    lot_table_free(people);
    lot_text_free(&header);
    lot_text_free(&csv);
    lot_sample_free(sample);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_lists_hold_what_the_csv_files_do),
        TEST(tickets_and_chances_are_numbers),
        TEST(every_cell_is_text_and_stays_as_it_was_typed),
        TEST(what_xml_has_no_character_for_is_escaped),
        TEST(the_same_list_has_the_same_bytes),
        TEST(the_header_stays_in_sight_and_cells_stay_text_when_edited),
        TEST(a_cell_that_no_spreadsheet_holds_is_told_by_row_and_column),
        TEST(more_rows_or_columns_than_a_sheet_has_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
