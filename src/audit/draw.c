/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw: manifest and public values make the seed, the seed makes the ticket. */
#include "civiclot/draw.h"

#include "audit/hash.h"

#include <assert.h>

void lot_seed(lot_digest *out, const lot_digest *manifest, const lot_source *sources,
              uint32_t count)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/seed/v1");
    lot_hash_digest(&hash, manifest);
    for (uint32_t s = 0; s < count; s++) {
        assert(sources[s].value != NULL);
        lot_hash_field(&hash, sources[s].name);
        lot_hash_field(&hash, sources[s].value);
    }
    lot_hash_finish(out, &hash);
}

/* The first 8 bytes, big endian. */
static uint64_t leading_u64(const lot_digest *digest)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | digest->bytes[i];
    return number;
}

static uint64_t number_at(const char *purpose, const lot_digest *manifest, const lot_digest *seed,
                          uint64_t i)
{
    lot_hash hash;
    lot_digest h;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/draw/v1");
    lot_hash_field(&hash, purpose);
    lot_hash_digest(&hash, manifest);
    lot_hash_digest(&hash, seed);
    lot_hash_u64(&hash, i);
    lot_hash_finish(&h, &hash);
    return leading_u64(&h);
}

static uint64_t next_number(void *context)
{
    lot_draw_numbers *numbers = context;
    return number_at(numbers->purpose, &numbers->manifest, &numbers->seed, numbers->next++);
}

lot_stream lot_draw_stream(lot_draw_numbers *numbers)
{
    return (lot_stream){next_number, numbers};
}

uint64_t lot_draw_ticket(const char *purpose, const lot_digest *manifest, const lot_digest *seed,
                         uint64_t tickets, uint64_t *rejected)
{
    lot_draw_numbers numbers = {purpose, *manifest, *seed, 0};
    const lot_stream stream = lot_draw_stream(&numbers);
    uint64_t ticket = lot_stream_below(&stream, tickets);
    if (rejected != NULL)
        *rejected = numbers.next - 1;
    return ticket;
}
