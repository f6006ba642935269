/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheet: which kind of file it is, and what came of reading it. */
#include "civiclot/sheet.h"

#include "sheet/book.h"

#include <string.h>

void lot_sheet_free(lot_sheet *sheet)
{
    lot_text_free(&sheet->csv);
    lot_text_free(&sheet->form);
    lot_text_free(&sheet->notices);
}

bool lot_sheet_is_archive(const char *bytes, size_t length)
{
    return length >= 4 &&
           (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "PK\x05\x06", 4) == 0);
}

/* Archives that are none of ours, by a part that they have. */
static lot_status fail_foreign(const lot_archive *archive, lot_error *error)
{
    static const struct {
        const char *part;
        const char *words;
    } kinds[] = {
        {"xl/workbook.bin", "is a binary spreadsheet (XLSB): save it as XLSX"},
        {"Index/", "is a spreadsheet of Apple Numbers: export it as XLSX or CSV"},
        {"Index.zip", "is a spreadsheet of Apple Numbers: export it as XLSX or CSV"},
        {"word/", "is a text document (DOCX): put its table into a spreadsheet"},
        {"ppt/", "is a presentation (PPTX): put its table into a spreadsheet"},
        {"content.xml",
         "is an OpenDocument file, but no spreadsheet (ODS): put its table into one"},
        {"encrypted-package",
         "is protected by a password: open it in a spreadsheet and save it without one"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (lot_archive_has_beginning(archive, kinds[i].part))
            return LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s", lot_archive_name(archive),
                            kinds[i].words);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s: is a ZIP file and no spreadsheet (XLSX, ODS): if the table is in it, "
                    "unpack it first",
                    lot_archive_name(archive));
}

/* What a part begins with. */
struct beginning {
    size_t length;
    char bytes[64];
};

static lot_status take_beginning(void *context, const char *bytes, size_t length, bool last,
                                 lot_error *error)
{
    struct beginning *b = context;
    (void)last;
    (void)error;
    for (size_t i = 0; i < length && b->length < sizeof b->bytes - 1; i++)
        b->bytes[b->length++] = bytes[i];
    return LOT_OK;
}

static bool is_ods(lot_archive *archive)
{
    static const char type[] = "application/vnd.oasis.opendocument.spreadsheet";
    struct beginning b = {.length = 0};
    if (!lot_archive_has(archive, "mimetype") || !lot_archive_has(archive, "content.xml"))
        return false;
    lot_status status = lot_archive_read(archive, "mimetype", take_beginning, &b, NULL);
    return status == LOT_OK && strncmp(b.bytes, type, sizeof type - 1) == 0;
}

static lot_status read_archive(lot_grid *grid, lot_archive *archive, const char *sheet,
                               lot_sheet *out, lot_error *error)
{
    if (lot_archive_has(archive, "_rels/.rels") &&
        !lot_archive_has_beginning(archive, "xl/workbook.bin") &&
        !lot_archive_has_beginning(archive, "word/") && !lot_archive_has_beginning(archive, "ppt/"))
        return lot_xlsx_read(grid, archive, sheet, out, error);
    if (is_ods(archive))
        return lot_ods_read(grid, archive, sheet, out, error);
    return fail_foreign(archive, error);
}

lot_status lot_sheet_read(lot_sheet *out, const char *name, const char *bytes, size_t length,
                          const char *sheet, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_grid grid = {.row = 0};
    lot_archive *archive = NULL;
    size_t before = lot_problems_count(problems);
    lot_error reason;
    TRY(lot_grid_start(&grid, name, error));
    status = lot_archive_open(&archive, name, bytes, length, &reason);
    if (status == LOT_OK)
        status = read_archive(&grid, archive, sheet, out, &reason);
    if (status == LOT_BAD_INPUT)
        lot_problems_add(problems, "%s", reason.message);
    else if (status != LOT_OK)
        TRY(LOT_FAIL(error, status, "%s", reason.message));
    lot_remarks_tell(&grid.remarks, name, &out->notices, problems);
    TRY(lot_problems_refuse(problems, before, name, error));
    TRY(lot_text_check(&grid.csv, error));
    TRY(lot_text_check(&out->notices, error));
    out->csv = grid.csv;
    grid.csv = LOT_TEXT_EMPTY;
done:
    lot_archive_close(archive);
    lot_grid_free(&grid);
    return status;
}
