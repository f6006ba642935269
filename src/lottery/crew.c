/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves in the making. See crew.h. */
#include "lottery/crew.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool calls_start(lot_crew_calls *calls, const lot_crew *crew)
{
    size_t cases = crew->question->dropouts->count;
    calls->cases = lot_array_new(cases, sizeof *calls->cases);
    calls->called = lot_array_new(cases * crew->most, sizeof *calls->called);
    calls->held = lot_array_new(cases * crew->rule.rows_count, sizeof *calls->held);
    return calls->cases != NULL && calls->called != NULL && calls->held != NULL;
}

static void calls_end(lot_crew_calls *calls)
{
    free(calls->cases);
    free(calls->called);
    free(calls->held);
}

static int32_t *held_in(const lot_crew *crew, uint32_t c)
{
    return crew->now.held + (size_t)c * crew->rule.rows_count;
}

static bool *called_in(const lot_crew *crew, uint32_t c)
{
    return crew->now.called + (size_t)c * crew->most;
}

/* What is left of the panel, in every case. */
static void write_cases(lot_crew *crew)
{
    const lot_dropouts *dropouts = crew->question->dropouts;
    uint32_t values = dropouts->values;
    for (uint32_t c = 0; c < dropouts->count; c++) {
        int32_t *held = held_in(crew, c);
        for (uint32_t q = 0; q < values; q++)
            held[q] = (int32_t)dropouts->left[(size_t)c * values + q];
        held[values] = (int32_t)dropouts->seated[c];
        crew->now.cases[c].deviation = lot_deviation_sum(&crew->rule, held);
        crew->now.cases[c].room = crew->question->seats - dropouts->seated[c];
        crew->now.total += dropouts->times[c] * crew->now.cases[c].deviation;
    }
}

lot_status lot_crew_new(lot_crew **out, const lot_reserve_question *question, uint32_t most,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t types = question->candidates->count;
    *out = NULL;
    lot_crew *crew = lot_array_new(1, sizeof *crew);
    if (crew == NULL)
        return LOT_NO_MEMORY(error);
    crew->question = question;
    crew->most = most;
    TRY(lot_deviation_start(&crew->rule, question->quotas, question->seats, error));
    crew->types = lot_array_new(most, sizeof *crew->types);
    crew->barred = lot_array_new(most, sizeof *crew->barred);
    crew->values = lot_array_new(most, sizeof *crew->values);
    crew->gain = lot_array_new(types, sizeof *crew->gain);
    crew->best = lot_array_new(types, sizeof *crew->best);
    crew->more = lot_array_new(crew->rule.rows_count, sizeof *crew->more);
    if (!calls_start(&crew->now, crew) || !calls_start(&crew->before, crew) ||
        crew->types == NULL || crew->barred == NULL || crew->values == NULL || crew->gain == NULL ||
        crew->best == NULL || crew->more == NULL)
        TRY(LOT_NO_MEMORY(error));
    write_cases(crew);
    *out = crew;
    crew = NULL;
done:
    lot_crew_free(crew);
    return status;
}

void lot_crew_free(lot_crew *crew)
{
    if (crew == NULL)
        return;
    lot_deviation_clear(&crew->rule);
    free(crew->types);
    free(crew->barred);
    free(crew->values);
    free(crew->gain);
    free(crew->best);
    free(crew->more);
    calls_end(&crew->now);
    calls_end(&crew->before);
    free(crew);
}

void lot_crew_set(lot_crew *crew, uint32_t i, uint32_t type)
{
    assert(i <= crew->count && i < crew->most);
    crew->count += i == crew->count;
    crew->types[i] = type;
    crew->barred[i] = false;
    crew->values[i] = lot_candidates_values(crew->question->candidates, type);
}

static lot_exchange view(const lot_crew *crew, uint32_t c)
{
    return (lot_exchange){.rule = &crew->rule,
                          .values = crew->values,
                          .count = crew->count,
                          .barred = crew->barred,
                          .room = crew->now.cases[c].room,
                          .called = called_in(crew, c),
                          .held = held_in(crew, c),
                          .deviation = crew->now.cases[c].deviation,
                          .more = crew->more};
}

