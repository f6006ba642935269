/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel larger than its seats. */
#include "civiclot/surplus.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>

uint32_t lot_surplus_usual(uint32_t seats, uint32_t rate)
{
    assert(rate < LOT_RATE_ONE);
    uint64_t stays = LOT_RATE_ONE - rate;
    return (uint32_t)(((uint64_t)seats * LOT_RATE_ONE + stays - 1) / stays - seats);
}

/* A bound before rounding: above / below. */
typedef struct share {
    lot_unsigned_wide above;
    lot_unsigned_wide below;
} share;

static share share_of(uint32_t bound, uint32_t seats, uint32_t people, uint32_t overall,
                      uint32_t rate)
{
    /* of a value whose people always leave there can never be enough: as if one in a million stays
     */
    uint32_t stays = rate < LOT_RATE_ONE ? LOT_RATE_ONE - rate : 1;
    return (share){(lot_unsigned_wide)bound * people * (LOT_RATE_ONE - overall),
                   (lot_unsigned_wide)seats * stays};
}

static uint32_t at_most(lot_unsigned_wide number, uint32_t most)
{
    return number < most ? (uint32_t)number : most;
}

static uint32_t rounded_down(share s, uint32_t most)
{
    return at_most(s.above / s.below, most);
}

static uint32_t rounded_up(share s, uint32_t most)
{
    return at_most((s.above + s.below - 1) / s.below, most);
}

/* Is `bound` further above what it was before rounding than another? Below counts as negative. */
static bool is_further(uint32_t bound, share s, uint32_t other, share o)
{
    /* millionths are enough to tell: both sides are computed alike */
    const int64_t one = LOT_RATE_ONE;
    int64_t a = (int64_t)bound * one - (int64_t)(s.above * LOT_RATE_ONE / s.below);
    int64_t b = (int64_t)other * one - (int64_t)(o.above * LOT_RATE_ONE / o.below);
    return a != b ? a > b : bound > other;
}

/* One feature while its bounds are repaired. */
typedef struct repair {
    lot_quota *rows; /* [count] */
    const share *min;
    const share *max;
    uint32_t count;
    uint32_t people;
} repair;

static void lower_minima(const repair *r)
{
    uint64_t sum = 0;
    for (uint32_t v = 0; v < r->count; v++)
        sum += r->rows[v].min;
    for (; sum > r->people; sum--) {
        uint32_t worst = r->count;
        for (uint32_t v = 0; v < r->count; v++)
            if (r->rows[v].min > 0 &&
                (worst == r->count ||
                 is_further(r->rows[v].min, r->min[v], r->rows[worst].min, r->min[worst])))
                worst = v;
        r->rows[worst].min--;
    }
}

static void raise_maxima(const repair *r)
{
    uint64_t sum = 0;
    for (uint32_t v = 0; v < r->count; v++)
        sum += r->rows[v].max;
    for (; sum < r->people; sum++) {
        uint32_t worst = r->count;
        for (uint32_t v = 0; v < r->count; v++)
            if (r->rows[v].max < r->people &&
                (worst == r->count ||
                 is_further(r->rows[worst].max, r->max[worst], r->rows[v].max, r->max[v])))
                worst = v;
        r->rows[worst].max++;
    }
}

static lot_status copy_quotas(lot_quotas **out, const lot_quotas *quotas, lot_error *error)
{
    *out = NULL;
    lot_quotas *copy = lot_array_new(1, sizeof *copy);
    if (copy == NULL)
        return LOT_NO_MEMORY(error);
    bool whole = true;
    copy->features = lot_array_new(quotas->features_count, sizeof *copy->features);
    copy->rows = lot_array_new(quotas->count, sizeof *copy->rows);
    whole = copy->features != NULL && copy->rows != NULL;
    for (uint32_t f = 0; f < quotas->features_count && whole; f++) {
        copy->features[f] = quotas->features[f];
        copy->features[f].name = lot_string_copy(quotas->features[f].name);
        copy->features_count++;
        whole = copy->features[f].name != NULL;
    }
    for (uint32_t q = 0; q < quotas->count && whole; q++) {
        copy->rows[q] = quotas->rows[q];
        copy->rows[q].value = lot_string_copy(quotas->rows[q].value);
        copy->count++;
        whole = copy->rows[q].value != NULL;
    }
    if (!whole) {
        lot_quotas_free(copy);
        return LOT_NO_MEMORY(error);
    }
    *out = copy;
    return LOT_OK;
}

lot_status lot_surplus_quotas(lot_quotas **out, const lot_quotas *quotas, uint32_t seats,
                              uint32_t surplus, const lot_dropout_rates *rates, lot_error *error)
{
    assert(seats >= 1 && rates->overall < LOT_RATE_ONE);
    lot_status status = LOT_OK;
    uint32_t people = seats + surplus;
    share *min = lot_array_new(quotas->count, sizeof *min);
    share *max = lot_array_new(quotas->count, sizeof *max);
    *out = NULL;
    if (min == NULL || max == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(copy_quotas(out, quotas, error));
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_quota *row = &(*out)->rows[q];
        min[q] = share_of(row->min, seats, people, rates->overall, rates->of_value[q]);
        max[q] = share_of(row->max, seats, people, rates->overall, rates->of_value[q]);
        row->min = rounded_up(min[q], people);
        row->max = rounded_down(max[q], people);
        if (row->min > row->max) {
            row->min = rounded_down(min[q], people);
            row->max = rounded_up(max[q], people);
        }
    }
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        uint32_t first = quotas->features[f].first;
        const repair r = {(*out)->rows + first, min + first, max + first,
                          quotas->features[f].values_count, people};
        lower_minima(&r);
        raise_maxima(&r);
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_quota *row = &(*out)->rows[q];
        row->min_flex = row->min < row->min_flex ? row->min : row->min_flex;
        row->max_flex = row->max > row->max_flex ? row->max : row->max_flex;
    }
done:
    free(min);
    free(max);
    return status;
}

/* What one case leaves: how far outside, below minima and above maxima. */
typedef struct outside {
    uint64_t below;
    uint64_t above;
} outside;

static outside look(const lot_quotas *quotas, uint32_t seats, const uint32_t *left, uint32_t people)
{
    outside found = {0, 0};
    uint32_t extra = people > seats ? people : seats;
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *row = &quotas->rows[q];
        uint64_t weight = row->priority > 0 ? row->priority : 1;
        uint64_t max = ((uint64_t)row->max * extra + seats - 1) / seats;
        if (left[q] < row->min)
            found.below += weight * (row->min - left[q]);
        if (left[q] > max)
            found.above += weight * (left[q] - max);
    }
    return found;
}

void lot_surplus_try(lot_surplus_result *result, const lot_quotas *quotas, uint32_t seats,
                     const lot_dropouts *dropouts)
{
    *result = (lot_surplus_result){.samples = dropouts->samples};
    for (uint32_t c = 0; c < dropouts->count; c++) {
        uint32_t people = dropouts->seated[c];
        uint32_t times = dropouts->times[c];
        outside found = look(quotas, seats, dropouts->left + (size_t)c * dropouts->values, people);
        uint64_t vacant = people < seats ? seats - people : 0;
        result->filled += vacant == 0 ? times : 0;
        result->minima += found.below == 0 ? times : 0;
        result->quotas += found.below == 0 && found.above == 0 ? times : 0;
        result->deviation += times * (found.below + found.above + vacant);
        result->people += (uint64_t)times * people;
    }
}
