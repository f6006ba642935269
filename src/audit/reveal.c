/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reveals: made, written, and read back byte by byte. */
#include "civiclot/reveal.h"

#include "audit/lines.h"
#include "core/array.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static bool is_process_id(const char *text)
{
    lot_pid pid;
    lot_lines lines = lot_lines_begin("process", text, strlen(text));
    return lot_lines_pid(&lines, &pid) && lot_lines_at_end(&lines);
}

char *lot_reveal_source(const lot_reveal *reveal)
{
    lot_digest commitment;
    char hex[LOT_HEX_BYTES];
    lot_text name = LOT_TEXT_EMPTY;
    lot_contribution_commit(&commitment, reveal->process.text, reveal->name, &reveal->nonce,
                            reveal->value);
    lot_digest_hex(hex, &commitment);
    lot_text_format(&name, "contribution:%s:%s", reveal->name, hex);
    if (name.failed)
        lot_text_free(&name);
    return name.bytes;
}

/* Could it be announced, and told later? LOT_NOT_VERIFIED when not. */
static lot_status check(const lot_reveal *reveal, lot_error *error)
{
    lot_status status = LOT_OK;
    char nonce[LOT_HEX_BYTES];
    lot_source source = {.name = lot_reveal_source(reveal), .value = reveal->value, .nonce = nonce};
    lot_digest_hex(nonce, &reveal->nonce);
    if (source.name == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (strchr(reveal->name, ':') != NULL)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED, "a contributor's name must not have a colon"));
    if (strcmp(reveal->value, LOT_ABSENT) == 0)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "the value " LOT_ABSENT " is kept for who does not tell theirs: choose "
                     "another"));
    TRY(lot_source_check_value(&source, reveal->process.text, 1, error));
done:
    free(source.name);
    sodium_memzero(nonce, sizeof nonce);
    return status;
}

/* 64 random hexadecimal digits. NULL: no memory. */
static char *random_value(void)
{
    lot_digest bytes;
    char hex[LOT_HEX_BYTES];
    randombytes_buf(bytes.bytes, sizeof bytes.bytes);
    lot_digest_hex(hex, &bytes);
    char *value = lot_string_copy(hex);
    sodium_memzero(&bytes, sizeof bytes);
    sodium_memzero(hex, sizeof hex);
    return value;
}

lot_status lot_reveal_make(lot_reveal *out, const char *process_id, const char *name,
                           const char *value, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_error reason;
    *out = (lot_reveal){.name = NULL};
    if (!is_process_id(process_id))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "a process id has 16 characters of a-z and 2-7: the organiser's civiclot new "
                     "and close tell it"));
    memcpy(out->process.text, process_id, LOT_PID_LENGTH);
    randombytes_buf(out->nonce.bytes, sizeof out->nonce.bytes);
    out->name = lot_string_copy(name);
    out->value = value != NULL ? lot_string_copy(value) : random_value();
    if (out->name == NULL || out->value == NULL)
        TRY(LOT_NO_MEMORY(error));
    status = check(out, &reason);
    if (status != LOT_OK)
        TRY(LOT_FAIL(error, status == LOT_NOT_VERIFIED ? LOT_USAGE : status, "%s", reason.message));
done:
    if (status != LOT_OK)
        lot_reveal_free(out);
    return status;
}

void lot_reveal_put(lot_text *text, const lot_reveal *reveal)
{
    char nonce[LOT_HEX_BYTES];
    lot_digest_hex(nonce, &reveal->nonce);
    lot_text_format(text, "civiclot-contribution: 1\nprocess: %s\nname: %s\nvalue: %s\nnonce: %s\n",
                    reveal->process.text, reveal->name, reveal->value, nonce);
    sodium_memzero(nonce, sizeof nonce);
}

lot_status lot_reveal_parse(lot_reveal *out, const char *file, const char *bytes, size_t length,
                            lot_error *error)
{
    lot_lines lines = lot_lines_begin(file, bytes, length);
    lot_error reason = {.message = "this is not a reveal file of civiclot contribute"};
    *out = (lot_reveal){.name = NULL};
    bool read = length <= LOT_REVEAL_FILE_BYTES &&
                lot_lines_word(&lines, "civiclot-contribution: 1\n") &&
                lot_lines_key_pid(&lines, "process: ", &out->process) &&
                lot_lines_key_text(&lines, "name: ", &out->name) &&
                lot_lines_key_text(&lines, "value: ", &out->value) &&
                lot_lines_key_digest(&lines, "nonce: ", &out->nonce) && lot_lines_at_end(&lines);
    if (read && (out->name == NULL || out->value == NULL)) {
        lot_reveal_free(out);
        return LOT_NO_MEMORY(error);
    }
    if (read && check(out, &reason) == LOT_OK)
        return LOT_OK;
    lot_reveal_free(out);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s, line %" PRIu64 ": %s; it must be the contributor's file as it was made, "
                    "sent as an attachment",
                    file, lines.line, reason.message);
}

void lot_reveal_free(lot_reveal *reveal)
{
    if (reveal->value != NULL)
        sodium_memzero(reveal->value, strlen(reveal->value));
    free(reveal->name);
    free(reveal->value);
    sodium_memzero(reveal, sizeof *reveal);
}
