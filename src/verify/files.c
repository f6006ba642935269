/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: which there are, and that final.txt has the digest of each. */
#include "verify/verifier.h"

#include <inttypes.h>

enum { FINAL_MOST = 4096, VERSION_MOST = 64 };

bool lot_verifier_is_callup(const lot_verifier *v)
{
    return v->number > 0 && v->dossier->present[LOT_FILE_CALLUP];
}

bool lot_verifier_is_drawn(const lot_verifier *v)
{
    return v->dossier->present[LOT_FILE_DRAW];
}

/* What no folder of a first draw has in its first line. */
static lot_status judge_version(const lot_verifier *v, uint64_t version)
{
    if (version == 3 || version == 5)
        return LOT_FAIL(v->error, LOT_BAD_INPUT,
                        "this is the folder of a replacement: check the folder of the first draw, "
                        "which it lies in");
    if (version != 2 && version != 4)
        return LOT_FAIL(v->error, LOT_BAD_INPUT,
                        "this folder is of another version of the protocol than 2 and 4: check it "
                        "with the civiclot that process.txt names");
    return LOT_OK;
}

/* Is there something to check at all? */
static lot_status find_version(lot_verifier *v)
{
    char bytes[VERSION_MOST];
    size_t length = 0;
    uint64_t version;
    const bool *present = v->dossier->present;
    if (v->number > 0)
        return LOT_OK; /* the first folder is something to check */
    if (!present[LOT_FILE_PROCESS] && !present[LOT_FILE_FINAL])
        return LOT_FAIL(v->error, LOT_BAD_INPUT,
                        "this is no published folder: it has neither process.txt nor final.txt");
    if (!present[LOT_FILE_PROCESS] && present[LOT_FILE_CALLUP])
        return LOT_FAIL(v->error, LOT_BAD_INPUT,
                        "this is the folder of a call-up: check the folder of the first draw, "
                        "which it lies in");
    if (!present[LOT_FILE_PROCESS])
        return LOT_OK;
    lot_status status =
        lot_dossier_read(&length, v->dossier, LOT_FILE_PROCESS, 0, bytes, sizeof bytes, v->error);
    lot_lines lines = lot_lines_begin("process.txt", bytes, length);
    if (status != LOT_OK ||
        !lot_lines_key_number(&lines, "civiclot-process: ", &version, 0, UINT64_MAX))
        return status;
    return judge_version(v, version);
}

static lot_status find_needed(const lot_verifier *v, const lot_dossier_file *needed, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!v->dossier->present[needed[i]])
            return lot_verify_refuse(v, needed[i], "it is missing");
    return LOT_OK;
}

/* A call-up has these and no others. */
static lot_status find_of_callup(const lot_verifier *v)
{
    static const lot_dossier_file needed[] = {LOT_FILE_STANDING, LOT_FILE_LOG, LOT_FILE_FINAL};
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++)
        if (v->dossier->present[file] && file != LOT_FILE_CALLUP && file != LOT_FILE_STANDING &&
            file != LOT_FILE_LOG && file != LOT_FILE_FINAL && file != LOT_FILE_FINAL_SIGNATURE)
            return lot_verify_refuse(v, file, "a call-up, which has callup.txt, has no such file");
    return find_needed(v, needed, sizeof needed / sizeof needed[0]);
}

static lot_status find_missing(const lot_verifier *v)
{
    lot_status status = LOT_OK;
    static const lot_dossier_file needed[] = {LOT_FILE_PROCESS, LOT_FILE_QUOTAS,   LOT_FILE_POOL,
                                              LOT_FILE_LOTTERY, LOT_FILE_MANIFEST, LOT_FILE_LOG,
                                              LOT_FILE_FINAL};
    const bool *present = v->dossier->present;
    TRY(find_needed(v, needed, sizeof needed / sizeof needed[0]));
    if (v->number > 0 && !present[LOT_FILE_STANDING])
        return lot_verify_refuse(v, LOT_FILE_STANDING, "it is missing");
    if (v->number == 0 && present[LOT_FILE_STANDING])
        return lot_verify_refuse(v, LOT_FILE_STANDING,
                                 "only a replacement has it, and this is the first draw");
    if (present[LOT_FILE_CALLUP])
        return lot_verify_refuse(v, LOT_FILE_CALLUP,
                                 "only a call-up has it, and this is the first draw");
    if (present[LOT_FILE_SEED] != present[LOT_FILE_DRAW])
        return lot_verify_refuse(v, present[LOT_FILE_SEED] ? LOT_FILE_DRAW : LOT_FILE_SEED,
                                 "it is missing, though the other of seed.txt and draw.txt is "
                                 "there");
    if (present[LOT_FILE_CERTIFICATE] && !present[LOT_FILE_OPENINGS])
        return lot_verify_refuse(v, LOT_FILE_CERTIFICATE, "it is never there without openings.csv");
    if (v->dossier->replacements > 0 && !lot_verifier_is_drawn(v))
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "replace: it is there, but nothing is drawn yet that could be mended");
done:
    return status;
}

