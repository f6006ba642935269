/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot quotas: take the quotas file into the assembly file, or make one from a population. */
#include "cli/quotas_from.h"
#include "desk/input.h"
#include "desk/outcome.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/option_lines.h"

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

/* The quotas file, or quotas made from a population. */
static lot_status read_in(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text made = LOT_TEXT_EMPTY;
    lot_input input = {.quotas = lot_argument_operand(arguments, 1)};
    bench->from_shares = lot_argument_is_given(arguments, "from-shares");
    bench->quotas_file.sheet = lot_argument_text(arguments, "sheet");
    if (lot_argument_is_given(arguments, "from")) {
        TRY(lot_quotas_make(&made, bench->info.seats, arguments, talk, error));
        input.made_quotas = &made;
    }
    TRY(lot_input_read(bench, &input, talk, error));
    lot_input_tell_quotas(talk, bench);
done:
    lot_text_free(&made);
    return status;
}

static lot_status take(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    bool replaced;
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_step_need_open(&bench, "quotas", error));
    replaced = bench.quotas != NULL;
    TRY(read_in(&bench, arguments, talk, error));
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
    lot_status status = LOT_OK;
    bool from = lot_argument_is_given(arguments, "from");
    if (from && lot_argument_operand(arguments, 0) == NULL)
        return lot_quotas_from(arguments, talk, error);
    if (!from && lot_argument_operand(arguments, 1) == NULL)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "quotas needs FILE QUOTAS, or --from: see civiclot help quotas"));
    if (!from)
        TRY(lot_quotas_from_refuse(arguments, error));
    TRY(take(arguments, talk, error));
done:
    return status;
}

const lot_command lot_command_quotas = {
    .name = "quotas",
    .purpose = "take in the quotas, which replace those before; or make some from a population",
    .operands = "[FILE [QUOTAS]]",
    .operands_most = 2,
    .options = options,
    .notes =
        "QUOTAS is a CSV, XLSX or ODS file, `-` is standard input: feature,value,min,max or\n"
        "category,name,min,max or category,feature,min,max, in any order of columns.\n"
        "With --from, tables of the population, feature,value,count or cross-tables, become\n"
        "quotas: in FILE, or without one on standard output, with the worksheet beside them. It\n"
        "ends 4, and keeps nothing, when no panel of that population could meet them.",
    .run = run,
};
