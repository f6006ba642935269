/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remedy. With L letters to an area, R people of it and r with the value among them, of A people
 * with a in all, and a prior P, a letter brings until the end
 *
 *     R / L  *  more / per  *  (r + P a / A) / (R + P)
 *
 * people with the value: of the areas the one with the most, of equals the first.
 */
#include "civiclot/remedy.h"

#include "core/array.h"
#include "core/wide.h"

#include <stdlib.h>

/* How many people of an area there are, and how many of them have a value. */
typedef struct counted {
    uint64_t letters;
    uint64_t all;
    uint64_t have;
} counted;

/* A fraction of whole numbers. */
typedef struct yield {
    lot_unsigned_wide over;
    lot_unsigned_wide under;
} yield;

static counted count_area(const lot_remedy_task *task, uint32_t area, uint32_t quota)
{
    const lot_watch_task *watched = task->watched;
    const lot_flow *flow = &watched->flows[0];
    uint32_t feature = watched->quotas->rows[quota].feature;
    counted count = {.letters =
                         area == LOT_NO_AREA ? task->letters->total : task->letters->sent[area]};
    for (uint32_t i = 0; i < flow->people_count; i++) {
        uint32_t person = flow->people[i];
        if (area != LOT_NO_AREA &&
            lot_pool_value(watched->pool, person, task->letters->feature) != area)
            continue;
        count.all++;
        count.have += lot_pool_value(watched->pool, person, feature) == quota;
    }
    return count;
}

/* How many people with the value one letter to the area brings until the end. */
static yield yield_of(const lot_remedy_task *task, uint32_t area, uint32_t quota)
{
    bool is_area =
        area != LOT_NO_AREA && task->watched->quotas->rows[quota].feature == task->letters->feature;
    counted here = count_area(task, area, quota);
    counted everywhere = count_area(task, LOT_NO_AREA, quota);
    yield none = {0, 1};
    if (here.letters == 0 || here.all == 0 || everywhere.have == 0 || (is_area && area != quota))
        return none;
    yield found = {(lot_unsigned_wide)here.all * task->more,
                   (lot_unsigned_wide)here.letters * task->per};
    if (is_area)
        return found;
    found.over *= here.have * everywhere.all + LOT_REMEDY_PRIOR * everywhere.have;
    found.under *= (here.all + LOT_REMEDY_PRIOR) * everywhere.all;
    return found;
}

/* a < b, where both are far below 2^127 after halving: enough digits stay. */
static bool is_less(yield a, yield b)
{
    while ((a.over | a.under | b.over | b.under) >> 62 != 0) {
        a.over >>= 1;
        a.under >>= 1;
        b.over >>= 1;
        b.under >>= 1;
    }
    return a.over * b.under < b.over * a.under;
}

static uint32_t best_area(const lot_remedy_task *task, uint32_t quota)
{
    const lot_letters *letters = task->letters;
    if (letters->feature == LOT_NO_AREA)
        return LOT_NO_AREA;
    const lot_feature *feature = &task->watched->quotas->features[letters->feature];
    uint32_t best = feature->first;
    yield most = {0, 1};
    for (uint32_t area = feature->first; area < feature->first + feature->values_count; area++) {
        yield found = yield_of(task, area, quota);
        if (!is_less(most, found))
            continue;
        most = found;
        best = area;
    }
    return best;
}

/* Hundredths of people that so many letters bring, rounded. */
static uint64_t brought(yield found, uint64_t letters)
{
    while (found.over >> 64 != 0 || found.under >> 64 != 0) {
        found.over >>= 1;
        found.under >>= 1;
    }
    if (found.under == 0)
        return 0;
    lot_unsigned_wide hundredths = found.over * 100 / found.under * letters;
    if (found.over < (lot_unsigned_wide)1 << 57)
        hundredths = found.over * 100 * letters / found.under;
    return hundredths < UINT64_MAX ? (uint64_t)hundredths : UINT64_MAX;
}

