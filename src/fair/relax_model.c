/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The integer program of relax.c: columns for classes, then for the seats of targets, then for
 * their marks; rows of the seats, the quotas, the marks, and last of the households, which have no
 * multipliers of their own.
 */
#include "fair/relax_model.h"

#include "core/array.h"

#include <stdlib.h>

static uint64_t priority_of(const lot_quota *quota)
{
    return quota->priority > 0 ? quota->priority : 1;
}

lot_fraction lot_relaxer_cost(const lot_relaxer *r, uint32_t target)
{
    const lot_quota *quota = &r->quotas->rows[target / 2];
    bool min = target % 2 == 0;
    uint64_t above = min ? (uint64_t)quota->min + 2 : 1;
    uint64_t below = min && quota->min > 0 ? quota->min : 1;
    above *= priority_of(quota);
    uint64_t common = lot_gcd(above, below);
    return (lot_fraction){above / common, below / common};
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

void lot_relaxer_find_rooms(lot_relaxer *r, uint32_t seats)
{
    for (uint32_t q = 0; q < r->quotas->count; q++) {
        const lot_quota *quota = &r->quotas->rows[q];
        uint32_t most = smaller(quota->max_flex, seats);
        if (r->kind != LOT_CHANGE_MAXIMA && quota->min > quota->min_flex)
            r->room[2 * q] = quota->min - quota->min_flex;
        if (r->kind != LOT_CHANGE_MINIMA && most > quota->max)
            r->room[2 * q + 1] = most - quota->max;
    }
}

/* R1 */
static void find_costs(lot_relaxer *r)
{
    r->units = 1;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        lot_fraction cost = lot_relaxer_cost(r, i);
        if (r->room[i] == 0)
            continue;
        r->units = r->units / lot_gcd(r->units, cost.denominator) * cost.denominator;
        if (r->units > LOT_RELAX_UNITS_MOST) {
            r->units = LOT_RELAX_UNITS_MOST;
            r->rounded = true;
            break;
        }
    }
    for (uint32_t i = 0; i < r->targets_count; i++) {
        lot_fraction cost = lot_relaxer_cost(r, i);
        r->cost[i] = (int64_t)(cost.numerator * r->units / cost.denominator);
    }
}

static void make_columns(lot_relaxer *r)
{
    const lot_classes *classes = r->classes;
    r->columns = (lot_classes){.count = classes->count + 2 * r->targets_count,
                               .kinds_count = classes->kinds_count + 2 * r->targets_count,
                               .features_count = classes->features_count,
                               .kinds = r->kinds};
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        r->kinds[h] = classes->kinds[h];
    for (uint32_t i = 0; i < 2 * r->targets_count; i++) {
        uint32_t cap = i < r->targets_count ? r->room[i] : 1;
        r->kinds[classes->kinds_count + i] =
            (lot_kind){.first = classes->count + i, .classes_count = 1, .copies = 1, .limit = cap};
    }
}

static lot_status copy_row(lot_relaxer *r, const lot_model *from, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t e = from->rows[row].first; e < from->rows[row].end; e++)
        TRY(lot_model_add_entry(r->model, from->entries[e].class, from->entries[e].weight, error));
done:
    return status;
}

/* The rows of a panel's model, with the columns of targets in those of the quotas. */
static lot_status copy_rows(lot_relaxer *r, const lot_model *from, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t row = 0; row < from->rows_count; row++) {
        uint32_t target = 2 * (row - 1);
        if (row == from->quotas_count + 1)
            r->model->quotas_count = r->model->rows_count - 1;
        TRY(copy_row(r, from, row, error));
        if (row >= 1 && row <= from->quotas_count) {
            TRY(lot_model_add_entry(r->model, lot_relaxer_seats(r, target), 1, error));
            TRY(lot_model_add_entry(r->model, lot_relaxer_seats(r, target + 1), -1, error));
        }
        TRY(lot_model_add_row(r->model, from->rows[row].lower, from->rows[row].upper, error));
    }
done:
    return status;
}

/* d <= room z; these rows come before those of households, which have no multipliers. */
static lot_status add_marks(lot_relaxer *r, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        if (r->room[i] == 0)
            continue;
        TRY(lot_model_add_entry(r->model, lot_relaxer_seats(r, i), -1, error));
        TRY(lot_model_add_entry(r->model, lot_relaxer_mark(r, i), r->room[i], error));
        r->mark_row[i] = r->model->rows_count;
        TRY(lot_model_add_row(r->model, 0, r->room[i], error));
    }
