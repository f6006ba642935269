/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unreachable: what a quota alone lacks is told in people; what only several quotas together rule
 * out is found by the solver, asked of everybody at once.
 */
#include "civiclot/unreachable.h"

#include "civiclot/fair.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* More people than these are not asked about all at once: it would take long, and say little. */
enum { EVERYBODY_MOST = 2000000 };

typedef struct looker {
    const lot_scenario *scenario;
    uint64_t *live;    /* [quotas] of everybody, in LOT_POPULATION_PARTS */
    uint64_t *mailed;  /* [quotas] of those whom a letter may reach */
    uint64_t *answers; /* [quotas] of those who ever answer one */
    bool *reached;     /* [cells] both */
    lot_text *reasons;
} looker;

static uint64_t whole(uint64_t parts)
{
    return (parts + LOT_POPULATION_PARTS - 1) / LOT_POPULATION_PARTS;
}

static void count_people(looker *l)
{
    const lot_scenario *s = l->scenario;
    uint32_t features = s->quotas->features_count;
    for (uint32_t c = 0; c < s->population->cells_count; c++) {
        bool mailed = false;
        for (uint32_t m = 0; m < s->mailings->count; m++)
            mailed = mailed || (s->mailings->list[m].share > 0 && s->mailings->list[m].reaches[c]);
        l->reached[c] = mailed && s->response->of_cell[c] > 0 &&
                        (s->leaves == NULL || s->leaves[c] < LOT_RATES_ONE);
        for (uint32_t f = 0; f < features; f++) {
            uint32_t q = s->rows[(size_t)c * features + f];
            l->live[q] += s->population->weights[c];
            l->mailed[q] += mailed ? s->population->weights[c] : 0;
            l->answers[q] += l->reached[c] ? s->population->weights[c] : 0;
        }
    }
}

static void put_people(lot_text *reasons, uint64_t people, const char *what)
{
    if (people == 0)
        lot_text_format(reasons, "there is nobody %s", what);
    else
        lot_text_format(reasons, "there %s only %" PRIu64 " %s %s", people == 1 ? "is" : "are",
                        people, people == 1 ? "person" : "people", what);
}

/* A minimum that too few people are there for. */
static void look_at_minima(looker *l)
{
    const lot_quotas *quotas = l->scenario->quotas;
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *row = &quotas->rows[q];
        if (whole(l->answers[q]) >= row->min)
            continue;
        lot_text_format(l->reasons, "%s %s has at least %" PRIu32 " seat%s, but ",
                        quotas->features[row->feature].name, row->value, row->min,
                        row->min == 1 ? "" : "s");
        if (whole(l->live[q]) < row->min) {
            put_people(l->reasons, whole(l->live[q]),
                       "with that in the population: lower the minimum\n");
        } else if (whole(l->mailed[q]) < row->min) {
            put_people(l->reasons, whole(l->mailed[q]),
                       "with that in strata that get letters: send some to where they live\n");
        } else {
            put_people(l->reasons, whole(l->answers[q]),
                       "with that whom the rates let answer and come: invite them in another way "
                       "than by letter, or look at the rates\n");
        }
    }
}

/* Maxima that leave seats empty, whoever answers. */
static void look_at_maxima(looker *l)
{
    const lot_quotas *quotas = l->scenario->quotas;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        uint64_t seats = 0;
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
            uint64_t people = whole(l->answers[q]);
            seats += people < quotas->rows[q].max ? people : quotas->rows[q].max;
        }
        if (seats < l->scenario->seats)
            lot_text_format(l->reasons,
                            "the maxima of %s let only %" PRIu64 " of %" PRIu32
                            " seats be filled by people who can be reached: raise one\n",
                            feature->name, seats, l->scenario->seats);
    }
}

/* Everybody whom letters reach, of each cell at most as many as the seats; NULL: too many. */
static lot_status gather(lot_classes **out, const looker *l, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    const lot_scenario *s = l->scenario;
    size_t features = s->quotas->features_count;
    lot_pool pool = {.features_count = s->quotas->features_count};
    uint64_t count = 0;
    for (uint32_t c = 0; c < s->population->cells_count; c++) {
        uint64_t people = l->reached[c] ? whole(s->population->weights[c]) : 0;
        count += people < s->seats ? people : s->seats;
    }
    if (count > EVERYBODY_MOST)
        return LOT_OK;
    pool.values = lot_array_new(count * features, sizeof *pool.values);
    pool.households = lot_array_new(count, sizeof *pool.households);
    if (pool.values == NULL || pool.households == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < s->population->cells_count; c++) {
        uint64_t people = l->reached[c] ? whole(s->population->weights[c]) : 0;
        for (uint64_t i = 0; i < people && i < s->seats; i++) {
            memcpy(pool.values + pool.people_count * features, s->rows + c * features,
                   features * sizeof *pool.values);
            pool.households[pool.people_count] = pool.people_count;
            pool.people_count++;
        }
    }
    pool.households_count = pool.people_count;
    TRY(lot_classes_new(out, &pool, 1, error));
done:
    free(pool.values);
    free(pool.households);
    return status;
}

static void tell_conflict(looker *l, const lot_conflict *conflict)
{
    const lot_quotas *quotas = l->scenario->quotas;
    lot_text_put(l->reasons, "even if everybody registered, these could not all be met:");
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        const lot_quota *row = &quotas->rows[part->quota];
        bool min = part->part == LOT_PART_MIN;
        uint32_t seats = min ? row->min : row->max;
        lot_text_format(l->reasons, "%s %s %s at %s %" PRIu32 " seat%s", i > 0 ? ";" : "",
                        quotas->features[row->feature].name, row->value, min ? "least" : "most",
                        seats, seats == 1 ? "" : "s");
    }
    lot_text_put(l->reasons, "\n");
}

/* What several quotas rule out together. */
static lot_status look_at_all(looker *l, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_classes *classes = NULL;
    lot_conflict *conflict = NULL;
    TRY(gather(&classes, l, error));
    if (classes != NULL)
        TRY(lot_find_conflict(&conflict, l->scenario->quotas, classes, l->scenario->seats, progress,
                              error));
    if (conflict != NULL)
        tell_conflict(l, conflict);
done:
    lot_conflict_free(conflict);
    lot_classes_free(classes);
    return status;
}

lot_status lot_find_unreachable(lot_text *reasons, const lot_scenario *scenario,
                                const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = reasons->length;
    size_t quotas = scenario->quotas->count;
    looker l = {.scenario = scenario, .reasons = reasons};
    l.live = lot_array_new(quotas, sizeof *l.live);
    l.mailed = lot_array_new(quotas, sizeof *l.mailed);
    l.answers = lot_array_new(quotas, sizeof *l.answers);
    l.reached = lot_array_new(scenario->population->cells_count, sizeof *l.reached);
    if (l.live == NULL || l.mailed == NULL || l.answers == NULL || l.reached == NULL)
        TRY(LOT_NO_MEMORY(error));
    count_people(&l);
    look_at_minima(&l);
    if (reasons->length == before)
        look_at_maxima(&l);
    if (reasons->length == before)
        TRY(look_at_all(&l, progress, error));
    TRY(lot_text_check(reasons, error));
done:
    free(l.live);
    free(l.mailed);
    free(l.answers);
    free(l.reached);
    return status;
}
