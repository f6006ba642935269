/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Peeling: with m tickets left and y in m Q, take a composition c with q tickets such that
 * y - q c lies in (m - q) Q, until nothing is left. All of that in integers:
 *
 *     q c[t] <= y[t]                      q (cap[t] - c[t]) <= m cap[t] - y[t]
 *     q (C[r] - lower[r]) <= Y[r] - m lower[r]
 *     q (upper[r] - C[r]) <= m upper[r] - Y[r]       C, Y: the row's sums of c and y
 *
 * A composition that has the floor or ceiling of y / m in every class and every row meets them for
 * q = 1. The finder looks for one; where it finds none, an integer program decides. Where no such
 * composition exists, rows may be anything that leaves y - c in (m - 1) Q. Where that fails too,
 * peeling is stuck: y in m Q need not be a sum of m compositions.
 *
 * What is left of y can leave the hull of panels though it stays in m Q. So there are several ways
 * to peel: some take fewer tickets of each composition, some ask the program alone, whose
 * compositions are nearer to the average.
 *
 * In the integer program, whether a class takes its ceiling is a 0-1 column; the objective looks
 * for one near the average, so that q is large. An LP's solution has few fractional columns (at
 * most one a row), so the branch and bound first moves those and the cheapest others only.
 */
#include "fair/seats.h"

#include "core/array.h"
#include "fair/finder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 300 };

/* A column is in the core while its reduced cost is below this: costs are between -1 and 1. */
static const double core_cost = 0.25;

/* A way to peel. */
typedef struct way {
    bool walks; /* the finder is asked before the integer program */
    bool slow;  /* a quarter of the tickets is taken: what is left stays near the average */
} way;

typedef struct peeling {
    const lot_model *model;
    way way;
    int64_t m;     /* tickets left */
    int64_t *y;    /* [classes] seat-tickets left */
    int64_t *left; /* [rows] their sums */
    int64_t *low;  /* [rows] between which sums the next composition must lie */
    int64_t *high;
    int64_t *c; /* [classes] the composition at hand */
    lot_walk *walk;
    const lot_progress *progress;
} peeling;

static int64_t floor_of(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Bound the rows of the next composition. near: between floor and ceiling of the average. */
static void set_row_bounds(peeling *p, bool near)
{
    for (uint32_t r = 0; r < p->model->rows_count; r++) {
        const lot_row *row = &p->model->rows[r];
        p->low[r] = greatest(row->lower, p->left[r] - (p->m - 1) * row->upper);
        p->high[r] = least(row->upper, p->left[r] - (p->m - 1) * row->lower);
        if (near) {
            int64_t floor = floor_of(p->left[r], p->m);
            p->low[r] = greatest(p->low[r], floor);
            p->high[r] = least(p->high[r], floor + (p->left[r] % p->m != 0));
        }
    }
}

/* Columns: does class t take one more than the floor of its average? Only where that is open. */
static lot_status build(lot_lp *lp, uint32_t *column, const peeling *p, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = p->model;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        p->c[t] = p->y[t] / p->m;
        column[t] = UINT32_MAX;
        if (p->y[t] % p->m != 0) {
            double part = (double)(p->y[t] % p->m) / (double)p->m;
            column[t] = lot_lp_add_column(lp, 0, 1, 2 * part - 1, true);
        }
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t held = lot_model_row_sum(model, r, p->c);
        uint32_t number =
            lot_lp_add_row(lp, (double)(p->low[r] - held), (double)(p->high[r] - held));
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            uint32_t open = column[model->entries[e].class];
            if (open != UINT32_MAX)
                TRY(lot_lp_add_entry(lp, number, open, (double)model->entries[e].weight, error));
        }
    }
done:
    return status;
}

