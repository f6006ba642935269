/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot replace: reserves for the places of those who withdrew, or else a commit to a lottery
 * for them: docs/replacing.md. Either is one transaction together with who withdrew.
 */
#include "cli/redraw.h"
#include "desk/callup.h"
#include "desk/journal.h"
#include "desk/level.h"
#include "desk/marks.h"
#include "desk/mending.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <stdlib.h>

static const lot_option options[] = {
    {.name = "dropout",
     .kind = LOT_OPTION_NAMES,
     .value = "ID[,...]",
     .help = "who withdraws; if not given, who is withdrawn and not replaced yet"},
    {.name = "reason",
     .kind = LOT_OPTION_TEXT,
     .value = "CODE",
     .help = "why those of --dropout do: a code, which is published: ill, no-answer"},
    {.name = "accept-deviation",
     .kind = LOT_OPTION_FLAG,
     .help = "call reserves up also where the quotas are missed then"},
    {.name = "fresh",
     .kind = LOT_OPTION_FLAG,
     .help = "draw anew although reserves are at hand; their list ends"},
    {.name = "source",
     .kind = LOT_OPTION_LIST,
     .value = "SOURCE",
     .help = "as in commit; text:seed if not given"},
    LOT_OPTION_WEAK,
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "commit and draw in one run, with this public value: proves less"},
    {.name = "quotas",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "the same rows with other numbers, as decided; all will see how many"},
    {.name = "publish",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .help = "the folder of the first draw, where it is elsewhere by now"},
    {.name = "objective",
     .kind = LOT_OPTION_TEXT,
     .value = "NAME",
     .help = "that of the draw before if not given"},
    LOT_OPTION_GAMMA,
    {.name = "tickets",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "how finely chances are divided; as in the draw before if not given",
     .least = 1,
     .greatest = LOT_TICKETS_MAX},
    LOT_OPTION_TIME_LIMIT,
    LOT_OPTIONS_RESERVES,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTION_FULL,
    LOT_OPTION_ACCEPT_DISCLOSURE,
    LOT_OPTIONS_END,
};

/* What the command line asks for, beyond what stands on the bench. */
struct wish {
    const lot_arguments *arguments;
    lot_event event; /* of those of --dropout */
    lot_redraw redraw;
    lot_states states;
    char *place; /* of the folder */
    lot_callup_plan plan;
    lot_callup_texts texts; /* of a call-up that was made */
};

static lot_status take_options(struct wish *wish, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_arguments *arguments = wish->arguments;
    const char *reason = lot_argument_text(arguments, "reason");
    bool dropout = lot_argument_is_given(arguments, "dropout");
    TRY(lot_redraw_take(&wish->redraw, arguments, talk, error));
    if (lot_argument_is_given(arguments, "accept-deviation") &&
        lot_argument_is_given(arguments, "fresh"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--accept-deviation is about reserves, --fresh passes them over: give one of "
                     "them"));
    if (reason != NULL && !dropout)
        TRY(LOT_FAIL(error, LOT_USAGE, "--reason goes with --dropout"));
    if (dropout)
        TRY(lot_marks_begin(&wish->event, LOT_WITHDREW, reason, error));
done:
    return status;
}

static lot_status drop_out(struct wish *wish, lot_workbench *bench, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_marks marks = {0};
    const char *const *ids;
    uint32_t count = lot_argument_list(&ids, wish->arguments, "dropout");
    if (count == 0)
        return LOT_OK;
    TRY(lot_marks_take(&marks, &wish->states, bench, &wish->event, ids, count, talk->problems,
                       error));
    TRY(lot_marks_keep(&marks, bench, error));
done:
    lot_marks_free(&marks);
    return status;
}

