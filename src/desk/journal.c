/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journal: payloads in, lines and times out. */
#include "desk/journal.h"

#include "talk/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

lot_status lot_journal(lot_workbench *bench, const char *kind, json_t *payload, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = lot_json_write(&words, payload, error);
    json_decref(payload);
    if (status == LOT_OK)
        status = lot_assembly_log(bench->assembly, kind, words.bytes, error);
    lot_text_free(&words);
    return status;
}

void lot_journal_failed(lot_workbench *bench, const char *command, lot_status status,
                        const lot_error *error)
{
    if (bench->assembly == NULL || status == LOT_OK || status == LOT_USAGE)
        return;
    if (lot_assembly_rollback(bench->assembly, NULL) != LOT_OK)
        return;
    json_t *payload = json_pack("{s:s, s:i, s:o}", "command", command, "exit", (int)status,
                                "reason", lot_json_string(error->message));
    if (lot_journal(bench, "failed", payload, NULL) == LOT_OK)
        (void)lot_assembly_commit(bench->assembly, NULL);
}

/* Is this the entry of that kind about the attempt? */
static bool tells_of(const lot_log_entry *entry, const char *kind, uint32_t attempt)
{
    if (strcmp(entry->kind, kind) != 0)
        return false;
    json_t *payload = json_loads(entry->payload, 0, NULL);
    json_t *number = json_object_get(payload, "attempt");
    bool tells = json_is_integer(number) && json_integer_value(number) == attempt;
    json_decref(payload);
    return tells;
}

/* Where the entries of an attempt are that everyone can check: the draw is the last of them. */
struct finder {
    uint32_t attempt;
    bool drawn;
    uint64_t last; /* 0: none */
};

static lot_status find_last(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    struct finder *finder = context;
    bool before =
        tells_of(entry, "commit", finder->attempt) || tells_of(entry, "reveal", finder->attempt);
    if (finder->drawn ? tells_of(entry, "draw", finder->attempt) : before)
        finder->last = entry->sequence;
    return LOT_OK;
}

/* What is put stops after this entry. */
struct reader {
    lot_text *text;
    uint64_t last;
    lot_digest head;
};

static lot_status put_entry(void *context, const lot_log_entry *entry, lot_error *error)
{
    struct reader *reader = context;
    if (entry->sequence > reader->last)
        return LOT_OK;
    lot_log_put_line(reader->text, entry);
    reader->head = entry->digest;
    return lot_text_check(reader->text, error);
}

lot_status lot_journal_text(lot_text *text, lot_digest *head, const lot_workbench *bench,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    struct finder finder = {.attempt = attempt->number, .drawn = attempt->drawn};
    struct reader reader = {.text = text};
    TRY(lot_assembly_visit_log(bench->assembly, find_last, &finder, error));
    if (finder.last == 0)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "the log has no entry %s of attempt %" PRIu32 ": it was changed",
                     attempt->drawn ? "draw" : "commit", attempt->number));
    reader.last = finder.last;
    TRY(lot_assembly_visit_log(bench->assembly, put_entry, &reader, error));
    *head = reader.head;
done:
    return status;
}

/* The entry of a call-up, found by its payload. */
struct callup_finder {
    char payload[LOT_HEX_BYTES + 32];
    uint64_t last; /* 0: none */
};

static lot_status find_callup(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    struct callup_finder *finder = context;
    if (strcmp(entry->kind, "call-up") == 0 && strcmp(entry->payload, finder->payload) == 0)
        finder->last = entry->sequence;
    return LOT_OK;
}

lot_status lot_journal_callup_text(lot_text *text, lot_digest *head, lot_assembly *assembly,
                                   const lot_digest *callup, lot_error *error)
{
    lot_status status = LOT_OK;
    char hex[LOT_HEX_BYTES];
    struct callup_finder finder = {.last = 0};
    struct reader reader = {.text = text};
    lot_digest_hex(hex, callup);
    (void)snprintf(finder.payload, sizeof finder.payload, "{\"callup\":\"%s\"}", hex);
    TRY(lot_assembly_visit_log(assembly, find_callup, &finder, error));
    if (finder.last == 0)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "the log has no entry of a call-up with the digest %s: it was changed", hex));
    reader.last = finder.last;
    TRY(lot_assembly_visit_log(assembly, put_entry, &reader, error));
    *head = reader.head;
done:
    return status;
}

lot_status lot_journal_put_minutes(lot_text *words, lot_digest *checkpoint,
                                   const lot_workbench *bench, const char *name,
                                   const lot_digest *digest, lot_error *error)
{
    char hex[LOT_HEX_BYTES], checkpoint_hex[LOT_HEX_BYTES];
    lot_pid process_id;
    lot_text log = LOT_TEXT_EMPTY;
    lot_status status = lot_journal_text(&log, checkpoint, bench, error);
    lot_text_free(&log);
    if (status != LOT_OK)
        return status;
    lot_assembly_process_id(&process_id, &bench->info);
    lot_digest_hex(hex, digest);
    lot_digest_hex(checkpoint_hex, checkpoint);
    lot_text_format(words,
                    "For the minutes, before the public value is known:\n"
                    "  process id   %s, attempt %" PRIu32 "\n"
                    "  %-12s %s\n"
                    "  checkpoint   %s\n",
                    process_id.text, bench->attempt.number, name, hex, checkpoint_hex);
    return LOT_OK;
}

lot_status lot_journal_check(lot_assembly *assembly, lot_error *error)
{
    return lot_assembly_check_log(assembly, error);
}

struct searcher {
    uint32_t attempt;
    char *time; /* [LOT_TIME_BYTES] */
};

static lot_status look_for_draw(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    struct searcher *searcher = context;
    if (tells_of(entry, "draw", searcher->attempt))
        (void)snprintf(searcher->time, LOT_TIME_BYTES, "%s", entry->time);
    return LOT_OK;
}

lot_status lot_journal_draw_time(char time[LOT_TIME_BYTES], lot_assembly *assembly, uint32_t number,
                                 lot_error *error)
{
    struct searcher searcher = {number, time};
    time[0] = '\0';
    return lot_assembly_visit_log(assembly, look_for_draw, &searcher, error);
}

static lot_status add_withdrawn(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    uint64_t *count = context;
    if (strcmp(entry->kind, "withdraw") != 0)
        return LOT_OK;
    json_t *payload = json_loads(entry->payload, 0, NULL);
    *count += (uint64_t)json_integer_value(json_object_get(payload, "withdrawn"));
    json_decref(payload);
    return LOT_OK;
}

lot_status lot_journal_count_withdrawn(uint64_t *count, lot_assembly *assembly, lot_error *error)
{
    *count = 0;
    return lot_assembly_visit_log(assembly, add_withdrawn, count, error);
}

/* A file that takes the place of those before begins anew; the same words are not said twice. */
static lot_status add_form(void *context, const lot_log_entry *entry, lot_error *error)
{
    lot_text *words = context;
    if (strcmp(entry->kind, "import") != 0)
        return LOT_OK;
    json_t *payload = json_loads(entry->payload, 0, NULL);
    const char *form = json_string_value(json_object_get(payload, "form"));
    if (!json_is_true(json_object_get(payload, "added")))
        lot_text_free(words);
    if (form != NULL && strstr(lot_text_string(words), form) == NULL) {
        lot_text_put(words, words->length > 0 ? "; " : "");
        lot_text_put(words, form);
    }
    json_decref(payload);
    return lot_text_check(words, error);
}

lot_status lot_journal_people_form(lot_text *form, lot_assembly *assembly, lot_error *error)
{
    return lot_assembly_visit_log(assembly, add_form, form, error);
}
