/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot replace: reserves for the places of those who withdrew, or else a commit to a lottery
 * for them: docs/replacing.md.
 *
 * The lottery's panels are whole ones, each of which keeps everybody who stays; so all that holds
 * of a first draw holds of it. What withdrew, what was solved and what is committed is one
 * transaction.
 */
#include "cli/aim.h"
#include "cli/callup.h"
#include "cli/command.h"
#include "cli/committed.h"
#include "cli/decided.h"
#include "cli/edition.h"
#include "cli/journal.h"
#include "cli/level.h"
#include "cli/marks.h"
#include "cli/mending.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/published.h"
#include "cli/signing.h"
#include "cli/sources.h"
#include "cli/steps.h"
#include "cli/terms.h"
#include "cli/words.h"

#include "core/array.h"

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
     .help = "draw anew although reserves are at hand; what follows is for a draw"},
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
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTION_FULL,
    LOT_OPTION_ACCEPT_DISCLOSURE,
    LOT_OPTIONS_END,
};

/* What the command line asks for, beyond what stands on the bench. */
struct wish {
    const lot_arguments *arguments;
    lot_aim aim;
    lot_event event; /* of those of --dropout */
    lot_attempt attempt;
    char *seed; /* tidy; NULL: there is a commit first */
    lot_states states;
    char *place;         /* of the folder */
    lot_quotas *decided; /* of --quotas; or NULL */
    lot_callup_plan plan;
    lot_callup_texts texts; /* of a call-up that was made */
    uint32_t undrawn;       /* the attempt before, where it is not drawn; 0: it is, or is over */
    uint32_t changed;       /* numbers of quotas that are others */
    bool other;             /* the objective is */
};

static lot_status take_sources(struct wish *wish, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *names;
    const char *seed = lot_argument_text(wish->arguments, "seed");
    uint32_t count = lot_argument_list(&names, wish->arguments, "source");
    if (seed != NULL && count > 0)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--seed is a value that is known already, --source announces one that is "
                     "not: give one of them"));
    if (seed != NULL)
        TRY(lot_words_tidy(&wish->seed, "--seed", seed, error));
    wish->attempt.one_run = seed != NULL;
    TRY(lot_sources_read(&wish->attempt.sources, &wish->attempt.sources_count, names, count,
                         error));
    if (!lot_argument_is_given(wish->arguments, "weak"))
        TRY(lot_sources_need_strong(wish->attempt.sources, wish->attempt.sources_count, false,
                                    error));
    TRY(lot_sources_need_ahead(wish->attempt.sources, wish->attempt.sources_count, error));
done:
    return status;
}

