/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seated: what `civiclot tables` has in hand, and how it is written, logged and told.
 *
 *   V1  of an assembly file nothing changes but the log, by an entry without ids: seed, numbers,
 *       and the digest of the CSV file as --out writes it without --spreadsheet;
 *   V2  files and entry are there together, or neither: but for a file that --force replaced.
 */
#ifndef CIVICLOT_CLI_SEATED_H
#define CIVICLOT_CLI_SEATED_H

#include "cli/sitting.h"

#include "report/tables.h"

/* Everything of one run. It owns what stands below `talk`. */
typedef struct lot_seated {
    lot_workbench *bench;
    const lot_arguments *arguments;
    lot_talk *talk;
    lot_sitting sitting;
    lot_seating_task task;
    uint32_t *values;
    char *seed;
    uint32_t *columns;
    lot_seating *seating;
    lot_tables_report report;
    lot_text csv;
    lot_text page;
    lot_digest digest;
} lot_seated;

/* What was given for an option of a text, or NULL. Cannot fail. */
static inline const char *lot_seated_option(const lot_seated *run, const char *option)
{
    return lot_argument_text(run->arguments, option);
}

/* Make the texts of the files, and the digest. */
lot_status lot_seated_make_texts(lot_seated *run, lot_error *error);

/* Write the files and log: V1, V2. What the bench was read from is let go. */
lot_status lot_seated_write(lot_seated *run, lot_error *error);

/* Tell how good the seating is; with --json as an object, with who sits where. */
lot_status lot_seated_tell(lot_seated *run, lot_error *error);

#endif
