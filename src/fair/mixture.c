/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounding a mixture: the fallback that cannot fail. Every composition is a panel already, so any
 * whole tickets that sum up are a lottery; what is sought is the one nearest to the chances.
 *
 * off[t] = seat-tickets of class t minus tickets * size[t] * chance[t]. First, exchanges of a
 * ticket between known panels bring down sum_t (off[t] / size[t])^2. Then, while anybody is more
 * than a ticket away, one ticket after the other is given to a panel made for it: the one that
 * would be the largest gain, guessed as in branch and bound. Where a round of that brings nothing,
 * being beyond a ticket grows dearer for whom it lasts. The best that was seen is kept.
 */
#include "core/array.h"
#include "fair/hull.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXCHANGES_MAX = 2000, REMAKES_MAX = 6000, WEIGHT_MAX = 1 << 20 };

/* Within a ticket, the square of the distance costs this part of what it costs beyond. */
static const double slight = 0.02;

/* Sums that exchanges may take: a second or two. */
static const double work_most = 2e9;

/* How the price of being beyond a ticket rises. */
static const double price_rise = 2;

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
static void largest_remainders(lot_hull *mixture, uint64_t tickets)
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

/* How many exchanges there is time for: each compares all pairs of panels, class by class. */
static int exchanges_most(const lot_compositions *all, const lot_classes *classes)
{
    double work = (double)all->count * all->count * classes->count;
    return (int)fmin(EXCHANGES_MAX, work_most / fmax(1, work));
}

