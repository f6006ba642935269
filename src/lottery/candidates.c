/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candidates: who may be a reserve, and whether there are people for given types.
 *
 * A type's seats go to its classes, within caps; those of classes of one kind of household stay
 * within the kind's limit: C4 and C5 of classes.h, and so seats can be dealt to people. Placing
 * seat after seat, a kind that is full gives way where one of its seats can go elsewhere:
 * augmenting paths, so that seats are placed whenever they can be (Kuhn 1955, Ford and Fulkerson
 * 1956).
 */
#include "civiclot/reserves.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE UINT32_MAX

/*
 * Who is left over when the panel, and households that may send nobody more, are taken away.
 * members: [households_count] scratch.
 */
static uint32_t list_eligible(uint32_t *people, bool *out, uint32_t *members, const lot_pool *pool,
                              const lot_taken *taken, uint32_t per_household)
{
    uint32_t count = 0;
    const uint32_t *panel = taken->panel;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        members[pool->households[p]]++;
        out[p] = taken->withdrawn != NULL && taken->withdrawn[p];
    }
    for (uint32_t s = 0; s < taken->panel_count; s++)
        if (members[pool->households[panel[s]]] > per_household)
            members[pool->households[panel[s]]] = 0; /* sends nobody more */
    for (uint32_t s = 0; s < taken->panel_count; s++)
        out[panel[s]] = true;
    for (uint32_t p = 0; p < pool->people_count; p++)
        if (!out[p] && members[pool->households[p]] > 0)
            people[count++] = p;
    return count;
}

/* Classes of the eligible alone, their households numbered anew. */
static lot_status make_classes(lot_candidates *candidates, const lot_pool *pool, uint32_t count,
                               uint32_t per_household, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t features = pool->features_count;
    uint32_t *numbers = lot_array_new(pool->households_count, sizeof *numbers); /* from 1 */
    lot_pool eligible = {.people_count = count,
                         .features_count = pool->features_count,
                         .values = lot_array_new(count * features, sizeof *eligible.values),
                         .households = lot_array_new(count, sizeof *eligible.households)};
    if (numbers == NULL || eligible.values == NULL || eligible.households == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t person = candidates->people[i];
        uint32_t *number = &numbers[pool->households[person]];
        if (*number == 0)
            *number = ++eligible.households_count;
        memcpy(eligible.values + i * features, pool->values + person * features,
               features * sizeof *eligible.values);
        eligible.households[i] = *number - 1;
    }
    TRY(lot_classes_new(&candidates->classes, &eligible, per_household, error));
done:
    free(numbers);
    free(eligible.values);
    free(eligible.households);
    return status;
}

typedef struct row {
    const uint32_t *values;
    uint32_t count;
    uint32_t class;
} row;

