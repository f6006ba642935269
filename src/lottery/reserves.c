/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves: one more at a time, each time the type that helps most; then types are exchanged one by
 * one as long as that lowers the deviation. Small questions: every way there is.
 *
 * Of types that help as much, that with more people is taken, then the first: so that more people
 * may be the one.
 */
#include "civiclot/reserves.h"

#include "core/array.h"
#include "lottery/crew.h"
#include "lottery/reserves_all.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Rounds of exchanges for one more reserve; each of the most there were recorded took 6. */
enum { ROUNDS = 25 };

/* Exchanges of pairs: of the first, so many types are tried; cases, types and tries at most. */
enum { PLACES = 2, PASSED_MOST = 8, PAIR_CELLS = 10000000 };

/* Steps of all call-ups together that tell what reserves leave: about a second at most. */
enum { STEPS = 2000000, STEPS_LEAST = 1000 };

lot_status lot_reserves_deviation(uint64_t *deviation, bool *exact,
                                  const lot_reserve_question *question, const uint32_t *types,
                                  uint32_t count, uint64_t steps, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_dropouts *dropouts = question->dropouts;
    const uint32_t **reserves = lot_array_new(count, sizeof *reserves);
    bool *called = lot_array_new(count, sizeof *called);
    bool proven = true;
    *deviation = 0;
    if (reserves == NULL || called == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        reserves[i] = lot_candidates_values(question->candidates, types[i]);
    for (uint32_t c = 0; c < dropouts->count; c++) {
        const lot_vacancy vacancy = {question->quotas, question->seats,
                                     dropouts->left + (size_t)c * dropouts->values,
                                     dropouts->seated[c]};
        lot_call_up_result result;
        TRY(lot_call_up(called, &result, &vacancy, reserves, count, steps, error));
        *deviation += dropouts->times[c] * result.deviation;
        proven = proven && result.proven;
    }
    if (exact != NULL)
        *exact = proven;
done:
    free(reserves);
    free(called);
    return status;
}

/* Is y to be taken before x? Both help; x may be none. */
static bool is_better(const lot_crew *crew, uint32_t y, uint32_t x)
{
    if (x == LOT_NOBODY || crew->gain[y] != crew->gain[x])
        return x == LOT_NOBODY || crew->gain[y] > crew->gain[x];
    return crew->question->candidates->size[y] > crew->question->candidates->size[x];
}

/*
 * Find the type that helps most as reserve i, by crew->gain, and for whom there are people next to
 * the others; it is set, LOT_NOBODY where there is none. Gains of types that do not fit are lost.
 */
static lot_status take_best(uint32_t *best, lot_crew *crew, uint32_t i, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_candidates *candidates = crew->question->candidates;
    for (bool fits = false; !fits;) {
        *best = LOT_NOBODY;
        for (uint32_t y = 0; y < candidates->count; y++)
            if (crew->gain[y] >= 0 && is_better(crew, y, *best))
                *best = y;
        if (*best == LOT_NOBODY)
            return LOT_OK;
        lot_crew_set(crew, i, *best);
        TRY(lot_candidates_suffice(&fits, candidates, crew->types, crew->count, error));
        if (!fits)
            crew->gain[*best] = -1;
    }
done:
    return status;
}

/* Reserves whose places are tried for others. */
typedef struct places {
    uint32_t count;
    uint32_t at[PLACES];
    uint32_t passed; /* so many of the best types for the first place are passed over */
} places;

/*
 * Try to put other types in the place of reserves, one after the other. changed: whether that
 * leaves less; otherwise all is as it was.
 */
static lot_status exchange(bool *changed, lot_crew *crew, const places *tried, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t types[PLACES];
    uint32_t best = 0;
    int64_t total = crew->now.total;
    lot_crew_save(crew);
    for (uint32_t i = 0; i < tried->count; i++) {
        types[i] = crew->types[tried->at[i]];
        lot_crew_bar(crew, tried->at[i]);
    }
    for (uint32_t i = 0; i < tried->count && best != LOT_NOBODY; i++) {
        lot_crew_settle(crew);
        lot_crew_weigh(crew);
        TRY(take_best(&best, crew, tried->at[i], error));
        for (uint32_t p = 0; i == 0 && p < tried->passed && best != LOT_NOBODY; p++) {
            crew->gain[best] = -1;
            TRY(take_best(&best, crew, tried->at[i], error));
        }
    }
    *changed = best != LOT_NOBODY && crew->now.total - crew->gain[best] < total;
    if (*changed) {
        lot_crew_settle(crew);
        assert(crew->now.total < total);
        goto done;
    }
    for (uint32_t i = 0; i < tried->count; i++)
        lot_crew_set(crew, tried->at[i], types[i]);
    lot_crew_restore(crew);
done:
    return status;
}

/* Exchange one by one, until that helps nowhere. */
static lot_status exchange_each(lot_crew *crew, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t unchanged = 0;
    for (uint32_t step = 0; unchanged < crew->count && step < ROUNDS * crew->count; step++) {
        const places one = {1, {step % crew->count}, 0};
        bool changed;
        TRY(exchange(&changed, crew, &one, error));
        unchanged = changed ? 1 : unchanged + 1;
        TRY(lot_progress_report(progress, "choosing reserves", crew->count, crew->most, error));
    }
done:
    return status;
}

/* Exchange the first pair where that helps; none where it is much work to try all. */
static lot_status exchange_pair(bool *changed, lot_crew *crew, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_reserve_question *question = crew->question;
    uint64_t tries = (uint64_t)crew->count * (crew->count - 1) * PASSED_MOST;
    uint64_t cells = (uint64_t)question->candidates->count * question->dropouts->count;
    *changed = false;
    if (tries == 0 || cells > PAIR_CELLS / tries)
        return LOT_OK;
    for (uint32_t try = 0; try < tries && !*changed; try++) {
        uint32_t pair = try % (uint32_t)(tries / PASSED_MOST);
        uint32_t first = pair / (crew->count - 1);
        uint32_t second = pair % (crew->count - 1);
        const places two = {
            2, {first, second + (second >= first)}, try / (uint32_t)(tries / PASSED_MOST)};
        TRY(exchange(changed, crew, &two, error));
    }
done:
    return status;
}

/* Exchange each, and pairs where that is little work, until that helps nowhere. */
static lot_status exchange_all(lot_crew *crew, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    bool changed = true;
    for (uint32_t round = 0; round < ROUNDS && changed; round++) {
        TRY(exchange_each(crew, progress, error));
        TRY(exchange_pair(&changed, crew, error));
    }
done:
    return status;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Note these types [n] for n reserves, if they leave no more than what is noted already. */
static lot_status note(lot_reserve_curve *curve, const lot_reserve_question *question,
                       const uint32_t *types, uint32_t n, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t deviation;
    bool exact;
    uint64_t steps = STEPS / (question->dropouts->count + 1) + STEPS_LEAST;
    TRY(lot_reserves_deviation(&deviation, &exact, question, types, n, steps, error));
    if (curve->types[n] != NULL && deviation >= curve->deviation[n])
        goto done;
    free(curve->types[n]);
    curve->types[n] = lot_array_new(n, sizeof *types);
    if (curve->types[n] == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < n; i++)
        curve->types[n][i] = types[i];
    qsort(curve->types[n], n, sizeof *types, by_number);
    curve->deviation[n] = deviation;
    curve->exact[n] = exact;
done:
    return status;
}

/* Note the reserves of n and whoever there is as one more: V2. */
static lot_status note_more(lot_reserve_curve *curve, const lot_reserve_question *question,
                            uint32_t n, lot_error *error)
{
    lot_status status = LOT_OK;
    bool fits = false;
    uint32_t *types = lot_array_new((size_t)n + 1, sizeof *types);
    if (types == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(types, curve->types[n], n * sizeof *types);
    for (uint32_t y = 0; y < question->candidates->count && !fits; y++) {
        types[n] = y;
        TRY(lot_candidates_suffice(&fits, question->candidates, types, n + 1, error));
    }
    if (fits)
        TRY(note(curve, question, types, n + 1, error));
done:
    free(types);
    return status;
}

/* One more reserve. *added is false when there is nobody. */
static lot_status add_one(bool *added, lot_reserve_curve *curve, lot_crew *crew,
                          const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t n = crew->count;
    uint32_t best;
    lot_crew_weigh(crew);
    TRY(take_best(&best, crew, n, error));
    *added = best != LOT_NOBODY;
    if (!*added) {
        crew->count = n;
        return LOT_OK;
    }
    lot_crew_settle(crew);
    TRY(exchange_all(crew, progress, error));
    TRY(note(curve, crew->question, crew->types, n + 1, error));
    curve->most = n + 1;
    if (curve->deviation[n + 1] > curve->deviation[n])
        TRY(note_more(curve, crew->question, n, error));
done:
    return status;
}

static lot_status curve_new(lot_reserve_curve **out, uint32_t most, lot_error *error)
{
    lot_reserve_curve *curve = lot_array_new(1, sizeof *curve);
    size_t points = (size_t)most + 1;
    *out = NULL;
    if (curve == NULL)
        return LOT_NO_MEMORY(error);
    curve->deviation = lot_array_new(points, sizeof *curve->deviation);
    curve->types = lot_array_new(points, sizeof *curve->types);
    curve->proven = lot_array_new(points, sizeof *curve->proven);
    curve->exact = lot_array_new(points, sizeof *curve->exact);
    if (curve->deviation == NULL || curve->types == NULL || curve->proven == NULL ||
        curve->exact == NULL) {
        lot_reserve_curve_free(curve);
        return LOT_NO_MEMORY(error);
    }
    *out = curve;
    return LOT_OK;
}

lot_status lot_reserves_choose(lot_reserve_curve **out, const lot_reserve_question *question,
                               uint32_t most, const lot_progress *progress, lot_error *error)
{
    assert(most <= LOT_RESERVES_MOST);
    lot_status status = LOT_OK;
    lot_reserve_curve *curve = NULL;
    lot_crew *crew = NULL;
    bool added = true;
    *out = NULL;
    TRY(curve_new(&curve, most, error));
    TRY(lot_crew_new(&crew, question, most, error));
    curve->samples = question->dropouts->samples;
    TRY(note(curve, question, NULL, 0, error));
    curve->proven[0] = true;
    while (curve->most < most && added) {
        TRY(add_one(&added, curve, crew, progress, error));
        if (!added)
            break;
        uint32_t n = curve->most;
        TRY(lot_reserves_try_all(&curve->proven[n], curve->types[n], &curve->deviation[n], question,
                                 n, error));
        curve->proven[n] = curve->proven[n] || curve->deviation[n] == 0;
    }
    *out = curve;
    curve = NULL;
done:
    lot_crew_free(crew);
    lot_reserve_curve_free(curve);
    return status;
}

void lot_reserve_curve_free(lot_reserve_curve *curve)
{
    if (curve == NULL)
        return;
    for (uint32_t n = 0; curve->types != NULL && n <= curve->most; n++)
        free(curve->types[n]);
    free(curve->types);
    free(curve->deviation);
    free(curve->proven);
    free(curve->exact);
    free(curve);
}

/* By how much the n-th reserve lowers the deviation. */
static uint64_t fall(const lot_reserve_curve *curve, uint32_t n)
{
    uint64_t before = curve->deviation[n - 1];
    return before > curve->deviation[n] ? before - curve->deviation[n] : 0;
}

uint32_t lot_reserves_knee(const lot_reserve_curve *curve, uint32_t parts)
{
    uint32_t knee = 0;
    if (curve->most == 0)
        return 0;
    uint64_t first = fall(curve, 1);
    for (uint32_t n = 1; n <= curve->most && first > 0; n++)
        if (fall(curve, n) * parts >= first)
            knee = n;
    return knee;
}
