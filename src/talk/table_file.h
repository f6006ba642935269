/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table file: a file with a table, as text or as a spreadsheet, beside people and quotas. */
#ifndef CIVICLOT_TALK_TABLE_FILE_H
#define CIVICLOT_TALK_TABLE_FILE_H

#include "civiclot/table.h"
#include "talk/talk.h"

/*
 * Read the bytes of a file that may hold a table: at most LOT_TABLE_BYTES_MAX, and none of a
 * picture, a video or the like, so that a wrong file does not take the memory with it. It may be a
 * pipe that never ends, so Ctrl-C ends the wait at once.
 * LOT_BAD_INPUT where its first bytes are those of something else, else as lot_file_read().
 */
lot_status lot_table_file_bytes(lot_text *bytes, const char *path, lot_error *error);

/*
 * Read a CSV, XLSX or ODS file; "-" is standard input. Of a spreadsheet the first sheet is read,
 * and it is said where there are others.
 * LOT_BAD_INPUT with talk's problems, LOT_FAILURE where it cannot be read. Free *out with
 * lot_table_free().
 */
lot_status lot_table_file_read(lot_table **out, const char *path, lot_talk *talk, lot_error *error);

#endif
