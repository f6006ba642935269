/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest product of chances: Frank and Wolfe's method with pairwise steps.
 *
 * Weigh everybody by 1 / chance. If no panel weighs more than U, no mixture has a geometric mean
 * above U / n times this one's, n people in panels. A step moves share from the lightest panel in
 * the mixture to the heaviest of all, as far as that helps.
 * Source: Lacoste-Julien, Jaggi: On the global linear convergence of Frank-Wolfe optimization
 * variants, NIPS 2015.
 */
#include "oracle/fairest.h"

#include <assert.h>
#include <string.h>

enum { STEPS_MAX = 1000000, HALVINGS = 70, HALF_SETS = 1 << LOT_BRUTE_HALF };

static const long double gap_wanted = 1e-14L;

typedef struct mixture {
    const lot_brute *brute;
    long double share[LOT_BRUTE_PANELS_MAX];
    uint32_t used_count;
    uint32_t used[LOT_BRUTE_PANELS_MAX]; /* panels with a share */
    long double chance[LOT_BRUTE_PEOPLE_MAX];
    long double weight[LOT_BRUTE_PEOPLE_MAX];
    long double half[2][HALF_SETS];
} mixture;

/* A few panels that reach everybody, with equal shares. */
static void start(mixture *m)
{
    uint32_t left = 0;
    for (uint32_t p = 0; p < m->brute->people_count; p++)
        left |= (uint32_t)m->brute->reached[p] << p;
    while (left != 0) {
        uint32_t best = 0;
        for (uint32_t j = 1; j < m->brute->panels_count; j++)
            if (__builtin_popcount(m->brute->panels[j] & left) >
                __builtin_popcount(m->brute->panels[best] & left))
                best = j;
        m->used[m->used_count++] = best;
        left &= ~m->brute->panels[best];
    }
    for (uint32_t i = 0; i < m->used_count; i++)
        m->share[m->used[i]] = 1.0L / m->used_count;
}

static void find_chances(mixture *m)
{
    memset(m->chance, 0, sizeof m->chance);
    for (uint32_t p = 0; p < m->brute->people_count; p++)
        for (uint32_t i = 0; i < m->used_count; i++)
            if (m->brute->panels[m->used[i]] >> p & 1)
                m->chance[p] += m->share[m->used[i]];
}

/* Weights, and their sums over the two halves of people. */
static void weigh(mixture *m)
{
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++)
        m->weight[p] = m->brute->reached[p] ? 1 / m->chance[p] : 0;
    for (uint32_t h = 0; h < 2; h++)
        for (uint32_t i = 0; i < LOT_BRUTE_HALF; i++)
            for (uint32_t set = 0; set < 1u << i; set++)
                m->half[h][1u << i | set] = m->half[h][set] + m->weight[h * LOT_BRUTE_HALF + i];
}

static long double weight_of(const mixture *m, uint32_t panel)
{
    uint32_t set = m->brute->panels[panel];
    return m->half[0][lot_brute_lower(set)] + m->half[1][lot_brute_upper(set)];
}

static uint32_t heaviest(const mixture *m)
{
    uint32_t best = 0;
    for (uint32_t j = 1; j < m->brute->panels_count; j++)
        if (weight_of(m, j) > weight_of(m, best))
            best = j;
    return best;
}

/* The place in `used` of the lightest. */
static uint32_t lightest(const mixture *m)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < m->used_count; i++)
        if (weight_of(m, m->used[i]) < weight_of(m, m->used[best]))
            best = i;
    return best;
}

/* How the sum of logarithms changes at `step` from one panel to another. */
static long double slope(const mixture *m, uint32_t from, uint32_t to, long double step)
{
    long double sum = 0;
    for (uint32_t p = 0; p < m->brute->people_count; p++) {
        bool loses = m->brute->panels[from] >> p & 1;
        bool gains = m->brute->panels[to] >> p & 1;
        if (gains && !loses)
            sum += 1 / (m->chance[p] + step);
        if (loses && !gains)
            sum -= 1 / (m->chance[p] - step);
    }
    return sum;
}

/* The step that helps most. */
static long double find_step(const mixture *m, uint32_t from, uint32_t to)
{
    long double low = 0;
    long double high = m->share[from];
    bool empties = true; /* nobody is left without a chance */
    for (uint32_t p = 0; p < m->brute->people_count; p++)
        if ((m->brute->panels[from] & ~m->brute->panels[to]) >> p & 1)
            empties = empties && m->chance[p] > high;
    if (empties && slope(m, from, to, high) >= 0)
        return high;
    for (uint32_t i = 0; i < HALVINGS; i++) {
        long double middle = (low + high) / 2;
        if (slope(m, from, to, middle) > 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void move(mixture *m, uint32_t place, uint32_t to)
{
    uint32_t from = m->used[place];
    long double step = find_step(m, from, to);
    if (m->share[to] == 0 && step > 0)
        m->used[m->used_count++] = to;
    m->share[to] += step;
    m->share[from] -= step;
    if (m->share[from] == 0)
        m->used[place] = m->used[--m->used_count];
}

double lot_fairest_nash(double *chance, const lot_brute *brute)
{
    static mixture m;
    memset(&m, 0, sizeof m);
    m.brute = brute;
    long double people = lot_brute_reached_count(brute);
    long double gap = 1;
    long double best = 1;
    start(&m);
    for (uint32_t step = 0; step < STEPS_MAX && gap > gap_wanted; step++) {
        find_chances(&m);
        weigh(&m);
        uint32_t to = heaviest(&m);
        gap = weight_of(&m, to) / people - 1;
        if (gap < best) {
            best = gap;
            for (uint32_t p = 0; p < brute->people_count; p++)
                chance[p] = (double)m.chance[p];
        }
        move(&m, lightest(&m), to);
    }
    assert(best < 1e-9L);
    return (double)(best > 0 ? best : 0);
}
