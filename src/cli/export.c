/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot export: write files anew from an assembly file. */
#include "core/folder.h"
#include "desk/callup_folder.h"
#include "desk/input.h"
#include "desk/level.h"
#include "desk/mending.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "desk/person.h"
#include "desk/published.h"
#include "desk/results.h"
#include "desk/signing.h"
#include "desk/workbook.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <stdlib.h>

static const lot_option options[] = {
    {.name = "selected",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "who is selected, with every column"},
    {.name = "remaining",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "everyone else, with a column `status`"},
    {.name = "reserves",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "the reserves who may still be called up, in order, with a column `place`"},
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
     .help = "the published folder: new, empty, or to be completed"},
    {.name = "tickets-of",
     .kind = LOT_OPTION_TEXT,
     .value = "ID",
     .help = "print the tickets of one person"},
    LOT_OPTION_SPREADSHEET("CSV files in which no spreadsheet runs a cell as a formula"),
    LOT_OPTION_ATTEMPT,
    {.name = "call-up",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "with --publish alone: the folder of call-up N, replace/... in that of the first draw",
     .least = 1,
     .greatest = UINT32_MAX},
    LOT_OPTION_FORCE,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTION_FULL,
    LOT_OPTION_ACCEPT_DISCLOSURE,
    LOT_OPTIONS_END,
};

/* The files that --NAME PATH writes. */
static const struct export_file {
    const char *name;
    lot_result_put *put;
    lot_list list; /* which it is */
    bool is_list;
    bool needs_draw;
} files[] = {
    {"selected", lot_report_selected, LOT_LIST_SELECTED, true, true},
    {"remaining", lot_report_remaining, LOT_LIST_REMAINING, true, true},
    {"reserves", lot_report_reserves, LOT_LIST_RESERVES, true, true},
    {"chances", lot_report_chances, LOT_LIST_CHANCES, true, false},
    {"lottery", lot_report_lottery, LOT_LIST_LOTTERY, true, false},
    {.name = "panels", .put = lot_report_panels},
};

enum { FILES_COUNT = sizeof files / sizeof files[0] };

/* Is the file asked for as a spreadsheet's own, by its name? */
static bool wishes_xlsx(const lot_arguments *arguments, const struct export_file *file)
{
    const char *path = lot_argument_text(arguments, file->name);
    return path != NULL && file->is_list && lot_output_is_xlsx(path);
}

/* Is a list asked for, in any form or as CSV? */
static bool wishes_list(const lot_arguments *arguments, bool any)
{
    for (size_t i = 0; i < FILES_COUNT; i++)
        if (files[i].is_list && lot_argument_is_given(arguments, files[i].name) &&
            (any || !wishes_xlsx(arguments, &files[i])))
            return true;
    return false;
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
        streams += path != NULL && lot_output_is_stream(path);
    }
    bool full;
    lot_status status = lot_level_take(&full, arguments, error);
    if (status != LOT_OK)
        return status;
    if (full && !lot_argument_is_given(arguments, "publish"))
        return LOT_FAIL(error, LOT_USAGE, "--full needs --publish DIR");
    if (lot_argument_is_given(arguments, "key") && !lot_argument_is_given(arguments, "publish"))
        return LOT_FAIL(error, LOT_USAGE, "--key needs --publish DIR");
    if (lot_argument_is_given(arguments, "spreadsheet") && !wishes_list(arguments, false))
        return LOT_FAIL(error, LOT_USAGE,
                        "--spreadsheet needs --selected, --remaining, --reserves, --chances or "
                        "--lottery, with a PATH that does not end in .xlsx");
    if (lot_argument_is_given(arguments, "call-up") &&
        (wishes != 1 || full || lot_argument_is_given(arguments, "attempt") ||
         !lot_argument_is_given(arguments, "publish")))
        return LOT_FAIL(error, LOT_USAGE,
                        "--call-up N goes with --publish DIR, and with nothing else but --key");
    if (wishes == 0)
        return LOT_FAIL(error, LOT_USAGE, "nothing to export: see civiclot help export");
    if (streams > 1 || (streams > 0 && talk->json))
        return LOT_FAIL(error, LOT_USAGE, "only one thing can go to standard output");
    return LOT_OK;
}

