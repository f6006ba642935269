/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conflict: when no panel exists, quotas and rules that cannot be met together, none of which can
 * be left out.
 *
 * By deletion: leave out one part after the other; if there is still no panel, it stays out for
 * good. What remains has no panel, and has one as soon as any part goes. The household rule is
 * tried first, then the maxima, so that the reason is told in minima where it can be.
 */
#include "civiclot/fair.h"
#include "core/array.h"
#include "fair/model.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { NODES_MAX = 200000 };

void lot_conflict_free(lot_conflict *conflict)
{
    if (conflict == NULL)
        return;
    free(conflict->parts);
    free(conflict);
}

/* The question, and which parts of it hold: [0] households, then a maximum, a minimum each quota.
 */
typedef struct question {
    const lot_quotas *quotas;
    const lot_classes *classes;
    uint32_t seats;
    bool *holds; /* [1 + 2 * quotas->count] */
    const lot_progress *progress;
} question;

static uint32_t parts_count(const question *q)
{
    return 1 + 2 * q->quotas->count;
}

/* Is there a panel that meets the parts that hold? *answer: false only when that is proven. */
static lot_status ask(bool *answer, const question *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *model = NULL;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_new(&model, q->quotas, q->classes, q->seats, q->holds[0], error));
    for (uint32_t quota = 0; quota < q->quotas->count; quota++) {
        lot_row *row = &model->rows[1 + quota];
        if (!q->holds[1 + quota])
            row->upper = q->seats;
        if (!q->holds[1 + q->quotas->count + quota])
            row->lower = 0;
    }
    TRY(lot_model_to_lp(lp, model, true, 1, error));
    lot_lp_search search = {true, NODES_MAX, q->progress, "looking for a panel"};
    lot_lp_outcome outcome;
    TRY(lot_lp_solve_integer(lp, &search, &outcome, error));
    *answer = outcome != LOT_LP_INFEASIBLE;
done:
    lot_model_free(model);
    lot_lp_free(lp);
    return status;
}

static lot_conflict_part part_of(const question *q, uint32_t part)
{
    if (part == 0)
        return (lot_conflict_part){LOT_PART_HOUSEHOLDS, 0};
    if (part <= q->quotas->count)
        return (lot_conflict_part){LOT_PART_MAX, part - 1};
    return (lot_conflict_part){LOT_PART_MIN, part - 1 - q->quotas->count};
}

/* Leave out what can be left out, then write down what holds. */
static lot_status reduce(lot_conflict **out, question *q, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_conflict *conflict = lot_array_new(1, sizeof *conflict);
    if (conflict == NULL)
        return LOT_NO_MEMORY(error);
    conflict->parts = lot_array_new(parts_count(q), sizeof *conflict->parts);
    if (conflict->parts == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t part = 0; part < parts_count(q); part++) {
        bool possible;
        TRY(lot_progress_report(q->progress, "finding out why there is no panel", part,
                                parts_count(q), error));
        q->holds[part] = false;
        TRY(ask(&possible, q, error));
        q->holds[part] = possible;
    }
    for (uint32_t part = 0; part < parts_count(q); part++)
        if (q->holds[part])
            conflict->parts[conflict->count++] = part_of(q, part);
    *out = conflict;
    conflict = NULL;
done:
    lot_conflict_free(conflict);
    return status;
}

lot_status lot_find_conflict(lot_conflict **conflict, const lot_quotas *quotas,
                             const lot_classes *classes, uint32_t seats,
                             const lot_progress *progress, lot_error *error)
{
    *conflict = NULL;
    lot_status status = LOT_OK;
    question q = {.quotas = quotas, .classes = classes, .seats = seats, .progress = progress};
    q.holds = lot_array_new(parts_count(&q), sizeof *q.holds);
    if (q.holds == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t part = 0; part < parts_count(&q); part++)
        q.holds[part] = true;
    bool possible;
    TRY(ask(&possible, &q, error));
    if (!possible)
        TRY(reduce(conflict, &q, error));
done:
    free(q.holds);
    return status;
}

/* How many volunteers have the value. */
static uint32_t volunteers(const lot_classes *classes, uint32_t quota, uint32_t feature)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < classes->count; t++)
        if (lot_classes_value(classes, t, feature) == quota)
            count += classes->size[t];
    return count;
}

static void describe_part(lot_text *words, lot_conflict_part part, const lot_quotas *quotas,
                          const lot_classes *classes)
{
    if (part.part == LOT_PART_HOUSEHOLDS) {
        lot_text_format(words, "at most %u of a household\n", classes->per_household);
        return;
    }
    const lot_quota *quota = &quotas->rows[part.quota];
    bool least = part.part == LOT_PART_MIN;
    uint32_t seats = least ? quota->min : quota->max;
    uint32_t have = volunteers(classes, part.quota, quota->feature);
    lot_text_format(words, "%s %s: at %s %u seat%s (%u volunteer%s)\n",
                    quotas->features[quota->feature].name, quota->value, least ? "least" : "most",
                    seats, seats == 1 ? "" : "s", have, have == 1 ? "" : "s");
}

void lot_conflict_describe(lot_text *words, const lot_conflict *conflict, const lot_quotas *quotas,
                           const lot_classes *classes, uint32_t seats)
{
    if (conflict->count == 0) {
        lot_text_format(words, "%u volunteers cannot fill %u seats.\n", classes->people_count,
                        seats);
        return;
    }
    if (conflict->count == 1) {
        lot_text_format(words, "No panel of %u exists. This quota cannot be met:\n  ", seats);
        describe_part(words, conflict->parts[0], quotas, classes);
        lot_text_put(words, "Loosen it, or recruit more volunteers.\n");
        return;
    }
    lot_text_format(words, "No panel of %u exists. These cannot all be met together:\n", seats);
    for (uint32_t i = 0; i < conflict->count; i++) {
        lot_text_put(words, "  ");
        describe_part(words, conflict->parts[i], quotas, classes);
    }
    lot_text_put(words, "Loosen any one of them, or recruit more volunteers.\n");
}
