/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Table: a delimited text file (CSV, semicolons, tabs) as a council's spreadsheet wrote it.
 *
 * Encoding, delimiter and line ends are found out and told; every record keeps its own bytes,
 * so that what is written out again is byte-identical to what came in.
 *
 * From lot_table_parse() until lot_table_free():
 *   T1  every row has exactly lot_table_columns_count() cells: others are problems, but for
 *       blank cells beyond the header's, and rows with nothing but blank cells, passed over;
 *   T2  cells are NUL-terminated UTF-8, unquoted, otherwise untouched (not trimmed);
 *   T3  row numbers are a spreadsheet's: the header is row 1, blank lines count, and rise.
 */
#ifndef CIVICLOT_TABLE_H
#define CIVICLOT_TABLE_H

#include "civiclot/csv.h"
#include "civiclot/problems.h"
#include "civiclot/text.h"

#include <stdint.h>

typedef enum lot_encoding {
    LOT_UTF8,
    LOT_UTF16_LITTLE,
    LOT_UTF16_BIG,
    LOT_WINDOWS_1252
} lot_encoding;

typedef enum lot_line_end { LOT_LF, LOT_CRLF, LOT_CR } lot_line_end;

/* How a file was written. Kept in the assembly file as these numbers. */
typedef struct lot_table_form {
    lot_encoding encoding;
    bool byte_order_mark;
    char delimiter; /* ',' ';' or tab */
    lot_line_end line_end;
} lot_table_form;

typedef struct lot_table lot_table;

/*
 * What a table may have at most, so that no file takes much more than a gigabyte of memory: bytes,
 * also once decoded; cells of all its rows and of one; rows; bytes of a row.
 */
#define LOT_TABLE_BYTES_MAX ((size_t)384 << 20)
enum {
    LOT_TABLE_CELLS_MAX = 1 << 26,
    LOT_TABLE_COLUMNS_MAX = 1 << 14,
    LOT_TABLE_ROWS_MAX = 1 << 22,
    LOT_TABLE_ROW_BYTES_MAX = 1 << 22
};

/*
 * Parse a whole file.
 * name: for messages, the file as the user named it. bytes: taken over, and then empty, also on
 * failure: where they are UTF-8 they become the table's own.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT; no memory LOT_FAILURE.
 * *out is NULL on failure; free it with lot_table_free().
 */
lot_status lot_table_take(lot_table **out, const char *name, lot_text *bytes,
                          lot_problems *problems, lot_error *error);

/* The same of bytes [length] that are not kept. */
lot_status lot_table_parse(lot_table **out, const char *name, const char *bytes, size_t length,
                           lot_problems *problems, lot_error *error);

/*
 * Build the table again from its records, as lot_table_record() gave them.
 * header: the header's record. records: [count] UTF-8. rows: [count] their row numbers.
 * LOT_BAD_INPUT when the records are no longer a table; LOT_FAILURE when there is no memory.
 */
lot_status lot_table_restore(lot_table **out, const char *name, const lot_table_form *form,
                             const char *header, const char *const *records, const uint32_t *rows,
                             uint32_t count, lot_error *error);

/*
 * The same of records that stand one behind the other, the header's first, each with its NUL.
 * joined: taken over, and then empty, also on failure.
 */
lot_status lot_table_restore_joined(lot_table **out, const char *name, const lot_table_form *form,
                                    lot_text *joined, const uint32_t *rows, uint32_t count,
                                    lot_error *error);

/* Free the table. NULL is fine. */
void lot_table_free(lot_table *table);

const char *lot_table_name(const lot_table *table);
const lot_table_form *lot_table_get_form(const lot_table *table);
uint32_t lot_table_columns_count(const lot_table *table); /* without derived ones */
uint32_t lot_table_rows_count(const lot_table *table);    /* without the header */

/* The header's cell, of a derived column its name. Cannot fail. */
const char *lot_table_header(const lot_table *table, uint32_t column);

/* The row number a spreadsheet shows for data row `row`: see T3. */
uint32_t lot_table_row_number(const lot_table *table, uint32_t row);

/* One cell: see T2. Cannot fail. Not after lot_table_keep_records(). */
const char *lot_table_cell(const lot_table *table, uint32_t row, uint32_t column);

/* The record's own bytes as UTF-8, without its line end; row numbers as in lot_table_cell(). */
const char *lot_table_record(const lot_table *table, uint32_t row);
const char *lot_table_header_record(const lot_table *table);

/*
 * Let go of the rows' cells, which take more memory than the records: they have been read.
 * Records, row numbers and the header's cells stay. Cannot fail.
 */
void lot_table_keep_records(lot_table *table);

/*
 * Add a derived column: one that the file does not have, as what stands in it is to be read in
 * another way. It is numbered behind the file's own, which keep their cells, as do all records.
 * header, values: [values_count] texts, copied. of_row: [rows] which of the values is each row's.
 */
lot_status lot_table_derive(lot_table *table, const char *header, const char *const *values,
                            uint32_t values_count, const uint32_t *of_row, lot_error *error);

/* Take all derived columns away. Cannot fail. */
void lot_table_forget_derived(lot_table *table);

/*
 * Move rows into a table of their own, with the same header and form; row numbers stay as they are.
 * leaves: [rows] whether a row moves. Before lot_table_derive() and lot_table_keep_records().
 * LOT_FAILURE: no memory; nothing moved.
 */
lot_status lot_table_part(lot_table **out, lot_table *table, const bool *leaves, lot_error *error);

/*
 * Put two tables together that one file was parted into: all rows, by their row numbers.
 * LOT_FAILURE: no memory.
 */
lot_status lot_table_join(lot_table **out, const lot_table *left, const lot_table *right,
                          lot_error *error);

/*
 * Let the rows of another file come behind a table's: in its form, and numbered on from `last`, the
 * last number given so far; the encoding becomes UTF-8 where the table's lacks a character of them.
 * Where its header is another, that is added to `problems`:
 * LOT_BAD_INPUT. LOT_FAILURE: no memory.
 */
lot_status lot_table_follow(lot_table **out, const lot_table *table, const lot_table *more,
                            uint32_t last, lot_problems *problems, lot_error *error);

#define LOT_NO_COLUMN UINT32_MAX

/*
 * Find the first of the file's own columns whose header is `name` after folding (see fold.h), or
 * LOT_NO_COLUMN. matches: how many there are; may be NULL. LOT_FAILURE: no memory.
 */
lot_status lot_table_find_column(uint32_t *column, uint32_t *matches, const lot_table *table,
                                 const char *name, lot_error *error);

/* The same among the derived columns: a feature is looked for there first. */
lot_status lot_table_find_derived(uint32_t *column, const lot_table *table, const char *name,
                                  lot_error *error);

/*
 * Describe the form in words: "UTF-8 with byte order mark, semicolons, CRLF".
 * Adds to *words.
 */
void lot_table_form_describe(lot_text *words, const lot_table_form *form);

/*
 * Add records to a file's bytes in the form's own encoding.
 * file: starts empty: the byte order mark is written first where the form has one.
 * record: UTF-8, without line end; extra: NULL, or one more cell that is appended after a
 * delimiter.
 */
void lot_table_write_record(lot_text *file, const lot_table_form *form, const char *record,
                            const char *extra);

/*
 * Add a data row's record to a file's bytes, as lot_table_write_record() does; with `extra`, blank
 * cells beyond the header's are left off, so that it stands under the header's extra cell.
 */
void lot_table_write_row(lot_text *file, const lot_table *table, uint32_t row, const char *extra);

#endif
