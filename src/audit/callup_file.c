/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-up file: line by line, both ways. */
#include "audit/callup_file.h"

#include "audit/lines.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "civiclot-callup: 1\n";

static void put_digest(lot_text *text, const char *key, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    lot_text_format(text, "%s%s\n", key, hex);
}

void lot_callup_put(lot_text *text, const lot_callup_file *callup)
{
    char key[LOT_PUBLIC_KEY_LENGTH + 1] = "none";
    assert(callup->deviation <= LOT_DEVIATION_MOST && callup->pids_count <= LOT_RESERVES_MOST);
    if (callup->is_signed)
        lot_public_key_text(key, &callup->public_key);
    lot_text_format(text, "%sprocess: %s\nattempt: %" PRIu32 "\n", head, callup->process_id.text,
                    callup->attempt);
    put_digest(text, "replaces: ", &callup->replaces);
    put_digest(text, "standing: ", &callup->standing);
    lot_text_format(text, "deviation: %" PRIu64 "\nproven: %s\npublic-key: %s\n", callup->deviation,
                    callup->proven ? "yes" : "no", key);
    for (uint32_t i = 0; i < callup->pids_count; i++)
        lot_text_format(text, "pid: %s\n", callup->pids[i].text);
}

void lot_callup_file_free(lot_callup_file *callup)
{
    free(callup->pids);
    *callup = (lot_callup_file){.pids = NULL};
}

/* The line of the key; *good is false when there is no memory. */
static bool take_key(lot_lines *lines, lot_callup_file *out, bool *good)
{
    char *key = NULL;
    if (lot_lines_word(lines, "public-key: none\n"))
        return true;
    if (!lot_lines_key_words(lines, "public-key: ", &key))
        return false;
    *good = key != NULL;
    out->is_signed = *good && lot_public_key_parse(&out->public_key, key, strlen(key));
    free(key);
    return out->is_signed;
}

static bool take_proven(lot_lines *lines, lot_callup_file *out)
{
    out->proven = lot_lines_word(lines, "proven: yes\n");
    return out->proven || lot_lines_word(lines, "proven: no\n");
}

/* All but the people, line after line: what is wrong with the first that is. NULL: nothing. */
static const char *take_terms(lot_lines *lines, lot_callup_file *out, bool *good)
{
    if (!lot_lines_word(lines, head))
        return "here must be: civiclot-callup: 1";
    if (!lot_lines_key_pid(lines, "process: ", &out->process_id))
        return "here must be: process, and a process id";
    if (!lot_lines_key_index(lines, "attempt: ", &out->attempt, 1, UINT32_MAX))
        return "here must be: attempt, and a number";
    if (!lot_lines_key_digest(lines, "replaces: ", &out->replaces))
        return "here must be: replaces, and a digest";
    if (!lot_lines_key_digest(lines, "standing: ", &out->standing))
        return "here must be: standing, and a digest";
    if (!lot_lines_key_number(lines, "deviation: ", &out->deviation, 0, LOT_DEVIATION_MOST))
        return "here must be: deviation, and a number";
    if (!take_proven(lines, out))
        return "here must be: proven, and yes or no";
    if (!take_key(lines, out, good))
        return "here must be: public-key, and a key or none";
    return NULL;
}

lot_status lot_callup_read(lot_callup_file *out, const lot_text *text, lot_error *error)
{
    lot_status status = LOT_OK;
    bool good = true;
    lot_lines lines = lot_lines_begin("callup.txt", lot_text_string(text), text->length);
    *out = (lot_callup_file){.pids = lot_array_new(LOT_RESERVES_MOST, sizeof *out->pids)};
    if (out->pids == NULL)
        return LOT_NO_MEMORY(error);
    const char *wrong = take_terms(&lines, out, &good);
    if (!good)
        TRY(LOT_NO_MEMORY(error));
    if (wrong != NULL)
        TRY(lot_lines_refuse(&lines, wrong, error));
    while (!lot_lines_at_end(&lines)) {
        if (out->pids_count == LOT_RESERVES_MOST)
            TRY(lot_lines_refuse(&lines, "more people are called than there can be reserves",
                                 error));
        if (!lot_lines_key_pid(&lines, "pid: ", &out->pids[out->pids_count]))
            TRY(lot_lines_refuse(&lines, "here must be: pid, and a pid", error));
        out->pids_count++;
    }
done:
    return status;
}
