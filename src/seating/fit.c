/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fit: one session that keeps the rules, by backtracking.
 *
 * Only blocks of several people, or with foes, are tried: those alone and without foes fill
 * whatever room is left, which is exactly theirs. The largest come first, then those with most
 * foes. Of groups that are empty and of one size only the first is tried: the others would do the
 * same.
 */
#include "core/array.h"
#include "seating/blocks.h"

#include <stdlib.h>

enum { STEPS_MOST = 200000 };

struct fitter {
    const lot_blocks *blocks;
    const lot_seating_task *task;
    uint32_t *order; /* [count] blocks to try */
    uint32_t count;
    uint32_t *groups; /* [blocks->count] groups_count: none */
    uint32_t *room;   /* [groups_count] */
    uint64_t steps;
};

static uint32_t foes_count(const lot_blocks *blocks, uint32_t block)
{
    return blocks->first_foe[block + 1] - blocks->first_foe[block];
}

/* Does block a come before block b? */
static bool comes_before(const lot_blocks *blocks, uint32_t a, uint32_t b)
{
    if (lot_block_size(blocks, a) != lot_block_size(blocks, b))
        return lot_block_size(blocks, a) > lot_block_size(blocks, b);
    if (foes_count(blocks, a) != foes_count(blocks, b))
        return foes_count(blocks, a) > foes_count(blocks, b);
    return a < b;
}

/* The blocks with rules, by insertion: they are few. */
static void put_in_order(struct fitter *fitter)
{
    const lot_blocks *blocks = fitter->blocks;
    for (uint32_t b = 0; b < blocks->count; b++) {
        if (lot_block_size(blocks, b) == 1 && foes_count(blocks, b) == 0)
            continue;
        uint32_t at = fitter->count++;
        for (; at > 0 && comes_before(blocks, b, fitter->order[at - 1]); at--)
            fitter->order[at] = fitter->order[at - 1];
        fitter->order[at] = b;
    }
}

static bool is_empty(const struct fitter *fitter, uint32_t group)
{
    return fitter->room[group] ==
           lot_seating_size(fitter->task->people_count, fitter->task->groups_count, group);
}

static bool may_take(const struct fitter *fitter, uint32_t group, uint32_t block)
{
    const lot_blocks *blocks = fitter->blocks;
    if (fitter->room[group] < lot_block_size(blocks, block))
        return false;
    /* empty groups stand in a row where the larger are taken from the front */
    if (group > 0 && is_empty(fitter, group) && is_empty(fitter, group - 1) &&
        fitter->room[group] == fitter->room[group - 1])
        return false;
    for (uint32_t f = blocks->first_foe[block]; f < blocks->first_foe[block + 1]; f++)
        if (fitter->groups[blocks->foes[f]] == group)
            return false;
    return true;
}

/* Put the block into the next group from `group` on; false: there is none. */
static bool place(struct fitter *fitter, uint32_t block, uint32_t group)
{
    for (; group < fitter->task->groups_count; group++) {
        if (!may_take(fitter, group, block))
            continue;
        fitter->groups[block] = group;
        fitter->room[group] -= lot_block_size(fitter->blocks, block);
        return true;
    }
    return false;
}

/* Take the block out again; the group that it was in. */
static uint32_t displace(struct fitter *fitter, uint32_t block)
{
    uint32_t group = fitter->groups[block];
    fitter->groups[block] = fitter->task->groups_count;
    fitter->room[group] += lot_block_size(fitter->blocks, block);
    return group;
}

static lot_fit search(struct fitter *fitter)
{
    uint32_t depth = 0;
    uint32_t group = 0;
    while (depth < fitter->count) {
        if (fitter->steps++ == STEPS_MOST)
            return LOT_FIT_UNDECIDED;
        if (place(fitter, fitter->order[depth], group)) {
            depth++;
            group = 0;
        } else if (depth == 0) {
            return LOT_FITS_NOT;
        } else {
            group = displace(fitter, fitter->order[--depth]) + 1;
        }
    }
    return LOT_FITS;
}

/* Those without rules, into the room that is left. */
static void fill_rest(struct fitter *fitter)
{
    uint32_t group = 0;
    for (uint32_t b = 0; b < fitter->blocks->count; b++) {
        if (fitter->groups[b] < fitter->task->groups_count)
            continue;
        while (fitter->room[group] == 0)
            group++;
        fitter->groups[b] = group;
        fitter->room[group]--;
    }
}

lot_status lot_blocks_fit(lot_fit *fit, uint32_t *groups, const lot_blocks *blocks,
                          const lot_seating_task *task, lot_error *error)
{
    struct fitter fitter = {.blocks = blocks, .task = task, .groups = groups};
    *fit = LOT_FITS_NOT;
    if (blocks->contradiction)
        return LOT_OK;
    fitter.order = lot_array_new(blocks->count, sizeof *fitter.order);
    fitter.room = lot_array_new(task->groups_count, sizeof *fitter.room);
    if (fitter.order == NULL || fitter.room == NULL) {
        free(fitter.order);
        free(fitter.room);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t b = 0; b < blocks->count; b++)
        groups[b] = task->groups_count;
    for (uint32_t g = 0; g < task->groups_count; g++)
        fitter.room[g] = lot_seating_size(task->people_count, task->groups_count, g);
    put_in_order(&fitter);
    *fit = search(&fitter);
    if (*fit == LOT_FITS)
        fill_rest(&fitter);
    free(fitter.order);
    free(fitter.room);
    return LOT_OK;
}
