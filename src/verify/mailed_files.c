/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailed: which files there are, and their bytes. */
#include "verify/mailed.h"

#include "core/control.h"
#include "verify/plain_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 16, FINAL_MOST = 4096, VERSION_MOST = 64, LINE_MOST = 128 };

#define FILE_MOST ((uint64_t)4 << 30)

static const char *const names[LOT_MAILED_FILES] = {
    [LOT_MAILED_TERMS] = "invitation.txt",
    [LOT_MAILED_STRATA] = "strata.csv",
    [LOT_MAILED_MANIFEST] = "manifest.txt",
    [LOT_MAILED_MANIFEST_SIGNATURE] = "manifest.txt.minisig",
    [LOT_MAILED_SEED] = "seed.txt",
    [LOT_MAILED_DRAW] = "draw.txt",
    [LOT_MAILED_DRAWN] = "drawn.csv",
    [LOT_MAILED_PROOF] = "proof.txt",
    [LOT_MAILED_FINAL] = "final.txt",
    [LOT_MAILED_FINAL_SIGNATURE] = "final.txt.minisig",
};

const char *lot_mailed_name(lot_mailed_file file)
{
    return names[file];
}

lot_status lot_mailed_refuse(const lot_mailed_verifier *i, lot_mailed_file file, const char *what)
{
    return LOT_FAIL(i->v.error, LOT_NOT_VERIFIED, "%s: %s", names[file], what);
}

/* Of several entries that no folder has, the first by name: folders are listed in any order. */
static void tell_wrong(lot_mailed_verifier *i, const char *name)
{
    lot_text shown = LOT_TEXT_EMPTY;
    lot_error told = {.message = ""};
    lot_text_put_escaped(&shown, name);
    (void)LOT_FAIL(&told, LOT_NOT_VERIFIED, "%.200s: no published invitation has such an entry",
                   lot_text_string(&shown));
    lot_text_free(&shown);
    if (i->wrong.message[0] == '\0' || strcmp(told.message, i->wrong.message) < 0)
        i->wrong = told;
}

static void take_entry(lot_mailed_verifier *i, int folder, const char *name)
{
    unsigned file = 0;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return;
    while (file < LOT_MAILED_FILES && strcmp(names[file], name) != 0)
        file++;
    if (file == LOT_MAILED_FILES || !lot_plain_file_open(&i->descriptor[file], folder, name) ||
        i->descriptor[file] < 0)
        tell_wrong(i, name);
}

lot_status lot_mailed_open(lot_mailed_verifier *i, const char *folder)
{
    for (unsigned file = 0; file < LOT_MAILED_FILES; file++)
        i->descriptor[file] = -1;
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return LOT_FAIL(i->v.error, LOT_BAD_INPUT, "%s: no folder that can be read: %s", folder,
                        strerror(errno));
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        take_entry(i, dirfd(listing), entry->d_name);
    (void)closedir(listing);
    return LOT_OK;
}

void lot_mailed_close(lot_mailed_verifier *i)
{
    for (unsigned file = 0; file < LOT_MAILED_FILES; file++)
        if (i->descriptor[file] >= 0)
            (void)close(i->descriptor[file]);
    lot_text_free(&i->final_text);
    lot_invitation_free(&i->it);
}

static lot_status read_at(size_t *count, const lot_mailed_verifier *i, lot_mailed_file file,
                          uint64_t offset, char *bytes, size_t room)
{
    ssize_t got;
    do
        got = pread(i->descriptor[file], bytes, room, (off_t)offset);
    while (got < 0 && errno == EINTR);
    *count = got > 0 ? (size_t)got : 0;
    if (got < 0)
        return LOT_FAIL(i->v.error, LOT_FAILURE, "%s: cannot be read: %s", names[file],
                        strerror(errno));
    return LOT_OK;
}

/* Asked first: a file that takes no room on a disk can be longer than anybody can read. */
static lot_status check_length(const lot_mailed_verifier *i, lot_mailed_file file)
{
    char byte;
    size_t count;
    lot_status status = read_at(&count, i, file, FILE_MOST, &byte, sizeof byte);
    if (status == LOT_OK && count > 0)
        return lot_mailed_refuse(i, file, "longer than 4 GiB, which is more than is read");
    return status;
}

