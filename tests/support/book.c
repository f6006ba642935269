/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Books: zipped in memory. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/book.h"

#include <stdio.h>
#include <string.h>
#include <zip.h>

static size_t length_of(const lot_test_part *part)
{
    return part->length > 0 ? part->length : strlen(part->bytes);
}

static void read_back(lot_text *out, zip_source_t *source)
{
    char piece[4096];
    zip_int64_t count;
    assert_int_equal(zip_source_open(source), 0);
    while ((count = zip_source_read(source, piece, sizeof piece)) > 0)
        lot_text_add(out, piece, (size_t)count);
    assert_int_equal(count, 0);
    assert_int_equal(zip_source_close(source), 0);
}

lot_text lot_test_zip(const lot_test_part *parts, size_t count, bool packed)
{
    lot_text out = LOT_TEXT_EMPTY;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    assert_non_null(target);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part = zip_source_buffer(zip, parts[i].bytes, length_of(&parts[i]), 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, part, 0);
        assert_true(index >= 0);
        assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)index,
                                                  packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 1),
                         0);
    }
    assert_int_equal(zip_close(zip), 0);
    read_back(&out, target);
    zip_source_free(target);
    return out;
}

static const char *or_nothing(const char *words)
{
    return words != NULL ? words : "";
}

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

lot_text lot_test_xlsx_file(const lot_test_xlsx *xlsx)
{
    const char *cells = xlsx->strict ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
                                     : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const char *link = xlsx->strict
                           ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
                           : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    lot_text texts[6] = {LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, LOT_TEXT_EMPTY,
                         LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, LOT_TEXT_EMPTY};
    lot_text_format(&texts[0],
                    HEAD "<Relationships " PACKAGE "><Relationship Id=\"a\" "
                         "Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                    link);
    lot_text_format(&texts[1],
                    HEAD "<Relationships " PACKAGE ">"
                         "<Relationship Id=\"rId1\" Type=\"%s/worksheet\" Target=\"%s\"/>"
                         "<Relationship Id=\"rId2\" Type=\"%s/worksheet\" "
                         "Target=\"worksheets/sheet1.xml\"/>"
                         "<Relationship Id=\"rId3\" Type=\"%s/sharedStrings\" "
                         "Target=\"sharedStrings.xml\"/>"
                         "<Relationship Id=\"rId4\" Type=\"%s/styles\" Target=\"styles.xml\"/>"
                         "</Relationships>",
                    link, xlsx->target != NULL ? xlsx->target : "worksheets/sheet1.xml", link, link,
                    link);
    lot_text_format(&texts[2],
                    HEAD "<workbook xmlns=\"%s\" xmlns:r=\"%s\">%s<sheets>%s</sheets>"
                         "</workbook>",
                    cells, link, or_nothing(xlsx->properties),
                    xlsx->sheets != NULL ? xlsx->sheets
                                         : "<sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/>");
    lot_text_format(&texts[3],
                    HEAD "<worksheet xmlns=\"%s\"><sheetData>%s</sheetData>%s"
                         "</worksheet>",
                    cells, or_nothing(xlsx->rows), or_nothing(xlsx->behind));
    lot_text_format(&texts[4], HEAD "<sst xmlns=\"%s\">%s</sst>", cells, or_nothing(xlsx->strings));
    lot_text_format(&texts[5], HEAD "<styleSheet xmlns=\"%s\">%s</styleSheet>", cells,
                    or_nothing(xlsx->styles));
    lot_test_part parts[6] = {
        {"_rels/.rels", lot_text_string(&texts[0]), 0},
        {"xl/_rels/workbook.xml.rels", lot_text_string(&texts[1]), 0},
        {"xl/workbook.xml", lot_text_string(&texts[2]), 0},
        {"xl/worksheets/sheet1.xml", lot_text_string(&texts[3]), 0},
        {"xl/sharedStrings.xml", lot_text_string(&texts[4]), 0},
        {"xl/styles.xml", lot_text_string(&texts[5]), 0},
    };
    lot_text file = lot_test_zip(parts, 6, true);
    for (size_t i = 0; i < 6; i++)
        lot_text_free(&texts[i]);
    return file;
}

lot_text lot_test_ods_file(const char *styles, const char *tables)
{
    lot_text content = LOT_TEXT_EMPTY;
    lot_text_format(
        &content,
        HEAD "<office:document-content "
             "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
             "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
             "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
             "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
             "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:"
             "calcext:1.0\"><office:automatic-styles>%s</office:automatic-styles><office:body>"
             "<office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>",
        or_nothing(styles), tables);
    lot_test_part parts[2] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0},
        {"content.xml", lot_text_string(&content), 0},
    };
    lot_text file = lot_test_zip(parts, 2, true);
    lot_text_free(&content);
    return file;
}

static lot_status read_book(lot_sheet *out, lot_text *file, const char *sheet,
                            lot_problems *problems)
{
    lot_error error = {.message = ""};
    assert_true(lot_sheet_is_archive(lot_text_string(file), file->length));
    lot_status status =
        lot_sheet_read(out, "book", lot_text_string(file), file->length, sheet, problems, &error);
    lot_text_free(file);
    return status;
}

void lot_test_assert_notice(lot_text file, const char *sheet, const char *csv, const char *notice)
{
    lot_sheet out = LOT_SHEET_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_status status = read_book(&out, &file, sheet, problems);
    if (lot_problems_count(problems) > 0)
        fail_msg("%s", lot_problems_at(problems, 0));
    assert_int_equal(status, LOT_OK);
    assert_string_equal(lot_text_string(&out.csv), csv);
    if (notice == NULL)
        assert_string_equal(lot_text_string(&out.notices), "");
    else if (strstr(lot_text_string(&out.notices), notice) == NULL)
        fail_msg("no '%s' in '%s'", notice, lot_text_string(&out.notices));
    lot_problems_free(problems);
    lot_sheet_free(&out);
}

void lot_test_assert_sheet(lot_text file, const char *sheet, const char *csv)
{
    lot_test_assert_notice(file, sheet, csv, NULL);
}

void lot_test_assert_refused(lot_text file, const char *sheet, const char *words)
{
    lot_sheet out = LOT_SHEET_EMPTY;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(read_book(&out, &file, sheet, problems), LOT_BAD_INPUT);
    assert_true(lot_problems_count(problems) > 0);
    assert_int_equal(out.csv.length, 0);
    const char *problem = lot_problems_at(problems, 0);
    assert_memory_equal(problem, "book", 4);
    if (strstr(problem, words) == NULL)
        fail_msg("no '%s' in '%s'", words, problem);
    lot_problems_free(problems);
    lot_sheet_free(&out);
}
