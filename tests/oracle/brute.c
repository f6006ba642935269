/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leximin by its definition, over lotteries (share[j] of panel j):
 *
 *   1. z = the largest least chance of the open people, the fixed ones keeping theirs;
 *   2. an open person who cannot have more than z while everyone else has z is fixed at z;
 *   3. again, until nobody is open.
 *
 * The LPs are solved by a dense tableau in long double with Bland's rule: slow and plain.
 */
#include "oracle/brute.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = LOT_BRUTE_PEOPLE_MAX + 1, COLUMNS_MAX = LOT_BRUTE_PANELS_MAX + ROWS_MAX + 3 };

static const long double tiny = 1e-11L;

static bool is_panel(uint32_t set, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household)
{
    if ((uint32_t)__builtin_popcount(set) != seats)
        return false;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        uint32_t housemates = 0;
        for (uint32_t other = 0; other < pool->people_count; other++)
            if ((set >> other & 1) && pool->households[other] == pool->households[p])
                housemates++;
        if (housemates > per_household)
            return false;
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t held = 0;
        for (uint32_t p = 0; p < pool->people_count; p++)
            if ((set >> p & 1) && lot_pool_value(pool, p, quotas->rows[q].feature) == q)
                held++;
        if (held < quotas->rows[q].min || held > quotas->rows[q].max)
            return false;
    }
    return true;
}

/* max c x, A x = b, x >= 0, from a feasible basis; b >= 0. Column `width` of a row is b. */
typedef struct tableau {
    uint32_t rows;
    uint32_t width;
    long double cell[ROWS_MAX + 1][COLUMNS_MAX + 1]; /* row `rows` is the objective: -c */
    uint32_t basis[ROWS_MAX];
} tableau;

static void pivot(tableau *t, uint32_t row, uint32_t column)
{
    long double by = t->cell[row][column];
    for (uint32_t j = 0; j <= t->width; j++)
        t->cell[row][j] /= by;
    for (uint32_t i = 0; i <= t->rows; i++) {
        long double times = t->cell[i][column];
        if (i == row || times == 0)
            continue;
        for (uint32_t j = 0; j <= t->width; j++)
            t->cell[i][j] -= times * t->cell[row][j];
    }
    t->basis[row] = column;
}

/* Bland's rule: the first column that helps, the row with the first basic column among the least.
 */
static void maximise(tableau *t)
{
    for (;;) {
        uint32_t column = 0;
        while (column < t->width && t->cell[t->rows][column] >= -tiny)
            column++;
        if (column == t->width)
            return;
        uint32_t best = UINT32_MAX;
        long double least = 0;
        for (uint32_t i = 0; i < t->rows; i++) {
            if (t->cell[i][column] <= tiny)
                continue;
            long double ratio = t->cell[i][t->width] / t->cell[i][column];
            if (best == UINT32_MAX || ratio < least - tiny ||
                (ratio <= least + tiny && t->basis[i] < t->basis[best])) {
                best = i;
                least = ratio;
            }
        }
        assert(best != UINT32_MAX);
        pivot(t, best, column);
    }
}

/*
 * Maximise z such that each person's chance is at least floor[p] + rise[p] z.
 * Column j is panel j's share, then z, then a surplus for each person. Starting point: panel 0 for
 * all of it, made feasible by a penalty column that lifts every floor, priced out of the optimum.
 */
static long double most(const lot_brute *brute, const long double *floor, const bool *rise)
{
    static tableau t;
    uint32_t panels = brute->panels_count;
    uint32_t people = brute->people_count;
    uint32_t z = panels;
    uint32_t penalty = panels + 1 + people;
    memset(&t, 0, sizeof t);
    t.rows = people + 1;
    t.width = penalty + 1;
    for (uint32_t p = 0; p < people; p++) { /* -chance + rise z + surplus - penalty = -floor */
        for (uint32_t j = 0; j < panels; j++)
            t.cell[p][j] = brute->panels[j] >> p & 1 ? -1 : 0;
        t.cell[p][z] = rise[p] ? 1 : 0;
        t.cell[p][panels + 1 + p] = 1;
        t.cell[p][penalty] = -1;
        t.cell[p][t.width] = -floor[p];
        t.basis[p] = panels + 1 + p;
    }
    for (uint32_t j = 0; j < panels; j++)
        t.cell[people][j] = 1;
    t.cell[people][t.width] = 1;
    t.cell[t.rows][z] = -1;
    t.cell[t.rows][penalty] = 1000000;
    pivot(&t, people, 0);
    uint32_t worst = 0;
    for (uint32_t p = 1; p < people; p++)
        if (t.cell[p][t.width] < t.cell[worst][t.width])
            worst = p;
    if (t.cell[worst][t.width] < 0)
        pivot(&t, worst, penalty);
    maximise(&t);
    return t.cell[t.rows][t.width];
}

static void list_panels(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas,
                        uint32_t seats, uint32_t per_household)
{
    out->people_count = pool->people_count;
    for (uint32_t set = 0; set < 1u << pool->people_count; set++) {
        if (!is_panel(set, pool, quotas, seats, per_household))
            continue;
        assert(out->panels_count < LOT_BRUTE_PANELS_MAX);
        out->panels[out->panels_count++] = set;
        for (uint32_t p = 0; p < pool->people_count; p++)
            out->reached[p] = out->reached[p] || (set >> p & 1);
    }
}

void lot_brute_solve(lot_brute *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household)
{
    assert(pool->people_count <= LOT_BRUTE_PEOPLE_MAX);
    memset(out, 0, sizeof *out);
    list_panels(out, pool, quotas, seats, per_household);
    long double floor[LOT_BRUTE_PEOPLE_MAX] = {0};
    bool open[LOT_BRUTE_PEOPLE_MAX];
    uint32_t open_count = 0;
    for (uint32_t p = 0; p < out->people_count; p++) {
        open[p] = out->reached[p];
        open_count += open[p];
    }
    while (out->panels_count > 0 && open_count > 0) {
        long double z = most(out, floor, open);
        bool can_rise[LOT_BRUTE_PEOPLE_MAX] = {false};
        for (uint32_t p = 0; p < out->people_count; p++) {
            if (!open[p])
                continue;
            bool alone[LOT_BRUTE_PEOPLE_MAX] = {false};
            long double held[LOT_BRUTE_PEOPLE_MAX];
            for (uint32_t other = 0; other < out->people_count; other++)
                held[other] = open[other] ? z - tiny * 10 : floor[other];
            held[p] = 0;
            alone[p] = true;
            can_rise[p] = most(out, held, alone) > z + 1e-7L;
        }
        for (uint32_t p = 0; p < out->people_count; p++) {
            if (!open[p] || can_rise[p])
                continue;
            open[p] = false;
            open_count--;
            floor[p] = z - tiny * 10;
            out->chance[p] = (double)z;
        }
    }
}
