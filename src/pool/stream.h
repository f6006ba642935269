/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stream: a delimited text file of any length, row by row, in memory that does not grow with it.
 *
 * What a table is (table.h) decides what a row is here, too: encoding, delimiter and line ends are
 * found out in the same way, so a file is read twice, once for its encoding and once for its rows.
 *
 *   S1  rows come in the order of the file, numbered as T3 of table.h has it;
 *   S2  a row that comes has a cell for each column of the header; rows that have a fault do not
 *       come, and lot_stream_end() tells of all of them.
 */
#ifndef CIVICLOT_POOL_STREAM_H
#define CIVICLOT_POOL_STREAM_H

#include "civiclot/table.h"

typedef struct lot_stream lot_stream;

/*
 * Open a regular file. Wrong content of all of it or of its header is added to `problems`, and
 * gives LOT_BAD_INPUT; LOT_FAILURE when it cannot be read. *out is NULL on failure; close it with
 * lot_stream_close().
 */
lot_status lot_stream_open(lot_stream **out, const char *path, lot_problems *problems,
                           lot_error *error);

/* NULL is fine. */
void lot_stream_close(lot_stream *stream);

/* The header, as a table without rows, and how the file is written. Cannot fail. */
const lot_table *lot_stream_header(const lot_stream *stream);
const lot_table_form *lot_stream_form(const lot_stream *stream);

/* Go to the next row; *there: is there one? LOT_FAILURE: it cannot be read, or no memory. */
lot_status lot_stream_next(bool *there, lot_stream *stream, lot_error *error);

/* The row at hand: its number, a cell, its own bytes as UTF-8 without the line end. Cannot fail. */
uint32_t lot_stream_row(const lot_stream *stream);
const char *lot_stream_cell(const lot_stream *stream, uint32_t column);
const char *lot_stream_record(const lot_stream *stream);

/* How many bytes of how many were read. Cannot fail. */
uint64_t lot_stream_done(uint64_t *total, const lot_stream *stream);

/* LOT_BAD_INPUT, with all faults in `problems`, where rows had any. */
lot_status lot_stream_end(const lot_stream *stream, lot_problems *problems, lot_error *error);

#endif