static lot_status take_head(lot_verifier *v, lot_lines *lines)
{
    lot_final_said *final = &v->final;
    if (!lot_lines_word(lines, "civiclot-final: 1\n"))
        return lot_lines_refuse(lines, "here must be: civiclot-final: 1", v->error);
    if (!lot_lines_key_text(lines, "process: ", &final->process))
        return lot_lines_refuse(lines, "here must be the process id", v->error);
    if (!lot_lines_key_text(lines, "attempt: ", &final->attempt))
        return lot_lines_refuse(lines, "here must be the attempt's number", v->error);
    if (!lot_lines_key_text(lines, "draw: ", &final->draw))
        return lot_lines_refuse(lines, "here must be: draw: real, or: draw: test", v->error);
    if (final->process == NULL || final->attempt == NULL || final->draw == NULL)
        return LOT_NO_MEMORY(v->error);
    if (!lot_lines_key_digest(lines, "log: ", &final->log))
        return lot_lines_refuse(lines, "here must be the digest of the log's last entry", v->error);
    return LOT_OK;
}

/* The lines of sha256sum, of the files that are there and of no others. */
static lot_status take_digests(lot_verifier *v, lot_lines *lines)
{
    for (unsigned file = 0; file < LOT_FINAL_FILES; file++) {
        if (!v->dossier->present[file])
            continue;
        if (!lot_verify_take_sum(lines, file, &v->final.digests[file]))
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "final.txt, line %" PRIu64 ": here must be the digest of %s",
                            lines->line, lot_dossier_name(file));
    }
    if (!lot_lines_at_end(lines))
        return lot_lines_refuse(lines, "this is of no file that is there and is named here",
                                v->error);
    return LOT_OK;
}

static lot_status compare_digests(lot_verifier *v)
{
    lot_status status = LOT_OK;
    for (unsigned file = 0; file < LOT_FINAL_FILES; file++) {
        if (!v->dossier->present[file])
            continue;
        TRY(lot_verify_hash(v, file, &v->digests[file]));
        if (!lot_digest_equal(&v->digests[file], &v->final.digests[file]))
            TRY(lot_verify_refuse(v, file,
                                  "its bytes are not those that final.txt has the digest "
                                  "of: it was changed, or final.txt was"));
    }
done:
    return status;
}

lot_status lot_verify_files(lot_verifier *v)
{
    lot_status status = LOT_OK;
    unsigned count = 0;
    TRY(find_version(v));
    if (v->dossier->wrong.message[0] != '\0')
        TRY(LOT_FAIL(v->error, LOT_NOT_VERIFIED, "%s", v->dossier->wrong.message));
    TRY(lot_verifier_is_callup(v) ? find_of_callup(v) : find_missing(v));
    TRY(lot_verify_load(v, LOT_FILE_FINAL, FINAL_MOST, &v->final_text));
    TRY(lot_verify_utf8(v, LOT_FILE_FINAL, &v->final_text));
    lot_lines lines = lot_verify_lines(LOT_FILE_FINAL, &v->final_text);
    TRY(take_head(v, &lines));
    TRY(take_digests(v, &lines));
    TRY(compare_digests(v));
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++)
        count += v->dossier->present[file];
    TRY(lot_verify_say(v, LOT_PROVEN,
                       "all %u files are there, none besides, and each has the digest that "
                       "final.txt has of it: one changed byte would show",
                       count));
done:
    return status;
}
