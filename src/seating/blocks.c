/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks: people joined by the rules that keep them together, as in Kruskal's algorithm. */
#include "seating/blocks.h"

#include "core/array.h"

#include <stdlib.h>

void lot_blocks_free(lot_blocks *blocks)
{
    if (blocks == NULL)
        return;
    free(blocks->of_person);
    free(blocks->first);
    free(blocks->members);
    free(blocks->first_foe);
    free(blocks->foes);
    free(blocks);
}

/* The least person of the block so far. */
static uint32_t root_of(uint32_t *parent, uint32_t person)
{
    while (parent[person] != person) {
        parent[person] = parent[parent[person]];
        person = parent[person];
    }
    return person;
}

static void join_people(uint32_t *parent, const lot_seating_task *task, const bool *kept)
{
    for (uint32_t p = 0; p < task->people_count; p++)
        parent[p] = p;
    for (uint32_t r = 0; r < task->rules_count; r++) {
        if ((kept != NULL && !kept[r]) || !task->rules[r].together)
            continue;
        uint32_t a = root_of(parent, task->rules[r].a);
        uint32_t b = root_of(parent, task->rules[r].b);
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

/* B1, B2. parent: who is joined to whom. */
static void number_blocks(lot_blocks *blocks, uint32_t *parent, uint32_t people_count)
{
    for (uint32_t p = 0; p < people_count; p++) {
        uint32_t root = root_of(parent, p);
        blocks->of_person[p] = root == p ? blocks->count++ : blocks->of_person[root];
        blocks->first[blocks->of_person[p] + 1]++;
    }
    for (uint32_t b = 0; b < blocks->count; b++) {
        if (blocks->first[b + 1] > blocks->largest)
            blocks->largest = blocks->first[b + 1];
        blocks->first[b + 1] += blocks->first[b];
    }
    for (uint32_t p = people_count; p-- > 0;)
        blocks->members[--blocks->first[blocks->of_person[p] + 1]] = p;
    /* each start went down to the one before it, where its block's members begin */
    for (uint32_t b = 0; b < blocks->count; b++)
        blocks->first[b] = blocks->first[b + 1];
    blocks->first[blocks->count] = people_count;
}

/* B3, counted first and then filled in. */
static void note_foes(lot_blocks *blocks, const lot_seating_task *task, const bool *kept)
{
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t r = 0; r < task->rules_count; r++) {
            if ((kept != NULL && !kept[r]) || task->rules[r].together)
                continue;
            uint32_t a = blocks->of_person[task->rules[r].a];
            uint32_t b = blocks->of_person[task->rules[r].b];
            blocks->contradiction |= a == b;
            if (fill == 0) {
                blocks->first_foe[a]++;
                blocks->first_foe[b]++;
            } else {
                blocks->foes[--blocks->first_foe[a]] = b;
                blocks->foes[--blocks->first_foe[b]] = a;
            }
        }
        /* after counting, the ends of all; filling makes beginnings of them */
        for (uint32_t b = 1; b <= blocks->count && fill == 0; b++)
            blocks->first_foe[b] += blocks->first_foe[b - 1];
    }
}

lot_status lot_blocks_new(lot_blocks **out, const lot_seating_task *task, const bool *kept,
                          lot_error *error)
{
    uint32_t people_count = task->people_count;
    uint32_t *parent = lot_array_new(people_count, sizeof *parent);
    lot_blocks *blocks = lot_array_new(1, sizeof *blocks);
    *out = NULL;
    if (blocks != NULL) {
        blocks->of_person = lot_array_new(people_count, sizeof *blocks->of_person);
        blocks->first = lot_array_new((size_t)people_count + 1, sizeof *blocks->first);
        blocks->members = lot_array_new(people_count, sizeof *blocks->members);
        blocks->first_foe = lot_array_new((size_t)people_count + 1, sizeof *blocks->first_foe);
        blocks->foes = lot_array_new((size_t)task->rules_count * 2, sizeof *blocks->foes);
    }
    if (parent == NULL || blocks == NULL || blocks->of_person == NULL || blocks->first == NULL ||
        blocks->members == NULL || blocks->first_foe == NULL || blocks->foes == NULL) {
        free(parent);
        lot_blocks_free(blocks);
        return LOT_NO_MEMORY(error);
    }
    join_people(parent, task, kept);
    number_blocks(blocks, parent, people_count);
    note_foes(blocks, task, kept);
    free(parent);
    *out = blocks;
    return LOT_OK;
}
