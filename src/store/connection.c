/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connection: transactions, and SQLite's refusals in words. */
#include "store/connection.h"

#include "core/control.h"

#include <string.h>

lot_status lot_assembly_damaged(const lot_assembly *assembly, const char *what, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&words, what); /* SQLite quotes the file in it */
    lot_status status = LOT_FAIL(error, LOT_BAD_INPUT, "%s is damaged: %s; use a copy from before",
                                 assembly->path, lot_text_string(&words));
    lot_text_free(&words);
    return status;
}

lot_status lot_assembly_refused(lot_assembly *assembly, lot_error *error)
{
    const char *path = assembly->path;
    const char *words = sqlite3_errmsg(assembly->database);
    assembly->broken = true;
    switch (sqlite3_errcode(assembly->database) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return LOT_FAIL(error, LOT_FAILURE, "another civiclot is using %s: wait and try again",
                        path);
    case SQLITE_NOTADB:
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s is not an assembly file", path);
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: /* civiclot's SQL is sound: it is the file that does not fit it */
        return lot_assembly_damaged(assembly, words, error);
    case SQLITE_FULL:
        return LOT_FAIL(error, LOT_FAILURE, "%s: the disk is full; nothing was changed", path);
    case SQLITE_READONLY:
        return LOT_FAIL(error, LOT_FAILURE, "%s cannot be written: it is read-only", path);
    case SQLITE_CANTOPEN:
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s cannot be opened, or its folder cannot be written: %s", path,
                        strerror(sqlite3_system_errno(assembly->database)));
    case SQLITE_NOMEM:
        return LOT_NO_MEMORY(error);
    default:
        return LOT_FAIL(error, LOT_FAILURE, "%s: %s", path, words);
    }
}

lot_status lot_assembly_begin(lot_assembly *assembly, lot_error *error)
{
    if (!sqlite3_get_autocommit(assembly->database))
        return LOT_OK;
    const char *begin = assembly->write ? "BEGIN IMMEDIATE" : "BEGIN";
    if (sqlite3_exec(assembly->database, begin, NULL, NULL, NULL) != SQLITE_OK)
        return lot_assembly_refused(assembly, error);
    return LOT_OK;
}

lot_status lot_assembly_commit(lot_assembly *assembly, lot_error *error)
{
    if (assembly->broken)
        return LOT_FAIL(error, LOT_FAILURE, "%s: nothing was changed, as something failed before",
                        assembly->path);
    if (sqlite3_get_autocommit(assembly->database))
        return LOT_OK;
    if (sqlite3_exec(assembly->database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return lot_assembly_refused(assembly, error);
    assembly->created = false;
    return LOT_OK;
}

lot_status lot_assembly_rollback(lot_assembly *assembly, lot_error *error)
{
    if (!sqlite3_get_autocommit(assembly->database) &&
        sqlite3_exec(assembly->database, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        return lot_assembly_refused(assembly, error);
    assembly->broken = false;
    return LOT_OK;
}
