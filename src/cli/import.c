/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot import: take the people file into the assembly file. */
#include "civiclot/rules.h"
#include "desk/homes.h"
#include "desk/input.h"
#include "desk/journal.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "desk/steps.h"
#include "desk/twice.h"
#include "report/cleaned.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_SHEET("XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTION_HOUSEHOLDS,
    LOT_OPTION_MAP,
    {.name = "add",
     .kind = LOT_OPTION_FLAG,
     .help = "more people, under the same header; those before stay"},
    {.name = "suggest-map",
     .kind = LOT_OPTION_TEXT,
     .value = "RULES",
     .help = "take nothing in: write a first rules file instead"},
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

/* Write a first rules file for the people file; the assembly file stays as it is. */
static lot_status suggest(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_text rules = LOT_TEXT_EMPTY;
    const char *path = lot_argument_text(arguments, "suggest-map");
    const char *assembly = lot_argument_operand(arguments, 0);
    static const char *const others[] = {"map", "add", "households"};
    for (size_t o = 0; o < sizeof others / sizeof *others; o++)
        if (lot_argument_is_given(arguments, others[o]))
            TRY(LOT_FAIL(error, LOT_USAGE,
                         "--%s does not go with --suggest-map, which takes "
                         "nothing in",
                         others[o]));
    if (lot_output_is_stream(path) && talk->json)
        TRY(LOT_FAIL(error, LOT_USAGE, "the rules and --json cannot both go to standard output"));
    TRY(lot_output_allow(path, assembly, lot_argument_is_given(arguments, "force"), error));
    TRY(lot_workbench_open(&bench, assembly, false, error));
    lot_input_columns(&bench, arguments);
    TRY(lot_input_table(&bench, lot_argument_operand(arguments, 1), talk, error));
    TRY(lot_rules_suggest(&rules, bench.people, bench.quotas, &bench.columns, error));
    TRY(lot_output_write(path, &rules, talk, error));
    if (!lot_output_is_stream(path))
        TRY(lot_talk_json(talk, json_pack("{s:o}", "rules", lot_json_string(path)), error));
done:
    lot_text_free(&rules);
    lot_workbench_clear(&bench);
    return status;
}

static json_t *describe(const lot_workbench *bench, bool added, uint32_t before,
                        const lot_text *form)
{
    const lot_pool *pool = bench->pool;
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:o}", "formulas",
                     (json_int_t)bench->formulas.count, "people", (json_int_t)pool->people_count,
                     "added", (json_int_t)(added ? pool->people_count - before : 0), "replaced",
                     (json_int_t)(added ? 0 : before), "households",
                     (json_int_t)pool->households_count, "form", lot_text_string(form), "id",
                     pool->ids_are_rows
                         ? json_null()
                         : lot_json_string(lot_table_header(bench->people, pool->id_column)),
                     "cleaning", lot_json_cleaned(&bench->cleaned, &bench->excluded), "near_homes",
                     lot_homes_json(bench), "duplicates", lot_twice_json(bench));
}

/* before: how many people were there. */
static lot_status tell(const lot_workbench *bench, bool added, uint32_t before, lot_talk *talk,
                       lot_error *error)
{
    const lot_pool *pool = bench->pool;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text form = LOT_TEXT_EMPTY;
    lot_report report;
    lot_pid process_id;
    lot_status status = LOT_OK;
    lot_workbench_describe_people(&form, bench);
    TRY(lot_text_check(&form, error));
    lot_text_format(&words, "Imported %" PRIu32 " people.\n",
                    added ? pool->people_count - before : pool->people_count);
    if (added)
        lot_text_format(&words, "With those from before they are %" PRIu32 ".\n",
                        pool->people_count);
    else if (before > 0)
        lot_text_format(&words, "They replace the %" PRIu32 " from before.\n", before);
    lot_workbench_report(&report, &process_id, bench);
    lot_cleaned_put_text(&words, &report);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, describe(bench, added, before, &form), error));
