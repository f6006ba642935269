/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clash: rules are left out one after the other; one without which the others still clash is left
 * out for good. What remains is needed, all of it.
 * Source: the deletion filter; Chinneck, Dravnieks: Locating minimal infeasible constraint sets in
 * linear programs, 1991.
 */
#include "seating/clash.h"

#include "core/array.h"

#include <stdlib.h>

void lot_clash_free(lot_clash *clash)
{
    free(clash->rules);
    *clash = (lot_clash){.rules = NULL};
}

/* Do these rules clash for certain? */
static lot_status try_rules(bool *clash, uint32_t *groups, const lot_seating_task *task,
                            const bool *kept, lot_error *error)
{
    lot_blocks *blocks;
    lot_fit fit;
    lot_status status = lot_blocks_new(&blocks, task, kept, error);
    if (status != LOT_OK)
        return status;
    status = lot_blocks_fit(&fit, groups, blocks, task, error);
    *clash = fit == LOT_FITS_NOT;
    lot_blocks_free(blocks);
    return status;
}

static lot_status leave_out(bool *kept, uint32_t *groups, const lot_seating_task *task,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t r = 0; r < task->rules_count; r++) {
        bool clash;
        kept[r] = false;
        TRY(try_rules(&clash, groups, task, kept, error));
        kept[r] = !clash;
    }
done:
    return status;
}

/* Why the rules that are left clash. */
static lot_status find_reason(lot_clash *clash, const lot_seating_task *task, const bool *kept,
                              lot_error *error)
{
    lot_blocks *blocks;
    uint32_t apart = 0;
    lot_status status = lot_blocks_new(&blocks, task, kept, error);
    if (status != LOT_OK)
        return status;
    for (uint32_t i = 0; i < clash->count; i++)
        apart += !task->rules[clash->rules[i]].together;
    clash->size = blocks->largest;
    if (blocks->contradiction)
        clash->reason = LOT_CLASH_BOTH;
    else if (blocks->largest > lot_seating_size(task->people_count, task->groups_count, 0))
        clash->reason = LOT_CLASH_SIZE;
    else
        clash->reason = apart == clash->count ? LOT_CLASH_APART : LOT_CLASH_PACKING;
    lot_blocks_free(blocks);
    return LOT_OK;
}

lot_status lot_clash_find(lot_clash *clash, const lot_seating_task *task, bool undecided,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    bool *kept = lot_array_new(task->rules_count, sizeof *kept);
    uint32_t *groups = lot_array_new(task->people_count, sizeof *groups);
    *clash = (lot_clash){.reason = LOT_CLASH_UNDECIDED,
                         .rules = lot_array_new(task->rules_count, sizeof *clash->rules)};
    if (kept == NULL || groups == NULL || clash->rules == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t r = 0; r < task->rules_count; r++)
        kept[r] = true;
    if (!undecided)
        TRY(leave_out(kept, groups, task, error));
    for (uint32_t r = 0; r < task->rules_count; r++)
        if (kept[r])
            clash->rules[clash->count++] = r;
    if (!undecided)
        TRY(find_reason(clash, task, kept, error));
done:
    free(kept);
    free(groups);
    if (status != LOT_OK)
        lot_clash_free(clash);
    return status;
}
