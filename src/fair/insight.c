/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Insight. The bound of the least chance is one LP over Q, with n[t] people in class t,
 *
 *     max  z     x[t] = n[t] z + s[t],  s >= 0,  and the model's rows over x
 *
 * with x[t] <= cap[t] added where it is violated. Its duals, rounded, are weights y and
 * multipliers; what they bound is summed up in integers (leaf.c): everyone's least chance is at
 * most U / sum of n[t] y[t]. Where z is above 0 nobody is shut out of Q, so that only where it is
 * not the LPs of reach.c are needed.
 */
#include "civiclot/insight.h"

#include "core/array.h"
#include "fair/branch.h"
#include "fair/leaf.h"
#include "fair/reach.h"
#include "fair/width.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Duals below this are the solver's noise; others are multiplied by `fine` and rounded. */
static const double noise = 1e-9;
static const double fine = 0x1p24;

typedef struct looker {
    lot_insight *insight;
    const lot_quotas *quotas;
    const lot_classes *classes;
    lot_model *model;
    uint32_t *capped; /* [classes] the row of x <= cap in the LP, or 0 */
    double z;         /* of the LP */
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

static lot_status find_shut_out(looker *l, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_absences absences = {0};
    lot_insight *insight = l->insight;
    TRY(lot_reach_relaxed(&absences, l->model, l->progress, error));
    insight->shut_out = lot_array_new(absences.count, sizeof *insight->shut_out);
    if (insight->shut_out == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < absences.count; i++) {
        lot_shut_out *shut = &insight->shut_out[insight->shut_out_count++];
        const lot_bound *bound = &absences.bounds[i];
        shut->class = absences.classes[i];
        TRY(list_parts(&shut->parts, &shut->parts_count, bound->multipliers, bound->leaves_count,
                       l->quotas->count, error));
    }
done:
    lot_absences_clear(&absences);
    return status;
}

/* Column t is s[t], the last one z. */
static lot_status make_program(lot_lp *lp, const lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    TRY(lot_model_to_lp(lp, model, false, 1, error));
    uint32_t z = lot_lp_add_column(lp, 0, 1, 1, false);
    for (uint32_t t = 0; t < count; t++)
        lot_lp_set_column_bounds(lp, t, 0, model->cap[t] > 0 ? INFINITY : 0);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        double people = 0;
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            uint32_t t = model->entries[e].class;
            people += model->cap[t] > 0 ? model->classes->size[t] : 0;
        }
        if (people > 0)
            TRY(lot_lp_add_entry(lp, r, z, people, error));
    }
done:
    return status;
}

/* U over the sum of weights; false when the sums are too large, or the weights are nothing. */
static bool sum_bound(lot_fraction *least, const looker *l, const lot_leaf *leaf,
                      const int64_t *multipliers)
{
    lot_wide upper;
    lot_wide weights = 0;
    for (uint32_t t = 0; t < l->classes->count; t++)
        weights += (lot_wide)leaf->weight[t] * (lot_wide)l->classes->size[t];
    if (!lot_leaf_sum(&upper, leaf, 1, multipliers) || weights <= 0 || weights > INT64_MAX ||
        upper < 0 || upper > weights)
        return false;
    uint64_t common = lot_gcd((uint64_t)upper, (uint64_t)weights);
    *least = (lot_fraction){(uint64_t)upper / common, (uint64_t)weights / common};
    return true;
}

static int64_t rounded_dual(const looker *l, const lot_lp *lp, uint32_t row)
{
    double dual = lot_lp_row_dual(lp, row);
    return fabs(dual) > noise ? (int64_t)nearbyint(dual * fine * l->classes->people_count) : 0;
}

static lot_status bound_least(looker *l, const lot_lp *lp, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = l->model;
    uint32_t count = l->classes->count;
    int64_t *weight = lot_array_new(count, sizeof *weight);
    uint32_t *low = lot_array_new(count, sizeof *low);
    lot_wide *rest = lot_array_new(count, sizeof *rest);
    int64_t *multipliers = lot_array_new((size_t)model->quotas_count + 1, sizeof *multipliers);
    if (weight == NULL || low == NULL || rest == NULL || multipliers == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t r = 0; r <= model->quotas_count; r++)
        multipliers[r] = rounded_dual(l, lp, r);
    for (uint32_t r = 0; r < model->rows_count; r++)
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++)
            weight[model->entries[e].class] += rounded_dual(l, lp, r);
    for (uint32_t t = 0; t < count; t++) {
        if (l->capped[t] > 0)
            weight[t] += rounded_dual(l, lp, l->capped[t]);
        if (weight[t] < 0 || model->cap[t] == 0)
            weight[t] = 0;
    }
    const lot_leaf leaf = {model, weight, low, model->cap, rest};
    if (!sum_bound(&l->insight->least_chance, l, &leaf, multipliers))
        l->insight->least_chance = (lot_fraction){1, 1};
    TRY(list_parts(&l->insight->tight, &l->insight->tight_count, multipliers, 1,
                   model->quotas_count, error));
done:
    free(weight);
    free(low);
    free(rest);
    free(multipliers);
    return status;
}

/* Add x <= cap for each class that is above it; *added: for how many. */
static lot_status cap_classes(uint32_t *added, looker *l, lot_lp *lp, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t z = l->classes->count;
    *added = 0;
    l->z = lot_lp_value(lp, z);
    for (uint32_t t = 0; t < l->classes->count; t++)
        if (l->capped[t] == 0 && l->model->cap[t] > 0 &&
            l->classes->size[t] * l->z + lot_lp_value(lp, t) > l->model->cap[t] + 1e-7)
            l->capped[t] = UINT32_MAX;
    for (uint32_t t = 0; t < l->classes->count; t++) {
        if (l->capped[t] != UINT32_MAX)
            continue;
        l->capped[t] = lot_lp_add_row(lp, -INFINITY, l->model->cap[t]);
        TRY(lot_lp_add_entry(lp, l->capped[t], t, 1, error));
        TRY(lot_lp_add_entry(lp, l->capped[t], z, l->classes->size[t], error));
        (*added)++;
    }
done:
    return status;
}

static lot_status find_least(looker *l, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lp_outcome outcome;
    uint32_t added = 1;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    memset(l->capped, 0, l->classes->count * sizeof *l->capped);
    TRY(make_program(lp, l->model, error));
    while (added > 0) {
        TRY(lot_lp_solve(lp, &outcome, error));
        if (outcome != LOT_LP_OPTIMAL)
            TRY(LOT_FAIL(error, LOT_FAILURE, "the solver lost its way: there is a panel"));
        TRY(cap_classes(&added, l, lp, error));
    }
    free(l->insight->tight);
    l->insight->tight = NULL;
    TRY(bound_least(l, lp, error));
done:
    lot_lp_free(lp);
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

lot_status lot_find_insight(lot_insight **out, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    looker l = {.quotas = quotas, .classes = classes, .progress = progress};
    l.insight = lot_array_new(1, sizeof *l.insight);
    if (l.insight == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_new(&l.model, quotas, classes, seats, true, error));
    l.capped = lot_array_new(classes->count, sizeof *l.capped);
    if (l.capped == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(find_least(&l, error));
    if (l.z <= noise) {
        TRY(find_shut_out(&l, error));
        TRY(find_least(&l, error));
    }
    TRY(find_certain(&l, error));
    TRY(lot_width(&l.insight->log10_panels, l.model, error));
    *out = l.insight;
    l.insight = NULL;
done:
    lot_insight_free(l.insight);
    lot_model_free(l.model);
    free(l.capped);
    return status;
}
