/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are damaged, hostile or something else: told, never believed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/book.h"

#include <stdlib.h>
#include <string.h>

static lot_text rows_file(const char *rows)
{
    return lot_test_xlsx_file(&(lot_test_xlsx){.rows = rows});
}

static void a_stray_cell_in_the_last_corner_takes_no_more_than_its_row(void **state)
{
    lot_sheet out = LOT_SHEET_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_text file = rows_file("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                              "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>");
    (void)state;
    assert_int_equal(lot_sheet_read(&out, "book", file.bytes, file.length, NULL, problems, NULL),
                     LOT_OK);
    /* a line end for each row, and the commas of the last one */
    assert_int_equal(out.csv.length, 1 + 1048576 + 16383 + 1);
    lot_sheet_free(&out);
    lot_text_free(&file);
    lot_problems_free(problems);
}

static void places_beyond_a_sheet_are_problems(void **state)
{
    static const char *const rows[] = {
        "<row r=\"1048577\"><c><v>1</v></c></row>",
        "<row r=\"0\"><c><v>1</v></c></row>",
        "<row r=\"99999999999999999999\"/>",
        "<row r=\"x\"/>",
        "<row><c r=\"XFE1\"><v>1</v></c></row>",
        "<row><c r=\"A2\"><v>1</v></c></row>",
        "<row><c r=\"1\"><v>1</v></c></row>",
        "<row><c r=\"ZZZZZZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>",
        "<row><c r=\"A1:B2\"><v>1</v></c></row>",
        "<row><c r=\"XFD1\"><v>1</v></c><c><v>1</v></c></row>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        lot_test_assert_refused(rows_file(rows[i]), NULL, "1 cell where no sheet has one");
    lot_test_assert_refused(rows_file("<row r=\"2\"><c><v>1</v></c></row>"
                                      "<row r=\"2\"><c><v>1</v></c></row>"
                                      "<row r=\"1\"><c><v>1</v></c></row>"),
                            NULL, "2 cells where no sheet has one");
}

static void cells_that_come_twice_or_cannot_be_read_are_problems(void **state)
{
    static const char *const cells[] = {
        "<c t=\"s\"><v>0</v></c>",  "<c t=\"s\"><v>-1</v></c>",
        "<c t=\"s\"><v>1x</v></c>", "<c t=\"b\"><v>2</v></c>",
        "<c><v>12a</v></c>",        "<c t=\"new\"><v>1</v></c>",
        "<c t=\"s\"><v> </v></c>",  "<c t=\"s\"><v>99999999999999999999999</v></c>"};
    (void)state;
    lot_test_assert_refused(
        rows_file("<row><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"), NULL,
        "1 cell that the file holds twice (B1)");
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        lot_text row = LOT_TEXT_EMPTY;
        lot_text_format(&row, "<row>%s</row>", cells[i]);
        lot_test_assert_refused(rows_file(lot_text_string(&row)), NULL,
                                "1 cell that cannot be read (A1)");
        lot_text_free(&row);
    }
}

static void xml_that_is_broken_or_explodes_is_refused(void **state)
{
    lot_text deep = LOT_TEXT_EMPTY;
    (void)state;
    for (int i = 0; i < 300; i++)
        lot_text_put(&deep, "<a>");
    for (int i = 0; i < 300; i++)
        lot_text_put(&deep, "</a>");
    lot_test_assert_refused(rows_file(lot_text_string(&deep)), NULL, "nests deeper");
    lot_text_free(&deep);
    lot_test_assert_refused(rows_file("<row><c></row>"), NULL,
                            "part xl/worksheets/sheet1.xml is damaged in line 2");
    lot_test_assert_refused(rows_file("<row><c t=\"str\"><v>\xC3(</v></c></row>"), NULL,
                            "is damaged");
    lot_test_assert_refused(rows_file("<row><c t=\"str\"><v>&lol;</v></c></row>"), NULL,
                            "is damaged");
    lot_test_assert_refused(rows_file("<row><c t=\"str\"><v>\x01</v></c></row>"), NULL,
                            "is damaged");
}

/* The archive of a book whose part is replaced. */
static lot_text replaced(const char *name, const char *bytes, size_t length, bool packed)
{
    static const char package[] = "http://schemas.openxmlformats.org/package/2006/relationships";
    static const char link[] =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static const char cells[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    lot_text texts[3] = {LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, LOT_TEXT_EMPTY};
    lot_text_format(&texts[0],
                    "<Relationships xmlns=\"%s\"><Relationship Id=\"a\" "
                    "Type=\"%s/officeDocument\" Target=\"book.xml\"/></Relationships>",
                    package, link);
    lot_text_format(&texts[1],
                    "<Relationships xmlns=\"%s\"><Relationship Id=\"a\" Type=\"%s/worksheet\" "
                    "Target=\"sheet.xml\"/></Relationships>",
                    package, link);
    lot_text_format(&texts[2],
                    "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets><sheet name=\"A\" r:id=\"a\"/>"
                    "</sheets></workbook>",
                    cells, link);
    lot_test_part parts[4] = {{"_rels/.rels", lot_text_string(&texts[0]), 0},
                              {"_rels/book.xml.rels", lot_text_string(&texts[1]), 0},
                              {"book.xml", lot_text_string(&texts[2]), 0},
                              {"sheet.xml", "<worksheet/>", 0}};
    size_t count = 0;
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(parts[i].name, name) != 0)
            parts[count++] = parts[i];
        else if (bytes != NULL)
            parts[count++] = (lot_test_part){name, bytes, length};
    }
    lot_text file = lot_test_zip(parts, count, packed);
    for (size_t i = 0; i < 3; i++)
        lot_text_free(&texts[i]);
    return file;
}

