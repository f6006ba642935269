/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbook: an XLSX file, read by libzip and Expat, which share nothing with what wrote it. What is
 * not as expected ends the test.
 */
#ifndef CIVICLOT_SUPPORT_WORKBOOK_H
#define CIVICLOT_SUPPORT_WORKBOOK_H

#include "civiclot/text.h"

/*
 * The cells of the first sheet: a text as [text], a number as <number>, an empty cell as []; a line
 * for each row. Anything else, such as a formula, is a !. Free it with lot_text_free().
 */
lot_text lot_workbook_cells(const lot_text *xlsx);

/* The bytes of one file inside. Free them with lot_text_free(). */
lot_text lot_workbook_member(const lot_text *xlsx, const char *name);

#endif
