/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: room for what is asked and found. */
#include "fair/level.h"

#include "core/array.h"
#include "fair/exact.h"

#include <stdlib.h>

lot_status lot_levels_start(lot_levels *levels, const lot_model *model, lot_error *error)
{
    uint32_t count = model->classes->count;
    *levels = (lot_levels){.model = model, .least = true};
    mpq_init(levels->limit);
    levels->chance = lot_rationals_new(count);
    levels->open = lot_array_new(count, sizeof *levels->open);
    levels->bounded = lot_array_new(count, sizeof *levels->bounded);
    if (levels->chance == NULL || levels->open == NULL || levels->bounded == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < count; t++) {
        levels->open[t] = model->cap[t] > 0;
        levels->open_count += levels->open[t];
    }
    return LOT_OK;
}

void lot_levels_clear(lot_levels *levels)
{
    if (levels->model == NULL)
        return;
    lot_rationals_free(levels->chance, levels->model->classes->count);
    free(levels->open);
    free(levels->bounded);
    mpq_clear(levels->limit);
    *levels = (lot_levels){0};
}

lot_status lot_level_start(lot_level *level, const lot_model *model, lot_error *error)
{
    *level = (lot_level){.fixes = lot_array_new(model->classes->count, sizeof *level->fixes)};
    if (level->fixes == NULL)
        return LOT_NO_MEMORY(error);
    mpq_init(level->z);
    return LOT_OK;
}

void lot_level_clear(lot_level *level)
{
    if (level->fixes == NULL)
        return;
    mpq_clear(level->z);
    free(level->fixes);
    lot_bound_clear(&level->bound);
    *level = (lot_level){0};
}
