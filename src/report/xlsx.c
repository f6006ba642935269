/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XLSX: a list as a workbook of one sheet. Only user of libxlsxwriter.
 *
 *   Z1  a cell of a table or an id is text, whatever it looks like: leading zeros, long numbers,
 *       dates and what begins with = stay as they were typed, also when they are edited;
 *   Z2  no clock, no machine and no user is in the file: the same list has the same bytes;
 *   Z3  what the library puts aside on its way stands in `folder`, and is gone afterwards.
 */
#include "report/extent.h"

#include "civiclot/file.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <xlsxwriter.h>

enum {
    WIDTH_LEAST = 8,
    WIDTH_MOST = 60,
    TEXT_FORMAT = 49,     /* "@", by its number in every XLSX file */
    FIRST_DAY = 315532800 /* 1 January 1980, the first day of a ZIP file: see Z2 */
};

struct book {
    lot_sink sink; /* first, so that the sink is found again */
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *heading;
    lxw_format *text;
    lxw_format *chance;
    uint32_t row;
    uint16_t column;
    lxw_error wrong; /* the first: see S2 */
};

static struct book *book_of(lot_sink *sink)
{
    return (struct book *)sink;
}

static void note(struct book *book, lxw_error wrong)
{
    if (book->wrong == LXW_NO_ERROR)
        book->wrong = wrong;
}

static void put_text(lot_sink *sink, const char *cell)
{
    struct book *book = book_of(sink);
    lot_text escaped = LOT_TEXT_EMPTY;
    lot_extent_put_cell(&escaped, cell);
    if (escaped.failed)
        note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        note(book, worksheet_write_string(book->sheet, book->row, book->column++,
                                          lot_text_string(&escaped),
                                          book->row == 0 ? book->heading : book->text));
    lot_text_free(&escaped);
}

static void put_number(lot_sink *sink, uint64_t number)
{
    struct book *book = book_of(sink);
    note(book,
         worksheet_write_number(book->sheet, book->row, book->column++, (double)number, NULL));
}

/* A quotient of integers this small is the same double on every machine. */
static void put_chance(lot_sink *sink, uint64_t tickets, uint64_t all)
{
    struct book *book = book_of(sink);
    note(book, worksheet_write_number(book->sheet, book->row, book->column++,
                                      (double)tickets / (double)all, book->chance));
}

static void end_row(lot_sink *sink)
{
    book_of(sink)->row++;
    book_of(sink)->column = 0;
}

static const char *name_of(lot_list list)
{
    static const char *const names[] = {
        [LOT_LIST_SELECTED] = "selected", [LOT_LIST_REMAINING] = "remaining",
        [LOT_LIST_CHANCES] = "chances",   [LOT_LIST_LOTTERY] = "lottery",
        [LOT_LIST_RESERVES] = "reserves",
    };
    return names[list];
}

static lot_status begin(struct book *book, const char *path, char *folder, lot_list list,
                        lot_error *error)
{
    lxw_workbook_options options = {.tmpdir = folder, .use_zip64 = LXW_FALSE};
    lxw_doc_properties properties = {.created = FIRST_DAY};
    book->workbook = workbook_new_opt(path, &options);
    if (book->workbook == NULL)
        return LOT_NO_MEMORY(error);
    book->sheet = workbook_add_worksheet(book->workbook, name_of(list));
    book->heading = workbook_add_format(book->workbook);
    book->text = workbook_add_format(book->workbook);
    book->chance = workbook_add_format(book->workbook);
    if (book->sheet == NULL || book->heading == NULL || book->text == NULL || book->chance == NULL)
        return LOT_NO_MEMORY(error);
    note(book, workbook_set_properties(book->workbook, &properties));
    format_set_bold(book->heading);
    format_set_num_format_index(book->heading, TEXT_FORMAT);
    format_set_num_format_index(book->text, TEXT_FORMAT);
    format_set_num_format(book->chance, "0.000000000000");
    return LOT_OK;
}

/* How it is looked at: the header stays in sight, columns are as wide as what is in them. */
static void arrange(struct book *book, const lot_extent *extent)
{
    for (uint32_t c = 0; c < extent->columns_count; c++) {
        uint32_t width = lot_extent_width(extent, c) + 2;
        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        note(book, worksheet_set_column(book->sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL));
    }
    worksheet_freeze_panes(book->sheet, 1, 0);
    if (extent->columns_count == 0)
        return;
    lxw_col_t last = (lxw_col_t)(extent->columns_count - 1);
    note(book, worksheet_autofilter(book->sheet, 0, 0, (lxw_row_t)(extent->rows - 1), last));
    /* a spreadsheet would mark each number that is text as a mistake: it is meant: see Z1 */
    char range[sizeof "A1:XFD1048576"];
    lxw_rowcol_to_range(range, 0, 0, (lxw_row_t)(extent->rows - 1), last);
    note(book, worksheet_ignore_errors(book->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range));
}

/* Write the list to the file at `path`. */
static lot_status fill(const char *path, char *folder, const lot_report *report, lot_list list,
                       const lot_extent *extent, lot_error *error)
{
    lot_status status;
    struct book book = {.sink = {lot_sink_put_cells, put_text, put_number, put_chance, end_row}};
    TRY(begin(&book, path, folder, list, error));
    TRY(lot_list_put(&book.sink, report, list, error));
    assert(book.row == extent->rows);
    arrange(&book, extent);
    note(&book, workbook_close(book.workbook));
    book.workbook = NULL;
    if (book.wrong == LXW_ERROR_MEMORY_MALLOC_FAILED)
        TRY(LOT_NO_MEMORY(error));
    if (book.wrong != LXW_NO_ERROR)
        TRY(LOT_FAIL(error, LOT_FAILURE, "the XLSX file cannot be made: %s: choose another place",
                     lxw_strerror(book.wrong)));
done:
    if (book.workbook != NULL)
        lxw_workbook_free(book.workbook);
    return status;
}

static lot_status check(lot_extent *extent, const lot_report *report, lot_list list,
                        lot_problems *problems, lot_error *error)
{
    lot_status status;
    size_t before = lot_problems_count(problems);
    TRY(lot_extent_find(extent, report, list, error));
    lot_extent_tell(extent, lot_table_name(report->people), problems);
    TRY(lot_problems_refuse(problems, before, name_of(list), error));
done:
    return status;
}

lot_status lot_report_xlsx_check(const lot_report *report, lot_list list, lot_problems *problems,
                                 lot_error *error)
{
    lot_extent extent;
    lot_status status = check(&extent, report, list, problems, error);
    lot_extent_free(&extent);
    return status;
}

lot_status lot_report_xlsx(lot_text *file, const lot_report *report, lot_list list,
                           const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_extent extent = {0};
    lot_problems *problems = lot_problems_new();
    char *path = lot_path_join(folder, "sheet.partial");
    char *aside = lot_string_copy(folder); /* the library wants to be able to change it */
    if (problems == NULL || path == NULL || aside == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(check(&extent, report, list, problems, error));
    TRY(fill(path, aside, report, list, &extent, error));
    TRY(lot_file_read(file, path, error));
done:
    if (path != NULL)
        lot_file_remove(path);
    lot_extent_free(&extent);
    lot_problems_free(problems);
    free(path);
    free(aside);
    return status;
}
