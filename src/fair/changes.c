/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes: the smallest of each kind, where there is no panel. */
#include "civiclot/fair.h"

#include "core/array.h"
#include "fair/question.h"
#include "fair/recruit.h"
#include "fair/relax.h"

#include <stdlib.h>

void lot_changes_free(lot_changes *changes)
{
    if (changes == NULL)
        return;
    for (uint32_t i = 0; i < changes->count; i++) {
        free(changes->list[i].targets);
        free(changes->list[i].values);
    }
    free(changes);
}

static bool same_targets(const lot_change *a, const lot_change *b)
{
    if (a->targets_count != b->targets_count)
        return false;
    for (uint32_t i = 0; i < a->targets_count; i++)
        if (a->targets[i].quota != b->targets[i].quota ||
            a->targets[i].part != b->targets[i].part || a->targets[i].to != b->targets[i].to)
            return false;
    return true;
}

/* Put it in: by its cost, after those that cost the same; targets that are there are left out. */
static void add_of_quotas(lot_changes *changes, lot_change *change)
{
    uint32_t at = changes->count;
    for (uint32_t i = 0; i < changes->count; i++) {
        if (same_targets(&changes->list[i], change)) {
            free(change->targets);
            return;
        }
    }
    for (; at > 0 && changes->list[at - 1].cost > change->cost; at--)
        changes->list[at] = changes->list[at - 1];
    changes->list[at] = *change;
    changes->count++;
}

static lot_status relax(lot_changes *changes, const lot_question *q, const lot_classes *classes,
                        const lot_quotas *quotas, lot_error *error)
{
    static const lot_change_kind kinds[] = {LOT_CHANGE_QUOTAS, LOT_CHANGE_MINIMA,
                                            LOT_CHANGE_MAXIMA};
    lot_status status = LOT_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        lot_change change = {.kind = kinds[i]};
        bool found;
        TRY(lot_relax(&change, &found, quotas, classes, q->seats, q->progress, error));
        changes->unsearched[kinds[i]] = !found && change.gap > 0;
        if (found)
            add_of_quotas(changes, &change);
        else if (kinds[i] == LOT_CHANGE_QUOTAS && change.gap == 0)
            break; /* nor would only one of both help */
    }
done:
    return status;
}

/* One more of each household. */
static lot_status allow_housemates(lot_changes *changes, lot_question *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_decision answer;
    bool binds = false;
    for (uint32_t h = 0; h < q->classes->kinds_count; h++)
        binds = binds || q->classes->kinds[h].limit < q->classes->kinds[h].copies ||
                q->classes->kinds[h].classes_count > 1 ||
                q->classes->per_copy[q->classes->kinds[h].first] > 1;
    if (!binds)
        return LOT_OK;
    q->per_household++;
    TRY(lot_question_sort(q, error));
    TRY(lot_question_ask(q, &answer, NULL, error));
    changes->unsearched[LOT_CHANGE_HOUSEHOLD] = answer == LOT_DECISION_LIMIT;
    if (answer == LOT_DECISION_PANEL)
        changes->list[changes->count++] =
            (lot_change){.kind = LOT_CHANGE_HOUSEHOLD, .number = q->per_household};
    q->per_household--;
done:
    return status;
}

/* One seat fewer: maxima above the seats that are left are no bounds. */
static lot_status take_seat(lot_changes *changes, lot_question *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_decision answer;
    if (q->seats == 1)
        return LOT_OK;
    q->seats--;
    for (uint32_t quota = 0; quota < q->quotas.count; quota++) {
        if (q->quotas.rows[quota].min > q->seats)
            goto done;
        if (q->quotas.rows[quota].max > q->seats)
            q->quotas.rows[quota].max = q->seats;
    }
    TRY(lot_question_sort(q, error));
    TRY(lot_question_ask(q, &answer, NULL, error));
    changes->unsearched[LOT_CHANGE_SEATS] = answer == LOT_DECISION_LIMIT;
    if (answer == LOT_DECISION_PANEL)
        changes->list[changes->count++] =
            (lot_change){.kind = LOT_CHANGE_SEATS, .number = q->seats};
done:
    return status;
}

lot_status lot_find_changes(lot_changes **out, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_question *question = NULL;
    lot_change recruit = {.kind = LOT_CHANGE_RECRUIT};
    bool found;
    lot_changes *changes = lot_array_new(1, sizeof *changes);
    if (changes == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_question_new(&question, quotas, classes, seats, progress, error));
    TRY(relax(changes, question, classes, quotas, error));
    TRY(allow_housemates(changes, question, error));
    TRY(take_seat(changes, question, error));
    TRY(lot_recruit(&recruit, &found, quotas, classes, seats, progress, error));
    changes->unsearched[LOT_CHANGE_RECRUIT] = !found && recruit.gap > 0;
    if (found)
        changes->list[changes->count++] = recruit;
    *out = changes;
    changes = NULL;
done:
    lot_question_free(question);
    lot_changes_free(changes);
    return status;
}