done:
    lot_text_free(&form);
    lot_text_free(&words);
    return status;
}

/* Nothing is kept of who withdrew, so that whoever still stands in a file is a volunteer again. */
static lot_status tell_withdrawn(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    uint64_t count;
    lot_status status = lot_journal_count_withdrawn(&count, bench->assembly, error);
    if (status == LOT_OK && count > 0)
        lot_talk_say(talk,
                     "Note: %" PRIu64 " registration%s withdrawn before this import. Who withdrew "
                     "and is in this file is taken in again: withdraw them again, and take them "
                     "out of the file.",
                     count, count == 1 ? " was" : "s were");
    return status;
}

/* Those who are added are read as those before are. */
static lot_status check_add(const lot_workbench *bench, const lot_arguments *arguments,
                            lot_error *error)
{
    if (lot_argument_is_given(arguments, "id") || lot_argument_is_given(arguments, "household"))
        return LOT_FAIL(error, LOT_USAGE,
                        "--add takes the id and the addresses from the columns of the people "
                        "before: leave --id and --household out");
    if (bench->people == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "there are no people yet to add to: import without --add");
    return LOT_OK;
}

/* People who are about to be replaced are only counted. */
static lot_status open_bench(lot_workbench *bench, uint32_t *before, const char *path, bool add,
                             lot_error *error)
{
    if (!add)
        return lot_workbench_open_to_replace(bench, path, before, error);
    lot_status status = lot_workbench_open(bench, path, true, error);
    *before = bench->pool != NULL ? bench->pool->people_count : 0;
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    uint32_t before;
    const lot_input input = {.people = lot_argument_operand(arguments, 1),
                             .rules = lot_argument_text(arguments, "map"),
                             .add = lot_argument_is_given(arguments, "add")};
    if (lot_argument_is_given(arguments, "suggest-map"))
        return suggest(arguments, talk, error);
    if (lot_argument_is_given(arguments, "force"))
        return LOT_FAIL(error, LOT_USAGE, "--force goes with --suggest-map alone");
    TRY(open_bench(&bench, &before, lot_argument_operand(arguments, 0), input.add, error));
    TRY(lot_step_need_open(&bench, "import", error));
    if (input.add)
        TRY(check_add(&bench, arguments, error));
    else
        lot_input_columns(&bench, arguments);
    TRY(lot_homes_take(&bench, arguments, error));
    TRY(lot_input_read(&bench, &input, talk, error));
    lot_input_tell_people(talk, &bench);
    TRY(lot_step_people(&bench, input.add, error));
    TRY(lot_step_classes(&bench, error));
    TRY(lot_assembly_load_lottery(&bench.lottery, bench.assembly, 0, error));
    TRY(lot_talk_step(talk, "importing", error));
    TRY(lot_homes_write(&bench, error));
    status = lot_assembly_commit(bench.assembly, error);
    if (status != LOT_OK)
        lot_homes_unwrite(&bench);
    TRY(status);
    if (bench.pool->people_count < bench.info.seats)
        lot_talk_say(talk, "Note: %" PRIu32 " people are not enough for %" PRIu32 " seats yet.",
                     bench.pool->people_count, bench.info.seats);
    TRY(tell_withdrawn(&bench, talk, error));
    TRY(tell(&bench, input.add, before, talk, error));
    lot_outcome_tell_outdated(&bench, talk);
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_import = {
    .name = "import",
    .purpose = "take in the people who registered; replaces those before, but with --add",
    .operands = "FILE PEOPLE",
    .operands_least = 2,
    .operands_most = 2,
    .options = options,
    .notes = "PEOPLE is a CSV, XLSX or ODS file with a header, `-` is standard input. Delimiter, "
             "encoding and\n"
             "line ends are found out. --suggest-map changes nothing in FILE; RULES may be `-`.",
    .run = run,
};
