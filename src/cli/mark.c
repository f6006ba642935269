/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot mark: who confirmed, withdrew or was there, and who is where: docs/replacing.md. */
#include "desk/journal.h"
#include "desk/marks.h"
#include "desk/reserving.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/table_file.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "id",
     .kind = LOT_OPTION_NAMES,
     .value = "ID[,...]",
     .help = "of whom; where there is no column of ids, their row numbers"},
    {.name = "from",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "of whom: CSV, XLSX or ODS with the people file's column of ids, or `id`"},
    {.name = "as",
     .kind = LOT_OPTION_TEXT,
     .value = "STATE",
     .help = "confirmed, withdrawn, attended, or reinstated: the withdrawal was a mistake"},
    {.name = "reason",
     .kind = LOT_OPTION_TEXT,
     .value = "CODE",
     .help = "why they withdrew: a code, which is published: ill, moved-away, no-answer"},
    {.name = "date",
     .kind = LOT_OPTION_TEXT,
     .value = "YYYY-MM-DD",
     .help = "the day it happened; today if not given"},
    {.name = "list",
     .kind = LOT_OPTION_FLAG,
     .help = "list who is in which state or in reserve, by id"},
    LOT_OPTIONS_END,
};

static lot_status take_state(lot_event_kind *kind, const char *name, lot_error *error)
{
    for (unsigned k = 0; k < LOT_EVENT_KINDS; k++) {
        if (strcmp(name, lot_event_name((lot_event_kind)k)) != 0)
            continue;
        *kind = (lot_event_kind)k;
        return LOT_OK;
    }
    return LOT_FAIL(error, LOT_USAGE,
                    "--as must be confirmed, withdrawn, attended or reinstated, not '%s': who is "
                    "selected or replaced, a draw says",
                    name);
}

static unsigned number_at(const char *digits, int count)
{
    unsigned number = 0;
    for (int i = 0; i < count; i++)
        number = number * 10 + (unsigned)(digits[i] - '0');
    return number;
}

/* A day that there is, in its form. */
static bool is_date(const char *text)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "dddd-dd-dd";
    if (strlen(text) != strlen(form))
        return false;
    for (size_t i = 0; form[i] != '\0'; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
            return false;
    unsigned year = number_at(text, 4), month = number_at(text + 5, 2);
    unsigned day = number_at(text + 8, 2);
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leaps ? 1U : 0U);
}

static lot_status take_date(lot_event *event, const char *date, lot_error *error)
{
    if (date == NULL)
        return LOT_OK;
    if (!is_date(date))
        return LOT_FAIL(error, LOT_USAGE, "--date must be a day, YYYY-MM-DD, not '%s'", date);
    if (strcmp(date, event->date) > 0)
        return LOT_FAIL(error, LOT_USAGE, "--date %s is still to come: today is %s (UTC)", date,
                        event->date);
    (void)snprintf(event->date, sizeof event->date, "%s", date);
    return LOT_OK;
}

static lot_status take_wish(lot_event *event, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_event_kind kind = LOT_CONFIRMED;
    const char *as = lot_argument_text(arguments, "as");
    bool id = lot_argument_is_given(arguments, "id");
    bool from = lot_argument_is_given(arguments, "from");
    if (as == NULL && (id || from || lot_argument_is_given(arguments, "reason") ||
                       lot_argument_is_given(arguments, "date")))
        TRY(LOT_FAIL(error, LOT_USAGE, "--as says what they are: see civiclot help mark"));
    if (as == NULL)
        return LOT_OK;
    if (id == from)
        TRY(LOT_FAIL(error, LOT_USAGE, "--as needs --id or --from, and not both"));
    TRY(take_state(&kind, as, error));
    TRY(lot_marks_begin(event, kind, lot_argument_text(arguments, "reason"), error));
    TRY(take_date(event, lot_argument_text(arguments, "date"), error));
done:
    return status;
}

/* The column that the people file has its ids in, or else `id`. */
static lot_status find_ids(uint32_t *column, const lot_table *table, const lot_workbench *bench,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t matches = 0;
    const char *own =
        bench->pool->ids_are_rows ? "id" : lot_table_header(bench->people, bench->pool->id_column);
    TRY(lot_table_find_column(column, &matches, table, own, error));
    if (matches == 0)
        TRY(lot_table_find_column(column, &matches, table, "id", error));
    if (matches != 1)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s column '%s' with who it is about",
                     lot_table_name(table), matches == 0 ? "there is no" : "more than one", own));
done:
    return status;
}

/* Whom it is about. */
struct list {
    lot_table *table; /* holds the ids where they come from a file */
    const char **own; /* [count] of these; or NULL */
    const char *const *ids;
    uint32_t count;
};

static void list_free(struct list *list)
{
    free(list->own);
    lot_table_free(list->table);
}

static lot_status take_list(struct list *list, const lot_workbench *bench,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *path = lot_argument_text(arguments, "from");
    uint32_t column = 0;
    if (path == NULL) {
        list->count = lot_argument_list(&list->ids, arguments, "id");
        return LOT_OK;
    }
    TRY(lot_table_file_read(&list->table, path, talk, error));
    TRY(find_ids(&column, list->table, bench, error));
    list->count = lot_table_rows_count(list->table);
    list->own = lot_array_new(list->count, sizeof *list->own);
    if (list->own == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < list->count; row++)
        list->own[row] = lot_table_cell(list->table, row, column);
    list->ids = list->own;
done:
    return status;
}

