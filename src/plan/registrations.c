/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registrations. The cells of a mailing lie side by side on the numbers below 2^64, each as wide as
 * the chance that a letter goes there and is answered; the swing stretches all of them, until every
 * letter is answered. A letter is one number: beyond the last cell nobody answers. That is the
 * binomial, and the multinomial, distribution itself: chances are exact to 2^-32 of a cell's answer
 * and 2^-64 of its place.
 *
 * Streams are SplitMix64 (core/random.h), each from a start that the seed, the simulation's and the
 * stream's number are mixed into.
 */
#include "plan/registrations.h"

#include "core/array.h"
#include "core/random.h"
#include "core/wide.h"

#include <stdlib.h>

/* A cell's width is its weight times its chance: below 2^86, and 2^42 times that below 2^128. */
enum { FINE = 42, COARSE = 10 /* 32 + FINE - COARSE is 64 */ };

static lot_status lay_cells(lot_reach *reach, const lot_scenario *scenario,
                            const lot_mailing *mailing, lot_error *error)
{
    const lot_population *population = scenario->population;
    lot_unsigned_wide sum = 0;
    reach->cells = lot_array_new(population->cells_count, sizeof *reach->cells);
    reach->ends = lot_array_new(population->cells_count, sizeof *reach->ends);
    if (reach->cells == NULL || reach->ends == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t c = 0; c < population->cells_count; c++) {
        if (!mailing->reaches[c] || scenario->response->of_cell[c] == 0)
            continue;
        sum += (lot_unsigned_wide)population->weights[c] * scenario->response->of_cell[c];
        lot_unsigned_wide end = ((sum << FINE) / mailing->people) >> COARSE;
        reach->cells[reach->count] = c;
        reach->ends[reach->count++] = end < UINT64_MAX ? (uint64_t)end : UINT64_MAX;
    }
    return LOT_OK;
}

/* People live whole: parts of one count as one. */
static lot_status count_people(lot_post *post, const lot_population *population, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t *parts = lot_array_new(population->values_count, sizeof *parts);
    post->people = lot_array_new(population->values_count, sizeof *post->people);
    if (parts == NULL || post->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < population->cells_count; c++)
        for (uint32_t f = 0; f < population->features_count; f++)
            parts[lot_population_value(population, c, f)] += population->weights[c];
    for (uint32_t v = 0; v < population->values_count; v++) {
        uint64_t people = (parts[v] + LOT_POPULATION_PARTS - 1) / LOT_POPULATION_PARTS;
        post->people[v] = people < UINT32_MAX ? (uint32_t)people : UINT32_MAX;
    }
done:
    free(parts);
    return status;
}

lot_status lot_post_start(lot_post *post, const lot_scenario *scenario, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_mailings *mailings = scenario->mailings;
    *post = (lot_post){.scenario = scenario};
    post->reaches = lot_array_new(mailings->count, sizeof *post->reaches);
    if (post->reaches == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t m = 0; m < mailings->count; m++)
        TRY(lay_cells(&post->reaches[m], scenario, &mailings->list[m], error));
    TRY(count_people(post, scenario->population, error));
done:
    return status;
}

void lot_post_clear(lot_post *post)
{
    for (uint32_t m = 0; post->reaches != NULL && m < post->scenario->mailings->count; m++) {
        free(post->reaches[m].cells);
        free(post->reaches[m].ends);
    }
    free(post->reaches);
    free(post->people);
    *post = (lot_post){0};
}

/* Where stream `number` of a simulation starts. */
static uint64_t start_stream(uint64_t seed, uint32_t simulation, uint32_t number)
{
    uint64_t state = seed;
    state = lot_random(&state) ^ simulation;
    state = lot_random(&state) ^ number;
    return lot_random(&state);
}

