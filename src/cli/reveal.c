/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot reveal: take what contributors committed to, before the public value appears.
 *
 * It happens once for an attempt, for all contributors at once, and nobody is ABSENT who was not
 * named: a file that was forgotten can still be given.
 */
#include "desk/announced.h"
#include "desk/edition.h"
#include "desk/journal.h"
#include "desk/published.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "desk/steps.h"
#include "desk/told.h"
#include "desk/unchanged.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "absent",
     .kind = LOT_OPTION_LIST,
     .value = "NAME",
     .help = "a contributor who tells nothing; repeatable"},
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTIONS_END,
};

/* Write ABSENT for one who was named, and nobody else. */
static lot_status mark_absent(lot_attempt *attempt, const char *name, lot_problems *problems,
                              lot_error *error)
{
    lot_source *source = lot_told_find(attempt, name);
    if (source == NULL)
        lot_problems_add(problems, "--absent %s: attempt %" PRIu32 " announced no such contributor",
                         name, attempt->number);
    else if (source->value != NULL && !lot_source_is_absent(source))
        lot_problems_add(problems, "--absent %s: but a file of theirs was given", name);
    else if (source->value == NULL) {
        source->value = lot_string_copy(LOT_ABSENT);
        return source->value != NULL ? LOT_OK : LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

/* Everybody has told or is said to be absent, and nothing else is wrong. */
static lot_status need_all(const lot_attempt *attempt, lot_problems *problems, size_t before,
                           lot_error *error)
{
    lot_text names = LOT_TEXT_EMPTY;
    lot_told_put_names(&names, attempt, false);
    if (names.length > 0)
        lot_problems_add(problems,
                         "no file is given of %s: wait for them, or name each of them with "
                         "--absent NAME, as it cannot be made up for later",
                         lot_text_string(&names));
    lot_text_free(&names);
    return lot_problems_refuse(problems, before, "nothing was revealed", error);
}

static lot_status open_all(lot_workbench *bench, const lot_told *told,
                           const lot_arguments *arguments, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *absent;
    char *name = NULL;
    size_t before = lot_problems_count(problems);
    uint32_t count = lot_argument_list(&absent, arguments, "absent");
    TRY(lot_told_open(bench, told, problems, error));
    for (uint32_t i = 0; i < count; i++) {
        free(name);
        TRY(lot_words_tidy(&name, "--absent", absent[i], error));
        TRY(mark_absent(&bench->attempt, name, problems, error));
    }
    TRY(need_all(&bench->attempt, problems, before, error));
done:
    free(name);
    return status;
}

/* There is something to reveal, and it still can be. */
static lot_status need_unrevealed(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    uint32_t missing;
    bool revealed;
    if (attempt->drawn)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "attempt %" PRIu32 " is drawn already: nothing can be revealed for it any "
                     "more",
                     attempt->number));
    TRY(lot_announced_need_today(bench, error));
    if (lot_told_count(&missing, attempt) == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "attempt %" PRIu32 " announced no contribution: civiclot draw comes next",
                     attempt->number));
    TRY(lot_told_load(&revealed, bench, error));
    if (revealed)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "attempt %" PRIu32 " was revealed already, which happens once: civiclot draw "
                     "comes next",
                     attempt->number));
done:
    return status;
}

static lot_status need_ready(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_pool(bench, error));
    TRY(lot_workbench_load_attempt(bench, error));
    TRY(lot_workbench_need_attempt(bench, error));
    TRY(need_unrevealed(bench, error));
    TRY(lot_workbench_need_live(bench, error));
    TRY(lot_signing_need(bench, error));
    TRY(lot_workbench_load_lottery(bench, bench->attempt.lottery, error));
    TRY(lot_unchanged(bench, error));
done:
    return status;
}

static lot_status reveal(lot_workbench *bench, const lot_told *told, lot_digest *reveals,
                         const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(need_ready(bench, error));
    TRY(open_all(bench, told, arguments, talk->problems, error));
    TRY(lot_step_reveal(bench, reveals, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_talk_step(talk, "revealing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "reveal", status, error);
    return status;
}

static json_t *as_json(const lot_attempt *attempt, const lot_digest *reveals,
                       const lot_digest *checkpoint)
{
    json_t *list = json_array();
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        const lot_source *source = &attempt->sources[s];
        if (lot_source_is(source, LOT_SOURCE_CONTRIBUTION))
            (void)json_array_append_new(list, json_pack("{s:o, s:b}", "source",
                                                        lot_json_string(source->name), "absent",
                                                        (int)lot_source_is_absent(source)));
    }
    return json_pack("{s:I, s:o, s:o, s:o}", "attempt", (json_int_t)attempt->number, "reveals",
                     lot_json_digest(reveals), "checkpoint", lot_json_digest(checkpoint),
                     "contributions", list);
}

static void put_contributions(lot_text *words, const lot_attempt *attempt)
{
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        const lot_source *source = &attempt->sources[s];
        if (!lot_source_is(source, LOT_SOURCE_CONTRIBUTION))
            continue;
        lot_text_put(words, lot_source_is_absent(source) ? "  ABSENT       " : "  told         ");
        lot_source_put_short(words, source);
        lot_text_put(words, "\n");
    }
}

static lot_status tell(const lot_workbench *bench, const lot_digest *reveals, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    lot_digest checkpoint;
    char hex[LOT_HEX_BYTES];
    lot_text words = LOT_TEXT_EMPTY;
    TRY(lot_journal_put_minutes(&words, &checkpoint, bench, "reveals", reveals, error));
    put_contributions(&words, attempt);
    lot_digest_hex(hex, &checkpoint);
    lot_text_format(&words, "Later, anyone checks it so: civiclot-verify FOLDER --known %s\n", hex);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, as_json(attempt, reveals, &checkpoint), error));
    TRY(lot_sources_tell_late(attempt->sources, attempt->sources_count, talk, error));
done:
    lot_text_free(&words);
    return status;
}

/* That nobody heard it does not undo what was revealed. */
static lot_status tell_revealed(const lot_workbench *bench, const lot_digest *reveals,
                                lot_talk *talk, lot_error *error)
{
    lot_error reason;
    lot_status status = tell(bench, reveals, talk, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, status,
                    "attempt %" PRIu32 " is revealed, but %s: the last entry of civiclot log FILE "
                    "is the checkpoint",
                    bench->attempt.number, reason.message);
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_told told = {NULL, NULL, 0};
    lot_digest reveals = {{0}};
    const char *const *paths;
    uint32_t count = lot_argument_operands(&paths, arguments);
    TRY(lot_told_read(&told, paths + 1, count - 1, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, paths[0], true, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(reveal(&bench, &told, &reveals, arguments, talk, error));
    status = lot_published_update(&bench, "what was revealed is kept", error);
    lot_status heard = tell_revealed(&bench, &reveals, talk, status == LOT_OK ? error : NULL);
    status = status != LOT_OK ? status : heard;
done:
    lot_told_free(&told);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_reveal = {
    .name = "reveal",
    .purpose = "take the contributors' parts, after the commit and before the public value",
    .operands = "FILE [REVEAL...]",
    .operands_least = 1,
    .operands_most = UINT32_MAX,
    .options = options,
    .notes = "Needs the file of every contributor that the latest commit announced, or --absent\n"
             "NAME. Once for each attempt. Give the checkpoint to others before the public value\n"
             "appears.",
    .run = run,
};
