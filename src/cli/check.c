/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot check: is there a panel that meets the quotas? */
#include "cli/prospect.h"
#include "desk/advice.h"
#include "desk/homes.h"
#include "desk/input.h"
#include "desk/output.h"
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>

static const lot_option options[] = {
    LOT_OPTION_PEOPLE(false),
    LOT_OPTION_SHEET("people in XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_QUOTAS(false),
    LOT_OPTION_QUOTAS_SHEET,
    LOT_OPTION_FROM_SHARES,
    LOT_OPTION_SEATS(false),
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTION_HOUSEHOLDS,
    LOT_OPTION_MAP,
    LOT_OPTION_PER_HOUSEHOLD,
    {.name = "apply",
     .kind = LOT_OPTION_NUMBER,
     .value = "K",
     .help = "take change K of those that are told, and write the quotas so changed",
     .least = 1,
     .greatest = LOT_CHANGE_KINDS},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "the new quota file that --apply writes"},
    {.name = "robust",
     .kind = LOT_OPTION_FLAG,
     .help = "and what the pool can bear (takes longer)"},
    {.name = "simulations",
     .kind = LOT_OPTION_NUMBER,
     .value = "S",
     .help = "with --robust: in how many trials people drop out by lot",
     .least = 1,
     .greatest = LOT_SIMULATIONS_MOST,
     .standard = 20},
    {.name = "seed",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "with --robust: of the trials; the same gives the same (1 if not given)",
     .least = 1,
     .greatest = INT64_MAX,
     .standard = 1},
    LOT_OPTIONS_END,
};

static lot_status test_pool(lot_text *words, json_t *object, const lot_workbench *bench,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_robust *robust = NULL;
    lot_status status =
        lot_find_robust(&robust, bench->quotas, bench->classes, bench->info.seats,
                        (uint32_t)lot_argument_number(arguments, "simulations"),
                        lot_argument_number(arguments, "seed"), &talk->progress, error);
    if (status == LOT_OK) {
        lot_prospect_describe_robust(words, robust, bench);
        lot_prospect_json_robust(object, robust, bench);
    }
    lot_robust_free(robust);
    return status;
}

static lot_status tell_feasible(const lot_workbench *bench, const lot_arguments *arguments,
                                lot_talk *talk, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_insight *insight = NULL;
    json_t *object = json_pack("{s:b, s:o}", "feasible", 1, "cleaning",
                               lot_json_cleaned(&bench->cleaned, &bench->excluded));
    TRY(lot_find_insight(&insight, bench->quotas, bench->classes, bench->info.seats,
                         &talk->progress, error));
    lot_text_format(&words,
                    "A panel exists: %" PRIu32 " seats, %" PRIu32 " people, %" PRIu32
                    " feature%s with %" PRIu32 " values.\n",
                    bench->info.seats, bench->pool->people_count, bench->quotas->features_count,
                    bench->quotas->features_count == 1 ? "" : "s", bench->quotas->count);
    lot_prospect_describe(&words, insight, bench);
    lot_prospect_json(object, insight, bench);
    if (lot_argument_is_given(arguments, "robust"))
        TRY(test_pool(&words, object, bench, arguments, talk, error));
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(object);
    lot_insight_free(insight);
    lot_text_free(&words);
    return status;
}

static lot_status tell_conflict(const lot_workbench *bench, const lot_changes *changes,
                                lot_talk *talk, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    TRY(lot_conflict_describe(&words, bench->conflict, bench->quotas, bench->classes,
                              bench->pool->rows, bench->info.seats, error));
    lot_advice_describe(&words, changes, bench);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:b, s:o, s:o, s:o, s:o, s:o}", "feasible", 0, "cleaning",
                                lot_json_cleaned(&bench->cleaned, &bench->excluded), "conflict",
                                lot_json_conflict(bench->conflict, bench->quotas, bench->pool),
                                "proof", lot_json_proof(bench->conflict, bench->quotas), "changes",
                                lot_advice_json(changes, bench->quotas), "unsearched",
                                lot_advice_unsearched_json(changes)),
                      error));
done:
    lot_text_free(&words);
    return status;
}

/* Tell the conflict and what would help, and take what is to be applied. */
static lot_status no_panel(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_changes *changes = NULL;
    uint32_t number = (uint32_t)lot_argument_number(arguments, "apply");
    TRY(lot_find_changes(&changes, bench->quotas, bench->classes, bench->info.seats,
                         &talk->progress, error));
    TRY(tell_conflict(bench, changes, talk, error));
    if (number > 0)
        TRY(lot_advice_apply(bench, changes, number, lot_argument_text(arguments, "out"), talk,
                             error));
    else
        TRY(LOT_FAIL(error, LOT_NO_PANEL, "no panel can meet these quotas"));
done:
    lot_changes_free(changes);
    return status;
}

static lot_status check_arguments(const lot_arguments *arguments, lot_error *error)
{
    if (lot_argument_is_given(arguments, "apply") != lot_argument_is_given(arguments, "out"))
        return LOT_FAIL(error, LOT_USAGE, "--apply and --out go together");
    if (lot_argument_is_given(arguments, "from-shares") &&
        !lot_argument_is_given(arguments, "quotas"))
        return LOT_FAIL(error, LOT_USAGE, "--from-shares goes with --quotas");
    if (lot_argument_is_given(arguments, "households") &&
        lot_argument_operand(arguments, 0) != NULL)
        return LOT_FAIL(error, LOT_USAGE,
                        "--households does not go with an assembly file: it has its own");
    if (!lot_argument_is_given(arguments, "robust") &&
        (lot_argument_is_given(arguments, "simulations") ||
         lot_argument_is_given(arguments, "seed")))
        return LOT_FAIL(error, LOT_USAGE, "--simulations and --seed go with --robust");
    return LOT_OK;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    bool apply = lot_argument_is_given(arguments, "apply");
    TRY(check_arguments(arguments, error));
    bench.from_shares = lot_argument_is_given(arguments, "from-shares");
    TRY(lot_homes_take(&bench, arguments, error));
    TRY(lot_input_take(&bench, "check", arguments, talk, error));
    TRY(lot_homes_write(&bench, error));
    if (apply)
        TRY(lot_output_need_new(lot_argument_text(arguments, "out"), error));
    else
        lot_interrupt_release(); /* nothing is written, and the search may be long */
    TRY(lot_find_conflict(&bench.conflict, bench.quotas, bench.classes, bench.info.seats,
                          &talk->progress, error));
    if (bench.conflict != NULL)
        TRY(no_panel(&bench, arguments, talk, error));
    else if (apply)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "a panel exists: there is nothing to apply"));
    else
        TRY(tell_feasible(&bench, arguments, talk, error));
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
    .notes = "Either an assembly FILE, or --people, --quotas and --seats. When no panel exists it\n"
             "ends 4, and says which quotas and households are in conflict, and the least that\n"
             "would help. With --apply it ends 0 once the new quota file is written.",
    .run = run,
};
