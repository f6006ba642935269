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
    TRY(lot_input_take(&bench, "check", arguments, talk, error));
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