static void keep(lot_crew *crew, uint32_t c, const lot_exchange *exchange)
{
    lot_crew_case *kept = &crew->now.cases[c];
    crew->now.total += crew->question->dropouts->times[c] * (exchange->deviation - kept->deviation);
    *kept = (lot_crew_case){exchange->deviation, exchange->room};
}

void lot_crew_bar(lot_crew *crew, uint32_t i)
{
    crew->barred[i] = true;
    for (uint32_t c = 0; c < crew->question->dropouts->count; c++) {
        if (!called_in(crew, c)[i])
            continue;
        lot_exchange exchange = view(crew, c);
        lot_exchange_send_back(&exchange, i);
        keep(crew, c, &exchange);
    }
}

void lot_crew_settle(lot_crew *crew)
{
    for (uint32_t c = 0; c < crew->question->dropouts->count; c++) {
        if (crew->now.cases[c].deviation == 0)
            continue;
        lot_exchange exchange = view(crew, c);
        lot_exchange_improve(&exchange);
        keep(crew, c, &exchange);
    }
}

/*
 * The least that one more of each type adds to the deviation of a case, when `back`'s seat, which
 * added `before`, is free: into crew->best, where it is less.
 */
static void weigh_types(lot_crew *crew, const int32_t *held, int32_t before)
{
    const lot_candidates *candidates = crew->question->candidates;
    const lot_quotas *quotas = crew->question->quotas;
    uint32_t features_count = crew->rule.features_count;
    uint32_t rows_count = crew->rule.rows_count;
    lot_exchange_more(crew->more, &crew->rule, held);
    int32_t least = before + crew->more[rows_count - 1];
    for (uint32_t f = 0; f < features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        int32_t lowest = crew->more[feature->first];
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
            lowest = crew->more[q] < lowest ? crew->more[q] : lowest;
        least += lowest;
    }
    if (least >= 0)
        return;
    for (uint32_t y = 0; y < candidates->count; y++) {
        int32_t adds = before + lot_exchange_adds(crew->more, lot_candidates_values(candidates, y),
                                                  features_count, rows_count);
        crew->best[y] = adds < crew->best[y] ? adds : crew->best[y];
    }
}

static void weigh_case(lot_crew *crew, uint32_t c)
{
    int32_t *held = held_in(crew, c);
    const bool *called = called_in(crew, c);
    if (crew->now.cases[c].room > 0)
        weigh_types(crew, held, 0);
    for (uint32_t i = 0; i < crew->count; i++) {
        if (!called[i])
            continue;
        int32_t before = lot_exchange_takes(&crew->rule, held, crew->values[i]);
        lot_deviation_seat(&crew->rule, held, crew->values[i], -1);
        weigh_types(crew, held, before);
        lot_deviation_seat(&crew->rule, held, crew->values[i], 1);
    }
}

void lot_crew_weigh(lot_crew *crew)
{
    const lot_dropouts *dropouts = crew->question->dropouts;
    uint32_t types = crew->question->candidates->count;
    memset(crew->gain, 0, types * sizeof *crew->gain);
    for (uint32_t c = 0; c < dropouts->count; c++) {
        if (crew->now.cases[c].deviation == 0)
            continue;
        memset(crew->best, 0, types * sizeof *crew->best);
        weigh_case(crew, c);
        for (uint32_t y = 0; y < types; y++)
            crew->gain[y] -= (int64_t)dropouts->times[c] * crew->best[y];
    }
}

static void copy_calls(const lot_crew *crew, lot_crew_calls *to, const lot_crew_calls *from)
{
    size_t cases = crew->question->dropouts->count;
    memcpy(to->cases, from->cases, cases * sizeof *to->cases);
    memcpy(to->called, from->called, cases * crew->most * sizeof *to->called);
    memcpy(to->held, from->held, cases * crew->rule.rows_count * sizeof *to->held);
    to->total = from->total;
}

void lot_crew_save(lot_crew *crew)
{
    copy_calls(crew, &crew->before, &crew->now);
}

void lot_crew_restore(lot_crew *crew)
{
    copy_calls(crew, &crew->now, &crew->before);
}