lot_status lot_registrations_start(lot_registrations *all, const lot_post *post,
                                   uint32_t simulation, lot_error *error)
{
    const lot_scenario *scenario = post->scenario;
    uint32_t mailings = scenario->mailings->count;
    *all = (lot_registrations){.post = post};
    all->streams = lot_array_new(2 * (size_t)mailings, sizeof *all->streams);
    all->credit = lot_array_new(mailings, sizeof *all->credit);
    all->counts = lot_array_new(scenario->population->values_count, sizeof *all->counts);
    if (all->streams == NULL || all->credit == NULL || all->counts == NULL)
        return LOT_NO_MEMORY(error);
    uint64_t state = start_stream(scenario->seed, simulation, 0);
    all->swing = lot_response_swing(scenario->response, &state);
    for (uint32_t s = 0; s < 2 * mailings; s++)
        all->streams[s] = start_stream(scenario->seed, simulation, 1 + s);
    return LOT_OK;
}

void lot_registrations_clear(lot_registrations *all)
{
    free(all->streams);
    free(all->credit);
    free(all->counts);
    free(all->list);
    *all = (lot_registrations){0};
}

/* The cell whose numbers, unstretched, `place` is among; the last where rounding went beyond it. */
static uint32_t cell_at(const lot_reach *reach, uint64_t place)
{
    uint32_t low = 0;
    uint32_t high = reach->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (place < reach->ends[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return reach->cells[low];
}

static bool lives_there(const lot_registrations *all, uint32_t cell)
{
    const lot_population *population = all->post->scenario->population;
    for (uint32_t f = 0; f < population->features_count; f++) {
        uint32_t value = lot_population_value(population, cell, f);
        if (all->counts[value] >= all->post->people[value])
            return false;
    }
    return true;
}

static lot_status add(lot_registrations *all, uint32_t cell, bool stays, lot_error *error)
{
    const lot_population *population = all->post->scenario->population;
    void *array = all->list;
    if (lot_array_grow(&array, &all->room, all->count, sizeof *all->list) != 0)
        return LOT_NO_MEMORY(error);
    all->list = array;
    all->list[all->count++] = (lot_registration){all->letters, cell, stays};
    for (uint32_t f = 0; f < population->features_count; f++)
        all->counts[lot_population_value(population, cell, f)]++;
    return LOT_OK;
}

/* How far the swing stretches the cells: not beyond the numbers, or the last cells fell off. */
static uint64_t stretch_of(const lot_reach *reach, uint64_t swing)
{
    uint64_t end = reach->count > 0 ? reach->ends[reach->count - 1] : 0;
    if (end == 0)
        return 0;
    lot_unsigned_wide most = ((lot_unsigned_wide)1 << 96) / end;
    return swing < most ? swing : (uint64_t)most;
}

/* Somebody answered: at `place` of the numbers, stretched so far. */
static lot_status take_answer(lot_registrations *all, uint32_t mailing, uint64_t place,
                              uint64_t stretch, lot_error *error)
{
    const lot_scenario *scenario = all->post->scenario;
    lot_unsigned_wide still = ((lot_unsigned_wide)place << 32) / stretch;
    uint32_t cell =
        cell_at(&all->post->reaches[mailing], still < UINT64_MAX ? (uint64_t)still : UINT64_MAX);
    bool stays = true;
    if (scenario->leaves != NULL) {
        uint64_t *state = &all->streams[scenario->mailings->count + mailing];
        stays = lot_random_below(state, LOT_RATES_ONE) >= scenario->leaves[cell];
    }
    return lives_there(all, cell) ? add(all, cell, stays, error) : LOT_OK;
}

lot_status lot_registrations_send(lot_registrations *all, uint32_t letters, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_mailings *mailings = all->post->scenario->mailings;
    for (; all->letters < letters; all->letters++) {
        uint32_t m = lot_mailings_next(mailings, all->credit);
        const lot_reach *reach = &all->post->reaches[m];
        uint64_t place = lot_random(&all->streams[m]);
        uint64_t stretch = stretch_of(reach, all->swing);
        if (stretch == 0)
            continue;
        lot_unsigned_wide end = (lot_unsigned_wide)reach->ends[reach->count - 1] * stretch >> 32;
        if (place < end)
            TRY(take_answer(all, m, place, stretch, error));
    }
done:
    return status;
}

size_t lot_registrations_by(const lot_registrations *all, uint32_t letters)
{
    size_t low = 0;
    size_t high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->list[middle].letter < letters)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
