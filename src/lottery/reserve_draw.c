/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserve draw: samples, choice, share, people, order.
 *
 * Who of a class it is: of people alone, those whom a lot puts in front. Otherwise the kind's
 * households are put into an order by lot, and the seats of one class after the other are dealt
 * around them in turn. No household gets more than it may (C4 and C5 of classes.h), each is as
 * likely in each place as the others, and so is everybody of a class.
 */
#include "civiclot/reserve_draw.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The terms, with people by ascending pid. */
typedef struct scene {
    lot_pool pool;
    lot_quotas quotas; /* all rows weigh 1 */
    uint32_t *place;   /* [people_count] of each of the terms' people, by pid */
    uint32_t *panel;   /* [seats] */
    bool *withdrawn;   /* [people_count] */
    uint32_t *values;  /* [seats][features_count] of the panel */
} scene;

static void scene_free(scene *s)
{
    free(s->pool.values);
    free(s->pool.households);
    free(s->quotas.rows);
    free(s->place);
    free(s->panel);
    free(s->withdrawn);
    free(s->values);
}

static uint32_t person_at(const lot_reserve_terms *terms, uint32_t place)
{
    return terms->by_pid != NULL ? terms->by_pid[place] : place;
}

static bool scene_has_room(scene *s, const lot_reserve_terms *terms)
{
    size_t people = terms->pool->people_count;
    size_t features = terms->pool->features_count;
    s->pool = (lot_pool){.people_count = terms->pool->people_count,
                         .features_count = terms->pool->features_count,
                         .households_count = terms->pool->households_count};
    s->quotas = *terms->quotas;
    s->pool.values = lot_array_new(people * features, sizeof *s->pool.values);
    s->pool.households = lot_array_new(people, sizeof *s->pool.households);
    s->quotas.rows = lot_array_new(s->quotas.count, sizeof *s->quotas.rows);
    s->place = lot_array_new(people, sizeof *s->place);
    s->panel = lot_array_new(terms->seats, sizeof *s->panel);
    s->withdrawn = lot_array_new(people, sizeof *s->withdrawn);
    s->values = lot_array_new(terms->seats * features, sizeof *s->values);
    return s->pool.values != NULL && s->pool.households != NULL && s->quotas.rows != NULL &&
           s->place != NULL && s->panel != NULL && s->withdrawn != NULL && s->values != NULL;
}

static lot_status scene_make(scene *s, const lot_reserve_terms *terms, lot_error *error)
{
    const lot_pool *pool = terms->pool;
    size_t features = pool->features_count;
    if (!scene_has_room(s, terms))
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < pool->people_count; i++) {
        uint32_t person = person_at(terms, i);
        s->place[person] = i;
        memcpy(s->pool.values + i * features, pool->values + person * features,
               features * sizeof *pool->values);
        s->pool.households[i] = pool->households[person];
        s->withdrawn[i] = terms->withdrawn != NULL && terms->withdrawn[person];
    }
    for (uint32_t i = 0; i < terms->seats; i++) {
        s->panel[i] = s->place[terms->panel[i]];
        memcpy(s->values + i * features, s->pool.values + s->panel[i] * features,
               features * sizeof *s->values);
    }
    for (uint32_t q = 0; q < s->quotas.count; q++) {
        s->quotas.rows[q] = terms->quotas->rows[q];
        s->quotas.rows[q].priority = 1;
    }
    return LOT_OK;
}

void lot_lot_front(uint32_t *items, uint32_t count, uint32_t chosen, const lot_stream *stream)
{
    assert(chosen <= count);
    for (uint32_t i = 0; i < chosen; i++) {
        uint32_t j = i + (uint32_t)lot_stream_below(stream, count - i);
        uint32_t item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}

/* People being picked, class by class. */
typedef struct pick {
    const lot_candidates *candidates;
    const lot_stream *stream;
    uint32_t *homes;   /* [people_count] scratch: households of a kind, by lot */
    uint32_t *members; /* [people_count] scratch: of a class in one household, by lot */
    uint32_t *people;  /* out */
    uint32_t count;
} pick;

/* So many people of a class who live in household `home` of its kind. */
static void pick_in_home(pick *p, uint32_t class, uint32_t home, uint32_t seats)
{
    const lot_classes *classes = p->candidates->classes;
    uint32_t per_copy = classes->per_copy[class];
    const uint32_t *members = classes->members + classes->first_member[class] + home * per_copy;
    assert(seats <= per_copy);
    memcpy(p->members, members, per_copy * sizeof *members);
    lot_lot_front(p->members, per_copy, seats, p->stream);
    for (uint32_t i = 0; i < seats; i++)
        p->people[p->count++] = p->candidates->people[p->members[i]];
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* So many people of a class of people alone. */
static void pick_alone(pick *p, uint32_t class, uint32_t seats)
{
    const lot_classes *classes = p->candidates->classes;
    uint32_t size = classes->size[class];
    memcpy(p->members, classes->members + classes->first_member[class], size * sizeof *p->members);
    qsort(p->members, size, sizeof *p->members, by_number);
    lot_lot_front(p->members, size, seats, p->stream);
    for (uint32_t i = 0; i < seats; i++)
        p->people[p->count++] = p->candidates->people[p->members[i]];
}

/* The classes of a kind: one after the other around its households, in their order by lot. */
static void pick_of_homes(pick *p, const lot_kind *kind, const uint32_t *seats)
{
    uint64_t all = 0;
    uint64_t dealt = 0;
    for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++)
        all += seats[t];
    for (uint32_t h = 0; h < kind->copies; h++)
        p->homes[h] = h;
    lot_lot_front(p->homes, kind->copies, all < kind->copies ? (uint32_t)all : kind->copies,
                  p->stream);
    for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
        uint32_t start = (uint32_t)(dealt % kind->copies);
        for (uint32_t h = 0; h < kind->copies && seats[t] > 0; h++) {
            uint32_t turn = (h + kind->copies - start) % kind->copies;
            uint32_t here = seats[t] / kind->copies + (turn < seats[t] % kind->copies);
            if (here > 0)
                pick_in_home(p, t, p->homes[h], here);
        }
        dealt += seats[t];
    }
}