static lot_status hash_file(lot_mailed_verifier *i, lot_mailed_file file)
{
    char block[BLOCK_BYTES];
    lot_hash hash;
    lot_status status = LOT_OK;
    size_t count;
    TRY(check_length(i, file));
    lot_hash_start(&hash);
    for (uint64_t offset = 0; offset <= FILE_MOST; offset += count) {
        TRY(read_at(&count, i, file, offset, block, sizeof block));
        if (count == 0)
            break;
        lot_hash_bytes(&hash, block, count);
        i->sizes[file] = offset + count;
    }
    lot_hash_finish(&i->digests[file], &hash);
done:
    return status;
}

lot_status lot_mailed_load(lot_mailed_verifier *i, lot_mailed_file file, size_t most,
                           lot_text *text)
{
    char block[BLOCK_BYTES];
    lot_status status = LOT_OK;
    lot_digest digest;
    size_t count;
    for (;;) {
        TRY(read_at(&count, i, file, text->length, block, sizeof block));
        if (count == 0)
            break;
        if (count > most - text->length)
            TRY(lot_mailed_refuse(i, file, "longer than it can be, or than is read"));
        lot_text_add(text, block, count);
        TRY(lot_text_check(text, i->v.error));
    }
    lot_sha256(&digest, lot_text_string(text), text->length);
    if ((unsigned)file < LOT_MAILED_SUMMED && !lot_digest_equal(&digest, &i->digests[file]))
        TRY(lot_mailed_refuse(i, file, "changed while it was read"));
done:
    return status;
}

lot_status lot_mailed_compare(lot_mailed_verifier *i, lot_mailed_file file, const lot_text *bytes,
                              const char *what)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    uint64_t line = 1;
    size_t at = 0;
    TRY(lot_text_check(bytes, i->v.error));
    TRY(lot_mailed_load(i, file, bytes->length + FINAL_MOST, &text));
    for (; at < text.length && at < bytes->length && text.bytes[at] == bytes->bytes[at]; at++)
        line += text.bytes[at] == '\n';
    if (at < text.length || at < bytes->length)
        TRY(LOT_FAIL(i->v.error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": %s", names[file], line,
                     what));
done:
    lot_text_free(&text);
    return status;
}

static lot_status find_version(const lot_mailed_verifier *i)
{
    char bytes[VERSION_MOST];
    size_t length = 0;
    uint64_t version;
    if (!lot_mailed_has(i, LOT_MAILED_TERMS))
        return LOT_OK;
    lot_status status = read_at(&length, i, LOT_MAILED_TERMS, 0, bytes, sizeof bytes);
    lot_lines lines = lot_lines_begin(names[LOT_MAILED_TERMS], bytes, length);
    if (status == LOT_OK &&
        lot_lines_key_number(&lines, "civiclot-invitation: ", &version, 0, UINT64_MAX) &&
        version != 1)
        return LOT_FAIL(i->v.error, LOT_BAD_INPUT,
                        "this invitation is of another version of the protocol than 1: check it "
                        "with the civiclot that invitation.txt names");
    return status;
}

static lot_status find_missing(const lot_mailed_verifier *i)
{
    static const lot_mailed_file needed[] = {LOT_MAILED_TERMS, LOT_MAILED_STRATA,
                                             LOT_MAILED_MANIFEST, LOT_MAILED_FINAL};
    for (size_t n = 0; n < sizeof needed / sizeof needed[0]; n++)
        if (!lot_mailed_has(i, needed[n]))
            return lot_mailed_refuse(i, needed[n], "it is missing");
    for (lot_mailed_file file = LOT_MAILED_SEED; file <= LOT_MAILED_PROOF; file++)
        if (lot_mailed_has(i, file) != lot_mailed_is_drawn(i))
            return LOT_FAIL(i->v.error, LOT_NOT_VERIFIED,
                            "%s: it is missing, though other files of the draw are there",
                            lot_mailed_is_drawn(i) ? names[file] : names[LOT_MAILED_DRAW]);
    return LOT_OK;
}

