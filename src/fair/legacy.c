/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Legacy: how older tools pick a panel.
 *
 *   1. Of all values, take the one that lacks most: (min - seated) / people left, the first of
 *      those that are equal; pick one of its people left, each as likely as the other;
 *   2. seat them; their housemates go when the household has its most, and everyone with a value
 *      that is full;
 *   3. again until the seats are full. When nobody is left, or a minimum is missed, start anew.
 *
 * The chances that result are nobody's intention: they are estimated by picking many panels.
 * Source: stratification-app and sortition-algorithms, the objective "legacy".
 */
#include "fair/legacy.h"

#include "core/array.h"
#include "core/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS_MAX = 100 };

/* A person stands at a place of classes->members. */
typedef struct picking {
    const lot_quotas *quotas;
    const lot_classes *classes;
    uint32_t seats;
    uint32_t *class;     /* [people] of the person at a place */
    uint32_t *household; /* [people] */
    bool *left;          /* [people] may still be picked */
    uint32_t *lives;     /* [households] people seated of it */
    uint32_t *people;    /* [quotas] left with the value */
    uint32_t *seated;    /* [quotas] */
    uint32_t *panel;     /* [seats] classes */
    uint64_t random;
} picking;

/* Everyone's class and household: people alone have one each, copies of a kind one a copy. */
static void place_people(picking *p)
{
    const lot_classes *classes = p->classes;
    uint32_t households = 0;
    for (uint32_t h = 0; h < classes->kinds_count; h++) {
        const lot_kind *kind = &classes->kinds[h];
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++)
            for (uint32_t i = classes->first_member[t]; i < classes->first_member[t + 1]; i++) {
                uint32_t nth = i - classes->first_member[t];
                p->class[i] = t;
                p->household[i] = households + nth / classes->per_copy[t];
            }
        households += kind->copies;
    }
}

static void start_anew(picking *p)
{
    const lot_classes *classes = p->classes;
    memset(p->lives, 0, classes->people_count * sizeof *p->lives);
    memset(p->seated, 0, p->quotas->count * sizeof *p->seated);
    memset(p->people, 0, p->quotas->count * sizeof *p->people);
    for (uint32_t i = 0; i < classes->people_count; i++)
        p->left[i] = true;
    for (uint32_t t = 0; t < classes->count; t++)
        for (uint32_t f = 0; f < classes->features_count; f++)
            p->people[lot_classes_value(classes, t, f)] += classes->size[t];
}

static void drop(picking *p, uint32_t place)
{
    if (!p->left[place])
        return;
    p->left[place] = false;
    for (uint32_t f = 0; f < p->classes->features_count; f++)
        p->people[lot_classes_value(p->classes, p->class[place], f)]--;
}

/* The value that lacks most, of those with people left; false when there are none. */
static bool most_lacking(uint32_t *value, const picking *p)
{
    bool found = false;
    int64_t over = 0;
    int64_t under = 1;
    for (uint32_t q = 0; q < p->quotas->count; q++) {
        int64_t lacks = (int64_t)p->quotas->rows[q].min - p->seated[q];
        if (p->people[q] == 0 || (found && lacks * under <= over * p->people[q]))
            continue;
        found = true;
        over = lacks;
        under = p->people[q];
        *value = q;
    }
    return found;
}

static uint32_t pick_of(picking *p, uint32_t value)
{
    uint32_t feature = p->quotas->rows[value].feature;
    uint64_t nth = lot_random_below(&p->random, p->people[value]);
    uint32_t place = 0;
    for (;; place++) {
        if (!p->left[place] || lot_classes_value(p->classes, p->class[place], feature) != value)
            continue;
        if (nth-- == 0)
            return place;
    }
}

/* Without features there is one value: everybody. */
static bool pick(picking *p, uint32_t *place)
{
    uint32_t value = 0;
    uint32_t count = 0;
    if (p->quotas->count > 0) {
        bool found = most_lacking(&value, p);
        if (found)
            *place = pick_of(p, value);
        return found;
    }
    for (uint32_t i = 0; i < p->classes->people_count; i++)
        count += p->left[i];
    if (count == 0)
        return false;
    uint64_t nth = lot_random_below(&p->random, count);
    for (*place = 0; !p->left[*place] || nth-- > 0;)
        ++*place;
    return true;
}

/* Does anybody else live with people of the class? */
static bool has_housemates(const lot_classes *classes, uint32_t class)
{
    return classes->per_copy[class] > 1 || classes->kinds[classes->kind[class]].classes_count > 1;
}

