/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan: bookkeeping in whole numbers.
 *
 * A pair that meets w times has max(w - 1, 0) repeats and spread w (w - 1) / 2, so one more meeting
 * is a repeat where w >= 1 and adds w to the spread; one less takes away the same of w - 1.
 */
#include "seating/plan.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

void lot_plan_free(lot_plan *plan)
{
    if (plan == NULL)
        return;
    free(plan->start);
    free(plan->group);
    free(plan->members);
    free(plan->place);
    free(plan->meetings);
    free(plan->counts);
    free(plan->least);
    free(plan->most);
    free(plan);
}

uint16_t lot_share_floor(uint32_t size, uint32_t have, uint32_t people_count)
{
    return (uint16_t)((uint64_t)size * have / people_count);
}

uint16_t lot_share_ceiling(uint32_t size, uint32_t have, uint32_t people_count)
{
    return (uint16_t)(((uint64_t)size * have + people_count - 1) / people_count);
}

static lot_status take_shares(lot_plan *plan, lot_error *error)
{
    const lot_seating_task *task = plan->task;
    uint32_t small = task->people_count / task->groups_count;
    uint32_t *have = lot_array_new(task->values_count, sizeof *have);
    if (have == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t i = 0; i < (size_t)task->people_count * task->features_count; i++)
        have[task->values[i]]++;
    for (uint32_t v = 0; v < task->values_count; v++) {
        plan->least[v] = lot_share_floor(small + 1, have[v], task->people_count);
        plan->most[v] = lot_share_ceiling(small + 1, have[v], task->people_count);
        plan->least[task->values_count + v] = lot_share_floor(small, have[v], task->people_count);
        plan->most[task->values_count + v] = lot_share_ceiling(small, have[v], task->people_count);
    }
    free(have);
    return LOT_OK;
}

static bool make_room(lot_plan *plan)
{
    const lot_seating_task *task = plan->task;
    size_t seats = (size_t)task->sessions_count * task->people_count;
    size_t cells = (size_t)task->sessions_count * task->groups_count * task->values_count;
    plan->start = lot_array_new((size_t)task->groups_count + 1, sizeof *plan->start);
    plan->group = lot_array_new(seats, sizeof *plan->group);
    plan->members = lot_array_new(seats, sizeof *plan->members);
    plan->place = lot_array_new(seats, sizeof *plan->place);
    plan->meetings =
        lot_array_new((size_t)task->people_count * task->people_count, sizeof *plan->meetings);
    plan->counts = lot_array_new(cells, sizeof *plan->counts);
    plan->least = lot_array_new((size_t)2 * task->values_count, sizeof *plan->least);
    plan->most = lot_array_new((size_t)2 * task->values_count, sizeof *plan->most);
    return plan->start != NULL && plan->group != NULL && plan->members != NULL &&
           plan->place != NULL && plan->meetings != NULL && plan->counts != NULL &&
           plan->least != NULL && plan->most != NULL;
}

/* Where a group's members begin. */
static uint32_t begin_of(const lot_plan *plan, uint32_t group)
{
    uint32_t small = plan->task->people_count / plan->task->groups_count;
    return group * small + (group < plan->larger ? group : plan->larger);
}

lot_status lot_plan_new(lot_plan **out, const lot_seating_task *task, const lot_blocks *blocks,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_plan *plan = lot_array_new(1, sizeof *plan);
    *out = NULL;
    if (plan == NULL)
        return LOT_NO_MEMORY(error);
    plan->task = task;
    plan->blocks = blocks;
    plan->larger = task->people_count % task->groups_count;
    if (!make_room(plan))
        TRY(LOT_NO_MEMORY(error));
    TRY(take_shares(plan, error));
    for (uint32_t g = 0; g <= task->groups_count; g++)
        plan->start[g] = begin_of(plan, g);
    *out = plan;
    plan = NULL;
done:
    lot_plan_free(plan);
    return status;
}

int lot_score_compare(const lot_score *a, const lot_score *b)
{
    if (a->deviation != b->deviation)
        return a->deviation < b->deviation ? -1 : 1;
    if (a->repeats != b->repeats)
        return a->repeats < b->repeats ? -1 : 1;
    return a->spread == b->spread ? 0 : a->spread < b->spread ? -1 : 1;
}

/* One more or one less in a group who has the value: how the deviation changes. */
static inline int64_t count(lot_plan *plan, uint16_t *counts, uint32_t group, uint32_t value,
                            int by)
{
    size_t kind = (group < plan->larger ? 0 : plan->task->values_count) + (size_t)value;
    int before = counts[value];
    int after = before + by;
    int least = plan->least[kind];
    int most = plan->most[kind];
    counts[value] = (uint16_t)after;
    if (by > 0)
        return before >= most ? 1 : before < least ? -1 : 0;
    return before > most ? -1 : after < least ? 1 : 0;
}

