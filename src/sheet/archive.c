/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archive: libzip, kept to what spreadsheets need. */
#include "sheet/archive.h"

#include "civiclot/text.h"
#include "core/array.h"
#include "core/control.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

/* See A2. Honest sheets shrink to a tenth, to a hundredth where nearly all of it is blank. */
static const uint64_t part_most = (uint64_t)1 << 30;
static const uint64_t part_always = (uint64_t)64 << 20;
enum { RATIO_MOST = 200 };

struct lot_archive {
    zip_t *zip;
    const char *name;
    uint64_t part_most; /* bytes that a part may unpack to */
};

static uint64_t number_at(const char *bytes)
{
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

/*
 * Does the file's end claim more parts than could lie in it? libzip would make room for them. Only
 * the 64-bit form can: a locator near the end says where the count stands. A part takes at least
 * 46 bytes of the central directory. Source: PKWARE, APPNOTE.TXT 4.3.12, 4.3.14 and 4.3.15.
 */
static bool claims_too_much(const char *bytes, size_t length)
{
    enum { TAIL_BYTES = 65536 + 128, LOCATOR_BYTES = 20, END_BYTES = 56, ENTRY_BYTES = 46 };
    static const char locator[4] = {'P', 'K', 6, 7};
    for (size_t at = length > TAIL_BYTES ? length - TAIL_BYTES : 0; at + LOCATOR_BYTES <= length;
         at++) {
        if (memcmp(bytes + at, locator, sizeof locator) != 0)
            continue;
        uint64_t end = number_at(bytes + at + 8);
        if (length < END_BYTES || end > length - END_BYTES ||
            number_at(bytes + end + 24) > length / ENTRY_BYTES ||
            number_at(bytes + end + 32) > length / ENTRY_BYTES)
            return true;
    }
    return false;
}

static lot_status fail_open(lot_archive *archive, const zip_error_t *reason, lot_error *error)
{
    if (zip_error_code_zip(reason) == ZIP_ER_MEMORY)
        return LOT_NO_MEMORY(error);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s: begins as a ZIP file (XLSX, ODS) and does not end as one: it was cut or "
                    "damaged on its way: copy or download it again",
                    archive->name);
}

lot_status lot_archive_open(lot_archive **out, const char *name, const char *bytes, size_t length,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    zip_error_t reason;
    zip_source_t *source = NULL;
    lot_archive *archive = lot_array_new(1, sizeof *archive);
    zip_error_init(&reason);
    if (archive == NULL)
        TRY(LOT_NO_MEMORY(error));
    archive->name = name;
    archive->part_most = (uint64_t)length * RATIO_MOST;
    if (archive->part_most < part_always)
        archive->part_most = part_always;
    if (archive->part_most > part_most)
        archive->part_most = part_most;
    if (claims_too_much(bytes, length))
        TRY(fail_open(archive, &reason, error));
    source = zip_source_buffer_create(bytes, length, 0, &reason);
    if (source == NULL)
        TRY(LOT_NO_MEMORY(error));
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, &reason);
    if (archive->zip == NULL)
        TRY(fail_open(archive, &reason, error));
    source = NULL;
done:
    zip_source_free(source);
    zip_error_fini(&reason);
    if (status != LOT_OK) {
        lot_archive_close(archive);
        archive = NULL;
    }
    *out = archive;
    return status;
}

void lot_archive_close(lot_archive *archive)
{
    if (archive == NULL)
        return;
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    free(archive);
}

const char *lot_archive_name(const lot_archive *archive)
{
    return archive->name;
}

bool lot_archive_has(const lot_archive *archive, const char *part)
{
    return zip_name_locate(archive->zip, part, ZIP_FL_NOCASE) >= 0;
}

bool lot_archive_has_beginning(const lot_archive *archive, const char *beginning)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(archive->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name != NULL && strncmp(name, beginning, strlen(beginning)) == 0)
            return true;
    }
    return false;
}

lot_status lot_archive_damaged(const lot_archive *archive, const char *part, const char *what,
                               lot_error *error)
{
    lot_text shown = LOT_TEXT_EMPTY;
    lot_text_put_escaped(&shown, part);
    lot_status status =
        LOT_FAIL(error, LOT_BAD_INPUT,
                 "%s: its part %s %s: copy or download the file again, or open it in a "
                 "spreadsheet and save it anew",
                 archive->name, lot_text_string(&shown), what);
    lot_text_free(&shown);
    return status;
}

/* Find a part that can be unpacked: see A3. */
static lot_status locate(zip_uint64_t *index, const lot_archive *archive, const char *part,
                         lot_error *error)
{
    zip_stat_t about;
    zip_int64_t found = zip_name_locate(archive->zip, part, ZIP_FL_NOCASE);
    if (found < 0)
        return lot_archive_damaged(archive, part, "is missing", error);
    *index = (zip_uint64_t)found;
    zip_stat_init(&about);
    if (zip_stat_index(archive->zip, *index, 0, &about) != 0)
        return lot_archive_damaged(archive, part, "is damaged", error);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s: is protected by a password: open it in a spreadsheet and save it "
                        "without one",
                        archive->name);
    if ((about.valid & ZIP_STAT_COMP_METHOD) != 0 && about.comp_method != ZIP_CM_STORE &&
        about.comp_method != ZIP_CM_DEFLATE)
        return lot_archive_damaged(archive, part, "is packed in a way that no spreadsheet uses",
                                   error);
    return LOT_OK;
}

static lot_status read_pieces(lot_archive *archive, zip_file_t *file, const char *part,
                              lot_archive_take take, void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t total = 0;
    zip_int64_t count;
    char *piece = lot_array_new(LOT_PIECE_BYTES, 1);
    if (piece == NULL)
        TRY(LOT_NO_MEMORY(error));
    do {
        count = zip_fread(file, piece, LOT_PIECE_BYTES);
        if (count < 0)
            TRY(lot_archive_damaged(archive, part, "is damaged", error));
        total += (uint64_t)count;
        if (total > archive->part_most)
            TRY(lot_archive_damaged(archive, part, "unpacks to far more than a sheet needs",
                                    error));
        TRY(take(context, piece, (size_t)count, count == 0, error));
    } while (count > 0);
done:
    free(piece);
    return status;
}

lot_status lot_archive_read(lot_archive *archive, const char *part, lot_archive_take take,
                            void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    zip_uint64_t index = 0;
    zip_file_t *file = NULL;
    TRY(locate(&index, archive, part, error));
    file = zip_fopen_index(archive->zip, index, 0);
    if (file == NULL)
        TRY(lot_archive_damaged(archive, part, "is damaged", error));
    TRY(read_pieces(archive, file, part, take, context, error));
done:
    if (file != NULL)
        (void)zip_fclose(file);
    return status;
}
