/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks: who moves as one, as they are kept together, and which blocks are kept apart.
 *
 *   B1  every person is in one block; who is in no rule is a block alone;
 *   B2  the members of a block stand in ascending order, blocks in that of their first members;
 *   B3  two blocks are foes where a rule keeps a member of one apart from a member of the other.
 */
#ifndef CIVICLOT_SEATING_BLOCKS_H
#define CIVICLOT_SEATING_BLOCKS_H

#include "civiclot/seating.h"

typedef struct lot_blocks {
    uint32_t count;
    uint32_t *of_person; /* [people] */
    uint32_t *first;     /* [count + 1] into members */
    uint32_t *members;   /* [people] */
    uint32_t *first_foe; /* [count + 1] into foes */
    uint32_t *foes;      /* blocks; one may stand there twice */
    uint32_t largest;    /* people of the largest block */
    bool contradiction;  /* a block is its own foe */
} lot_blocks;

/* Blocks of those rules of the task that are in `kept`, [rules_count]; NULL: all. */
lot_status lot_blocks_new(lot_blocks **out, const lot_seating_task *task, const bool *kept,
                          lot_error *error);

void lot_blocks_free(lot_blocks *blocks);

static inline uint32_t lot_block_size(const lot_blocks *blocks, uint32_t block)
{
    return blocks->first[block + 1] - blocks->first[block];
}

typedef enum lot_fit { LOT_FITS, LOT_FITS_NOT, LOT_FIT_UNDECIDED } lot_fit;

/*
 * Is there a session that keeps the rules? groups: [blocks->count] out, a group for every block.
 * Every possibility is tried, up to a number of steps: then it is undecided.
 */
lot_status lot_blocks_fit(lot_fit *fit, uint32_t *groups, const lot_blocks *blocks,
                          const lot_seating_task *task, lot_error *error);

#endif