static inline uint16_t *counts_of(const lot_plan *plan, uint32_t session, uint32_t group)
{
    const lot_seating_task *task = plan->task;
    return plan->counts + ((size_t)session * task->groups_count + group) * task->values_count;
}

static int64_t count_person(lot_plan *plan, uint32_t session, uint32_t group, uint32_t person,
                            int by)
{
    const lot_seating_task *task = plan->task;
    const uint32_t *values = task->values + (size_t)person * task->features_count;
    uint16_t *counts = counts_of(plan, session, group);
    int64_t change = 0;
    for (uint32_t f = 0; f < task->features_count; f++)
        change += count(plan, counts, group, values[f], by);
    return change;
}

static inline uint16_t *meetings_of(const lot_plan *plan, uint32_t person)
{
    return plan->meetings + (size_t)person * plan->task->people_count;
}

/* Let two people meet once more. */
static void meet(lot_plan *plan, uint32_t a, uint32_t b)
{
    uint16_t before = meetings_of(plan, a)[b]++;
    meetings_of(plan, b)[a]++;
    plan->score.repeats += before >= 1;
    plan->score.spread += before;
}

/* Nobody sits anywhere: of every value all is missing. */
static void clear(lot_plan *plan)
{
    const lot_seating_task *task = plan->task;
    size_t pairs = (size_t)task->people_count * task->people_count;
    size_t groups = (size_t)task->sessions_count * task->groups_count;
    int64_t smaller = task->groups_count - plan->larger;
    int64_t missing = 0; /* in a session */
    memset(plan->meetings, 0, pairs * sizeof *plan->meetings);
    memset(plan->counts, 0, groups * task->values_count * sizeof *plan->counts);
    for (uint32_t v = 0; v < task->values_count; v++)
        missing += (int64_t)plan->larger * plan->least[v] +
                   smaller * plan->least[(size_t)task->values_count + v];
    plan->score = (lot_score){missing * task->sessions_count, 0, 0};
}

static void seat_session(lot_plan *plan, uint32_t session)
{
    size_t row = (size_t)session * plan->task->people_count;
    const uint32_t *group = plan->group + row;
    uint32_t *members = plan->members + row;
    for (uint32_t p = 0; p < plan->task->people_count; p++) {
        uint32_t at = plan->start[group[p]]++;
        for (uint32_t q = begin_of(plan, group[p]); q < at; q++)
            meet(plan, p, members[q]);
        members[at] = p;
        plan->place[row + p] = at;
        plan->score.deviation += count_person(plan, session, group[p], p, 1);
    }
    for (uint32_t g = 0; g < plan->task->groups_count; g++)
        plan->start[g] = begin_of(plan, g);
}

void lot_plan_seat(lot_plan *plan, const uint32_t *groups)
{
    const lot_seating_task *task = plan->task;
    clear(plan);
    memcpy(plan->group, groups, (size_t)task->sessions_count * task->people_count * sizeof *groups);
    for (uint32_t s = 0; s < task->sessions_count; s++)
        seat_session(plan, s);
}

/* Those who leave group `side` no longer meet who stays there, and meet who stays in the other. */
static void weigh_meetings(lot_score *change, const lot_plan *plan, const lot_exchange *exchange,
                           unsigned side, const bool *moves)
{
    size_t row = (size_t)exchange->session * plan->task->people_count;
    const uint32_t *members = plan->members + row;
    uint32_t left = exchange->groups[side];
    uint32_t joined = exchange->groups[1 - side];
    int64_t repeats = 0;
    int64_t spread = 0;
    for (uint32_t i = 0; i < exchange->count; i++) {
        const uint16_t *meetings = meetings_of(plan, exchange->people[side][i]);
        for (uint32_t at = plan->start[left]; at < plan->start[left + 1]; at++) {
            int w = meetings[members[at]];
            bool parts = !moves[members[at]];
            repeats -= parts && w >= 2;
            spread -= parts ? w - 1 : 0;
        }
        for (uint32_t at = plan->start[joined]; at < plan->start[joined + 1]; at++) {
            int w = meetings[members[at]];
            bool meets = !moves[members[at]];
            repeats += meets && w >= 1;
            spread += meets ? w : 0;
        }
    }
    change->repeats += repeats;
    change->spread += spread;
}

