/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot quotas: take the quotas file into the assembly file, or make one from a population. */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/quotas_from.h"
#include "cli/steps.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_FROM_SHARES, LOT_OPTION_SHEET("XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTIONS_QUOTAS_FROM, LOT_OPTIONS_END};

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

static lot_status take(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    bool replaced;
    if (lot_argument_operand(arguments, 1) == NULL)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "quotas needs FILE QUOTAS, or --from: see civiclot help "
                     "quotas"));
    TRY(lot_quotas_from_refuse(arguments, error));
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

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    return lot_argument_is_given(arguments, "from") ? lot_quotas_from(arguments, talk, error)
                                                    : take(arguments, talk, error);
}

const lot_command lot_command_quotas = {
    .name = "quotas",
    .purpose = "take in the quotas, which replace those before; or make some from a population",
    .operands = "[FILE QUOTAS]",
    .operands_most = 2,
    .options = options,
    .notes =
        "QUOTAS is a CSV, XLSX or ODS file, `-` is standard input: feature,value,min,max or\n"
        "category,name,min,max or category,feature,min,max, in any order of columns.\n"
        "With --from there is no FILE: tables of the population, feature,value,count or cross-\n"
        "tables, become quotas on standard output, and the worksheet goes beside them. It ends\n"
        "4, and writes nothing, when no panel of that population could meet them.",
    .run = run,
};
