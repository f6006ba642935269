/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers: a job of many numbered pieces, done by several processes.
 *
 *   K1  piece i writes record i and nothing else, so who does it does not show in the result;
 *   K2  workers hold no files of their own and write nothing but their pipe;
 *   K3  whatever way this ends, no worker is left.
 */
#ifndef CIVICLOT_PLAN_WORKERS_H
#define CIVICLOT_PLAN_WORKERS_H

#include "civiclot/progress.h"

typedef struct lot_job {
    /* Do piece `piece`; record: [words] zeros. progress: for the piece, or NULL. */
    lot_status (*run)(void *context, uint32_t piece, uint32_t *record, const lot_progress *progress,
                      lot_error *error);
    void *context;
    uint32_t pieces;
    uint32_t words;   /* of a record */
    const char *step; /* what progress is told */
    uint32_t first;   /* pieces first, first + stride, ... are done, of the others nothing */
    uint32_t stride;
} lot_job;

/*
 * Do the job in `workers` processes, or with 1 in this one. records: [pieces][words] zeros.
 * LOT_FAILURE: a piece's, or a worker died, which is named; LOT_INTERRUPTED.
 */
lot_status lot_workers_do(uint32_t *records, const lot_job *job, uint32_t workers,
                          const lot_progress *progress, lot_error *error);

#endif