/* A place in the folder of the first draw need not have the folder `replace` yet. */
static lot_status check_folder(const char *folder, lot_error *error)
{
    return lot_mending_is_place(folder) ? lot_mending_check(folder, error)
                                        : lot_folder_check(folder, error);
}

/* Nothing is written onto what is there: looked at before anything is written. */
static lot_status check_places(const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *paths[FILES_COUNT + 1];
    size_t count = 0;
    const char *folder = lot_argument_text(arguments, "publish");
    for (size_t i = 0; i < FILES_COUNT; i++) {
        paths[count] = lot_argument_text(arguments, files[i].name);
        count += paths[count] != NULL;
    }
    size_t files_count = count;
    if (folder != NULL && !lot_mending_is_place(folder))
        paths[count++] = folder;
    TRY(lot_output_distinct(paths, count, error));
    for (size_t i = 0; i < files_count; i++)
        TRY(lot_output_allow(paths[i], lot_argument_operand(arguments, 0),
                             lot_argument_is_given(arguments, "force"), error));
    /* a folder that may be the attempt's own is looked at when it is known which attempt */
    if (folder != NULL && !lot_published_has(folder, "manifest.txt") &&
        !lot_argument_is_given(arguments, "call-up"))
        TRY(check_folder(folder, error));
done:
    return status;
}

/*
 * With --full also an attempt of level public is published in full, for an auditor: into a new
 * folder, never into the one that everybody sees.
 */
static lot_status open_for_auditor(lot_workbench *bench, const lot_arguments *arguments,
                                   lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *folder = lot_argument_text(arguments, "publish");
    if (!lot_argument_is_given(arguments, "full") || bench->attempt.full)
        return LOT_OK;
    if (lot_published_is_own(folder, bench))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s is a published folder, and attempt %" PRIu32
                     " was published at level public: choose a new folder",
                     folder, bench->attempt.number));
    TRY(lot_level_accept(bench, arguments, talk, error));
    TRY(lot_level_open(bench, error));
done:
    return status;
}

static lot_status check_ready(const lot_workbench *bench, const lot_arguments *arguments,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const char *folder = lot_argument_text(arguments, "publish");
    TRY(lot_workbench_need_lottery(bench, error));
    for (size_t i = 0; i < FILES_COUNT; i++) {
        if (files[i].needs_draw && lot_argument_is_given(arguments, files[i].name))
            TRY(lot_workbench_need_draw(bench, files[i].name, error));
    }
    if (lot_argument_is_given(arguments, "reserves") && bench->attempt.plan.count == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "--reserves: attempt %" PRIu32 " has none: commit --reserves N announces them",
                     bench->attempt.number));
    if (folder != NULL) {
        TRY(lot_workbench_need_attempt(bench, error));
        TRY(lot_workbench_refuse_rehearsal(bench, "publish", error));
        if (lot_mending_is_place(folder))
            TRY(lot_mending_need_own(bench, folder, error));
        TRY(lot_published_is_own(folder, bench) ? lot_published_check(folder, bench, error)
                                                : check_folder(folder, error));
    }
done:
    return status;
}

static lot_status write_file(const struct export_file *file, const char *path,
                             const lot_report *report, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_folder work = {NULL, NULL};
    if (file->is_list && lot_output_is_xlsx(path)) {
        TRY(lot_folder_begin_beside(&work, path, error));
        TRY(lot_workbook_make(&bytes, report, file->list, work.partial, error));
    } else {
        TRY(file->put(&bytes, report, error));
    }
    TRY(lot_output_write(path, &bytes, talk, error));
done:
    lot_folder_abandon(&work);
    lot_text_free(&bytes);
    return status;
}

/* What a spreadsheet has no room for is told before anything is written. */
static lot_status check_room(const lot_report *report, const lot_arguments *arguments,
                             lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    for (size_t i = 0; i < FILES_COUNT; i++)
        if (wishes_xlsx(arguments, &files[i]))
            TRY(lot_report_xlsx_check(report, files[i].list, talk->problems, error));
done:
    return status;
}