done:
    return status;
}

lot_status lot_relaxer_make_model(lot_relaxer *r, uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_model *panels = NULL;
    lot_branch_free(r->branch);
    lot_model_free(r->model);
    r->branch = NULL;
    r->model = NULL;
    for (uint32_t i = 0; i < r->targets_count; i++)
        r->kinds[r->classes->kinds_count + i].limit = r->room[i];
    TRY(lot_model_new(&panels, r->quotas, r->classes, seats, true, error));
    uint32_t households = panels->rows_count - 1 - panels->quotas_count;
    r->model = lot_array_new(1, sizeof *r->model);
    if (r->model == NULL)
        TRY(LOT_NO_MEMORY(error));
    r->model->classes = &r->columns;
    r->model->seats = seats;
    r->model->cap = lot_array_new(r->columns.count, sizeof *r->model->cap);
    if (r->model->cap == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < r->columns.count; t++)
        r->model->cap[t] = t < r->classes->count ? panels->cap[t] : 1;
    for (uint32_t i = 0; i < r->targets_count; i++) {
        r->model->cap[lot_relaxer_seats(r, i)] = r->room[i];
        r->model->cap[lot_relaxer_mark(r, i)] = r->room[i] > 0;
    }
    panels->rows_count -= households;
    TRY(copy_rows(r, panels, error));
    TRY(add_marks(r, error));
    r->model->quotas_count = r->model->rows_count - 1;
    for (uint32_t row = panels->rows_count; row < panels->rows_count + households; row++) {
        TRY(copy_row(r, panels, row, error));
        TRY(lot_model_add_row(r->model, panels->rows[row].lower, panels->rows[row].upper, error));
    }
    TRY(lot_branch_new(&r->branch, r->model, error));
    uint32_t nodes = LOT_RELAX_NODES_TIMES_COLUMNS / r->columns.count;
    nodes = nodes > LOT_RELAX_NODES_LEAST ? nodes : LOT_RELAX_NODES_LEAST;
    lot_branch_limit(r->branch, nodes < LOT_RELAX_NODES_MOST ? nodes : LOT_RELAX_NODES_MOST);
done:
    lot_model_free(panels);
    return status;
}

static lot_status allocate(lot_relaxer *r, lot_error *error)
{
    uint32_t columns = r->classes->count + 2 * r->targets_count;
    r->order = lot_array_new(r->quotas->count, sizeof *r->order);
    r->room = lot_array_new(r->targets_count, sizeof *r->room);
    r->cost = lot_array_new(r->targets_count, sizeof *r->cost);
    r->taken = lot_array_new(r->targets_count, sizeof *r->taken);
    r->mark_row = lot_array_new(r->targets_count, sizeof *r->mark_row);
    r->kinds =
        lot_array_new((size_t)r->classes->kinds_count + 2 * r->targets_count, sizeof *r->kinds);
    r->weight = lot_array_new(columns, sizeof *r->weight);
    r->value = lot_array_new(columns, sizeof *r->value);
    r->trial = lot_array_new(columns, sizeof *r->trial);
    return r->order == NULL || r->room == NULL || r->cost == NULL || r->taken == NULL ||
                   r->mark_row == NULL || r->kinds == NULL || r->weight == NULL ||
                   r->value == NULL || r->trial == NULL
               ? LOT_NO_MEMORY(error)
               : LOT_OK;
}

/* An insertion sort: quotas are in the order of the file but for features that stand apart. */
static void sort_by_row(lot_relaxer *r)
{
    for (uint32_t q = 0; q < r->quotas->count; q++) {
        uint32_t at = q;
        for (; at > 0 && r->quotas->rows[r->order[at - 1]].row > r->quotas->rows[q].row; at--)
            r->order[at] = r->order[at - 1];
        r->order[at] = q;
    }
}

lot_status lot_relaxer_start(lot_relaxer *r, uint32_t seats, lot_error *error)
{
    lot_status status = allocate(r, error);
    if (status != LOT_OK)
        return status;
    sort_by_row(r);
    lot_relaxer_find_rooms(r, seats);
    find_costs(r);
    make_columns(r);
    return LOT_OK;
}

void lot_relaxer_clear(lot_relaxer *r)
{
    lot_branch_free(r->branch);
    lot_model_free(r->model);
    free(r->order);
    free(r->room);
    free(r->cost);
    free(r->taken);
    free(r->mark_row);
    free(r->kinds);
    free(r->weight);
    free(r->value);
    free(r->trial);
}