static lot_status take_options(struct wish *wish, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_arguments *arguments = wish->arguments;
    const char *objective = lot_argument_text(arguments, "objective");
    const char *reason = lot_argument_text(arguments, "reason");
    bool dropout = lot_argument_is_given(arguments, "dropout");
    TRY(lot_aim_take(&wish->aim, arguments, talk, error));
    if (objective != NULL)
        TRY(lot_aim_choose(&wish->aim, objective, error));
    else if (lot_argument_is_given(arguments, "gamma"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--gamma needs --objective goldilocks"));
    if (lot_argument_is_given(arguments, "accept-deviation") &&
        lot_argument_is_given(arguments, "fresh"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--accept-deviation is about reserves, --fresh passes them over: give one of "
                     "them"));
    if (reason != NULL && !dropout)
        TRY(LOT_FAIL(error, LOT_USAGE, "--reason goes with --dropout"));
    if (dropout)
        TRY(lot_marks_begin(&wish->event, LOT_WITHDREW, reason, error));
    TRY(lot_level_take(&wish->attempt.full, arguments, error));
    TRY(take_sources(wish, error));
done:
    return status;
}

/* What is not asked for is as it was for the panel that is mended. */
static lot_status complete_aim(struct wish *wish, lot_workbench *bench, uint32_t lottery,
                               lot_error *error)
{
    lot_fair_options *fair = &wish->aim.fair;
    const lot_saved_lottery *before = &bench->lottery;
    lot_status status = lot_workbench_load_lottery(bench, lottery, error);
    if (status != LOT_OK)
        return status;
    if (!lot_argument_is_given(wish->arguments, "objective")) {
        fair->objective = before->finding.objective;
        fair->gamma_millionths = before->finding.gamma_millionths;
    }
    wish->other = fair->objective != before->finding.objective ||
                  fair->gamma_millionths != before->finding.gamma_millionths;
    if (fair->tickets == 0)
        fair->tickets = before->lottery->tickets;
    lot_saved_lottery_free(&bench->lottery);
    if (fair->objective == LOT_LEGACY && fair->tickets > LOT_LEGACY_TICKETS_MAX)
        return LOT_FAIL(error, LOT_USAGE, "--tickets must be at most %d with the objective legacy",
                        LOT_LEGACY_TICKETS_MAX);
    return LOT_OK;
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

/* Quotas and aim are those of the panel that is mended, or as they were decided since. */
static lot_status take_over(lot_quotas **out, struct wish *wish, lot_workbench *bench,
                            lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt newest = {0};
    TRY(lot_assembly_load_quotas(out, bench->assembly, error));
    TRY(lot_assembly_load_attempt(&newest, bench->assembly, wish->states.newest, error));
    TRY(lot_assembly_settle_quotas(*out, bench->assembly, newest.lottery, error));
    TRY(complete_aim(wish, bench, newest.lottery, error));
    if (wish->decided != NULL)
        TRY(lot_decided_put(&wish->changed, *out, wish->decided, talk->problems, error));
done:
    lot_attempt_free(&newest);
    return status;
}

/* The panel as it is by now, without who withdraws; and where the folder goes. */
static lot_status settle(struct wish *wish, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_load_attempt(bench, error));
    TRY(lot_callups_check(bench, error));
    wish->undrawn =
        bench->attempt.drawn || lot_workbench_voided_by(bench) > 0 ? 0 : bench->attempt.number;
    TRY(lot_states_load(&wish->states, bench, error));
    if (wish->states.newest == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "nothing is drawn yet, so there is nobody to replace: civiclot draw comes "
                     "first"));
    TRY(drop_out(wish, bench, talk, error));
    TRY(lot_mending_find(&wish->place, bench, wish->states.first,
                         lot_argument_text(wish->arguments, "publish"), error));
done:
    return status;
}

/* The terms of a draw in the places of those who left. */
static lot_status prepare(struct wish *wish, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    lot_quotas *quotas = NULL;
    TRY(lot_states_settle(&standing, &wish->states, bench->info.seats, error));
    TRY(take_over(&quotas, wish, bench, talk, error));
    status = lot_terms_mend(bench, standing, quotas, error);
    standing = NULL;
    quotas = NULL;
done:
    lot_quotas_free(quotas);
    lot_standing_free(standing);
    return status;
}

static lot_status solve(struct wish *wish, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_talk_step(talk, "solving", error));
    lot_aim_start(&wish->aim);
    TRY(lot_step_solve(bench, &wish->aim.fair, error));
    if (bench->conflict != NULL)
        TRY(lot_outcome_no_replacement(bench, talk, error));
done:
    return status;
}

/* In one run: the value was known before the manifest was made, and the manifest says so. */
static lot_status draw_at_once(const struct wish *wish, lot_workbench *bench, lot_error *error)
{
    if (wish->seed == NULL)
        return lot_sources_need_ahead(bench->attempt.sources, bench->attempt.sources_count, error);
    bench->attempt.sources[0].value = lot_string_copy(wish->seed);
    if (bench->attempt.sources[0].value == NULL)
        return LOT_NO_MEMORY(error);
    return lot_step_draw(bench, error);
}

