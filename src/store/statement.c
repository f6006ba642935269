/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statement: prepare, bind, step, read; the first thing that went wrong is told. */
#include "store/statement.h"

#include "core/array.h"
#include "core/control.h"
#include "pool/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMAL_BYTES = 21 };

struct lot_statement {
    lot_assembly *assembly;
    sqlite3_stmt *handle;
    int bound;      /* how many question marks have their value */
    bool refused;   /* SQLite did not take a value */
    bool damaged;   /* a column did not hold what it must */
    bool no_memory; /* for a copy */
};

lot_status lot_statement_new(lot_statement **out, lot_assembly *assembly, const char *sql,
                             lot_error *error)
{
    *out = NULL;
    lot_status status = lot_assembly_begin(assembly, error);
    if (status != LOT_OK)
        return status;
    lot_statement *statement = lot_array_new(1, sizeof *statement);
    if (statement == NULL)
        return LOT_NO_MEMORY(error);
    statement->assembly = assembly;
    if (sqlite3_prepare_v2(assembly->database, sql, -1, &statement->handle, NULL) != SQLITE_OK) {
        status = lot_assembly_refused(assembly, error);
        lot_statement_free(statement);
        return status;
    }
    *out = statement;
    return LOT_OK;
}

void lot_statement_free(lot_statement *statement)
{
    if (statement == NULL)
        return;
    (void)sqlite3_finalize(statement->handle);
    free(statement);
}

static void note(lot_statement *statement, int code)
{
    if (code != SQLITE_OK)
        statement->refused = true;
}

void lot_bind_number(lot_statement *statement, uint64_t number)
{
    if (number > INT64_MAX)
        statement->refused = true;
    else
        note(statement,
             sqlite3_bind_int64(statement->handle, ++statement->bound, (sqlite3_int64)number));
}

