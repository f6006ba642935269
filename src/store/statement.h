/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statement: one SQL statement on the assembly file, so that the files of this room read like
 * their SQL.
 *
 *   R1  values are bound in the order of the question marks, columns are named from 0;
 *   R2  binding and reading cannot fail at once: what went wrong is remembered and told by the
 *       next lot_statement_run(), _next() or _end();
 *   R3  a query is asked until there is no more row, or ended by lot_statement_end():
 *       so nothing that was read badly goes unnoticed.
 */
#ifndef CIVICLOT_STORE_STATEMENT_H
#define CIVICLOT_STORE_STATEMENT_H

#include "store/connection.h"

#include "civiclot/text.h"

typedef struct lot_statement lot_statement;

/* Prepare a statement. *out is NULL on failure; free it with lot_statement_free(). */
lot_status lot_statement_new(lot_statement **out, lot_assembly *assembly, const char *sql,
                             lot_error *error);

void lot_statement_free(lot_statement *statement); /* NULL is fine */

/* Bind the next question mark. Bytes are not copied: they must live until the statement ran. */
void lot_bind_number(lot_statement *statement, uint64_t number);  /* below 2^63 */
void lot_bind_decimal(lot_statement *statement, uint64_t number); /* any, as decimal digits */
void lot_bind_text(lot_statement *statement, const char *text);   /* NULL binds NULL */
void lot_bind_bytes(lot_statement *statement, const void *bytes, size_t length);
void lot_bind_null(lot_statement *statement);

/* Run a statement without result, and make it ready for the next values. */
lot_status lot_statement_run(lot_statement *statement, lot_error *error);

/* Bind the values of row `row` of those that are inserted. */
typedef void lot_bind_row(lot_statement *insert, uint32_t row, const void *context);

/*
 * Insert `count` rows, each as `bind` binds it: many at a time, so what it binds must live until
 * this returns. table: with its columns. row: a question mark for each of them, in brackets.
 */
lot_status lot_insert(lot_assembly *assembly, const char *table, const char *row, uint32_t count,
                      lot_bind_row *bind, const void *context, lot_error *error);

/* Run SQL without values and without result; several statements are fine. */
lot_status lot_statement_execute(lot_assembly *assembly, const char *sql, lot_error *error);

/* The query's next row. *row is false when there is none. */
lot_status lot_statement_next(bool *row, lot_statement *statement, lot_error *error);

/* Read no more: LOT_BAD_INPUT when what was read was not as civiclot writes it. */
lot_status lot_statement_end(lot_statement *statement, lot_error *error);

/* A number from 0 (or `least`) to `most`; anything else is remembered (R2) and reads as 0. */
uint64_t lot_column_number(lot_statement *statement, int column, uint64_t most);
uint64_t lot_column_between(lot_statement *statement, int column, uint64_t least, uint64_t most);
uint32_t lot_column_index(lot_statement *statement, int column, uint32_t most);
bool lot_column_truth(lot_statement *statement, int column);
uint64_t lot_column_decimal(lot_statement *statement, int column);

/* The number that must stand there; any other is remembered (R2). */
void lot_column_expect(lot_statement *statement, int column, uint64_t number);

/* Text until the next row; "" where there is none, or no UTF-8 (R2). */
const char *lot_column_text(lot_statement *statement, int column);

/*
 * A copy of the text for the caller to free; NULL only when there is no memory (R2).
 * line: without control characters, see lot_is_one_line(). path: a line in any encoding.
 */
char *lot_column_copy(lot_statement *statement, int column);
char *lot_column_line(lot_statement *statement, int column);
char *lot_column_path(lot_statement *statement, int column);

/* Exactly `length` bytes; zeros when there are not so many (R2). */
void lot_column_bytes(lot_statement *statement, int column, void *bytes, size_t length);

/* Add the bytes, however many; none where there is no blob (R2). */
void lot_column_blob(lot_statement *statement, int column, lot_text *bytes);

bool lot_column_is_null(lot_statement *statement, int column);

/* Count with a query of one number and at most one value. */
lot_status lot_statement_count(uint32_t *count, lot_assembly *assembly, const char *sql,
                               uint32_t value, lot_error *error);

#endif
