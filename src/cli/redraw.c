/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redraw: options taken, terms completed from the draw before, then solved and committed. */
#include "cli/redraw.h"

#include "cli/decided.h"
#include "desk/committed.h"
#include "desk/edition.h"
#include "desk/level.h"
#include "desk/mending.h"
#include "desk/outcome.h"
#include "desk/published.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "desk/steps.h"
#include "desk/terms.h"
#include "talk/words.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>

static lot_status take_sources(lot_redraw *redraw, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *names;
    const char *seed = lot_argument_text(redraw->arguments, "seed");
    uint32_t count = lot_argument_list(&names, redraw->arguments, "source");
    if (seed != NULL && count > 0)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--seed is a value that is known already, --source announces one that is "
                     "not: give one of them"));
    if (seed != NULL)
        TRY(lot_words_tidy(&redraw->seed, "--seed", seed, error));
    redraw->attempt.one_run = seed != NULL;
    TRY(lot_sources_read(&redraw->attempt.sources, &redraw->attempt.sources_count, names, count,
                         error));
    if (!lot_argument_is_given(redraw->arguments, "weak"))
        TRY(lot_sources_need_strong(redraw->attempt.sources, redraw->attempt.sources_count, false,
                                    error));
    TRY(lot_sources_need_ahead(redraw->attempt.sources, redraw->attempt.sources_count, error));
done:
    return status;
}

