/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Search: simulated annealing in whole numbers, then descent.
 *
 *   1  Two people of different groups of one session, with their blocks, are to change places. Foes
 *      whom they would meet change places too, and theirs in turn (a Kempe chain); then the smaller
 *      side is filled up with others of its group, until both sides are as many.
 *   2  While it anneals, an exchange that makes the weighted sum of the score worse by x is made
 *      with the chance 2^(-x / T): x is held against T times -log2 of a random number, which is
 *      taken as the number of its leading zeros and, within a power of two, as a straight line. The
 *      temperature T falls with the square of the steps that are left.
 *   3  From the best plan that was seen it descends: whatever is not worse is taken, by the order
 * of the score itself.
 *
 * Steps are counted, not timed, and there is no floating point: the same seed, the same plan.
 * Source: Kirkpatrick, Gelatt, Vecchi: Optimization by simulated annealing, 1983.
 */
#include "seating/search.h"

#include "core/array.h"
#include "core/random.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEVIATION_WEIGHT = 48,
    REPEATS_WEIGHT = 8,
    HOTTEST = 16,   /* T at the beginning, in units of the weighted score */
    FRACTION = 256, /* parts of a unit in which T is kept */
    STAGES = 1024,  /* T stays for as many steps as there are in a stage */
    DESCENT = 4,    /* one step of descent for so many of annealing */
    TRIES = 8       /* to fill up a smaller block, for each person who is missing */
};

/* Steps for each seat, and at most so much work in all. */
#define STEPS_PER_SEAT UINT64_C(8000)
#define STEPS_LEAST UINT64_C(100000)
#define WORK_MOST UINT64_C(200000000)

typedef struct searcher {
    lot_plan *plan;
    uint64_t *random;
    bool *moves; /* [people] false, but for a moment */
    lot_exchange exchange;
    uint32_t counts[2]; /* people on the sides of the exchange that is being thought of */
    uint32_t *best;
    lot_score best_score;
} searcher;

static uint32_t below(searcher *search, uint32_t limit)
{
    return (uint32_t)lot_random_below(search->random, limit);
}

static const uint32_t *group_row(const searcher *search)
{
    return search->plan->group +
           (size_t)search->exchange.session * search->plan->task->people_count;
}

/* Put a block on its side of the exchange. */
static void add_block(searcher *search, unsigned side, uint32_t block)
{
    const lot_blocks *blocks = search->plan->blocks;
    for (uint32_t m = blocks->first[block]; m < blocks->first[block + 1]; m++)
        search->exchange.people[side][search->counts[side]++] = blocks->members[m];
}

static bool is_on(const searcher *search, unsigned side, uint32_t person)
{
    for (uint32_t i = 0; i < search->counts[side]; i++)
        if (search->exchange.people[side][i] == person)
            return true;
    return false;
}

/* Foes of person `person` of that side who are in the other group change places as well. */
static void add_foes(searcher *search, unsigned side, uint32_t person)
{
    const lot_blocks *blocks = search->plan->blocks;
    const uint32_t *group = group_row(search);
    uint32_t block = blocks->of_person[person];
    for (uint32_t f = blocks->first_foe[block]; f < blocks->first_foe[block + 1]; f++) {
        uint32_t foe = blocks->members[blocks->first[blocks->foes[f]]];
        if (group[foe] == search->exchange.groups[1 - side] && !is_on(search, 1 - side, foe))
            add_block(search, 1 - side, blocks->foes[f]);
    }
}

/* All foes of those who change places, and theirs in turn. */
static void add_all_foes(searcher *search)
{
    uint32_t done[2] = {0, 0};
    while (done[0] < search->counts[0] || done[1] < search->counts[1])
        for (unsigned side = 0; side < 2; side++)
            for (; done[side] < search->counts[side]; done[side]++)
                add_foes(search, side, search->exchange.people[side][done[side]]);
}

/* Has the person no foe in the other group who stays there? */
static bool may_join(const searcher *search, unsigned side, uint32_t person)
{
    const lot_blocks *blocks = search->plan->blocks;
    const uint32_t *group = group_row(search);
    uint32_t block = blocks->of_person[person];
    for (uint32_t f = blocks->first_foe[block]; f < blocks->first_foe[block + 1]; f++) {
        uint32_t foe = blocks->members[blocks->first[blocks->foes[f]]];
        if (group[foe] == search->exchange.groups[1 - side] && !is_on(search, 1 - side, foe))
            return false;
    }
    return true;
}

/* Fill up a side with blocks of its group until both are as many. */
static bool fill_up(searcher *search, unsigned side)
{
    const lot_plan *plan = search->plan;
    uint32_t wanted = search->counts[1 - side];
    uint32_t group = search->exchange.groups[side];
    uint32_t size = plan->start[group + 1] - plan->start[group];
    const uint32_t *members = plan->members +
                              (size_t)search->exchange.session * plan->task->people_count +
                              plan->start[group];
    if (wanted > size)
        return false;
    for (uint32_t tries = TRIES * wanted; search->counts[side] < wanted && tries > 0; tries--) {
        uint32_t person = members[below(search, size)];
        uint32_t block = plan->blocks->of_person[person];
        if (search->counts[side] + lot_block_size(plan->blocks, block) <= wanted &&
            !is_on(search, side, person) && may_join(search, side, person))
            add_block(search, side, block);
    }
    return search->counts[side] == wanted;
}

