/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trial. The first number of people with whom a panel exists is found in three steps: people are
 * counted until no quota alone is short, which takes no solver; from there the solver is asked
 * after ever longer steps until there is a panel; the last step is halved. People who would not
 * come do not count for that; they do for the chances, as they are in the lottery.
 */
#include "plan/trial.h"

#include "civiclot/insight.h"
#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>

typedef struct trial {
    const lot_scenario *scenario;
    const lot_progress *progress;
    lot_registrations all;
    uint32_t *tally; /* [quotas] of those who stay, up to `tallied` */
    size_t tallied;
} trial;

static const uint32_t *rows_of(const trial *t, size_t registration)
{
    return t->scenario->rows +
           (size_t)t->all.list[registration].cell * t->scenario->quotas->features_count;
}

/* The first `count` registrations as classes; *out is NULL where they are fewer than the seats. */
static lot_status sort_people(lot_classes **out, const trial *t, size_t count, bool stay,
                              lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    uint32_t features = t->scenario->quotas->features_count;
    lot_pool pool = {.features_count = features};
    pool.values = lot_array_new(count * features, sizeof *pool.values);
    pool.households = lot_array_new(count, sizeof *pool.households);
    if (pool.values == NULL || pool.households == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (size_t i = 0; i < count; i++) {
        if (stay && !t->all.list[i].stays)
            continue;
        for (uint32_t f = 0; f < features; f++)
            pool.values[(size_t)pool.people_count * features + f] = rows_of(t, i)[f];
        pool.households[pool.people_count] = pool.people_count;
        pool.people_count++;
    }
    pool.households_count = pool.people_count;
    if (pool.people_count >= t->scenario->seats)
        TRY(lot_classes_new(out, &pool, 1, error));
done:
    free(pool.values);
    free(pool.households);
    return status;
}

/* Is there a panel among the first `count`? */
static lot_status ask(bool *exists, const trial *t, size_t count, lot_error *error)
{
    lot_classes *classes;
    *exists = false;
    lot_status status = sort_people(&classes, t, count, true, error);
    if (status == LOT_OK && classes != NULL)
        status = lot_panel_exists(exists, t->scenario->quotas, classes, t->scenario->seats,
                                  t->progress, error);
    lot_classes_free(classes);
    return status;
}

/* Is no quota alone short of people? */
static bool has_hope(const trial *t)
{
    const lot_quotas *quotas = t->scenario->quotas;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        uint64_t seats = 0;
        const lot_feature *feature = &quotas->features[f];
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
            if (t->tally[q] < quotas->rows[q].min)
                return false;
            seats += t->tally[q] < quotas->rows[q].max ? t->tally[q] : quotas->rows[q].max;
        }
        if (seats < t->scenario->seats)
            return false;
    }
    return true;
}

/* Count the next person, if they stay. */
static bool tally_next(trial *t)
{
    bool stays = t->all.list[t->tallied].stays;
    for (uint32_t f = 0; f < t->scenario->quotas->features_count && stays; f++)
        t->tally[rows_of(t, t->tallied)[f]]++;
    t->tallied++;
    return stays;
}

/* Send twice as many letters; *sent: false where the horizon was reached before. */
static lot_status send_more(bool *sent, trial *t, lot_error *error)
{
    uint32_t horizon = t->scenario->horizon;
    uint32_t letters = t->all.letters;
    *sent = letters < horizon;
    return lot_registrations_send(&t->all, letters > horizon / 2 ? horizon : 2 * letters, error);
}

/* Count people until no quota alone is short. *count: SIZE_MAX where that does not happen. */
static lot_status count_until_hope(size_t *count, trial *t, lot_error *error)
{
    lot_status status = LOT_OK;
    bool sent = true;
    while (sent) {
        while (t->tallied < t->all.count) {
            if (tally_next(t) && has_hope(t)) {
                *count = t->tallied;
                return LOT_OK;
            }
        }
        TRY(send_more(&sent, t, error));
    }
    *count = SIZE_MAX;
done:
    return status;
}

