/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States: all draws in their order, and then all events in theirs. */
#include "desk/states.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const char *lot_state_name(lot_state state)
{
    static const char *const names[LOT_STATES_COUNT] = {
        [LOT_STATE_POOL] = "pool",           [LOT_STATE_SELECTED] = "selected",
        [LOT_STATE_CONFIRMED] = "confirmed", [LOT_STATE_WITHDRAWN] = "withdrawn",
        [LOT_STATE_REPLACED] = "replaced",   [LOT_STATE_ATTENDED] = "attended"};
    return names[state];
}

void lot_states_free(lot_states *states)
{
    free(states->people);
    *states = (lot_states){0};
}

uint32_t lot_states_count(const lot_states *states, lot_state state)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < states->people_count; p++)
        count += states->people[p].state == state;
    return count;
}

/* A panel over everybody: nothing of the one before is left. */
static void begin(lot_states *states, uint32_t attempt)
{
    for (uint32_t p = 0; p < states->people_count; p++)
        states->people[p] = (lot_whereabouts){.state = LOT_STATE_POOL};
    states->first = attempt;
}

/* Who withdrew by a standing that was published. settled: others have their seats, or may. */
static void take_standing(lot_states *states, const lot_standing *standing, bool settled)
{
    for (uint32_t p = 0; p < states->people_count; p++) {
        lot_whereabouts *person = &states->people[p];
        if (standing->places[p] != LOT_WITHDRAWN)
            continue;
        person->named = true;
        person->replaced = person->replaced || (settled && person->seated);
        person->seated = person->seated && !settled;
    }
}

/* A replacement that was committed, drawn or not, says who withdrew. */
static lot_status take_replacement(lot_states *states, lot_workbench *bench,
                                   const lot_report_attempt *attempt, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    lot_attempt whole;
    TRY(lot_assembly_load_attempt(&whole, bench->assembly, attempt->number, error));
    uint32_t lottery = whole.lottery;
    lot_attempt_free(&whole);
    TRY(lot_assembly_load_standing(&standing, bench->assembly, lottery, states->people_count,
                                   error));
    if (standing != NULL)
        take_standing(states, standing, attempt->drawn);
done:
    lot_standing_free(standing);
    return status;
}

static lot_status take_panel(lot_states *states, lot_workbench *bench,
                             const lot_report_attempt *attempt, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t *members = lot_array_new(bench->info.seats, sizeof *members);
    if (members == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_assembly_load_drawn(members, bench->assembly, attempt->number, bench->info.seats,
                                states->people_count, error));
    for (uint32_t p = 0; p < states->people_count; p++)
        states->people[p].seated = states->people[p].called = false;
    for (uint32_t s = 0; s < bench->info.seats; s++)
        states->people[members[s]].seated = true;
    states->newest = attempt->number;
done:
    free(members);
    return status;
}

static lot_status take_attempt(lot_states *states, lot_workbench *bench,
                               const lot_report_attempt *attempt, lot_error *error)
{
    lot_status status = LOT_OK;
    if (attempt->test || (!attempt->drawn && !attempt->replacement))
        return LOT_OK;
    if (attempt->replacement)
        TRY(take_replacement(states, bench, attempt, error));
    else
        begin(states, attempt->number);
    if (attempt->drawn)
        TRY(take_panel(states, bench, attempt, error));
done:
    return status;
}

static void take_callup(lot_states *states, const lot_callup *callup)
{
    take_standing(states, callup->standing, true);
    for (uint32_t i = 0; i < callup->called_count; i++) {
        lot_whereabouts *person = &states->people[callup->called[i]];
        person->seated = person->called = true;
    }
}

/* Attempts and call-ups as they followed one another. */
static lot_status take_draws(lot_states *states, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t next = 0;
    for (uint32_t number = 0; number <= bench->attempts_count; number++) {
        if (number > 0)
            TRY(take_attempt(states, bench, &bench->attempts[number - 1], error));
        for (; next < bench->callups_count && bench->callups[next].behind == number; next++)
            take_callup(states, &bench->callups[next]);
    }
done:
    return status;
}

/* Z2; what is kept was allowed when it happened. */
static void apply(lot_states *states, const lot_event *event)
{
    static const lot_state becomes[LOT_EVENT_KINDS] = {[LOT_CONFIRMED] = LOT_STATE_CONFIRMED,
                                                       [LOT_WITHDREW] = LOT_STATE_WITHDRAWN,
                                                       [LOT_ATTENDED] = LOT_STATE_ATTENDED};
    lot_whereabouts *person = &states->people[event->person];
    bool lasts = event->kind == LOT_WITHDREW || event->kind == LOT_REINSTATED;
    if (!lasts && event->attempt < states->first)
        return;
    if (event->kind == LOT_WITHDREW)
        person->before = person->state;
    person->state = event->kind == LOT_REINSTATED ? person->before : becomes[event->kind];
    (void)snprintf(person->reason, sizeof person->reason, "%s", event->reason);
    (void)snprintf(person->date, sizeof person->date, "%s", event->date);
}

