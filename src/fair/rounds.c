/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds: levels in a row, each settling whom it fixes. A level fixes at least one class, so there
 * are at most as many as classes. Where a level reaches the limit (raised to the ceiling, lowered
 * to the floor), everyone left has exactly that chance.
 */
#include "fair/rounds.h"

#include "core/array.h"

#include <math.h>
#include <stdlib.h>

/* Nearer than this to the limit is the limit, where a level is not exact. */
static const double noise = 1e-9;

lot_status lot_rounds_start(lot_rounds *rounds, const lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    *rounds = (lot_rounds){.exact = true};
    TRY(lot_levels_start(&rounds->levels, model, error));
    rounds->round = lot_array_new(count, sizeof *rounds->round);
    if (rounds->round == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < count; t++)
        rounds->round[t] = LOT_NO_ROUND;
done:
    return status;
}

void lot_rounds_clear(lot_rounds *rounds)
{
    lot_levels_clear(&rounds->levels);
    free(rounds->round);
    for (size_t i = 0; i < rounds->count; i++)
        lot_bound_clear(&rounds->list[i].bound);
    free(rounds->list);
    *rounds = (lot_rounds){0};
}

lot_status lot_rounds_add(lot_rounds *rounds, lot_round_kind kind, uint64_t times, lot_bound *bound,
                          lot_error *error)
{
    void *array = rounds->list;
    if (lot_array_grow(&array, &rounds->room, rounds->count, sizeof *rounds->list) != 0)
        return LOT_NO_MEMORY(error);
    rounds->list = array;
    rounds->list[rounds->count++] = (lot_round){kind, times, *bound};
    *bound = (lot_bound){0};
    return LOT_OK;
}

lot_status lot_rounds_level(lot_level *level, const lot_rounds *rounds, const lot_domain *domain,
                            lot_error *error)
{
    const lot_levels *levels = &rounds->levels;
    uint64_t all = levels->model->classes->count;
    lot_status status = lot_progress_report(domain->progress, "finding the fairest chances",
                                            all - levels->open_count, all, error);
    if (status != LOT_OK)
        return status;
    if (domain->hull == NULL)
        return lot_level_relaxed(level, levels, error);
    return lot_level_panels(level, levels, domain->hull, domain->progress, error);
}

static void settle_class(lot_rounds *rounds, uint32_t class, mpq_srcptr chance, size_t round)
{
    rounds->levels.open[class] = false;
    rounds->levels.open_count--;
    rounds->round[class] = (uint32_t)round;
    mpq_set(rounds->levels.chance[class], chance);
}

/* Has the level come to the limit? */
static bool is_at_limit(const lot_rounds *rounds, const lot_level *level)
{
    const lot_levels *levels = &rounds->levels;
    if (!levels->limited)
        return false;
    int order = mpq_cmp(level->z, levels->limit);
    return (levels->least ? order >= 0 : order <= 0) ||
           (!level->exact && fabs(mpq_get_d(level->z) - mpq_get_d(levels->limit)) < noise);
}

/* Levels rise, or fall: one that is not exact may miss the one before by a hair. */
static void keep_order(lot_rounds *rounds, lot_level *level)
{
    const lot_levels *levels = &rounds->levels;
    for (uint32_t t = 0; t < levels->model->classes->count; t++) {
        bool earlier = rounds->round[t] != LOT_NO_ROUND;
        int order = earlier ? mpq_cmp(level->z, levels->chance[t]) : 0;
        if (levels->least ? order < 0 : order > 0)
            mpq_set(level->z, levels->chance[t]);
    }
}

/* Settle who the level fixes, or everyone where it has come to the limit. */
static lot_status take_level(lot_rounds *rounds, lot_level *level, lot_error *error)
{
    lot_levels *levels = &rounds->levels;
    uint32_t before = levels->open_count;
    keep_order(rounds, level);
    bool at_limit = is_at_limit(rounds, level);
    size_t round = at_limit ? rounds->limit_round : rounds->count;
    for (uint32_t t = 0; t < levels->model->classes->count; t++)
        if (levels->open[t] && (at_limit || level->fixes[t]))
            settle_class(rounds, t, at_limit ? levels->limit : level->z, round);
    if (levels->open_count == before)
        return LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: a level fixes nobody");
    if (at_limit)
        return LOT_OK;
    rounds->exact = rounds->exact && level->exact;
    return lot_rounds_add(rounds, levels->least ? LOT_ROUND_LEAST : LOT_ROUND_GREATEST, 1,
                          &level->bound, error);
}

lot_status lot_rounds_settle(lot_rounds *rounds, bool least, const lot_domain *domain,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_level level = {0};
    rounds->levels.least = least;
    TRY(lot_level_start(&level, rounds->levels.model, error));
    while (rounds->levels.open_count > 0) {
        TRY(lot_rounds_level(&level, rounds, domain, error));
        TRY(take_level(rounds, &level, error));
    }
done:
    lot_level_clear(&level);
    return status;
}
