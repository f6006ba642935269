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
#include "lottery/pile.h"

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
    uint32_t *seats_passed;  /* [compositions] seats of the classes of kinds before this one */
    uint32_t *rank;          /* [people_count] of person p in the order of dealing */
    struct turn *households; /* [people_count] those of the kind at hand, in turn */
    struct turn *members;    /* [people_count] those of the household and class at hand, in turn */
    lot_runs share;          /* what they get together */
    lot_pile members_left;   /* what of it is left for members whose turn comes */
    lot_runs members_share;  /* what one of them gets */
    lot_stretches stretches;
};

static lot_status dealing_start(struct dealing *dealing, const uint32_t *order, lot_error *error)
{
    uint32_t people_count = dealing->classes->people_count;
    dealing->seats_passed =
        lot_array_new(dealing->compositions->count, sizeof *dealing->seats_passed);
    dealing->rank = lot_array_new(people_count, sizeof *dealing->rank);
    dealing->households = lot_array_new(people_count, sizeof *dealing->households);
    dealing->members = lot_array_new(people_count, sizeof *dealing->members);
    if (dealing->seats_passed == NULL || dealing->rank == NULL || dealing->households == NULL ||
        dealing->members == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < people_count; i++)
        dealing->rank[order[i]] = i;
    return LOT_OK;
}

static void dealing_free(struct dealing *dealing)
{
    free(dealing->seats_passed);
    free(dealing->rank);
    free(dealing->households);
    free(dealing->members);
    lot_runs_free(&dealing->share);
    lot_pile_free(&dealing->members_left);
    lot_runs_free(&dealing->members_share);
    free(dealing->stretches.items);
}

/* Seat a person on every ticket of the runs. */
static lot_status seat(lot_stretches *stretches, uint32_t person, const lot_runs *runs,
                       lot_error *error)
{
    for (size_t i = 0; i < runs->count; i++) {
        const lot_run *run = &runs->items[i];
        void *array = stretches->items;
        if (lot_array_grow(&array, &stretches->room, stretches->count, sizeof *stretches->items) !=
            0)
            return LOT_NO_MEMORY(error);
        stretches->items = array;
        stretches->items[stretches->count++] =
            (lot_stretch){run->first, run->first + run->length, person};
    }
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

/* Deal dealing->share, all that household `copy` gets for its class `class`, to its members. */
static lot_status deal_share(struct dealing *dealing, uint32_t class, uint32_t copy,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = dealing->classes->per_copy[class];
    if (count == 1)
        return seat(&dealing->stretches, *members_of(dealing->classes, class, copy),
                    &dealing->share, error);
    order_members(dealing, class, copy);
    TRY(lot_pile_fill(&dealing->members_left, &dealing->share, error));
    for (uint32_t i = 0; i < count && dealing->members_left.seats > 0; i++) {
        TRY(lot_pile_take(&dealing->members_share, &dealing->members_left, count - i, error));
        TRY(seat(&dealing->stretches, dealing->members[i].whose, &dealing->members_share, error));
    }
done:
    return status;
}

/* Deal the part that household `copy` took to its members, class by class. */
static lot_status deal_household(struct dealing *dealing, const lot_lots *part,
                                 const lot_kind *kind, uint32_t copy, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t v = 0; v < kind->classes_count; v++) {
        dealing->share.count = 0;
        for (size_t j = 0; j < part->count; j++)
            TRY(lot_runs_add(&dealing->share, part->first[j], part->length[j],
                             part->seats[j * part->classes_count + v], error));
        TRY(deal_share(dealing, kind->first + v, copy, error));
    }
done:
    return status;
}

/*
 * The lots of a kind: one for each composition that seats any of it.
 * Kinds must be asked for in their order, as they come in a composition's seats.
 */
static lot_status lots_of_kind(lot_lots *out, struct dealing *dealing, const lot_kind *kind,
                               lot_error *error)
{
    const lot_compositions *compositions = dealing->compositions;
    uint32_t end = kind->first + kind->classes_count;
    uint64_t first = 0;
    for (uint32_t j = 0; j < compositions->count; j++) {
        const uint32_t *class = compositions->classes + (size_t)j * compositions->seats;
        uint32_t *seat = &dealing->seats_passed[j];
        if (*seat < compositions->seats && class[*seat] < end) {
            uint32_t *seats = lot_lots_add(out, first, compositions->tickets[j]);
            if (seats == NULL)
                return LOT_NO_MEMORY(error);
            memset(seats, 0, kind->classes_count * sizeof *seats);
            for (; *seat < compositions->seats && class[*seat] < end; ++*seat)
                seats[class[*seat] - kind->first]++;
        }
        first += compositions->tickets[j];
    }
    return LOT_OK;
}

/* People alone, and households whose members are all of one class. */
static lot_status deal_one_class(struct dealing *dealing, const lot_lots *lots,
                                 const lot_kind *kind, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pile left = {.seats = 0};
    dealing->share.count = 0;
    for (size_t j = 0; j < lots->count; j++)
        TRY(lot_runs_add(&dealing->share, lots->first[j], lots->length[j], lots->seats[j], error));
    TRY(lot_pile_fill(&left, &dealing->share, error));
    for (uint32_t i = 0; i < kind->copies && left.seats > 0; i++) {
        TRY(lot_pile_take(&dealing->share, &left, kind->copies - i, error));
        TRY(deal_share(dealing, kind->first, dealing->households[i].whose, error));
    }
done:
    lot_pile_free(&left);
    return status;
}

static lot_status deal_several_classes(struct dealing *dealing, lot_lots *left,
                                       const lot_kind *kind, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots part = {.classes_count = kind->classes_count};
    for (uint32_t i = 0; i < kind->copies && left->count > 0; i++) {
        TRY(lot_lots_take(&part, left, kind->copies - i, error));
        TRY(deal_household(dealing, &part, kind, dealing->households[i].whose, error));
    }
done:
    lot_lots_free(&part);
    return status;
}

static lot_status deal_kind(struct dealing *dealing, const lot_kind *kind, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lots lots = {.classes_count = kind->classes_count};
    TRY(lots_of_kind(&lots, dealing, kind, error));
    if (lots.count == 0)
        goto done;
    order_households(dealing, kind);
    if (kind->classes_count == 1)
        TRY(deal_one_class(dealing, &lots, kind, error));
    else
        TRY(deal_several_classes(dealing, &lots, kind, error));
done:
    lot_lots_free(&lots);
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
