/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Book: the sheets that a file has, and which of them is read.
 */
#ifndef CIVICLOT_SHEET_BOOK_H
#define CIVICLOT_SHEET_BOOK_H

#include "sheet/archive.h"
#include "sheet/grid.h"

#include "civiclot/sheet.h"

enum { LOT_BOOK_SHEETS_MOST = 10000 };

typedef struct lot_book_sheet {
    char *name;
    char *place; /* where the reader finds it: its own words */
    bool hidden;
} lot_book_sheet;

typedef struct lot_book {
    const char *kind; /* "XLSX" */
    const char *name; /* of the file, for messages */
    lot_book_sheet *sheets;
    size_t count;
    size_t room;
} lot_book;

void lot_book_free(lot_book *book);

/* Add a sheet. LOT_FAILURE: no memory; LOT_BAD_INPUT: too many. */
lot_status lot_book_add(lot_book *book, const char *name, const char *place, bool hidden,
                        lot_error *error);

/*
 * Find the sheet of this name, or for NULL the first that is not hidden, and say in out->form which
 * it is, in out->notices what was not taken. LOT_BAD_INPUT, with all names: there is none.
 * *chosen points into the book.
 */
lot_status lot_book_choose(const lot_book_sheet **chosen, const lot_book *book, const char *sheet,
                           lot_sheet *out, lot_error *error);

/*
 * What readers are: they find the sheets of an archive, choose one, and read its cells into the
 * grid. out: for lot_book_choose().
 */
lot_status lot_xlsx_read(lot_grid *grid, lot_archive *archive, const char *sheet, lot_sheet *out,
                         lot_error *error);
lot_status lot_ods_read(lot_grid *grid, lot_archive *archive, const char *sheet, lot_sheet *out,
                        lot_error *error);

#endif
