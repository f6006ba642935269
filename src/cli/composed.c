/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composed: counted from draws and events, and told as text, JSON, page or CSV. */
#include "cli/composed.h"

#include "civiclot/composition.h"
#include "core/array.h"
#include "desk/output.h"
#include "desk/states.h"
#include "desk/terms.h"
#include "talk/json.h"
#include "talk/table_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

lot_status lot_composed_check(const lot_arguments *arguments, lot_error *error)
{
    const char *const paths[] = {lot_argument_text(arguments, "out"),
                                 lot_argument_text(arguments, "population")};
    if (lot_argument_is_given(arguments, "composition")) {
        if (lot_argument_is_given(arguments, "attempt"))
            return LOT_FAIL(error, LOT_USAGE,
                            "--composition is of the panel as it is by now: leave --attempt out");
        return paths[0] != NULL && paths[1] != NULL ? lot_output_distinct(paths, 2, error) : LOT_OK;
    }
    if (lot_argument_is_given(arguments, "population") ||
        lot_argument_is_given(arguments, "public"))
        return LOT_FAIL(error, LOT_USAGE, "--population and --public go with --composition");
    return LOT_OK;
}

/* Who sits on a panel, and on the one after a call-up or a replacement. */
typedef struct two_panels {
    bool *before; /* [people_count] */
    bool *after;
    uint32_t *members; /* [seats] as they are read */
    uint32_t change;   /* the next one */
} two_panels;

static lot_status read_panel(bool *panel, const two_panels *panels, lot_workbench *bench,
                             uint32_t attempt, lot_error *error)
{
    uint32_t people_count = bench->pool->people_count;
    lot_status status = lot_assembly_load_drawn(panels->members, bench->assembly, attempt,
                                                bench->info.seats, people_count, error);
    memset(panel, 0, people_count * sizeof *panel);
    for (uint32_t s = 0; s < bench->info.seats && status == LOT_OK; s++)
        panel[panels->members[s]] = true;
    return status;
}

/* From the panel before to the one after, which is the next one before. */
static lot_status count_change(lot_composition *out, two_panels *panels, const lot_workbench *bench,
                               const lot_states *states, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t p = 0; p < states->people_count; p++) {
        if (panels->before[p] && !panels->after[p])
            TRY(lot_composition_add_left(out, panels->change, bench->pool, p,
                                         states->people[p].reason, error));
        if (panels->after[p] && !panels->before[p])
            lot_composition_add_joined(out, panels->change, bench->pool, p);
    }
    memcpy(panels->before, panels->after, states->people_count * sizeof *panels->before);
    panels->change++;
done:
    return status;
}

/* Is it a replacement that was drawn for the panel that is the newest? */
static bool mends(const lot_report_attempt *attempt, const lot_states *states)
{
    return attempt->replacement && attempt->drawn && !attempt->test &&
           attempt->number > states->first;
}

static lot_status count_replacement(lot_composition *out, two_panels *panels, lot_workbench *bench,
                                    const lot_states *states, uint32_t attempt, lot_error *error)
{
    lot_status status = LOT_OK;
    out->changes[panels->change].attempt = attempt;
    out->missed = 0;
    TRY(read_panel(panels->after, panels, bench, attempt, error));
    TRY(count_change(out, panels, bench, states, error));
done:
    return status;
}

static lot_status count_callup(lot_composition *out, two_panels *panels, const lot_workbench *bench,
                               const lot_states *states, const lot_callup *callup, lot_error *error)
{
    uint32_t seated = 0;
    out->changes[panels->change].callup = callup->number;
    for (uint32_t p = 0; p < states->people_count; p++)
        panels->after[p] = panels->before[p] && callup->standing->places[p] != LOT_WITHDRAWN;
    for (uint32_t i = 0; i < callup->called_count; i++)
        panels->after[callup->called[i]] = true;
    for (uint32_t p = 0; p < states->people_count; p++)
        seated += panels->after[p];
    uint32_t vacant = bench->info.seats - seated;
    out->missed = callup->deviation > vacant ? callup->deviation - vacant : 0;
    return count_change(out, panels, bench, states, error);
}

/* Replacements and call-ups as they followed one another: Z1. */
static lot_status count_panels(lot_composition *out, two_panels *panels, lot_workbench *bench,
                               const lot_states *states, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(read_panel(panels->before, panels, bench, states->first, error));
    for (uint32_t p = 0; p < states->people_count; p++)
        if (panels->before[p])
            lot_composition_add(out, LOT_STAGE_DRAWN, bench->pool, p);
    for (uint32_t number = states->first; number <= bench->attempts_count; number++) {
        if (mends(&bench->attempts[number - 1], states))
            TRY(count_replacement(out, panels, bench, states, number, error));
        for (uint32_t c = 0; c < bench->callups_count; c++)
            if (bench->callups[c].behind == number)
                TRY(count_callup(out, panels, bench, states, &bench->callups[c], error));
    }
done:
    return status;
}

