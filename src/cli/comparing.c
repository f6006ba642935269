/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing: one objective, solved and timed; panels, counted. */
#include "cli/comparing.h"

#include "core/array.h"

#include <stdlib.h>

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

/* Two panels by their members. */
struct panel {
    const uint32_t *members; /* [seats] ascending */
    uint32_t seats;
};

static int by_members(const void *left, const void *right)
{
    const struct panel *a = left;
    const struct panel *b = right;
    for (uint32_t s = 0; s < a->seats; s++)
        if (a->members[s] != b->members[s])
            return a->members[s] < b->members[s] ? -1 : 1;
    return 0;
}

/* Dealt panels that seat the same people are one. */
static lot_status count_different(uint32_t *count, const lot_panels *panels, lot_error *error)
{
    struct panel *sorted = lot_array_new(panels->count, sizeof *sorted);
    if (sorted == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < panels->count; p++)
        sorted[p] = (struct panel){panels->members + (size_t)p * panels->seats, panels->seats};
    qsort(sorted, panels->count, sizeof *sorted, by_members);
    *count = 0;
    for (uint32_t p = 0; p < panels->count; p++)
        *count += p == 0 || by_members(&sorted[p - 1], &sorted[p]) != 0;
    free(sorted);
    return LOT_OK;
}

lot_status lot_compare_count_panels(uint32_t *count, const lot_solution *solution,
                                    const lot_classes *classes, lot_error *error)
{
    lot_panels *panels = NULL;
    lot_status status = lot_deal(&panels, solution->compositions, classes, classes->members, error);
    if (status == LOT_OK)
        status = count_different(count, panels, error);
    lot_panels_free(panels);
    return status;
}
