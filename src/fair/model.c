/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: rows over classes, in integers. */
#include "fair/model.h"

#include "civiclot/fair.h"

#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

lot_status lot_model_add_entry(lot_model *model, uint32_t class, int64_t weight, lot_error *error)
{
    void *array = model->entries;
    if (lot_array_grow(&array, &model->entries_room, model->entries_count,
                       sizeof *model->entries) != 0)
        return LOT_NO_MEMORY(error);
    model->entries = array;
    model->entries[model->entries_count++] = (lot_entry){class, weight};
    return LOT_OK;
}

lot_status lot_model_add_row(lot_model *model, int64_t lower, int64_t upper, lot_error *error)
{
    void *array = model->rows;
    if (lot_array_grow(&array, &model->rows_room, model->rows_count, sizeof *model->rows) != 0)
        return LOT_NO_MEMORY(error);
    model->rows = array;
    uint32_t first = model->rows_count > 0 ? model->rows[model->rows_count - 1].end : 0;
    model->rows[model->rows_count++] =
        (lot_row){lower, upper, first, (uint32_t)model->entries_count};
    return LOT_OK;
}

/* A row for each kind whose caps together exceed its limit. */
static lot_status add_households(lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = model->classes;
    for (uint32_t h = 0; h < classes->kinds_count; h++) {
        const lot_kind *kind = &classes->kinds[h];
        uint64_t caps = 0;
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++)
            caps += classes->cap[t];
        if (caps <= kind->limit)
            continue;
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++)
            TRY(lot_model_add_entry(model, t, 1, error));
        TRY(lot_model_add_row(model, 0, kind->limit, error));
    }
done:
    return status;
}

static lot_status add_quotas(lot_model *model, const lot_quotas *quotas, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = model->classes;
    for (uint32_t q = 0; q < quotas->count; q++) {
        for (uint32_t t = 0; t < classes->count; t++)
            if (lot_classes_value(classes, t, quotas->rows[q].feature) == q)
                TRY(lot_model_add_entry(model, t, 1, error));
        TRY(lot_model_add_row(model, quotas->rows[q].min, quotas->rows[q].max, error));
    }
done:
    return status;
}

lot_status lot_model_new(lot_model **out, const lot_quotas *quotas, const lot_classes *classes,
                         uint32_t seats, bool households, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_model *model = lot_array_new(1, sizeof *model);
    if (model == NULL)
        return LOT_NO_MEMORY(error);
    model->classes = classes;
    model->seats = seats;
    model->quotas_count = quotas->count;
    model->cap = lot_array_new(classes->count, sizeof *model->cap);
    if (model->cap == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t t = 0; t < classes->count; t++) {
        model->cap[t] = households ? classes->cap[t] : classes->size[t];
        TRY(lot_model_add_entry(model, t, 1, error));
    }
    TRY(lot_model_add_row(model, seats, seats, error));
    TRY(add_quotas(model, quotas, error));
    if (households)
        TRY(add_households(model, error));
    *out = model;
    model = NULL;
done:
    lot_model_free(model);
    return status;
}

void lot_model_free(lot_model *model)
{
    if (model == NULL)
        return;
    free(model->cap);
    free(model->rows);
    free(model->entries);
    free(model);
}

int64_t lot_model_row_sum(const lot_model *model, uint32_t row, const int64_t *seats)
{
    assert(row < model->rows_count);
    int64_t sum = 0;
    for (uint32_t e = model->rows[row].first; e < model->rows[row].end; e++)
        sum += model->entries[e].weight * seats[model->entries[e].class];
    return sum;
}

bool lot_model_admits(const lot_model *model, const int64_t *seats)
{
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (seats[t] < 0 || seats[t] > model->cap[t])
            return false;
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t sum = lot_model_row_sum(model, r, seats);
        if (sum < model->rows[r].lower || sum > model->rows[r].upper)
            return false;
    }
    return true;
}

lot_status lot_model_to_lp(lot_lp *lp, const lot_model *model, bool integer, double scale,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t t = 0; t < model->classes->count; t++)
        (void)lot_lp_add_column(lp, 0, scale * model->cap[t], 0, integer);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        const lot_row *row = &model->rows[r];
        uint32_t number =
            lot_lp_add_row(lp, scale * (double)row->lower, scale * (double)row->upper);
        for (uint32_t e = row->first; e < row->end; e++)
            TRY(lot_lp_add_entry(lp, number, model->entries[e].class,
                                 (double)model->entries[e].weight, error));
    }
done:
    return status;
}

static void name_all(lot_lp *lp, const lot_model *model)
{
    char name[32];
    for (uint32_t t = 0; t < model->classes->count; t++) {
        (void)snprintf(name, sizeof name, "class_%" PRIu32, t + 1);
        lot_lp_name_column(lp, t, name);
    }
    lot_lp_name_row(lp, 0, "seats");
    for (uint32_t r = 1; r < model->rows_count; r++) {
        if (r <= model->quotas_count)
            (void)snprintf(name, sizeof name, "quota_%" PRIu32, r);
        else
            (void)snprintf(name, sizeof name, "households_%" PRIu32, r - model->quotas_count);
        lot_lp_name_row(lp, r, name);
    }
}

lot_status lot_model_write(const char *path, const lot_quotas *quotas, const lot_classes *classes,
                           uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *model = NULL;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_new(&model, quotas, classes, seats, true, error));
    TRY(lot_model_to_lp(lp, model, true, 1, error));
    name_all(lp, model);
    TRY(lot_lp_write(lp, path, error));
done:
    lot_lp_free(lp);
    lot_model_free(model);
    return status;
}
