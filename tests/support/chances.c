/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chances and panels straight from the model. */
#include "support/chances.h"

#include "core/array.h"
#include "fair/objective.h"

#include <assert.h>
#include <stdlib.h>

void lot_test_leximin(double *chance, const lot_model *model)
{
    const lot_fair_options wish = {.objective = LOT_LEXIMIN, .tickets = 1};
    const lot_domain domain = {NULL, NULL};
    lot_rounds rounds;
    lot_status status = lot_rounds_start(&rounds, model, NULL);
    assert(status == LOT_OK);
    status = lot_rounds_solve(&rounds, &wish, &domain, NULL);
    assert(status == LOT_OK);
    for (uint32_t t = 0; t < model->classes->count; t++)
        chance[t] = mpq_get_d(rounds.levels.chance[t]);
    lot_rounds_clear(&rounds);
}

typedef struct walk {
    const lot_model *model;
    int64_t *seats;
    void (*visit)(const int64_t *seats, void *context);
    void *context;
    uint64_t count;
} walk;

/* Every way to fill the classes from `class` on with `left` seats. */
static void fill(walk *w, uint32_t class, uint32_t left)
{
    if (class == w->model->classes->count) {
        if (left > 0 || !lot_model_admits(w->model, w->seats))
            return;
        w->count++;
        w->visit(w->seats, w->context);
        return;
    }
    uint32_t most = w->model->cap[class] < left ? w->model->cap[class] : left;
    for (uint32_t seats = 0; seats <= most; seats++) {
        w->seats[class] = seats;
        fill(w, class + 1, left - seats);
    }
    w->seats[class] = 0;
}

uint64_t lot_test_each_panel(const lot_model *model,
                             void (*visit)(const int64_t *seats, void *context), void *context)
{
    walk w = {model, lot_array_new(model->classes->count, sizeof(int64_t)), visit, context, 0};
    assert(w.seats != NULL);
    fill(&w, 0, model->seats);
    free(w.seats);
    return w.count;
}
