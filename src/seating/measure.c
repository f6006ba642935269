/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measure, written apart from the plan's bookkeeping, so that each checks the other.
 */
#include "seating/measure.h"

#include "core/array.h"
#include "seating/plan.h"

#include <stdlib.h>
#include <string.h>

/* What of a group's people is missing or too much: E3. have: of all people; held: in the group. */
static uint64_t deviation_of(const lot_seating_task *task, const uint32_t *have,
                             const uint32_t *held, uint32_t size)
{
    uint64_t deviation = 0;
    for (uint32_t v = 0; v < task->values_count; v++) {
        uint32_t least = lot_share_floor(size, have[v], task->people_count);
        uint32_t most = lot_share_ceiling(size, have[v], task->people_count);
        if (held[v] < least)
            deviation += least - held[v];
        if (held[v] > most)
            deviation += held[v] - most;
    }
    return deviation;
}

static lot_status measure_deviation(lot_seating_measure *out, const lot_seating_task *task,
                                    const uint32_t *groups, lot_error *error)
{
    size_t cells = (size_t)task->groups_count * task->values_count;
    uint32_t *have = lot_array_new(task->values_count, sizeof *have);
    uint32_t *held = lot_array_new(cells, sizeof *held); /* of each group */
    for (uint32_t s = 0; s < task->sessions_count && have != NULL && held != NULL; s++) {
        memset(have, 0, task->values_count * sizeof *have);
        memset(held, 0, cells * sizeof *held);
        for (uint32_t p = 0; p < task->people_count; p++) {
            size_t group = groups[(size_t)s * task->people_count + p];
            for (uint32_t f = 0; f < task->features_count; f++) {
                uint32_t value = task->values[(size_t)p * task->features_count + f];
                have[value]++;
                held[group * task->values_count + value]++;
            }
        }
        for (uint32_t g = 0; g < task->groups_count; g++)
            out->deviation +=
                deviation_of(task, have, held + (size_t)g * task->values_count,
                             lot_seating_size(task->people_count, task->groups_count, g));
    }
    bool done = have != NULL && held != NULL;
    free(have);
    free(held);
    return done ? LOT_OK : LOT_NO_MEMORY(error);
}

/* One person's meetings with all others. times: [people] room. */
static void measure_person(lot_seating_measure *out, const lot_seating_task *task,
                           const lot_blocks *blocks, const uint32_t *groups, uint32_t person,
                           uint32_t *times)
{
    uint32_t met = 0;
    memset(times, 0, task->people_count * sizeof *times);
    for (uint32_t s = 0; s < task->sessions_count; s++) {
        const uint32_t *row = groups + (size_t)s * task->people_count;
        for (uint32_t p = 0; p < task->people_count; p++)
            times[p] += row[p] == row[person];
    }
    for (uint32_t p = 0; p < task->people_count; p++) {
        if (p == person || times[p] == 0)
            continue;
        met++;
        if (times[p] > out->most && blocks->of_person[p] != blocks->of_person[person])
            out->most = times[p];
        if (p < person)
            continue;
        out->met++;
        out->repeats += times[p] - 1;
        out->spread += (uint64_t)times[p] * (times[p] - 1) / 2;
    }
    if (person == 0 || met < out->fewest) {
        out->fewest = met;
        out->fewest_count = 0;
    }
    out->fewest_count += met == out->fewest;
}

lot_status lot_seating_measure_groups(lot_seating_measure *out, const lot_seating_task *task,
                                      const lot_blocks *blocks, const uint32_t *groups,
                                      lot_error *error)
{
    uint32_t *times = lot_array_new(task->people_count, sizeof *times);
    *out = (lot_seating_measure){0};
    if (times == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < task->people_count; p++)
        measure_person(out, task, blocks, groups, p, times);
    free(times);
    return measure_deviation(out, task, groups, error);
}