/* Longer and longer steps on from *none, with whom there is no panel, to *some with whom there is.
 */
static lot_status step_on(size_t *none, size_t *some, trial *t, lot_error *error)
{
    lot_status status = LOT_OK;
    bool exists = false;
    for (size_t step = 1; !exists; step *= 2) {
        bool sent = true;
        while (*none + step > t->all.count && sent)
            TRY(send_more(&sent, t, error));
        *some = *none + step < t->all.count ? *none + step : t->all.count;
        if (*some == *none) {
            *some = SIZE_MAX;
            goto done;
        }
        TRY(ask(&exists, t, *some, error));
        if (!exists)
            *none = *some;
    }
done:
    return status;
}

/* The letters from which on there is a panel; 0: there is none. */
static lot_status find_enough(uint32_t *letters, trial *t, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t some;
    bool exists;
    *letters = 0;
    TRY(count_until_hope(&some, t, error));
    if (some == SIZE_MAX)
        goto done;
    TRY(ask(&exists, t, some, error));
    size_t none = exists ? some - 1 : some;
    if (!exists)
        TRY(step_on(&none, &some, t, error));
    while (some != SIZE_MAX && some - none > 1) {
        size_t middle = none + (some - none) / 2;
        TRY(ask(&exists, t, middle, error));
        if (exists)
            some = middle;
        else
            none = middle;
    }
    if (some != SIZE_MAX)
        *letters = t->all.list[some - 1].letter + 1;
done:
    return status;
}

static void set_bit(uint32_t *view, const lot_scenario *scenario, uint32_t bit)
{
    view[LOT_VIEW_VALUES + scenario->quotas->count + bit / 32] |= UINT32_C(1) << bit % 32;
}

static void set_parts(uint32_t *view, const lot_scenario *scenario, const lot_conflict_part *parts,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert(parts[i].part != LOT_PART_HOUSEHOLD); /* everyone is alone */
        set_bit(view, scenario, 2 * parts[i].quota + (parts[i].part == LOT_PART_MAX));
    }
}

/* The minima that too few of the first `count` stay for; *any: there is one. */
static lot_status set_short(bool *any, uint32_t *view, const trial *t, size_t count,
                            lot_error *error)
{
    const lot_quotas *quotas = t->scenario->quotas;
    uint32_t *stay = lot_array_new(quotas->count, sizeof *stay);
    *any = false;
    if (stay == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t i = 0; i < count; i++)
        for (uint32_t f = 0; f < quotas->features_count && t->all.list[i].stays; f++)
            stay[rows_of(t, i)[f]]++;
    for (uint32_t q = 0; q < quotas->count; q++) {
        if (stay[q] >= quotas->rows[q].min)
            continue;
        set_bit(view, t->scenario, 2 * q);
        *any = true;
    }
    free(stay);
    return LOT_OK;
}

/* Why there is no panel: each quota that is short of people, or else what cannot go together. */
static lot_status view_conflict(uint32_t *view, const trial *t, size_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_scenario *scenario = t->scenario;
    lot_classes *classes = NULL;
    lot_conflict *conflict = NULL;
    bool any;
    TRY(set_short(&any, view, t, count, error));
    TRY(sort_people(&classes, t, count, true, error));
    if (classes == NULL)
        set_bit(view, scenario, 2 * scenario->quotas->count);
    else if (!any)
        TRY(lot_find_conflict(&conflict, scenario->quotas, classes, scenario->seats, t->progress,
                              error));
    if (conflict != NULL)
        set_parts(view, scenario, conflict->parts, conflict->count);
done:
    lot_conflict_free(conflict);
    lot_classes_free(classes);
    return status;
}

