/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop-outs: rates of people, and samples of who leaves. */
#include "civiclot/dropouts.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool lot_stream_accept(uint64_t *number, uint64_t u, uint64_t limit)
{
    assert(limit >= 1);
    /* 2^64 itself does not fit; its remainder does */
    uint64_t excess = (UINT64_MAX % limit + 1) % limit;
    if (u > UINT64_MAX - excess)
        return false;
    *number = u % limit;
    return true;
}

uint64_t lot_stream_below(const lot_stream *stream, uint64_t limit)
{
    uint64_t number = 0;
    while (!lot_stream_accept(&number, stream->next(stream->context), limit)) {
    }
    return number;
}

uint32_t lot_dropout_rate(const lot_dropout_rates *rates, const uint32_t *values,
                          uint32_t features_count)
{
    /* odds in units of 1 / ONE, kept below MOST: then no product leaves 128 bits */
    const lot_unsigned_wide one = UINT64_C(1000000000000);
    const lot_unsigned_wide most = one * LOT_RATE_ONE;
    uint64_t overall = rates->overall;
    bool tells = false;
    bool certain = false;
    if (overall == 0 || overall == LOT_RATE_ONE)
        return rates->overall;
    lot_unsigned_wide odds = one * overall / (LOT_RATE_ONE - overall);
    for (uint32_t f = 0; f < features_count; f++) {
        uint64_t rate = rates->of_value[values[f]];
        if (rate == overall)
            continue;
        tells = true;
        if (rate == 0)
            return 0;
        certain = certain || rate == LOT_RATE_ONE;
        if (certain)
            continue;
        odds = odds * (rate * (LOT_RATE_ONE - overall)) / ((LOT_RATE_ONE - rate) * overall);
        odds = odds < most ? odds : most;
    }
    if (certain)
        return LOT_RATE_ONE;
    return tells ? (uint32_t)(odds * LOT_RATE_ONE / (odds + one)) : rates->overall;
}

void lot_dropout_learn(lot_dropout_rates *rates, const lot_quotas *quotas,
                       const lot_past_member *members, uint32_t count)
{
    uint64_t left = 0;
    for (uint32_t m = 0; m < count; m++)
        left += members[m].left;
    rates->overall =
        (uint32_t)((left * LOT_RATE_ONE + (uint64_t)LOT_RATE_PRIOR_PEOPLE * LOT_RATE_USUAL) /
                   ((uint64_t)count + LOT_RATE_PRIOR_PEOPLE));
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t feature = quotas->rows[q].feature;
        uint64_t of_value = 0;
        uint64_t gone = 0;
        for (uint32_t m = 0; m < count; m++) {
            of_value += members[m].values[feature] == q;
            gone += members[m].values[feature] == q && members[m].left;
        }
        rates->of_value[q] =
            (uint32_t)((gone * LOT_RATE_ONE + (uint64_t)LOT_RATE_PRIOR_PEOPLE * rates->overall) /
                       (of_value + LOT_RATE_PRIOR_PEOPLE));
    }
}

/* Who sits, by ascending values: then samples do not depend on the order of a file. */
typedef struct sitting {
    const uint32_t *values;
    uint32_t features_count;
    uint32_t rate;
} sitting;

static int by_values(const void *a, const void *b)
{
    const sitting *x = a;
    const sitting *y = b;
    for (uint32_t f = 0; f < x->features_count; f++)
        if (x->values[f] != y->values[f])
            return x->values[f] < y->values[f] ? -1 : 1;
    return 0;
}

/* One sample: who is seated, then what each value holds. A number more than values. */
static void draw_sample(uint32_t *sample, uint32_t values, const sitting *panel,
                        uint32_t people_count, const lot_stream *stream)
{
    memset(sample, 0, ((size_t)values + 1) * sizeof *sample);
    for (uint32_t p = 0; p < people_count; p++) {
        if (lot_stream_below(stream, LOT_RATE_ONE) < panel[p].rate)
            continue;
        sample[0]++;
        for (uint32_t f = 0; f < panel[p].features_count; f++)
            sample[1 + panel[p].values[f]]++;
    }
}

/* What is sorted starts with its own length, as qsort() tells a comparison nothing else. */
static int by_numbers(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    for (uint32_t i = 1; i < x[0]; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static void merge_equal(lot_dropouts *dropouts, const uint32_t *sorted)
{
    size_t length = (size_t)dropouts->values + 2;
    for (uint32_t s = 0; s < dropouts->samples; s++) {
        const uint32_t *sample = sorted + s * length;
        if (s > 0 && by_numbers(sample - length, sample) == 0) {
            dropouts->times[dropouts->count - 1]++;
            continue;
        }
        uint32_t c = dropouts->count++;
        dropouts->times[c] = 1;
        dropouts->seated[c] = sample[1];
        memcpy(dropouts->left + (size_t)c * dropouts->values, sample + 2,
               dropouts->values * sizeof *sample);
    }
}

static lot_dropouts *dropouts_new(uint32_t values, uint32_t samples)
{
    lot_dropouts *dropouts = lot_array_new(1, sizeof *dropouts);
    if (dropouts == NULL)
        return NULL;
    dropouts->samples = samples;
    dropouts->values = values;
    dropouts->left = lot_array_new((size_t)samples * values, sizeof *dropouts->left);
    dropouts->seated = lot_array_new(samples, sizeof *dropouts->seated);
    dropouts->times = lot_array_new(samples, sizeof *dropouts->times);
    if (dropouts->left != NULL && dropouts->seated != NULL && dropouts->times != NULL)
        return dropouts;
    lot_dropouts_free(dropouts);
    return NULL;
}

lot_status lot_dropouts_draw(lot_dropouts **out, const lot_quotas *quotas, const uint32_t *panel,
                             uint32_t people_count, const lot_dropout_rates *rates,
                             uint32_t samples, const lot_stream *stream, lot_error *error)
{
    uint32_t features_count = quotas->features_count;
    size_t length = (size_t)quotas->count + 2;
    lot_status status = LOT_OK;
    lot_dropouts *dropouts = dropouts_new(quotas->count, samples);
    sitting *sorted = lot_array_new(people_count, sizeof *sorted);
    uint32_t *drawn = lot_array_new(samples * length, sizeof *drawn);
    *out = NULL;
    if (dropouts == NULL || sorted == NULL || drawn == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t p = 0; p < people_count; p++) {
        const uint32_t *values = panel + (size_t)p * features_count;
        sorted[p] =
            (sitting){values, features_count, lot_dropout_rate(rates, values, features_count)};
    }
    qsort(sorted, people_count, sizeof *sorted, by_values);
    for (uint32_t s = 0; s < samples; s++) {
        drawn[s * length] = (uint32_t)length;
        draw_sample(drawn + s * length + 1, quotas->count, sorted, people_count, stream);
    }
    qsort(drawn, samples, length * sizeof *drawn, by_numbers);
    merge_equal(dropouts, drawn);
    *out = dropouts;
    dropouts = NULL;
done:
    lot_dropouts_free(dropouts);
    free(sorted);
    free(drawn);
    return status;
}

void lot_dropouts_free(lot_dropouts *dropouts)
{
    if (dropouts == NULL)
        return;
    free(dropouts->left);
    free(dropouts->seated);
    free(dropouts->times);
    free(dropouts);
}
