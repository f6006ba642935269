/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An interior point method needs an inside. The rows and caps that Q always meets with equality are
 * found by an LP that gives each side of a row as much room as it can, up to a little, all at once:
 * a row without room at one side is always an equation. Few caps are ever tight, so only those are
 * given room that the LP came to rest at; it is then solved again.
 */
#include "fair/inside.h"

#include "core/array.h"

#include <math.h>
#include <stdlib.h>

/* The LP's room for a row is cut off here; less than `none` is none. */
static const double room_most = 0.01;
static const double none = 1e-7;

lot_status lot_inside_start(lot_inside *q, const lot_model *model, lot_error *error)
{
    uint32_t count = model->classes->count;
    *q = (lot_inside){model,
                      lot_array_new(count, sizeof *q->x),
                      lot_array_new(count, sizeof *q->asked),
                      lot_array_new(count, sizeof *q->full),
                      lot_array_new(model->rows_count, sizeof *q->tight),
                      lot_array_new(model->rows_count, sizeof *q->counted),
                      lot_array_new(model->rows_count, sizeof *q->at)};
    if (q->x == NULL || q->asked == NULL || q->full == NULL || q->tight == NULL ||
        q->counted == NULL || q->at == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t r = 0; r <= model->quotas_count; r++)
        q->counted[r] = true;
    return LOT_OK;
}

void lot_inside_clear(lot_inside *q)
{
    free(q->x);
    free(q->asked);
    free(q->full);
    free(q->tight);
    free(q->counted);
    free(q->at);
}

static double row_sum(const lot_inside *q, uint32_t r)
{
    double sum = 0;
    const lot_row *row = &q->model->rows[r];
    for (uint32_t e = row->first; e < row->end; e++)
        sum += (double)q->model->entries[e].weight * q->x[q->model->entries[e].class];
    return sum;
}

/* A column of room, and a row `sum + room <= upper` (or >= lower) with it. */
static lot_status add_room(lot_lp *lp, const lot_inside *q, uint32_t r, bool above,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_row *row = &q->model->rows[r];
    uint32_t column = lot_lp_add_column(lp, 0, room_most, 1, false);
    uint32_t number = lot_lp_add_row(lp, above ? -INFINITY : (double)row->lower,
                                     above ? (double)row->upper : INFINITY);
    for (uint32_t e = row->first; e < row->end; e++)
        TRY(lot_lp_add_entry(lp, number, q->model->entries[e].class,
                             (double)q->model->entries[e].weight, error));
    TRY(lot_lp_add_entry(lp, number, column, above ? 1 : -1, error));
done:
    return status;
}

static lot_status build_room(lot_lp *lp, const lot_inside *q, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_model_to_lp(lp, q->model, false, 1, error));
    for (uint32_t r = 0; r < q->model->rows_count; r++) {
        if (!q->counted[r] || q->model->rows[r].lower == q->model->rows[r].upper)
            continue;
        TRY(add_room(lp, q, r, true, error));
        TRY(add_room(lp, q, r, false, error));
    }
    for (uint32_t t = 0; t < q->model->classes->count; t++) {
        if (!q->asked[t])
            continue;
        uint32_t column = lot_lp_add_column(lp, 0, room_most, 1, false);
        uint32_t number = lot_lp_add_row(lp, -INFINITY, q->model->cap[t]);
        TRY(lot_lp_add_entry(lp, number, t, 1, error));
        TRY(lot_lp_add_entry(lp, number, column, 1, error));
    }
done:
    return status;
}

/* Read the LP's room: which rows are tight, which caps are no longer suspected; how many are new.
 */
static uint32_t read_room(lot_inside *q, const lot_lp *lp)
{
    uint32_t suspects = 0;
    const lot_model *model = q->model;
    for (uint32_t t = 0; t < model->classes->count; t++)
        q->x[t] = lot_lp_value(lp, t);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        double sum = row_sum(q, r);
        q->tight[r] =
            sum - (double)model->rows[r].lower < none || (double)model->rows[r].upper - sum < none;
        q->at[r] = nearbyint(sum);
    }
    for (uint32_t t = 0; t < model->classes->count; t++) {
        q->full[t] = model->cap[t] > 0 && model->cap[t] - q->x[t] < none;
        suspects += q->full[t] && !q->asked[t];
        q->asked[t] = q->asked[t] || q->full[t];
    }
    return suspects;
}

lot_status lot_inside_find(lot_inside *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = NULL;
    uint32_t suspects = 1;
    for (uint32_t tries = 0; suspects > 0 && tries <= q->model->classes->count; tries++) {
        lot_lp_outcome outcome;
        lot_lp_free(lp);
        lp = lot_lp_new(true);
        if (lp == NULL)
            TRY(LOT_NO_MEMORY(error));
        TRY(build_room(lp, q, error));
        TRY(lot_lp_solve(lp, &outcome, error));
        if (outcome != LOT_LP_OPTIMAL)
            TRY(LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: no room for any panel"));
        suspects = read_room(q, lp);
    }
done:
    lot_lp_free(lp);
    return status;
}

uint32_t lot_inside_count_broken(lot_inside *q, double noise)
{
    uint32_t joined = 0;
    for (uint32_t r = 0; r < q->model->rows_count; r++) {
        if (q->counted[r] || row_sum(q, r) <= (double)q->model->rows[r].upper + noise)
            continue;
        q->counted[r] = true;
        joined++;
    }
    return joined;
}
