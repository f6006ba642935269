/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot log: what was done to an assembly, and whether the chain of entries holds. */
#include "desk/callup.h"
#include "desk/workbench.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <string.h>

enum { SHORT_DIGEST = 16 };

#define CUT_OFF                                                                                    \
    "Entries that were cut off its end are not missed here: compare the checkpoint with the one\n" \
    "in the minutes, which is this one or the digest of an entry above.\n"

static const lot_option options[] = {LOT_OPTIONS_END};

/* What was read so far. */
struct reader {
    lot_assembly *assembly;
    uint32_t people_count;
    uint32_t callups; /* entries of them */
    lot_text table;
    json_t *entries;
    lot_log_chain chain;
};

/* What a call-up was, as its entry has a digest alone. One that is not there says nothing. */
static lot_status put_words(lot_text *words, struct reader *reader, const lot_log_entry *entry,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup callup = {0};
    uint32_t count = 0;
    if (strcmp(entry->kind, "call-up") != 0)
        return LOT_OK;
    TRY(lot_assembly_count_callups(&count, reader->assembly, error));
    if (++reader->callups > count)
        return LOT_OK;
    TRY(lot_assembly_load_callup(&callup, reader->assembly, reader->callups, reader->people_count,
                                 error));
    lot_callup_describe(words, &callup);
done:
    lot_callup_free(&callup);
    return status;
}

static json_t *entry_as_json(const lot_log_entry *entry, const lot_text *words)
{
    json_t *payload = json_loads(entry->payload, 0, NULL);
    if (payload == NULL)
        payload = lot_json_string(entry->payload);
    return json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:s*}", "sequence",
                     (json_int_t)entry->sequence, "time", entry->time, "kind", entry->kind,
                     "payload", payload, "payload_digest", lot_json_digest(&entry->payload_digest),
                     "previous", lot_json_digest(&entry->previous), "digest",
                     lot_json_digest(&entry->digest), "words",
                     words->length > 0 ? lot_text_string(words) : NULL);
}

static lot_status read_entry(void *context, const lot_log_entry *entry, lot_error *error)
{
    lot_status status = LOT_OK;
    struct reader *reader = context;
    lot_text words = LOT_TEXT_EMPTY;
    char hex[LOT_HEX_BYTES];
    lot_log_follow(&reader->chain, entry);
    lot_digest_hex(hex, &entry->digest);
    TRY(put_words(&words, reader, entry, error));
    lot_text_format(&reader->table, "%4" PRIu64 "  %s  %-9s  %.*s  %s%s%s\n", entry->sequence,
                    entry->time, entry->kind, SHORT_DIGEST, hex, entry->payload,
                    words.length > 0 ? "  " : "", lot_text_string(&words));
    if (json_array_append_new(reader->entries, entry_as_json(entry, &words)) != 0)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_text_check(&reader->table, error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status tell(struct reader *reader, bool whole, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, &reader->chain.head);
    if (whole)
        lot_text_format(&reader->table,
                        "The chain holds: %" PRIu64 " entries, checkpoint %s\n" CUT_OFF,
                        reader->chain.count, hex);
    TRY(lot_talk_text(talk, &reader->table, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:O, s:b, s:s}", "entries", reader->entries, "holds", (int)whole,
                                "checkpoint", hex),
                      error));
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_assembly *assembly = NULL;
    struct reader reader = {.table = LOT_TEXT_EMPTY, .entries = json_array()};
    TRY(lot_assembly_open(&assembly, lot_argument_operand(arguments, 0), false, error));
    reader.assembly = assembly;
    TRY(lot_assembly_count_people(&reader.people_count, assembly, error));
    TRY(lot_assembly_visit_log(assembly, read_entry, &reader, error));
    lot_error reason;
    lot_status checked = lot_assembly_check_log(assembly, &reason);
    TRY(tell(&reader, checked == LOT_OK, talk, error));
    if (checked != LOT_OK)
        TRY(LOT_FAIL(error, checked, "%s", reason.message));
done:
    json_decref(reader.entries);
    lot_text_free(&reader.table);
    lot_assembly_close(assembly);
    return status;
}

const lot_command lot_command_log = {
    .name = "log",
    .purpose = "list what was done, and check that nothing was cut out or changed",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .run = run,
};
