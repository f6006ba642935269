/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot import: take the people file into the assembly file. */
#include "cli/command.h"
#include "cli/homes.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/steps.h"
#include "cli/twice.h"
#include "report/cleaned.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTION_HOUSEHOLDS,
    LOT_OPTION_MAP,
    {.name = "add",
     .kind = LOT_OPTION_FLAG,
     .help = "more people, under the same header; those before stay"},
    LOT_OPTIONS_END,
};

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
    lot_table_form_describe(&form, lot_table_get_form(bench->people));
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

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    uint32_t before;
    const lot_input input = {.people = lot_argument_operand(arguments, 1),
                             .rules = lot_argument_text(arguments, "map"),
                             .add = lot_argument_is_given(arguments, "add")};
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_step_need_open(&bench, "import", error));
    before = bench.pool != NULL ? bench.pool->people_count : 0;
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
    .notes = "PEOPLE is a CSV file with a header, `-` is standard input. Delimiter, encoding and\n"
             "line ends are found out.",
    .run = run,
};