static void a_document_type_is_refused_wherever_it_stands(void **state)
{
    static const char *const parts[] = {"_rels/.rels", "_rels/book.xml.rels", "book.xml",
                                        "sheet.xml"};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        lot_test_assert_refused(replaced(parts[i],
                                         "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbbbbbbbbbbbbbbb\">"
                                         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>",
                                         0, true),
                                NULL, "declares a document type");
}

static void a_missing_part_is_named(void **state)
{
    (void)state;
    lot_test_assert_refused(replaced("book.xml", NULL, 0, true), NULL,
                            "its part book.xml is missing");
    lot_test_assert_refused(replaced("_rels/book.xml.rels", NULL, 0, true), NULL,
                            "its part _rels/book.xml.rels is missing");
    lot_test_assert_refused(replaced("sheet.xml", NULL, 0, true), NULL,
                            "its part sheet.xml is missing");
    lot_test_assert_refused(replaced("book.xml", "<book/>", 0, true), NULL,
                            "has no sheet of cells");
    lot_test_assert_refused(
        lot_test_xlsx_file(&(lot_test_xlsx){.target = "../../../../etc/a\xC2\x9B"
                                                      "b"}),
        NULL, "its part etc/a\\u009bb is missing");
}

static void a_bomb_is_given_up_before_it_fills_memory(void **state)
{
    size_t length = (size_t)70 << 20;
    char *spaces = malloc(length);
    (void)state;
    assert_non_null(spaces);
    memset(spaces, ' ', length);
    memcpy(spaces, "<a>", 3);
    lot_test_assert_refused(replaced("sheet.xml", spaces, length, true), NULL,
                            "sheet.xml unpacks to far more than a sheet needs");
    /* a comment that is never closed: nothing of it can be let go */
    memcpy(spaces, "<!--", 4);
    lot_test_assert_refused(replaced("sheet.xml", spaces, (size_t)2 << 20, true), NULL,
                            "has a tag that is longer than a MiB");
    free(spaces);
}

static void what_is_repeated_without_end_is_given_up(void **state)
{
    (void)state;
    lot_test_assert_refused(
        lot_test_ods_file(NULL, "<table:table table:name=\"A\"><table:table-row "
                                "table:number-rows-repeated=\"1048576\"><table:table-cell "
                                "office:value-type=\"float\" office:value=\"1234567\" "
                                "table:number-columns-repeated=\"16384\"/></table:table-row>"
                                "</table:table>"),
        NULL, "the sheet holds more than 256 MiB of text");
    /* few bytes, but whoever reads them again would need memory for each cell */
    lot_test_assert_refused(
        lot_test_ods_file(NULL, "<table:table table:name=\"A\"><table:table-row>"
                                "<table:table-cell office:value-type=\"float\" office:value=\"1\" "
                                "table:number-columns-repeated=\"16384\"/></table:table-row>"
                                "<table:table-row table:number-rows-repeated=\"4000\">"
                                "<table:table-cell office:value-type=\"float\" "
                                "office:value=\"1\"/></table:table-row></table:table>"),
        NULL, "or 50 million cells");
    lot_test_assert_refused(
        lot_test_ods_file(NULL, "<table:table table:name=\"A\"><table:table-row "
                                "table:number-rows-repeated=\"99999999999\"/><table:table-row>"
                                "<table:table-cell office:value-type=\"float\" "
                                "office:value=\"1\"/></table:table-row></table:table>"),
        NULL, "1 cell where no sheet has one");
}