/* Hold all columns at their LP values but the core; false when the LP's values are integers. */
static bool hold_all_but_core(lot_lp *lp, const uint32_t *column, uint32_t count)
{
    bool fractional = false;
    for (uint32_t t = 0; t < count; t++) {
        if (column[t] == UINT32_MAX)
            continue;
        double value = lot_lp_value(lp, column[t]);
        double whole = nearbyint(value);
        if (fabs(value - whole) > 1e-6)
            fractional = true;
        else if (fabs(lot_lp_reduced_cost(lp, column[t])) >= core_cost)
            lot_lp_set_column_bounds(lp, column[t], whole, whole);
    }
    return fractional;
}

/* Solve the step's program: the LP, then its core, then all of it. */
static lot_status search(lot_lp_outcome *outcome, lot_lp *lp, const uint32_t *column,
                         const peeling *p, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = p->model->classes->count;
    lot_lp_search core = {true, NODES_MAX, p->progress, "finding panels"};
    lot_lp_search all = {true, NODES_MAX, p->progress, "finding panels"};
    TRY(lot_lp_solve(lp, outcome, error));
    if (*outcome != LOT_LP_OPTIMAL || !hold_all_but_core(lp, column, count))
        goto done;
    TRY(lot_lp_solve_integer(lp, &core, outcome, error));
    if (*outcome == LOT_LP_OPTIMAL)
        goto done;
    for (uint32_t t = 0; t < count; t++)
        if (column[t] != UINT32_MAX)
            lot_lp_set_column_bounds(lp, column[t], 0, 1);
    TRY(lot_lp_solve_integer(lp, &all, outcome, error));
done:
    return status;
}

/* Find the next composition by an integer program: into p->c. */
static lot_status program(bool *found, peeling *p, lot_error *error)
{
    *found = false;
    lot_status status = LOT_OK;
    uint32_t count = p->model->classes->count;
    uint32_t *column = lot_array_new(count, sizeof *column);
    lot_lp *lp = lot_lp_new(true);
    if (column == NULL || lp == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(build(lp, column, p, error));
    lot_lp_outcome outcome;
    TRY(search(&outcome, lp, column, p, error));
    if (outcome != LOT_LP_OPTIMAL)
        goto done;
    for (uint32_t t = 0; t < count; t++)
        if (column[t] != UINT32_MAX && lot_lp_value(lp, column[t]) > 0.5)
            p->c[t]++;
    *found = lot_model_admits(p->model, p->c);
done:
    free(column);
    lot_lp_free(lp);
    return status;
}

/* Find the next composition: into p->c. */
static lot_status find(bool *found, peeling *p, lot_error *error)
{
    lot_status status = LOT_OK;
    *found = false;
    for (int near = 1; near >= 0 && !*found; near--) {
        set_row_bounds(p, near);
        lot_step step = {p->m, p->y, p->left, p->low, p->high};
        *found = p->way.walks && lot_find_panel(p->walk, &step);
        if (*found)
            memcpy(p->c, p->walk->c, p->model->classes->count * sizeof *p->c);
        else
            TRY(program(found, p, error));
    }
    assert(!*found || lot_model_admits(p->model, p->c));
done:
    return status;
}

/* The largest q with y - q c in (m - q) Q; 0 when there is none. */
static int64_t most_tickets(const peeling *p)
{
    int64_t q = p->m;
    const lot_model *model = p->model;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        int64_t cap = model->cap[t];
        if (p->c[t] > 0)
            q = least(q, p->y[t] / p->c[t]);
        if (p->c[t] < cap)
            q = least(q, (p->m * cap - p->y[t]) / (cap - p->c[t]));
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t lower = model->rows[r].lower;
        int64_t upper = model->rows[r].upper;
        int64_t taken = lot_model_row_sum(model, r, p->c);
        int64_t left = p->left[r];
        if (taken > lower)
            q = least(q, (left - p->m * lower) / (taken - lower));
        if (taken < upper)
            q = least(q, (p->m * upper - left) / (upper - taken));
    }
    return q;
}

