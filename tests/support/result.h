/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Result: a folder that `select` wrote, read and counted again by a reader that shares nothing with
 * the library. For CSV files with commas and LF.
 */
#ifndef CIVICLOT_SUPPORT_RESULT_H
#define CIVICLOT_SUPPORT_RESULT_H

#include "support/run.h"

/* What the run was given. */
typedef struct lot_result {
    const lot_run_folder *folder;
    const char *out;    /* the folder of results */
    const char *people; /* the people file's text, lines ended by LF */
    const char *quotas; /* the quotas file's: feature, value, min, max are its first columns */
    unsigned seats;
    uint64_t tickets;
    const char *address; /* the column that households share; NULL: everyone is alone */
} lot_result;

/*
 * Fail the test unless the folder holds exactly the contract's files with their modes, and
 *   - selected.csv has as many rows as seats, each a line of the people file, in its order;
 *   - remaining.csv has everyone else's, with a status;
 *   - chances.csv has everyone, and its tickets are those of lottery.csv, seats * tickets in all;
 *   - lottery.csv has no hole, and each of its panels meets every quota and household;
 *   - the drawn ticket's panel is who is selected;
 *   - `sha256sum -c manifest.txt` agrees.
 */
void lot_result_check(const lot_result *result);

#endif
