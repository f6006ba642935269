/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seating: the order of the work.
 *
 *   1  people who are kept together become blocks (blocks.c);
 *   2  one session that keeps the rules is looked for (fit.c); there is none: which rules clash is
 *      found out (clash.c);
 *   3  from that session, its places filled by chance, the search begins (search.c), a few times
 *      anew; the best of all is taken;
 *   4  it is measured from scratch, held against bounds (bound.c), and against random splits.
 */
#include "civiclot/seating.h"

#include "audit/hash.h"
#include "core/array.h"
#include "core/random.h"
#include "seating/clash.h"
#include "seating/measure.h"
#include "seating/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { RESTARTS = 3 };

uint32_t lot_seating_size(uint32_t people_count, uint32_t groups_count, uint32_t group)
{
    return people_count / groups_count + (group < people_count % groups_count);
}

void lot_seating_free(lot_seating *seating)
{
    if (seating == NULL)
        return;
    free(seating->groups);
    free(seating);
}

/* Where random numbers begin: the first 8 bytes of a digest. purpose: what they are for. */
static uint64_t random_from(const char *seed, const char *purpose)
{
    lot_hash hash;
    lot_digest digest;
    uint64_t state = 0;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/seating/v1");
    lot_hash_field(&hash, purpose);
    lot_hash_field(&hash, seed);
    lot_hash_finish(&digest, &hash);
    for (size_t i = 0; i < sizeof state; i++)
        state = state << 8 | digest.bytes[i];
    return state;
}

/* Put items [count] into a random order, each as likely as any other. */
static void shuffle(uint32_t *items, uint32_t count, uint64_t *random)
{
    for (uint32_t left = count; left > 1; left--) {
        uint32_t chosen = (uint32_t)lot_random_below(random, left);
        uint32_t kept = items[left - 1];
        items[left - 1] = items[chosen];
        items[chosen] = kept;
    }
}

/*
 * Seat the people in one session as the blocks are, and let those who are free change places: alone
 * and without foes. free_people, places: [people] room.
 */
static void begin_session(uint32_t *groups, const lot_blocks *blocks, const uint32_t *fit,
                          uint32_t *free_people, uint32_t *places, uint64_t *random)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < blocks->count; b++) {
        for (uint32_t m = blocks->first[b]; m < blocks->first[b + 1]; m++)
            groups[blocks->members[m]] = fit[b];
        if (lot_block_size(blocks, b) > 1 || blocks->first_foe[b + 1] > blocks->first_foe[b])
            continue;
        free_people[count] = blocks->members[blocks->first[b]];
        places[count++] = fit[b];
    }
    shuffle(places, count, random);
    for (uint32_t i = 0; i < count; i++)
        groups[free_people[i]] = places[i];
}

static lot_status begin(lot_plan *plan, uint32_t *groups, const uint32_t *fit, uint64_t *random,
                        lot_error *error)
{
    size_t people_count = plan->task->people_count;
    uint32_t *room = lot_array_new(2 * people_count, sizeof *room);
    if (room == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t s = 0; s < plan->task->sessions_count; s++)
        begin_session(groups + s * people_count, plan->blocks, fit, room, room + people_count,
                      random);
    lot_plan_seat(plan, groups);
    free(room);
    return LOT_OK;
}

