/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Committed: told, or said that it stands untold. */
#include "desk/committed.h"

#include "desk/announced.h"
#include "desk/journal.h"
#include "desk/level.h"
#include "desk/outcome.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "talk/json.h"

#include <inttypes.h>

static json_t *as_json(const lot_workbench *bench, const lot_digest *checkpoint)
{
    const lot_standing *standing = bench->mended.standing;
    const lot_attempt *attempt = &bench->attempt;
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    bool legacy = bench->lottery.finding.objective == LOT_LEGACY;
    json_t *object = json_pack(
        "{s:b, s:I, s:o, s:s, s:o, s:o, s:s, s:o, s:o}", "comparison_only", (int)legacy, "attempt",
        (json_int_t)attempt->number, "manifest", lot_json_digest(&attempt->manifest), "process",
        process_id.text, "checkpoint", lot_json_digest(checkpoint), "folder",
        lot_json_string(attempt->folder), "level", lot_level_name(attempt->full), "sources",
        lot_json_sources(attempt->sources, attempt->sources_count), "public_key",
        lot_signing_json(bench));
    if (object != NULL && attempt->plan.count > 0)
        (void)json_object_set_new(object, "reserves", lot_reserving_json(&attempt->plan));
    if (object == NULL || standing == NULL)
        return object;
    (void)json_object_set_new(object, "kept", json_integer(lot_standing_count(standing, LOT_KEPT)));
    (void)json_object_set_new(object, "withdrawn",
                              json_integer(lot_standing_count(standing, LOT_WITHDRAWN)));
    return object;
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
    if (attempt->plan.count > 0)
        lot_text_format(&words, "  reserves     up to %" PRIu32 ", by the rates in dropouts.csv\n",
                        attempt->plan.count);
    lot_digest_hex(manifest_hex, &attempt->manifest);
    lot_text_format(&words, "Later, anyone checks it so: civiclot-verify FOLDER --known %s%s%s%s\n",
                    manifest_hex, has_key ? " --public-key " : "", key_text,
                    attempt->replacement ? ", FOLDER being that of the first draw" : "");
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
lot_status lot_committed_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
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
