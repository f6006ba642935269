/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composition: counted person by person, and marked for the public. */
#include "civiclot/composition.h"

#include "core/array.h"
#include "report/suppress.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STAGES = LOT_STAGES_COUNT };

const char *lot_stage_name(lot_stage stage)
{
    static const char *const names[STAGES] = {[LOT_STAGE_POOL] = "pool",
                                              [LOT_STAGE_DRAWN] = "drawn",
                                              [LOT_STAGE_NOW] = "now",
                                              [LOT_STAGE_CONFIRMED] = "confirmed",
                                              [LOT_STAGE_ATTENDED] = "attended"};
    return names[stage];
}

void lot_composition_free(lot_composition *composition)
{
    if (composition == NULL)
        return;
    for (uint32_t c = 0; c < composition->changes_count; c++) {
        free(composition->changes[c].left);
        free(composition->changes[c].joined);
        free(composition->changes[c].reasons);
    }
    free(composition->changes);
    free(composition->counts);
    free(composition->population);
    free(composition->population_of);
    free(composition->marks);
    free(composition);
}

static bool make_changes(lot_composition *out, uint32_t count)
{
    out->changes = lot_array_new(count, sizeof *out->changes);
    if (out->changes == NULL)
        return false;
    for (uint32_t c = 0; c < count; c++) {
        lot_composition_change *change = &out->changes[out->changes_count++];
        change->left = lot_array_new(out->quotas->count, sizeof *change->left);
        change->joined = lot_array_new(out->quotas->count, sizeof *change->joined);
        if (change->left == NULL || change->joined == NULL)
            return false;
    }
    return true;
}

lot_status lot_composition_new(lot_composition **out, const lot_quotas *quotas,
                               uint32_t changes_count, lot_error *error)
{
    *out = NULL;
    lot_composition *composition = lot_array_new(1, sizeof *composition);
    if (composition == NULL)
        return LOT_NO_MEMORY(error);
    composition->quotas = quotas;
    composition->first = quotas;
    composition->counts =
        lot_array_new((size_t)quotas->count * STAGES, sizeof *composition->counts);
    if (composition->counts == NULL || !make_changes(composition, changes_count)) {
        lot_composition_free(composition);
        return LOT_NO_MEMORY(error);
    }
    *out = composition;
    return LOT_OK;
}

void lot_composition_add(lot_composition *composition, lot_stage stage, const lot_pool *pool,
                         uint32_t person)
{
    composition->totals[stage]++;
    composition->shown[stage] = true;
    for (uint32_t f = 0; f < pool->features_count; f++)
        composition->counts[(size_t)lot_pool_value(pool, person, f) * STAGES + stage]++;
}

/* Reasons stand by their codes. */
static lot_status add_reason(lot_composition_change *change, const char *reason, lot_error *error)
{
    uint32_t r = 0;
    while (r < change->reasons_count && strcmp(change->reasons[r].reason, reason) < 0)
        r++;
    if (r == change->reasons_count || strcmp(change->reasons[r].reason, reason) != 0) {
        lot_reason_count *reasons =
            lot_array_resize(change->reasons, (size_t)change->reasons_count + 1, sizeof *reasons);
        if (reasons == NULL)
            return LOT_NO_MEMORY(error);
        change->reasons = reasons;
        memmove(reasons + r + 1, reasons + r, (change->reasons_count - r) * sizeof *reasons);
        reasons[r] = (lot_reason_count){.people = 0};
        (void)snprintf(reasons[r].reason, sizeof reasons[r].reason, "%s", reason);
        change->reasons_count++;
    }
    change->reasons[r].people++;
    return LOT_OK;
}

lot_status lot_composition_add_left(lot_composition *composition, uint32_t change,
                                    const lot_pool *pool, uint32_t person, const char *reason,
                                    lot_error *error)
{
    lot_composition_change *at = &composition->changes[change];
    at->left_count++;
    for (uint32_t f = 0; f < pool->features_count; f++)
        at->left[lot_pool_value(pool, person, f)]++;
    return add_reason(at, reason, error);
}

