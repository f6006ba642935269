/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Insight. Where the bound of the least chance (least.c) is above 0 nobody is shut out of Q: so the
 * LPs that find out who is are only needed where it is not. Whole people may be shut out all the
 * same. All searches have a limit, and what they leave open is said.
 */
#include "civiclot/insight.h"

#include "core/array.h"
#include "fair/branch.h"
#include "fair/least.h"
#include "fair/reach.h"
#include "fair/width.h"

#include <stdlib.h>

/* To find out whether all with a value are certain. */
enum { NODES_MOST = 2000 };

/* A least chance below this is none. */
static const double noise = 1e-9;

typedef struct looker {
    lot_insight *insight;
    const lot_quotas *quotas;
    const lot_classes *classes;
    lot_model *model;
    const lot_progress *progress;
} looker;

void lot_insight_free(lot_insight *insight)
{
    if (insight == NULL)
        return;
    for (uint32_t i = 0; i < insight->shut_out_count; i++)
        free(insight->shut_out[i].parts);
    free(insight->shut_out);
    free(insight->tight);
    free(insight->certain);
    free(insight);
}

/* The bounds of quotas whose multipliers are not 0: a leaf's, or several leaves'. */
static lot_status list_parts(lot_conflict_part **parts, uint32_t *count, const int64_t *multipliers,
                             uint32_t leaves, uint32_t quotas_count, lot_error *error)
{
    *count = 0;
    *parts = lot_array_new(2 * (size_t)quotas_count, sizeof **parts);
    if (*parts == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t q = 0; q < quotas_count; q++) {
        bool min = false;
        bool max = false;
        for (uint32_t leaf = 0; leaf < leaves; leaf++) {
            int64_t times = multipliers[(size_t)leaf * (quotas_count + 1) + 1 + q];
            min = min || times < 0;
            max = max || times > 0;
        }
        if (min)
            (*parts)[(*count)++] = (lot_conflict_part){.part = LOT_PART_MIN, .quota = q};
        if (max)
            (*parts)[(*count)++] = (lot_conflict_part){.part = LOT_PART_MAX, .quota = q};
    }
    return LOT_OK;
}

/* relaxed: the relaxation may give some no seat. */
static lot_status find_shut_out(looker *l, bool relaxed, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_absences absences = {0};
    lot_insight *insight = l->insight;
    TRY(lot_reach_quickly(&absences, &insight->shut_out_all, l->model, relaxed, l->progress,
                          error));
    insight->shut_out = lot_array_new(absences.count, sizeof *insight->shut_out);
    if (insight->shut_out == NULL)
        TRY(LOT_NO_MEMORY(error));
    const lot_bound *bound = NULL;
    for (uint32_t i = 0; i < absences.count; i++) {
        lot_shut_out *shut = &insight->shut_out[insight->shut_out_count++];
        bound = absences.bounds[i].leaves_count > 0 ? &absences.bounds[i] : bound;
        shut->class = absences.classes[i];
        TRY(list_parts(&shut->parts, &shut->parts_count, bound->multipliers, bound->leaves_count,
                       l->quotas->count, error));
    }
done:
    lot_absences_clear(&absences);
    return status;
}

static lot_status find_least(looker *l, lot_least *least, lot_error *error)
{
    lot_status status = LOT_OK;
    free(l->insight->tight);
    l->insight->tight = NULL;
    lot_least_clear(least);
    TRY(lot_find_least(least, l->model, error));
    l->insight->least_chance = least->chance;
    TRY(list_parts(&l->insight->tight, &l->insight->tight_count, least->multipliers, 1,
                   l->model->quotas_count, error));
done:
    return status;
}

/* Are all people of value `quota` on every panel? weight, seats: [classes] to work in. */
static lot_status is_certain(bool *certain, lot_branch *branch, const looker *l, uint32_t quota,
                             int64_t *weight, int64_t *seats, uint32_t people, lot_error *error)
{
    lot_bound bound = {0};
    lot_decision decision;
    uint32_t feature = l->quotas->rows[quota].feature;
    for (uint32_t t = 0; t < l->classes->count; t++)
        weight[t] = -(lot_classes_value(l->classes, t, feature) == quota);
    lot_status status = lot_branch_decide(branch, &decision, seats, &bound, weight,
                                          -(int64_t)people, l->progress, error);
    *certain = status == LOT_OK && decision == LOT_DECISION_BOUND;
    if (status == LOT_OK && decision == LOT_DECISION_LIMIT)
        l->insight->certain_all = false;
    lot_bound_clear(&bound);
    return status;
}

/* Only values with few enough people come into question. */
static lot_status find_certain(looker *l, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_branch *branch = NULL;
    lot_insight *insight = l->insight;
    int64_t *weight = lot_array_new(l->classes->count, sizeof *weight);
    int64_t *seats = lot_array_new(l->classes->count, sizeof *seats);
    insight->certain = lot_array_new(l->quotas->count, sizeof *insight->certain);
    if (weight == NULL || seats == NULL || insight->certain == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_branch_new(&branch, l->model, error));
    lot_branch_limit(branch, NODES_MOST);
    insight->certain_all = true;
    for (uint32_t q = 0; q < l->quotas->count; q++) {
        uint32_t people = 0;
        uint64_t room = 0;
        bool certain;
        for (uint32_t t = 0; t < l->classes->count; t++) {
            if (lot_classes_value(l->classes, t, l->quotas->rows[q].feature) != q)
                continue;
            people += l->classes->size[t];
            room += l->model->cap[t];
        }
        if (people == 0 || room < people || people > l->quotas->rows[q].max)
            continue;
        TRY(is_certain(&certain, branch, l, q, weight, seats, people, error));
        if (certain)
            insight->certain[insight->certain_count++] = (lot_certain){q, people};
    }
done:
    lot_branch_free(branch);
    free(weight);
    free(seats);
    return status;
}

/* all: also who is certain, and how wide the choice is. */
static lot_status look(lot_insight **out, looker *l, uint32_t seats, bool all, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_least least = {0};
    l->insight = lot_array_new(1, sizeof *l->insight);
    if (l->insight == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_new(&l->model, l->quotas, l->classes, seats, true, error));
    TRY(find_least(l, &least, error));
    if (all || least.z <= noise)
        TRY(find_shut_out(l, least.z <= noise, error));
    if (l->insight->shut_out_count > 0)
        TRY(find_least(l, &least, error));
    if (all) {
        TRY(find_certain(l, error));
        TRY(lot_width(&l->insight->log10_panels, l->model, error));
    }
    *out = l->insight;
    l->insight = NULL;
done:
    lot_insight_free(l->insight);
    lot_model_free(l->model);
    lot_least_clear(&least);
    return status;
}

lot_status lot_find_insight(lot_insight **out, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error)
{
    looker l = {.quotas = quotas, .classes = classes, .progress = progress};
    return look(out, &l, seats, true, error);
}

lot_status lot_find_least_chance(lot_insight **out, const lot_quotas *quotas,
                                 const lot_classes *classes, uint32_t seats,
                                 const lot_progress *progress, lot_error *error)
{
    looker l = {.quotas = quotas, .classes = classes, .progress = progress};
    return look(out, &l, seats, false, error);
}
