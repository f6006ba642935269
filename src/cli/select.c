/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot select: all steps in one run, from two files to a folder of results.
 *
 * The public value is known before the manifest is made, so the run could have been repeated until
 * it was liked: process.txt says `order: one run`, and so does everything that is said here.
 */
#include "core/folder.h"
#include "desk/aim.h"
#include "desk/edition.h"
#include "desk/homes.h"
#include "desk/input.h"
#include "desk/level.h"
#include "desk/outcome.h"
#include "desk/published.h"
#include "desk/reserving.h"
#include "desk/results.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include "civiclot/file.h"
#include "core/array.h"
#include "report/cleaned.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    LOT_OPTION_PEOPLE(true),
    LOT_OPTION_SHEET("people in XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_QUOTAS(true),
    LOT_OPTION_QUOTAS_SHEET,
    LOT_OPTION_FROM_SHARES,
    LOT_OPTION_SEATS(true),
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .required = true,
     .help = "the folder of results: new or empty"},
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTION_HOUSEHOLDS,
    LOT_OPTION_MAP,
    LOT_OPTION_PER_HOUSEHOLD,
    LOT_OPTION_OBJECTIVE,
    LOT_OPTION_GAMMA,
    LOT_OPTION_TICKETS,
    LOT_OPTION_TIME_LIMIT,
    LOT_OPTION_DUMP_MODEL,
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "a public value; without it the operator's own"},
    {.name = "title", .kind = LOT_OPTION_TEXT, .value = "TEXT", .help = "what the reports call it"},
    LOT_OPTION_SPREADSHEET("copies (NAME-spreadsheet.csv) that no spreadsheet runs as formulas"),
    {.name = "xlsx",
     .kind = LOT_OPTION_FLAG,
     .help = "copies for a spreadsheet (NAME.xlsx), with every cell of the people file as text"},
    LOT_OPTIONS_RESERVES,
    LOT_OPTION_PSEUDONYMS,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTION_FULL,
    LOT_OPTION_ACCEPT_DISCLOSURE,
    LOT_OPTIONS_END,
};

/* What the command line asks for, beyond what stands on the bench. */
struct wish {
    lot_aim aim;
    char *seed; /* tidy; NULL: the operator's */
    bool full;  /* the level */
    lot_reserve_plan plan;
};

static lot_status take_options(struct wish *wish, lot_workbench *bench,
                               const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *seed = lot_argument_text(arguments, "seed");
    const char *title = lot_argument_text(arguments, "title");
    TRY(lot_aim_take(&wish->aim, arguments, talk, error));
    TRY(lot_aim_choose(&wish->aim, lot_argument_text(arguments, "objective"), error));
    TRY(lot_aim_take_model(&wish->aim, arguments, error));
    if (seed != NULL)
        TRY(lot_words_tidy(&wish->seed, "--seed", seed, error));
    TRY(lot_words_tidy(&bench->info.title, "--title", title != NULL ? title : "Assembly", error));
    bench->info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    bench->info.per_household = (uint32_t)lot_argument_number(arguments, "per-household");
    bench->from_shares = lot_argument_is_given(arguments, "from-shares");
    lot_input_columns(bench, arguments);
    lot_input_quotas_sheet(bench, arguments);
    TRY(lot_homes_take(bench, arguments, error));
    TRY(lot_level_take(&wish->full, arguments, error));
    TRY(lot_reserving_check(arguments, error));
    TRY(lot_folder_check(lot_argument_text(arguments, "out"), error));
    TRY(lot_input_key(&bench->info.key, lot_argument_text(arguments, "pseudonyms-from"), error));
done:
    return status;
}

/* Commit and draw at once, with the seed or without. */
static lot_status commit_and_draw(lot_workbench *bench, struct wish *wish,
                                  const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *seed = wish->seed;
    const char *const source = seed != NULL ? "text:seed" : "operator";
    /* beside the assembly file, wherever the folder of results goes */
    lot_attempt attempt = {.one_run = true,
                           .full = wish->full,
                           .folder = lot_string_copy("publish"),
                           .plan = wish->plan};
    wish->plan = (lot_reserve_plan){0};
    if (attempt.folder == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_sources_read(&attempt.sources, &attempt.sources_count, &source, 1, error));
    TRY(lot_step_commit(bench, &attempt, error));
    if (seed != NULL) {
        bench->attempt.sources[0].value = lot_string_copy(seed);
        if (bench->attempt.sources[0].value == NULL)
            TRY(LOT_NO_MEMORY(error));
    }
    TRY(lot_step_draw(bench, progress, error));
    TRY(lot_edition_sign(bench, error));
done:
    lot_attempt_free(&attempt);
    return status;
}

