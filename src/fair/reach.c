/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reach. A class is out of reach when max c[t] over all panels is 0; it is then shut out, and
 * fairness is measured among the others.
 *
 * Over Q: maximise the seats of all classes not yet seen with any; those that get some are seen;
 * when the maximum is 0, nobody else is in Q. Over panels the same with integers, class by class.
 */
#include "fair/reach.h"

#include "core/array.h"
#include "fair/columns.h"

#include <stdlib.h>

/* Less than this of a seat is the solver's noise. */
static const double noise = 1e-7;

lot_status lot_reach_relaxed(uint32_t *shut, lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    *shut = 0;
    bool *seen = lot_array_new(count, sizeof *seen);
    lot_lp *lp = lot_lp_new(true);
    if (seen == NULL || lp == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(lot_model_to_lp(lp, model, false, 1, error));
    for (uint32_t news = 1; news > 0;) {
        lot_lp_outcome outcome;
        for (uint32_t t = 0; t < count; t++)
            lot_lp_set_cost(lp, t, seen[t] ? 0 : 1);
        TRY(lot_lp_solve(lp, &outcome, error));
        news = 0;
        for (uint32_t t = 0; t < count && outcome == LOT_LP_OPTIMAL; t++) {
            if (seen[t] || lot_lp_value(lp, t) <= noise)
                continue;
            seen[t] = true;
            news++;
        }
    }
    for (uint32_t t = 0; t < count; t++) {
        if (seen[t] || model->cap[t] == 0)
            continue;
        model->cap[t] = 0;
        ++*shut;
    }
done:
    free(seen);
    lot_lp_free(lp);
    return status;
}

lot_status lot_reach_panels(uint32_t *shut, lot_model *model, const lot_compositions *known,
                            const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    *shut = 0;
    bool *seen = lot_array_new(count, sizeof *seen);
    double *cost = lot_array_new(count, sizeof *cost);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (seen == NULL || cost == NULL || seats == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (size_t i = 0; known != NULL && i < (size_t)known->count * known->seats; i++)
        seen[known->classes[i]] = true;
    for (uint32_t t = 0; t < count; t++) {
        if (seen[t] || model->cap[t] == 0)
            continue;
        cost[t] = 1;
        lot_lp_outcome outcome;
        TRY(lot_best_panel(seats, &outcome, model, cost, progress, error));
        cost[t] = 0;
        if (outcome != LOT_LP_OPTIMAL)
            continue; /* not proven, so not shut out */
        for (uint32_t other = 0; other < count; other++)
            seen[other] = seen[other] || seats[other] > 0;
        if (!seen[t]) {
            model->cap[t] = 0;
            ++*shut;
        }
    }
done:
    free(seen);
    free(cost);
    free(seats);
    return status;
}