lot_status lot_redraw_take(lot_redraw *redraw, const lot_arguments *arguments, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    const char *objective = lot_argument_text(arguments, "objective");
    redraw->arguments = arguments;
    TRY(lot_aim_take(&redraw->aim, arguments, talk, error));
    if (objective != NULL)
        TRY(lot_aim_choose(&redraw->aim, objective, error));
    else if (lot_argument_is_given(arguments, "gamma"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--gamma needs --objective goldilocks"));
    TRY(lot_level_take(&redraw->attempt.full, arguments, error));
    TRY(lot_reserving_check(arguments, error));
    TRY(take_sources(redraw, error));
done:
    return status;
}

lot_status lot_redraw_read(lot_redraw *redraw, const lot_workbench *bench, lot_talk *talk,
                           lot_error *error)
{
    const char *quotas = lot_argument_text(redraw->arguments, "quotas");
    if (quotas == NULL)
        return LOT_OK;
    return lot_decided_read(&redraw->decided, quotas, bench->info.seats, talk, error);
}

const char *lot_redraw_option(const lot_redraw *redraw)
{
    static const char *const names[] = {
        "source",        "weak",    "seed",       "quotas",           "objective",
        "gamma",         "tickets", "time-limit", "reserves",         "dropouts",
        "dropouts-from", "samples", "full",       "accept-disclosure"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lot_argument_is_given(redraw->arguments, names[i]))
            return names[i];
    return NULL;
}

void lot_redraw_clear(lot_redraw *redraw)
{
    lot_quotas_free(redraw->decided);
    free(redraw->seed);
    lot_attempt_free(&redraw->attempt);
}

/* What is not asked for is as it was for the panel that is mended. */
static lot_status complete_aim(lot_redraw *redraw, lot_workbench *bench, uint32_t lottery,
                               lot_error *error)
{
    lot_fair_options *fair = &redraw->aim.fair;
    const lot_saved_lottery *before = &bench->lottery;
    lot_status status = lot_workbench_load_lottery(bench, lottery, error);
    if (status != LOT_OK)
        return status;
    if (!lot_argument_is_given(redraw->arguments, "objective")) {
        fair->objective = before->finding.objective;
        fair->gamma_millionths = before->finding.gamma_millionths;
    }
    redraw->other = fair->objective != before->finding.objective ||
                    fair->gamma_millionths != before->finding.gamma_millionths;
    if (fair->tickets == 0)
        fair->tickets = before->lottery->tickets;
    lot_saved_lottery_free(&bench->lottery);
    if (fair->objective == LOT_LEGACY && fair->tickets > LOT_LEGACY_TICKETS_MAX)
        return LOT_FAIL(error, LOT_USAGE, "--tickets must be at most %d with the objective legacy",
                        LOT_LEGACY_TICKETS_MAX);
    return LOT_OK;
}

/* Quotas and aim are those of the panel that is mended, or as they were decided since. */
static lot_status take_over(lot_quotas **out, lot_redraw *redraw, lot_workbench *bench,
                            uint32_t newest, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt before = {0};
    TRY(lot_assembly_load_quotas(out, bench->assembly, error));
    TRY(lot_assembly_load_attempt(&before, bench->assembly, newest, error));
    TRY(lot_assembly_settle_quotas(*out, bench->assembly, before.lottery, error));
    TRY(complete_aim(redraw, bench, before.lottery, error));
    if (redraw->decided != NULL)
        TRY(lot_decided_put(&redraw->changed, *out, redraw->decided, talk->problems, error));
done:
    lot_attempt_free(&before);
    return status;
}

/* The terms of a draw in the places of those who left. */
static lot_status prepare(lot_redraw *redraw, lot_workbench *bench, const lot_states *states,
                          lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    lot_quotas *quotas = NULL;
    TRY(lot_states_settle(&standing, states, bench->info.seats, error));
    TRY(take_over(&quotas, redraw, bench, states->newest, talk, error));
    status = lot_terms_mend(bench, standing, quotas, error);
    standing = NULL;
    quotas = NULL;
done:
    lot_quotas_free(quotas);
    lot_standing_free(standing);
    return status;
}

static lot_status solve(lot_redraw *redraw, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_talk_step(talk, "solving", error));
    lot_aim_start(&redraw->aim);
    TRY(lot_step_solve(bench, &redraw->aim.fair, error));
    if (bench->conflict != NULL)
        TRY(lot_outcome_no_replacement(bench, talk, error));
done:
    return status;
}

/* In one run: the value was known before the manifest was made, and the manifest says so. */
static lot_status draw_at_once(const lot_redraw *redraw, lot_workbench *bench,
                               const lot_progress *progress, lot_error *error)
{
    if (redraw->seed == NULL)
        return lot_sources_need_ahead(bench->attempt.sources, bench->attempt.sources_count, error);
    bench->attempt.sources[0].value = lot_string_copy(redraw->seed);
    if (bench->attempt.sources[0].value == NULL)
        return LOT_NO_MEMORY(error);
    return lot_step_draw(bench, progress, error);
}

static lot_status build(lot_redraw *redraw, lot_workbench *bench, const char *inside,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_step_commit(bench, &redraw->attempt, error));
    TRY(draw_at_once(redraw, bench, progress, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_published_write(inside, bench, progress, error));
done:
    return status;
}

/* The commit is in the assembly file before the folder appears: an export can make up for it. */
lot_status lot_redraw_do(lot_redraw *redraw, lot_workbench *bench, const lot_states *states,
                         const char *place, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    char *inside = NULL;
    TRY(prepare(redraw, bench, states, talk, error));
    TRY(lot_reserving_take(&redraw->attempt.plan, lot_terms_of(bench).published, redraw->arguments,
                           talk, error));
    TRY(lot_level_accept(bench, redraw->arguments, talk, error));
    TRY(solve(redraw, bench, talk, error));
    TRY(lot_mending_begin(&folder, &inside, place, error));
    redraw->attempt.folder = lot_string_copy(place);
    if (redraw->attempt.folder == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(build(redraw, bench, inside, &talk->progress, error));
    TRY(lot_talk_step(talk, "committing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        TRY(LOT_FAIL(error, status,
                     "%s cannot be written, but attempt %" PRIu32
                     " is committed: civiclot export FILE --attempt %" PRIu32
                     " --publish %s publishes it",
                     place, bench->attempt.number, bench->attempt.number, place));
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}

void lot_redraw_tell_undrawn(const lot_redraw *redraw, lot_talk *talk)
{
    if (redraw->undrawn > 0)
        lot_talk_say(talk,
                     "Attempt %" PRIu32 " was committed and never drawn, and will not be any more: "
                     "it stays where it is, for everybody to see.",
                     redraw->undrawn);
}

static void tell_standing(const lot_redraw *redraw, const lot_workbench *bench, lot_talk *talk)
{
    const lot_standing *standing = bench->mended.standing;
    uint32_t kept = lot_standing_count(standing, LOT_KEPT);
    lot_talk_say(talk,
                 "Seats to be drawn: %" PRIu32 ". Members who stay: %" PRIu32
                 ". Published by pseudonym and reason, of all who withdrew: %" PRIu32 ".",
                 bench->info.seats - kept, kept, lot_standing_count(standing, LOT_WITHDRAWN));
    if (redraw->seed == NULL && bench->lottery.lottery->panels->count == 1)
        lot_talk_say(talk, "WARNING: there is only one panel: the draw will decide nothing, and "
                           "who is drawn is certain already.");
    if (redraw->changed > 0)
        lot_talk_say(talk,
                     "Numbers of the quotas that are others than before: %" PRIu32
                     ". Everybody will see it.",
                     redraw->changed);
    lot_redraw_tell_undrawn(redraw, talk);
    if (redraw->other)
        lot_talk_say(talk, "The objective is another than before. Everybody will see it.");
    if (redraw->seed != NULL)
        lot_talk_say(talk, "The public value was known when the manifest was made: only civiclot "
                           "replace --source, then the value, then civiclot draw proves more.");
}

lot_status lot_redraw_tell(const lot_redraw *redraw, lot_workbench *bench, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_aim_tell_late(&bench->lottery.finding, talk);
    lot_signing_tell(bench, talk);
    tell_standing(redraw, bench, talk);
    if (redraw->seed == NULL)
        return lot_committed_tell(bench, talk, error);
    TRY(lot_workbench_load_results(bench, bench->attempt.number, error));
    TRY(lot_outcome_tell(bench, talk, error));
    lot_talk_say(talk, "Published, level %s: %s", lot_level_name(bench->attempt.full),
                 bench->attempt.folder);
done:
    return status;
}