static void count_people(lot_composition *out, const lot_pool *pool, const lot_states *states)
{
    for (uint32_t p = 0; p < pool->people_count; p++) {
        const lot_whereabouts *person = &states->people[p];
        lot_composition_add(out, LOT_STAGE_POOL, pool, p);
        if (!person->seated || person->state == LOT_STATE_WITHDRAWN ||
            person->state == LOT_STATE_REPLACED)
            continue;
        lot_composition_add(out, LOT_STAGE_NOW, pool, p);
        if (person->state == LOT_STATE_CONFIRMED || person->state == LOT_STATE_ATTENDED)
            lot_composition_add(out, LOT_STAGE_CONFIRMED, pool, p);
        if (person->state == LOT_STATE_ATTENDED)
            lot_composition_add(out, LOT_STAGE_ATTENDED, pool, p);
    }
}

static uint32_t count_changes(const lot_workbench *bench, const lot_states *states)
{
    uint32_t changes = 0;
    for (uint32_t i = 0; i < bench->attempts_count; i++)
        changes += mends(&bench->attempts[i], states);
    for (uint32_t c = 0; c < bench->callups_count; c++)
        changes += bench->callups[c].behind >= states->first;
    return changes;
}

static lot_status count(lot_composition **out, lot_workbench *bench, const lot_states *states,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    two_panels panels = {lot_array_new(states->people_count, sizeof *panels.before),
                         lot_array_new(states->people_count, sizeof *panels.after),
                         lot_array_new(bench->info.seats, sizeof *panels.members), 0};
    *out = NULL;
    if (panels.before == NULL || panels.after == NULL || panels.members == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_composition_new(out, lot_terms_of(bench).published, count_changes(bench, states),
                            error));
    (*out)->title = bench->info.title;
    (*out)->first = bench->quotas;
    (*out)->seats = bench->info.seats;
    TRY(count_panels(*out, &panels, bench, states, error));
    count_people(*out, bench->pool, states);
done:
    free(panels.before);
    free(panels.after);
    free(panels.members);
    return status;
}

static lot_status read_population(lot_composition *composition, const char *path, lot_talk *talk,
                                  lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    const lot_quotas *quotas = composition->quotas;
    TRY(lot_table_file_read(&table, path, talk, error));
    TRY(lot_composition_read_population(composition, table, talk->problems, error));
    for (uint32_t f = 0; f < quotas->features_count; f++)
        if (composition->population_of[f] == 0)
            lot_talk_say(talk, "%s tells nothing of %s", path, quotas->features[f].name);
    for (uint32_t q = 0; q < quotas->count; q++)
        if (composition->population_of[quotas->rows[q].feature] > 0 &&
            composition->population[q] == LOT_NOBODY_COUNTED)
            lot_talk_say(talk, "%s has no row of %s %s", path,
                         quotas->features[quotas->rows[q].feature].name, quotas->rows[q].value);
done:
    lot_table_free(table);
    return status;
}

/* A number, "<5", or "withheld". */
static json_t *cell_json(const lot_composition *composition, uint32_t value, lot_stage stage)
{
    size_t cell = (size_t)value * LOT_STAGES_COUNT + stage;
    if (composition->marks == NULL || composition->marks[cell] == LOT_MARK_SHOWN)
        return json_integer((json_int_t)composition->counts[cell]);
    return json_string(composition->marks[cell] == LOT_MARK_SMALL ? "<5" : "withheld");
}

static json_t *value_json(const lot_composition *c, uint32_t q)
{
    const lot_quota *quota = &c->quotas->rows[q];
    json_t *object = json_pack("{s:o, s:o, s:I, s:I}", "feature",
                               lot_json_string(c->quotas->features[quota->feature].name), "value",
                               lot_json_string(quota->value), "min", (json_int_t)quota->min, "max",
                               (json_int_t)quota->max);
    for (uint32_t s = 0; s < LOT_STAGES_COUNT && object != NULL; s++)
        if (c->shown[s])
            (void)json_object_set_new(object, lot_stage_name((lot_stage)s),
                                      cell_json(c, q, (lot_stage)s));
    if (c->population != NULL && c->population[q] != LOT_NOBODY_COUNTED)
        (void)json_object_set_new(
            object, "population_share",
            json_real((double)c->population[q] / (double)c->population_of[quota->feature]));
    return object;
}

