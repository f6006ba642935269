/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot export: write files anew from an assembly file. */
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/journal.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/results.h"
#include "cli/unchanged.h"

#include "civiclot/file.h"
#include "civiclot/fold.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "selected",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "who is selected, with every column"},
    {.name = "remaining",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "everyone else, with a column `status`"},
    {.name = "chances",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "everyone's tickets and chance"},
    {.name = "lottery",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "all tickets with their panels, by id"},
    {.name = "panels",
     .kind = LOT_OPTION_TEXT,
     .value = "PAGE",
     .help = "the numbered panels as a page to print, by pid"},
    {.name = "publish",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .help = "the published folder: new or empty"},
    {.name = "tickets-of",
     .kind = LOT_OPTION_TEXT,
     .value = "ID",
     .help = "print the tickets of one person"},
    LOT_OPTIONS_END,
};

/* The files that --NAME PATH writes. */
static const struct export_file {
    const char *name;
    lot_result_put *put;
    bool needs_draw;
} files[] = {
    {"selected", lot_report_selected, true}, {"remaining", lot_report_remaining, true},
    {"chances", lot_report_chances, false},  {"lottery", lot_report_lottery, false},
    {"panels", lot_report_panels, false},
};

enum { FILES_COUNT = sizeof files / sizeof files[0] };

static bool is_stdout(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Something to do, and at most one thing for standard output. */
static lot_status check_wishes(const lot_arguments *arguments, const lot_talk *talk,
                               lot_error *error)
{
    bool tickets = lot_argument_is_given(arguments, "tickets-of");
    uint32_t wishes = lot_argument_is_given(arguments, "publish") + (tickets ? 1U : 0U);
    uint32_t streams = tickets && !talk->json ? 1 : 0;
    for (size_t i = 0; i < FILES_COUNT; i++) {
        const char *path = lot_argument_text(arguments, files[i].name);
        wishes += path != NULL;
        streams += path != NULL && is_stdout(path);
    }
    if (wishes == 0)
        return LOT_FAIL(error, LOT_USAGE, "nothing to export: see civiclot help export");
    if (streams > 1 || (streams > 0 && talk->json))
        return LOT_FAIL(error, LOT_USAGE, "only one thing can go to standard output");
    return LOT_OK;
}

static lot_status write_file(const struct export_file *file, const char *path,
                             const lot_report *report, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text bytes = LOT_TEXT_EMPTY;
    if (file->needs_draw && report->draw == NULL)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "--%s: nothing is drawn yet: civiclot draw comes first",
                     file->name));
    TRY(file->put(&bytes, report, error));
    TRY(lot_text_check(&bytes, error));
    if (is_stdout(path)) {
        TRY(lot_talk_bytes(talk, lot_text_string(&bytes), bytes.length, error));
        goto done;
    }
    TRY(lot_file_write(path, lot_text_string(&bytes), bytes.length, LOT_MODE_PERSONAL, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    lot_text_free(&bytes);
    return status;
}

static lot_status publish(lot_workbench *bench, const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    TRY(lot_workbench_need_attempt(bench, error));
    TRY(lot_unchanged_inside(bench, error));
    TRY(lot_folder_begin(&folder, path, error));
    TRY(lot_results_publish(folder.partial, bench, error));
    TRY(lot_results_publish_draw(folder.partial, bench, error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_folder_finish(&folder, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    lot_folder_abandon(&folder);
    return status;
}

static lot_status find_person(uint32_t *person, const lot_pool *pool, const char *id,
                              lot_error *error)
{
    char *tidy = lot_tidy(id);
    *person = 0;
    while (tidy != NULL && *person < pool->people_count && strcmp(pool->ids[*person], tidy) != 0)
        ++*person;
    free(tidy);
    if (*person < pool->people_count)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "nobody has the id '%s'", id);
}

/* Add the JSON object's `tickets_of`, or print the ranges. */
static lot_status tell_tickets(json_t *object, const lot_report *report, const char *id,
                               lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text ranges = LOT_TEXT_EMPTY;
    uint32_t person;
    TRY(find_person(&person, report->pool, id, error));
    TRY(lot_report_tickets_of(&ranges, report, person, error));
    TRY(lot_text_check(&ranges, error));
    if (json_object_set_new(object, "tickets_of", lot_json_string(lot_text_string(&ranges))) != 0)
        TRY(LOT_NO_MEMORY(error));
    lot_text_put(&ranges, "\n");
    TRY(lot_talk_text(talk, &ranges, error));
done:
    lot_text_free(&ranges);
    return status;
}

static lot_status export_all(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_report report;
    lot_pid process_id;
    json_t *written = json_array();
    json_t *object = json_pack("{s:O}", "written", written);
    const char *folder = lot_argument_text(arguments, "publish");
    const char *id = lot_argument_text(arguments, "tickets-of");
    if (object == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_workbench_report(&report, &process_id, bench);
    for (size_t i = 0; i < FILES_COUNT; i++) {
        const char *path = lot_argument_text(arguments, files[i].name);
        if (path == NULL)
            continue;
        TRY(write_file(&files[i], path, &report, talk, error));
        (void)json_array_append_new(written, lot_json_string(path));
    }
    if (folder != NULL) {
        TRY(publish(bench, folder, talk, error));
        (void)json_array_append_new(written, lot_json_string(folder));
    }
    if (id != NULL)
        TRY(tell_tickets(object, &report, id, talk, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(written);
    json_decref(object);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    TRY(check_wishes(arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_load_results(&bench, error));
    TRY(lot_workbench_need_lottery(&bench, error));
    TRY(export_all(&bench, arguments, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_export = {
    .name = "export",
    .purpose = "write files anew: who is selected, chances, panels, the published folder",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "A PATH of `-` is standard output. All but the published folder is personal data.",
    .run = run,
};