/* Everyone goes who lives in a household that has its most, or has a value that is full. */
static void drop_others(picking *p, bool full_house, uint32_t household)
{
    const lot_classes *classes = p->classes;
    for (uint32_t i = 0; i < classes->people_count; i++) {
        bool goes = full_house && p->household[i] == household;
        for (uint32_t f = 0; f < classes->features_count && !goes && p->left[i]; f++) {
            uint32_t value = lot_classes_value(classes, p->class[i], f);
            goes = p->seated[value] >= p->quotas->rows[value].max;
        }
        if (goes)
            drop(p, i);
    }
}

/* Seat the person; who cannot sit beside them goes. */
static void seat(picking *p, uint32_t place)
{
    const lot_classes *classes = p->classes;
    uint32_t class = p->class[place];
    uint32_t household = p->household[place];
    bool full_house =
        ++p->lives[household] == classes->per_household && has_housemates(classes, class);
    bool full_value = false;
    drop(p, place);
    for (uint32_t f = 0; f < classes->features_count; f++) {
        uint32_t value = lot_classes_value(classes, class, f);
        full_value = ++p->seated[value] == p->quotas->rows[value].max || full_value;
    }
    if (full_house || full_value)
        drop_others(p, full_house, household);
}

/* One attempt at a panel, its classes ascending. */
static bool attempt(picking *p)
{
    uint32_t place;
    start_anew(p);
    drop_others(p, false, 0); /* values with a maximum of 0 are full from the start */
    for (uint32_t s = 0; s < p->seats; s++) {
        if (!pick(p, &place))
            return false;
        seat(p, place);
        uint32_t at = s;
        for (; at > 0 && p->panel[at - 1] > p->class[place]; at--)
            p->panel[at] = p->panel[at - 1];
        p->panel[at] = p->class[place];
    }
    return lot_quotas_admit(p->quotas, p->seated);
}

static lot_status picking_start(picking *p, lot_error *error)
{
    uint32_t people = p->classes->people_count;
    p->class = lot_array_new(people, sizeof *p->class);
    p->household = lot_array_new(people, sizeof *p->household);
    p->left = lot_array_new(people, sizeof *p->left);
    p->lives = lot_array_new(people, sizeof *p->lives);
    p->people = lot_array_new(p->quotas->count, sizeof *p->people);
    p->seated = lot_array_new(p->quotas->count, sizeof *p->seated);
    p->panel = lot_array_new(p->seats, sizeof *p->panel);
    if (p->class == NULL || p->household == NULL || p->left == NULL || p->lives == NULL ||
        p->people == NULL || p->seated == NULL || p->panel == NULL)
        return LOT_NO_MEMORY(error);
    place_people(p);
    return LOT_OK;
}

static void picking_clear(picking *p)
{
    free(p->class);
    free(p->household);
    free(p->left);
    free(p->lives);
    free(p->people);
    free(p->seated);
    free(p->panel);
}

static lot_status pick_panel(picking *p, uint64_t ticket, lot_error *error)
{
    for (int i = 0; i < ATTEMPTS_MAX; i++)
        if (attempt(p))
            return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE,
                    "the legacy algorithm found no panel for ticket %" PRIu64
                    " in %d attempts, though there is one: choose another objective",
                    ticket, ATTEMPTS_MAX);
}

lot_status lot_legacy(lot_compositions **out, const lot_quotas *quotas, const lot_classes *classes,
                      uint32_t seats, uint64_t tickets, const lot_progress *progress,
                      lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    picking p = {.quotas = quotas, .classes = classes, .seats = seats};
    lot_compositions *all = lot_array_new(1, sizeof *all);
    if (all == NULL)
        TRY(LOT_NO_MEMORY(error));
    all->seats = seats;
    all->classes = lot_array_new(tickets * seats, sizeof *all->classes);
    all->tickets = lot_array_new(tickets, sizeof *all->tickets);
    if (all->classes == NULL || all->tickets == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(picking_start(&p, error));
    for (uint64_t ticket = 0; ticket < tickets; ticket++) {
        TRY(lot_progress_report(progress, "picking panels", ticket, tickets, error));
        TRY(pick_panel(&p, ticket, error));
        memcpy(all->classes + ticket * seats, p.panel, seats * sizeof *p.panel);
        all->tickets[all->count++] = 1;
    }
done:
    if (all != NULL && all->count > 0 && (status == LOT_OK || status == LOT_INTERRUPTED))
        *out = all;
    else
        lot_compositions_free(all);
    picking_clear(&p);
    return status;
}
