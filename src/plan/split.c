/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Split: from a division of the letters to a better one, by moving a share from one stratum to
 * another. What was tried is remembered, so nothing is simulated twice.
 */
#include "civiclot/split.h"

#include "core/array.h"
#include "plan/trials_inside.h"

#include <stdlib.h>
#include <string.h>

/* So many simulations tell divisions apart; what is told of the best is of all. */
enum { COMPARED_MOST = 500 };

/* Moves get smaller. The last is LOT_SPLIT_STEP. */
static const uint32_t steps[] = {4 * LOT_SPLIT_STEP, 2 * LOT_SPLIT_STEP, LOT_SPLIT_STEP};

typedef struct splitter {
    const lot_scenario *given;
    lot_scenario scenario; /* with the mailings below */
    lot_mailings mailings;
    uint32_t letters;
    uint64_t household;
    uint32_t workers;
    const lot_progress *progress;
    uint32_t *tried; /* [tried_count][strata] */
    uint32_t tried_count;
    uint32_t *best; /* [strata] */
    lot_glances sums;
    bool found;
} splitter;

void lot_split_free(lot_split *split)
{
    if (split == NULL)
        return;
    free(split->shares);
    free(split);
}

static void put_shares(splitter *s, const uint32_t *shares)
{
    for (uint32_t m = 0; m < s->mailings.count; m++)
        s->mailings.list[m].share = shares[m];
}

static bool is_better(const lot_glances *a, const lot_glances *b)
{
    if (a->panels != b->panels)
        return a->panels > b->panels;
    if (a->missing != b->missing)
        return a->missing < b->missing;
    return a->least > b->least;
}

/* Was it tried, or is the limit reached? */
static bool is_done(const splitter *s, const uint32_t *shares)
{
    size_t bytes = s->mailings.count * sizeof *shares;
    for (uint32_t i = 0; i < s->tried_count; i++)
        if (memcmp(s->tried + (size_t)i * s->mailings.count, shares, bytes) == 0)
            return true;
    return s->tried_count == LOT_SPLIT_TRIED_MOST;
}

/* Try a division; where it is better it becomes the best. */
static lot_status try_shares(splitter *s, const uint32_t *shares, lot_error *error)
{
    lot_glances sums;
    size_t strata = s->mailings.count;
    if (is_done(s, shares))
        return LOT_OK;
    memcpy(s->tried + s->tried_count++ * strata, shares, strata * sizeof *shares);
    put_shares(s, shares);
    if (lot_mailings_room(&s->mailings, s->scenario.population, s->household) < s->letters)
        return LOT_OK;
    lot_status status = lot_trials_glance(&sums, &s->scenario, s->workers, s->progress, error);
    if (status == LOT_OK && (!s->found || is_better(&sums, &s->sums))) {
        s->found = true;
        s->sums = sums;
        memcpy(s->best, shares, strata * sizeof *shares);
    }
    return status;
}

/* Try all moves of `step` from the best division; *moved: one was better. */
static lot_status move(splitter *s, uint32_t step, bool *moved, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t strata = s->mailings.count;
    uint32_t *from = lot_array_new(2 * strata, sizeof *from);
    if (from == NULL)
        return LOT_NO_MEMORY(error);
    uint32_t *shares = from + strata;
    memcpy(from, s->best, strata * sizeof *from);
    for (uint32_t a = 0; a < strata; a++) {
        uint32_t most = from[a] < step ? from[a] : step;
        for (uint32_t b = 0; b < strata && most > 0; b++) {
            if (a == b)
                continue;
            memcpy(shares, from, strata * sizeof *shares);
            shares[a] -= most;
            shares[b] += most;
            TRY(try_shares(s, shares, error));
        }
    }
    *moved = memcmp(from, s->best, strata * sizeof *from) != 0;
done:
    free(from);
    return status;
}