/* All steps, on an assembly file inside the folder that is being built. */
static lot_status take_steps(lot_workbench *bench, const char *folder, struct wish *wish,
                             lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    char *path = lot_path_join(folder, "assembly.civiclot");
    if (path == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_step_new(bench, path, error));
    TRY(lot_step_people(bench, false, error));
    TRY(lot_step_quotas(bench, error));
    TRY(lot_step_classes(bench, error));
    TRY(lot_talk_step(talk, "solving", error));
    TRY(lot_aim_dump_model(&wish->aim, bench, talk, error));
    lot_aim_start(&wish->aim);
    TRY(lot_step_solve(bench, &wish->aim.fair, error));
    if (bench->conflict != NULL)
        TRY(lot_outcome_no_panel(bench, false, talk, error));
    TRY(lot_step_close(bench, error));
    TRY(lot_talk_step(talk, "publishing", error));
    TRY(commit_and_draw(bench, wish, &talk->progress, error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    free(path);
    return status;
}

static lot_status write_files(const lot_workbench *bench, const char *folder,
                              const lot_arguments *arguments, const lot_progress *progress,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_copies copies = {.csv = lot_argument_is_given(arguments, "spreadsheet"),
                               .xlsx = lot_argument_is_given(arguments, "xlsx")};
    char *publish = lot_path_join(folder, "publish");
    if (publish == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_results_write(folder, bench, &copies, progress, error));
    TRY(lot_folder_make(folder, "publish", error));
    TRY(lot_published_write(publish, bench, progress, error));
done:
    free(publish);
    return status;
}

/* What a spreadsheet has no room for is told before there is any work. */
static lot_status check_room(const lot_workbench *bench, const lot_arguments *arguments,
                             lot_talk *talk, lot_error *error)
{
    lot_report report;
    lot_pid process_id;
    if (!lot_argument_is_given(arguments, "xlsx"))
        return LOT_OK;
    lot_workbench_report(&report, &process_id, bench);
    return lot_report_xlsx_check(&report, LOT_LIST_REMAINING, talk->problems, error);
}

/* What this run proves, and how it is repeated. */
static void tell_limits(lot_talk *talk, const lot_arguments *arguments, const char *out)
{
    if (!lot_argument_is_given(arguments, "seed"))
        lot_talk_say(talk, "No --seed: the random value is the operator's own. It proves nothing "
                           "to outsiders: they must trust that the run was not repeated.");
    else
        lot_talk_say(talk, "The public value was known when the manifest was made: only "
                           "civiclot commit, then the value, then civiclot draw proves more.");
    if (lot_argument_is_given(arguments, "seed") &&
        !lot_argument_is_given(arguments, "pseudonyms-from"))
        lot_talk_say(talk,
                     "Repeating this run from the same files gives other pseudonyms and another "
                     "panel, even with the same seed: repeat it from %s/assembly.civiclot.",
                     out);
}

static lot_status tell_result(const lot_workbench *bench, const char *out, lot_talk *talk,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text summary = LOT_TEXT_EMPTY;
    lot_report report;
    lot_pid process_id;
    json_t *object = lot_results_json(bench);
    if (object == NULL || json_object_set_new(object, "out", lot_json_string(out)) != 0 ||
        json_object_set_new(object, "cleaning",
                            lot_json_cleaned(&bench->cleaned, &bench->excluded)) != 0 ||
        json_object_set_new(object, "level", json_string(lot_level_name(bench->attempt.full))) !=
            0 ||
        json_object_set_new(object, "public_key", lot_signing_json(bench)) != 0)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_level_tell_leak(object, bench, talk, error));
    TRY(lot_outcome_summary(&summary, bench, error));
    lot_workbench_report(&report, &process_id, bench);
    lot_cleaned_put_answers(&summary, &report);
    lot_text_format(&summary, "Written: %s\n", out);
    TRY(lot_talk_text(talk, &summary, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(object);
    lot_text_free(&summary);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_folder folder = {NULL, NULL};
    struct wish wish = {.seed = NULL};
    const char *out = lot_argument_text(arguments, "out");
    TRY(take_options(&wish, &bench, arguments, talk, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_input_read(&bench,
                       &(lot_input){.people = lot_argument_text(arguments, "people"),
                                    .rules = lot_argument_text(arguments, "map"),
                                    .quotas = lot_argument_text(arguments, "quotas")},
                       talk, error));
    lot_input_tell_people(talk, &bench);
    lot_input_tell_quotas(talk, &bench);
    TRY(lot_reserving_take(&wish.plan, bench.quotas, arguments, talk, error));
    TRY(check_room(&bench, arguments, talk, error));
    TRY(lot_level_accept(&bench, arguments, talk, error));
    TRY(lot_folder_begin(&folder, out, error));
    TRY(take_steps(&bench, folder.partial, &wish, talk, error));
    TRY(write_files(&bench, folder.partial, arguments, &talk->progress, error));
    lot_assembly_close(bench.assembly);
    bench.assembly = NULL;
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_homes_write(&bench, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        lot_homes_unwrite(&bench);
    TRY(status);
    lot_aim_tell_late(&bench.lottery.finding, talk);
    tell_limits(talk, arguments, out);
    lot_signing_tell(&bench, talk);
    TRY(tell_result(&bench, out, talk, error));
done:
    lot_workbench_clear(&bench);
    lot_folder_abandon(&folder);
    free(wish.seed);
    lot_dropout_rates_free(&wish.plan.rates);
    return status;
}

const lot_command lot_command_select = {
    .name = "select",
    .purpose = "select a panel in one run, from two files",
    .operands = "",
    .options = options,
    .notes = "DIR is written whole or not at all: selected.csv, remaining.csv, chances.csv,\n"
             "lottery.csv, report.html, assembly.civiclot, and publish/ with what outsiders\n"
             "may see. Everything outside publish/ holds personal data.",
    .run = run,
};
