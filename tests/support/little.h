/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Little: an assembly of six people and two seats, brought so far as a test wants to begin. */
#ifndef CIVICLOT_SUPPORT_LITTLE_H
#define CIVICLOT_SUPPORT_LITTLE_H

#include "support/run.h"

extern const char lot_little_people[], lot_little_quotas[];

/* Write people.csv and quotas.csv, and take both into a new assembly file, `file`. */
void lot_little_import(const lot_run_folder *folder, const char *title);

/* The same, solved with 100 tickets and closed: ready for a commit. */
void lot_little_close(const lot_run_folder *folder, const char *title);

#endif
