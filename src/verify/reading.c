/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: files hashed, held and taken apart. F1 and F3 stand in verifier.h. */
#include "verify/verifier.h"

#include "core/utf8.h"

#include <inttypes.h>

enum { BLOCK_BYTES = 1 << 16 };

/* Of any file: one that takes no room on a disk can be longer than anybody can read. */
#define FILE_MOST ((uint64_t)4 << 30)

static lot_status check_length(const lot_verifier *v, lot_dossier_file file)
{
    char byte;
    size_t count;
    lot_status status =
        lot_dossier_read(&count, v->dossier, file, FILE_MOST, &byte, sizeof byte, v->error);
    if (status == LOT_OK && count > 0)
        return lot_verify_refuse(v, file, "longer than 4 GiB, which is more than is read");
    return status;
}

lot_status lot_verify_hash(lot_verifier *v, lot_dossier_file file, lot_digest *out)
{
    char block[BLOCK_BYTES];
    lot_hash hash;
    lot_status status = LOT_OK;
    size_t count = 0;
    TRY(check_length(v, file));
    lot_hash_start(&hash);
    for (uint64_t offset = 0; offset <= FILE_MOST; offset += count) {
        TRY(lot_dossier_read(&count, v->dossier, file, offset, block, sizeof block, v->error));
        if (count == 0)
            break;
        lot_hash_bytes(&hash, block, count);
    }
    lot_hash_finish(out, &hash);
done:
    return status;
}

lot_status lot_verify_refuse(const lot_verifier *v, lot_dossier_file file, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED, "%s: %s", lot_dossier_name(file), what);
}

static lot_status load(lot_verifier *v, lot_dossier_file file, size_t most, lot_text *text)
{
    char block[BLOCK_BYTES];
    lot_status status = LOT_OK;
    size_t count = 0;
    for (;;) {
        TRY(lot_dossier_read(&count, v->dossier, file, text->length, block, sizeof block,
                             v->error));
        if (count == 0)
            break;
        if (count > most - text->length)
            TRY(LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                         "%s: longer than %zu bytes, which is more than it can have or is read",
                         lot_dossier_name(file), most));
        lot_text_add(text, block, count);
        TRY(lot_text_check(text, v->error));
    }
done:
    return status;
}

lot_status lot_verify_load(lot_verifier *v, lot_dossier_file file, size_t most, lot_text *text)
{
    lot_digest digest;
    lot_status status = load(v, file, most, text);
    if (status != LOT_OK || file > LOT_FILE_LOG)
        return status;
    lot_sha256(&digest, lot_text_string(text), text->length);
    if (!lot_digest_equal(&digest, &v->digests[file]))
        return lot_verify_refuse(v, file, "changed while it was read");
    return LOT_OK;
}

lot_status lot_verify_utf8(const lot_verifier *v, lot_dossier_file file, const lot_text *text)
{
    lot_lines lines = lot_verify_lines(file, text);
    while (!lot_lines_at_end(&lines)) {
        size_t bytes = lot_utf8_character(lines.at, (size_t)(lines.end - lines.at));
        if (bytes == 0)
            return lot_lines_refuse(&lines, "this is no UTF-8", v->error);
        lines.line += *lines.at == '\n';
        lines.at += bytes;
    }
    return LOT_OK;
}

lot_lines lot_verify_lines(lot_dossier_file file, const lot_text *text)
{
    return lot_lines_begin(lot_dossier_name(file), lot_text_string(text), text->length);
}

bool lot_verify_take_sum(lot_lines *lines, lot_dossier_file file, lot_digest *digest)
{
    lot_lines before = *lines;
    if (lot_lines_digest(lines, digest) && lot_lines_word(lines, "  ") &&
        lot_lines_word(lines, lot_dossier_name(file)) && lot_lines_word(lines, "\n"))
        return true;
    *lines = before;
    return false;
}
