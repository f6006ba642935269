/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invited: what is kept of it between its two steps. */
#include "desk/invited.h"

#include "audit/lines.h"
#include "civiclot/file.h"
#include "core/array.h"
#include "core/folder.h"
#include "desk/results.h"

#include <stdlib.h>
#include <string.h>

enum { KEEP_MOST = 1 << 20, MANIFEST_MOST = 1024, TEXT_MOST = 1 << 26 };

/* Kept the same bytes; the form of a digest is that of a key. */
static void key_hex(char hex[LOT_HEX_BYTES], const lot_key *key)
{
    lot_digest digest;
    memcpy(digest.bytes, key->bytes, sizeof digest.bytes);
    lot_digest_hex(hex, &digest);
}

lot_status lot_invited_keep(const lot_invited *invited, const char *inside, lot_error *error)
{
    char hex[LOT_HEX_BYTES];
    lot_text text = LOT_TEXT_EMPTY;
    key_hex(hex, &invited->key);
    lot_text_format(&text, "civiclot-invitation-keep: 1\nkey: %s\n", hex);
    for (uint32_t c = 0; c < invited->columns_count; c++)
        lot_text_format(&text, "address: %s\n", invited->columns[c]);
    lot_status status = lot_folder_write(inside, "keep.txt", &text, LOT_MODE_PERSONAL, error);
    lot_text_free(&text);
    return status;
}

static lot_status read_file(lot_text *text, const char *folder, const char *name, size_t most,
                            lot_error *error)
{
    char *path = lot_path_join(folder, name);
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_file_read_short(text, path, most, error);
    free(path);
    return status;
}

static lot_status take_columns(lot_invited *invited, lot_lines *lines, lot_error *error)
{
    size_t room = 0;
    char *name;
    while (lot_lines_key_words(lines, "address: ", &name)) {
        void *columns = invited->columns;
        if (name == NULL || lot_array_grow(&columns, &room, invited->columns_count,
                                           sizeof *invited->columns) != 0) {
            free(name);
            return LOT_NO_MEMORY(error);
        }
        invited->columns = columns;
        invited->columns[invited->columns_count++] = name;
    }
    return LOT_OK;
}

static lot_status load_keep(lot_invited *invited, const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest key;
    TRY(read_file(&text, folder, "keep.txt", KEEP_MOST, error));
    lot_lines lines = lot_lines_begin("keep.txt", lot_text_string(&text), text.length);
    bool good = lot_lines_word(&lines, "civiclot-invitation-keep: 1\n") &&
                lot_lines_key_digest(&lines, "key: ", &key);
    if (good)
        TRY(take_columns(invited, &lines, error));
    if (!good || invited->columns_count == 0 || !lot_lines_at_end(&lines))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s/keep.txt: not as civiclot invite wrote it", folder));
    memcpy(invited->key.bytes, key.bytes, sizeof invited->key.bytes);
done:
    lot_text_free(&text);
    return status;
}

/* The manifest as it was published is the one that the files make. */
static lot_status check_manifest(lot_invited *invited, const char *publish, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text published = LOT_TEXT_EMPTY;
    lot_pid process_id;
    TRY(read_file(&published, publish, "manifest.txt", MANIFEST_MOST, error));
    TRY(lot_invited_bind(invited, error));
    lot_process_id(&process_id, &invited->key);
    if (strcmp(lot_text_string(&published), lot_text_string(&invited->manifest)) != 0 ||
        strcmp(process_id.text, invited->it.process_id.text) != 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s: it was changed since it was made: the manifest is of other files",
                     publish));
done:
    lot_text_free(&published);
    return status;
}

static lot_status load_published(lot_invited *invited, const char *publish, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_error why = {.message = ""};
    lot_text invitation = LOT_TEXT_EMPTY;
    lot_text strata = LOT_TEXT_EMPTY;
    TRY(read_file(&invitation, publish, "invitation.txt", TEXT_MOST, error));
    TRY(read_file(&strata, publish, "strata.csv", TEXT_MOST, error));
    status = lot_invitation_parse(&invited->it, &invitation, &strata, &why);
    if (status != LOT_OK)
        TRY(LOT_FAIL(error, status == LOT_NOT_VERIFIED ? LOT_BAD_INPUT : status, "%s/%.900s",
                     publish, why.message));
    TRY(check_manifest(invited, publish, error));
done:
    lot_text_free(&invitation);
    lot_text_free(&strata);
    return status;
}

lot_status lot_invited_load(lot_invited *invited, const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    char *publish = lot_path_join(folder, "publish");
    if (publish == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(load_keep(invited, folder, error));
    TRY(load_published(invited, publish, error));
done:
    free(publish);
    return status;
}
