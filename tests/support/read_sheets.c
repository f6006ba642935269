/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Readers of spreadsheets: the whole file, and each XML part of one inside a file that is good, as
 * a changed archive rarely gets past its checksums.
 */
#include "support/readers.h"

#include "civiclot/sheet.h"
#include "civiclot/table.h"
#include "support/book.h"

#include <assert.h>
#include <string.h>

#define CELLS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define PACKAGE "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
#define LINK "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

enum { XLSX_PARTS = 6, PARSED_MOST = 1 << 20 };

/* Each small, and each good. */
static const lot_test_part xlsx[XLSX_PARTS] = {
    {"_rels/.rels",
     "<Relationships " PACKAGE "><Relationship Id=\"a\" Type=\"" LINK
     "/officeDocument\" Target=\"book.xml\"/></Relationships>",
     0},
    {"_rels/book.xml.rels",
     "<Relationships " PACKAGE "><Relationship Id=\"a\" Type=\"" LINK
     "/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"b\" Type=\"" LINK
     "/sharedStrings\" Target=\"strings.xml\"/><Relationship Id=\"c\" Type=\"" LINK
     "/styles\" Target=\"styles.xml\"/></Relationships>",
     0},
    {"book.xml",
     "<workbook " CELLS " xmlns:r=\"" LINK
     "\"><sheets><sheet name=\"A\" r:id=\"a\"/></sheets></workbook>",
     0},
    {"sheet.xml",
     "<worksheet " CELLS "><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
     "<c s=\"0\"><v>1</v></c><c s=\"1\"><v>0.5</v></c><c s=\"2\"><v>45325.5</v></c></row>"
     "</sheetData></worksheet>",
     0},
    {"strings.xml", "<sst " CELLS "><si><t>id</t></si><si><t>x</t></si></sst>", 0},
    {"styles.xml",
     "<styleSheet " CELLS "><numFmts><numFmt numFmtId=\"164\" formatCode=\"000\"/></numFmts>"
     "<cellXfs><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/><xf numFmtId=\"22\"/>"
     "<xf numFmtId=\"46\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
     0},
};

/* What no sheet may come to: the text of it is made, and made well. */
static void assert_well_made(const lot_problems *problems)
{
    static const char *const faults[] = {"not valid UTF", "NUL character", "is opened and never",
                                         "after a closing quote", "(sep=)"};
    for (size_t i = 0; i < lot_problems_kept(problems); i++)
        for (size_t f = 0; f < sizeof faults / sizeof *faults; f++)
            assert(strstr(lot_problems_at(problems, i), faults[f]) == NULL);
}

/* A sheet's text is a table, or has problems that a table may have. */
static void parse(const lot_text *csv)
{
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    lot_status status =
        lot_table_parse(&table, "sheet", lot_text_string(csv), csv->length, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert_well_made(problems);
    if (table != NULL) {
        const lot_table_form *form = lot_table_get_form(table);
        assert(form->encoding == LOT_UTF8 && form->delimiter == ',' && form->line_end == LOT_LF);
    }
    lot_table_free(table);
    lot_problems_free(problems);
}

static void read_with(const char *bytes, size_t length, const char *sheet)
{
    lot_sheet out = LOT_SHEET_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_sheet_read(&out, "sheet", bytes, length, sheet, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    if (status == LOT_OK && out.csv.length <= PARSED_MOST)
        parse(&out.csv);
    lot_problems_free(problems);
    lot_sheet_free(&out);
}

void lot_test_read_sheet_file(const char *bytes, size_t length)
{
    if (!lot_sheet_is_archive(bytes, length))
        return;
    read_with(bytes, length, NULL);
    read_with(bytes, length, "Notes");
}

static void read_part(size_t part, const char *bytes, size_t length)
{
    lot_test_part parts[XLSX_PARTS];
    memcpy(parts, xlsx, sizeof parts);
    parts[part].bytes = length > 0 ? bytes : "";
    parts[part].length = length;
    lot_text file = lot_test_zip(parts, XLSX_PARTS, false);
    read_with(lot_text_string(&file), file.length, NULL);
    lot_text_free(&file);
}

void lot_test_read_sheet_links(const char *bytes, size_t length)
{
    read_part(1, bytes, length);
}

void lot_test_read_sheet_book(const char *bytes, size_t length)
{
    read_part(2, bytes, length);
}

void lot_test_read_sheet_cells(const char *bytes, size_t length)
{
    read_part(3, bytes, length);
}

void lot_test_read_sheet_strings(const char *bytes, size_t length)
{
    read_part(4, bytes, length);
}

void lot_test_read_sheet_styles(const char *bytes, size_t length)
{
    read_part(5, bytes, length);
}

void lot_test_read_sheet_content(const char *bytes, size_t length)
{
    const lot_test_part parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0},
        {"content.xml", length > 0 ? bytes : "", length}};
    lot_text file = lot_test_zip(parts, 2, false);
    read_with(lot_text_string(&file), file.length, NULL);
    lot_text_free(&file);
}
