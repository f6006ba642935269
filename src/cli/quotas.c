/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot quotas: take the quotas file into the assembly file. */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/steps.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_FROM_SHARES, LOT_OPTION_SHEET("XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTIONS_END};

static lot_status tell(const lot_workbench *bench, bool replaced, lot_talk *talk, lot_error *error)
{
    const lot_quotas *quotas = bench->quotas;
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_text_format(&words, "Quotas: %" PRIu32 " features, %" PRIu32 " values.\n",
                    quotas->features_count, quotas->count);
    if (replaced)
        lot_text_put(&words, "They replace those from before.\n");
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:I, s:I}", "features", (json_int_t)quotas->features_count,
                                "values", (json_int_t)quotas->count),
                      error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    bool replaced;
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_step_need_open(&bench, "quotas", error));
    replaced = bench.quotas != NULL;
    bench.from_shares = lot_argument_is_given(arguments, "from-shares");
    bench.quotas_file.sheet = lot_argument_text(arguments, "sheet");
    TRY(lot_input_read(&bench, &(lot_input){.quotas = lot_argument_operand(arguments, 1)}, talk,
                       error));
    lot_input_tell_quotas(talk, &bench);
    TRY(lot_step_quotas(&bench, error));
    TRY(lot_step_classes(&bench, error));
    TRY(lot_assembly_load_lottery(&bench.lottery, bench.assembly, 0, error));
    TRY(lot_talk_step(talk, "reading the quotas", error));
    TRY(lot_assembly_commit(bench.assembly, error));
    TRY(tell(&bench, replaced, talk, error));
    lot_outcome_tell_outdated(&bench, talk);
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_quotas = {
    .name = "quotas",
    .purpose = "take in the quotas; replaces those before",
    .operands = "FILE QUOTAS",
    .operands_least = 2,
    .operands_most = 2,
    .options = options,
    .notes = "QUOTAS is a CSV, XLSX or ODS file, `-` is standard input: feature,value,min,max or\n"
             "category,name,min,max or category,feature,min,max, in any order of columns.",
    .run = run,
};
