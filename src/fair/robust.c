/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Robust.
 *
 * Somebody is indispensable when they are on every panel; as people of a class are alike, that is
 * when every panel has all of the class. All classes are asked about at once: is there a panel that
 * does not have all of some class still in question? It rules out those; where there is none, the
 * classes that are left are proven.
 *
 * Drop-outs are simulated: people leave in a random order until there is no panel. Leaving only
 * makes it harder, so that the turning point is found by halving.
 */
#include "civiclot/robust.h"

#include "core/array.h"
#include "core/random.h"
#include "core/wide.h"
#include "fair/least.h"
#include "fair/question.h"
#include "fair/reach.h"
#include "fair/relax.h"

#include <stdlib.h>
#include <string.h>

/* A least chance below this is none. */
static const double noise = 1e-9;

typedef struct tester {
    lot_robust *robust;
    const lot_quotas *quotas;
    const lot_classes *classes;
    uint32_t seats;
    const lot_progress *progress;
    lot_question *question;
    lot_model *model;
    bool *pending;   /* [classes] may be on every panel */
    int64_t *weight; /* [classes] */
    int64_t *panel;  /* [classes] */
} tester;

void lot_robust_free(lot_robust *robust)
{
    if (robust == NULL)
        return;
    free(robust->fatal);
    free(robust->borne);
    free(robust);
}

/* A panel without all of some pending class rules out such classes. */
static lot_status rule_out(tester *t, lot_branch *branch, bool *more, lot_error *error)
{
    lot_bound bound = {0};
    lot_decision decision;
    int64_t people = 0;
    for (uint32_t c = 0; c < t->classes->count; c++) {
        t->weight[c] = t->pending[c] ? -1 : 0;
        people += t->pending[c] ? t->classes->size[c] : 0;
    }
    *more = false;
    if (people == 0)
        return LOT_OK;
    lot_status status = lot_branch_decide(branch, &decision, t->panel, &bound, t->weight, -people,
                                          t->progress, error);
    lot_bound_clear(&bound);
    if (status != LOT_OK)
        return status;
    if (decision == LOT_DECISION_LIMIT)
        return LOT_FAIL(error, LOT_FAILURE,
                        "finding out who is on every panel took too many steps");
    *more = decision == LOT_DECISION_PANEL;
    for (uint32_t c = 0; c < t->classes->count && *more; c++)
        t->pending[c] = t->pending[c] && t->panel[c] == t->classes->size[c];
    return LOT_OK;
}

static lot_status find_fatal(tester *t, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_branch *branch = NULL;
    lot_robust *robust = t->robust;
    for (uint32_t c = 0; c < t->classes->count; c++)
        t->pending[c] = t->model->cap[c] == t->classes->size[c] && t->classes->size[c] <= t->seats;
    TRY(lot_branch_new(&branch, t->model, error));
    for (bool more = true; more;)
        TRY(rule_out(t, branch, &more, error));
    robust->fatal = lot_array_new(t->classes->count, sizeof *robust->fatal);
    if (robust->fatal == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < t->classes->count; c++)
        if (t->pending[c])
            robust->fatal[robust->fatal_count++] = (lot_indispensable){.class = c};
done:
    lot_branch_free(branch);
    return status;
}

/* Let the first person of the class go, or come back, and make the question ready. */
static lot_status let_go(tester *t, uint32_t class, bool go, lot_error *error)
{
    t->question->gone[t->classes->members[t->classes->first_member[class]]] = go;
    return lot_question_sort(t->question, error);
}

/* What the smallest change of quotas costs without one of a class. */
static lot_status price(tester *t, lot_indispensable *fatal, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_change change = {.kind = LOT_CHANGE_QUOTAS};
    TRY(let_go(t, fatal->class, true, error));
    if (t->question->classes->people_count >= t->seats)
        TRY(lot_relax(&change, &fatal->relaxed, t->quotas, t->question->classes, t->seats,
                      t->progress, error));
    fatal->priced = true;
    fatal->cost = change.cost;
    TRY(let_go(t, fatal->class, false, error));
done:
    free(change.targets);
    return status;
}

/* Who is shut out anyway does not count: their caps are 0 in t->model. */
static void shut_out_as_before(lot_model *model, const tester *t)
{
    const lot_classes *now = t->question->classes;
    for (uint32_t c = 0; c < now->count; c++) {
        uint32_t person = t->question->place[now->members[now->first_member[c]]];
        if (t->model->cap[t->classes->of_person[person]] == 0)
            model->cap[c] = 0;
    }
}

static lot_status try_without(tester *t, uint32_t class, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *model = NULL;
    lot_least least = {0};
    lot_robust *robust = t->robust;
    TRY(let_go(t, class, true, error));
    TRY(lot_model_new(&model, t->quotas, t->question->classes, t->seats, true, error));
    shut_out_as_before(model, t);
    TRY(lot_find_least(&least, model, error));
    lot_wide here = (lot_wide)least.chance.numerator * (lot_wide)robust->after.denominator;
    lot_wide there = (lot_wide)robust->after.numerator * (lot_wide)least.chance.denominator;
    if (here < there) {
        robust->has_dearest = true;
        robust->dearest = class;
        robust->after = least.chance;
    }
    TRY(let_go(t, class, false, error));
done:
    lot_least_clear(&least);
    lot_model_free(model);
    return status;
}