static int by_values(const void *a, const void *b)
{
    const row *x = a;
    const row *y = b;
    for (uint32_t f = 0; f < x->count; f++)
        if (x->values[f] != y->values[f])
            return x->values[f] < y->values[f] ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

static lot_status make_types(lot_candidates *candidates, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = candidates->classes;
    size_t features = classes->features_count;
    row *rows = lot_array_new(classes->count, sizeof *rows);
    candidates->values = lot_array_new(classes->count * features, sizeof *candidates->values);
    candidates->size = lot_array_new(classes->count, sizeof *candidates->size);
    candidates->first = lot_array_new((size_t)classes->count + 1, sizeof *candidates->first);
    candidates->order = lot_array_new(classes->count, sizeof *candidates->order);
    if (rows == NULL || candidates->values == NULL || candidates->size == NULL ||
        candidates->first == NULL || candidates->order == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < classes->count; t++)
        rows[t] = (row){classes->values + t * features, classes->features_count, t};
    qsort(rows, classes->count, sizeof *rows, by_values);
    for (uint32_t i = 0; i < classes->count; i++) {
        size_t bytes = features * sizeof *candidates->values;
        if (i == 0 || memcmp(rows[i - 1].values, rows[i].values, bytes) != 0) {
            candidates->first[candidates->count] = i;
            memcpy(candidates->values + candidates->count * features, rows[i].values, bytes);
            candidates->count++;
        }
        candidates->order[i] = rows[i].class;
        candidates->size[candidates->count - 1] += classes->size[rows[i].class];
    }
    candidates->first[candidates->count] = classes->count;
done:
    free(rows);
    return status;
}

lot_status lot_candidates_new(lot_candidates **out, const lot_pool *pool, const lot_taken *taken,
                              uint32_t per_household, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_candidates *candidates = lot_array_new(1, sizeof *candidates);
    bool *away = lot_array_new(pool->people_count, sizeof *away);
    uint32_t *members = lot_array_new(pool->households_count, sizeof *members);
    *out = NULL;
    if (candidates == NULL || away == NULL || members == NULL)
        TRY(LOT_NO_MEMORY(error));
    candidates->people = lot_array_new(pool->people_count, sizeof *candidates->people);
    if (candidates->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    uint32_t count = list_eligible(candidates->people, away, members, pool, taken, per_household);
    TRY(make_classes(candidates, pool, count, per_household, error));
    TRY(make_types(candidates, error));
    *out = candidates;
    candidates = NULL;
done:
    lot_candidates_free(candidates);
    free(away);
    free(members);
    return status;
}

void lot_candidates_free(lot_candidates *candidates)
{
    if (candidates == NULL)
        return;
    lot_classes_free(candidates->classes);
    free(candidates->people);
    free(candidates->values);
    free(candidates->size);
    free(candidates->first);
    free(candidates->order);
    free(candidates);
}

/* Which seats stand in which class. */
typedef struct placing {
    const lot_candidates *candidates;
    const uint32_t *types; /* [count] */
    uint32_t count;
    uint32_t *class;    /* [count] or NOWHERE */
    uint32_t *in_class; /* [classes->count] seats */
    uint32_t *in_kind;  /* [kinds_count] seats */
    bool *seen;         /* [kinds_count] full kinds that this path has come by */
} placing;

static lot_status placing_start(placing *p, lot_error *error)
{
    const lot_classes *classes = p->candidates->classes;
    p->class = lot_array_new(p->count, sizeof *p->class);
    p->in_class = lot_array_new(classes->count, sizeof *p->in_class);
    p->in_kind = lot_array_new(classes->kinds_count, sizeof *p->in_kind);
    p->seen = lot_array_new(classes->kinds_count, sizeof *p->seen);
    if (p->class == NULL || p->in_class == NULL || p->in_kind == NULL || p->seen == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < p->count; i++)
        p->class[i] = NOWHERE;
    return LOT_OK;
}

static void placing_end(placing *p)
{
    free(p->class);
    free(p->in_class);
    free(p->in_kind);
    free(p->seen);
}

static void put(placing *p, uint32_t seat, uint32_t class)
{
    const lot_classes *classes = p->candidates->classes;
    if (p->class[seat] != NOWHERE) {
        p->in_class[p->class[seat]]--;
        p->in_kind[classes->kind[p->class[seat]]]--;
    }
    p->class[seat] = class;
    if (class != NOWHERE) {
        p->in_class[class]++;
        p->in_kind[classes->kind[class]]++;
    }
}

static bool is_full(const placing *p, uint32_t kind)
{
    return p->in_kind[kind] >= p->candidates->classes->kinds[kind].limit;
}

/* Move a seat from `first` on to a class that it may have; on the way, others out of full kinds. */
static bool place(placing *p, uint32_t seat, uint32_t first)
{
    const lot_candidates *candidates = p->candidates;
    const lot_classes *classes = candidates->classes;
    uint32_t type = p->types[seat];
    for (uint32_t c = candidates->first[type]; c < candidates->first[type + 1]; c++) {
        uint32_t class = candidates->order[c];
        uint32_t kind = classes->kind[class];
        if (p->seen[kind] || p->in_class[class] >= classes->cap[class])
            continue;
        bool room = !is_full(p, kind);
        p->seen[kind] = true;
        for (uint32_t i = first; i < p->count && !room; i++)
            room =
                p->class[i] != NOWHERE && classes->kind[p->class[i]] == kind && place(p, i, first);
        if (!room)
            continue;
        put(p, seat, class);
        return true;
    }
    return false;
}

/* Place all seats from `first` on, of which some may stand already. */
static bool place_all(placing *p, uint32_t first)
{
    for (uint32_t i = first; i < p->count; i++) {
        memset(p->seen, 0, p->candidates->classes->kinds_count * sizeof *p->seen);
        if (p->class[i] == NOWHERE && !place(p, i, first))
            return false;
    }
    return true;
}

lot_status lot_candidates_suffice(bool *suffice, const lot_candidates *candidates,
                                  const uint32_t *types, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    placing p = {.candidates = candidates, .types = types, .count = count};
    *suffice = false;
    TRY(placing_start(&p, error));
    *suffice = place_all(&p, 0);
done:
    placing_end(&p);
    return status;
}

/* How many people of the class could still be taken. */
static uint64_t takeable(const placing *p, uint32_t class)
{
    const lot_classes *classes = p->candidates->classes;
    const lot_kind *kind = &classes->kinds[classes->kind[class]];
    uint32_t in_kind = p->in_kind[classes->kind[class]];
    if (in_kind >= kind->limit || p->in_class[class] >= classes->cap[class])
        return 0;
    uint64_t left = classes->size[class] - p->in_class[class];
    uint64_t by_kind = (uint64_t)classes->per_copy[class] * (kind->limit - in_kind);
    return left < by_kind ? left : by_kind;
}

/* Give a seat to a class by lot, among those with which the seats after it can be placed. */
static void draw_class(placing *p, uint32_t seat, bool *barred, const lot_stream *stream)
{
    const lot_candidates *candidates = p->candidates;
    uint32_t first = candidates->first[p->types[seat]];
    uint32_t end = candidates->first[p->types[seat] + 1];
    memset(barred, 0, candidates->classes->count * sizeof *barred);
    for (;;) {
        for (uint32_t i = seat; i < p->count; i++)
            put(p, i, NOWHERE);
        uint64_t people = 0;
        for (uint32_t c = first; c < end; c++)
            people += barred[candidates->order[c]] ? 0 : takeable(p, candidates->order[c]);
        assert(people > 0); /* as the types suffice, one of the classes will do */
        uint64_t lot = lot_stream_below(stream, people);
        uint32_t c = first;
        for (; barred[candidates->order[c]] || lot >= takeable(p, candidates->order[c]); c++)
            lot -= barred[candidates->order[c]] ? 0 : takeable(p, candidates->order[c]);
        put(p, seat, candidates->order[c]);
        if (place_all(p, seat + 1))
            return;
        barred[candidates->order[c]] = true;
    }
}

lot_status lot_candidates_share(uint32_t *seats, const lot_candidates *candidates,
                                const uint32_t *types, uint32_t count, const lot_stream *stream,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    placing p = {.candidates = candidates, .types = types, .count = count};
    bool *barred = lot_array_new(candidates->classes->count, sizeof *barred);
    if (barred == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(placing_start(&p, error));
    for (uint32_t i = 0; i < count; i++)
        draw_class(&p, i, barred, stream);
    memcpy(seats, p.in_class, candidates->classes->count * sizeof *seats);
done:
    placing_end(&p);
    free(barred);
    return status;
}
