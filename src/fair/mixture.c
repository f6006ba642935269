/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounding a mixture: the fallback that cannot fail. Every composition is a panel already, so any
 * whole tickets that sum up are a lottery; what is sought is the one nearest to the chances.
 *
 * off[t] = seat-tickets of class t minus tickets * size[t] * chance[t]; the measure that exchanges
 * bring down is sum_t (off[t] / size[t])^2.
 */
#include "core/array.h"
#include "fair/hull.h"

#include <math.h>
#include <stdlib.h>

enum { EXCHANGES_MAX = 2000, NODES_MAX = 500, REACH = 3, REMAKES_MAX = 2000, WEIGHT_MAX = 1 << 20 };

/* Within a ticket, the square of the distance costs this part of what it costs beyond. */
static const double slight = 0.02;

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

/* Is everyone of every class within a ticket, members sharing evenly? */
static bool all_near(const double *off, const lot_classes *classes, const double *chance,
                     double tickets)
{
    for (uint32_t t = 0; t < classes->count; t++) {
        double each = off[t] / classes->size[t] + tickets * chance[t];
        double wanted = tickets * chance[t];
        if (floor(each + 1e-9) < wanted - 1 - 1e-6 || ceil(each - 1e-9) > wanted + 1 + 1e-6)
            return false;
    }
    return true;
}

/* How far the tickets are from what is wanted. */
typedef struct aim {
    const lot_classes *classes;
    const double *chance;
    double tickets;
    double *off; /* [classes] seat-tickets above tickets * size * chance */
} aim;

/*
 * What being `off` seat-tickets costs class t: far more beyond a ticket for each member, where
 * members have the floor or ceiling of their share.
 */
static double cost_of(const aim *a, uint32_t t, double off)
{
    double wanted = a->tickets * a->chance[t];
    double each = off / a->classes->size[t];
    double low = ceil(wanted - 1 - 1e-6) - wanted;
    double high = floor(wanted + 1 + 1e-6) - wanted;
    double beyond = fmax(0, fmax(low - each, each - high));
    return slight * each * each + beyond * beyond;
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

/* Remake panels until everyone is near, or a whole round of them brings nothing. */
static lot_status remake_all(lot_hull *hull, const aim *a, const lot_progress *progress,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = hull->model;
    int64_t *weight = lot_array_new(model->classes->count, sizeof *weight);
    int64_t *seats = lot_array_new(model->classes->count, sizeof *seats);
    if (weight == NULL || seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    uint32_t idle = 0;
    for (uint32_t tries = 0; tries < REMAKES_MAX && idle < hull->compositions->count; tries++) {
        bool better = false;
        uint32_t j = tries % hull->compositions->count;
        if (all_near(a->off, model->classes, a->chance, a->tickets))
            break;
        TRY(lot_progress_report(progress, "rounding a mixture to tickets", tries, 0, error));
        if (hull->compositions->tickets[j] > 0)
            TRY(remake(&better, hull, a, j, weight, seats, error));
        idle = better ? 0 : idle + 1;
    }
done:
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

/*
 * Search whole tickets near those of the exchanges, with everyone within a ticket. Column j is
 * composition j's tickets less `base`; a row for each class, and their sum.
 */
static lot_status build_search(lot_lp *lp, const lot_compositions *all, const lot_classes *classes,
                               const double *chance, double tickets, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t t = 0; t < classes->count; t++) {
        double least = ceil(tickets * chance[t] - 1 - 1e-6);
        double most = floor(tickets * chance[t] + 1 + 1e-6);
        (void)lot_lp_add_row(lp, classes->size[t] * fmax(0, least), classes->size[t] * most);
    }
    uint32_t sum = lot_lp_add_row(lp, tickets, tickets);
    for (uint32_t j = 0; j < all->count; j++) {
        double now = (double)all->tickets[j];
        uint32_t column = lot_lp_add_column(lp, fmax(0, now - REACH), now + REACH, 0, true);
        TRY(lot_lp_add_entry(lp, sum, column, 1, error));
        const uint32_t *seat = all->classes + (size_t)j * all->seats;
        for (uint32_t i = 0, run; i < all->seats; i += run) {
            for (run = 1; i + run < all->seats && seat[i + run] == seat[i];)
                run++;
            TRY(lot_lp_add_entry(lp, seat[i], column, run, error));
        }
    }
done:
    return status;
}

static lot_status search_near(lot_compositions *all, const lot_classes *classes,
                              const double *chance, uint64_t tickets, const lot_progress *progress,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp *lp = lot_lp_new(false);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(build_search(lp, all, classes, chance, (double)tickets, error));
    lot_lp_search search = {true, NODES_MAX, progress, "rounding a mixture to tickets"};
    lot_lp_outcome outcome;
    TRY(lot_lp_solve_integer(lp, &search, &outcome, error));
    for (uint32_t j = 0; j < all->count && outcome == LOT_LP_OPTIMAL; j++)
        all->tickets[j] = (uint64_t)nearbyint(lot_lp_value(lp, j));
done:
    lot_lp_free(lp);
    return status;
}

lot_status lot_mixture_round(lot_hull *hull, const double *chance, uint64_t tickets,
                             const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = hull->model->classes;
    lot_compositions *all = hull->compositions;
    double *off = lot_array_new(classes->count, sizeof *off);
    if (off == NULL)
        return LOT_NO_MEMORY(error);
    largest_remainders(hull, tickets);
    for (uint32_t t = 0; t < classes->count; t++)
        off[t] = -(double)tickets * classes->size[t] * chance[t];
    for (uint32_t j = 0; j < all->count; j++)
        move(off, all, j, (double)all->tickets[j]);
    exchange(off, all, classes);
    const aim a = {classes, chance, (double)tickets, off};
    TRY(remake_all(hull, &a, progress, error));
    if (!all_near(off, classes, chance, (double)tickets))
        TRY(search_near(all, classes, chance, tickets, progress, error));
    drop_empty(all);
done:
    free(off);
    return status;
}
