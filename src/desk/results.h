/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Results: the files that are for the organiser alone, and the JSON object that tells a run.
 * What is published: published.h.
 */
#ifndef CIVICLOT_DESK_RESULTS_H
#define CIVICLOT_DESK_RESULTS_H

#include "civiclot/progress.h"
#include "desk/workbench.h"
#include "report/numbers.h"

#include <jansson.h>

/* Files that hold personal data, and files that are there to be published. */
enum { LOT_MODE_PERSONAL = 0600, LOT_MODE_PUBLIC = 0644 };

/* Makes one file's text from a report. */
typedef lot_status lot_result_put(lot_text *file, const lot_report *report, lot_error *error);

/* Copies of selected.csv, remaining.csv, reserves.csv and chances.csv, for a spreadsheet. */
typedef struct lot_copies {
    bool csv;  /* NAME-spreadsheet.csv, in which no cell is run */
    bool xlsx; /* NAME.xlsx */
} lot_copies;

/*
 * selected.csv, remaining.csv, reserves.csv where there are any, chances.csv, lottery.csv,
 * report.html and the copies, into the folder, which only its owner can look into yet.
 */
lot_status lot_results_write(const char *folder, const lot_workbench *bench,
                             const lot_copies *copies, const lot_progress *progress,
                             lot_error *error);

/* number / whole as a string: lot_decimal_put_towards(). NULL: no memory. */
json_t *lot_results_decimal(uint64_t number, uint64_t whole, unsigned digits, lot_towards towards);

/* The bound and how far the optimum is proven; of legacy, that nothing is. NULL: no memory. */
json_t *lot_results_proof(const lot_finding *finding);

/*
 * {"deviation": [its mean with 0, 1, 2 ... reserves], "knee": N}, or null where it is not reached.
 * NULL: no memory.
 */
json_t *lot_results_loss(const lot_reserve_curve *curve);

/* The figures of a lottery, and what was drawn where something was; NULL: no memory. */
json_t *lot_results_json(const lot_workbench *bench);

#endif