static lot_status mark(lot_marks *marks, lot_states *states, lot_workbench *bench,
                       const lot_event *event, const struct list *list, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    if (!bench->info.closed)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the registrations are still open: who no longer wants to be drawn is taken "
                     "out with civiclot withdraw"));
    TRY(lot_marks_take(marks, states, bench, event, list->ids, list->count, talk->problems, error));
    TRY(lot_marks_keep(marks, bench, error));
    TRY(lot_talk_step(talk, "keeping it", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "mark", status, error);
    return status;
}

/* The person's place among the reserves of the newest draw, from 1; 0: none. */
static uint32_t place_of(const uint32_t *places, uint32_t person)
{
    return places != NULL ? places[person] : 0;
}

/* places: see lot_reserving_places(). */
static void put_list(lot_text *words, const lot_states *states, const lot_pool *pool,
                     const uint32_t *places)
{
    for (uint32_t p = 0; p < states->people_count; p++) {
        const lot_whereabouts *person = &states->people[p];
        uint32_t place = place_of(places, p);
        if (person->state == LOT_STATE_POOL && place == 0)
            continue;
        lot_text_format(words, "%s  %s%s%s%s%s", pool->ids[p], lot_state_name(person->state),
                        person->date[0] != '\0' ? "  " : "", person->date,
                        person->reason[0] != '\0' ? "  " : "", person->reason);
        if (place > 0)
            lot_text_format(words, "  reserve %" PRIu32, place);
        lot_text_put(words, "\n");
    }
}

static json_t *list_json(const lot_states *states, const lot_pool *pool, const uint32_t *places)
{
    json_t *list = json_array();
    for (uint32_t p = 0; p < states->people_count; p++) {
        const lot_whereabouts *person = &states->people[p];
        uint32_t place = place_of(places, p);
        if (person->state == LOT_STATE_POOL && place == 0)
            continue;
        json_t *object = json_pack("{s:o, s:s}", "id", lot_json_string(pool->ids[p]), "state",
                                   lot_state_name(person->state));
        if (object != NULL && person->date[0] != '\0')
            (void)json_object_set_new(object, "date", json_string(person->date));
        if (object != NULL && person->reason[0] != '\0')
            (void)json_object_set_new(object, "reason", json_string(person->reason));
        if (object != NULL && place > 0)
            (void)json_object_set_new(object, "reserve", json_integer(place));
        (void)json_array_append_new(list, object);
    }
    return list;
}

static lot_status tell(const lot_states *states, const lot_marks *marks, lot_workbench *bench,
                       bool list, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    uint32_t *places = NULL;
    uint32_t vacant = lot_states_vacant(states, bench->info.seats);
    json_t *counts = json_object();
    json_t *object =
        json_pack("{s:I, s:I, s:O, s:I}", "marked", (json_int_t)marks->count, "already",
                  (json_int_t)marks->already, "states", counts, "empty", (json_int_t)vacant);
    if (marks->events != NULL)
        lot_text_format(&words, "Marked: %" PRIu32 "%s\n", marks->count,
                        marks->already > 0 ? ", the others were that already" : "");
    if (list)
        TRY(lot_reserving_places(&places, bench, states->newest, error));
    if (list)
        put_list(&words, states, bench->pool, places);
    if (list && object != NULL)
        (void)json_object_set_new(object, "people", list_json(states, bench->pool, places));
    for (unsigned s = 0; s < LOT_STATES_COUNT; s++) {
        uint32_t count = lot_states_count(states, (lot_state)s);
        lot_text_format(&words, "  %-10s %" PRIu32 "\n", lot_state_name((lot_state)s), count);
        (void)json_object_set_new(counts, lot_state_name((lot_state)s), json_integer(count));
    }
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
    if (vacant > 0)
        lot_talk_say(talk,
                     "Seats without anybody: %" PRIu32 ". civiclot replace finds people for them.",
                     vacant);
done:
    free(places);
    json_decref(counts);
    json_decref(object);
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_states states = {0};
    lot_marks marks = {0};
    lot_event event = {0};
    struct list list = {.table = NULL};
    bool changes = lot_argument_is_given(arguments, "as");
    TRY(take_wish(&event, arguments, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), changes, error));
    TRY(lot_workbench_need_pool(&bench, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_load_attempt(&bench, error));
    TRY(lot_states_load(&states, &bench, error));
    if (changes) {
        TRY(take_list(&list, &bench, arguments, talk, error));
        TRY(mark(&marks, &states, &bench, &event, &list, talk, error));
    }
    TRY(tell(&states, &marks, &bench, lot_argument_is_given(arguments, "list"), talk, error));
done:
    list_free(&list);
    lot_marks_free(&marks);
    lot_states_free(&states);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_mark = {
    .name = "mark",
    .purpose = "keep who confirmed, withdrew or was there; tell how many are in which state",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "Without --as it changes nothing. Who withdraws does not come back: a mistake is\n"
             "mended with --as reinstated, before a replacement is committed. Nobody is named in\n"
             "the log; of who withdrew, civiclot replace publishes pseudonym and reason.",
    .run = run,
};
