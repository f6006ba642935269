/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connection: an open assembly file, as this room sees it.
 *
 *   closed --open--> in a transaction --commit--> between two --next statement--> in a transaction
 *                         |    ^
 *              a failure  v    | rollback
 *                        broken
 *
 *   N1  every statement runs inside a transaction: lot_statement_new() begins one where none is;
 *   N2  after a failure nothing is committed any more until a rollback: half a command never lasts.
 *
 * connection.c moves along the arrows between transactions; opening and closing are assembly.c's,
 * which asks the schema too.
 */
#ifndef CIVICLOT_STORE_CONNECTION_H
#define CIVICLOT_STORE_CONNECTION_H

#include "civiclot/assembly.h"

#include <sqlite3.h>

struct lot_assembly {
    sqlite3 *database;
    char *path;   /* as the user named it */
    bool write;   /* opened to be changed */
    bool created; /* made by this command and not committed yet: removed when closed */
    bool broken;  /* see N2 */
};

/* lot_assembly_open(), waiting at most so many milliseconds for another process. */
lot_status lot_assembly_open_within(lot_assembly **out, const char *path, bool write,
                                    int milliseconds, lot_error *error);

/* Begin a transaction where none is open. */
lot_status lot_assembly_begin(lot_assembly *assembly, lot_error *error);

/* Say in words what SQLite refused last, and break the transaction: see N2. Never LOT_OK. */
lot_status lot_assembly_refused(lot_assembly *assembly, lot_error *error);

/* LOT_BAD_INPUT: the file holds what civiclot never writes. what: a clause, "its ... was ...". */
lot_status lot_assembly_damaged(const lot_assembly *assembly, const char *what, lot_error *error);

#endif