static lot_status check_final(lot_mailed_verifier *i)
{
    lot_pid process;
    lot_lines lines = lot_lines_begin(names[LOT_MAILED_FINAL], lot_text_string(&i->final_text),
                                      i->final_text.length);
    if (!lot_lines_word(&lines, "civiclot-final: 1\n"))
        return lot_lines_refuse(&lines, "here must be: civiclot-final: 1", i->v.error);
    if (!lot_lines_key_pid(&lines, "process: ", &process))
        return lot_lines_refuse(&lines, "here must be the process id", i->v.error);
    for (unsigned file = 0; file < LOT_MAILED_SUMMED; file++) {
        lot_digest digest;
        if (!lot_mailed_has(i, file))
            continue;
        if (!lot_lines_digest(&lines, &digest) || !lot_lines_word(&lines, "  ") ||
            !lot_lines_word(&lines, names[file]) || !lot_lines_word(&lines, "\n"))
            return LOT_FAIL(i->v.error, LOT_NOT_VERIFIED,
                            "final.txt, line %" PRIu64 ": here must be the digest of %s",
                            lines.line, names[file]);
        lot_status status = hash_file(i, file);
        if (status != LOT_OK)
            return status;
        if (!lot_digest_equal(&digest, &i->digests[file]))
            return lot_mailed_refuse(i, file,
                                     "its bytes are not those that final.txt has the digest of: "
                                     "it was changed, or final.txt was");
    }
    if (!lot_lines_at_end(&lines))
        return lot_lines_refuse(&lines, "this is of no file that is there and is named here",
                                i->v.error);
    return LOT_OK;
}

lot_status lot_mailed_verify_files(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    unsigned count = 0;
    TRY(find_version(i));
    if (i->wrong.message[0] != '\0')
        TRY(LOT_FAIL(i->v.error, LOT_NOT_VERIFIED, "%s", i->wrong.message));
    TRY(find_missing(i));
    TRY(lot_mailed_load(i, LOT_MAILED_FINAL, FINAL_MOST, &i->final_text));
    TRY(check_final(i));
    for (unsigned file = 0; file < LOT_MAILED_FILES; file++)
        count += lot_mailed_has(i, file);
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "all %u files are there, none besides, and each has the digest that "
                       "final.txt has of it: one changed byte would show",
                       count));
done:
    return status;
}

void lot_mailed_lines_begin(lot_mailed_lines *lines, lot_mailed_verifier *i, lot_mailed_file file)
{
    lines->i = i;
    lines->file = file;
    lines->offset = 0;
    lines->line = 1;
    lines->at = 0;
    lines->length = 0;
    lot_hash_start(&lines->hash);
}

static lot_status refuse_line(const lot_mailed_lines *lines, const char *what)
{
    return LOT_FAIL(lines->i->v.error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": %s",
                    names[lines->file], lines->line, what);
}

/* Let the block begin with the next line, and read on. */
static lot_status fill(lot_mailed_lines *lines)
{
    size_t count;
    lines->length -= lines->at;
    memmove(lines->block, lines->block + lines->at, lines->length);
    lines->at = 0;
    lot_status status = read_at(&count, lines->i, lines->file, lines->offset,
                                lines->block + lines->length, sizeof lines->block - lines->length);
    if (status != LOT_OK)
        return status;
    lot_hash_bytes(&lines->hash, lines->block + lines->length, count);
    lines->offset += count;
    lines->length += count;
    return LOT_OK;
}

lot_status lot_mailed_lines_next(lot_lines *out, lot_mailed_lines *lines)
{
    lot_status status = LOT_OK;
    if (lines->length - lines->at < LINE_MOST)
        TRY(fill(lines));
    size_t left = lines->length - lines->at;
    const char *begin = lines->block + lines->at;
    const char *end = memchr(begin, '\n', left < LINE_MOST ? left : LINE_MOST);
    if (end == NULL)
        TRY(refuse_line(lines, left == 0 ? "the file ends too soon" : "this line does not end"));
    *out = lot_lines_begin(names[lines->file], begin, (size_t)(end - begin) + 1);
    out->line = lines->line++;
    lines->at += (size_t)(end - begin) + 1;
done:
    return status;
}

lot_status lot_mailed_lines_end(lot_mailed_lines *lines)
{
    lot_status status = LOT_OK;
    lot_digest digest;
    TRY(fill(lines));
    if (lines->length > 0)
        TRY(refuse_line(lines, "nothing more belongs here"));
    lot_hash_finish(&digest, &lines->hash);
    if (!lot_digest_equal(&digest, &lines->i->digests[lines->file]))
        TRY(lot_mailed_refuse(lines->i, lines->file, "changed while it was read"));
done:
    return status;
}

lot_status lot_mailed_next_digest(void *context, lot_digest *digest, lot_error *error)
{
    lot_lines line;
    lot_status status = lot_mailed_lines_next(&line, context);
    if (status != LOT_OK)
        return status;
    if (!lot_lines_digest(&line, digest) || !lot_lines_word(&line, "\n"))
        return lot_lines_refuse(&line, "here must be a digest alone", error);
    return LOT_OK;
}