/* How many letters bring so many hundredths of people, rounded up to a step; 0: none ever do. */
static uint64_t letters_for(yield found, uint64_t wanted)
{
    uint64_t low = 0;
    uint64_t high = LOT_LETTERS_SENT_MOST / LOT_REMEDY_STEP;
    if (brought(found, high * LOT_REMEDY_STEP) < wanted)
        return 0;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (brought(found, middle * LOT_REMEDY_STEP) < wanted)
            low = middle;
        else
            high = middle;
    }
    return high * LOT_REMEDY_STEP;
}

/* How many of the value are short, in hundredths, after the remedies so far. */
static uint64_t short_of(const lot_remedy_task *task, uint32_t quota, const lot_remedy *list,
                         uint32_t count)
{
    const lot_quota *row = &task->watched->quotas->rows[quota];
    uint32_t low = task->watch->values[quota].range.low;
    uint64_t missing = row->min > low ? (uint64_t)(row->min - low) * 100 : 100;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t had = list[i].letters > 0 && !list[i].far
                           ? brought(yield_of(task, list[i].area, quota), list[i].letters)
                           : 0;
        missing -= had < missing ? had : missing;
    }
    return missing;
}

/* The value that is missed most often of those after `before`; quotas->count: no more. */
static uint32_t next_missed(const lot_remedy_task *task, const bool *done)
{
    uint32_t count = task->watched->quotas->count;
    uint32_t worst = count;
    for (uint32_t q = 0; q < count; q++) {
        uint32_t missed = task->watch->values[q].missed;
        if (done[q] || missed == 0 || missed * LOT_REMEDY_MISSED < task->watch->simulations)
            continue;
        if (worst == count || missed > task->watch->values[worst].missed)
            worst = q;
    }
    return worst;
}

static lot_remedy remedy_for(const lot_remedy_task *task, uint32_t quota, uint64_t wanted)
{
    lot_remedy remedy = {.quota = quota, .wanted = wanted, .area = best_area(task, quota)};
    yield found = yield_of(task, remedy.area, quota);
    counted count = count_area(task, remedy.area, quota);
    remedy.area_all = (uint32_t)count.all;
    remedy.area_have = (uint32_t)count.have;
    remedy.letters = letters_for(found, wanted);
    if (remedy.letters == 0)
        remedy.area = LOT_NO_AREA;
    remedy.far = remedy.letters > task->letters->total;
    remedy.brings = remedy.letters > 0 ? brought(found, remedy.letters) : 0;
    return remedy;
}

lot_status lot_remedies_find(lot_remedy **out, uint32_t *count, const lot_remedy_task *task,
                             lot_error *error)
{
    uint32_t quotas_count = task->watched->quotas->count;
    bool *done = lot_array_new(quotas_count, sizeof *done);
    *count = 0;
    *out = lot_array_new(quotas_count, sizeof **out);
    if (done == NULL || *out == NULL) {
        free(done);
        free(*out);
        *out = NULL;
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t q; (q = next_missed(task, done)) < quotas_count;) {
        uint64_t wanted = short_of(task, q, *out, *count);
        done[q] = true;
        if (wanted > 0)
            (*out)[*count] = remedy_for(task, q, wanted);
        *count += wanted > 0;
    }
    free(done);
    return LOT_OK;
}

lot_status lot_remedy_flow(lot_flow *out, const lot_remedy_task *task, uint32_t area,
                           uint64_t letters, lot_error *error)
{
    const lot_watch_task *watched = task->watched;
    const lot_flow *all = &watched->flows[0];
    counted here = count_area(task, area, 0);
    *out = (lot_flow){.per = 1};
    out->people = lot_array_new(all->people_count, sizeof *out->people);
    if (out->people == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < all->people_count; i++)
        if (area == LOT_NO_AREA ||
            lot_pool_value(watched->pool, all->people[i], task->letters->feature) == area)
            out->people[out->people_count++] = all->people[i];
    if (here.letters == 0 || out->people_count == 0)
        return LOT_OK;
    out->seen = out->people_count;
    out->more = letters * task->more;
    out->per = here.letters * task->per;
    return LOT_OK;
}
