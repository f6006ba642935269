/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places: drawn from the seed without putting any back. */
#include "civiclot/places.h"

#include "civiclot/draw.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PURPOSE_BYTES = 32 };

#define NO_PLACE UINT32_MAX

/* A set of places: [slots], a power of two, at least half of them NO_PLACE. */
typedef struct marks {
    uint32_t *slots;
    uint32_t slots_count;
} marks;

static bool mark(marks *set, uint32_t place)
{
    uint32_t at = (uint32_t)((place * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (set->slots_count - 1);
    for (; set->slots[at] != NO_PLACE; at = (at + 1) & (set->slots_count - 1))
        if (set->slots[at] == place)
            return false;
    set->slots[at] = place;
    return true;
}

static int compare(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* [wanted] different places, ascending. */
static lot_status mark_places(uint32_t **out, const lot_places_basis *basis, uint32_t number,
                              uint32_t addresses, uint32_t wanted, lot_error *error)
{
    char purpose[PURPOSE_BYTES];
    marks set = {.slots_count = 2};
    uint32_t count = 0;
    (void)snprintf(purpose, sizeof purpose, "letters:%" PRIu32, number);
    lot_draw_numbers numbers = {
        .purpose = purpose, .manifest = *basis->manifest, .seed = *basis->seed};
    const lot_stream stream = lot_draw_stream(&numbers);
    while (set.slots_count / 2 < wanted)
        set.slots_count *= 2;
    set.slots = lot_array_new(set.slots_count, sizeof *set.slots);
    *out = lot_array_new(wanted, sizeof **out);
    if (set.slots == NULL || *out == NULL) {
        free(set.slots);
        free(*out);
        *out = NULL;
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t s = 0; s < set.slots_count; s++)
        set.slots[s] = NO_PLACE;
    while (count < wanted) {
        uint32_t place = (uint32_t)lot_stream_below(&stream, addresses);
        if (mark(&set, place))
            (*out)[count++] = place;
    }
    qsort(*out, count, sizeof **out, compare);
    free(set.slots);
    return LOT_OK;
}

/* All places but these. others: [others_count] ascending. */
static lot_status leave_others(uint32_t **out, const uint32_t *others, uint32_t others_count,
                               uint32_t addresses, lot_error *error)
{
    uint32_t next = 0;
    *out = lot_array_new(addresses - others_count, sizeof **out);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t place = 0, count = 0; place < addresses; place++) {
        if (next < others_count && others[next] == place)
            next++;
        else
            (*out)[count++] = place;
    }
    return LOT_OK;
}

lot_status lot_places_draw(uint32_t **out, const lot_places_basis *basis, uint32_t number,
                           uint32_t addresses, uint32_t letters, lot_error *error)
{
    assert(letters <= addresses && addresses < NO_PLACE);
    uint32_t *marked = NULL;
    uint32_t rest = addresses - letters;
    *out = NULL;
    if (letters <= rest)
        return mark_places(out, basis, number, addresses, letters, error);
    lot_status status = mark_places(&marked, basis, number, addresses, rest, error);
    if (status == LOT_OK)
        status = leave_others(out, marked, rest, addresses, error);
    free(marked);
    return status;
}
