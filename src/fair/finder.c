/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finder: panels for many tickets are panels within narrow bounds.
 *
 * A composition c can be taken for q tickets when y - q c lies in (m - q) Q, which bounds every
 * class and every row on its own:
 *
 *     cap[t] - (m cap[t] - y[t]) / q  <=  c[t]  <=  y[t] / q
 *     upper[r] - (m upper[r] - Y[r]) / q  <=  C[r]  <=  lower[r] + (Y[r] - m lower[r]) / q
 *
 * with C and Y the row's sums of c and y, and quotients rounded down. The largest q that no bound
 * rules out on its own is tried first, then halves of it, each with a walk that starts from the
 * nearest integers to the average and ends near to it: what is left is then well inside the hull of
 * panels, and peeling gets stuck less.
 */
#include "fair/finder.h"

/* How many moves a walk may take, and the walk for a single ticket, the last one. */
enum { MOVES_MAX = 400, LAST_MOVES_MAX = 8000 };

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Settle the classes between floor and ceiling of their averages. */
static void take_step(lot_walk *walk, const lot_step *step)
{
    for (uint32_t t = 0; t < walk->model->classes->count; t++) {
        int64_t part = step->y[t] % step->m;
        walk->least[t] = step->y[t] / step->m;
        walk->most[t] = walk->least[t] + (part > 0);
        walk->likes[t] = (2 * part - step->m) * LOT_WALK_SEAT / step->m;
    }
    lot_walk_settle(walk);
}

/* Set the bounds for q tickets, 1 .. m, and where the walk starts. */
static void ask_for(lot_walk *walk, const lot_step *step, int64_t q)
{
    const lot_model *model = walk->model;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        int64_t floor = step->y[t] / step->m;
        int64_t cap = model->cap[t];
        walk->c[t] = floor + (2 * (step->y[t] % step->m) >= step->m);
        if (step->y[t] % step->m == 0)
            continue;
        walk->least[t] = greater(floor, cap - (step->m * cap - step->y[t]) / q);
        walk->most[t] = lesser(floor + 1, step->y[t] / q);
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t lower = model->rows[r].lower;
        int64_t upper = model->rows[r].upper;
        walk->low[r] = greater(step->low[r], upper - (step->m * upper - step->left[r]) / q);
        walk->high[r] = lesser(step->high[r], lower + (step->left[r] - step->m * lower) / q);
    }
}

/* The most tickets that there is hope for; 0 when there is none. */
static int64_t most_tickets(lot_walk *walk, const lot_step *step)
{
    int64_t least = 0;
    int64_t most = step->m;
    while (least < most) {
        int64_t q = most - (most - least) / 2;
        ask_for(walk, step, q);
        if (lot_walk_has_hope(walk))
            least = q;
        else
            most = q - 1;
    }
    return most;
}

bool lot_find_panel(lot_walk *walk, const lot_step *step)
{
    take_step(walk, step);
    for (int64_t q = most_tickets(walk, step); q > 0; q /= 2) {
        ask_for(walk, step, q);
        if (lot_walk_find(walk, q == 1 ? LAST_MOVES_MAX : MOVES_MAX))
            return true;
    }
    return false;
}
