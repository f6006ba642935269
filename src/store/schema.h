/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Schema: the tables of an assembly file, and how older files become newer ones.
 */
#ifndef CIVICLOT_STORE_SCHEMA_H
#define CIVICLOT_STORE_SCHEMA_H

#include "store/connection.h"

/* Make the tables of a new file, inside the transaction. */
lot_status lot_schema_make(lot_assembly *assembly, lot_error *error);

/*
 * Is this an assembly file? LOT_BAD_INPUT when it is of another program or of a newer civiclot.
 * One of an older civiclot is migrated inside the transaction.
 */
lot_status lot_schema_check(lot_assembly *assembly, lot_error *error);

#endif
