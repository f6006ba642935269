/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlook: counts of records, in the order of the simulations or sorted, so always the same. */
#include "civiclot/outlook.h"

#include "core/array.h"
#include "core/wide.h"
#include "plan/trials_inside.h"

#include <stdlib.h>

/* 1.96, 95 of 100 within, as a square in ten thousandths. */
static const uint64_t z_square = 38416;

void lot_outlook_free(lot_outlook *outlook)
{
    if (outlook == NULL)
        return;
    free(outlook->values);
    free(outlook->scarce);
    free(outlook->collide);
    free(outlook->limit);
    free(outlook);
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* The least of numbers [count], sorted, that at least tenths / 10 of them do not exceed. */
static uint32_t quantile(const uint32_t *numbers, uint32_t count, uint32_t tenths)
{
    uint64_t rank = ((uint64_t)count * tenths + 9) / 10;
    return numbers[rank > 0 ? rank - 1 : 0];
}

/* Sorts the numbers. */
lot_range lot_range_of(uint32_t *numbers, uint32_t count)
{
    lot_range range = {0};
    if (count == 0)
        return range;
    qsort(numbers, count, sizeof *numbers, compare);
    for (uint32_t i = 0; i < count; i++)
        range.sum += numbers[i];
    range.low = quantile(numbers, count, 1);
    range.middle = quantile(numbers, count, 5);
    range.high = quantile(numbers, count, 9);
    return range;
}

/* One word of the views of a plan. room: [simulations] to work in. */
static lot_range range_of_word(uint32_t *room, const lot_trials *trials, uint32_t plan,
                               uint32_t word)
{
    const lot_scenario *scenario = trials->scenario;
    for (uint32_t i = 0; i < scenario->simulations; i++)
        room[i] = lot_record_view(lot_trials_record(trials, i), scenario, plan)[word];
    return lot_range_of(room, scenario->simulations);
}

static void count_view(lot_outlook *outlook, const uint32_t *view, const lot_scenario *scenario)
{
    uint32_t quotas = scenario->quotas->count;
    bool feasible = view[LOT_VIEW_LEAST] > 0;
    outlook->feasible += feasible;
    for (uint32_t q = 0; q < quotas; q++)
        outlook->scarce[q] += view[LOT_VIEW_VALUES + q] < scenario->quotas->rows[q].min;
    for (uint32_t bit = 0; bit < 2 * quotas; bit++)
        (feasible ? outlook->limit : outlook->collide)[bit] += lot_view_binds(view, scenario, bit);
    outlook->few += lot_view_binds(view, scenario, 2 * quotas);
}

static void count_all(lot_outlook *outlook, uint32_t *room, const lot_trials *trials, uint32_t plan)
{
    const lot_scenario *scenario = trials->scenario;
    uint32_t feasible = 0;
    for (uint32_t i = 0; i < scenario->simulations; i++)
        count_view(outlook, lot_record_view(lot_trials_record(trials, i), scenario, plan),
                   scenario);
    for (uint32_t i = 0; i < scenario->simulations; i++) {
        const uint32_t *view = lot_record_view(lot_trials_record(trials, i), scenario, plan);
        if (view[LOT_VIEW_LEAST] > 0)
            room[feasible++] = view[LOT_VIEW_LEAST] - 1;
    }
    outlook->least = lot_range_of(room, feasible);
    outlook->people = range_of_word(room, trials, plan, LOT_VIEW_PEOPLE);
    outlook->stay = range_of_word(room, trials, plan, LOT_VIEW_STAY);
    for (uint32_t q = 0; q < scenario->quotas->count; q++)
        outlook->values[q] = range_of_word(room, trials, plan, LOT_VIEW_VALUES + q);
    outlook->chance = lot_interval_of(outlook->feasible, outlook->simulations);
}

lot_status lot_outlook_new(lot_outlook **out, const lot_trials *trials, uint32_t plan,
                           lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    const lot_scenario *scenario = trials->scenario;
    size_t quotas = scenario->quotas->count;
    uint32_t *room = lot_array_new(scenario->simulations, sizeof *room);
    lot_outlook *outlook = lot_array_new(1, sizeof *outlook);
    if (outlook == NULL || room == NULL)
        TRY(LOT_NO_MEMORY(error));
    outlook->letters = scenario->letters[plan];
    outlook->simulations = scenario->simulations;
    outlook->values = lot_array_new(quotas, sizeof *outlook->values);
    outlook->scarce = lot_array_new(quotas, sizeof *outlook->scarce);
    outlook->collide = lot_array_new(2 * quotas, sizeof *outlook->collide);
    outlook->limit = lot_array_new(2 * quotas, sizeof *outlook->limit);
    if (outlook->values == NULL || outlook->scarce == NULL || outlook->collide == NULL ||
        outlook->limit == NULL)
        TRY(LOT_NO_MEMORY(error));
    count_all(outlook, room, trials, plan);
    *out = outlook;
    outlook = NULL;
done:
    free(room);
    lot_outlook_free(outlook);
    return status;
}

/* The largest number whose square is at most `number`. */
static uint64_t root(uint64_t number)
{
    uint64_t low = 0;
    uint64_t high = UINT32_MAX;
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        if (middle * middle <= number)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/*
 *     (k + z^2 / 2 -+ z sqrt(k (n - k) / n + z^2 / 4)) / (n + z^2)
 *
 * with all of it times 10^4, the root rounded up.
 */
lot_interval lot_interval_of(uint32_t k, uint32_t n)
{
    uint64_t below = (uint64_t)n * 10000 + z_square;
    uint64_t middle = (uint64_t)k * 10000 + z_square / 2;
    lot_unsigned_wide spread =
        (lot_unsigned_wide)z_square * 10000 * k * (uint64_t)(n - k) / n + z_square * z_square / 4;
    uint64_t half = root((uint64_t)spread) + 1;
    uint64_t low = middle > half && k > 0 ? middle - half : 0;
    uint64_t high = middle + half < below && k < n ? middle + half : below;
    return (lot_interval){(uint32_t)(low * 1000000 / below),
                          (uint32_t)((high * 1000000 + below - 1) / below)};
}

lot_status lot_trials_enough(uint32_t **enough, uint32_t *count, const lot_trials *trials,
                             lot_error *error)
{
    *count = 0;
    *enough = lot_array_new(trials->scenario->simulations, sizeof **enough);
    if (*enough == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < trials->scenario->simulations; i++)
        if (lot_trials_record(trials, i)[0] > 0)
            (*enough)[(*count)++] = lot_trials_record(trials, i)[0];
    qsort(*enough, *count, sizeof **enough, compare);
    return LOT_OK;
}

uint32_t lot_enough_by(const uint32_t *enough, uint32_t count, uint32_t letters)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (enough[middle] <= letters)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/*
 * How many simulations have a panel is binomial: 1.96 of its spread to either side. The place that
 * is counted from is rounded away from each side: else few simulations would promise too much.
 */
lot_needed lot_letters_needed(const uint32_t *enough, uint32_t count, uint32_t simulations,
                              uint32_t percent)
{
    uint64_t rank = ((uint64_t)simulations * percent + 99) / 100;
    lot_unsigned_wide variance =
        (lot_unsigned_wide)z_square * simulations * percent * (100 - percent); /* in 10^-8 */
    uint64_t away = root((uint64_t)(variance / 100000000)) + 1;
    uint64_t place = (uint64_t)simulations * percent / 100;
    uint64_t low = place > away ? place - away : 1;
    uint64_t high = rank + away;
    return (lot_needed){.percent = percent,
                        .letters = rank > 0 && rank <= count ? enough[rank - 1] : 0,
                        .low = low <= count ? enough[low - 1] : 0,
                        .high = high <= count ? enough[high - 1] : 0};
}
