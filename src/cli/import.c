/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot import: take the people file into the assembly file. */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/steps.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_SHEET("XLSX or ODS: the sheet to read; else the first"), LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD, LOT_OPTIONS_END};

/* replaced: how many people were there before. */
static lot_status tell(const lot_workbench *bench, uint32_t replaced, lot_talk *talk,
                       lot_error *error)
{
    const lot_pool *pool = bench->pool;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text form = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_workbench_describe_people(&form, bench);
    TRY(lot_text_check(&form, error));
    lot_text_format(&words, "Imported %" PRIu32 " people.\n", pool->people_count);
    if (replaced > 0)
        lot_text_format(&words, "They replace the %" PRIu32 " from before.\n", replaced);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(
        talk,
        json_pack("{s:I, s:I, s:I, s:I, s:s, s:o}", "formulas", (json_int_t)bench->formulas.count,
                  "people", (json_int_t)pool->people_count, "replaced", (json_int_t)replaced,
                  "households", (json_int_t)pool->households_count, "form", form.bytes, "id",
                  pool->ids_are_rows
                      ? json_null()
                      : lot_json_string(lot_table_header(bench->people, pool->id_column))),
        error));
done:
    lot_text_free(&form);
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    uint32_t replaced;
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_step_need_open(&bench, "import", error));
    replaced = bench.pool != NULL ? bench.pool->people_count : 0;
    lot_input_columns(&bench, arguments);
    TRY(lot_input_read(&bench, lot_argument_operand(arguments, 1), NULL, talk, error));
    lot_input_tell_people(talk, &bench);
    TRY(lot_step_people(&bench, error));
    TRY(lot_step_classes(&bench, error));
    TRY(lot_assembly_load_lottery(&bench.lottery, bench.assembly, 0, error));
    TRY(lot_talk_step(talk, "importing", error));
    TRY(lot_assembly_commit(bench.assembly, error));
    if (bench.pool->people_count < bench.info.seats)
        lot_talk_say(talk, "Note: %" PRIu32 " people are not enough for %" PRIu32 " seats yet.",
                     bench.pool->people_count, bench.info.seats);
    TRY(tell(&bench, replaced, talk, error));
    lot_outcome_tell_outdated(&bench, talk);
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_import = {
    .name = "import",
    .purpose = "take in the people who registered; replaces those before",
    .operands = "FILE PEOPLE",
    .operands_least = 2,
    .operands_most = 2,
    .options = options,
    .notes = "PEOPLE is a CSV, XLSX or ODS file with a header, `-` is standard input. Delimiter,\n"
             "encoding and line ends are found out.",
    .run = run,
};