/* The bound of the least chance of those who are not shut out. */
static lot_status find_before(tester *t, lot_least *least, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_absences absences = {0};
    TRY(lot_find_least(least, t->model, error));
    if (least->z <= noise) {
        TRY(lot_reach_relaxed(&absences, t->model, t->progress, error));
        lot_least_clear(least);
        TRY(lot_find_least(least, t->model, error));
    }
    t->robust->before = t->robust->after = least->chance;
done:
    lot_absences_clear(&absences);
    return status;
}

/* The LP's worth says who looks dearest; each of those is tried. */
static lot_status find_dearest(tester *t, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_least least = {0};
    bool *tried = lot_array_new(t->classes->count, sizeof *tried);
    if (tried == NULL)
        return LOT_NO_MEMORY(error);
    TRY(find_before(t, &least, error));
    for (uint32_t i = 0; i < LOT_ROBUST_TRIED; i++) {
        uint32_t best = t->classes->count;
        for (uint32_t c = 0; c < t->classes->count; c++)
            if (!tried[c] && !t->pending[c] && t->model->cap[c] > 0 &&
                (best == t->classes->count || least.worth[c] > least.worth[best]))
                best = c;
        if (best == t->classes->count)
            break;
        tried[best] = true;
        TRY(try_without(t, best, error));
    }
done:
    free(tried);
    lot_least_clear(&least);
    return status;
}

/* Does the pool bear that the first `count` of `order` are gone? Not known counts as no. */
static lot_status bears(bool *exists, tester *t, const uint32_t *order, uint32_t count,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *q = t->question;
    lot_decision answer;
    memset(q->gone, 0, q->everyone.people_count * sizeof *q->gone);
    for (uint32_t i = 0; i < count; i++)
        q->gone[order[i]] = true;
    TRY(lot_question_sort(q, error));
    TRY(lot_question_ask(q, &answer, NULL, error));
    *exists = answer == LOT_DECISION_PANEL;
done:
    return status;
}

static lot_status simulate(uint32_t *borne, tester *t, uint32_t *order, uint64_t *state,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t people = t->classes->people_count;
    uint32_t least = 0;
    uint32_t most = people - t->seats;
    for (uint32_t i = 0; i < people; i++)
        order[i] = i;
    for (uint32_t left = people; left > 1; left--) {
        uint32_t chosen = (uint32_t)lot_random_below(state, left);
        uint32_t person = order[chosen];
        order[chosen] = order[left - 1];
        order[left - 1] = person;
    }
    while (least < most) {
        uint32_t middle = most - (most - least) / 2;
        bool exists;
        TRY(bears(&exists, t, order, middle, error));
        if (exists)
            least = middle;
        else
            most = middle - 1;
    }
    *borne = least;
done:
    return status;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static lot_status simulate_all(tester *t, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_robust *robust = t->robust;
    uint64_t state = robust->seed;
    uint32_t *order = lot_array_new(t->classes->people_count, sizeof *order);
    robust->borne = lot_array_new(robust->simulations, sizeof *robust->borne);
    if (order == NULL || robust->borne == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < robust->simulations; i++) {
        TRY(lot_progress_report(t->progress, "simulating drop-outs", i, robust->simulations,
                                error));
        TRY(simulate(&robust->borne[i], t, order, &state, error));
    }
    qsort(robust->borne, robust->simulations, sizeof *robust->borne, by_number);
done:
    free(order);
    return status;
}

static lot_status test_all(tester *t, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = t->classes->count;
    t->pending = lot_array_new(count, sizeof *t->pending);
    t->weight = lot_array_new(count, sizeof *t->weight);
    t->panel = lot_array_new(count, sizeof *t->panel);
    if (t->pending == NULL || t->weight == NULL || t->panel == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_model_new(&t->model, t->quotas, t->classes, t->seats, true, error));
    TRY(lot_question_new(&t->question, t->quotas, t->classes, t->seats, t->progress, error));
    TRY(find_fatal(t, error));
    for (uint32_t i = 0; i < t->robust->fatal_count && i < LOT_ROBUST_PRICED; i++)
        TRY(price(t, &t->robust->fatal[i], error));
    TRY(find_dearest(t, error));
    TRY(simulate_all(t, error));
done:
    return status;
}

lot_status lot_find_robust(lot_robust **out, const lot_quotas *quotas, const lot_classes *classes,
                           uint32_t seats, uint32_t simulations, uint64_t seed,
                           const lot_progress *progress, lot_error *error)
{
    *out = NULL;
    tester t = {.quotas = quotas, .classes = classes, .seats = seats, .progress = progress};
    t.robust = lot_array_new(1, sizeof *t.robust);
    if (t.robust == NULL)
        return LOT_NO_MEMORY(error);
    t.robust->simulations = simulations;
    t.robust->seed = seed;
    lot_status status = test_all(&t, error);
    if (status == LOT_OK) {
        *out = t.robust;
        t.robust = NULL;
    }
    lot_robust_free(t.robust);
    lot_question_free(t.question);
    lot_model_free(t.model);
    free(t.pending);
    free(t.weight);
    free(t.panel);
    return status;
}
