/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pile: the seats beyond the floor of the share (odd seats) are taken from the first tickets on
 * that have any, until the part is as large as the ceiling of the share over all tickets.
 *
 * Only where a ticket has at least as many seats as there are parts is the floor more than none:
 * then all runs must be gone through. That is so for the last few parts alone.
 */
#include "lottery/pile.h"

#include "core/array.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

void lot_runs_free(lot_runs *runs)
{
    free(runs->items);
    *runs = (lot_runs){0};
}

void lot_pile_free(lot_pile *pile)
{
    lot_runs_free(&pile->runs);
    lot_runs_free(&pile->passed);
}

lot_status lot_runs_add(lot_runs *runs, uint64_t first, uint64_t length, uint32_t seats,
                        lot_error *error)
{
    if (length == 0 || seats == 0)
        return LOT_OK;
    void *array = runs->items;
    if (lot_array_grow(&array, &runs->room, runs->count, sizeof *runs->items) != 0)
        return LOT_NO_MEMORY(error);
    runs->items = array;
    runs->items[runs->count++] = (lot_run){first, length, seats};
    return LOT_OK;
}

/* Lay the runs on top, the last one first, and leave none of them in `runs`. */
static lot_status lay_on_top(lot_pile *pile, const lot_runs *runs, lot_error *error)
{
    lot_status status = LOT_OK;
    for (size_t i = runs->count; i-- > 0;) {
        const lot_run *run = &runs->items[i];
        pile->most = run->seats > pile->most ? run->seats : pile->most;
        TRY(lot_runs_add(&pile->runs, run->first, run->length, run->seats, error));
    }
done:
    return status;
}

lot_status lot_pile_fill(lot_pile *pile, const lot_runs *runs, lot_error *error)
{
    pile->runs.count = 0;
    pile->seats = 0;
    pile->most = 0;
    for (size_t i = 0; i < runs->count; i++)
        pile->seats += runs->items[i].length * runs->items[i].seats;
    return lay_on_top(pile, runs, error);
}

/* How many odd seats the part gets. */
static uint64_t count_odd(const lot_pile *pile, uint32_t parts)
{
    uint64_t even = 0;
    for (size_t i = 0; pile->most >= parts && i < pile->runs.count; i++)
        even += pile->runs.items[i].length * (pile->runs.items[i].seats / parts);
    return pile->seats / parts + (pile->seats % parts > 0) - even;
}

/* Take `take` of the seats of a piece of a run, and pass over the others. */
static lot_status cut(lot_runs *taken, lot_pile *pile, const lot_run *piece, uint32_t take,
                      lot_error *error)
{
    pile->seats -= piece->length * take;
    lot_status status = lot_runs_add(taken, piece->first, piece->length, take, error);
    if (status != LOT_OK)
        return status;
    return lot_runs_add(&pile->passed, piece->first, piece->length, piece->seats - take, error);
}

lot_status lot_pile_take(lot_runs *taken, lot_pile *pile, uint32_t parts, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t wanted = count_odd(pile, parts);
    bool to_the_end = pile->most >= parts;
    taken->count = 0;
    pile->passed.count = 0;
    while (pile->runs.count > 0 && (wanted > 0 || to_the_end)) {
        const lot_run run = pile->runs.items[--pile->runs.count];
        uint32_t even = run.seats / parts;
        uint64_t odd = run.seats % parts == 0 ? 0 : wanted < run.length ? wanted : run.length;
        const lot_run begin = {run.first, odd, run.seats};
        const lot_run end = {run.first + odd, run.length - odd, run.seats};
        TRY(cut(taken, pile, &begin, even + 1, error));
        TRY(cut(taken, pile, &end, even, error));
        wanted -= odd;
    }
    assert(wanted == 0);
    if (to_the_end)
        pile->most = 0;
    TRY(lay_on_top(pile, &pile->passed, error));
done:
    return status;
}