void lot_bind_decimal(lot_statement *statement, uint64_t number)
{
    char digits[DECIMAL_BYTES];
    (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    note(statement,
         sqlite3_bind_text(statement->handle, ++statement->bound, digits, -1, SQLITE_TRANSIENT));
}

void lot_bind_text(lot_statement *statement, const char *text)
{
    note(statement,
         sqlite3_bind_text(statement->handle, ++statement->bound, text, -1, SQLITE_STATIC));
}

void lot_bind_bytes(lot_statement *statement, const void *bytes, size_t length)
{
    note(statement,
         sqlite3_bind_blob64(statement->handle, ++statement->bound, bytes, length, SQLITE_STATIC));
}

void lot_bind_null(lot_statement *statement)
{
    note(statement, sqlite3_bind_null(statement->handle, ++statement->bound));
}

/* Names the first table of the statement. */
static lot_status refuse_row(const lot_statement *statement, lot_error *error)
{
    static const char before[] = " FROM ";
    const char *table = strstr(sqlite3_sql(statement->handle), before);
    char what[128] = "it holds what civiclot never writes";
    if (table != NULL) {
        table += strlen(before);
        (void)snprintf(what, sizeof what, "its table %.*s holds what civiclot never writes",
                       (int)strcspn(table, " ,("), table);
    }
    return lot_assembly_damaged(statement->assembly, what, error);
}

/* What was remembered: see R2. */
static lot_status remembered(lot_statement *statement, lot_error *error)
{
    if (statement->no_memory)
        return LOT_NO_MEMORY(error);
    if (statement->damaged)
        return refuse_row(statement, error);
    if (!statement->refused)
        return LOT_OK;
    statement->assembly->broken = true;
    return LOT_FAIL(error, LOT_FAILURE, "%s: a value is too large to be kept",
                    statement->assembly->path);
}

lot_status lot_statement_run(lot_statement *statement, lot_error *error)
{
    bool row;
    lot_status status = lot_statement_next(&row, statement, error);
    (void)sqlite3_reset(statement->handle);
    (void)sqlite3_clear_bindings(statement->handle);
    statement->bound = 0;
    return status;
}

lot_status lot_statement_execute(lot_assembly *assembly, const char *sql, lot_error *error)
{
    lot_status status = lot_assembly_begin(assembly, error);
    if (status == LOT_OK && sqlite3_exec(assembly->database, sql, NULL, NULL, NULL) != SQLITE_OK)
        status = lot_assembly_refused(assembly, error);
    return status;
}

lot_status lot_statement_next(bool *row, lot_statement *statement, lot_error *error)
{
    *row = false;
    lot_status status = remembered(statement, error);
    if (status != LOT_OK)
        return status;
    int code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return lot_assembly_refused(statement->assembly, error);
    *row = code == SQLITE_ROW;
    return LOT_OK;
}

lot_status lot_statement_end(lot_statement *statement, lot_error *error)
{
    return remembered(statement, error);
}

/* Is there a row, and is its column of this type? */
static bool holds(const lot_statement *statement, int column, int type)
{
    return sqlite3_data_count(statement->handle) > column &&
           sqlite3_column_type(statement->handle, column) == type;
}

uint64_t lot_column_between(lot_statement *statement, int column, uint64_t least, uint64_t most)
{
    if (holds(statement, column, SQLITE_INTEGER)) {
        sqlite3_int64 number = sqlite3_column_int64(statement->handle, column);
        if (number >= 0 && (uint64_t)number >= least && (uint64_t)number <= most)
            return (uint64_t)number;
    }
    statement->damaged = true;
    return 0;
}

uint64_t lot_column_number(lot_statement *statement, int column, uint64_t most)
{
    return lot_column_between(statement, column, 0, most);
}

void lot_column_expect(lot_statement *statement, int column, uint64_t number)
{
    (void)lot_column_between(statement, column, number, number);
}

uint32_t lot_column_index(lot_statement *statement, int column, uint32_t most)
{
    return (uint32_t)lot_column_number(statement, column, most);
}

bool lot_column_truth(lot_statement *statement, int column)
{
    return lot_column_number(statement, column, 1) == 1;
}

uint64_t lot_column_decimal(lot_statement *statement, int column)
{
    uint64_t number = 0;
    const char *digit = lot_column_text(statement, column);
    bool well = *digit != '\0';
    for (; well && *digit != '\0'; digit++) {
        uint64_t value = (uint64_t)(unsigned char)*digit - '0';
        well = value <= 9 && number <= (UINT64_MAX - value) / 10;
        number = number * 10 + value;
    }
    if (well)
        return number;
    statement->damaged = true;
    return 0;
}

/* Text without a NUL inside, whatever its encoding. */
static const char *find_text(lot_statement *statement, int column)
{
    if (!holds(statement, column, SQLITE_TEXT)) {
        statement->damaged = true;
        return "";
    }
    const char *text = (const char *)sqlite3_column_text(statement->handle, column);
    if (text == NULL)
        statement->no_memory = true;
    else if (strlen(text) != (size_t)sqlite3_column_bytes(statement->handle, column))
        statement->damaged = true;
    else
        return text;
    return "";
}

const char *lot_column_text(lot_statement *statement, int column)
{
    const char *text = find_text(statement, column);
    size_t length = strlen(text);
    if (lot_utf8_valid_bytes(text, length) == length)
        return text;
    statement->damaged = true;
    return "";
}

static char *copy_text(lot_statement *statement, const char *text)
{
    char *copy = lot_string_copy(text);
    if (copy == NULL)
        statement->no_memory = true;
    return copy;
}

static char *copy_line(lot_statement *statement, const char *text)
{
    if (!lot_is_one_line(text))
        statement->damaged = true;
    return copy_text(statement, text);
}

char *lot_column_copy(lot_statement *statement, int column)
{
    return copy_text(statement, lot_column_text(statement, column));
}

char *lot_column_line(lot_statement *statement, int column)
{
    return copy_line(statement, lot_column_text(statement, column));
}

char *lot_column_path(lot_statement *statement, int column)
{
    return copy_line(statement, find_text(statement, column));
}

void lot_column_bytes(lot_statement *statement, int column, void *bytes, size_t length)
{
    const void *blob = holds(statement, column, SQLITE_BLOB)
                           ? sqlite3_column_blob(statement->handle, column)
                           : NULL;
    if (blob != NULL && (size_t)sqlite3_column_bytes(statement->handle, column) == length) {
        memcpy(bytes, blob, length);
        return;
    }
    memset(bytes, 0, length);
    statement->damaged = true;
}

void lot_column_blob(lot_statement *statement, int column, lot_text *bytes)
{
    if (!holds(statement, column, SQLITE_BLOB)) {
        statement->damaged = true;
        return;
    }
    /* no blob of no bytes has an address */
    const void *blob = sqlite3_column_blob(statement->handle, column);
    if (blob != NULL)
        lot_text_add(bytes, blob, (size_t)sqlite3_column_bytes(statement->handle, column));
}

bool lot_column_is_null(lot_statement *statement, int column)
{
    return holds(statement, column, SQLITE_NULL);
}

lot_status lot_statement_count(uint32_t *count, lot_assembly *assembly, const char *sql,
                               uint32_t value, lot_error *error)
{
    lot_statement *query;
    bool row;
    *count = 0;
    lot_status status = lot_statement_new(&query, assembly, sql, error);
    if (status != LOT_OK)
        return status;
    if (sqlite3_bind_parameter_count(query->handle) > 0)
        lot_bind_number(query, value);
    TRY(lot_statement_next(&row, query, error));
    *count = lot_column_index(query, 0, UINT32_MAX);
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}
