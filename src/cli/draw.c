/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot draw: draw the panel of the latest commit, or rehearse a draw.
 *
 * A rehearsal is an attempt of its own, whose manifest says `draw: test`. It names nobody and is
 * published nowhere, so that it cannot be mistaken for the draw.
 */
#include "desk/announced.h"
#include "desk/edition.h"
#include "desk/given.h"
#include "desk/journal.h"
#include "desk/outcome.h"
#include "desk/published.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "desk/steps.h"
#include "desk/unchanged.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <stdio.h>

static const lot_option options[] = {
    LOT_OPTIONS_GIVEN,
    LOT_OPTION_WEAK,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    {.name = "test",
     .kind = LOT_OPTION_FLAG,
     .help = "a rehearsal that selects nobody; before commit, too"},
    LOT_OPTIONS_END,
};

static lot_status refuse_second(const lot_workbench *bench, lot_error *error)
{
    char time[LOT_TIME_BYTES];
    const lot_attempt *attempt = &bench->attempt;
    lot_status status = lot_journal_draw_time(time, bench->assembly, attempt->number, error);
    if (status != LOT_OK)
        return status;
    if (lot_published_is_there(attempt) && !lot_published_has(attempt->folder, "draw.txt"))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "attempt %" PRIu32 " was drawn on %s, but %s does not tell of it yet: "
                        "civiclot export FILE --publish DIR completes that folder",
                        attempt->number, time, attempt->folder);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " was drawn on %s; a second draw is a new attempt that "
                    "everyone can see: civiclot commit comes first, or to replace members of its "
                    "panel civiclot replace",
                    attempt->number, time);
}

/* LOT_USAGE, with what was announced, where there are more than `before` problems. */
static lot_status refuse_values(const lot_attempt *attempt, const lot_problems *problems,
                                size_t before, lot_error *error)
{
    lot_text names = LOT_TEXT_EMPTY;
    if (lot_problems_count(problems) == before)
        return LOT_OK;
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        lot_text_put(&names, s > 0 ? ", " : "");
        lot_source_put_short(&names, &attempt->sources[s]);
    }
    lot_status status = LOT_FAIL(error, LOT_USAGE,
                                 "nothing was drawn: attempt %" PRIu32 " announced %s, and needs "
                                 "the values of just these",
                                 attempt->number, lot_text_string(&names));
    lot_text_free(&names);
    return status;
}

/* What the contributors told, before or with these files. *now: it is to be kept now. */
static lot_status open_contributions(bool *now, lot_workbench *bench, const lot_told *told,
                                     lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    bool revealed = false;
    uint32_t missing;
    *now = false;
    if (!bench->attempt.test)
        TRY(lot_told_load(&revealed, bench, error));
    if (revealed && told->count > 0)
        lot_problems_add(problems, "what contributors told was taken before and is settled: leave "
                                   "--reveal out");
    if (revealed)
        goto done;
    uint32_t count = lot_told_count(&missing, &bench->attempt);
    *now = count > 0;
    if (count > 0 && told->count == 0)
        lot_problems_add(problems,
                         "nothing was told of %" PRIu32 " contributions: civiclot reveal takes the "
                         "contributors' files, before the public value appears; else --reveal "
                         "takes them here",
                         count);
    TRY(lot_told_open(bench, told, problems, error));
done:
    return status;
}

static void tell_late(const lot_attempt *attempt, lot_talk *talk)
{
    lot_text names = LOT_TEXT_EMPTY;
    lot_told_put_names(&names, attempt, true);
    lot_talk_say(talk, "Nobody can know that the contributions were told before the public value: "
                       "civiclot reveal, before the value appears, would show it");
    if (names.length > 0)
        lot_talk_say(talk, "ABSENT, as no file of theirs was given: %s", lot_text_string(&names));
    lot_text_free(&names);
}

/* Give all sources their values, and keep what is told only now. */
static lot_status fill(lot_workbench *bench, const lot_given *given, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt *attempt = &bench->attempt;
    lot_digest reveals;
    bool now;
    size_t before = lot_problems_count(talk->problems);
    TRY(open_contributions(&now, bench, &given->told, talk->problems, error));
    lot_given_check(bench, given, talk->problems);
    TRY(refuse_values(attempt, talk->problems, before, error));
    TRY(lot_told_rest_absent(attempt, error));
    if (now && !attempt->test) {
        TRY(lot_step_reveal(bench, &reveals, error));
        tell_late(attempt, talk);
    }
    TRY(lot_given_fill(attempt, given, error));
done:
    return status;
}

