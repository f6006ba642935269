/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes: people sorted by values, then households sorted by their members.
 *
 * A profile is a row of values that somebody has, numbered in the order of C1, so that from the
 * first sort on comparing people is comparing numbers.
 *
 *   S1  by_profile holds everyone, by profile, household and row;
 *   S2  by_household holds everyone, by household, profile and row.
 *
 * Both are made by counting sorts: stable, and linear in people times features.
 */
#include "civiclot/classes.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A household that binds its members: there are more of them than may sit. */
typedef struct bound {
    const uint32_t *members; /* [members_count] by profile, then row */
    uint32_t members_count;
    uint32_t number;
    const uint32_t *profile; /* of every person */
} bound;

typedef struct class_sorter {
    const lot_pool *pool;
    lot_classes *classes;
    uint32_t keys_count;     /* more than any household or quota row */
    uint32_t *starts;        /* [keys_count + 1] of a counting sort */
    uint32_t *profile;       /* [people_count] */
    uint32_t *by_profile;    /* [people_count] S1 */
    uint32_t *by_household;  /* [people_count] S2 */
    uint32_t *members_count; /* [households_count] */
    bound *binding;          /* [binding_count] in canonical order */
    uint32_t binding_count;
} class_sorter;

/*
 * Sort `from` by a key of each person into `to`, keeping the order of equals.
 * keys: person p's is keys[p * stride].
 */
static void sort_by(const class_sorter *sorter, uint32_t *to, const uint32_t *from,
                    const uint32_t *keys, uint32_t stride)
{
    uint32_t people_count = sorter->pool->people_count;
    uint32_t *starts = sorter->starts;
    memset(starts, 0, ((size_t)sorter->keys_count + 1) * sizeof *starts);
    for (uint32_t p = 0; p < people_count; p++)
        starts[keys[(size_t)p * stride] + 1]++;
    for (uint32_t key = 0; key < sorter->keys_count; key++)
        starts[key + 1] += starts[key];
    for (uint32_t i = 0; i < people_count; i++)
        to[starts[keys[(size_t)from[i] * stride]]++] = from[i];
}

static const uint32_t *values_of(const lot_pool *pool, uint32_t person)
{
    return pool->values + (size_t)person * pool->features_count;
}

static bool same_values(const lot_pool *pool, uint32_t a, uint32_t b)
{
    return memcmp(values_of(pool, a), values_of(pool, b),
                  pool->features_count * sizeof(uint32_t)) == 0;
}

/* Fill by_profile, by_household and profile: S1, S2. */
static void sort_people(class_sorter *sorter)
{
    const lot_pool *pool = sorter->pool;
    uint32_t *to = sorter->by_household;
    uint32_t *from = sorter->by_profile;
    for (uint32_t p = 0; p < pool->people_count; p++)
        to[p] = p;
    sort_by(sorter, from, to, pool->households, 1);
    /* The last key first: what is sorted later weighs more. */
    for (uint32_t f = pool->features_count; f-- > 0;) {
        sort_by(sorter, to, from, pool->values + f, pool->features_count);
        uint32_t *sorted = to;
        to = from;
        from = sorted;
    }
    sorter->by_profile = from;
    sorter->by_household = to;
    uint32_t profile = 0;
    for (uint32_t i = 0; i < pool->people_count; i++) {
        if (i > 0 && !same_values(pool, from[i - 1], from[i]))
            profile++;
        sorter->profile[from[i]] = profile;
    }
    sort_by(sorter, sorter->by_household, sorter->by_profile, pool->households, 1);
}

/* Households by members' count, then profiles (C1), then number, which C6 needs. */
static int compare_make_up(const bound *a, const bound *b)
{
    if (a->members_count != b->members_count)
        return a->members_count < b->members_count ? -1 : 1;
    for (uint32_t m = 0; m < a->members_count; m++) {
        uint32_t of_a = a->profile[a->members[m]];
        uint32_t of_b = b->profile[b->members[m]];
        if (of_a != of_b)
            return of_a < of_b ? -1 : 1;
    }
    return 0;
}

