/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing: one objective, solved and timed. */
#include "cli/comparing.h"

lot_status lot_compare_solve(lot_solution **out, int64_t *milliseconds, const lot_comparing *all,
                             lot_objective objective, lot_error *error)
{
    lot_workbench *bench = all->bench;
    lot_fair_options fair = all->aim->fair;
    fair.objective = objective;
    if (objective != LOT_GOLDILOCKS)
        fair.gamma_millionths = 0;
    if (objective == LOT_LEGACY && fair.tickets > LOT_LEGACY_TICKETS_MAX)
        fair.tickets = LOT_LEGACY_TICKETS_MAX;
    int64_t began = lot_clock_milliseconds();
    lot_aim_start(all->aim);
    lot_status status = lot_solve(out, &bench->conflict, bench->quotas, bench->classes,
                                  bench->info.seats, &fair, error);
    *milliseconds = lot_clock_milliseconds() - began;
    if (status == LOT_OK || status == LOT_INTERRUPTED || error == NULL)
        return status;
    lot_error reason = *error;
    return LOT_FAIL(error, status, "%s: %s", lot_objective_name(objective), reason.message);
}
