/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifest: what M binds. */
#include "verify/verifier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MANIFEST_MOST = 1024, ATTEMPT_BYTES = 11 };

bool lot_verifier_is_bound(const lot_verifier *v, lot_dossier_file file)
{
    return file >= LOT_FILE_PROCESS && file <= LOT_FILE_LOTTERY &&
           (file != LOT_FILE_STANDING || v->number > 0) &&
           (file != LOT_FILE_DROPOUTS || v->terms.with_reserves);
}

static lot_status find_dropouts(const lot_verifier *v)
{
    bool there = v->dossier->present[LOT_FILE_DROPOUTS];
    if (there == v->terms.with_reserves)
        return LOT_OK;
    return lot_verify_refuse(v, LOT_FILE_DROPOUTS,
                             there ? "it is there, but process.txt says 'reserves: none'"
                                   : "it is missing, though process.txt has reserves");
}

static lot_status take_manifest(lot_verifier *v, const lot_text *text)
{
    lot_lines lines = lot_verify_lines(LOT_FILE_MANIFEST, text);
    for (unsigned file = LOT_FILE_PROCESS; file <= LOT_FILE_LOTTERY; file++) {
        lot_digest digest;
        uint64_t line = lines.line;
        if (!lot_verifier_is_bound(v, file))
            continue;
        if (!lot_verify_take_sum(&lines, file, &digest))
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "manifest.txt, line %" PRIu64 ": here must be the digest of %s", line,
                            lot_dossier_name(file));
        if (!lot_digest_equal(&digest, &v->digests[file]))
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "manifest.txt, line %" PRIu64 ": %s has another digest", line,
                            lot_dossier_name(file));
    }
    if (!lot_lines_at_end(&lines))
        return lot_lines_refuse(&lines, "nothing may stand behind the digest of lottery.csv",
                                v->error);
    return LOT_OK;
}

static lot_status compare_final(const lot_verifier *v)
{
    char attempt[ATTEMPT_BYTES];
    (void)snprintf(attempt, sizeof attempt, "%" PRIu32, v->terms.attempt);
    if (strcmp(v->final.process, v->terms.process_id.text) != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL, "its process is not that of process.txt");
    if (strcmp(v->final.attempt, attempt) != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL, "its attempt is not that of process.txt");
    if (strcmp(v->final.draw, v->terms.test ? "test" : "real") != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL,
                                 "whether the draw is real is not as in process.txt");
    return LOT_OK;
}

lot_status lot_verify_manifest(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    char hex[LOT_HEX_BYTES];
    TRY(find_dropouts(v));
    TRY(lot_verify_load(v, LOT_FILE_MANIFEST, MANIFEST_MOST, &text));
    TRY(take_manifest(v, &text));
    TRY(lot_verify_read_quotas(v));
    TRY(lot_verify_read_dropouts(v));
    TRY(compare_final(v));
    v->manifest = v->digests[LOT_FILE_MANIFEST];
    lot_digest_hex(hex, &v->manifest);
    TRY(lot_verify_say(v, LOT_PROVEN,
                       "M is %s: it binds the terms, %" PRIu32
                       " quota%s, %sthe pool%s and the lottery of process %s, attempt %" PRIu32
                       ", with the title '%.300s'",
                       hex, v->quotas->count, lot_plural(v->quotas->count),
                       v->terms.with_reserves ? "how often people leave, " : "",
                       v->number > 0 ? ", who is kept and who withdrew," : "",
                       v->terms.process_id.text, v->terms.attempt, v->terms.title));
done:
    lot_text_free(&text);
    return status;
}

lot_status lot_verify_rehearsal(lot_verifier *v)
{
    if (!v->terms.test)
        return LOT_OK;
    return lot_verify_say(v, LOT_NOT_PROVEN,
                          "that this is the draw: it is a test draw, and nobody is selected by it");
}