static int compare_households(const void *left, const void *right)
{
    const bound *a = left;
    const bound *b = right;
    int order = compare_make_up(a, b);
    if (order != 0)
        return order;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void sort_households(class_sorter *sorter)
{
    const lot_pool *pool = sorter->pool;
    const uint32_t *members = sorter->by_household;
    for (uint32_t p = 0; p < pool->people_count; p++)
        sorter->members_count[pool->households[p]]++;
    for (uint32_t h = 0; h < pool->households_count; h++) {
        uint32_t count = sorter->members_count[h];
        if (count > sorter->classes->per_household)
            sorter->binding[sorter->binding_count++] = (bound){members, count, h, sorter->profile};
        members += count;
    }
    qsort(sorter->binding, sorter->binding_count, sizeof *sorter->binding, compare_households);
}

/* Open a class of the kind opened last, with the values of `person`. */
static void open_class(lot_classes *classes, const lot_pool *pool, uint32_t person)
{
    uint32_t class = classes->count++;
    classes->kind[class] = classes->kinds_count - 1;
    classes->kinds[classes->kinds_count - 1].classes_count++;
    classes->first_member[class + 1] = classes->first_member[class];
    if (pool->features_count > 0)
        memcpy(classes->values + (size_t) class * pool->features_count, values_of(pool, person),
               pool->features_count * sizeof(uint32_t));
}

/* Put `person` into the class opened last. */
static void put_member(lot_classes *classes, uint32_t person)
{
    uint32_t class = classes->count - 1;
    classes->of_person[person] = class;
    classes->members[classes->first_member[class + 1]++] = person;
    classes->size[class]++;
}

static lot_kind *open_kind(lot_classes *classes)
{
    lot_kind *kind = &classes->kinds[classes->kinds_count++];
    *kind = (lot_kind){.first = classes->count};
    return kind;
}

/* Everyone whose household does not bind: a kind and a class for each profile among them. */
static void class_people_alone(const class_sorter *sorter)
{
    const lot_pool *pool = sorter->pool;
    lot_classes *classes = sorter->classes;
    lot_kind *kind = NULL;
    uint32_t profile = 0;
    for (uint32_t i = 0; i < pool->people_count; i++) {
        uint32_t person = sorter->by_profile[i];
        if (sorter->members_count[pool->households[person]] > classes->per_household)
            continue;
        if (kind == NULL || sorter->profile[person] != profile) {
            profile = sorter->profile[person];
            kind = open_kind(classes);
            open_class(classes, pool, person);
            classes->per_copy[kind->first] = 1;
        }
        put_member(classes, person);
        kind->copies++;
        kind->limit++;
        classes->cap[kind->first]++;
    }
}

/* Class the households [copies] that are of one kind: C3 to C6. */
static void class_households(const class_sorter *sorter, const bound *households, uint32_t copies)
{
    lot_classes *classes = sorter->classes;
    lot_kind *kind = open_kind(classes);
    kind->copies = copies;
    kind->limit = copies * classes->per_household;
    uint32_t count = households->members_count;
    uint32_t multiplicity;
    for (uint32_t m = 0; m < count; m += multiplicity) {
        uint32_t profile = sorter->profile[households->members[m]];
        multiplicity = 1;
        while (m + multiplicity < count &&
               sorter->profile[households->members[m + multiplicity]] == profile)
            multiplicity++;
        open_class(classes, sorter->pool, households->members[m]);
        uint32_t class = classes->count - 1;
        classes->per_copy[class] = multiplicity;
        classes->cap[class] =
            copies *
            (multiplicity < classes->per_household ? multiplicity : classes->per_household);
        for (uint32_t i = 0; i < copies * multiplicity; i++)
            put_member(classes, households[i / multiplicity].members[m + i % multiplicity]);
    }
}

static void class_all_households(const class_sorter *sorter)
{
    uint32_t copies;
    for (uint32_t h = 0; h < sorter->binding_count; h += copies) {
        const bound *first = &sorter->binding[h];
        copies = 1;
        while (h + copies < sorter->binding_count &&
               compare_make_up(first, &sorter->binding[h + copies]) == 0)
            copies++;
        class_households(sorter, first, copies);
    }
}

/* There are at most as many kinds, and as many classes, as people: room for all of them. */
static lot_classes *allocate_classes(const lot_pool *pool, uint32_t per_household)
{
    lot_classes *classes = lot_array_new(1, sizeof *classes);
    if (classes == NULL)
        return NULL;
    size_t count = pool->people_count;
    classes->features_count = pool->features_count;
    classes->people_count = pool->people_count;
    classes->per_household = per_household;
    classes->kinds = lot_array_new(count, sizeof *classes->kinds);
    classes->kind = lot_array_new(count, sizeof *classes->kind);
    classes->size = lot_array_new(count, sizeof *classes->size);
    classes->per_copy = lot_array_new(count, sizeof *classes->per_copy);
    classes->cap = lot_array_new(count, sizeof *classes->cap);
    classes->values = lot_array_new(count * pool->features_count, sizeof *classes->values);
    classes->of_person = lot_array_new(count, sizeof *classes->of_person);
    classes->first_member = lot_array_new(count + 1, sizeof *classes->first_member);
    classes->members = lot_array_new(count, sizeof *classes->members);
    if (classes->kinds != NULL && classes->kind != NULL && classes->size != NULL &&
        classes->per_copy != NULL && classes->cap != NULL && classes->values != NULL &&
        classes->of_person != NULL && classes->first_member != NULL && classes->members != NULL)
        return classes;
    lot_classes_free(classes);
    return NULL;
}

static bool allocate_sorter(class_sorter *sorter)
{
    const lot_pool *pool = sorter->pool;
    size_t count = pool->people_count;
    sorter->keys_count = pool->households_count;
    for (size_t i = 0; i < count * pool->features_count; i++)
        if (pool->values[i] >= sorter->keys_count)
            sorter->keys_count = pool->values[i] + 1;
    sorter->starts = lot_array_new((size_t)sorter->keys_count + 1, sizeof *sorter->starts);
    sorter->profile = lot_array_new(count, sizeof *sorter->profile);
    sorter->by_profile = lot_array_new(count, sizeof *sorter->by_profile);
    sorter->by_household = lot_array_new(count, sizeof *sorter->by_household);
    sorter->members_count = lot_array_new(pool->households_count, sizeof *sorter->members_count);
    sorter->binding = lot_array_new(pool->households_count, sizeof *sorter->binding);
    return sorter->starts != NULL && sorter->profile != NULL && sorter->by_profile != NULL &&
           sorter->by_household != NULL && sorter->members_count != NULL && sorter->binding != NULL;
}

lot_status lot_classes_new(lot_classes **out, const lot_pool *pool, uint32_t per_household,
                           lot_error *error)
{
    assert(per_household >= 1);
    lot_status status = LOT_OK;
    class_sorter sorter = {.pool = pool, .classes = allocate_classes(pool, per_household)};
    *out = NULL;
    if (sorter.classes == NULL || !allocate_sorter(&sorter)) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    sort_people(&sorter);
    sort_households(&sorter);
    class_people_alone(&sorter);
    class_all_households(&sorter);
    *out = sorter.classes;
    sorter.classes = NULL;
done:
    lot_classes_free(sorter.classes);
    free(sorter.starts);
    free(sorter.profile);
    free(sorter.by_profile);
    free(sorter.by_household);
    free(sorter.members_count);
    free(sorter.binding);
    return status;
}

void lot_classes_free(lot_classes *classes)
{
    if (classes == NULL)
        return;
    free(classes->kinds);
    free(classes->kind);
    free(classes->size);
    free(classes->per_copy);
    free(classes->cap);
    free(classes->values);
    free(classes->of_person);
    free(classes->first_member);
    free(classes->members);
    free(classes);
}
