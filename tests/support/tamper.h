/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tamper: change an assembly file as somebody would who means harm and knows SQLite. */
#ifndef CIVICLOT_SUPPORT_TAMPER_H
#define CIVICLOT_SUPPORT_TAMPER_H

/*
 * Run SQL on the database at `path` without its triggers, foreign keys and checks; the triggers
 * are as before afterwards. Fails the test when SQLite refuses it.
 */
void lot_test_tamper(const char *path, const char *sql);

/* Run SQL on it as it is: what changes the schema stays. Fails the test likewise. */
void lot_test_tamper_schema(const char *path, const char *sql);

#endif