/* Kinds of people alone have one class, with one person a copy: households that bind are larger. */
static void pick_of_kind(pick *p, const lot_kind *kind, const uint32_t *seats)
{
    if (kind->classes_count == 1 && p->candidates->classes->per_copy[kind->first] == 1)
        pick_alone(p, kind->first, seats[kind->first]);
    else
        pick_of_homes(p, kind, seats);
}

/* People for the types, in an order by lot. people: [count] out. */
static lot_status pick_people(uint32_t *people, const lot_candidates *candidates,
                              const uint32_t *types, uint32_t count, const lot_stream *stream,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = candidates->classes;
    pick p = {.candidates = candidates, .stream = stream, .people = people};
    uint32_t *seats = lot_array_new(classes->count, sizeof *seats);
    p.homes = lot_array_new(classes->people_count, sizeof *p.homes);
    p.members = lot_array_new(classes->people_count, sizeof *p.members);
    if (seats == NULL || p.homes == NULL || p.members == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_candidates_share(seats, candidates, types, count, stream, error));
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        pick_of_kind(&p, &classes->kinds[h], seats);
    assert(p.count == count);
    qsort(people, count, sizeof *people, by_number);
    lot_lot_front(people, count, count, stream);
done:
    free(seats);
    free(p.homes);
    free(p.members);
    return status;
}

/* *candidates is the caller's to free, also on failure. */
static lot_status choose(lot_reserve_curve **curve, lot_candidates **candidates,
                         const lot_reserve_terms *terms, const lot_stream *stream,
                         const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_reserve_plan *plan = terms->plan;
    scene s = {.place = NULL};
    lot_dropouts *dropouts = NULL;
    assert(plan->count <= LOT_RESERVES_MOST && plan->samples >= 1);
    TRY(scene_make(&s, terms, error));
    const lot_taken taken = {s.panel, terms->seats, s.withdrawn};
    TRY(lot_candidates_new(candidates, &s.pool, &taken, terms->per_household, error));
    TRY(lot_dropouts_draw(&dropouts, &s.quotas, s.values, terms->seats, &plan->rates, plan->samples,
                          stream, error));
    const lot_reserve_question question = {&s.quotas, terms->seats, *candidates, dropouts};
    TRY(lot_reserves_choose(curve, &question, plan->count, progress, error));
done:
    lot_dropouts_free(dropouts);
    scene_free(&s);
    return status;
}

lot_status lot_reserves_curve(lot_reserve_curve **out, const lot_reserve_terms *terms,
                              const lot_stream *stream, const lot_progress *progress,
                              lot_error *error)
{
    lot_candidates *candidates = NULL;
    *out = NULL;
    lot_status status = choose(out, &candidates, terms, stream, progress, error);
    lot_candidates_free(candidates);
    return status;
}

lot_status lot_reserves_draw(lot_reserve_list *out, const lot_reserve_terms *terms,
                             const lot_stream *stream, const lot_progress *progress,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_candidates *candidates = NULL;
    *out = (lot_reserve_list){0};
    TRY(choose(&out->curve, &candidates, terms, stream, progress, error));
    out->people = lot_array_new(out->curve->most, sizeof *out->people);
    if (out->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    out->count = out->curve->most;
    TRY(pick_people(out->people, candidates, out->curve->types[out->count], out->count, stream,
                    error));
    for (uint32_t i = 0; i < out->count; i++)
        out->people[i] = person_at(terms, out->people[i]);
done:
    lot_candidates_free(candidates);
    if (status != LOT_OK)
        lot_reserve_list_free(out);
    return status;
}

void lot_reserve_list_free(lot_reserve_list *list)
{
    if (list == NULL)
        return;
    free(list->people);
    lot_reserve_curve_free(list->curve);
    *list = (lot_reserve_list){0};
}
