/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dealing: from seats of classes to seats of people.
 *
 * Lay the compositions' tickets end to end on an axis 0 .. tickets-1. On each ticket a kind of
 * household has so many seats for each of its classes. Its households take their parts one after
 * the other (lots.c), in the order of the people; inside a household, the members of a class share
 * its seats by the same rule. Everybody then has a list of stretches of tickets, and the axis is
 * cut where anybody's stretch begins or ends (stretch.c): each piece is a panel.
 *
 * Each household cuts a few lots in two, so there are about compositions + people panels at most.
 */
#include "lottery/deal.h"

#include "core/array.h"
#include "lottery/lots.h"

#include <stdlib.h>
#include <string.h>

static lot_status stretches_add(lot_stretches *stretches, uint32_t person, uint64_t first,
                                uint64_t length, lot_error *error)
{
    void *array = stretches->items;
    if (lot_array_grow(&array, &stretches->room, stretches->count, sizeof *stretches->items) != 0)
        return LOT_NO_MEMORY(error);
    stretches->items = array;
    stretches->items[stretches->count++] = (lot_stretch){first, first + length, person};
    return LOT_OK;
}

/* Share the seats of class `v` in `lots` among the members of one household: people [count]. */
static lot_status deal_members(lot_stretches *out, const lot_lots *share, uint32_t v,
                               const uint32_t *people, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots left = {.classes_count = 1};
    lot_lots taken = {.classes_count = 1};
    for (size_t j = 0; j < share->count; j++) {
        uint32_t seats = share->seats[j * share->classes_count + v];
        if (seats == 0)
            continue;
        uint32_t *added = lot_lots_add(&left, share->first[j], share->length[j]);
        if (added == NULL) {
            status = LOT_NO_MEMORY(error);
            goto done;
        }
        *added = seats;
    }
    for (uint32_t i = 0; i < count; i++) {
        TRY(lot_lots_take(&taken, &left, count - i, error));
        for (size_t j = 0; j < taken.count; j++)
            if (taken.seats[j] > 0)
                TRY(stretches_add(out, people[i], taken.first[j], taken.length[j], error));
    }
done:
    lot_lots_free(&left);
    lot_lots_free(&taken);
    return status;
}

/* The lots of kind `kind`: one for each composition that seats any of it. */
static lot_status lots_of_kind(lot_lots *out, const lot_compositions *compositions,
                               const lot_kind *kind, lot_error *error)
{
    uint64_t first = 0;
    for (uint32_t j = 0; j < compositions->count; j++) {
        const uint32_t *seat = compositions->classes + (size_t)j * compositions->seats;
        const uint32_t *end = seat + compositions->seats;
        while (seat < end && *seat < kind->first)
            seat++;
        if (seat < end && *seat < kind->first + kind->classes_count) {
            uint32_t *seats = lot_lots_add(out, first, compositions->tickets[j]);
            if (seats == NULL)
                return LOT_NO_MEMORY(error);
            memset(seats, 0, kind->classes_count * sizeof *seats);
            for (; seat < end && *seat < kind->first + kind->classes_count; seat++)
                seats[*seat - kind->first]++;
        }
        first += compositions->tickets[j];
    }
    return LOT_OK;
}

/* A household of a kind, or a person alone, by the rank of its first member. */
typedef struct turn {
    uint32_t rank;
    uint32_t copy;
} turn;

static int by_rank(const void *a, const void *b)
{
    const turn *left = a;
    const turn *right = b;
    return (left->rank > right->rank) - (left->rank < right->rank);
}

/* In which order the households of a kind take their part. turns: [kind->copies] out. */
static void order_turns(turn *turns, const lot_classes *classes, const lot_kind *kind,
                        const uint32_t *rank)
{
    for (uint32_t copy = 0; copy < kind->copies; copy++) {
        turns[copy] = (turn){UINT32_MAX, copy};
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
            uint32_t each = classes->per_copy[t];
            const uint32_t *members = classes->members + classes->first_member[t] + copy * each;
            for (uint32_t i = 0; i < each; i++)
                if (rank[members[i]] < turns[copy].rank)
                    turns[copy].rank = rank[members[i]];
        }
    }
    qsort(turns, kind->copies, sizeof *turns, by_rank);
}

/* Deal the part that household `copy` took to its members, class by class. */
static lot_status deal_household(lot_stretches *out, const lot_lots *taken,
                                 const lot_classes *classes, const lot_kind *kind, uint32_t copy,
                                 const uint32_t *rank, lot_error *error)
{
    lot_status status = LOT_OK;
    turn *turns = NULL;
    uint32_t *people = NULL;
    for (uint32_t v = 0; v < kind->classes_count && status == LOT_OK; v++) {
        uint32_t t = kind->first + v;
        uint32_t each = classes->per_copy[t];
        const uint32_t *members = classes->members + classes->first_member[t] + copy * each;
        turns = lot_array_new(each, sizeof *turns);
        people = lot_array_new(each, sizeof *people);
        if (turns == NULL || people == NULL) {
            status = LOT_NO_MEMORY(error);
        } else {
            for (uint32_t i = 0; i < each; i++)
                turns[i] = (turn){rank[members[i]], i};
            qsort(turns, each, sizeof *turns, by_rank);
            for (uint32_t i = 0; i < each; i++)
                people[i] = members[turns[i].copy];
            status = deal_members(out, taken, v, people, each, error);
        }
        free(turns);
        free(people);
    }
    return status;
}

static lot_status deal_kind(lot_stretches *out, const lot_compositions *compositions,
                            const lot_classes *classes, const lot_kind *kind, const uint32_t *rank,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots left = {.classes_count = kind->classes_count};
    lot_lots taken = {.classes_count = kind->classes_count};
    turn *turns = lot_array_new(kind->copies, sizeof *turns);
    if (turns == NULL)
        return LOT_NO_MEMORY(error);
    order_turns(turns, classes, kind, rank);
    TRY(lots_of_kind(&left, compositions, kind, error));
    for (uint32_t i = 0; i < kind->copies && left.count > 0; i++) {
        TRY(lot_lots_take(&taken, &left, kind->copies - i, error));
        TRY(deal_household(out, &taken, classes, kind, turns[i].copy, rank, error));
    }
done:
    free(turns);
    lot_lots_free(&left);
    lot_lots_free(&taken);
    return status;
}

lot_status lot_deal(lot_panels **out, const lot_compositions *compositions,
                    const lot_classes *classes, const uint32_t *order, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_stretches stretches = {0};
    uint32_t *rank = lot_array_new(classes->people_count, sizeof *rank);
    if (rank == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < classes->people_count; i++)
        rank[order[i]] = i;
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        TRY(deal_kind(&stretches, compositions, classes, &classes->kinds[h], rank, error));
    TRY(lot_stretches_to_panels(out, &stretches, compositions->seats, error));
done:
    free(rank);
    free(stretches.items);
    return status;
}