/* Each stratum's share of the people whom the strata reach, counted once for each. */
static void share_by_people(uint32_t *shares, const lot_mailings *mailings)
{
    uint64_t all = 0;
    uint32_t left = LOT_MAILINGS_ONE;
    for (uint32_t m = 0; m < mailings->count; m++)
        all += mailings->list[m].people / LOT_POPULATION_PARTS;
    for (uint32_t m = mailings->count; m-- > 1;) {
        uint64_t people = mailings->list[m].people / LOT_POPULATION_PARTS;
        shares[m] = all > 0 ? (uint32_t)(people * LOT_MAILINGS_ONE / all) : 0;
        left -= shares[m];
    }
    shares[0] = left;
}

static lot_status search(splitter *s, uint32_t *shares, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t m = 0; m < s->mailings.count; m++)
        shares[m] = s->given->mailings->list[m].share;
    TRY(try_shares(s, shares, error));
    share_by_people(shares, s->given->mailings);
    TRY(try_shares(s, shares, error));
    for (size_t i = 0; i < sizeof steps / sizeof *steps && s->found; i++)
        for (bool moved = true; moved;)
            TRY(move(s, steps[i], &moved, error));
done:
    return status;
}

/* How the shares do in all simulations; UINT32_MAX: there are no addresses for them. */
static lot_status measure(uint32_t *feasible, splitter *s, const uint32_t *shares, lot_error *error)
{
    lot_glances sums = {.panels = UINT32_MAX};
    lot_status status = LOT_OK;
    put_shares(s, shares);
    if (lot_mailings_room(&s->mailings, s->scenario.population, s->household) >= s->letters)
        status = lot_trials_glance(&sums, &s->scenario, s->workers, s->progress, error);
    *feasible = sums.panels;
    return status;
}

static lot_status write_split(lot_split **out, splitter *s, uint32_t *given, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_split *split = lot_array_new(1, sizeof *split);
    if (split == NULL)
        return LOT_NO_MEMORY(error);
    *split = (lot_split){.letters = s->letters,
                         .simulations = s->given->simulations,
                         .count = s->mailings.count,
                         .tried = s->tried_count,
                         .settled = s->tried_count < LOT_SPLIT_TRIED_MOST};
    s->scenario.simulations = s->given->simulations;
    for (uint32_t m = 0; m < s->mailings.count; m++)
        given[m] = s->given->mailings->list[m].share;
    TRY(measure(&split->feasible, s, s->best, error));
    TRY(measure(&split->feasible_given, s, given, error));
    split->shares = s->best;
    s->best = NULL;
    /* what was best in some simulations need not be in all */
    if (split->feasible_given != UINT32_MAX && split->feasible_given >= split->feasible) {
        split->feasible = split->feasible_given;
        memcpy(split->shares, given, split->count * sizeof *given);
    }
    *out = split;
    split = NULL;
done:
    lot_split_free(split);
    return status;
}

lot_status lot_split_find(lot_split **out, const lot_split_wish *wish, const lot_progress *progress,
                          lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    const lot_scenario *scenario = wish->scenario;
    size_t strata = scenario->mailings->count;
    splitter s = {.given = scenario,
                  .scenario = *scenario,
                  .letters = wish->letters,
                  .household = wish->household,
                  .workers = wish->workers,
                  .progress = progress};
    uint32_t *shares = lot_array_new(strata, sizeof *shares);
    s.mailings.count = scenario->mailings->count;
    s.mailings.list = lot_array_new(strata, sizeof *s.mailings.list);
    s.tried = lot_array_new(LOT_SPLIT_TRIED_MOST * strata, sizeof *s.tried);
    s.best = lot_array_new(strata, sizeof *s.best);
    if (shares == NULL || s.mailings.list == NULL || s.tried == NULL || s.best == NULL)
        TRY(LOT_NO_MEMORY(error));
    memcpy(s.mailings.list, scenario->mailings->list, strata * sizeof *s.mailings.list);
    s.scenario.mailings = &s.mailings;
    s.scenario.letters = &s.letters;
    s.scenario.letters_count = 1;
    s.scenario.horizon = wish->letters;
    if (s.scenario.simulations > COMPARED_MOST)
        s.scenario.simulations = COMPARED_MOST;
    TRY(search(&s, shares, error));
    if (s.found)
        TRY(write_split(out, &s, shares, error));
done:
    free(shares);
    free(s.mailings.list);
    free(s.tried);
    free(s.best);
    return status;
}