static void every_byte_that_is_changed_in_an_archive_is_harmless(void **state)
{
    lot_text file = rows_file("<row><c t=\"str\"><v>id</v></c></row><row><c><v>1</v></c></row>");
    (void)state;
    for (size_t i = 0; i < file.length; i++) {
        lot_sheet out = LOT_SHEET_EMPTY;
        lot_problems *problems = lot_problems_new();
        char was = file.bytes[i];
        file.bytes[i] = (char)(was ^ 0x15);
        lot_status status =
            lot_sheet_read(&out, "book", file.bytes, file.length, NULL, problems, NULL);
        assert_int_equal(status, lot_problems_count(problems) > 0 ? LOT_BAD_INPUT : LOT_OK);
        if (status == LOT_OK) /* a date or an attribute of the archive, no content */
            assert_string_equal(lot_text_string(&out.csv), "id\n1\n");
        file.bytes[i] = was;
        lot_sheet_free(&out);
        lot_problems_free(problems);
    }
    lot_text_free(&file);
}

static void an_archive_that_was_cut_is_refused(void **state)
{
    lot_text file = rows_file("<row><c><v>1</v></c></row>");
    (void)state;
    for (size_t length = 4; length < file.length; length += 7) {
        lot_text cut = LOT_TEXT_EMPTY;
        lot_text_add(&cut, file.bytes, length);
        lot_test_assert_refused(cut, NULL, "it was cut or damaged on its way");
    }
    lot_text_free(&file);
}

/* PKWARE's end record in 64 bits, which claims 2^60 parts. */
static void parts_that_are_only_claimed_take_no_memory(void **state)
{
    char end[56 + 20 + 22] = {0};
    lot_text file = rows_file("<row><c><v>1</v></c></row>");
    (void)state;
    memcpy(end, "PK\x06\x06\x2c", 5);
    memset(end + 24, 0x10, 16);
    memcpy(end + 56, "PK\x06\x07", 4);
    for (int i = 0; i < 8; i++)
        end[56 + 8 + i] = (char)(unsigned char)(file.length >> 8 * i);
    end[56 + 16] = 1;
    memcpy(end + 76, "PK\x05\x06", 4);
    memset(end + 76 + 8, 0xFF, 12);
    lot_text_add(&file, end, sizeof end);
    lot_test_assert_refused(file, NULL, "it was cut or damaged on its way");
}

static void other_files_are_told_by_what_they_are(void **state)
{
    static const struct {
        const char *part;
        const char *words;
    } kinds[] = {
        {"xl/workbook.bin", "binary spreadsheet (XLSB): save it as XLSX"},
        {"Index/Document.iwa", "Apple Numbers: export it as XLSX or CSV"},
        {"word/document.xml", "text document (DOCX)"},
        {"content.xml", "OpenDocument file, but no spreadsheet"},
        {"people.csv", "is a ZIP file and no spreadsheet (XLSX, ODS)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        lot_test_part part = {kinds[i].part, "<a/>", 0};
        lot_test_assert_refused(lot_test_zip(&part, 1, false), NULL, kinds[i].words);
    }
    assert_false(lot_sheet_is_archive("id,name\n", 8));
    assert_false(lot_sheet_is_archive("PK", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stray_cell_in_the_last_corner_takes_no_more_than_its_row),
        cmocka_unit_test(places_beyond_a_sheet_are_problems),
        cmocka_unit_test(cells_that_come_twice_or_cannot_be_read_are_problems),
        cmocka_unit_test(xml_that_is_broken_or_explodes_is_refused),
        cmocka_unit_test(a_document_type_is_refused_wherever_it_stands),
        cmocka_unit_test(a_missing_part_is_named),
        cmocka_unit_test(a_bomb_is_given_up_before_it_fills_memory),
        cmocka_unit_test(what_is_repeated_without_end_is_given_up),
        cmocka_unit_test(every_byte_that_is_changed_in_an_archive_is_harmless),
        cmocka_unit_test(an_archive_that_was_cut_is_refused),
        cmocka_unit_test(parts_that_are_only_claimed_take_no_memory),
        cmocka_unit_test(other_files_are_told_by_what_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