/* Think of an exchange: see 1. */
static bool propose(searcher *search)
{
    const lot_seating_task *task = search->plan->task;
    const lot_blocks *blocks = search->plan->blocks;
    lot_exchange *exchange = &search->exchange;
    exchange->session = below(search, task->sessions_count);
    const uint32_t *group = group_row(search);
    uint32_t a = below(search, task->people_count);
    uint32_t b = below(search, task->people_count);
    if (group[a] == group[b])
        return false;
    exchange->groups[0] = group[a];
    exchange->groups[1] = group[b];
    search->counts[0] = search->counts[1] = 0;
    add_block(search, 0, blocks->of_person[a]);
    add_block(search, 1, blocks->of_person[b]);
    add_all_foes(search);
    if (search->counts[0] != search->counts[1] &&
        !fill_up(search, search->counts[0] < search->counts[1] ? 0 : 1))
        return false;
    exchange->count = search->counts[0];
    return true;
}

/* T times -log2 of a random number, in units of the weighted score: see 2. */
static int64_t luck(searcher *search, uint64_t temperature)
{
    uint64_t number = lot_random(search->random);
    uint64_t bits = 0;
    for (; bits < 32 && number >> 63 == 0; bits++)
        number <<= 1;
    uint64_t within = FRACTION - 1 - (number >> 55 & (FRACTION - 1));
    return (int64_t)(temperature * (bits * FRACTION + within) / (FRACTION * FRACTION));
}

static void keep_if_best(searcher *search)
{
    const lot_plan *plan = search->plan;
    if (lot_score_compare(&plan->score, &search->best_score) >= 0)
        return;
    search->best_score = plan->score;
    memcpy(search->best, plan->group,
           (size_t)plan->task->sessions_count * plan->task->people_count * sizeof *search->best);
}

static void make(searcher *search, const lot_score *change)
{
    lot_plan_exchange(search->plan, &search->exchange, change);
    keep_if_best(search);
}

/* Deviation first, which is found out sooner: see 2. */
static void anneal(searcher *search, uint64_t steps, uint64_t temperature)
{
    lot_score change;
    for (; steps > 0; steps--) {
        if (!propose(search))
            continue;
        change.deviation = lot_plan_weigh_deviation(search->plan, &search->exchange);
        if (change.deviation * DEVIATION_WEIGHT > luck(search, temperature))
            continue;
        lot_plan_weigh_meetings(&change, search->plan, &search->exchange, search->moves);
        if (change.repeats * REPEATS_WEIGHT + change.spread > luck(search, temperature))
            continue;
        make(search, &change);
    }
}

static void descend(searcher *search, uint64_t steps)
{
    static const lot_score same = {0, 0, 0};
    lot_score change;
    for (; steps > 0; steps--) {
        if (!propose(search))
            continue;
        change.deviation = lot_plan_weigh_deviation(search->plan, &search->exchange);
        if (change.deviation > 0)
            continue;
        lot_plan_weigh_meetings(&change, search->plan, &search->exchange, search->moves);
        if (lot_score_compare(&change, &same) <= 0)
            make(search, &change);
    }
}

/* How many steps: by the size of the task, and never by a clock. */
static uint64_t count_steps(const lot_seating_task *task)
{
    uint64_t seats = (uint64_t)task->people_count * task->sessions_count;
    uint64_t work = (uint64_t)task->people_count / task->groups_count + task->features_count + 8;
    uint64_t steps = STEPS_PER_SEAT * seats;
    if (task->steps > 0)
        return task->steps;
    if (steps < STEPS_LEAST)
        steps = STEPS_LEAST;
    return steps > WORK_MOST / work ? WORK_MOST / work : steps;
}

static lot_status run(searcher *search, const lot_score *good_enough, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_progress *progress = search->plan->task->progress;
    uint64_t steps = count_steps(search->plan->task) / STAGES + 1;
    for (uint64_t left = STAGES; left > 0; left--) {
        if (lot_score_compare(&search->best_score, good_enough) <= 0)
            goto done;
        TRY(lot_progress_report(progress, "seating", STAGES - left, STAGES, error));
        anneal(search, steps, HOTTEST * FRACTION * left * left / (STAGES * STAGES));
    }
    lot_plan_seat(search->plan, search->best);
    descend(search, steps * STAGES / DESCENT);
done:
    return status;
}

lot_status lot_seating_search(uint32_t *best, lot_score *score, lot_plan *plan,
                              const lot_score *good_enough, uint64_t *random, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t people_count = plan->task->people_count;
    searcher search = {.plan = plan, .random = random, .best = best, .best_score = plan->score};
    memcpy(best, plan->group, plan->task->sessions_count * people_count * sizeof *best);
    search.moves = lot_array_new(people_count, sizeof *search.moves);
    for (unsigned side = 0; side < 2; side++)
        search.exchange.people[side] = lot_array_new(people_count, sizeof *best);
    if (search.moves == NULL || search.exchange.people[0] == NULL ||
        search.exchange.people[1] == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(run(&search, good_enough, error));
    *score = search.best_score;
done:
    free(search.moves);
    free(search.exchange.people[0]);
    free(search.exchange.people[1]);
    return status;
}
