/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each objective is a sequence of levels:
 *
 *     leximin      raise the least chance, settle who is held there, and again
 *     maximin      the least as high as can be: a floor for all; then lower the greatest, again
 *     minimax      the greatest as low as can be: a ceiling for all; then as leximin
 *     goldilocks   a floor and a ceiling (goldilocks.c); then as leximin
 *     nash         all at once (nash.c)
 */
#include "fair/objective.h"

#include <assert.h>

/* The first level alone, as a limit for what follows. */
static lot_status set_limit(lot_rounds *rounds, bool least, const lot_domain *domain,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_level level = {0};
    rounds->levels.least = least;
    TRY(lot_level_start(&level, rounds->levels.model, error));
    TRY(lot_rounds_level(&level, rounds, domain, error));
    mpq_set(rounds->levels.limit, level.z);
    rounds->levels.limited = true;
    rounds->limit_round = (uint32_t)rounds->count;
    rounds->exact = rounds->exact && level.exact;
    TRY(lot_rounds_add(rounds, least ? LOT_ROUND_FLOOR : LOT_ROUND_CEILING, 1, &level.bound,
                       error));
done:
    lot_level_clear(&level);
    return status;
}

lot_status lot_rounds_solve(lot_rounds *rounds, const lot_fair_options *wish,
                            const lot_domain *domain, lot_error *error)
{
    lot_status status = LOT_OK;
    switch (wish->objective) {
    case LOT_LEXIMIN:
        TRY(lot_rounds_settle(rounds, true, domain, error));
        break;
    case LOT_MAXIMIN:
        TRY(set_limit(rounds, true, domain, error));
        TRY(lot_rounds_settle(rounds, false, domain, error));
        break;
    case LOT_MINIMAX:
        TRY(set_limit(rounds, false, domain, error));
        TRY(lot_rounds_settle(rounds, true, domain, error));
        break;
    case LOT_GOLDILOCKS:
        TRY(lot_rounds_goldilocks(rounds, wish->gamma_millionths, domain, error));
        break;
    case LOT_NASH:
        TRY(lot_rounds_nash(rounds, domain, error));
        break;
    case LOT_LEGACY:
        assert(wish->objective != LOT_LEGACY);
    }
done:
    return status;
}
