/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbook: a list as an XLSX file that was read again. The library that makes it writes parts of
 * it to the disk on its way, and does not notice where these are lost: on a full disk a list would
 * end somewhere, and look whole.
 */
#ifndef CIVICLOT_DESK_WORKBOOK_H
#define CIVICLOT_DESK_WORKBOOK_H

#include "civiclot/report.h"

/*
 * Make the file, as lot_report_xlsx() does, and compare what is in it with the list, cell by cell.
 * LOT_FAILURE: something else is in it, or no memory. LOT_BAD_INPUT: as there, or it is too large
 * to be read again. *file is empty then.
 */
lot_status lot_workbook_make(lot_text *file, const lot_report *report, lot_list list,
                             const char *folder, lot_error *error);

#endif
