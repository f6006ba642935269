/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot draw: draw the panel of the latest commit, or rehearse a draw.
 *
 * A rehearsal is an attempt of its own, whose manifest says `draw: test`. It names nobody and is
 * published nowhere, so that it cannot be mistaken for the draw.
 */
#include "cli/announced.h"
#include "cli/command.h"
#include "cli/edition.h"
#include "cli/journal.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/published.h"
#include "cli/signing.h"
#include "cli/sources.h"
#include "cli/steps.h"
#include "cli/unchanged.h"
#include "cli/words.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>

static const lot_option options[] = {
    {.name = "seed",
     .kind = LOT_OPTION_LIST,
     .value = "TEXT",
     .help = "the value of an announced text source; one for each, in their order"},
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    {.name = "test", .kind = LOT_OPTION_FLAG, .help = "a rehearsal that selects nobody"},
    LOT_OPTIONS_END,
};

/* The values of --seed, tidy. */
struct values {
    char **texts; /* [count] */
    uint32_t count;
};

static void free_values(struct values *values)
{
    for (uint32_t i = 0; values->texts != NULL && i < values->count; i++)
        free(values->texts[i]);
    free(values->texts);
}

static lot_status take_values(struct values *values, const lot_arguments *arguments,
                              lot_error *error)
{
    const char *const *typed;
    values->count = lot_argument_list(&typed, arguments, "seed");
    values->texts = lot_array_new(values->count, sizeof *values->texts);
    if (values->texts == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < values->count; i++) {
        lot_status status = lot_words_tidy(&values->texts[i], "--seed", typed[i], error);
        if (status != LOT_OK)
            return status;
    }
    return LOT_OK;
}

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
                    "everyone can see: civiclot commit comes first",
                    attempt->number, time);
}

/* Nothing was changed, and nothing was drawn with another copy of the file. */
static lot_status need_untouched(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_unchanged(bench, error));
    if (lot_published_is_there(&bench->attempt))
        TRY(lot_published_check_undrawn(bench->attempt.folder, bench, error));
done:
    return status;
}

static lot_status draw(lot_workbench *bench, const struct values *values, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_pool(bench, error));
    TRY(lot_workbench_load_attempt(bench, error));
    TRY(lot_workbench_need_attempt(bench, error));
    if (bench->attempt.drawn)
        TRY(refuse_second(bench, error));
    TRY(lot_announced_need_today(bench, error));
    TRY(lot_signing_need(bench, error));
    TRY(lot_workbench_load_lottery(bench, bench->attempt.lottery, error));
    TRY(need_untouched(bench, error));
    TRY(lot_step_draw(bench, (const char *const *)values->texts, values->count, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_talk_step(talk, "drawing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "draw", status, error);
    return status;
}

/* The draw is made; that its files are in the folder too can be made up for. */
static lot_status publish(const lot_workbench *bench, lot_error *error)
{
    lot_error reason = {.message = "it is not there"};
    const lot_attempt *attempt = &bench->attempt;
    if (lot_published_is_there(attempt) &&
        lot_published_write_draw(attempt->folder, bench, &reason) == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE,
                    "the draw stands (ticket %" PRIu64 "), but %s was not updated: %s. "
                    "civiclot export FILE --publish DIR completes it or writes it anew",
                    attempt->draw.ticket, attempt->folder, reason.message);
}

/* Publish first, then tell; neither keeps the other from being done. */
static lot_status publish_and_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_error reason;
    lot_status published = publish(bench, error);
    lot_status told = lot_outcome_tell(bench, talk, &reason);
    if (told == LOT_OK)
        lot_talk_say(talk, "Next: civiclot export FILE --selected PATH writes who is selected, "
                           "civiclot report FILE --out PAGE the page for everybody.");
    if (published != LOT_OK || told == LOT_OK)
        return published;
    return LOT_FAIL(error, told,
                    "the draw stands (ticket %" PRIu64 ") and is published in %s, but %s: civiclot "
                    "report FILE tells it again",
                    bench->attempt.draw.ticket, bench->attempt.folder, reason.message);
}

/* One value is a public one, named as usual; none is the operator's. */
static lot_status rehearse(lot_workbench *bench, const struct values *values, lot_talk *talk,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const source = values->count > 0 ? "text:seed" : "operator";
    lot_attempt wish = {.test = true, .one_run = true};
    TRY(lot_sources_read(&wish.sources, &wish.sources_count, &source, 1, error));
    TRY(lot_workbench_load_lottery(bench, 0, error));
    TRY(lot_unchanged_lottery(bench, error));
    TRY(lot_step_commit(bench, &wish, error));
    TRY(lot_step_draw(bench, (const char *const *)values->texts, values->count, error));
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
    struct values values = {NULL, 0};
    TRY(take_values(&values, arguments, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    if (lot_argument_is_given(arguments, "test")) {
        TRY(rehearse(&bench, &values, talk, error));
        lot_outcome_tell_legacy(&bench, talk);
        TRY(tell_rehearsal(&bench, talk, error));
        goto done;
    }
    TRY(draw(&bench, &values, talk, error));
    lot_outcome_tell_legacy(&bench, talk);
    TRY(publish_and_tell(&bench, talk, error));
done:
    free_values(&values);
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
    .notes = "Draws from what the latest commit holds, and needs exactly the sources that it "
             "announced.\n"
             "Refuses when anything changed since, and when that commit was drawn already.",
    .run = run,
};
