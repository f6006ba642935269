/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounding a mixture: the fallback that cannot fail. Every composition is a panel already, so any
 * whole tickets that sum up are a lottery; what is sought is the one nearest to the chances.
 *
 * off[t] = seat-tickets of class t minus tickets * size[t] * chance[t]; the measure that exchanges
 * bring down is sum_t (off[t] / size[t])^2.
 */
#include "core/array.h"
#include "fair/columns.h"

#include <math.h>
#include <stdlib.h>

enum { EXCHANGES_MAX = 2000 };

/* Put `sign` tickets of composition j into off. */
static void move(double *off, const lot_compositions *all, uint32_t j, double sign)
{
    const uint32_t *seat = all->classes + (size_t)j * all->seats;
    for (uint32_t i = 0; i < all->seats; i++)
        off[seat[i]] += sign;
}

static double measure(const double *off, const lot_classes *classes)
{
    double sum = 0;
    for (uint32_t t = 0; t < classes->count; t++)
        sum += off[t] / classes->size[t] * (off[t] / classes->size[t]);
    return sum;
}

/* Floors first, then one more for the largest remainders, in order where they are equal. */
static void largest_remainders(lot_mixture *mixture, uint64_t tickets)
{
    lot_compositions *all = mixture->compositions;
    uint64_t given = 0;
    for (uint32_t j = 0; j < all->count; j++) {
        double exact = mixture->share[j] * (double)tickets;
        all->tickets[j] = (uint64_t)floor(exact + 1e-9);
        mixture->share[j] = exact - (double)all->tickets[j];
        given += all->tickets[j];
    }
    for (; given < tickets; given++) {
        uint32_t best = 0;
        for (uint32_t j = 1; j < all->count; j++)
            if (mixture->share[j] > mixture->share[best] + 1e-9)
                best = j;
        all->tickets[best]++;
        mixture->share[best] -= 1;
    }
    for (uint32_t j = 0; given > tickets; j = (j + 1) % all->count)
        if (all->tickets[j] > 0) {
            all->tickets[j]--;
            given--;
        }
}

/* Exchange one ticket of a panel for one of another while that helps clearly. */
static void exchange(double *off, lot_compositions *all, const lot_classes *classes)
{
    double now = measure(off, classes);
    for (int round = 0; round < EXCHANGES_MAX; round++) {
        double best = now - 1e-6;
        uint32_t from = UINT32_MAX;
        uint32_t to = UINT32_MAX;
        for (uint32_t i = 0; i < all->count; i++) {
            if (all->tickets[i] == 0)
                continue;
            move(off, all, i, -1);
            for (uint32_t j = 0; j < all->count; j++) {
                move(off, all, j, 1);
                double then = measure(off, classes);
                move(off, all, j, -1);
                if (then < best) {
                    best = then;
                    from = i;
                    to = j;
                }
            }
            move(off, all, i, 1);
        }
        if (from == UINT32_MAX)
            return;
        all->tickets[from]--;
        all->tickets[to]++;
        move(off, all, from, -1);
        move(off, all, to, 1);
        now = measure(off, classes);
    }
}

static void drop_empty(lot_compositions *all)
{
    uint32_t kept = 0;
    for (uint32_t j = 0; j < all->count; j++) {
        if (all->tickets[j] == 0)
            continue;
        for (uint32_t i = 0; i < all->seats; i++)
            all->classes[(size_t)kept * all->seats + i] = all->classes[(size_t)j * all->seats + i];
        all->tickets[kept++] = all->tickets[j];
    }
    all->count = kept;
}

lot_status lot_mixture_round(lot_mixture *mixture, const lot_model *model, const double *chance,
                             uint64_t tickets, lot_error *error)
{
    const lot_classes *classes = model->classes;
    lot_compositions *all = mixture->compositions;
    double *off = lot_array_new(classes->count, sizeof *off);
    if (off == NULL)
        return LOT_NO_MEMORY(error);
    largest_remainders(mixture, tickets);
    for (uint32_t t = 0; t < classes->count; t++)
        off[t] = -(double)tickets * classes->size[t] * chance[t];
    for (uint32_t j = 0; j < all->count; j++)
        move(off, all, j, (double)all->tickets[j]);
    exchange(off, all, classes);
    drop_empty(all);
    free(off);
    return LOT_OK;
}
