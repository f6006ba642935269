/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries: log.txt read, each entry sealed with the digest of the one before. */
#include "verify/verifier.h"

#include "civiclot/log.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { KIND_MOST = 32 };

void lot_payload_digest(lot_digest *out, const char *payload)
{
    static const lot_digest no_salt;
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/payload/v1");
    lot_hash_digest(&hash, &no_salt);
    lot_hash_field(&hash, payload);
    lot_hash_finish(out, &hash);
}

void lot_commit_payload(lot_digest *out, uint64_t attempt, const lot_digest *manifest)
{
    char hex[LOT_HEX_BYTES], said[2 * LOT_HEX_BYTES];
    lot_digest_hex(hex, manifest);
    (void)snprintf(said, sizeof said, "{\"attempt\":%" PRIu64 ",\"manifest\":\"%s\"}", attempt,
                   hex);
    lot_payload_digest(out, said);
}

/* kind: [KIND_MOST + 1] out. */
static bool take_kind(lot_lines *lines, char *kind)
{
    size_t length = 0;
    while (length < KIND_MOST && lines->at < lines->end &&
           ((*lines->at >= 'a' && *lines->at <= 'z') || *lines->at == '-'))
        kind[length++] = *lines->at++;
    kind[length] = '\0';
    return length > 0;
}

static lot_entry_kind find_kind(const char *word)
{
    return strcmp(word, "commit") == 0      ? LOT_ENTRY_COMMIT
           : strcmp(word, "reveal") == 0    ? LOT_ENTRY_REVEAL
           : strcmp(word, "draw") == 0      ? LOT_ENTRY_DRAW
           : strcmp(word, "test-draw") == 0 ? LOT_ENTRY_TEST_DRAW
           : strcmp(word, "call-up") == 0   ? LOT_ENTRY_CALLUP
                                            : LOT_ENTRY_OTHER;
}

/* head: the digest of the entry before, and then of this one. */
static lot_status take_entry(const lot_verifier *v, lot_lines *lines, uint64_t sequence,
                             lot_entry *entry, lot_digest *head)
{
    char time[LOT_TIME_BYTES], kind[KIND_MOST + 1];
    uint64_t number;
    lot_digest previous;
    if (!lot_lines_number(lines, &number, UINT64_MAX) || number != sequence ||
        !lot_lines_word(lines, " "))
        return lot_lines_refuse(lines, "the entry's number is not the next", v->error);
    if (!lot_lines_time(lines, time, &entry->seconds) || !lot_lines_word(lines, " ") ||
        !take_kind(lines, kind) || !lot_lines_word(lines, " "))
        return lot_lines_refuse(lines, "here must be a time and a kind", v->error);
    if (!lot_lines_digest(lines, &entry->payload) || !lot_lines_word(lines, " ") ||
        !lot_lines_digest(lines, &previous) || !lot_lines_word(lines, " ") ||
        !lot_lines_digest(lines, &entry->digest) || lot_lines_at_end(lines) || *lines->at != '\n')
        return lot_lines_refuse(lines, "here must be three digests: payload, previous, this entry",
                                v->error);
    if (!lot_digest_equal(&previous, head))
        return lot_lines_refuse(lines, "the entry does not follow from the one before", v->error);
    entry->kind = find_kind(kind);
    lot_log_entry sealed = {.sequence = sequence,
                            .time = time,
                            .kind = kind,
                            .payload_digest = entry->payload,
                            .previous = *head};
    lot_log_seal_digest(&sealed);
    if (!lot_digest_equal(&sealed.digest, &entry->digest))
        return lot_lines_refuse(lines, "the entry was changed: its digest is another", v->error);
    *head = sealed.digest;
    (void)lot_lines_word(lines, "\n");
    return LOT_OK;
}

lot_status lot_verify_read_log(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_history *history = &v->history;
    lot_digest head = {{0}};
    size_t room = 0;
    TRY(lot_verify_load(v, LOT_FILE_LOG, LOT_LOG_MOST, &text));
    v->log_length = text.length;
    lot_lines lines = lot_verify_lines(LOT_FILE_LOG, &text);
    while (!lot_lines_at_end(&lines)) {
        if (lot_array_grow((void **)&history->entries, &room, history->count,
                           sizeof *history->entries) != 0)
            TRY(LOT_NO_MEMORY(v->error));
        TRY(take_entry(v, &lines, history->count + 1, &history->entries[history->count], &head));
        history->count++;
    }
done:
    lot_text_free(&text);
    return status;
}
