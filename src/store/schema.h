/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Schema: the tables of an assembly file, and how older files become newer ones.
 */
#ifndef CIVICLOT_STORE_SCHEMA_H
#define CIVICLOT_STORE_SCHEMA_H

#include "store/connection.h"

/* The application_id of an assembly file ("civl" in ASCII), and the newest user_version. */
enum { LOT_SCHEMA_APPLICATION = 0x6369766c, LOT_SCHEMA_VERSION = 7 };

/*
 * What no two people share. A table of people that is filled anew is filled without its index,
 * which is made afterwards: sorting once is many times faster than looking for each one's place.
 */
#define LOT_SCHEMA_DROP_IDS "DROP INDEX people_by_id;\n"
#define LOT_SCHEMA_IDS "CREATE UNIQUE INDEX people_by_id ON people (id);\n"
#define LOT_SCHEMA_DROP_PIDS "DROP INDEX people_by_pid;\n"
#define LOT_SCHEMA_PIDS "CREATE UNIQUE INDEX people_by_pid ON people_classes (pid);\n"

/*
 * Bring a file from one version to another, inside the transaction.
 * from: 0 for a new file without any table.
 */
lot_status lot_schema_migrate(lot_assembly *assembly, uint32_t from, uint32_t to, lot_error *error);

#endif