/* What a replacement changed by value: for the organiser alone. */
static void set_moved(json_t *object, const lot_composition *c,
                      const lot_composition_change *change)
{
    json_t *values = json_array();
    for (uint32_t q = 0; q < c->quotas->count; q++)
        if (change->left[q] + change->joined[q] > 0)
            (void)json_array_append_new(
                values,
                json_pack("{s:o, s:o, s:I, s:I}", "feature",
                          lot_json_string(c->quotas->features[c->quotas->rows[q].feature].name),
                          "value", lot_json_string(c->quotas->rows[q].value), "left",
                          (json_int_t)change->left[q], "came", (json_int_t)change->joined[q]));
    (void)json_object_set_new(object, "values", values);
}

static json_t *change_json(const lot_composition *c, const lot_composition_change *change)
{
    json_t *reasons = json_object();
    for (uint32_t r = 0; r < change->reasons_count; r++)
        (void)json_object_set_new(reasons, change->reasons[r].reason,
                                  json_integer((json_int_t)change->reasons[r].people));
    bool called = change->callup > 0;
    json_t *object = json_pack("{s:I, s:I, s:I, s:o}", called ? "call_up" : "attempt",
                               (json_int_t)(called ? change->callup : change->attempt), "left",
                               (json_int_t)change->left_count, "came",
                               (json_int_t)change->joined_count, "reasons", reasons);
    if (object != NULL && c->marks == NULL)
        set_moved(object, c, change);
    return object;
}

static json_t *composition_json(const lot_composition *c)
{
    json_t *totals = json_object();
    json_t *values = json_array();
    json_t *changes = json_array();
    for (uint32_t s = 0; s < LOT_STAGES_COUNT; s++) {
        bool small = c->totals[s] > 0 && c->totals[s] < LOT_SMALL_GROUP;
        (void)json_object_set_new(
            totals, lot_stage_name((lot_stage)s),
            c->marks != NULL && small ? json_string("<5") : json_integer((json_int_t)c->totals[s]));
    }
    for (uint32_t q = 0; q < c->quotas->count; q++)
        (void)json_array_append_new(values, value_json(c, q));
    for (uint32_t i = 0; i < c->changes_count; i++)
        (void)json_array_append_new(changes, change_json(c, &c->changes[i]));
    return json_pack("{s:b, s:I, s:o, s:o, s:o}", "public", (int)(c->marks != NULL), "seats",
                     (json_int_t)c->seats, "totals", totals, "values", values, "replacements",
                     changes);
}

static bool is_csv(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcasecmp(path + length - 4, ".csv") == 0;
}

static lot_status write(const lot_composition *composition, const char *path, lot_talk *talk,
                        lot_error *error)
{
    lot_status status;
    lot_text file = LOT_TEXT_EMPTY;
    TRY((is_csv(path) ? lot_composition_csv : lot_composition_html)(&file, composition, error));
    TRY(lot_output_write(path, &file, talk, error));
done:
    lot_text_free(&file);
    return status;
}

static lot_status tell(const lot_composition *composition, const char *path, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    json_t *object = composition_json(composition);
    if (path != NULL)
        TRY(write(composition, path, talk, error));
    else
        TRY(lot_composition_text(&words, composition, error));
    if (path == NULL)
        TRY(lot_talk_text(talk, &words, error));
    if (path != NULL && object != NULL)
        (void)json_object_set_new(object, "written", json_pack("[o]", lot_json_string(path)));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(object);
    lot_text_free(&words);
    return status;
}

lot_status lot_composed(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_states states = {0};
    lot_composition *composition = NULL;
    lot_pid process_id;
    const char *population = lot_argument_text(arguments, "population");
    TRY(lot_states_load(&states, bench, error));
    if (states.newest == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "nobody is drawn yet: there is no panel whose composition could be told"));
    TRY(count(&composition, bench, &states, error));
    lot_assembly_process_id(&process_id, &bench->info);
    composition->process_id = process_id.text;
    if (population != NULL)
        TRY(read_population(composition, population, talk, error));
    if (lot_argument_is_given(arguments, "public"))
        TRY(lot_composition_suppress(composition, error));
    TRY(tell(composition, lot_argument_text(arguments, "out"), talk, error));
    if (composition->marks != NULL)
        lot_talk_say(talk, "To be published once: who has another version of it, or report.html, "
                           "can take one from the other");
done:
    lot_composition_free(composition);
    lot_states_free(&states);
    return status;
}
