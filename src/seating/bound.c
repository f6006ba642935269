/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounds: what no seating can better. None is promised to be reached.
 *
 * A session has M meetings: the sum of s (s - 1) / 2 over its groups of s people. All S of them
 * have S M, of P pairs that may meet, those kept apart being left out.
 *
 *   D1  a block with more people of one value than a group's ceiling is so much too many, in every
 *       session;
 *   D2  two sessions have c pairs in common at least: the s people of a group come from G groups of
 *       the other session, and meet again least often where they come from all of them evenly. So
 *       do those who are kept together;
 *   D3  all different pairs of S sessions are S M - (S - 1) c at most: each session after the first
 *       shares c with the one before it (Hunter 1976; the sessions as a path). They are P at most;
 *   D4  spread counts pairs of people and of sessions: at least S (S - 1) / 2 times c; and the S M
 *       meetings dealt evenly to the pairs, but for those kept together, who have S each;
 *   D5  nobody meets more others than there are, without those kept apart from them; nor than there
 *       are places beside them in all sessions, those kept with them counting once; and who meets
 *       fewest meets no more than the mean.
 */
#include "core/array.h"
#include "seating/measure.h"
#include "seating/plan.h"

#include <stdlib.h>
#include <string.h>

static uint64_t pairs_of(uint64_t people)
{
    return people * (people - 1) / 2;
}

/* Pairs among `count` that are dealt to `places` places as evenly as can be. */
static uint64_t pairs_dealt(uint64_t count, uint64_t places)
{
    uint64_t each = count / places;
    uint64_t more = count % places;
    return more * (each * (each + 1) / 2) +
           (places - more) * (each * (each > 0 ? each - 1 : 0) / 2);
}

/* People who are kept apart from the block. seen: [blocks] room. */
static uint64_t apart_from(const lot_blocks *blocks, uint32_t block, bool *seen)
{
    uint64_t people = 0;
    memset(seen, 0, blocks->count * sizeof *seen);
    for (uint32_t f = blocks->first_foe[block]; f < blocks->first_foe[block + 1]; f++) {
        uint32_t foe = blocks->foes[f];
        people += seen[foe] ? 0 : lot_block_size(blocks, foe);
        seen[foe] = true;
    }
    return people;
}

/* D1, for one block. have: of all people. held: [values] room. */
static uint64_t excess_of(const lot_seating_task *task, const lot_blocks *blocks, uint32_t block,
                          const uint32_t *have, uint32_t *held)
{
    uint64_t excess = 0;
    uint32_t size = lot_seating_size(task->people_count, task->groups_count, 0);
    memset(held, 0, task->values_count * sizeof *held);
    for (uint32_t m = blocks->first[block]; m < blocks->first[block + 1]; m++)
        for (uint32_t f = 0; f < task->features_count; f++)
            held[task->values[(size_t)blocks->members[m] * task->features_count + f]]++;
    for (uint32_t v = 0; v < task->values_count; v++) {
        uint32_t most = lot_share_ceiling(size, have[v], task->people_count);
        excess += held[v] > most ? held[v] - most : 0;
    }
    return excess;
}

static lot_status bound_deviation(lot_seating_bound *out, const lot_seating_task *task,
                                  const lot_blocks *blocks, lot_error *error)
{
    uint32_t *have = lot_array_new(task->values_count, sizeof *have);
    uint32_t *held = lot_array_new(task->values_count, sizeof *held);
    if (have == NULL || held == NULL) {
        free(have);
        free(held);
        return LOT_NO_MEMORY(error);
    }
    for (size_t i = 0; i < (size_t)task->people_count * task->features_count; i++)
        have[task->values[i]]++;
    for (uint32_t b = 0; b < blocks->count; b++)
        if (lot_block_size(blocks, b) > 1)
            out->deviation += task->sessions_count * excess_of(task, blocks, b, have, held);
    free(have);
    free(held);
    return LOT_OK;
}

/* What the bounds of meetings are made of. */
typedef struct numbers {
    uint64_t meetings; /* S M */
    uint64_t possible; /* P */
    uint64_t together; /* pairs kept together */
    uint64_t common;   /* c */
    uint64_t person;   /* D5, but for the mean */
} numbers;

static void count_groups(numbers *out, const lot_seating_task *task)
{
    for (uint32_t g = 0; g < task->groups_count; g++) {
        uint32_t size = lot_seating_size(task->people_count, task->groups_count, g);
        out->meetings += pairs_of(size) * task->sessions_count;
        out->common += pairs_dealt(size, task->groups_count);
    }
}

static lot_status count_blocks(numbers *out, const lot_seating_task *task, const lot_blocks *blocks,
                               lot_error *error)
{
    uint64_t apart = 0; /* twice the pairs */
    uint64_t beside = lot_seating_size(task->people_count, task->groups_count, 0) - 1;
    bool *seen = lot_array_new(blocks->count, sizeof *seen);
    if (seen == NULL)
        return LOT_NO_MEMORY(error);
    out->person = UINT64_MAX;
    for (uint32_t b = 0; b < blocks->count; b++) {
        uint64_t size = lot_block_size(blocks, b);
        uint64_t foes =
            blocks->first_foe[b + 1] > blocks->first_foe[b] ? apart_from(blocks, b, seen) : 0;
        uint64_t others = task->people_count - 1 - foes;
        uint64_t places = task->sessions_count * (beside - (size - 1)) + (size - 1);
        apart += size * foes;
        out->together += pairs_of(size);
        if (others < out->person)
            out->person = others;
        if (places < out->person)
            out->person = places;
    }
    out->possible = pairs_of(task->people_count) - apart / 2;
    free(seen);
    return LOT_OK;
}

lot_status lot_seating_bound_find(lot_seating_bound *out, const lot_seating_task *task,
                                  const lot_blocks *blocks, lot_error *error)
{
    lot_status status = LOT_OK;
    numbers of = {.meetings = 0};
    uint64_t sessions = task->sessions_count;
    *out = (lot_seating_bound){0};
    TRY(bound_deviation(out, task, blocks, error));
    count_groups(&of, task);
    TRY(count_blocks(&of, task, blocks, error));
    if (of.common < of.together)
        of.common = of.together;
    out->met = of.meetings - (sessions - 1) * of.common;
    if (out->met > of.possible)
        out->met = of.possible;
    out->repeats = of.meetings - out->met;
    out->spread = pairs_of(sessions) * of.common;
    if (of.possible > of.together) {
        uint64_t even =
            of.together * pairs_of(sessions) +
            pairs_dealt(of.meetings - sessions * of.together, of.possible - of.together);
        out->spread = out->spread > even ? out->spread : even;
    }
    uint64_t mean = 2 * out->met / task->people_count;
    out->fewest = (uint32_t)(of.person < mean ? of.person : mean);
done:
    return status;
}
