/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Books: spreadsheet files made of parts that stand in a test, and what civiclot reads of them. */
#ifndef CIVICLOT_SUPPORT_BOOK_H
#define CIVICLOT_SUPPORT_BOOK_H

#include "civiclot/sheet.h"

typedef struct lot_test_part {
    const char *name;
    const char *bytes;
    size_t length; /* 0: bytes is a string */
} lot_test_part;

/* A ZIP archive of these parts, packed or not. Free it with lot_text_free(). */
lot_text lot_test_zip(const lot_test_part *parts, size_t count, bool packed);

/* What XLSX parts hold, as far as a test cares; NULL: nothing, or what is usual. */
typedef struct lot_test_xlsx {
    const char *rows;       /* inside sheetData */
    const char *behind;     /* what comes after sheetData */
    const char *strings;    /* inside sst */
    const char *styles;     /* inside styleSheet */
    const char *properties; /* of the workbook: an element */
    const char *sheets;     /* the workbook's list; of rId1 and rId2, the same part */
    const char *target;     /* of rId1, as the workbook's relationships have it */
    bool strict;            /* the other namespaces */
} lot_test_xlsx;

lot_text lot_test_xlsx_file(const lot_test_xlsx *xlsx);

/* tables: inside office:spreadsheet; styles: inside office:automatic-styles. */
lot_text lot_test_ods_file(const char *styles, const char *tables);

/* Read it, as "book"; it must have no problem, and be this text. Frees the file. */
void lot_test_assert_sheet(lot_text file, const char *sheet, const char *csv);

/* The same, and these words must be in its notices. */
void lot_test_assert_notice(lot_text file, const char *sheet, const char *csv, const char *notice);

/* Read it: it must have a problem with these words. Frees the file. */
void lot_test_assert_refused(lot_text file, const char *sheet, const char *words);

#endif
