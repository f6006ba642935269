/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * With r[t] = scale weight[t] - sum of multipliers over the rows of class t,
 *
 *     scale weight c  =  sum_rows multiplier (row's sum of c)  +  sum_t r[t] c[t]
 *
 * and each part is bounded on its own: a row by its bounds, the rest kind by kind, where the seats
 * go to the largest r first.
 */
#include "fair/leaf.h"

/* Add the most that the kind's part can be; false when it has no room for the box's low ends. */
static bool add_kind(lot_wide *sum, const lot_leaf *leaf, const lot_kind *kind)
{
    int64_t left = kind->limit;
    uint32_t end = kind->first + kind->classes_count;
    for (uint32_t t = kind->first; t < end; t++) {
        if (leaf->low[t] > leaf->high[t])
            return false;
        *sum += leaf->rest[t] * (lot_wide)leaf->low[t];
        left -= leaf->low[t];
    }
    if (left < 0)
        return false;
    for (;;) { /* the largest rest that has not been served */
        uint32_t best = end;
        for (uint32_t t = kind->first; t < end; t++)
            if (leaf->rest[t] > 0 && (best == end || leaf->rest[t] > leaf->rest[best]))
                best = t;
        if (best == end || left == 0)
            return true;
        int64_t room = (int64_t)leaf->high[best] - leaf->low[best];
        int64_t taken = room < left ? room : left;
        *sum += leaf->rest[best] * (lot_wide)taken;
        left -= taken;
        leaf->rest[best] = 0;
    }
}

bool lot_leaf_sum(lot_wide *sum, const lot_leaf *leaf, uint64_t scale, const int64_t *multipliers)
{
    const lot_model *model = leaf->model;
    *sum = 0;
    for (uint32_t t = 0; t < model->classes->count; t++)
        leaf->rest[t] = (lot_wide)leaf->weight[t] * (lot_wide)scale;
    for (uint32_t r = 0; r <= model->quotas_count; r++) {
        const lot_row *row = &model->rows[r];
        lot_wide times = multipliers[r];
        if (times == 0)
            continue;
        *sum += times * (times > 0 ? row->upper : row->lower);
        for (uint32_t e = row->first; e < row->end; e++)
            leaf->rest[model->entries[e].class] -= times * model->entries[e].weight;
    }
    for (uint32_t h = 0; h < model->classes->kinds_count; h++)
        if (!add_kind(sum, leaf, &model->classes->kinds[h]))
            return false;
    return true;
}
