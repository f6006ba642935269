/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot check: is there a panel that meets the quotas? */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/interrupt.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_PEOPLE(false), LOT_OPTION_QUOTAS(false), LOT_OPTION_SEATS(false), LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,     LOT_OPTION_PER_HOUSEHOLD, LOT_OPTIONS_END,
};

/* Everything from two CSV files, without an assembly file. */
static lot_status read_files(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    const char *people = lot_argument_text(arguments, "people");
    const char *quotas = lot_argument_text(arguments, "quotas");
    if (people == NULL || quotas == NULL || !lot_argument_is_given(arguments, "seats"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "check needs an assembly FILE, or else --people, --quotas and --seats"));
    bench->info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    bench->info.per_household = (uint32_t)lot_argument_number(arguments, "per-household");
    lot_input_columns(bench, arguments);
    TRY(lot_input_read(bench, people, quotas, talk, error));
    lot_input_tell_people(talk, bench);
    lot_input_tell_quotas(talk, bench);
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
done:
    return status;
}

static lot_status open_file(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    for (const lot_option *option = options; option->name != NULL; option++) {
        if (lot_argument_is_given(arguments, option->name))
            TRY(LOT_FAIL(error, LOT_USAGE, "--%s does not go with an assembly file: it has its own",
                         option->name));
    }
    TRY(lot_workbench_open(bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_workbench_need_seats(bench, talk->problems, error));
done:
    return status;
}

static lot_status tell_feasible(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_text_format(&words,
                    "A panel exists: %" PRIu32 " seats, %" PRIu32 " people, %" PRIu32
                    " features with %" PRIu32 " values.\n",
                    bench->info.seats, bench->pool->people_count, bench->quotas->features_count,
                    bench->quotas->count);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_pack("{s:b}", "feasible", 1), error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    if (lot_argument_operand(arguments, 0) != NULL)
        TRY(open_file(&bench, arguments, talk, error));
    else
        TRY(read_files(&bench, arguments, talk, error));
    /* nothing is written, and the search may be long */
    lot_interrupt_release();
    TRY(lot_find_conflict(&bench.conflict, bench.quotas, bench.classes, bench.info.seats, NULL,
                          error));
    TRY(bench.conflict != NULL ? lot_outcome_no_panel(&bench, true, talk, error)
                               : tell_feasible(&bench, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_check = {
    .name = "check",
    .purpose = "find out whether any panel can meet the quotas",
    .operands = "[FILE]",
    .operands_most = 1,
    .options = options,
    .notes = "Either an assembly FILE, or --people, --quotas and --seats. Ends 4, and says which\n"
             "quotas are in conflict, when no panel exists.",
    .run = run,
};
