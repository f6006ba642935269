/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sheet: one sheet of a spreadsheet file, XLSX or ODS, as the CSV text that it would have been.
 *
 *   H1  the text is UTF-8 with commas and LF, cells quoted where RFC 4180 needs it; its record n is
 *       the spreadsheet's row n, and a row without content is an empty line;
 *   H2  rows have as many cells as the first, or more where something stands beyond it;
 *   H3  a cell holds what was typed, as far as the file tells:
 *         a number    the shortest decimal that is the same in the file's binary form: 12, 0.1
 *         a date      2024-02-03; with a time 2024-02-03 14:05:00; a time alone 14:05:00
 *         a share     12.5%, where it is formatted so: 0.125 there means this, and 1 means 100%
 *         zeros       00123, where a number's format has it with leading zeros
 *         yes or no   TRUE, FALSE
 *         a formula   its last result, which is in the file; an error its text, #N/A
 *   H4  nothing is laid out by a locale, and no memory by a size that the file claims.
 */
#ifndef CIVICLOT_SHEET_H
#define CIVICLOT_SHEET_H

#include "civiclot/problems.h"
#include "civiclot/text.h"

typedef struct lot_sheet {
    lot_text csv;     /* see H1 */
    lot_text form;    /* what was read: "XLSX, sheet 'Form responses 1'" */
    lot_text notices; /* what to know about it though nothing is wrong: lines, each with its LF */
    bool has_others;  /* the first sheet was read, and more are not hidden: another can be named */
} lot_sheet;

#define LOT_SHEET_EMPTY ((lot_sheet){LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, false})

/* Release the memory and make it empty again. */
void lot_sheet_free(lot_sheet *sheet);

/*
 * Is it a ZIP archive, as XLSX and ODS files are? By its first bytes: what is in it, only
 * lot_sheet_read() finds out. bytes: [length]. Cannot fail.
 */
bool lot_sheet_is_archive(const char *bytes, size_t length);

/*
 * Read one sheet of a spreadsheet file.
 * out: LOT_SHEET_EMPTY; free it with lot_sheet_free(), also on failure, when `form` and `notices`
 * hold what was found out until then. name: for messages. bytes: [length], not kept.
 * sheet: its name; NULL: the first that is not hidden.
 * Wrong content is added to `problems`: what hinders the reading as a whole (no spreadsheet,
 * damaged, protected by a password, no such sheet, too large) as one, what is wrong in cells all
 * of it; and gives LOT_BAD_INPUT. LOT_FAILURE: no memory.
 */
lot_status lot_sheet_read(lot_sheet *out, const char *name, const char *bytes, size_t length,
                          const char *sheet, lot_problems *problems, lot_error *error);

#endif