/* Search a few times; the best stays in seating->groups. */
static lot_status search(lot_seating *seating, lot_plan *plan, const uint32_t *fit,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t random = random_from(plan->task->seed, "search");
    size_t seats = (size_t)seating->sessions_count * seating->people_count;
    uint32_t *groups = lot_array_new(seats, sizeof *groups);
    lot_score best = {INT64_MAX, 0, 0};
    const lot_score good_enough = {(int64_t)seating->bound.deviation,
                                   (int64_t)seating->bound.repeats, (int64_t)seating->bound.spread};
    if (groups == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (unsigned i = 0; i < RESTARTS && lot_score_compare(&best, &good_enough) > 0; i++) {
        lot_score score;
        TRY(begin(plan, groups, fit, &random, error));
        TRY(lot_seating_search(groups, &score, plan, &good_enough, &random, error));
        if (lot_score_compare(&score, &best) >= 0)
            continue;
        best = score;
        memcpy(seating->groups, groups, seats * sizeof *groups);
    }
    TRY(lot_seating_measure_groups(&seating->measure, plan->task, plan->blocks, seating->groups,
                                   error));
    assert((int64_t)seating->measure.deviation == best.deviation &&
           (int64_t)seating->measure.repeats == best.repeats &&
           (int64_t)seating->measure.spread == best.spread);
done:
    free(groups);
    return status;
}

/* What a lot alone would do. */
static lot_status split(lot_seating_splits *out, const lot_seating_task *task,
                        const lot_blocks *blocks, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t random = random_from(task->seed, "splits");
    size_t people_count = task->people_count;
    uint32_t *groups = lot_array_new(task->sessions_count * people_count, sizeof *groups);
    if (groups == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (; out->count < LOT_SEATING_SPLITS; out->count++) {
        lot_seating_measure measure;
        TRY(lot_progress_report(task->progress, "splitting at random", out->count,
                                LOT_SEATING_SPLITS, error));
        for (uint32_t s = 0; s < task->sessions_count; s++) {
            uint32_t *row = groups + s * people_count;
            for (uint32_t p = 0, g = 0, end = 0; p < people_count; p++) {
                for (; p >= end; g++)
                    end += lot_seating_size(task->people_count, task->groups_count, g);
                row[p] = g - 1;
            }
            shuffle(row, task->people_count, &random);
        }
        TRY(lot_seating_measure_groups(&measure, task, blocks, groups, error));
        out->deviation += measure.deviation;
        out->met += measure.met;
        out->repeats += measure.repeats;
        out->fewest += measure.fewest;
    }
done:
    free(groups);
    return status;
}

static lot_status seat(lot_seating *seating, const lot_seating_task *task, const lot_blocks *blocks,
                       const uint32_t *fit, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_plan *plan = NULL;
    TRY(lot_seating_bound_find(&seating->bound, task, blocks, error));
    TRY(lot_plan_new(&plan, task, blocks, error));
    TRY(search(seating, plan, fit, error));
    TRY(split(&seating->splits, task, blocks, error));
done:
    lot_plan_free(plan);
    return status;
}

static lot_seating *make_seating(const lot_seating_task *task)
{
    lot_seating *seating = lot_array_new(1, sizeof *seating);
    if (seating == NULL)
        return NULL;
    *seating = (lot_seating){.people_count = task->people_count,
                             .groups_count = task->groups_count,
                             .sessions_count = task->sessions_count};
    seating->groups =
        lot_array_new((size_t)task->sessions_count * task->people_count, sizeof *seating->groups);
    if (seating->groups != NULL)
        return seating;
    free(seating);
    return NULL;
}

static void check(const lot_seating_task *task)
{
    assert(task->people_count >= 1 && task->people_count <= LOT_SEATING_PEOPLE_MOST);
    assert(task->groups_count >= 1 && task->groups_count <= task->people_count);
    assert(task->sessions_count >= 1 && task->sessions_count <= LOT_SEATING_SESSIONS_MOST);
    for (uint32_t r = 0; r < task->rules_count; r++)
        assert(task->rules[r].a < task->people_count && task->rules[r].b < task->people_count &&
               task->rules[r].a != task->rules[r].b);
}

lot_status lot_seating_new(lot_seating **out, lot_clash *clash, const lot_seating_task *task,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_blocks *blocks = NULL;
    lot_seating *seating = NULL;
    lot_fit fits = LOT_FITS_NOT;
    check(task);
    *out = NULL;
    *clash = (lot_clash){.rules = NULL};
    uint32_t *fit = lot_array_new(task->people_count, sizeof *fit);
    if (fit == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_blocks_new(&blocks, task, NULL, error));
    TRY(lot_blocks_fit(&fits, fit, blocks, task, error));
    if (fits != LOT_FITS) {
        TRY(lot_clash_find(clash, task, fits == LOT_FIT_UNDECIDED, error));
        goto done;
    }
    seating = make_seating(task);
    if (seating == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(seat(seating, task, blocks, fit, error));
    *out = seating;
    seating = NULL;
done:
    lot_seating_free(seating);
    lot_blocks_free(blocks);
    free(fit);
    return status;
}
