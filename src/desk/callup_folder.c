/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a call-up: made from what is kept, held against what was published. */
#include "desk/callup_folder.h"

#include "audit/callup_file.h"
#include "audit/standing_file.h"
#include "core/array.h"
#include "desk/journal.h"
#include "desk/mending.h"
#include "desk/published.h"
#include "desk/results.h"
#include "desk/signing.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MOST = 5 };

void lot_callup_texts_free(lot_callup_texts *texts)
{
    lot_text_free(&texts->callup);
    lot_text_free(&texts->standing);
    lot_text_free(&texts->log);
    lot_text_free(&texts->final);
    lot_text_free(&texts->signature);
}

/* In the order of final.txt; what is empty is no file. */
static uint32_t list_files(lot_published_file files[FILES_MOST], const lot_callup_texts *texts)
{
    uint32_t count = 0;
    files[count++] = (lot_published_file){"callup.txt", &texts->callup};
    files[count++] = (lot_published_file){"standing.csv", &texts->standing};
    files[count++] = (lot_published_file){"log.txt", &texts->log};
    if (texts->signature.length > 0)
        files[count++] = (lot_published_file){"final.txt.minisig", &texts->signature};
    if (texts->final.length > 0)
        files[count++] = (lot_published_file){"final.txt", &texts->final};
    return count;
}

lot_status lot_callup_put_own(lot_callup_texts *texts, const lot_workbench *bench,
                              const lot_callup *callup, const lot_public_key *key, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup_file file = {.attempt = callup->attempt,
                            .replaces = bench->attempts[callup->attempt - 1].manifest,
                            .deviation = callup->deviation,
                            .proven = callup->proven,
                            .is_signed = key != NULL,
                            .pids_count = callup->called_count};
    lot_standing_put(&texts->standing, callup->standing, bench->pseudonyms);
    TRY(lot_text_check(&texts->standing, error));
    lot_sha256(&file.standing, lot_text_string(&texts->standing), texts->standing.length);
    lot_assembly_process_id(&file.process_id, &bench->info);
    if (key != NULL)
        file.public_key = *key;
    file.pids = lot_array_new(callup->called_count, sizeof *file.pids);
    if (file.pids == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < callup->called_count; i++)
        file.pids[i] = bench->pseudonyms->pids[callup->called[i]];
    lot_callup_put(&texts->callup, &file);
    TRY(lot_text_check(&texts->callup, error));
    lot_sha256(&texts->digest, lot_text_string(&texts->callup), texts->callup.length);
done:
    lot_callup_file_free(&file);
    return status;
}

/* The key that a kept callup.txt names. *named is false: none. */
static lot_status find_key(lot_public_key *key, bool *named, const lot_callup *callup,
                           lot_error *error)
{
    lot_callup_file file;
    lot_error reason;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, callup->text);
    lot_status status = lot_callup_read(&file, &text, &reason);
    *named = file.is_signed;
    *key = file.public_key;
    lot_callup_file_free(&file);
    lot_text_free(&text);
    return status == LOT_OK
               ? LOT_OK
               : LOT_FAIL(error, status, "call-up %" PRIu32 ": %s", callup->number, reason.message);
}

/* callup.txt and standing.csv, which must be those that were published. */
static lot_status make_own(lot_callup_texts *out, const lot_workbench *bench,
                           const lot_callup *callup, const lot_public_key *key, lot_error *error)
{
    lot_status status = lot_callup_put_own(out, bench, callup, key, error);
    if (status != LOT_OK || strcmp(lot_text_string(&out->callup), callup->text) == 0)
        return status;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "call-up %" PRIu32 " is not what its callup.txt says: the assembly file was "
                    "changed",
                    callup->number);
}

lot_status lot_callups_check(const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t c = 0; c < bench->callups_count && status == LOT_OK; c++) {
        lot_callup_texts texts = {.callup = LOT_TEXT_EMPTY};
        lot_public_key key;
        bool named;
        status = find_key(&key, &named, &bench->callups[c], error);
        if (status == LOT_OK)
            status = make_own(&texts, bench, &bench->callups[c], named ? &key : NULL, error);
        lot_callup_texts_free(&texts);
    }
    return status;
}

lot_status lot_callup_texts_make(lot_callup_texts *out, const lot_workbench *bench,
                                 const lot_callup *callup, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_public_key key;
    lot_pid process_id;
    bool named;
    lot_published_file files[FILES_MOST];
    *out = (lot_callup_texts){.callup = LOT_TEXT_EMPTY};
    TRY(find_key(&key, &named, callup, error));
    TRY(make_own(out, bench, callup, named ? &key : NULL, error));
    TRY(lot_journal_callup_text(&out->log, &out->head, bench->assembly, &out->digest, error));
    lot_assembly_process_id(&process_id, &bench->info);
    const lot_final final = {
        .process_id = process_id.text, .attempt = callup->attempt, .head = out->head};
    uint32_t count = list_files(files, out);
    lot_final_put(&out->final, &final, files, count);
    TRY(lot_text_check(&out->final, error));
    TRY(lot_signing_find_callup(&out->signature, bench, named ? &key : NULL, &out->final, error));
done:
    if (status != LOT_OK)
        lot_callup_texts_free(out);
    return status;
}

lot_status lot_callup_write(const char *folder, const lot_callup_texts *texts, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[FILES_MOST];
    uint32_t count = list_files(files, texts);
    for (uint32_t i = 0; i < count; i++)
        if (!lot_published_has(folder, files[i].name))
            TRY(lot_folder_write(folder, files[i].name, files[i].bytes, LOT_MODE_PUBLIC, error));
done:
    return status;
}

/* C2: what is there is as it was written. */
static lot_status complete(const char *folder, const lot_callup_texts *texts, lot_error *error)
{
    lot_published_file files[FILES_MOST];
    uint32_t count = list_files(files, texts);
    for (uint32_t i = 0; i < count; i++)
        if (lot_published_has(folder, files[i].name) && !lot_published_is_same(folder, &files[i]))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "%s in %s differs from the assembly file: it was changed after the "
                            "call-up; move it away, and this puts it back",
                            files[i].name, folder);
    return lot_callup_write(folder, texts, error);
}

static lot_status publish(const char *path, const lot_callup_texts *texts, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    char *inside = NULL;
    if (lot_published_has(path, "callup.txt")) {
        TRY(complete(path, texts, error));
        lot_talk_say(talk, "Up to date: %s", path);
        goto done;
    }
    TRY(lot_mending_begin(&folder, &inside, path, error));
    TRY(lot_callup_write(inside, texts, error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_folder_finish(&folder, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}

lot_status lot_callup_export(const lot_workbench *bench, const lot_arguments *arguments,
                             lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number = (uint32_t)lot_argument_number(arguments, "call-up");
    const char *path = lot_argument_text(arguments, "publish");
    lot_callup_texts texts = {.callup = LOT_TEXT_EMPTY};
    if (number > bench->callups_count)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "there is no call-up %" PRIu32 ": there are %" PRIu32,
                     number, bench->callups_count));
    const lot_callup *callup = &bench->callups[number - 1];
    TRY(lot_mending_need_callup(bench, callup, path, error));
    TRY(lot_callup_texts_make(&texts, bench, callup, error));
    TRY(publish(path, &texts, talk, error));
    TRY(lot_talk_json(talk, json_pack("{s:[o]}", "written", lot_json_string(path)), error));
done:
    lot_callup_texts_free(&texts);
    return status;
}
