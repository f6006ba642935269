/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking an even part. With m parts left, the next one takes, of everything, the floor or the
 * ceiling of 1/m-th of what is left:
 *
 *   on each ticket, of each class's seats        (so that nobody sits twice),
 *   on each ticket, of all the kind's seats      (so that a household stays within its limit),
 *   over all tickets, of each class's seats      (so that everyone sits equally often).
 *
 * Such a part exists, in integers, because 1/m of everything is one in fractions and the
 * constraints form a network: a flow finds it (flow.c). What is left then meets the same conditions
 * for m - 1. One class needs no flow: see pile.c.
 *
 * Seats beyond the floor on each ticket are called odd.
 *
 * Source: equitable edge colouring (de Werra 1971), one colour at a time; McNaughton's wrap-around
 * (1959) lays the odd seats into a lot.
 */
#include "lottery/lots.h"

#include "core/array.h"
#include "lottery/flow.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

void lot_lots_free(lot_lots *lots)
{
    free(lots->first);
    free(lots->length);
    free(lots->seats);
}

uint32_t *lot_lots_add(lot_lots *lots, uint64_t first, uint64_t length)
{
    if (lots->count == lots->room) {
        size_t room = lots->room < 16 ? 16 : lots->room * 2;
        uint64_t *firsts = lot_array_resize(lots->first, room, sizeof *firsts);
        if (firsts != NULL)
            lots->first = firsts;
        uint64_t *lengths = lot_array_resize(lots->length, room, sizeof *lengths);
        if (lengths != NULL)
            lots->length = lengths;
        uint32_t *seats =
            lot_array_resize(lots->seats, room, lots->classes_count * sizeof *lots->seats);
        if (seats != NULL)
            lots->seats = seats;
        if (firsts == NULL || lengths == NULL || seats == NULL)
            return NULL;
        lots->room = room;
    }
    lots->first[lots->count] = first;
    lots->length[lots->count] = length;
    return lots->seats + lots->count++ * lots->classes_count;
}

/* How many odd seats of each lot and class the next of `parts` takes: odd[lot][class]. */
static lot_status share(uint64_t *odd, const lot_lots *left, uint32_t parts, lot_error *error)
{
    uint32_t width = left->classes_count;
    lot_flow flow;
    lot_status status = lot_flow_start(&flow, left->count, width, error);
    if (status != LOT_OK)
        return status;
    for (uint32_t v = 0; v < width; v++) {
        uint64_t all = 0;
        uint64_t even = 0;
        for (size_t j = 0; j < left->count; j++) {
            uint32_t seats = left->seats[j * width + v];
            all += left->length[j] * seats;
            even += left->length[j] * (seats / parts);
        }
        flow.column_least[v] = all / parts - even;
        flow.column_most[v] = flow.column_least[v] + (all % parts > 0);
    }
    for (size_t j = 0; j < left->count; j++) {
        uint64_t sum = 0;
        uint64_t even = 0;
        for (uint32_t v = 0; v < width; v++) {
            uint32_t seats = left->seats[j * width + v];
            sum += seats;
            even += seats / parts;
            flow.most[j * width + v] = seats % parts > 0 ? left->length[j] : 0;
        }
        flow.row_least[j] = left->length[j] * (sum / parts - even);
        flow.row_most[j] = flow.row_least[j] + (sum % parts > 0 ? left->length[j] : 0);
    }
    status = lot_flow_solve(odd, &flow, error);
    lot_flow_free(&flow);
    return status;
}

/* Odd seats of a class, laid around a lot: from begin up to end, past the last ticket from 0 on. */
struct arc {
    uint64_t begin;  /* below length */
    uint64_t end;    /* begin to begin + length */
    uint64_t length; /* of the lot */
};

static bool is_in_arc(const struct arc *arc, uint64_t at)
{
    if (at >= arc->begin)
        return at < arc->end;
    return arc->end > arc->length && at < arc->end - arc->length;
}

/* Where after `at` the arc begins or ends; the lot's end when it does so nowhere. */
static uint64_t next_change(const struct arc *arc, uint64_t at)
{
    uint64_t odd = arc->end - arc->begin;
    uint64_t stop = arc->end > arc->length ? arc->end - arc->length : arc->end;
    uint64_t next = arc->length;
    if (odd == 0 || odd == arc->length)
        return next;
    if (arc->begin > at && arc->begin < next)
        next = arc->begin;
    if (stop > at && stop < next)
        next = stop;
    return next;
}

static void drop_last_if_empty(lot_lots *lots)
{
    const uint32_t *seats = lots->seats + (lots->count - 1) * lots->classes_count;
    for (uint32_t v = 0; v < lots->classes_count; v++)
        if (seats[v] > 0)
            return;
    lots->count--;
}

/*
 * Cut lot `j` where the share changes: its odd seats are laid end to end around the lot, so each
 * ticket has the floor or ceiling of them, of different classes. `taken` gets the seats of the one
 * who takes, `rest` what stays.
 */
static lot_status cut_lot(lot_lots *taken, lot_lots *rest, const lot_lots *left, size_t j,
                          const uint64_t *odd, uint32_t parts, lot_error *error)
{
    uint32_t width = left->classes_count;
    const uint32_t *seats = left->seats + j * width;
    uint64_t length = left->length[j];
    for (uint64_t at = 0, next; at < length; at = next) {
        uint32_t *take = lot_lots_add(taken, left->first[j] + at, 0);
        uint32_t *keep = lot_lots_add(rest, left->first[j] + at, 0);
        if (take == NULL || keep == NULL)
            return LOT_NO_MEMORY(error);
        next = length;
        struct arc arc = {.length = length};
        for (uint32_t v = 0; v < width; v++) {
            arc.end = arc.begin + odd[v];
            take[v] = seats[v] / parts + is_in_arc(&arc, at);
            keep[v] = seats[v] - take[v];
            uint64_t change = next_change(&arc, at);
            next = change < next ? change : next;
            arc.begin = arc.end % length;
        }
        taken->length[taken->count - 1] = next - at;
        rest->length[rest->count - 1] = next - at;
        drop_last_if_empty(taken);
        drop_last_if_empty(rest);
    }
    return LOT_OK;
}

lot_status lot_lots_take(lot_lots *taken, lot_lots *left, uint32_t parts, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots rest = {.classes_count = left->classes_count};
    uint64_t *odd = lot_array_new(left->count * left->classes_count, sizeof *odd);
    if (odd == NULL)
        return LOT_NO_MEMORY(error);
    taken->count = 0;
    TRY(share(odd, left, parts, error));
    for (size_t j = 0; j < left->count; j++)
        TRY(cut_lot(taken, &rest, left, j, odd + j * left->classes_count, parts, error));
    lot_lots swap = *left;
    *left = rest;
    rest = swap;
done:
    free(odd);
    lot_lots_free(&rest);
    return status;
}