/* Exchange one ticket of a panel for one of another while that helps clearly. */
static void exchange(double *off, lot_compositions *all, const lot_classes *classes)
{
    double now = measure(off, classes);
    int rounds = exchanges_most(all, classes);
    for (int round = 0; round < rounds; round++) {
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

/* How far the tickets are from what is wanted. */
typedef struct aim {
    const lot_classes *classes;
    const double *chance;
    double tickets;
    double *off;   /* [classes] seat-tickets above tickets * size * chance */
    double *price; /* [classes] of being beyond a ticket: rises where it lasts */
} aim;

/* How far beyond a ticket somebody of class t is: members have the floor or ceiling of a share. */
static double beyond_of(const aim *a, uint32_t t, double off)
{
    double wanted = a->tickets * a->chance[t];
    double each = off / a->classes->size[t];
    double low = ceil(wanted - 1 - 1e-6) - wanted;
    double high = floor(wanted + 1 + 1e-6) - wanted;
    return fmax(0, fmax(low - each, each - high));
}

/* What being `off` seat-tickets costs class t: far more beyond a ticket for each member. */
static double cost_of(const aim *a, uint32_t t, double off)
{
    double each = off / a->classes->size[t];
    double beyond = beyond_of(a, t, off);
    return slight * each * each + a->price[t] * beyond * beyond;
}

/* Raise the price of who is beyond a ticket, so that the search leaves any hollow in the end. */
static void raise_prices(const aim *a)
{
    for (uint32_t t = 0; t < a->classes->count; t++)
        if (beyond_of(a, t, a->off[t]) > 0)
            a->price[t] *= price_rise;
}

/* How far beyond a ticket anybody is. */
static double furthest(const aim *a)
{
    double most = 0;
    for (uint32_t t = 0; t < a->classes->count; t++)
        most = fmax(most, beyond_of(a, t, a->off[t]));
    return most;
}

static double cost(const aim *a)
{
    double sum = 0;
    for (uint32_t t = 0; t < a->classes->count; t++)
        sum += cost_of(a, t, a->off[t]);
    return sum;
}

/* Whole weights: what a seat more saves each class. */
static void weigh(int64_t *weight, const aim *a)
{
    double most = 1e-9;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t t = 0; t < a->classes->count; t++) {
            double saves = cost_of(a, t, a->off[t]) - cost_of(a, t, a->off[t] + 1);
            if (pass == 0)
                most = fmax(most, fabs(saves));
            else
                weight[t] = (int64_t)nearbyint(saves / most * WEIGHT_MAX);
        }
}

/* Exchange one ticket of panel j for a panel made for it; *better when that helps. */
static lot_status remake(bool *better, lot_hull *hull, const aim *a, uint32_t j, int64_t *weight,
                         int64_t *seats, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = a->classes;
    double *off = a->off;
    double before = cost(a);
    bool found;
    *better = false;
    move(off, hull->compositions, j, -1);
    weigh(weight, a);
    TRY(lot_branch_guess(hull->branch, &found, seats, weight, error));
    if (found) {
        for (uint32_t t = 0; t < classes->count; t++)
            off[t] += (double)seats[t];
        *better = cost(a) < before - 1e-6;
    }
    if (*better) {
        hull->compositions->tickets[j]--;
        TRY(lot_hull_add(hull, seats, error));
        hull->compositions->tickets[hull->compositions->count - 1] = 1;
        goto done;
    }
    for (uint32_t t = 0; t < classes->count && found; t++)
        off[t] -= (double)seats[t];
    move(off, hull->compositions, j, 1);
done:
    return status;
}

/* The best tickets so far. */
typedef struct best {
    uint64_t *tickets; /* [count] */
    uint32_t count;
    double furthest;
} best;

static lot_status keep_best(best *b, const lot_hull *hull, const aim *a, lot_error *error)
{
    double now = furthest(a);
    uint32_t count = hull->compositions->count;
    if (b->count > 0 && now >= b->furthest)
        return LOT_OK;
    uint64_t *tickets = lot_array_resize(b->tickets, count, sizeof *tickets);
    if (tickets == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(tickets, hull->compositions->tickets, count * sizeof *tickets);
    *b = (best){tickets, count, now};
    return LOT_OK;
}

/* Go back to the best; panels that came later have no tickets then. */
static void take_best(const best *b, lot_hull *hull)
{
    for (uint32_t j = 0; j < hull->compositions->count && b->count > 0; j++)
        hull->compositions->tickets[j] = j < b->count ? b->tickets[j] : 0;
}

/* Remake panels, the prices rising where a whole round of them brings nothing. */
static lot_status remake_all(lot_hull *hull, const aim *a, const lot_progress *progress,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    best kept = {0};
    uint32_t idle = 0;
    int64_t *weight = lot_array_new(a->classes->count, sizeof *weight);
    int64_t *seats = lot_array_new(a->classes->count, sizeof *seats);
    if (weight == NULL || seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(keep_best(&kept, hull, a, error));
    for (uint32_t tries = 0; tries < REMAKES_MAX && kept.furthest > 0; tries++) {
        bool better = false;
        uint32_t j = tries % hull->compositions->count;
        TRY(lot_progress_report(progress, "rounding a mixture to tickets", tries, 0, error));
        if (hull->compositions->tickets[j] > 0)
            TRY(remake(&better, hull, a, j, weight, seats, error));
        if (better)
            TRY(keep_best(&kept, hull, a, error));
        idle = better ? 0 : idle + 1;
        if (idle >= hull->compositions->count) {
            raise_prices(a);
            idle = 0;
        }
    }
    take_best(&kept, hull);
done:
    free(kept.tickets);
    free(weight);
    free(seats);
    return status;
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

lot_status lot_mixture_round(lot_hull *hull, const double *chance, uint64_t tickets,
                             const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = hull->model->classes;
    lot_compositions *all = hull->compositions;
    double *off = lot_array_new(classes->count, sizeof *off);
    double *price = lot_array_new(classes->count, sizeof *price);
    if (off == NULL || price == NULL)
        TRY(LOT_NO_MEMORY(error));
    largest_remainders(hull, tickets);
    for (uint32_t t = 0; t < classes->count; t++) {
        price[t] = 1;
        off[t] = -(double)tickets * classes->size[t] * chance[t];
    }
    for (uint32_t j = 0; j < all->count; j++)
        move(off, all, j, (double)all->tickets[j]);
    exchange(off, all, classes);
    const aim a = {classes, chance, (double)tickets, off, price};
    TRY(remake_all(hull, &a, progress, error));
    drop_empty(all);
done:
    free(off);
    free(price);
    return status;
}
