/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounding: integers from here on.
 *
 *     min   sum_t |y[t] - T x[t]| / size[t]
 *     T lower[r] <= sum_t weight(r, t) y[t] <= T upper[r]      for every row of the model
 *     y[t] integer, within its box around T x[t]
 *
 * with T tickets and x[t] = size[t] chance[t]. The first rounding takes the floor or ceiling of
 * T x[t], and is sought by a walk before the integer program is asked; the second any y[t] that
 * gives every member the floor or ceiling of T chance[t]; the last one a whole ticket either way.
 */
#include "fair/seats.h"

#include "core/array.h"
#include "fair/walk.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { NODES_MAX = 20000, MOVES_MAX = 4000 };

/* A product this near to an integer is that integer: the solver's noise. */
static double near_whole(double product)
{
    double noise = 1e-6 + product * 1e-9;
    double whole = nearbyint(product);
    return fabs(product - whole) <= noise ? whole : product;
}

typedef struct box {
    int64_t lower;
    int64_t upper;
} box;

static box box_of(const lot_model *model, uint32_t t, double chance, double tickets, uint32_t width)
{
    double size = model->classes->size[t];
    double wanted = near_whole(tickets * chance * size);
    double each = near_whole(tickets * chance);
    double lower = floor(wanted);
    double upper = ceil(wanted);
    if (width > 0) {
        bool whole = each == nearbyint(each);
        double reach = whole && width > 1 ? 1 : 0;
        lower = fmin(lower, size * (floor(each) - reach));
        upper = fmax(upper, size * (ceil(each) + reach));
    }
    double most = tickets * model->cap[t];
    return (box){(int64_t)fmax(0, lower), (int64_t)fmin(most, upper)};
}

/*
 * Column t is y[t] - box.lower; where the box has room on both sides of T x[t], the distance is
 * split into a column of steps down, kept apart so that both directions cost.
 */
static lot_status build(lot_lp *lp, const lot_model *model, const box *boxes, const double *chance,
                        double tickets, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = model->classes;
    for (uint32_t t = 0; t < classes->count; t++) {
        double wanted = tickets * chance[t] * classes->size[t];
        double room = (double)(boxes[t].upper - boxes[t].lower);
        double down = fmin(room, fmax(0, floor(wanted) - (double)boxes[t].lower));
        double part = wanted - floor(wanted);
        double unit = 1.0 / classes->size[t];
        (void)lot_lp_add_column(lp, 0, down, -unit, true);
        (void)lot_lp_add_column(lp, 0, fmin(1, room - down), unit * (1 - 2 * part), true);
        (void)lot_lp_add_column(lp, 0, fmax(0, room - down - 1), unit, true);
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        const lot_row *row = &model->rows[r];
        double held = 0;
        for (uint32_t e = row->first; e < row->end; e++)
            held += (double)(model->entries[e].weight * boxes[model->entries[e].class].lower);
        uint32_t number = lot_lp_add_row(lp, tickets * (double)row->lower - held,
                                         tickets * (double)row->upper - held);
        for (uint32_t e = row->first; e < row->end; e++)
            for (uint32_t piece = 0; piece < 3; piece++)
                TRY(lot_lp_add_entry(lp, number, 3 * model->entries[e].class + piece,
                                     (double)model->entries[e].weight, error));
    }
done:
    return status;
}

/* Is y in tickets * Q? In integers. */
static bool in_scaled_model(const lot_model *model, const int64_t *y, int64_t tickets)
{
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (y[t] < 0 || y[t] > tickets * model->cap[t])
            return false;
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t sum = lot_model_row_sum(model, r, y);
        if (sum < tickets * model->rows[r].lower || sum > tickets * model->rows[r].upper)
            return false;
    }
    return true;
}

/* By a walk from the nearest integers; floors and ceilings only. */
static lot_status walk_to(int64_t *y, bool *found, const lot_model *model, const box *boxes,
                          const double *chance, int64_t tickets, lot_error *error)
{
    lot_walk *walk;
    lot_status status = lot_walk_new(&walk, model, error);
    if (status != LOT_OK)
        return status;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        double wanted = (double)tickets * chance[t] * model->classes->size[t];
        double part = wanted - (double)boxes[t].lower;
        walk->least[t] = boxes[t].lower;
        walk->most[t] = boxes[t].upper;
        walk->c[t] = boxes[t].lower + (part >= 0.5);
        walk->likes[t] = (int64_t)((2 * part - 1) * LOT_WALK_SEAT / model->classes->size[t]);
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        walk->low[r] = tickets * model->rows[r].lower;
        walk->high[r] = tickets * model->rows[r].upper;
    }
    lot_walk_settle(walk);
    *found = lot_walk_find(walk, MOVES_MAX);
    for (uint32_t t = 0; t < model->classes->count && *found; t++)
        y[t] = walk->c[t];
    lot_walk_free(walk);
    return LOT_OK;
}

/* By the integer program. */
static lot_status program(int64_t *y, bool *found, lot_lp *lp, const box *boxes, uint32_t count,
                          const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_search search = {true, NODES_MAX, progress, "rounding the chances to tickets"};
    lot_lp_outcome outcome;
    TRY(lot_lp_solve_integer(lp, &search, &outcome, error));
    *found = outcome == LOT_LP_OPTIMAL;
    for (uint32_t t = 0; t < count && *found; t++) {
        y[t] = boxes[t].lower;
        for (uint32_t piece = 0; piece < 3; piece++)
            y[t] += (int64_t)nearbyint(lot_lp_value(lp, 3 * t + piece));
    }
done:
    return status;
}

lot_status lot_round_seats(int64_t *y, bool *found, const lot_model *model, const double *chance,
                           uint64_t tickets, uint32_t which, const lot_progress *progress,
                           lot_error *error)
{
    assert(which < LOT_ROUNDINGS);
    *found = false;
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    box *boxes = lot_array_new(count, sizeof *boxes);
    lot_lp *lp = lot_lp_new(false);
    if (boxes == NULL || lp == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t t = 0; t < count; t++)
        boxes[t] = box_of(model, t, chance[t], (double)tickets, which);
    if (which == 0)
        TRY(walk_to(y, found, model, boxes, chance, (int64_t)tickets, error));
    if (!*found) {
        TRY(build(lp, model, boxes, chance, (double)tickets, error));
        TRY(program(y, found, lp, boxes, count, progress, error));
    }
    *found = *found && in_scaled_model(model, y, (int64_t)tickets);
done:
    free(boxes);
    lot_lp_free(lp);
    return status;
}