/* Count those who change places to their new groups, or back. */
static int64_t count_exchange(lot_plan *plan, const lot_exchange *exchange, bool back)
{
    int64_t change = 0;
    for (unsigned side = 0; side < 2; side++) {
        uint32_t from = exchange->groups[back ? 1 - side : side];
        uint32_t to = exchange->groups[back ? side : 1 - side];
        for (uint32_t i = 0; i < exchange->count; i++) {
            uint32_t person = exchange->people[side][i];
            change += count_person(plan, exchange->session, from, person, -1);
            change += count_person(plan, exchange->session, to, person, 1);
        }
    }
    return change;
}

/* How far a group's count of a value is off its share. kind: see plan->least. */
static inline int64_t off(const lot_plan *plan, size_t kind, int held)
{
    int least = plan->least[kind];
    int most = plan->most[kind];
    return held < least ? least - held : held > most ? held - most : 0;
}

/* One person against one: values that both have stay as they are. */
static int64_t weigh_two(lot_plan *plan, const lot_exchange *exchange)
{
    const lot_seating_task *task = plan->task;
    int64_t change = 0;
    for (unsigned side = 0; side < 2; side++) {
        uint32_t group = exchange->groups[side];
        const uint16_t *counts = counts_of(plan, exchange->session, group);
        const uint32_t *leaves =
            task->values + (size_t)exchange->people[side][0] * task->features_count;
        const uint32_t *comes =
            task->values + (size_t)exchange->people[1 - side][0] * task->features_count;
        size_t kind = group < plan->larger ? 0 : task->values_count;
        for (uint32_t f = 0; f < task->features_count; f++) {
            if (leaves[f] == comes[f])
                continue;
            int less = counts[leaves[f]];
            int more = counts[comes[f]];
            change += off(plan, kind + leaves[f], less - 1) - off(plan, kind + leaves[f], less);
            change += off(plan, kind + comes[f], more + 1) - off(plan, kind + comes[f], more);
        }
    }
    return change;
}

int64_t lot_plan_weigh_deviation(lot_plan *plan, const lot_exchange *exchange)
{
    if (exchange->count == 1)
        return weigh_two(plan, exchange);
    int64_t change = count_exchange(plan, exchange, false);
    (void)count_exchange(plan, exchange, true);
    return change;
}

void lot_plan_weigh_meetings(lot_score *change, const lot_plan *plan, const lot_exchange *exchange,
                             bool *moves)
{
    change->repeats = 0;
    change->spread = 0;
    for (unsigned side = 0; side < 2; side++)
        for (uint32_t i = 0; i < exchange->count; i++)
            moves[exchange->people[side][i]] = true;
    for (unsigned side = 0; side < 2; side++)
        weigh_meetings(change, plan, exchange, side, moves);
    for (unsigned side = 0; side < 2; side++)
        for (uint32_t i = 0; i < exchange->count; i++)
            moves[exchange->people[side][i]] = false;
}

/* The person's meetings with all members of a group. */
static void add_meetings(lot_plan *plan, uint32_t session, uint32_t group, uint32_t person, int by)
{
    const uint32_t *members = plan->members + (size_t)session * plan->task->people_count;
    uint16_t *own = meetings_of(plan, person);
    for (uint32_t at = plan->start[group]; at < plan->start[group + 1]; at++) {
        uint32_t other = members[at];
        if (other == person)
            continue;
        own[other] = (uint16_t)(own[other] + by);
        meetings_of(plan, other)[person] = own[other];
    }
}

/* Two people change places. */
static void exchange_two(lot_plan *plan, uint32_t session, uint32_t a, uint32_t b)
{
    size_t row = (size_t)session * plan->task->people_count;
    uint32_t *group = plan->group + row;
    uint32_t *place = plan->place + row;
    uint32_t *members = plan->members + row;
    uint32_t left = group[a];
    uint32_t at = place[a];
    add_meetings(plan, session, group[a], a, -1);
    add_meetings(plan, session, group[b], b, -1);
    group[a] = group[b];
    group[b] = left;
    place[a] = place[b];
    place[b] = at;
    members[place[a]] = a;
    members[place[b]] = b;
    add_meetings(plan, session, group[a], a, 1);
    add_meetings(plan, session, group[b], b, 1);
}

void lot_plan_exchange(lot_plan *plan, const lot_exchange *exchange, const lot_score *change)
{
    (void)count_exchange(plan, exchange, false);
    for (uint32_t i = 0; i < exchange->count; i++)
        exchange_two(plan, exchange->session, exchange->people[0][i], exchange->people[1][i]);
    plan->score.deviation += change->deviation;
    plan->score.repeats += change->repeats;
    plan->score.spread += change->spread;
}
