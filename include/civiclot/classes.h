/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes: people who are interchangeable, and so get the same chance.
 *
 * Two people are of one class when they have the same values and live in households of the same
 * kind: the same multiset of members' values. People whose household binds nobody (alone, or no
 * more members in the pool than per_household allows) are of the kind "alone" with their values.
 *
 * From lot_classes_new() until lot_classes_free():
 *   C1  kinds and classes are in canonical order: it depends on the values and the make-up of
 *       households alone, never on the order of the input. First the kinds of people alone, by
 *       their values; then those of households, by how many members they have and then by the
 *       sorted values of all members. Values compare by the first feature in which they differ;
 *       the classes of a kind are sorted by values;
 *   C2  the classes of one kind stand together: kind h has classes first .. first + count - 1;
 *   C3  size[t] = copies(kind of t) * per_copy[t];
 *   C4  cap[t] = copies * min(per_copy[t], per_household) for kinds of several people, and
 *       size[t] for the kinds of people alone;
 *   C5  a panel seats at most limit(h) = copies * per_household of kind h
 *       (for a kind of people alone: its size);
 *   C6  the members of class t come in copies runs of per_copy[t], one run a household, households
 *       ascending: run i of every class of one kind is of the same household.
 * C4 and C5 are all that a composition must meet for its seats to be given to people so that no
 * household sends more than per_household: deal each kind's seats around its households in turn.
 */
#ifndef CIVICLOT_CLASSES_H
#define CIVICLOT_CLASSES_H

#include "civiclot/pool.h"

typedef struct lot_kind {
    uint32_t first;         /* its first class */
    uint32_t classes_count; /* one for each different row of values among the members */
    uint32_t copies;        /* households of this kind; people alone: how many */
    uint32_t limit;         /* see C5 */
} lot_kind;

typedef struct lot_classes {
    uint32_t count;
    uint32_t kinds_count;
    uint32_t features_count;
    uint32_t people_count;
    uint32_t per_household;
    lot_kind *kinds;        /* [kinds_count] */
    uint32_t *kind;         /* [count] */
    uint32_t *size;         /* [count] people */
    uint32_t *per_copy;     /* [count] people in each household of the kind */
    uint32_t *cap;          /* [count] most seats a panel can give it */
    uint32_t *values;       /* [count][features_count] quota rows */
    uint32_t *of_person;    /* [people_count] class */
    uint32_t *first_member; /* [count + 1] into members */
    uint32_t *members;      /* [people_count] grouped by class; by household, then row, within */
} lot_classes;

/*
 * Sort the pool into classes. per_household: at least 1.
 * LOT_FAILURE when there is no memory. *out is NULL on failure; free it with lot_classes_free().
 */
lot_status lot_classes_new(lot_classes **out, const lot_pool *pool, uint32_t per_household,
                           lot_error *error);

/* Free the classes. NULL is fine. */
void lot_classes_free(lot_classes *classes);

/* The quota row that class `class` counts for in feature `feature`. Cannot fail. */
static inline uint32_t lot_classes_value(const lot_classes *classes, uint32_t class,
                                         uint32_t feature)
{
    return classes->values[(size_t) class * classes->features_count + feature];
}

#endif
