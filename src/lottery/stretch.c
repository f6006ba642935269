/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From stretches to panels: sweep over the tickets, with the people of the current one at hand.
 *
 *   W1  seated[0 .. count-1] are the people whose stretch holds the current ticket, with its end.
 */
#include "core/array.h"
#include "lottery/deal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int by_first(const void *a, const void *b)
{
    const lot_stretch *left = a;
    const lot_stretch *right = b;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return (left->person > right->person) - (left->person < right->person);
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *left = a;
    const uint32_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* Append a panel of the people seated, for `tickets` tickets. */
static lot_status add_panel(lot_panels *panels, size_t *room, const lot_stretch *seated,
                            uint64_t tickets, lot_error *error)
{
    if (panels->count == *room) {
        size_t more = *room < 64 ? 64 : *room * 2;
        uint32_t *members =
            lot_array_resize(panels->members, more, panels->seats * sizeof *members);
        if (members != NULL)
            panels->members = members;
        uint64_t *counts = lot_array_resize(panels->tickets, more, sizeof *counts);
        if (counts != NULL)
            panels->tickets = counts;
        if (members == NULL || counts == NULL)
            return LOT_NO_MEMORY(error);
        *room = more;
    }
    uint32_t *members = panels->members + (size_t)panels->count * panels->seats;
    for (uint32_t seat = 0; seat < panels->seats; seat++)
        members[seat] = seated[seat].person;
    qsort(members, panels->seats, sizeof *members, by_number);
    panels->tickets[panels->count++] = tickets;
    return LOT_OK;
}

lot_status lot_stretches_to_panels(lot_panels **out, lot_stretches *stretches, uint32_t seats,
                                   lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    size_t room = 0;
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    lot_stretch *seated = lot_array_new(seats, sizeof *seated);
    if (panels == NULL || seated == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    panels->seats = seats;
    qsort(stretches->items, stretches->count, sizeof *stretches->items, by_first);

    uint64_t at = 0;
    uint32_t count = 0;
    for (size_t next = 0; next < stretches->count || count > 0;) {
        uint32_t stay = 0;
        for (uint32_t i = 0; i < count; i++)
            if (seated[i].end > at)
                seated[stay++] = seated[i];
        count = stay;
        for (; next < stretches->count && stretches->items[next].first == at; next++) {
            assert(count < seats);
            seated[count++] = stretches->items[next];
        }
        if (count == 0)
            break;
        assert(count == seats);
        uint64_t until = next < stretches->count ? stretches->items[next].first : UINT64_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (seated[i].end < until)
                until = seated[i].end;
        TRY(add_panel(panels, &room, seated, until - at, error));
        at = until;
    }
    *out = panels;
    panels = NULL;
done:
    lot_panels_free(panels);
    free(seated);
    return status;
}