lot_status lot_states_load(lot_states *out, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_event *events = NULL;
    uint32_t count = 0;
    *out = (lot_states){.people_count = bench->pool->people_count};
    out->people = lot_array_new(out->people_count, sizeof *out->people);
    if (out->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(take_draws(out, bench, error));
    TRY(lot_assembly_load_events(&events, &count, bench->assembly, out->people_count, error));
    for (uint32_t p = 0; p < out->people_count; p++)
        out->people[p].state = out->people[p].seated ? LOT_STATE_SELECTED : LOT_STATE_POOL;
    for (uint32_t e = 0; e < count; e++)
        apply(out, &events[e]);
    for (uint32_t p = 0; p < out->people_count; p++)
        if (out->people[p].replaced && out->people[p].state == LOT_STATE_WITHDRAWN)
            out->people[p].state = LOT_STATE_REPLACED;
done:
    free(events);
    if (status != LOT_OK)
        lot_states_free(out);
    return status;
}

static lot_status refuse(const char *id, const lot_whereabouts *person, lot_event_kind kind,
                         lot_error *error)
{
    if (person->state == LOT_STATE_REPLACED)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s withdrew and is replaced: whoever has the seat keeps it", id);
    if (kind == LOT_REINSTATED && person->state == LOT_STATE_WITHDRAWN)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is withdrawn by a replacement that was committed: that is published, "
                        "and does not change any more",
                        id);
    if (kind == LOT_REINSTATED)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s did not withdraw: there is nothing to mend", id);
    if (person->state == LOT_STATE_WITHDRAWN)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s withdrew%s; where that was a mistake: civiclot mark --as reinstated "
                        "comes first",
                        id, kind == LOT_WITHDREW ? " already: leave them out" : "");
    if (person->state == LOT_STATE_POOL)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s is not on the panel: nobody drew them, or as a reserve who is not "
                        "called up",
                        id);
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s was there: that they confirmed says nothing more",
                    id);
}

lot_status lot_states_happen(bool *happens, lot_states *states, const lot_event *event,
                             const char *id, lot_error *error)
{
    static const bool may[LOT_EVENT_KINDS][LOT_STATES_COUNT] = {
        [LOT_CONFIRMED] = {[LOT_STATE_SELECTED] = true, [LOT_STATE_CONFIRMED] = true},
        [LOT_WITHDREW] = {[LOT_STATE_POOL] = true,
                          [LOT_STATE_SELECTED] = true,
                          [LOT_STATE_CONFIRMED] = true,
                          [LOT_STATE_ATTENDED] = true},
        [LOT_ATTENDED] = {[LOT_STATE_SELECTED] = true,
                          [LOT_STATE_CONFIRMED] = true,
                          [LOT_STATE_ATTENDED] = true},
        [LOT_REINSTATED] = {[LOT_STATE_WITHDRAWN] = true}};
    const lot_whereabouts *person = &states->people[event->person];
    *happens = false;
    if (!may[event->kind][person->state] || (event->kind == LOT_REINSTATED && person->named))
        return refuse(id, person, event->kind, error);
    lot_state before = person->state;
    apply(states, event);
    *happens = person->state != before;
    return LOT_OK;
}

static bool is_gone(const lot_whereabouts *person)
{
    return person->state == LOT_STATE_WITHDRAWN || person->state == LOT_STATE_REPLACED;
}

uint32_t lot_states_vacant(const lot_states *states, uint32_t seats)
{
    uint32_t taken = 0;
    for (uint32_t p = 0; p < states->people_count; p++)
        taken += states->people[p].seated && !is_gone(&states->people[p]);
    return states->newest == 0 ? 0 : seats - taken;
}

lot_status lot_states_settle(lot_standing **out, const lot_states *states, uint32_t seats,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    *out = NULL;
    if (lot_states_vacant(states, seats) == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "nobody of the panel withdrew who is not replaced already: --dropout ID "
                        "says who does, or civiclot mark --as withdrawn");
    TRY(lot_standing_new(&standing, states->people_count, error));
    for (uint32_t p = 0; p < states->people_count; p++) {
        const lot_whereabouts *person = &states->people[p];
        if (is_gone(person)) {
            standing->places[p] = LOT_WITHDRAWN;
            standing->reasons[p] = lot_string_copy(person->reason);
            if (standing->reasons[p] == NULL)
                TRY(LOT_NO_MEMORY(error));
        } else if (person->seated) {
            standing->places[p] = LOT_KEPT;
        }
    }
    *out = standing;
    standing = NULL;
done:
    lot_standing_free(standing);
    return status;
}

/* Nobody ever did anything, and the lottery is no replacement's: as most often. */
static lot_status is_quiet(bool *quiet, lot_workbench *bench, lot_error *error)
{
    lot_event *events = NULL;
    uint32_t count = 0;
    lot_status status = lot_assembly_load_events(&events, &count, bench->assembly,
                                                 bench->pool->people_count, error);
    *quiet = count == 0 && bench->mended.standing == NULL;
    free(events);
    return status;
}

/* Nobody at all is NULL. */
static void drop_empty(bool **marks, uint32_t count)
{
    for (uint32_t p = 0; p < count; p++)
        if ((*marks)[p])
            return;
    free(*marks);
    *marks = NULL;
}

lot_status lot_states_place(lot_workbench *bench, lot_error *error)
{
    lot_states states = {0};
    bool quiet = false;
    uint32_t count = bench->pool->people_count;
    const lot_standing *standing = bench->mended.standing;
    free(bench->withdrawn);
    free(bench->called);
    bench->withdrawn = bench->called = NULL;
    lot_status status = is_quiet(&quiet, bench, error);
    if (status != LOT_OK || quiet)
        return status;
    bench->withdrawn = lot_array_new(count, sizeof *bench->withdrawn);
    bench->called = lot_array_new(count, sizeof *bench->called);
    if (bench->withdrawn == NULL || bench->called == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_states_load(&states, bench, error));
    bool newest = bench->attempt.number == states.newest && states.newest > 0;
    for (uint32_t p = 0; p < count; p++) {
        bench->withdrawn[p] = newest ? is_gone(&states.people[p])
                                     : standing != NULL && standing->places[p] == LOT_WITHDRAWN;
        bench->called[p] = newest && states.people[p].called;
    }
    drop_empty(&bench->withdrawn, count);
    drop_empty(&bench->called, count);
done:
    lot_states_free(&states);
    return status;
}