void lot_composition_add_joined(lot_composition *composition, uint32_t change, const lot_pool *pool,
                                uint32_t person)
{
    lot_composition_change *at = &composition->changes[change];
    at->joined_count++;
    for (uint32_t f = 0; f < pool->features_count; f++)
        at->joined[lot_pool_value(pool, person, f)]++;
}

/* What everybody knows of one feature, while it is gathered: rows of [LOT_KNOWN_COLUMNS]. */
typedef struct bounds {
    uint32_t *counts;
    uint32_t *least;
    uint32_t *most;
    lot_mark *marks;
    uint32_t count; /* values */
} bounds;

static uint32_t less(uint32_t a, uint32_t b)
{
    return a > b ? a - b : 0;
}

static uint32_t smaller(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}

/* Others have at least, and at most, so many: that bounds what is left of the total. */
static void tighten(const bounds *b, uint32_t column, uint32_t total)
{
    uint64_t least = 0;
    uint64_t most = 0;
    for (uint32_t v = 0; v < b->count; v++) {
        least += b->least[v * LOT_KNOWN_COLUMNS + column];
        most += b->most[v * LOT_KNOWN_COLUMNS + column];
    }
    for (uint32_t v = 0; v < b->count; v++) {
        uint32_t *low = &b->least[v * LOT_KNOWN_COLUMNS + column];
        uint32_t *high = &b->most[v * LOT_KNOWN_COLUMNS + column];
        uint32_t at_least = less(total, smaller(most - *high, total));
        uint32_t at_most = less(total, smaller(least - *low, total));
        *low = *low > at_least ? *low : at_least;
        *high = *high < at_most ? *high : at_most;
    }
}

/* How many left, and how many joined, since the first draw. */
typedef struct turnover {
    uint32_t left;
    uint32_t joined;
} turnover;

static turnover count_turnover(const lot_composition *c)
{
    turnover t = {0, 0};
    for (uint32_t i = 0; i < c->changes_count; i++)
        t.joined += c->changes[i].joined_count;
    t.left = c->totals[LOT_STAGE_DRAWN] + t.joined - c->totals[LOT_STAGE_NOW];
    return t;
}

/*
 * The panel meets the quotas of now, but for seats that nobody has and for what a call-up missed,
 * and is the first one but for who left and joined, which met the quotas of then.
 */
static void bound_panel(uint32_t *least, uint32_t *most, const lot_composition *c, uint32_t value)
{
    const lot_quota *first = &c->first->rows[value];
    const lot_quota *now = &c->quotas->rows[value];
    turnover t = count_turnover(c);
    uint32_t vacant = c->seats - c->totals[LOT_STAGE_NOW];
    uint32_t kept = less(first->min, t.left);
    uint64_t missed = c->missed / (now->priority > 0 ? now->priority : 1);
    *least = less(now->min, smaller(vacant + missed, UINT32_MAX));
    *least = *least > kept ? *least : kept;
    *most = smaller(now->max + missed, (uint64_t)first->max + t.joined);
}

static void suppress_feature(lot_composition *c, const lot_feature *feature, const bool *shown,
                             const bounds *b)
{
    for (uint32_t v = 0; v < b->count; v++) {
        size_t row = (size_t)v * LOT_KNOWN_COLUMNS;
        const uint32_t *counts = c->counts + (size_t)(feature->first + v) * STAGES;
        b->counts[row + LOT_KNOWN_POOL] = counts[LOT_STAGE_POOL];
        b->counts[row + LOT_KNOWN_PANEL] = counts[LOT_STAGE_NOW];
        bound_panel(&b->least[row + LOT_KNOWN_PANEL], &b->most[row + LOT_KNOWN_PANEL], c,
                    feature->first + v);
    }
    tighten(b, LOT_KNOWN_PANEL, c->totals[LOT_STAGE_NOW]);
    for (uint32_t v = 0; v < b->count; v++) {
        size_t row = (size_t)v * LOT_KNOWN_COLUMNS;
        b->least[row + LOT_KNOWN_POOL] = b->least[row + LOT_KNOWN_PANEL];
        b->most[row + LOT_KNOWN_POOL] = c->totals[LOT_STAGE_POOL];
    }
    tighten(b, LOT_KNOWN_POOL, c->totals[LOT_STAGE_POOL]);
    const lot_known known = {b->count, {shown[0], shown[1]}, b->counts, b->least, b->most};
    lot_suppress(b->marks, &known);
}

