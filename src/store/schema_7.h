/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seventh step of the schema: reserves, and who of them was called up. */
#ifndef CIVICLOT_STORE_SCHEMA_7_H
#define CIVICLOT_STORE_SCHEMA_7_H

/* Statements, NULL at the end. */
extern const char *const lot_schema_7[];

#endif