/* The panel as it is by now, without who withdraws; and where the folder goes. */
static lot_status settle(struct wish *wish, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    TRY(lot_workbench_load_attempt(bench, error));
    if (!attempt->drawn && lot_workbench_voided_by(bench) == 0)
        wish->redraw.undrawn = attempt->number;
    TRY(lot_states_load(&wish->states, bench, error));
    if (wish->states.newest == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "nothing is drawn yet, so there is nobody to replace: civiclot draw comes "
                     "first"));
    TRY(drop_out(wish, bench, talk, error));
    TRY(lot_callup_plan_make(&wish->plan, bench, &wish->states, error));
    TRY(lot_mending_find(&wish->place, bench, wish->states.first,
                         lot_argument_text(wish->arguments, "publish"), error));
done:
    return status;
}

/* Reserves first: are there some, and are they wanted? */
static bool calls_up(const struct wish *wish, lot_talk *talk)
{
    uint32_t at_hand = wish->plan.found.at_hand;
    bool fresh = lot_argument_is_given(wish->arguments, "fresh");
    if (at_hand > 0 && fresh)
        lot_talk_say(talk,
                     "Reserves at hand: %" PRIu32 ". They are passed over, and their list ends "
                     "with the new draw.",
                     at_hand);
    if (at_hand == 0 && wish->plan.draw.reserves.count > 0)
        lot_talk_say(talk, "No reserve is at hand any more: others are drawn anew.");
    return at_hand > 0 && !fresh;
}

static lot_status call_up(struct wish *wish, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    bool accept = lot_argument_is_given(wish->arguments, "accept-deviation");
    const char *option = lot_redraw_option(&wish->redraw);
    if (option != NULL)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "reserves are at hand, and are called up without a draw: --%s goes with "
                     "--fresh, which draws anew",
                     option));
    TRY(lot_talk_step(talk, "looking for the best reserves", error));
    TRY(lot_callup_plan_search(&wish->plan, bench, error));
    TRY(lot_callup_need_good(&wish->plan, bench, accept, talk, error));
    TRY(lot_callup_do(&wish->texts, &wish->plan, bench, wish->place, talk, error));
    lot_redraw_tell_undrawn(&wish->redraw, talk);
done:
    return status;
}

static lot_status replace(bool *calls, struct wish *wish, lot_workbench *bench, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(settle(wish, bench, talk, error));
    *calls = calls_up(wish, talk);
    if (*calls)
        TRY(call_up(wish, bench, talk, error));
    else
        TRY(lot_redraw_do(&wish->redraw, bench, &wish->states, wish->place, talk, error));
done:
    lot_journal_failed(bench, "replace", status, error);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    bool calls = false;
    lot_workbench bench = {0};
    struct wish wish = {.arguments = arguments};
    TRY(take_options(&wish, talk, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_need_pool(&bench, error));
    TRY(lot_redraw_read(&wish.redraw, &bench, talk, error));
    TRY(replace(&calls, &wish, &bench, talk, error));
    TRY(calls ? lot_callup_tell(&wish.plan, &wish.texts, &bench, talk, error)
              : lot_redraw_tell(&wish.redraw, &bench, talk, error));
done:
    lot_callup_texts_free(&wish.texts);
    lot_callup_plan_free(&wish.plan);
    free(wish.place);
    lot_states_free(&wish.states);
    lot_redraw_clear(&wish.redraw);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_replace = {
    .name = "replace",
    .purpose = "call reserves up in the places of members who withdrew, or draw others",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "Everybody else of the panel keeps the seat. Where reserves were drawn with the panel and\n"
        "are at hand, those are called up who leave the panel nearest to its quotas: no lottery,\n"
        "no seed, nothing to choose. Where quotas are missed then, it ends 4, says what would be\n"
        "missed and changes nothing: --accept-deviation or --fresh decides.\n"
        "Otherwise, and with --fresh, others are drawn: nobody who ever withdrew; quotas,\n"
        "households and objective are those of before. Then give M, process id and checkpoint to\n"
        "others and draw with civiclot draw. When no panel keeps everybody it ends 4, says why\n"
        "and what would help, and commits nothing.\n"
        "Both are published in replace/N in the folder of the first draw.",
    .run = run,
};