/* Stages with the same people as the panel have its marks. */
static void copy_marks(lot_composition *c, uint32_t first, const bool *shown, const bounds *b)
{
    for (uint32_t v = 0; v < b->count; v++) {
        const lot_mark *from = b->marks + (size_t)v * LOT_KNOWN_COLUMNS;
        lot_mark *to = c->marks + (size_t)(first + v) * STAGES;
        for (uint32_t s = 0; s < STAGES; s++)
            to[s] = from[s == LOT_STAGE_POOL && shown[LOT_KNOWN_POOL] ? LOT_KNOWN_POOL
                                                                      : LOT_KNOWN_PANEL];
    }
}

/*
 * Two groups that differ by a few people tell everything of these few: of several columns with
 * panels one is shown, and with it those of the same people.
 */
static void choose_columns(lot_composition *c, bool *shown)
{
    const uint32_t *totals = c->totals;
    turnover t = count_turnover(c);
    uint32_t off = totals[LOT_STAGE_POOL] - totals[LOT_STAGE_NOW];
    bool panel = totals[LOT_STAGE_NOW] >= LOT_SMALL_GROUP;
    shown[LOT_KNOWN_PANEL] = panel;
    shown[LOT_KNOWN_POOL] =
        totals[LOT_STAGE_POOL] >= LOT_SMALL_GROUP && (!panel || off >= LOT_SMALL_GROUP);
    c->shown[LOT_STAGE_POOL] = shown[LOT_KNOWN_POOL] || (panel && off == 0);
    c->shown[LOT_STAGE_NOW] = panel;
    c->shown[LOT_STAGE_DRAWN] = panel && t.left == 0 && t.joined == 0;
    c->shown[LOT_STAGE_CONFIRMED] = panel && totals[LOT_STAGE_CONFIRMED] == totals[LOT_STAGE_NOW];
    c->shown[LOT_STAGE_ATTENDED] = panel && totals[LOT_STAGE_ATTENDED] == totals[LOT_STAGE_NOW];
}

static bool make_bounds(bounds *b, uint32_t values)
{
    size_t cells = (size_t)values * LOT_KNOWN_COLUMNS;
    b->counts = lot_array_new(cells, sizeof *b->counts);
    b->least = lot_array_new(cells, sizeof *b->least);
    b->most = lot_array_new(cells, sizeof *b->most);
    b->marks = lot_array_new(cells, sizeof *b->marks);
    return b->counts != NULL && b->least != NULL && b->most != NULL && b->marks != NULL;
}

lot_status lot_composition_suppress(lot_composition *composition, lot_error *error)
{
    lot_composition *c = composition;
    lot_status status = LOT_OK;
    bounds b = {0};
    bool shown[LOT_KNOWN_COLUMNS];
    assert(c->marks == NULL);
    c->marks = lot_array_new((size_t)c->quotas->count * STAGES, sizeof *c->marks);
    if (c->marks == NULL || !make_bounds(&b, c->quotas->count))
        TRY(LOT_NO_MEMORY(error));
    choose_columns(c, shown);
    for (uint32_t f = 0; f < c->quotas->features_count; f++) {
        b.count = c->quotas->features[f].values_count;
        suppress_feature(c, &c->quotas->features[f], shown, &b);
        copy_marks(c, c->quotas->features[f].first, shown, &b);
    }
done:
    free(b.counts);
    free(b.least);
    free(b.most);
    free(b.marks);
    return status;
}
