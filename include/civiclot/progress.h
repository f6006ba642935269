/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Progress: how long work tells where it stands, and learns that it should stop.
 */
#ifndef CIVICLOT_PROGRESS_H
#define CIVICLOT_PROGRESS_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct lot_progress {
    /*
     * step: what is being done, a few words. done of total units; total 0 where unknown.
     * Returns true when the work should stop.
     */
    bool (*report)(void *context, const char *step, uint64_t done, uint64_t total);
    void *context;
} lot_progress;

/*
 * Report, and return LOT_INTERRUPTED when the work should stop, LOT_OK otherwise.
 * progress: may be NULL: then nobody listens and nobody stops the work.
 */
lot_status lot_progress_report(const lot_progress *progress, const char *step, uint64_t done,
                               uint64_t total, lot_error *error);

#endif
