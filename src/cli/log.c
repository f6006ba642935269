/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot log: what was done to an assembly, and whether the chain of entries holds. */
#include "cli/command.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/workbench.h"

#include <inttypes.h>
#include <string.h>

enum { SHORT_DIGEST = 16 };

#define CUT_OFF                                                                                    \
    "Entries that were cut off its end are not missed here: compare the checkpoint with the one\n" \
    "in the minutes, which is this one or the digest of an entry above.\n"

static const lot_option options[] = {LOT_OPTIONS_END};

/* What was read so far. */
struct reader {
    lot_text table;
    json_t *entries;
    lot_log_chain chain;
};

static json_t *entry_as_json(const lot_log_entry *entry)
{
    json_t *payload = json_loads(entry->payload, 0, NULL);
    if (payload == NULL)
        payload = lot_json_string(entry->payload);
    return json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:o}", "sequence", (json_int_t)entry->sequence,
                     "time", entry->time, "kind", entry->kind, "payload", payload, "payload_digest",
                     lot_json_digest(&entry->payload_digest), "previous",
                     lot_json_digest(&entry->previous), "digest", lot_json_digest(&entry->digest));
}

static lot_status read_entry(void *context, const lot_log_entry *entry, lot_error *error)
{
    struct reader *reader = context;
    char hex[LOT_HEX_BYTES];
    lot_log_follow(&reader->chain, entry);
    lot_digest_hex(hex, &entry->digest);
    lot_text_format(&reader->table, "%4" PRIu64 "  %s  %-9s  %.*s  %s\n", entry->sequence,
                    entry->time, entry->kind, SHORT_DIGEST, hex, entry->payload);
    if (json_array_append_new(reader->entries, entry_as_json(entry)) != 0)
        return LOT_NO_MEMORY(error);
    return lot_text_check(&reader->table, error);
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
