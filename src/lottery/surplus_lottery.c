/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lottery over panels larger than their seats: what is left of whichever is drawn. */
#include "civiclot/surplus.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* samples: [compositions->count] out, how many are of each. */
static void deal_samples(uint32_t *samples, uint32_t count, const lot_compositions *compositions,
                         const lot_stream *stream)
{
    uint64_t tickets = 0;
    for (uint32_t c = 0; c < compositions->count; c++)
        tickets += compositions->tickets[c];
    for (uint32_t s = 0; s < count; s++) {
        uint64_t ticket = lot_stream_below(stream, tickets);
        uint32_t c = 0;
        for (; ticket >= compositions->tickets[c]; c++)
            ticket -= compositions->tickets[c];
        samples[c]++;
    }
}

static void add(lot_surplus_result *sum, const lot_surplus_result *part)
{
    sum->samples += part->samples;
    sum->filled += part->filled;
    sum->minima += part->minima;
    sum->quotas += part->quotas;
    sum->deviation += part->deviation;
    sum->people += part->people;
}

lot_status lot_surplus_simulate(lot_surplus_result *result, const lot_surplus_question *question,
                                const lot_compositions *compositions, const lot_classes *classes,
                                const lot_stream *stream, lot_error *error)
{
    assert(question->samples >= 1 && compositions->count >= 1);
    lot_status status = LOT_OK;
    uint32_t seats = compositions->seats;
    size_t width = classes->features_count;
    uint32_t *samples = lot_array_new(compositions->count, sizeof *samples);
    uint32_t *panel = lot_array_new(seats * width, sizeof *panel);
    *result = (lot_surplus_result){0};
    if (samples == NULL || panel == NULL)
        TRY(LOT_NO_MEMORY(error));
    deal_samples(samples, question->samples, compositions, stream);
    for (uint32_t c = 0; c < compositions->count; c++) {
        lot_dropouts *dropouts;
        lot_surplus_result part;
        if (samples[c] == 0)
            continue;
        for (uint32_t s = 0; s < seats; s++)
            memcpy(panel + s * width,
                   classes->values + compositions->classes[(size_t)c * seats + s] * width,
                   width * sizeof *panel);
        TRY(lot_dropouts_draw(&dropouts, question->quotas, panel, seats, question->rates,
                              samples[c], stream, error));
        lot_surplus_try(&part, question->quotas, question->seats, dropouts);
        add(result, &part);
        lot_dropouts_free(dropouts);
    }
done:
    free(samples);
    free(panel);
    return status;
}
