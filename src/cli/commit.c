/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot commit: publish everything that the draw rests on, before the public value is known. */
#include "core/folder.h"
#include "desk/announced.h"
#include "desk/committed.h"
#include "desk/edition.h"
#include "desk/journal.h"
#include "desk/level.h"
#include "desk/published.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "desk/steps.h"
#include "desk/unchanged.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include "core/array.h"

#include <inttypes.h>

static const lot_option options[] = {
    {.name = "publish",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .required = true,
     .help = "the folder to publish: new or empty"},
    {.name = "source",
     .kind = LOT_OPTION_LIST,
     .value = "SOURCE",
     .help = "dice:COUNT, beacon:NAME:ROUND, text:WHAT, contribution:NAME:COMMITMENT, operator or "
             "by-hand; repeatable; text:seed if not given"},
    LOT_OPTION_WEAK,
    LOT_OPTIONS_RESERVES,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTION_FULL,
    LOT_OPTION_ACCEPT_DISCLOSURE,
    LOT_OPTIONS_END,
};

static lot_status need_ready(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_load_lottery(bench, 0, error));
    if (!bench->info.closed)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the registrations are still open: civiclot close comes first"));
    TRY(lot_unchanged_lottery(bench, error));
done:
    return status;
}

static lot_status build(lot_workbench *bench, lot_attempt *wish, const lot_folder *folder,
                        const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    wish->folder = lot_string_copy(folder->target);
    if (wish->folder == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_step_commit(bench, wish, error));
    /* what was still to come when the work began may be known by now */
    TRY(lot_sources_need_ahead(bench->attempt.sources, bench->attempt.sources_count, error));
    TRY(lot_edition_sign(bench, error));
    TRY(lot_published_write(folder->partial, bench, progress, error));
done:
    return status;
}

/* The commit is in the assembly file before the folder appears: an export can make up for it. */
static lot_status commit(lot_workbench *bench, lot_attempt *wish, const lot_arguments *arguments,
                         lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    TRY(need_ready(bench, error));
    TRY(lot_reserving_take(&wish->plan, bench->quotas, arguments, talk, error));
    TRY(lot_level_accept(bench, arguments, talk, error));
    TRY(lot_folder_begin(&folder, lot_argument_text(arguments, "publish"), error));
    TRY(build(bench, wish, &folder, &talk->progress, error));
    TRY(lot_talk_step(talk, "committing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        TRY(LOT_FAIL(error, status,
                     "%s cannot be written, but attempt %" PRIu32
                     " is committed: civiclot export FILE --publish DIR publishes it",
                     folder.target, bench->attempt.number));
done:
    lot_folder_abandon(&folder);
    lot_journal_failed(bench, "commit", status, error);
    return status;
}

/* A commit after a draw begins anew: what that does to the panel that is there. */
static lot_status tell_drawn(lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    uint32_t drawn = 0;
    for (uint32_t number = bench->attempt.number; --number > 0 && drawn == 0;) {
        lot_attempt before;
        lot_status status = lot_assembly_load_attempt(&before, bench->assembly, number, error);
        if (status != LOT_OK)
            return status;
        drawn = !before.test && before.drawn ? number : 0;
        lot_attempt_free(&before);
    }
    if (drawn > 0)
        lot_talk_say(talk,
                     "Attempt %" PRIu32 " has a panel. This commit is another draw over everybody: "
                     "it keeps nobody and may draw who withdrew, its panel comes in the place of "
                     "that one, and replacements begin anew. To replace members: civiclot replace.",
                     drawn);
    return LOT_OK;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_attempt wish = {0};
    const char *const *names;
    uint32_t names_count = lot_argument_list(&names, arguments, "source");
    TRY(lot_level_take(&wish.full, arguments, error));
    TRY(lot_reserving_check(arguments, error));
    TRY(lot_sources_read(&wish.sources, &wish.sources_count, names, names_count, error));
    if (!lot_argument_is_given(arguments, "weak"))
        TRY(lot_sources_need_strong(wish.sources, wish.sources_count, false, error));
    TRY(lot_sources_need_ahead(wish.sources, wish.sources_count, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(commit(&bench, &wish, arguments, talk, error));
    lot_signing_tell(&bench, talk);
    TRY(lot_announced_tell_older(&bench, talk, error));
    TRY(tell_drawn(&bench, talk, error));
    TRY(lot_committed_tell(&bench, talk, error));
done:
    lot_attempt_free(&wish);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_commit = {
    .name = "commit",
    .purpose = "bind pool, quotas and lottery in a manifest, and publish it",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "Give M, the process id and the checkpoint to others (minutes, e-mails, a newspaper)\n"
        "before the public value is known. Another commit makes the next attempt, which\n"
        "everyone can see.\n"
        "At level public the panels still tell something of people's answers: where every panel\n"
        "seats a value equally often, each is an equation. Wider quotas are no cure, as a fair\n"
        "lottery seats the few as often as it may. Fewer panels are one (fewer --tickets in\n"
        "solve; never legacy), and to ask for fewer features and values, above all those that\n"
        "must stay private. Whose a pid is, is for the person alone: never publish it.",
    .run = run,
};