lot_status lot_compositions_add(lot_compositions *compositions, size_t *room,
                                const lot_model *model, const int64_t *seats, uint64_t tickets,
                                lot_error *error)
{
    if (compositions->count == *room) {
        size_t more = *room < 64 ? 64 : *room * 2;
        uint32_t *classes =
            lot_array_resize(compositions->classes, more, compositions->seats * sizeof *classes);
        if (classes != NULL)
            compositions->classes = classes;
        uint64_t *counts = lot_array_resize(compositions->tickets, more, sizeof *counts);
        if (counts != NULL)
            compositions->tickets = counts;
        if (classes == NULL || counts == NULL)
            return LOT_NO_MEMORY(error);
        *room = more;
    }
    uint32_t *seat = compositions->classes + (size_t)compositions->count * compositions->seats;
    uint32_t seated = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        for (int64_t i = 0; i < seats[t]; i++)
            seat[seated++] = t;
    assert(seated == compositions->seats);
    compositions->tickets[compositions->count++] = tickets;
    return LOT_OK;
}

static void peeling_free(peeling *p)
{
    free(p->y);
    free(p->left);
    free(p->low);
    free(p->high);
    free(p->c);
    lot_walk_free(p->walk);
}

static lot_status peeling_start(peeling *p, const int64_t *y, lot_error *error)
{
    const lot_model *model = p->model;
    p->y = lot_array_new(model->classes->count, sizeof *p->y);
    p->c = lot_array_new(model->classes->count, sizeof *p->c);
    p->left = lot_array_new(model->rows_count, sizeof *p->left);
    p->low = lot_array_new(model->rows_count, sizeof *p->low);
    p->high = lot_array_new(model->rows_count, sizeof *p->high);
    if (p->y == NULL || p->c == NULL || p->left == NULL || p->low == NULL || p->high == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(p->y, y, model->classes->count * sizeof *y);
    for (uint32_t r = 0; r < model->rows_count; r++)
        p->left[r] = lot_model_row_sum(model, r, y);
    return lot_walk_new(&p->walk, model, error);
}

/* Take the composition at hand for q tickets. */
static void take(peeling *p, int64_t q)
{
    for (uint32_t t = 0; t < p->model->classes->count; t++)
        p->y[t] -= q * p->c[t];
    for (uint32_t r = 0; r < p->model->rows_count; r++)
        p->left[r] -= q * lot_model_row_sum(p->model, r, p->c);
    p->m -= q;
}

/* Peel in one way. *whole is false when it gets stuck: *out holds what was peeled until then. */
static lot_status peel_in(lot_compositions **out, bool *whole, peeling *p, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t room = 0;
    int64_t tickets = p->m;
    lot_compositions *compositions = lot_array_new(1, sizeof *compositions);
    if (compositions == NULL)
        return LOT_NO_MEMORY(error);
    compositions->seats = p->model->seats;
    for (bool found = true; p->m > 0 && found;) {
        TRY(lot_progress_report(p->progress, "finding panels", (uint64_t)(tickets - p->m),
                                (uint64_t)tickets, error));
        TRY(find(&found, p, error));
        int64_t q = found ? most_tickets(p) : 0;
        found = q > 0;
        if (!found)
            continue;
        if (p->way.slow)
            q = (q + 3) / 4;
        TRY(lot_compositions_add(compositions, &room, p->model, p->c, (uint64_t)q, error));
        take(p, q);
    }
    *whole = p->m == 0;
    *out = compositions;
    compositions = NULL;
done:
    lot_compositions_free(compositions);
    return status;
}

lot_status lot_peel(lot_compositions **out, bool *whole, const lot_model *model, const int64_t *y,
                    uint64_t tickets, uint32_t which, const lot_progress *progress,
                    lot_error *error)
{
    /* the fast ones first */
    static const way ways[LOT_PEELINGS] = {
        {true, false}, {true, true}, {false, false}, {false, true}};
    assert(which < LOT_PEELINGS);
    *out = NULL;
    peeling p = {.model = model, .m = (int64_t)tickets, .way = ways[which], .progress = progress};
    lot_status status = peeling_start(&p, y, error);
    if (status == LOT_OK)
        status = peel_in(out, whole, &p, error);
    peeling_free(&p);
    return status;
}
