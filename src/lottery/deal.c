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

/* A household, or a member of one, and when its turn comes: by the rank of its first person. */
struct turn {
    uint32_t rank;
    uint32_t whose; /* which household of its kind, or which person */
};

/* What is dealt, to whom, and room for one household at a time. */
struct dealing {
    const lot_compositions *compositions;
    const lot_classes *classes;
    uint32_t *rank;          /* [people_count] of person p in the order of dealing */
    struct turn *households; /* [people_count] those of the kind at hand, in turn */
    struct turn *members;    /* [people_count] those of the household and class at hand, in turn */
    lot_lots members_left;   /* their seats */
    lot_lots members_taken;  /* the part of one of them */
    lot_stretches stretches;
};

static lot_status dealing_start(struct dealing *dealing, const uint32_t *order, lot_error *error)
{
    uint32_t people_count = dealing->classes->people_count;
    dealing->rank = lot_array_new(people_count, sizeof *dealing->rank);
    dealing->households = lot_array_new(people_count, sizeof *dealing->households);
    dealing->members = lot_array_new(people_count, sizeof *dealing->members);
    dealing->members_left.classes_count = 1;
    dealing->members_taken.classes_count = 1;
    if (dealing->rank == NULL || dealing->households == NULL || dealing->members == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < people_count; i++)
        dealing->rank[order[i]] = i;
    return LOT_OK;
}

static void dealing_free(struct dealing *dealing)
{
    free(dealing->rank);
    free(dealing->households);
    free(dealing->members);
    lot_lots_free(&dealing->members_left);
    lot_lots_free(&dealing->members_taken);
    free(dealing->stretches.items);
}

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

static int by_rank(const void *a, const void *b)
{
    const struct turn *left = a;
    const struct turn *right = b;
    return (left->rank > right->rank) - (left->rank < right->rank);
}

/* The members of class `class` in household `copy` of its kind: [per_copy[class]] people. */
static const uint32_t *members_of(const lot_classes *classes, uint32_t class, uint32_t copy)
{
    return classes->members + classes->first_member[class] + copy * classes->per_copy[class];
}

static void order_households(struct dealing *dealing, const lot_kind *kind)
{
    const lot_classes *classes = dealing->classes;
    for (uint32_t copy = 0; copy < kind->copies; copy++) {
        struct turn *turn = &dealing->households[copy];
        turn->rank = UINT32_MAX;
        turn->whose = copy;
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
            const uint32_t *members = members_of(classes, t, copy);
            for (uint32_t i = 0; i < classes->per_copy[t]; i++)
                if (dealing->rank[members[i]] < turn->rank)
                    turn->rank = dealing->rank[members[i]];
        }
    }
    qsort(dealing->households, kind->copies, sizeof *dealing->households, by_rank);
}

static void order_members(struct dealing *dealing, uint32_t class, uint32_t copy)
{
    uint32_t count = dealing->classes->per_copy[class];
    const uint32_t *members = members_of(dealing->classes, class, copy);
    for (uint32_t i = 0; i < count; i++)
        dealing->members[i] = (struct turn){dealing->rank[members[i]], members[i]};
    qsort(dealing->members, count, sizeof *dealing->members, by_rank);
}

/* Take the seats of class `v` of the kind out of a household's part, for its members to share. */
static lot_status members_share(struct dealing *dealing, const lot_lots *part, uint32_t v,
                                lot_error *error)
{
    dealing->members_left.count = 0;
    for (size_t j = 0; j < part->count; j++) {
        uint32_t seats = part->seats[j * part->classes_count + v];
        if (seats == 0)
            continue;
        uint32_t *added = lot_lots_add(&dealing->members_left, part->first[j], part->length[j]);
        if (added == NULL)
            return LOT_NO_MEMORY(error);
        *added = seats;
    }
    return LOT_OK;
}

/* Deal the part that household `copy` took to its members, class by class. */
static lot_status deal_household(struct dealing *dealing, const lot_lots *part,
                                 const lot_kind *kind, uint32_t copy, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_lots *taken = &dealing->members_taken;
    for (uint32_t v = 0; v < kind->classes_count; v++) {
        uint32_t count = dealing->classes->per_copy[kind->first + v];
        order_members(dealing, kind->first + v, copy);
        TRY(members_share(dealing, part, v, error));
        for (uint32_t i = 0; i < count; i++) {
            TRY(lot_lots_take(&dealing->members_taken, &dealing->members_left, count - i, error));
            for (size_t j = 0; j < taken->count; j++)
                if (taken->seats[j] > 0)
                    TRY(stretches_add(&dealing->stretches, dealing->members[i].whose,
                                      taken->first[j], taken->length[j], error));
        }
    }
done:
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

static lot_status deal_kind(struct dealing *dealing, const lot_kind *kind, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots left = {.classes_count = kind->classes_count};
    lot_lots part = {.classes_count = kind->classes_count};
    order_households(dealing, kind);
    TRY(lots_of_kind(&left, dealing->compositions, kind, error));
    for (uint32_t i = 0; i < kind->copies && left.count > 0; i++) {
        TRY(lot_lots_take(&part, &left, kind->copies - i, error));
        TRY(deal_household(dealing, &part, kind, dealing->households[i].whose, error));
    }
done:
    lot_lots_free(&left);
    lot_lots_free(&part);
    return status;
}

lot_status lot_deal(lot_panels **out, const lot_compositions *compositions,
                    const lot_classes *classes, const uint32_t *order, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    struct dealing dealing = {.compositions = compositions, .classes = classes};
    TRY(dealing_start(&dealing, order, error));
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        TRY(deal_kind(&dealing, &classes->kinds[h], error));
    TRY(lot_stretches_to_panels(out, &dealing.stretches, compositions->seats, error));
done:
    dealing_free(&dealing);
    return status;
}
