/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Swap: in large pools most classes are one swap away from any panel, and no LP is needed to see
 * them. A swap keeps a row that both are in; else the row of who comes has room for one more, and
 * that of who goes can miss one.
 */
#include "fair/swap.h"

#include "core/array.h"

#include <stdlib.h>

typedef struct swapper {
    const lot_model *model;
    const int64_t *panel;
    int64_t *held;     /* [quotas] seats */
    uint32_t *kind;    /* [classes] */
    int64_t *of_kind;  /* [kinds] seats */
    uint32_t *members; /* [members_count] classes with seats */
    uint32_t members_count;
} swapper;

static lot_status count_seats(swapper *s, lot_error *error)
{
    const lot_classes *classes = s->model->classes;
    s->held = lot_array_new(s->model->quotas_count, sizeof *s->held);
    s->kind = lot_array_new(classes->count, sizeof *s->kind);
    s->of_kind = lot_array_new(classes->kinds_count, sizeof *s->of_kind);
    s->members = lot_array_new(classes->count, sizeof *s->members);
    if (s->held == NULL || s->kind == NULL || s->of_kind == NULL || s->members == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t q = 0; q < s->model->quotas_count; q++)
        s->held[q] = lot_model_row_sum(s->model, q + 1, s->panel);
    for (uint32_t h = 0; h < classes->kinds_count; h++) {
        const lot_kind *kind = &classes->kinds[h];
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
            s->kind[t] = h;
            s->of_kind[h] += s->panel[t];
            if (s->panel[t] > 0)
                s->members[s->members_count++] = t;
        }
    }
    return LOT_OK;
}

static bool can_swap(const swapper *s, uint32_t goes, uint32_t comes)
{
    const lot_classes *classes = s->model->classes;
    uint32_t home = s->kind[comes];
    if (s->kind[goes] != home && s->of_kind[home] >= classes->kinds[home].limit)
        return false;
    for (uint32_t f = 0; f < classes->features_count; f++) {
        uint32_t before = lot_classes_value(classes, goes, f);
        uint32_t after = lot_classes_value(classes, comes, f);
        if (before != after && (s->held[before] <= s->model->rows[before + 1].lower ||
                                s->held[after] >= s->model->rows[after + 1].upper))
            return false;
    }
    return true;
}

static bool can_come(const swapper *s, uint32_t class)
{
    for (uint32_t i = 0; i < s->members_count; i++)
        if (can_swap(s, s->members[i], class))
            return true;
    return false;
}

lot_status lot_swap_see(bool *seen, bool *news, const lot_model *model, const int64_t *panel,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    swapper s = {.model = model, .panel = panel};
    *news = false;
    TRY(count_seats(&s, error));
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (seen[t] || model->cap[t] == 0 || (panel[t] == 0 && !can_come(&s, t)))
            continue;
        seen[t] = true;
        *news = true;
    }
done:
    free(s.held);
    free(s.kind);
    free(s.of_kind);
    free(s.members);
    return status;
}