/* The least chance of the first `count`, and what it rests on. */
static lot_status find_least(lot_insight **out, uint32_t *billionths, const trial *t, size_t count,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_classes *classes = NULL;
    *out = NULL;
    TRY(sort_people(&classes, t, count, false, error));
    TRY(lot_find_least_chance(out, t->scenario->quotas, classes, t->scenario->seats, t->progress,
                              error));
    const lot_fraction *least = &(*out)->least_chance;
    *billionths =
        (uint32_t)((lot_unsigned_wide)least->numerator * LOT_TRIAL_BILLIONTHS / least->denominator);
done:
    lot_classes_free(classes);
    return status;
}

static lot_status view_least(uint32_t *view, const trial *t, size_t count, lot_error *error)
{
    uint32_t billionths;
    lot_insight *insight;
    lot_status status = find_least(&insight, &billionths, t, count, error);
    if (status != LOT_OK)
        return status;
    view[LOT_VIEW_LEAST] = 1 + billionths;
    set_parts(view, t->scenario, insight->tight, insight->tight_count);
    lot_insight_free(insight);
    return LOT_OK;
}

static lot_status view_plan(uint32_t *view, const trial *t, uint32_t letters, uint32_t enough,
                            lot_error *error)
{
    size_t count = lot_registrations_by(&t->all, letters);
    for (size_t i = 0; i < count; i++) {
        view[LOT_VIEW_PEOPLE]++;
        view[LOT_VIEW_STAY] += t->all.list[i].stays;
        for (uint32_t f = 0; f < t->scenario->quotas->features_count; f++)
            view[LOT_VIEW_VALUES + rows_of(t, i)[f]]++;
    }
    return enough > 0 && enough <= letters ? view_least(view, t, count, error)
                                           : view_conflict(view, t, count, error);
}

lot_status lot_trial_run(uint32_t *record, const lot_post *post, uint32_t simulation,
                         const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_scenario *scenario = post->scenario;
    trial t = {.scenario = scenario, .progress = progress};
    uint32_t *view = record + 1;
    t.tally = lot_array_new(scenario->quotas->count, sizeof *t.tally);
    if (t.tally == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_registrations_start(&t.all, post, simulation, error));
    TRY(lot_registrations_send(&t.all, scenario->letters[scenario->letters_count - 1], error));
    TRY(find_enough(record, &t, error));
    for (uint32_t k = 0; k < scenario->letters_count; k++, view += lot_view_words(scenario))
        TRY(view_plan(view, &t, scenario->letters[k], *record, error));
done:
    lot_registrations_clear(&t.all);
    free(t.tally);
    return status;
}

/* The seats of minima that too few people are there for. */
static uint32_t count_missing(const trial *t)
{
    const lot_quotas *quotas = t->scenario->quotas;
    uint32_t missing = 0;
    for (uint32_t q = 0; q < quotas->count; q++)
        missing += t->tally[q] < quotas->rows[q].min ? quotas->rows[q].min - t->tally[q] : 0;
    return missing;
}

lot_status lot_trial_glance(uint32_t *record, const lot_post *post, uint32_t simulation,
                            const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_scenario *scenario = post->scenario;
    trial t = {.scenario = scenario, .progress = progress};
    lot_insight *insight = NULL;
    bool exists = false;
    t.tally = lot_array_new(scenario->quotas->count, sizeof *t.tally);
    if (t.tally == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_registrations_start(&t.all, post, simulation, error));
    TRY(lot_registrations_send(&t.all, scenario->letters[0], error));
    while (t.tallied < t.all.count)
        tally_next(&t);
    if (has_hope(&t))
        TRY(ask(&exists, &t, t.all.count, error));
    record[LOT_GLANCE_PANEL] = exists;
    record[LOT_GLANCE_MISSING] = exists ? 0 : count_missing(&t);
    if (exists)
        TRY(find_least(&insight, &record[LOT_GLANCE_LEAST], &t, t.all.count, error));
done:
    lot_insight_free(insight);
    lot_registrations_clear(&t.all);
    free(t.tally);
    return status;
}