static lot_status draw(lot_workbench *bench, const lot_given *given, bool weak, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    TRY(lot_workbench_need_pool(bench, error));
    TRY(lot_workbench_load_attempt(bench, error));
    TRY(lot_workbench_need_attempt(bench, error));
    if (attempt->drawn)
        TRY(refuse_second(bench, error));
    TRY(lot_workbench_need_live(bench, error));
    TRY(lot_announced_need_today(bench, error));
    if (!weak)
        TRY(lot_sources_need_strong(attempt->sources, attempt->sources_count, true, error));
    TRY(lot_sources_need_due(attempt->sources, attempt->sources_count, error));
    TRY(lot_signing_need(bench, error));
    TRY(lot_workbench_load_lottery(bench, attempt->lottery, error));
    TRY(lot_unchanged(bench, error));
    TRY(fill(bench, given, talk, error));
    TRY(lot_step_draw(bench, &talk->progress, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_talk_step(talk, "drawing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "draw", status, error);
    return status;
}

/* Publish first, then tell; neither keeps the other from being done. */
static lot_status publish_and_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_error reason;
    char stands[64];
    (void)snprintf(stands, sizeof stands, "the draw stands (ticket %" PRIu64 ")",
                   bench->attempt.draw.ticket);
    lot_status published = lot_published_update(bench, stands, error);
    lot_status told = lot_outcome_tell(bench, talk, &reason);
    if (told == LOT_OK)
        lot_talk_say(talk, "Next: civiclot export FILE --selected PATH writes who is selected, "
                           "civiclot report FILE --out PAGE the page for everybody.");
    if (published != LOT_OK || told == LOT_OK)
        return published;
    return LOT_FAIL(error, told,
                    "%s and is published in %s, but %s: civiclot report FILE tells it again",
                    stands, bench->attempt.folder, reason.message);
}

/* The sources are those that the given values are of. */
static lot_status rehearse(lot_workbench *bench, const lot_given *given, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt wish = {.test = true, .one_run = true};
    TRY(lot_given_announce(&wish.sources, &wish.sources_count, given, error));
    TRY(lot_workbench_load_lottery(bench, 0, error));
    TRY(lot_unchanged_lottery(bench, error));
    TRY(lot_step_commit(bench, &wish, error));
    TRY(fill(bench, given, talk, error));
    TRY(lot_step_draw(bench, &talk->progress, error));
    TRY(lot_talk_step(talk, "drawing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_attempt_free(&wish);
    lot_journal_failed(bench, "draw", status, error);
    return status;
}

static lot_status tell_rehearsal(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_text_format(&words,
                    "*** TEST DRAW: NOBODY IS SELECTED BY IT ***\n"
                    "attempt %" PRIu32 ", ticket %" PRIu64 " of 0 to %" PRIu64 "\n"
                    "*** TEST DRAW: the panel is named nowhere and nothing is published ***\n",
                    attempt->number, attempt->draw.ticket, bench->lottery.lottery->tickets - 1);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(
        talk,
        json_pack("{s:b, s:I, s:I, s:o, s:o}", "test", 1, "attempt", (json_int_t)attempt->number,
                  "ticket", (json_int_t)attempt->draw.ticket, "manifest",
                  lot_json_digest(&attempt->manifest), "seed", lot_json_digest(&attempt->seed)),
        error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_given given = {.values = NULL};
    TRY(lot_given_take(&given, arguments, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    if (lot_argument_is_given(arguments, "test")) {
        TRY(rehearse(&bench, &given, talk, error));
        lot_outcome_tell_legacy(&bench, talk);
        TRY(tell_rehearsal(&bench, talk, error));
        goto done;
    }
    TRY(draw(&bench, &given, lot_argument_is_given(arguments, "weak"), talk, error));
    lot_outcome_tell_legacy(&bench, talk);
    TRY(publish_and_tell(&bench, talk, error));
done:
    lot_given_free(&given);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_draw = {
    .name = "draw",
    .purpose = "draw a panel from what was committed",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "Draws from what the latest commit holds, and needs the values of exactly the sources "
             "that\nit announced. An operator's source needs none.\n"
             "Refuses when anything changed since, and when that commit was drawn already.",
    .run = run,
};
