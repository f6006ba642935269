/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table file: a file with a table, as text or as a spreadsheet, beside people and quotas. */
#ifndef CIVICLOT_TALK_TABLE_FILE_H
#define CIVICLOT_TALK_TABLE_FILE_H

#include "civiclot/table.h"
#include "talk/talk.h"

/*
 * Read a CSV, XLSX or ODS file; "-" is standard input. Of a spreadsheet the first sheet is read,
 * and it is said where there are others.
 * LOT_BAD_INPUT with talk's problems, LOT_FAILURE where it cannot be read. Free *out with
 * lot_table_free().
 */
lot_status lot_table_file_read(lot_table **out, const char *path, lot_talk *talk, lot_error *error);

#endif
