/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Question: a pool and quotas of its own, made from classes, and asked by branch and bound. */
#include "fair/question.h"

#include "core/array.h"
#include "lottery/proof_bound.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool allocate(lot_question *q, const lot_quotas *quotas, const lot_classes *classes)
{
    size_t people = classes->people_count;
    size_t features = classes->features_count;
    q->quotas.rows = lot_array_new(quotas->count, sizeof *q->quotas.rows);
    q->everyone.values = lot_array_new(people * features, sizeof *q->everyone.values);
    q->everyone.households = lot_array_new(people, sizeof *q->everyone.households);
    q->people.values = lot_array_new(people * features, sizeof *q->people.values);
    q->people.households = lot_array_new(people, sizeof *q->people.households);
    q->place = lot_array_new(people, sizeof *q->place);
    q->apart = lot_array_new(people, sizeof *q->apart); /* no more households than people */
    q->gone = lot_array_new(people, sizeof *q->gone);
    return q->quotas.rows != NULL && q->everyone.values != NULL && q->everyone.households != NULL &&
           q->people.values != NULL && q->people.households != NULL && q->place != NULL &&
           q->apart != NULL && q->gone != NULL;
}

/* Households that bind are those of the kinds of several people; their runs stand in C6. */
static void copy_people(lot_question *q, const lot_classes *classes)
{
    lot_pool *everyone = &q->everyone;
    uint32_t households = 0;
    for (uint32_t h = 0; h < classes->kinds_count; h++) {
        const lot_kind *kind = &classes->kinds[h];
        bool alone = kind->limit == kind->copies * (uint64_t)classes->per_copy[kind->first] &&
                     kind->classes_count == 1;
        uint32_t count = alone ? classes->size[kind->first] : kind->copies;
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
            uint32_t run = alone ? 1 : classes->per_copy[t];
            for (uint32_t i = 0; i < classes->size[t]; i++) {
                uint32_t person = classes->members[classes->first_member[t] + i];
                everyone->households[person] = households + i / run;
                memcpy(everyone->values + (size_t)person * classes->features_count,
                       classes->values + (size_t)t * classes->features_count,
                       classes->features_count * sizeof *everyone->values);
            }
        }
        households += count;
    }
    everyone->people_count = classes->people_count;
    everyone->features_count = classes->features_count;
    everyone->households_count = households;
}

lot_status lot_question_new(lot_question **out, const lot_quotas *quotas,
                            const lot_classes *classes, uint32_t seats,
                            const lot_progress *progress, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_question *q = lot_array_new(1, sizeof *q);
    if (q == NULL)
        return LOT_NO_MEMORY(error);
    if (!allocate(q, quotas, classes))
        TRY(LOT_NO_MEMORY(error));
    q->quotas.features_count = quotas->features_count;
    q->quotas.features = quotas->features;
    q->quotas.count = quotas->count;
    memcpy(q->quotas.rows, quotas->rows, quotas->count * sizeof *quotas->rows);
    q->seats = seats;
    q->per_household = classes->per_household;
    q->progress = progress;
    copy_people(q, classes);
    TRY(lot_question_sort(q, error));
    *out = q;
    q = NULL;
done:
    lot_question_free(q);
    return status;
}

void lot_question_free(lot_question *question)
{
    if (question == NULL)
        return;
    lot_classes_free(question->classes);
    free(question->quotas.rows);
    free(question->everyone.values);
    free(question->everyone.households);
    free(question->people.values);
    free(question->people.households);
    free(question->place);
    free(question->apart);
    free(question->gone);
    free(question);
}

void lot_question_free_min(lot_question *question, uint32_t quota)
{
    question->quotas.rows[quota].min = 0;
}

void lot_question_free_max(lot_question *question, uint32_t quota)
{
    question->quotas.rows[quota].max = question->seats;
}

bool lot_question_has_min(const lot_question *question, uint32_t quota)
{
    return question->quotas.rows[quota].min > 0;
}

bool lot_question_has_max(const lot_question *question, uint32_t quota)
{
    return question->quotas.rows[quota].max < question->seats;
}

/* Q1: the first value of the feature without a bound stands for all such values. */
static uint32_t merged(const lot_question *q, uint32_t value)
{
    if (lot_question_has_min(q, value) || lot_question_has_max(q, value))
        return value;
    const lot_feature *feature = &q->quotas.features[q->quotas.rows[value].feature];
    uint32_t first = feature->first;
    while (lot_question_has_min(q, first) || lot_question_has_max(q, first))
        first++;
    return first;
}

lot_status lot_question_sort(lot_question *question, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *everyone = &question->everyone;
    lot_pool *people = &question->people;
    uint32_t features = everyone->features_count;
    uint32_t *merge = lot_array_new(question->quotas.count, sizeof *merge);
    if (merge == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t value = 0; value < question->quotas.count; value++)
        merge[value] = merged(question, value);
    people->people_count = 0;
    people->features_count = features;
    people->households_count = everyone->households_count;
    for (uint32_t p = 0; p < everyone->people_count; p++) {
        if (question->gone[p])
            continue;
        uint32_t to = people->people_count++;
        uint32_t household = everyone->households[p];
        question->place[to] = p;
        people->households[to] =
            question->apart[household] ? people->households_count++ : household;
        for (uint32_t f = 0; f < features; f++)
            people->values[(size_t)to * features + f] =
                merge[everyone->values[(size_t)p * features + f]];
    }
    lot_classes_free(question->classes);
    question->classes = NULL;
    TRY(lot_classes_new(&question->classes, people, question->per_household, error));
done:
    free(merge);
    return status;
}

lot_status lot_question_check(const lot_question *question, const lot_bound *bound,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_bound_checker checker = {0};
    if (bound->weights_count > 0 || bound->upper >= 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "the proof is of something else");
    TRY(lot_bound_checker_start(&checker, &question->quotas, question->classes, question->seats,
                                error));
    TRY(lot_bound_check(&checker, bound, "that there is no panel", error));
done:
    lot_bound_checker_free(&checker);
    return status;
}

/* A panel is looked for before it is proven that there is none: that is quicker where one is. */
static lot_status search(lot_branch *branch, lot_decision *decision, int64_t *seats,
                         lot_bound *bound, const int64_t *weight, const lot_progress *progress,
                         lot_error *error)
{
    bool found;
    *decision = LOT_DECISION_PANEL;
    lot_status status = lot_branch_guess(branch, &found, seats, weight, error);
    if (status != LOT_OK || found)
        return status;
    return lot_branch_decide(branch, decision, seats, bound, weight, -1, progress, error);
}

lot_status lot_question_ask(const lot_question *question, lot_decision *answer, lot_bound *bound,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *model = NULL;
    lot_branch *branch = NULL;
    lot_bound own = {0};
    uint32_t count = question->classes->count;
    int64_t *weight = lot_array_new(count, sizeof *weight);
    int64_t *panel = lot_array_new(count, sizeof *panel);
    if (weight == NULL || panel == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_model_new(&model, &question->quotas, question->classes, question->seats, true, error));
    TRY(lot_branch_new(&branch, model, error));
    TRY(search(branch, answer, panel, &own, weight, question->progress, error));
    if (*answer == LOT_DECISION_BOUND)
        TRY(lot_question_check(question, &own, error));
    if (bound != NULL) {
        *bound = own;
        own = (lot_bound){0};
    }
done:
    lot_bound_clear(&own);
    lot_branch_free(branch);
    lot_model_free(model);
    free(weight);
    free(panel);
    return status;
}