/* The attempt's own folder is brought up to date; else it is made. */
static lot_status publish(const lot_workbench *bench, const char *path, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    char *inside = NULL;
    if (lot_published_is_own(path, bench)) {
        TRY(lot_published_complete(path, bench, error));
        lot_talk_say(talk, "Up to date: %s", path);
        goto done;
    }
    TRY(lot_mending_is_place(path) ? lot_mending_begin(&folder, &inside, path, error)
                                   : lot_folder_begin(&folder, path, error));
    TRY(lot_published_write(inside != NULL ? inside : folder.partial, bench, &talk->progress,
                            error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_folder_finish(&folder, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}

/* [[0, 0], [17, 17], [36, 37]] */
static json_t *list_tickets(const lot_report *report, uint32_t person)
{
    json_t *ranges = json_array();
    uint32_t row = 0;
    uint64_t first, last;
    while (lot_report_next_tickets(&first, &last, &row, report, person))
        (void)json_array_append_new(ranges,
                                    json_pack("[I, I]", (json_int_t)first, (json_int_t)last));
    return ranges;
}

static lot_status tell_tickets(const lot_report *report, uint32_t person, lot_talk *talk,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text ranges = LOT_TEXT_EMPTY;
    TRY(lot_report_tickets_of(&ranges, report, person, error));
    lot_text_put(&ranges, "\n");
    TRY(lot_talk_text(talk, &ranges, error));
done:
    lot_text_free(&ranges);
    return status;
}

/* Write the files and the folder that were asked for. written: their paths, in order. */
static lot_status write_all(json_t *written, const lot_workbench *bench,
                            const lot_arguments *arguments, const lot_report *report,
                            lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *folder = lot_argument_text(arguments, "publish");
    for (size_t i = 0; i < FILES_COUNT; i++) {
        const char *path = lot_argument_text(arguments, files[i].name);
        if (path == NULL)
            continue;
        TRY(write_file(&files[i], path, report, talk, error));
        (void)json_array_append_new(written, lot_json_string(path));
    }
    if (folder != NULL) {
        TRY(publish(bench, folder, talk, error));
        (void)json_array_append_new(written, lot_json_string(folder));
    }
done:
    return status;
}

static lot_status export_all(const lot_workbench *bench, const lot_arguments *arguments,
                             lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_report report;
    lot_pid process_id;
    uint32_t person = 0;
    json_t *object = json_object();
    json_t *written = json_array();
    const char *id = lot_argument_text(arguments, "tickets-of");
    lot_workbench_report(&report, &process_id, bench);
    report.spreadsheet = lot_argument_is_given(arguments, "spreadsheet");
    if (id != NULL)
        TRY(lot_person_find(&person, bench, id, error));
    TRY(check_room(&report, arguments, talk, error));
    if (wishes_list(arguments, false) && !report.spreadsheet)
        lot_input_tell_formulas(talk, bench);
    TRY(write_all(written, bench, arguments, &report, talk, error));
    if (id != NULL) {
        TRY(tell_tickets(&report, person, talk, error));
        (void)json_object_set_new(object, "tickets_of", list_tickets(&report, person));
    }
    if (json_array_size(written) > 0)
        (void)json_object_set(object, "written", written);
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
    TRY(check_places(arguments, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    bench.takes_erased =
        !wishes_list(arguments, true) && !lot_argument_is_given(arguments, "tickets-of");
    TRY(lot_outcome_open(&bench, arguments, talk, error));
    if (lot_argument_is_given(arguments, "call-up")) {
        TRY(lot_callup_export(&bench, arguments, talk, error));
        goto done;
    }
    TRY(check_ready(&bench, arguments, error));
    TRY(lot_signing_allow(&bench, error));
    TRY(open_for_auditor(&bench, arguments, talk, error));
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
    .notes =
        "A PATH of `-` is standard output. A PATH that ends in .xlsx, of a list, is written for a\n"
        "spreadsheet, with every cell of the people file as text. All but the published folder is\n"
        "personal data.\n"
        "--selected is the panel as it is by now: who withdrew since is in --remaining.\n"
        "It is of the newest draw, or else of the newest commit, unless --attempt says.\n"
        "A folder that was signed is signed again from what is kept; --key is needed where it\n"
        "shows more than before: with --full.\n"
        "--publish DIR --full makes a folder for an auditor who may see everyone's values.",
    .run = run,
};
