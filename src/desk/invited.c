/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invited: made, drawn, and written into its folders. */
#include "desk/invited.h"

#include "civiclot/file.h"
#include "civiclot/publication.h"
#include "core/array.h"
#include "core/folder.h"
#include "desk/results.h"

#include <stdlib.h>

enum { FILES_MOST = 9 };

void lot_invited_clear(lot_invited *invited)
{
    lot_invitation_free(&invited->it);
    lot_key_wipe(&invited->key);
    for (uint32_t c = 0; invited->columns != NULL && c < invited->columns_count; c++)
        free(invited->columns[c]);
    free(invited->columns);
    lot_text_free(&invited->invitation);
    lot_text_free(&invited->strata);
    lot_text_free(&invited->manifest);
    lot_text_free(&invited->signature);
    lot_text_free(&invited->seed);
    lot_mailing_free(&invited->mailing);
    *invited = (lot_invited){.columns = NULL};
}

static lot_status sign(lot_text *minisig, const char *name, const lot_text *bytes,
                       const char *comment, const lot_secret_key *signer, lot_error *error)
{
    const lot_signed file = {
        .name = name, .bytes = lot_text_string(bytes), .length = bytes->length, .comment = comment};
    return lot_signature_make(minisig, &file, signer, error);
}

static void put_sum(lot_text *sums, const char *name, const lot_text *bytes)
{
    lot_digest digest;
    lot_sha256(&digest, lot_text_string(bytes), bytes->length);
    lot_invitation_put_sum(sums, &digest, name);
}

lot_status lot_invited_bind(lot_invited *invited, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text *manifest = &invited->manifest;
    lot_invitation again = {.strata = NULL};
    lot_invitation_put(&invited->invitation, &invited->it);
    lot_invitation_put_strata(&invited->strata, &invited->it);
    TRY(lot_text_check(&invited->invitation, error));
    TRY(lot_text_check(&invited->strata, error));
    /* as a stranger reads it: nothing is published that no verifier would take */
    status = lot_invitation_parse(&again, &invited->invitation, &invited->strata, error);
    lot_invitation_free(&again);
    TRY(status);
    put_sum(manifest, "invitation.txt", &invited->invitation);
    put_sum(manifest, "strata.csv", &invited->strata);
    TRY(lot_text_check(manifest, error));
    lot_sha256(&invited->manifest_digest, manifest->bytes, manifest->length);
    if (invited->signer != NULL)
        TRY(sign(&invited->signature, "manifest.txt", manifest, LOT_SIGNED_MANIFEST,
                 invited->signer, error));
done:
    return status;
}

lot_status lot_invited_draw(lot_invited *invited, const char *folder, const lot_progress *progress,
                            lot_error *error)
{
    lot_invitation *it = &invited->it;
    const lot_places_basis basis = {&invited->manifest_digest, &invited->seed_digest};
    lot_seed(&invited->seed_digest, &invited->manifest_digest, it->sources, it->sources_count);
    lot_seed_put(&invited->seed, it->sources, it->sources_count, &invited->seed_digest);
    invited->drawn = true;
    return lot_mailing_draw(&invited->mailing, it, &(lot_mailing_list){folder, progress}, &basis,
                            error);
}

/* In the order of final.txt. Returns how many. */
static uint32_t list_files(lot_published_file files[FILES_MOST], const lot_invited *invited)
{
    uint32_t count = 0;
    files[count++] = (lot_published_file){"invitation.txt", &invited->invitation};
    files[count++] = (lot_published_file){"strata.csv", &invited->strata};
    files[count++] = (lot_published_file){"manifest.txt", &invited->manifest};
    if (invited->it.has_key)
        files[count++] = (lot_published_file){"manifest.txt.minisig", &invited->signature};
    if (!invited->drawn)
        return count;
    files[count++] = (lot_published_file){"seed.txt", &invited->seed};
    files[count++] = (lot_published_file){"draw.txt", &invited->mailing.draw};
    files[count++] = (lot_published_file){"drawn.csv", &invited->mailing.drawn};
    files[count++] = (lot_published_file){"proof.txt", &invited->mailing.proof};
    return count;
}

static lot_status write_files(const lot_invited *invited, const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[FILES_MOST];
    lot_text final = LOT_TEXT_EMPTY;
    lot_text signature = LOT_TEXT_EMPTY;
    uint32_t count = list_files(files, invited);
    lot_text_format(&final, "civiclot-final: 1\nprocess: %s\n", invited->it.process_id.text);
    for (uint32_t i = 0; i < count; i++) {
        TRY(lot_folder_write(folder, files[i].name, files[i].bytes, LOT_MODE_PUBLIC, error));
        put_sum(&final, files[i].name, files[i].bytes);
    }
    TRY(lot_folder_write(folder, "final.txt", &final, LOT_MODE_PUBLIC, error));
    if (invited->signer != NULL) {
        TRY(sign(&signature, "final.txt", &final, LOT_SIGNED_FINAL, invited->signer, error));
        TRY(lot_folder_write(folder, "final.txt.minisig", &signature, LOT_MODE_PUBLIC, error));
    }
done:
    lot_text_free(&final);
    lot_text_free(&signature);
    return status;
}

lot_status lot_invited_publish(const lot_invited *invited, const char *inside, lot_error *error)
{
    lot_status status = LOT_OK;
    char *folder = lot_path_join(inside, "publish");
    if (folder == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_folder_make(inside, "publish", error));
    TRY(write_files(invited, folder, error));
done:
    free(folder);
    return status;
}

lot_status lot_invited_write_letters(const lot_invited *invited, const char *addresses,
                                     const char *inside, lot_talk *talk, lot_error *error)
{
    const lot_mailing_rows rows = {
        .path = addresses,
        .columns = {(const char *const *)invited->columns, invited->columns_count},
        .key = &invited->key,
        .progress = &talk->progress};
    return lot_mailing_write(&invited->mailing, &rows, inside, talk->problems, error);
}
