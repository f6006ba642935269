/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recruit: k more people with the same answers, so that a panel exists.
 *
 *     sum of c[t]  =  seats - k
 *     min[q]  <=  sum of c[t] over the value + k x[q]  <=  max[q]
 *     sum of x[q] over the values of a feature  =  1,   x[q] 0 or 1
 *
 * All k sit: otherwise fewer would do. x is one answer to each feature, whatever it is; the columns
 * x[q] stand after the classes, and branch and bound decides over both (branch.h), for
 * k = 1, 2, ... The first k for which there is a panel is the least. The answers are chosen one
 * feature after the other: the first value with which there is one still.
 */
#include "fair/recruit.h"

#include "core/array.h"
#include "fair/branch.h"

#include <stdlib.h>

enum { NODES_MOST = 2000 };

typedef struct recruiter {
    const lot_quotas *quotas;
    const lot_classes *classes;
    uint32_t seats;
    uint32_t people;     /* k */
    bool limited;        /* a search took too many steps */
    bool *open;          /* [quotas] the answer may be chosen */
    lot_classes columns; /* classes, then x */
    lot_kind *kinds;
    int64_t *weight; /* [columns.count] 0 */
    int64_t *value;  /* [columns.count] of the last panel */
    int64_t *trial;  /* [columns.count] */
    const lot_progress *progress;
} recruiter;

static void make_columns(recruiter *r)
{
    const lot_classes *classes = r->classes;
    r->columns = (lot_classes){.count = classes->count + r->quotas->count,
                               .kinds_count = classes->kinds_count + r->quotas->count,
                               .features_count = classes->features_count,
                               .kinds = r->kinds};
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        r->kinds[h] = classes->kinds[h];
    for (uint32_t q = 0; q < r->quotas->count; q++)
        r->kinds[classes->kinds_count + q] =
            (lot_kind){.first = classes->count + q, .classes_count = 1, .copies = 1, .limit = 1};
}

static lot_status add_rows(lot_model *model, const recruiter *r, const lot_model *from,
                           uint32_t first, uint32_t end, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t row = first; row < end; row++) {
        for (uint32_t e = from->rows[row].first; e < from->rows[row].end; e++)
            TRY(lot_model_add_entry(model, from->entries[e].class, from->entries[e].weight, error));
        if (row >= 1 && row <= from->quotas_count)
            TRY(lot_model_add_entry(model, r->classes->count + row - 1, r->people, error));
        int64_t less = row == 0 ? r->people : 0;
        TRY(lot_model_add_row(model, from->rows[row].lower - less, from->rows[row].upper - less,
                              error));
    }
done:
    return status;
}

/* Each feature has one answer. */
static lot_status add_features(lot_model *model, const recruiter *r, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t f = 0; f < r->quotas->features_count; f++) {
        const lot_feature *feature = &r->quotas->features[f];
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
            TRY(lot_model_add_entry(model, r->classes->count + q, 1, error));
        TRY(lot_model_add_row(model, 1, 1, error));
    }
done:
    return status;
}

static lot_status make_model(lot_model **out, const recruiter *r, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *panels = NULL;
    lot_model *model = lot_array_new(1, sizeof *model);
    *out = model; /* the caller frees it, whatever comes */
    if (model == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_new(&panels, r->quotas, r->classes, r->seats, true, error));
    model->classes = &r->columns;
    model->seats = r->seats;
    model->cap = lot_array_new(r->columns.count, sizeof *model->cap);
    if (model->cap == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < r->columns.count; t++)
        model->cap[t] = t < r->classes->count ? panels->cap[t] : r->open[t - r->classes->count];
    TRY(add_rows(model, r, panels, 0, panels->quotas_count + 1, error));
    TRY(add_features(model, r, error));
    model->quotas_count = model->rows_count - 1;
    TRY(add_rows(model, r, panels, panels->quotas_count + 1, panels->rows_count, error));
done:
    lot_model_free(panels);
    return status;
}

/* Is there a panel with r->people of them? */
static lot_status ask(recruiter *r, bool *exists, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *model = NULL;
    lot_branch *branch = NULL;
    lot_bound bound = {0};
    lot_decision decision = LOT_DECISION_PANEL;
    TRY(make_model(&model, r, error));
    TRY(lot_branch_new(&branch, model, error));
    lot_branch_limit(branch, NODES_MOST);
    TRY(lot_branch_guess(branch, exists, r->trial, r->weight, error));
    if (!*exists)
        TRY(lot_branch_decide(branch, &decision, r->trial, &bound, r->weight, -1, r->progress,
                              error));
    r->limited = r->limited || decision == LOT_DECISION_LIMIT;
    *exists = decision == LOT_DECISION_PANEL;
    for (uint32_t t = 0; t < r->columns.count && *exists; t++)
        r->value[t] = r->trial[t];
done:
    lot_bound_clear(&bound);
    lot_branch_free(branch);
    lot_model_free(model);
    return status;
}

/* Let the answer to a feature be this one alone. */
static void set_open(recruiter *r, uint32_t feature, uint32_t only)
{
    const lot_feature *f = &r->quotas->features[feature];
    for (uint32_t q = f->first; q < f->first + f->values_count; q++)
        r->open[q] = q == only;
}

/* The answer that the last panel was found with serves, unless one before it does. */
static lot_status choose_answers(recruiter *r, lot_change *change, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t f = 0; f < r->quotas->features_count; f++) {
        uint32_t q = r->quotas->features[f].first;
        uint32_t known = q;
        bool exists = false;
        while (r->value[r->classes->count + known] == 0)
            known++;
        for (; q < known && !exists; q += !exists) {
            set_open(r, f, q);
            TRY(ask(r, &exists, error));
        }
        set_open(r, f, q);
        change->values[f] = q;
    }
done:
    return status;
}

lot_status lot_recruit(lot_change *change, bool *found, const lot_quotas *quotas,
                       const lot_classes *classes, uint32_t seats, const lot_progress *progress,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    recruiter r = {.quotas = quotas, .classes = classes, .seats = seats, .progress = progress};
    uint32_t most = seats < LOT_RECRUITS_MOST ? seats : LOT_RECRUITS_MOST;
    size_t columns = (size_t)classes->count + quotas->count;
    *found = false;
    r.open = lot_array_new(quotas->count, sizeof *r.open);
    r.kinds = lot_array_new((size_t)classes->kinds_count + quotas->count, sizeof *r.kinds);
    r.weight = lot_array_new(columns, sizeof *r.weight);
    r.value = lot_array_new(columns, sizeof *r.value);
    r.trial = lot_array_new(columns, sizeof *r.trial);
    change->values = lot_array_new(quotas->features_count, sizeof *change->values);
    if (r.open == NULL || r.kinds == NULL || r.weight == NULL || r.value == NULL ||
        r.trial == NULL || change->values == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t q = 0; q < quotas->count; q++)
        r.open[q] = true;
    make_columns(&r);
    for (r.people = 1; r.people <= most && !*found && !r.limited; r.people++)
        TRY(ask(&r, found, error));
    change->gap = r.limited;
    r.people--;
    if (*found)
        TRY(choose_answers(&r, change, error));
    change->number = r.people;
done:
    if (!*found || status != LOT_OK) {
        free(change->values);
        change->values = NULL;
    }
    free(r.open);
    free(r.kinds);
    free(r.weight);
    free(r.value);
    free(r.trial);
    return status;
}
