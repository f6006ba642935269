/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hull of panels: those that are known, in the order in which they came. */
#include "fair/hull.h"

#include "core/array.h"
#include "fair/seats.h"

#include <stdlib.h>
#include <string.h>

enum { COVERS_MAX = 200 };

lot_status lot_hull_new(lot_hull **out, const lot_model *model, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_hull *hull = lot_array_new(1, sizeof *hull);
    if (hull == NULL)
        return LOT_NO_MEMORY(error);
    hull->model = model;
    hull->compositions = lot_array_new(1, sizeof *hull->compositions);
    if (hull->compositions == NULL)
        TRY(LOT_NO_MEMORY(error));
    hull->compositions->seats = model->seats;
    TRY(lot_branch_new(&hull->branch, model, error));
    *out = hull;
    hull = NULL;
done:
    lot_hull_free(hull);
    return status;
}

void lot_hull_free(lot_hull *hull)
{
    if (hull == NULL)
        return;
    lot_branch_free(hull->branch);
    lot_compositions_free(hull->compositions);
    free(hull->share);
    free(hull);
}

lot_status lot_hull_add(lot_hull *hull, const int64_t *seats, lot_error *error)
{
    void *array = hull->share;
    uint32_t count = hull->compositions->count;
    if (lot_array_grow(&array, &hull->share_room, count, sizeof *hull->share) != 0)
        return LOT_NO_MEMORY(error);
    hull->share = array;
    hull->share[count] = 0;
    return lot_compositions_add(hull->compositions, &hull->room, hull->model, seats, 0, error);
}

static bool is_known(const lot_hull *hull, const uint32_t *classes)
{
    const lot_compositions *known = hull->compositions;
    for (uint32_t j = 0; j < known->count; j++)
        if (memcmp(known->classes + (size_t)j * known->seats, classes,
                   known->seats * sizeof *classes) == 0)
            return true;
    return false;
}

lot_status lot_hull_add_all(lot_hull *hull, const lot_compositions *list, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = hull->model->classes->count;
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (seats == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t j = 0; j < list->count; j++) {
        const uint32_t *classes = list->classes + (size_t)j * list->seats;
        if (is_known(hull, classes))
            continue;
        memset(seats, 0, count * sizeof *seats);
        for (uint32_t i = 0; i < list->seats; i++)
            seats[classes[i]]++;
        TRY(lot_hull_add(hull, seats, error));
    }
done:
    free(seats);
    return status;
}

uint32_t lot_seats_alike(const uint32_t *seat, uint32_t count)
{
    uint32_t alike = 1;
    while (alike < count && seat[alike] == seat[0])
        alike++;
    return alike;
}

void lot_hull_chances(double *chance, const lot_hull *hull)
{
    const lot_compositions *known = hull->compositions;
    for (uint32_t t = 0; t < hull->model->classes->count; t++)
        chance[t] = 0;
    for (uint32_t j = 0; j < known->count; j++)
        for (uint32_t i = 0; i < known->seats; i++) {
            uint32_t t = known->classes[(size_t)j * known->seats + i];
            chance[t] += hull->share[j] / hull->model->classes->size[t];
        }
}

static int64_t weight_of(const lot_compositions *known, uint32_t j, const int64_t *weight)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < known->seats; i++)
        sum += weight[known->classes[(size_t)j * known->seats + i]];
    return sum;
}

int64_t lot_hull_heaviest(const lot_hull *hull, const int64_t *weight)
{
    int64_t most = INT64_MIN;
    for (uint32_t j = 0; j < hull->compositions->count; j++) {
        int64_t sum = weight_of(hull->compositions, j, weight);
        most = sum > most ? sum : most;
    }
    return most;
}

/* One panel with as many classes as can be that were not seen; *found: it has any. */
static lot_status cover_some(bool *found, lot_hull *hull, bool *seen, int64_t *weight,
                             int64_t *seats, lot_error *error)
{
    lot_status status = LOT_OK;
    bool news = false;
    uint32_t count = hull->model->classes->count;
    for (uint32_t t = 0; t < count; t++)
        weight[t] = !seen[t] && hull->model->cap[t] > 0;
    TRY(lot_branch_guess(hull->branch, found, seats, weight, error));
    for (uint32_t t = 0; t < count && *found; t++) {
        news = news || (seats[t] > 0 && !seen[t]);
        seen[t] = seen[t] || seats[t] > 0;
    }
    *found = *found && news;
    if (*found)
        TRY(lot_hull_add(hull, seats, error));
done:
    return status;
}

lot_status lot_hull_cover(lot_hull *hull, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_compositions *known = hull->compositions;
    uint32_t count = hull->model->classes->count;
    bool found = true;
    bool *seen = lot_array_new(count, sizeof *seen);
    int64_t *weight = lot_array_new(count, sizeof *weight);
    int64_t *seats = lot_array_new(count, sizeof *seats);
    if (seen == NULL || weight == NULL || seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (size_t i = 0; i < (size_t)known->count * known->seats; i++)
        seen[known->classes[i]] = true;
    for (uint32_t tries = 0; found && tries < COVERS_MAX; tries++) {
        TRY(lot_progress_report(progress, "finding panels", tries, 0, error));
        TRY(cover_some(&found, hull, seen, weight, seats, error));
    }
done:
    free(seen);
    free(weight);
    free(seats);
    return status;
}
