/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress: told to whoever listens. */
#include "civiclot/progress.h"

#include <stddef.h>

lot_status lot_progress_report(const lot_progress *progress, const char *step, uint64_t done,
                               uint64_t total, lot_error *error)
{
    if (progress == NULL || progress->report == NULL)
        return LOT_OK;
    if (progress->report(progress->context, step, done, total))
        return LOT_FAIL(error, LOT_INTERRUPTED, "interrupted while: %s", step);
    return LOT_OK;
}
