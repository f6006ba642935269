/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot commit: publish everything that the draw rests on, before the public value is known. */
#include "cli/announced.h"
#include "cli/command.h"
#include "cli/edition.h"
#include "cli/folder.h"
#include "cli/journal.h"
#include "cli/json.h"
#include "cli/level.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/published.h"
#include "cli/signing.h"
#include "cli/sources.h"
#include "cli/steps.h"
#include "cli/unchanged.h"

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

static json_t *as_json(const lot_workbench *bench, const lot_digest *checkpoint)
{
    const lot_attempt *attempt = &bench->attempt;
    lot_pid process_id;
    lot_process_id(&process_id, &bench->info.key);
    bool legacy = bench->lottery.finding.objective == LOT_LEGACY;
    return json_pack("{s:b, s:I, s:o, s:s, s:o, s:o, s:s, s:o, s:o}", "comparison_only",
                     (int)legacy, "attempt", (json_int_t)attempt->number, "manifest",
                     lot_json_digest(&attempt->manifest), "process", process_id.text, "checkpoint",
                     lot_json_digest(checkpoint), "folder", lot_json_string(attempt->folder),
                     "level", lot_level_name(attempt->full), "sources",
                     lot_json_sources(attempt->sources, attempt->sources_count), "public_key",
                     lot_signing_json(bench));
}

static lot_status tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    lot_digest checkpoint;
    char manifest_hex[LOT_HEX_BYTES];
    lot_public_key key;
    char key_text[LOT_PUBLIC_KEY_LENGTH + 1] = "";
    bool has_key = lot_announced_key(&key, attempt);
    lot_text words = LOT_TEXT_EMPTY;
    json_t *object = NULL;
    TRY(lot_journal_put_minutes(&words, &checkpoint, bench, "manifest M", &attempt->manifest,
                                error));
    if (has_key) {
        lot_public_key_text(key_text, &key);
        lot_text_format(&words, "  public key   %s\n", key_text);
    }
    for (uint32_t i = 0; i < attempt->sources_count; i++)
        lot_text_format(&words, "  source       %s\n", attempt->sources[i].name);
    lot_digest_hex(manifest_hex, &attempt->manifest);
    lot_text_format(&words, "Later, anyone checks it so: civiclot-verify FOLDER --known %s%s%s\n",
                    manifest_hex, has_key ? " --public-key " : "", key_text);
    lot_text_format(&words, "Published, level %s: %s\n", lot_level_name(attempt->full),
                    attempt->folder);
    if (bench->lottery.finding.objective == LOT_LEGACY)
        lot_text_put(&words, LOT_LEGACY_WARNING "\n");
    object = as_json(bench, &checkpoint);
    TRY(lot_level_tell_leak(object, bench, talk, error));
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
    TRY(lot_sources_tell(attempt->sources, attempt->sources_count, talk, error));
done:
    json_decref(object);
    lot_text_free(&words);
    return status;
}

/* That nobody heard it does not undo the commit. */
static lot_status tell_committed(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_error reason;
    lot_status status = tell(bench, talk, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, status,
                    "attempt %" PRIu32 " is committed and published in %s, but %s: civiclot report "
                    "FILE tells M again, and the last entry of civiclot log FILE is the checkpoint",
                    bench->attempt.number, bench->attempt.folder, reason.message);
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_attempt wish = {0};
    const char *const *names;
    uint32_t names_count = lot_argument_list(&names, arguments, "source");
    TRY(lot_level_take(&wish.full, arguments, error));
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
    TRY(tell_committed(&bench, talk, error));
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
