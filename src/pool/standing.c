/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standing: a feature more, as anybody's program can add it. */
#include "civiclot/standing.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char feature_name[] = "standing";

const char *lot_place_name(lot_place place)
{
    static const char *const names[LOT_PLACES_COUNT] = {
        [LOT_KEPT] = "kept", [LOT_WITHDRAWN] = "withdrawn", [LOT_OPEN] = "open"};
    return names[place];
}

lot_status lot_standing_new(lot_standing **out, uint32_t people_count, lot_error *error)
{
    lot_standing *standing = lot_array_new(1, sizeof *standing);
    *out = NULL;
    if (standing == NULL)
        return LOT_NO_MEMORY(error);
    standing->people_count = people_count;
    standing->places = lot_array_new(people_count, sizeof *standing->places);
    standing->reasons = lot_array_new(people_count, sizeof *standing->reasons);
    if (standing->places == NULL || standing->reasons == NULL) {
        lot_standing_free(standing);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t p = 0; p < people_count; p++)
        standing->places[p] = LOT_OPEN;
    *out = standing;
    return LOT_OK;
}

void lot_standing_free(lot_standing *standing)
{
    if (standing == NULL)
        return;
    for (uint32_t p = 0; standing->reasons != NULL && p < standing->people_count; p++)
        free(standing->reasons[p]);
    free(standing->reasons);
    free(standing->places);
    free(standing);
}

uint32_t lot_standing_count(const lot_standing *standing, lot_place place)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < standing->people_count; p++)
        count += standing->places[p] == place;
    return count;
}

bool lot_reason_is_code(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length >= 1 && length <= LOT_REASON_MOST && text[length] == '\0';
}

static bool copy_quotas(lot_quotas *out, const lot_quotas *quotas)
{
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        out->features[f] = quotas->features[f];
        out->features[f].name = lot_string_copy(quotas->features[f].name);
        if (out->features[f].name == NULL)
            return false;
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        out->rows[q] = quotas->rows[q];
        out->rows[q].value = lot_string_copy(quotas->rows[q].value);
        if (out->rows[q].value == NULL)
            return false;
    }
    return true;
}

/* The rows of the three places: nobody who withdrew, all who are kept, and the seats left. */
static bool add_places(lot_quotas *out, const lot_quotas *quotas, uint32_t kept, uint32_t seats)
{
    const uint32_t exact[LOT_PLACES_COUNT] = {
        [LOT_KEPT] = kept, [LOT_WITHDRAWN] = 0, [LOT_OPEN] = seats - kept};
    out->features[quotas->features_count] = (lot_feature){.name = lot_string_copy(feature_name),
                                                          .first = quotas->count,
                                                          .values_count = LOT_PLACES_COUNT};
    bool good = out->features[quotas->features_count].name != NULL;
    for (uint32_t place = 0; place < LOT_PLACES_COUNT; place++) {
        out->rows[quotas->count + place] =
            (lot_quota){.feature = quotas->features_count,
                        .min = exact[place],
                        .max = exact[place],
                        .min_flex = exact[place],
                        .max_flex = exact[place],
                        .value = lot_string_copy(lot_place_name((lot_place)place))};
        good = good && out->rows[quotas->count + place].value != NULL;
    }
    return good;
}

lot_status lot_standing_quotas(lot_quotas **out, const lot_standing *standing,
                               const lot_quotas *quotas, uint32_t seats, lot_error *error)
{
    uint32_t kept = lot_standing_count(standing, LOT_KEPT);
    assert(kept <= seats);
    *out = NULL;
    lot_quotas *more = lot_array_new(1, sizeof *more);
    if (more == NULL)
        return LOT_NO_MEMORY(error);
    more->features_count = quotas->features_count + 1;
    more->count = quotas->count + LOT_PLACES_COUNT;
    more->features = lot_array_new(more->features_count, sizeof *more->features);
    more->rows = lot_array_new(more->count, sizeof *more->rows);
    if (more->features == NULL || more->rows == NULL) {
        more->features_count = more->count = 0;
        lot_quotas_free(more);
        return LOT_NO_MEMORY(error);
    }
    if (!copy_quotas(more, quotas) || !add_places(more, quotas, kept, seats)) {
        lot_quotas_free(more);
        return LOT_NO_MEMORY(error);
    }
    *out = more;
    return LOT_OK;
}

uint32_t lot_standing_feature(const lot_quotas *quotas)
{
    uint32_t last = quotas->features_count - 1;
    const lot_feature *feature = &quotas->features[last];
    bool own =
        strcmp(feature->name, feature_name) == 0 && feature->values_count == LOT_PLACES_COUNT;
    for (uint32_t place = 0; own && place < LOT_PLACES_COUNT; place++) {
        const lot_quota *row = &quotas->rows[feature->first + place];
        own = strcmp(row->value, lot_place_name((lot_place)place)) == 0 && row->min == row->max;
    }
    return own ? last : quotas->features_count;
}

/* Ids, rows and households as they are; the values with one more behind them. */
static bool copy_people(lot_pool *out, const lot_pool *pool)
{
    uint32_t count = pool->people_count;
    memcpy(out->rows, pool->rows, count * sizeof *pool->rows);
    memcpy(out->households, pool->households, count * sizeof *pool->households);
    for (uint32_t p = 0; p < count; p++) {
        memcpy(out->values + (size_t)p * out->features_count,
               pool->values + (size_t)p * pool->features_count,
               pool->features_count * sizeof *pool->values);
        out->ids[p] = pool->ids != NULL ? lot_string_copy(pool->ids[p]) : NULL;
        if (pool->ids != NULL && out->ids[p] == NULL)
            return false;
    }
    return true;
}

lot_status lot_standing_pool(lot_pool **out, const lot_standing *standing, const lot_pool *pool,
                             const lot_quotas *quotas, lot_error *error)
{
    assert(standing->people_count == pool->people_count);
    uint32_t count = pool->people_count;
    *out = NULL;
    lot_pool *more = lot_array_new(1, sizeof *more);
    if (more == NULL)
        return LOT_NO_MEMORY(error);
    *more = *pool;
    more->features_count = pool->features_count + 1;
    more->ids = lot_array_new(count, sizeof *more->ids);
    more->rows = lot_array_new(count, sizeof *more->rows);
    more->households = lot_array_new(count, sizeof *more->households);
    more->values = lot_array_new((size_t)count * more->features_count, sizeof *more->values);
    bool good = more->ids != NULL && more->rows != NULL && more->households != NULL &&
                more->values != NULL && copy_people(more, pool);
    if (!good) {
        lot_pool_free(more);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t p = 0; p < count; p++)
        more->values[(size_t)p * more->features_count + pool->features_count] =
            quotas->count + (uint32_t)standing->places[p];
    *out = more;
    return LOT_OK;
}