static lot_status build(struct wish *wish, lot_workbench *bench, const char *inside, lot_talk *talk,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    wish->attempt.folder = lot_string_copy(wish->place);
    if (wish->attempt.folder == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_step_commit(bench, &wish->attempt, error));
    TRY(draw_at_once(wish, bench, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_published_write(inside, bench, &talk->progress, error));
done:
    return status;
}

/* The commit is in the assembly file before the folder appears: an export can make up for it. */
static lot_status draw_anew(struct wish *wish, lot_workbench *bench, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    char *inside = NULL;
    TRY(prepare(wish, bench, talk, error));
    TRY(lot_level_accept(bench, wish->arguments, talk, error));
    TRY(solve(wish, bench, talk, error));
    TRY(lot_mending_begin(&folder, &inside, wish->place, error));
    TRY(build(wish, bench, inside, talk, error));
    TRY(lot_talk_step(talk, "committing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        TRY(LOT_FAIL(error, status,
                     "%s cannot be written, but attempt %" PRIu32
                     " is committed: civiclot export FILE --attempt %" PRIu32
                     " --publish %s publishes it",
                     wish->place, bench->attempt.number, bench->attempt.number, wish->place));
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}

/* What is for a draw is not for a call-up. */
static lot_status refuse_draw_options(const struct wish *wish, lot_error *error)
{
    static const char *const names[] = {
        "source", "weak",    "seed",       "quotas", "objective",
        "gamma",  "tickets", "time-limit", "full",   "accept-disclosure"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lot_argument_is_given(wish->arguments, names[i]))
            return LOT_FAIL(error, LOT_USAGE,
                            "reserves are at hand, and called up without a draw: --%s goes with "
                            "--fresh, which draws anew",
                            names[i]);
    return LOT_OK;
}

/* Reserves first. *calls is false where nobody is at hand, or a draw is asked for. */
static lot_status call_up(bool *calls, struct wish *wish, lot_workbench *bench, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_called *found = &wish->plan.found;
    bool fresh = lot_argument_is_given(wish->arguments, "fresh");
    TRY(lot_callup_plan_make(&wish->plan, bench, &wish->states, error));
    *calls = found->at_hand > 0 && !fresh;
    if (found->at_hand > 0 && fresh)
        lot_talk_say(talk,
                     "Reserves at hand: %" PRIu32 ". They are passed over, and their list ends "
                     "with the new draw.",
                     found->at_hand);
    if (found->at_hand == 0 && wish->plan.draw.reserves.count > 0)
        lot_talk_say(talk, "No reserve is at hand any more: others are drawn anew.");
    if (!*calls)
        return LOT_OK;
    TRY(refuse_draw_options(wish, error));
    TRY(lot_callup_need_good(&wish->plan, bench,
                             lot_argument_is_given(wish->arguments, "accept-deviation"), talk,
                             error));
    TRY(lot_callup_do(&wish->texts, &wish->plan, bench, wish->place, talk, error));
done:
    return status;
}

static lot_status replace(bool *calls, struct wish *wish, lot_workbench *bench, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(settle(wish, bench, talk, error));
    TRY(call_up(calls, wish, bench, talk, error));
    if (!*calls)
        TRY(draw_anew(wish, bench, talk, error));
done:
    lot_journal_failed(bench, "replace", status, error);
    return status;
}

static void tell_standing(const struct wish *wish, const lot_workbench *bench, lot_talk *talk)
{
    const lot_standing *standing = bench->mended.standing;
    uint32_t kept = lot_standing_count(standing, LOT_KEPT);
    lot_talk_say(talk,
                 "Seats to be drawn: %" PRIu32 ". Members who stay: %" PRIu32
                 ". Published by pseudonym and reason, of all who withdrew: %" PRIu32 ".",
                 bench->info.seats - kept, kept, lot_standing_count(standing, LOT_WITHDRAWN));
    if (wish->changed > 0)
        lot_talk_say(talk,
                     "Numbers of the quotas that are others than before: %" PRIu32
                     ". Everybody will see it.",
                     wish->changed);
    if (wish->undrawn > 0)
        lot_talk_say(talk,
                     "Attempt %" PRIu32 " was committed and never drawn, and will not be any more: "
                     "it stays where it is, for everybody to see.",
                     wish->undrawn);
    if (wish->other)
        lot_talk_say(talk, "The objective is another than before. Everybody will see it.");
    if (wish->seed != NULL)
        lot_talk_say(talk, "The public value was known when the manifest was made: only civiclot "
                           "replace --source, then the value, then civiclot draw proves more.");
}

static lot_status tell(const struct wish *wish, lot_workbench *bench, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_aim_tell_late(&bench->lottery.finding, talk);
    lot_signing_tell(bench, talk);
    tell_standing(wish, bench, talk);
    if (wish->seed == NULL)
        return lot_committed_tell(bench, talk, error);
    TRY(lot_workbench_load_results(bench, bench->attempt.number, error));
    TRY(lot_outcome_tell(bench, talk, error));
    lot_talk_say(talk, "Published, level %s: %s", lot_level_name(bench->attempt.full),
                 bench->attempt.folder);
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    bool calls = false;
    lot_workbench bench = {0};
    struct wish wish = {.arguments = arguments};
    const char *quotas = lot_argument_text(arguments, "quotas");
    TRY(take_options(&wish, talk, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_need_pool(&bench, error));
    if (quotas != NULL)
        TRY(lot_decided_read(&wish.decided, quotas, bench.info.seats, talk, error));
    TRY(replace(&calls, &wish, &bench, talk, error));
    if (calls)
        TRY(lot_callup_tell(&wish.plan, &wish.texts, &bench, talk, error));
    else
        TRY(tell(&wish, &bench, talk, error));
done:
    lot_callup_texts_free(&wish.texts);
    lot_callup_plan_free(&wish.plan);
    lot_quotas_free(wish.decided);
    free(wish.place);
    lot_states_free(&wish.states);
    free(wish.seed);
    lot_attempt_free(&wish.attempt);
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
        "Where reserves were drawn with the panel and are at hand, those of them are called up "
        "who\n"
        "leave the panel nearest to its quotas: no lottery, no seed, and published in replace/N.\n"
        "Where quotas are missed then, it ends 4 and changes nothing: --accept-deviation or\n"
        "--fresh decides.\n"
        "Otherwise others are drawn. Everybody else of the panel keeps the seat, nobody is drawn "
        "who ever withdrew, and\n"
        "quotas, households and objective are those of before. It is published in replace/N in\n"
        "the folder of the first draw; then give M, process id and checkpoint to others and draw\n"
        "with civiclot draw. When no panel keeps everybody it ends 4, says why and what would\n"
        "help, and commits nothing.",
    .run = run,
};
