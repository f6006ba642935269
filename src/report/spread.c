/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spread: classes by their chance, each counted as often as it has members. */
#include "report/spread.h"

#include "core/array.h"
#include "core/wide.h"
#include "report/figures.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* So many people with the same chance. */
typedef struct group {
    uint64_t chance; /* billionths */
    uint32_t size;
} group;

uint64_t lot_billionths(double chance)
{
    return chance > 0 ? (uint64_t)(chance * LOT_BILLIONTHS + 0.5) : 0;
}

static int by_chance(const void *left, const void *right)
{
    const group *a = left;
    const group *b = right;
    return (a->chance > b->chance) - (a->chance < b->chance);
}

/* groups: [count] by chance. */
static uint64_t gini(const group *groups, uint32_t count, uint32_t people_count)
{
    lot_wide spread = 0;
    lot_wide sum = 0;
    lot_wide before = 0;
    for (uint32_t g = 0; g < count; g++) {
        lot_wide chances = (lot_wide)groups[g].chance * groups[g].size;
        /* the sum of 2 i - n - 1 over the group's places, before + 1 to before + size */
        spread += chances * (2 * before + groups[g].size - people_count);
        sum += chances;
        before += groups[g].size;
    }
    if (sum == 0)
        return 0;
    lot_wide whole = sum * people_count;
    return (uint64_t)((spread * LOT_BILLIONTHS + whole / 2) / whole);
}

/* Coarse enough that the last bits of a machine's logarithm are never seen. */
static uint64_t geometric_mean(const group *groups, uint32_t count, uint32_t people_count)
{
    double logarithms = 0;
    for (uint32_t g = 0; g < count; g++)
        logarithms += groups[g].size * log((double)groups[g].chance / LOT_BILLIONTHS);
    /* log 0 is minus infinity, whose exponential is the 0 that one chance of 0 makes of the mean */
    return (uint64_t)(exp(logarithms / people_count) * LOT_MEAN_WHOLE + 0.5);
}

static bool is_below_half(uint64_t chance, uint32_t seats, uint32_t people_count)
{
    return (lot_unsigned_wide)2 * people_count * (chance + 1) <
           (lot_unsigned_wide)seats * LOT_BILLIONTHS;
}

lot_status lot_spread_measure(lot_spread *out, const double *chance, const bool *no_panel,
                              const lot_classes *classes, uint32_t seats, lot_error *error)
{
    uint32_t count = 0;
    group *groups = lot_array_new(classes->count, sizeof *groups);
    *out = (lot_spread){0};
    if (groups == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < classes->count; t++) {
        if (no_panel[t]) {
            out->no_panel_count += classes->size[t];
            continue;
        }
        groups[count++] = (group){lot_billionths(chance[t]), classes->size[t]};
        out->people_count += classes->size[t];
    }
    qsort(groups, count, sizeof *groups, by_chance);
    for (uint32_t g = 0; g < count; g++) {
        if (is_below_half(groups[g].chance, seats, out->people_count))
            out->below_half_count += groups[g].size;
    }
    if (count > 0) {
        out->least = groups[0].chance;
        out->greatest = groups[count - 1].chance;
        out->gini = gini(groups, count, out->people_count);
        out->mean = geometric_mean(groups, count, out->people_count);
    }
    free(groups);
    return LOT_OK;
}
