/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leximin, maximin and minimax, level by level.
 *
 * A level: z as large as possible with every open floor at z. A floor with weight is met exactly in
 * every best mixture, so its person is fixed at z and open no more. z has to stop somewhere, so
 * there is such a floor. Downwards the same with ceilings.
 */
#include "oracle/levels.h"

#include "oracle/fairest.h"

#include <assert.h>

void lot_levels_set_floors(lot_mix *mix, mpq_srcptr at)
{
    for (uint32_t p = 0; p < mix->brute->people_count; p++) {
        if (!mix->brute->reached[p])
            continue;
        mix->floor[p].is_z = at == NULL;
        if (at != NULL)
            mpq_set(mix->floor[p].at, at);
    }
}

void lot_levels_set_ceilings(lot_mix *mix, mpq_srcptr at)
{
    for (uint32_t p = 0; p < mix->brute->people_count; p++) {
        if (!mix->brute->reached[p])
            continue;
        mix->ceiling[p].is_z = at == NULL;
        if (at != NULL)
            mpq_set(mix->ceiling[p].at, at);
    }
}

/* Fix whose bound has weight. bounds: floors or ceilings, [people_count]. */
static uint32_t fix(mpq_ptr chance, const lot_mix *mix, lot_mix_bound *bounds)
{
    uint32_t fixed = 0;
    for (uint32_t p = 0; p < mix->brute->people_count; p++) {
        if (!bounds[p].is_z || mpq_sgn(bounds[p].weight) == 0)
            continue;
        bounds[p].is_z = false;
        mpq_set(bounds[p].at, mix->z);
        mpq_set(chance + p, mix->z);
        fixed++;
    }
    return fixed;
}

static void set_all_zero(mpq_ptr chance, uint32_t count)
{
    for (uint32_t p = 0; p < count; p++)
        mpq_set_si(chance + p, 0, 1);
}

void lot_levels_raise(mpq_ptr chance, lot_mix *mix)
{
    set_all_zero(chance, mix->brute->people_count);
    lot_levels_set_floors(mix, NULL);
    for (uint32_t open = lot_brute_reached_count(mix->brute); open > 0;) {
        bool found = lot_mix_raise(mix);
        uint32_t fixed = fix(chance, mix, mix->floor);
        assert(found && fixed > 0);
        open -= fixed;
    }
}

void lot_levels_lower(mpq_ptr chance, lot_mix *mix)
{
    set_all_zero(chance, mix->brute->people_count);
    lot_levels_set_ceilings(mix, NULL);
    for (uint32_t open = lot_brute_reached_count(mix->brute); open > 0;) {
        bool found = lot_mix_lower(mix);
        uint32_t fixed = fix(chance, mix, mix->ceiling);
        assert(found && fixed > 0);
        open -= fixed;
    }
}

void lot_fairest_leximin(mpq_ptr chance, const lot_brute *brute)
{
    lot_mix mix;
    lot_mix_start(&mix, brute);
    lot_levels_raise(chance, &mix);
    lot_mix_end(&mix);
}

void lot_fairest_maximin(mpq_ptr chance, const lot_brute *brute)
{
    lot_mix mix;
    lot_mix_start(&mix, brute);
    lot_levels_set_floors(&mix, NULL);
    bool found = lot_mix_raise(&mix);
    assert(found);
    lot_levels_set_floors(&mix, mix.z);
    lot_levels_lower(chance, &mix);
    lot_mix_end(&mix);
}

void lot_fairest_minimax(mpq_ptr chance, const lot_brute *brute)
{
    lot_mix mix;
    lot_mix_start(&mix, brute);
    lot_levels_set_ceilings(&mix, NULL);
    bool found = lot_mix_lower(&mix);
    assert(found);
    lot_levels_set_ceilings(&mix, mix.z);
    lot_levels_raise(chance, &mix);
    lot_mix_end(&mix);
}
